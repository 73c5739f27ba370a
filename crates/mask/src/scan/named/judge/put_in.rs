//! What a program or a person puts in for a value: templates, and code in the middle of a string.

use crate::class::{Bytes, WORD};
use crate::kinds::{Kinds, Look};
use crate::scan::named::text::{TrimSuffix, ends_with_folded};
use crate::scan::template;

/// No path to a function is longer.
const LONGEST_CALL: usize = 48;

/// `<your token>` and `$(…)`, which may have blanks in them where a value has none.
pub(crate) fn is_template(rest: &[u8]) -> bool {
    match rest {
        [b'$', b'(', ..] | [b'$', b'$', b'(', ..] => true,
        [b'$', name @ ..] if is_between_quotes(name) => true,
        [b'$', b'{', inner @ ..] => is_call(inner) || is_cut_out(inner) || template::has_message(inner),
        [b'#', b'{', inner @ ..] => is_call(inner),
        [b'{', inner @ ..] => is_call(inner) && inner.iter().take(LONGEST_CALL).any(|byte| *byte == b'.'),
        // An option of a manual, of whose value nothing is shown.
        [b'.', b'.', b'.', font @ ..] if font.first() == Some(&b'\\') => {
            font.iter().take(8).find(|byte| **byte != b'\\') == Some(&b'f')
        }
        // The font of a manual.
        [b'\\', b'f', b'B' | b'I' | b'P' | b'R', ..]
        | [b'\\', b'\\', b'f', b'B' | b'I' | b'P' | b'R', ..] => true,
        [b'\\', ..] => is_escaped_name(rest),
        [b'<', inner @ ..] => {
            let end =
                inner.iter().take(64).position(|byte| matches!(byte, b'>' | b'<' | b'\n' | b'"' | b'\\'));
            // What a word follows at once is an element, or a secret that begins like one.
            let goes_on = |end: usize| inner.get(end + 1).is_some_and(u8::is_ascii_alphanumeric);
            end.is_some_and(|end| end > 0 && inner[end] == b'>' && !goes_on(end))
                && !template::is_in_angles(rest)
        }
        _ => false,
    }
}

/// `\<token\>`: a name in brackets that a comment has escaped.
fn is_escaped_name(rest: &[u8]) -> bool {
    let after_slashes =
        |text: &'_ [u8]| text.iter().take(LONGEST_CALL).take_while(|byte| **byte == b'\\').count();
    let open = after_slashes(rest);
    let Some(inner) = rest[open..].strip_prefix(b"<") else {
        return false;
    };
    let name = inner.iter().take(LONGEST_CALL).take_while(|byte| WORD.has(**byte)).count();
    let close = after_slashes(&inner[name..]);
    name > 0 && close == open && inner[name + close..].starts_with(b">")
}

/// `TOKEN''`, after a dollar: a shell puts the variable between two strings, of which the second is empty.
fn is_between_quotes(name: &[u8]) -> bool {
    static CONSTANT: Bytes = Bytes::of(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
    let len = CONSTANT.run(&name[..name.len().min(LONGEST_CALL)]);
    len > 1 && name[0].is_ascii_uppercase() && name[len..].starts_with(b"''")
}

/// `creds#*:}`, `name%.*}`, `token//old/new}`: a part of a variable of a shell; `'f'.repeat(4)}`: a string that a program changes.
fn is_cut_out(text: &[u8]) -> bool {
    static NAME: Bytes = Bytes::alnum_and(b"_");
    let len = NAME.run(&text[..text.len().min(LONGEST_CALL)]);
    len > 0 && matches!(text.get(len), Some(b'#' | b'%' | b'/'))
        || matches!(text, [b'\'', _, b'\'', b'.', ..])
}

/// `Buffer.from(`: a path of names, and a call.
fn is_call(text: &[u8]) -> bool {
    static PATH: Bytes = Bytes::alnum_and(b"_.");
    let len = PATH.run(&text[..text.len().min(LONGEST_CALL)]);
    text.first().is_some_and(u8::is_ascii_alphabetic) && text.get(len) == Some(&b'(')
}

/// Whether a program puts in what stands at the end of `before`: `"Basic $encoded"`,
/// `f"{registry_id}-auth-token"`.
pub(crate) fn is_put_in(before: &[u8], Look { bytes, kinds }: Look<'_>) -> bool {
    let variable = |name: &[u8]| name[0].is_ascii_alphabetic() && name.iter().all(|byte| WORD.has(*byte));
    if let Some(name) = bytes.strip_prefix(b"$") {
        let scheme = ends_with_folded(before, b"basic ") || ends_with_folded(before, b"bearer ");
        return scheme && !name.is_empty() && variable(name);
    }
    kinds.any(Kinds::BRACE) && is_interpolating(before) && template::is_put_together(bytes)
}

/// Whether a string begins after `before` in which names in braces are put: of Python, of C#.
fn is_interpolating(before: &[u8]) -> bool {
    let Some((b'"' | b'\'', head)) = before.split_last() else {
        return false;
    };
    let head = head.trim_suffix_of(b"\\");
    match head {
        [rest @ .., b'f' | b'F' | b'$'] => !rest.last().is_some_and(|byte| WORD.has(*byte)),
        _ => false,
    }
}
