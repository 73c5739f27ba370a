//! What a form says of what was typed in, in a list: `{"password": ["Too short."]}`.

use super::sentence::is_predicate;
use super::stated::is_state;
use super::{is_secret, words};
use crate::kinds::{Kinds, Look};
use crate::scan::named::site::Site;

/// No predicate is longer.
const LONGEST: usize = 40;

/// Whether an item of a list is a sentence with a full stop at its end, and no secret where it stands alone, or what
/// a sentence says of the secret (<https://www.django-rest-framework.org/api-guide/exceptions/>).
pub(crate) fn is_complained(value: &[u8], site: &Site<'_>) -> bool {
    const TEXT: Kinds = Kinds::LETTER.or(Kinds::SPACE).or(Kinds::DOT);
    let Some(text) = value.strip_suffix(b".") else {
        return false;
    };
    let look = Look::at(value);
    let parted = look.kinds.only(TEXT) && text.contains(&b' ') && !text.contains(&b'.');
    let begins = || words(text).next().is_some_and(|word| is_state(word, site.name()));
    parted && (begins() && words(text).count() == 2 || is_said_of(text) || !is_secret(look, site))
}

/// `Too short`, whose first letter is capital.
fn is_said_of(text: &[u8]) -> bool {
    let mut room = [0; LONGEST];
    let Some(small) = room.get_mut(..text.len()) else {
        return false;
    };
    small.copy_from_slice(text);
    small[..1].make_ascii_lowercase();
    is_predicate(small)
}
