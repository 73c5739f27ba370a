//! What stands in place of a secret, and how to know it again.

/// What every mark starts with, and the whole of a [`Style::Full`](crate::Style::Full) one.
pub(crate) const MARK: &[u8] = b"***";

/// The longest id of a rule.
pub(crate) const MAX_ID: usize = 64;
/// How many hexadecimal digits a fingerprint may have.
pub(crate) const TAG_DIGITS: std::ops::RangeInclusive<usize> = 6..=16;

const TAG_OPEN: &[u8] = b"***[";
/// The longest tag.
const MAX_TAG: usize = TAG_OPEN.len() + MAX_ID + 1 + *TAG_DIGITS.end() + 1;

/// Whether a byte may be part of a rule's id.
pub(crate) fn is_id_byte(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_' | b'.')
}

/// The length of the tag `***[rule-id:7f3a9c]` that `bytes` start with.
pub(crate) fn tag_len(bytes: &[u8]) -> Option<usize> {
    let rest = bytes.strip_prefix(TAG_OPEN)?;
    let id = rest.iter().take(MAX_ID + 1).take_while(|byte| is_id_byte(**byte)).count();
    if !(1..=MAX_ID).contains(&id) {
        return None;
    }
    let rest = rest[id..].strip_prefix(b":")?;
    let is_digit = |byte: &&u8| matches!(**byte, b'0'..=b'9' | b'a'..=b'f');
    let digits = rest.iter().take(TAG_DIGITS.end() + 1).take_while(is_digit).count();
    let closed = TAG_DIGITS.contains(&digits) && rest.get(digits) == Some(&b']');
    closed.then_some(TAG_OPEN.len() + id + 1 + digits + 1)
}

/// Whether `bytes` end in a mark.
pub(crate) fn ends(bytes: &[u8]) -> bool {
    if bytes.last() != Some(&b']') {
        return bytes.ends_with(MARK);
    }
    let last = &bytes[bytes.len().saturating_sub(MAX_TAG)..];
    let opens = last.windows(TAG_OPEN.len()).rposition(|part| part == TAG_OPEN);
    opens.is_some_and(|at| tag_len(&last[at..]) == Some(last.len() - at))
}

/// Whether `start..end()` is a tag, or begins inside one that starts at or after `floor`.
pub(crate) fn is_tagged(bytes: &[u8], floor: usize, start: usize, end: impl FnOnce() -> usize) -> bool {
    let starts = bytes.get(start) == Some(&b'*');
    // Nearly all stand behind what no tag has inside.
    let before = start.checked_sub(1).filter(|before| *before >= floor).and_then(|before| bytes.get(before));
    if !starts && !before.is_some_and(|&byte| is_id_byte(byte) || matches!(byte, b':' | b'[' | b'*')) {
        return false;
    }
    let lowest = floor.max(start.saturating_sub(MAX_TAG));
    // What would be the tag's begins so far back.
    let own = |byte: &&u8| is_id_byte(**byte) || **byte == b':';
    let inside = bytes[lowest..start.min(bytes.len())].iter().rev().take_while(own).count();
    // A mark is before that, or begins here: seldom.
    let before = (start - inside).checked_sub(1).and_then(|at| bytes.get(at));
    if !matches!(before, Some(b'[' | b'*')) && !starts {
        return false;
    }
    let lowest = lowest.max((start - inside).saturating_sub(TAG_OPEN.len()));
    let highest = bytes.len().min(start + TAG_OPEN.len());
    let opens = bytes[lowest..highest].windows(TAG_OPEN.len()).rposition(|part| part == TAG_OPEN);
    let Some(tag) = opens.map(|at| lowest + at) else {
        return false;
    };
    let tag_end = tag_len(&bytes[tag..]).map_or(tag, |len| tag + len);
    if tag == start { end() <= tag_end } else { start < tag_end }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_known_by_their_form() {
        for tag in ["***[jwt:7f3a9c]", "***[acme.key_2:0123456789abcdef]"] {
            assert_eq!(tag_len(tag.as_bytes()), Some(tag.len()));
            assert_eq!(tag_len(format!("{tag}x").as_bytes()), Some(tag.len()));
        }
        let wrong =
            ["***", "***[jwt]", "***[jwt:7f3a9]", "***[jwt:7f3a9c", "***[JWT:7f3a9c]", "***[:7f3a9c]"];
        for text in wrong.iter().chain(&["***[jwt:7f3a9g]", "***[jwt:0123456789abcdef0]", "**[jwt:7f3a9c]"]) {
            assert_eq!(tag_len(text.as_bytes()), None, "{text}");
        }
        assert_eq!(tag_len(format!("***[{}:7f3a9c]", "a".repeat(65)).as_bytes()), None);
    }

    #[test]
    fn what_begins_inside_a_tag_is_the_tags() {
        let text = b"a=***[api-token:7f3a9c] b";
        let tagged = |floor, start, end| is_tagged(text, floor, start, || end);
        assert!(tagged(0, 16, 22) && tagged(0, 2, 22) && tagged(0, 2, 23) && tagged(0, 22, 23));
        assert!(tagged(0, 3, 6) && tagged(0, 5, 6) && tagged(0, 6, 9));
        assert!(!tagged(0, 2, 25) && !tagged(0, 24, 25) && !tagged(0, 0, 1));
        assert!(!tagged(3, 16, 22), "the floor hides where the tag begins");
    }
}
