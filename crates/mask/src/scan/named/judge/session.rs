//! Sessions: shorter than other values, and words as often.

use super::{is_opaque, suspect};
use crate::kinds::{Kinds, Look};
use crate::scan::named::site::Site;
use crate::scan::named::text::ends_with_folded;
use crate::scan::placeholder::has_folded;

/// `gK20dkfWWq22`, `Zu8Q+87bHNEv1t`: shorter than other values must be that look drawn at random.
pub(super) fn is_session_id(value: Look<'_>, site: &Site<'_>) -> bool {
    let drawn = || suspect::is_short(value) || suspect::is_password(value) || suspect::is_short_base64(value);
    has_folded(site.name(), b"sess")
        && (drawn() || is_cookie_of_session(value, site) || is_in_path(value, site))
}

/// `/page-19.html;sessionid=abc123`: a parameter of a path (<https://www.rfc-editor.org/rfc/rfc3986#section-3.3>).
fn is_in_path(value: Look<'_>, site: &Site<'_>) -> bool {
    const SHORTEST: usize = 6;
    const PATH: usize = 96;
    let Look { bytes, kinds } = value;
    let before = site.before();
    let step = |byte: &&u8| byte.is_ascii_alphanumeric() || b"/.-_~%=;".contains(byte);
    let path = || before.iter().rev().take(PATH).take_while(step).any(|byte| *byte == b'/');
    bytes.len() >= SHORTEST
        && kinds.any(Kinds::DIGIT)
        && kinds.any(Kinds::LETTER)
        && kinds.only(Kinds::ALNUM)
        && before.ends_with(b";")
        && path()
        && site.engine.sense(bytes).is_none()
}

/// What a server put into the cookie by which it knows a browser, and no word for it.
fn is_cookie_of_session(value: Look<'_>, site: &Site<'_>) -> bool {
    const COMPOUND: Kinds = Kinds::LOWER.or(Kinds::DASH);
    let Look { bytes, kinds } = value;
    let compound = || bytes.len() > 8 && kinds.any(Kinds::DASH) && kinds.only(COMPOUND);
    let cookie = [&b"phpsessid"[..], b"jsessionid"].iter().any(|end| ends_with_folded(site.name(), end));
    // Where a path ends with it, a query may follow.
    cookie
        && !kinds.any(Kinds::QUESTION)
        && (is_opaque(value) || compound())
        && site.engine.sense(bytes).is_none()
}
