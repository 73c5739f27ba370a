//! What a terminal shows in colours, where escape sequences are around a name, a sign and a value
//! (<https://ecma-international.org/publications-and-standards/standards/ecma-48/>).

use super::value::Value;
use crate::class::{Bytes, TOKEN68};
use crate::kinds::Look;
use crate::scan::Open;
use crate::scan::engine::RuleId;
use crate::scan::named::judge::{self, suspect};
use crate::scan::named::site::{SHOWN, Site};
use crate::scan::named::text::{Quoting, color_len, ends_with_folded, literal, spaces};
use crate::scan::skip::Skip;

/// So many sequences may be at one place.
const SEQUENCES: usize = 4;
/// A shorter value is a number or a word.
const SHORTEST: usize = 4;

/// What values are made of.
static VALUE: Bytes = Bytes::alnum_and(b"!#$%*+-./:=?@^_~&");

/// Where the value begins after a name that ends at `end` and a sign, if colours are before or after that.
pub(crate) fn after_sign(bytes: &[u8], end: usize) -> Option<usize> {
    let plain = spaces(bytes, end);
    let at = after(bytes, plain);
    if !matches!(bytes.get(at), Some(b':' | b'=')) {
        return None;
    }
    let start = spaces(bytes, at + 1);
    let value = after(bytes, start);
    (at > plain || value > start).then_some(value)
}

/// The string after a name between quotes that end at `end`, as tools for JSON print it: `"password"`, then `:` and
/// `"…"` in colours of their own (<https://jqlang.org/manual/#colors>).
pub(crate) fn string(site: &Site<'_>, end: usize) -> Option<Open> {
    let start = after_sign(site.view.bytes, end)?;
    let same = literal(site.view.bytes, start).filter(|string| Some(string.quote) == site.quoting);
    same.and_then(|_| site.literal(start))
}

/// After the sequences at `at`, and the blanks behind each.
fn after(bytes: &[u8], at: usize) -> usize {
    (0..SEQUENCES)
        .try_fold(at, |at, _| color_len(bytes, at).map(|len| spaces(bytes, at + len)).ok_or(at))
        .unwrap_or_else(|end| end)
}

/// The value at `start`, if it is more than a word, between double quotes or not.
pub(crate) fn value(site: &Site<'_>, at: usize) -> Option<Open> {
    let quoted = literal(site.view.bytes, at).filter(|string| matches!(string.quote, Quoting::Double(_)));
    let start = quoted.as_ref().map_or(at, |string| string.content);
    let rest = site.view.bytes.get(start..)?;
    let shown = &rest[..rest.len().min(SHOWN)];
    let Look { bytes, kinds } = Look::at(&shown[..VALUE.run(shown)]);
    let value = Value { bytes, kinds, after: &rest[bytes.len()..] };
    let opaque = value.is_opaque() || value.has_digit() && bytes.len() >= SHORTEST && !value.is_number();
    // What a compiler says of a token is no secret.
    let drawn = || judge::is_no_name(value.look()) || suspect::is_password(value.look());
    let opaque = opaque && (!ends_with_folded(site.name(), b"token") || drawn());
    let fits = (opaque || suspect::is_letters(value.look())) && !value.is_code() && !value.is_type();
    if quoted.is_some() {
        return fits.then(|| site.literal(at)).flatten();
    }
    let skip = Skip::Run { known: bytes.len(), class: (bytes.len() == SHOWN).then_some(TOKEN68) };
    (fits && judge::is_secret(value.look(), site)).then(|| Open::new(RuleId::KEY_NAME, start, skip))
}
