//! Texts whose letters beyond ASCII are written as escapes: `Cl\u00e9`, as many encoders of JSON do.

use crate::scan::named::site::SHOWN;

/// The text that `written` encodes, or as much of it as is there, if it has letters beyond ASCII and
/// nothing else that is escaped.
pub(super) fn text<'r>(written: &[u8], room: &'r mut [u8; SHOWN]) -> Option<&'r [u8]> {
    let (mut at, mut len, mut foreign) = (0, 0, false);
    while let Some(&byte) = written.get(at) {
        if byte != b'\\' {
            *room.get_mut(len)? = byte;
            (at, len) = (at + 1, len + 1);
            continue;
        }
        let Some((letter, width)) = letter(&written[at..])? else {
            break;
        };
        foreign |= !letter.is_ascii();
        let end = len + letter.len_utf8();
        letter.encode_utf8(room.get_mut(len..end)?);
        (at, len) = (at + width, end);
    }
    foreign.then_some(&room[..len])
}

/// The letter that an escape stands for, and how long that is; nothing inside if it is cut off, and
/// nothing at all if it is another escape.
fn letter(written: &[u8]) -> Option<Option<(char, usize)>> {
    let slashes = written.iter().take_while(|byte| **byte == b'\\').count();
    let Some(first) = unit(&written[slashes..])? else {
        return Some(None);
    };
    let end = slashes + UNIT;
    if !(0xd800..0xdc00).contains(&first) {
        return char::from_u32(first).map(|letter| Some((letter, end)));
    }
    let rest = &written[end..];
    let after = rest.iter().take_while(|byte| **byte == b'\\').count();
    let Some(second) = unit(&rest[after..])? else {
        return Some(None);
    };
    let low = second.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
    let letter = char::from_u32(0x10000 + ((first - 0xd800) << 10) + low)?;
    Some(Some((letter, end + after + UNIT)))
}

/// How long `u00e9` is.
const UNIT: usize = 5;

/// The number in `u00e9`; nothing inside if that is cut off.
fn unit(written: &[u8]) -> Option<Option<u32>> {
    let digits = match written {
        [] => return Some(None),
        [b'u', digits @ ..] => &digits[..digits.len().min(UNIT - 1)],
        _ => return None,
    };
    let number =
        digits.iter().try_fold(0, |number, &digit| Some(number << 4 | char::from(digit).to_digit(16)?))?;
    Some((digits.len() == UNIT - 1).then_some(number))
}

#[cfg(test)]
mod tests {
    use super::text;
    use crate::scan::named::site::SHOWN;

    #[test]
    fn letters_beyond_ascii() {
        for (written, read) in [
            (r"Cl\u00e9 API", Some("Clé API")),
            (r"\\u30c8\\u30fc", Some("トー")),
            (r"a\ud83d\ude00b", Some("a😀b")),
            (r"\u00e9\u30", Some("é")),
            (r"\u00e9\ud83d\u", Some("é")),
            (r"\u0061bc", None),
            ("abc", None),
            (r"\u00e9\n", None),
            (r"\u00e9\ud83dx", None),
            (r"\u00g9", None),
        ] {
            let mut room = [0; SHOWN];
            assert_eq!(text(written.as_bytes(), &mut room), read.map(str::as_bytes), "{written}");
        }
    }
}
