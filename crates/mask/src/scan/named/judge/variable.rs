//! Values that are variables, by the sign before their names: `$3`, `self$token`, `${name}=`.

use crate::scan::named::site::Site;

/// Whether a value with a dollar is a variable, or what one is put in for.
pub(super) fn is_variable(value: &[u8], site: &Site<'_>) -> bool {
    is_parameter(value) || is_filled(value) || is_of_list(value, site) || is_named_so(value, site.name())
}

/// `$3`, `$106`, `\$SNAP_AUTH`, `\${SNAP_AUTH}`: what a shell or a database is given, by its place or its name.
fn is_parameter(value: &[u8]) -> bool {
    let constant =
        |name: &[u8]| name.len() > 2 && name.iter().all(|byte| byte.is_ascii_uppercase() || *byte == b'_');
    match value {
        [b'$', place @ ..] => (1..=3).contains(&place.len()) && place.iter().all(u8::is_ascii_digit),
        [b'\\', b'$', b'{', name @ .., b'}'] | [b'\\', b'$', name @ ..] => constant(name),
        _ => false,
    }
}

/// `self$private_key`: what a list of R has under the name of a secret.
fn is_of_list(value: &[u8], site: &Site<'_>) -> bool {
    let mut parts = value.splitn(2, |byte| *byte == b'$');
    let (list, member) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let name = |text: &[u8]| {
        text.len() > 1 && text.iter().all(|byte| byte.is_ascii_alphabetic() || b"_.".contains(byte))
    };
    name(list) && name(member) && site.engine.sense(member).is_some()
}

/// `password=$passwordCertainty`: a variable that is called like the name, and more.
fn is_named_so(value: &[u8], name: &[u8]) -> bool {
    let variable = value.strip_prefix(b"$").and_then(|variable| variable.split_at_checked(name.len()));
    variable.is_some_and(|(own, more)| {
        let more = more.strip_suffix(b",").unwrap_or(more);
        own == name
            && more.first().is_some_and(u8::is_ascii_uppercase)
            && more.iter().all(u8::is_ascii_alphabetic)
    })
}

/// `${name}=; expires=…`, `host=${db.host} port=${db.port}`: a name, and what a program puts in for its value. What
/// stands there by itself has a name of its own.
fn is_filled(value: &[u8]) -> bool {
    let placed = |text: &[u8]| {
        let name = text.strip_prefix(b"${")?;
        let len = name.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"_.".contains(byte)).count();
        (len > 0 && name.get(len) == Some(&b'}')).then_some(len + b"${}".len())
    };
    let letters = value.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
    let name = placed(value).unwrap_or(letters);
    let Some(held) = value.get(name..).and_then(|rest| rest.strip_prefix(b"=")) else {
        return false;
    };
    let put_in = placed(held).is_some_and(|len| matches!(held.get(len), Some(b' ' | b';')));
    name > 0 && (put_in || name > letters && held.starts_with(b";"))
}
