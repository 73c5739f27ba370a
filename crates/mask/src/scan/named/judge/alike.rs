//! Values that repeat words of their names, as others write them: under which name something is kept or found.

use super::constant::after_letters;
use super::is_scrambled;
use super::registry::{is_assigned, is_made_up};
use crate::kinds::{Kinds, Look};
use crate::names::Words;
use crate::scan::named::site::Site;
use crate::scan::named::text::{ends_with_folded, is_one_of};
use crate::scan::placeholder::has_folded;

/// A shorter text of several words may be a password.
const SEVERAL: usize = 8;
/// And a longer one no name.
const LONGEST: usize = 48;

/// Whether a value is such a name.
pub(super) fn is_alike(value: Look<'_>, site: &Site<'_>) -> bool {
    const PARTS: Kinds = Kinds::UNDERSCORE.or(Kinds::DASH).or(Kinds::DOT);
    let Look { bytes, kinds } = value;
    // What most values fail comes first.
    if !kinds.only(Kinds::ALNUM.or(PARTS)) || bytes.len() > LONGEST || !kinds.any(PARTS.or(Kinds::LOWER)) {
        return false;
    }
    let name = site.name();
    if bytes.len() == 1 {
        return is_initial(bytes, site);
    }
    if kinds.any(Kinds::DIGIT) {
        return (kinds.any(PARTS) || bytes == name && kinds.any(Kinds::UPPER)) && is_name_itself(bytes, name)
            || kinds.any(Kinds::DOT) && is_path_of_variable(value, name);
    }
    kinds.any(Kinds::DOT) && is_path_of_variable(value, name)
        || bytes.len() >= SEVERAL
            && is_assigned(value, site)
            && (is_start_of_key(value, name)
                || is_in_storage(value, name)
                || kinds.only(Kinds::LOWER.or(Kinds::UNDERSCORE)) && is_of_constant(value, site))
}

/// `TOKEN = "t"`: a constant for the member of an object whose names are as short as can be.
fn is_initial(value: &[u8], site: &Site<'_>) -> bool {
    let name = site.name();
    let constant = name.iter().all(|byte| byte.is_ascii_uppercase() || *byte == b'_');
    constant
        && name.get(..1).is_some_and(|first| first.eq_ignore_ascii_case(value))
        && is_assigned(Look::at(value), site)
}

/// `"n8n-api-jwt" = "n8n-api-jwt"`: the name of several words once more.
fn is_name_itself(value: &[u8], name: &[u8]) -> bool {
    value.len() >= SEVERAL && value.eq_ignore_ascii_case(name)
}

/// `"APP_DB_PASSWORD": "db.password"`: where a setting is that the variable of an environment gives.
fn is_path_of_variable(Look { bytes, kinds }: Look<'_>, name: &[u8]) -> bool {
    let plain = !kinds.any(Kinds::UPPER.or(Kinds::DASH)) && !name.iter().any(u8::is_ascii_lowercase);
    let alnum = |text| <[u8]>::iter(text).rev().filter(|byte| byte.is_ascii_alphanumeric());
    let mut of = alnum(name);
    plain
        && bytes.split(|byte| *byte == b'.').all(|step| step.len() > 1)
        && alnum(bytes).all(|byte| of.next().is_some_and(|other| other.eq_ignore_ascii_case(byte)))
}

/// `TopBarSharedKey = "top-bar"`, `const PASSWORD_RESET_COOKIE = "password_reset"`: the words that the name of a key
/// begins with. Of a key that somebody issued it may be a sample.
fn is_start_of_key(value: Look<'_>, name: &[u8]) -> bool {
    const REST: usize = 12;
    const ISSUED: &[&[u8]] =
        &[b"api", b"access", b"secret", b"private", b"auth", b"encryption", b"signing", b"master"];
    let singular = value.bytes.strip_suffix(b"s").unwrap_or(value.bytes);
    let rest = |text| after_letters(text, name).map(|rest| rest.strip_prefix(b"_").unwrap_or(rest));
    let ends = |rest: &[u8]| {
        rest.len() <= REST
            && !ISSUED
                .iter()
                .any(|kind| rest.get(..kind.len()).is_some_and(|own| own.eq_ignore_ascii_case(kind)))
            && rest.first().is_some_and(u8::is_ascii_uppercase)
            && [&b"Key"[..], b"_KEY", b"Cookie"].iter().any(|end| rest.ends_with(end))
    };
    is_several(value) && [value.bytes, singular].into_iter().any(|text| rest(text).is_some_and(ends))
}

/// `LAST_SEEN_STORAGE_KEY = "whatsNewLastSeen"`: under which name a browser stores something. Of a cloud it is a
/// secret, and was drawn.
fn is_in_storage(value: Look<'_>, name: &[u8]) -> bool {
    let clouds = [&b"azure"[..], b"account", b"blob", b"s3"];
    let stored = [&b"storage_key"[..], b"storagekey"].iter().any(|end| ends_with_folded(name, end));
    stored
        && is_several(value)
        && !is_scrambled(value.bytes)
        && !clouds.iter().any(|cloud| has_folded(name, cloud))
}

/// Whether a text has several words of letters.
fn is_several(Look { bytes, kinds }: Look<'_>) -> bool {
    let camel = || bytes.windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    let words = |words: &Words| words.iter().count() > 1 && words.iter().all(|word| word.len() > 1);
    let parted = !kinds.only(Kinds::LETTER) && bytes.first().is_some_and(u8::is_ascii_alphabetic);
    (parted || camel()) && Words::split(bytes).is_some_and(|split| words(&split))
}

/// `tls_key_password = "mtls_key_password"`, `OPTION_LICENSE_KEY = 'shop_license_key'`, `EU_COOKIE = "__consent_eu"`:
/// words of an identifier, assigned in code, that end as the name does, or are what a cookie is called.
fn is_of_constant(value: Look<'_>, site: &Site<'_>) -> bool {
    const WORDS: usize = 3;
    let name = site.name();
    if !value.kinds.any(Kinds::UNDERSCORE) {
        return false;
    }
    let (Some(words), Some(own)) = (Words::split(value.bytes), Words::split(name)) else {
        return false;
    };
    let count = words.iter().count();
    let cookie = name.ends_with(b"_COOKIE") || name.ends_with(b"Cookie");
    // A word is no such key, and neither are several.
    let key = || ends_with_folded(name, b"private_key") && ends_with_folded(value.bytes, b"_private_key");
    if count > 1 && (cookie || key()) {
        return true;
    }
    let made_up = || is_made_up(&words) || is_one_of(&["super", "secret", "demo", "dev"], words.first());
    let of_option = name.starts_with(b"OPTION_");
    // A password may be chosen so.
    let shared = if of_option || ends_with_folded(name, b"private_key") { 2 } else { WORDS };
    count >= WORDS && own.iter().count() >= WORDS && same_at_end(&words, &own) >= shared && !made_up()
}

/// How many words at their ends are the same.
fn same_at_end(left: &Words, right: &Words) -> usize {
    let (left_count, right_count) = (left.iter().count(), right.iter().count());
    let least = left_count.min(right_count);
    let pairs = left.iter().skip(left_count - least).zip(right.iter().skip(right_count - least));
    pairs.fold(0, |run, (left, right)| if left == right { run + 1 } else { 0 })
}
