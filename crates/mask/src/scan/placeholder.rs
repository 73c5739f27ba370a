//! Values that stand where a secret would, and hold none.

use super::reference::is_reference;
use crate::kinds::{Kinds, Look};
use crate::style::Style;
use crate::words::{List, numbers};

/// Longer values are no placeholders.
const LONGEST: usize = 96;

static WORDS: List = List::new(&numbers([
    "$1",
    "$2",
    "(empty)",
    "(hidden)",
    "(none)",
    "(not set)",
    "(redacted)",
    "(secret)",
    "(sensitive)",
    "(unchanged)",
    "(unset)",
    "-anonymous@",
    "?",
    "[]",
    "change-me",
    "change_me",
    "changeme here",
    "false",
    "filtered",
    "hidden",
    "include",
    "inherit",
    "masked",
    "n/a",
    "nil",
    "no",
    "none",
    "not configured",
    "not provided",
    "not set",
    "null",
    "off",
    "omit",
    "on",
    "optional",
    "placeholder",
    "redacted",
    "required",
    "same-origin",
    "secret",
    "string",
    "tbd",
    "todo",
    "true",
    "undefined",
    "xxx",
    "yes",
    "{}",
    "~",
]));

/// Whether a value needs no masking: empty, a mark of ours, or a placeholder.
pub(crate) fn is_harmless(value: Look<'_>, style: &Style) -> bool {
    const WHITE: Kinds = Kinds::SPACE.or(Kinds::TAB).or(Kinds::NEWLINE);
    let sign = value.bytes.len() <= 2 && !value.kinds.any(Kinds::ALNUM.or(Kinds::OTHER));
    sign || value.kinds.only(WHITE)
        || value.kinds.any(Kinds::STAR) && style.is_mark(value.bytes)
        || is_placeholder(value)
}

fn is_placeholder(value: Look<'_>) -> bool {
    let Look { bytes, kinds } = value;
    if kinds.any(Kinds::BRACE) && (bytes.starts_with(b"${{") || bytes.starts_with(b"{{")) {
        return true;
    }
    if bytes.len() > LONGEST {
        return false;
    }
    let plain = is_word(bytes) || is_filler(value) || names_itself(value);
    // Most values are of letters and digits, and nothing else is to be asked of them.
    plain || !kinds.only(Kinds::ALNUM) && has_signs_of_none(value)
}

/// The same for a value that is not of letters and digits only.
fn has_signs_of_none(value: Look<'_>) -> bool {
    let Look { bytes, kinds } = value;
    is_template(value)
        || kinds.any(Kinds::BRACE) && (is_expansion(bytes) || is_interpolated(bytes))
        || kinds.any(Kinds::SQUARE)
            && inside(bytes, b"[", b"]").is_some_and(|inner| is_word(inner) || names_itself(Look::at(inner)))
        || kinds.any(Kinds::DOLLAR) && is_variable(bytes)
        || kinds.any(Kinds::PERCENT) && (is_format(bytes) || are_flags(bytes))
        || kinds.any(Kinds::DASH.or(Kinds::UNDERSCORE)) && is_pattern(bytes)
        || kinds.any(Kinds::DOT.or(Kinds::OTHER)) && (is_elided(bytes) || is_elided_key(bytes))
        || is_reference(value)
}

/// `<token>`, `{{ token }}`, `%TOKEN%`: a name between brackets.
fn is_template(value: Look<'_>) -> bool {
    const NAMED: &[(&[u8], &[u8])] = &[
        (b"{", b"}"),
        (b"%", b"%"),
        (b"%(", b")s"),
        (b"$(", b")"),
        (b"__", b"__"),
        (b"@@", b"@@"),
        (b"#{", b"}"),
        (b"#{", b"}#"),
    ];
    const ANY: &[(&[u8], &[u8])] =
        &[(b"<", b">"), (b"{{", b"}}"), (b"${{", b"}}"), (b"<%", b"%>"), (b"<<", b">>")];
    let value = value.bytes;
    let named = |(open, close): &(&[u8], &[u8])| inside(value, open, close).is_some_and(is_name);
    let any = |(open, close): &(&[u8], &[u8])| {
        inside(value, open, close).is_some_and(|inner| !inner.iter().any(|byte| matches!(byte, b'<' | b'>')))
    };
    // What all of those lists begin with.
    let opens = matches!(value.first(), Some(b'<' | b'{' | b'$' | b'%' | b'_' | b'@' | b'#'));
    opens && (any_of(ANY, any) || any_of(NAMED, named))
}

fn any_of<T>(list: &[T], test: impl Fn(&T) -> bool) -> bool {
    list.iter().any(test)
}

fn inside<'v>(value: &'v [u8], open: &[u8], close: &[u8]) -> Option<&'v [u8]> {
    value.strip_prefix(open)?.strip_suffix(close)
}

/// What a template puts between its brackets.
fn is_name(text: &[u8]) -> bool {
    text.iter().all(|byte| byte.is_ascii_alphanumeric() || b"_-. {}/$:[]'()".contains(byte))
}

/// `${TOKEN}`, `${env:TOKEN}`, `${TOKEN:?not set}`. `${TOKEN:-default}` holds more than a name.
fn is_expansion(value: &[u8]) -> bool {
    let Some(inner) = inside(value, b"${", b"}") else {
        return false;
    };
    let name =
        inner.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"_-.:/ ".contains(byte)).count();
    let default = inner.windows(2).position(|pair| pair == b":-");
    match default {
        Some(at) => inner.len() == at + 2 || inner[at + 2] == b'$',
        None => name == inner.len() || inner.windows(2).any(|pair| pair == b":?"),
    }
}

/// `Bearer-${token}`, `${key}:_authToken`, `key_#{id}`: words around what is put in.
fn is_interpolated(value: &[u8]) -> bool {
    let Some(open) = value.windows(2).position(|pair| matches!(pair, b"${" | b"#{")) else {
        return false;
    };
    let Some(len) = value[open..].iter().position(|&byte| byte == b'}') else {
        return false;
    };
    let (inner, after) = (&value[open + 2..open + len], &value[open + len + 1..]);
    let plain = |b: &u8| b.is_ascii_alphabetic() || b"-_:./ ${}=!".contains(b);
    let code = |b: &u8| is_name(std::slice::from_ref(b)) || b"!?,&|".contains(b);
    let has_default = inner.windows(2).any(|pair| pair == b":-");
    !has_default && inner.iter().all(code) && value[..open].iter().chain(after).all(plain)
}

/// `{registry_id}-auth-token`: names in braces, and words around them.
pub(super) fn is_put_together(value: &[u8]) -> bool {
    let plain = |byte: &u8| byte.is_ascii_alphabetic() || b"-_:./ ".contains(byte);
    let (mut rest, mut names) = (value, 0);
    while let Some(open) = rest.iter().position(|&byte| byte == b'{') {
        let Some(len) = rest[open..].iter().position(|&byte| byte == b'}') else {
            return false;
        };
        if len < 2 || !is_name(&rest[open + 1..open + len]) || !rest[..open].iter().all(plain) {
            return false;
        }
        (rest, names) = (&rest[open + len + 1..], names + 1);
    }
    names > 0 && rest.iter().all(plain)
}

/// `%s:%s`, `(%s|%s)`: places for values, and signs between them.
fn is_format(value: &[u8]) -> bool {
    let mut parts = value.split(|byte| *byte == b'%');
    let sign = |byte: &u8| byte.is_ascii() && !byte.is_ascii_alphanumeric();
    let place = |part: &[u8]| {
        part.split_first()
            .is_some_and(|(kind, rest)| b"cdfiopqrsuvx@".contains(kind) && rest.iter().all(sign))
    };
    parts.next().is_some_and(|first| first.iter().all(sign)) && parts.all(place)
}

/// ` --username=%s --password=%s`: flags, and places for their values.
fn are_flags(value: &[u8]) -> bool {
    let flag = |word: &[u8]| {
        let len = word.iter().position(|byte| *byte == b'=').unwrap_or(word.len());
        let (name, value) = word.split_at(len);
        let plain = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'-';
        name.starts_with(b"-")
            && name.iter().all(plain)
            && matches!(value, [] | [b'=', b'%', b's' | b'd' | b'v' | b'q'])
    };
    let place = |word: &[u8]| matches!(word, [b'%', b's' | b'd' | b'v' | b'q']);
    let mut words = value.split(|byte| *byte == b' ').filter(|word| !word.is_empty()).peekable();
    words.peek().is_some_and(|first| first.starts_with(b"-")) && words.all(|word| place(word) || flag(word))
}

/// Where the default of `${TOKEN:-default}` is.
pub(crate) fn default_of(value: &[u8]) -> Option<(usize, usize)> {
    let inner = inside(value, b"${", b"}")?;
    let at = inner.windows(2).position(|pair| pair == b":-")?;
    Some((at + 4, value.len() - 1))
}

fn is_word(value: &[u8]) -> bool {
    WORDS.has(value)
}

/// `$NAME`.
fn is_variable(value: &[u8]) -> bool {
    value.strip_prefix(b"$").is_some_and(|name| {
        let name = name.strip_prefix(b"env:").unwrap_or(name);
        name.first().is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_')
            && name.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_')
    })
}

/// One character over and over, perhaps after a prefix: `xxxxx`, `****`, `sk-xxxxxxxx`, `••••`.
fn is_filler(value: Look<'_>) -> bool {
    let Look { bytes, kinds } = value;
    if kinds.only(Kinds::OTHER) {
        return bytes.chunks(3).all(|chunk| matches!(chunk, [0xe2, 0x80, 0xa2 | 0xa6] | [0xe2, 0x97, 0x8f]));
    }
    let last = bytes.last().map_or(0, u8::to_ascii_lowercase);
    if !matches!(last, b'x' | b'*' | b'.' | b'-' | b'_' | b'?' | b'#' | b'0') {
        return false;
    }
    let run = bytes.iter().rev().take_while(|b| b.to_ascii_lowercase() == last).count();
    let whole = run == bytes.len() && run >= 3 && last != b'0';
    whole || run >= 8 && run * 2 >= bytes.len() && matches!(last, b'x' | b'*' | b'0')
}

/// `xxx-yyy-zzz`, `00000000-0000-…`, `gsk_xxxxx`: parts of one letter each, but for a short prefix.
fn is_pattern(value: &[u8]) -> bool {
    let same = |part: &[u8]| part.len() >= 3 && part.iter().all(|b| b.eq_ignore_ascii_case(&part[0]));
    let mut parts = value.split(|byte| matches!(byte, b'-' | b'_'));
    let first = parts.next().unwrap_or_default();
    let prefix = first.len() <= 5 && first.iter().all(u8::is_ascii_lowercase);
    let last = parts.clone().next_back().unwrap_or_default();
    let xs = last.iter().all(|byte| matches!(byte, b'x' | b'X'));
    parts.clone().count() > 0 && parts.all(same) && (same(first) || prefix && xs)
}

/// `sk-...`, `ghp_…`, `cs_..._secret_...`.
fn is_elided(value: &[u8]) -> bool {
    const SHOWN: usize = 16;
    let rest = value.strip_suffix(b"...").or_else(|| value.strip_suffix("…".as_bytes()));
    let shown = |rest: &[u8]| rest.iter().filter(|byte| **byte != b'.').count();
    let again = |rest: &[u8]| rest.windows(3).any(|part| part == b"...") && shown(rest) <= SHOWN;
    rest.is_some_and(|rest| rest.len() <= SHOWN || again(rest))
}

/// `-----BEGIN PRIVATE KEY-----\n...`: a key of which nothing is shown.
fn is_elided_key(value: &[u8]) -> bool {
    const DASHES: &[u8] = b"-----";
    let after = |text: &[u8], part: &[u8]| text.windows(part.len()).position(|at| at == part);
    let Some(label) = value.strip_prefix(b"-----BEGIN ") else {
        return false;
    };
    let Some(body) = after(label, DASHES).map(|at| &label[at + DASHES.len()..]) else {
        return false;
    };
    let body = &body[..after(body, b"-----END").unwrap_or(body.len())];
    let elided = body.contains(&b'.') || after(body, "…".as_bytes()).is_some();
    // Newlines may be escaped.
    elided && body.iter().all(|byte| !byte.is_ascii() || b".\\nr \n\r\t[]".contains(byte))
}

/// `YOUR_API_KEY`, `your-token-here`, `INSERT_TOKEN_HERE`, `ghp_your_token_here`.
fn names_itself(value: Look<'_>) -> bool {
    const SEPARATOR: Kinds = Kinds::UNDERSCORE.or(Kinds::DASH).or(Kinds::SPACE);
    const STARTS: &[&[u8]] = &[
        b"your_",
        b"your-",
        b"your ",
        b"my_",
        b"insert_",
        b"insert-",
        b"insert ",
        b"replace_",
        b"replace-",
        b"enter_",
        b"enter-",
        b"example_",
        b"example-",
        b"put_",
        b"put-",
        b"add_",
        b"add-",
        b"fill_",
        b"some_",
        b"change_me",
        b"change-me",
        b"change_this",
        b"change-this",
    ];
    const PARTS: &[&[u8]] = &[b"_your_", b"-your-", b"_here", b"-here", b"replace_me", b"_goes_"];
    let Look { bytes, kinds } = value;
    // The shortest is `my_` and a letter, and without a separator `yourapi` and a letter.
    let shortest = if kinds.any(SEPARATOR) { 4 } else { 8 };
    if bytes.len() < shortest || !kinds.only(Kinds::LETTER.or(SEPARATOR)) {
        return false;
    }
    let first = bytes[0].to_ascii_lowercase();
    let starts = |prefix: &&[u8]| {
        prefix[0] == first && bytes.len() > prefix.len() && bytes[..prefix.len()].eq_ignore_ascii_case(prefix)
    };
    if starts(&&b"yourapi"[..]) || has_folded(bytes, b"placeholder") || has_folded(bytes, b"replaceme") {
        return true;
    }
    // All others have one.
    kinds.any(SEPARATOR) && (STARTS.iter().any(starts) || PARTS.iter().any(|part| has_folded(bytes, part)))
}

/// Whether `text` has the lower-case `part` in any case.
pub(super) fn has_folded(text: &[u8], part: &[u8]) -> bool {
    let Some((first, last)) = part.first().zip(text.len().checked_sub(part.len())) else {
        return part.is_empty();
    };
    let begins = |byte: &u8| byte.to_ascii_lowercase() == *first;
    // All places of its first byte together, without an early end: most texts have none.
    text[..=last].iter().fold(false, |any, byte| any | begins(byte))
        && text.windows(part.len()).any(|window| begins(&window[0]) && window.eq_ignore_ascii_case(part))
}

/// Whether the body of a token is filler such as `ghp_xxxxxxxx` or `sk-ant-your-key-here`.
pub(crate) fn is_sample(body: &[u8]) -> bool {
    const WORDS: [&[u8]; 4] = [b"your-", b"your_", b"xxxxxx", b"placeholder"];
    let body = &body[..body.len().min(64)];
    // Two letters of each word beside each other. All places together, without an early end: most
    // bodies have none.
    let tells = |first: u8, next: u8| {
        let (first, next) = (first | 0x20, next | 0x20);
        // A dash is one without that bit, too; of an underscore it is the DEL character.
        (first == b'r') & ((next == b'-') | (next == b'_' | 0x20))
            | (first == b'x') & (next == b'x')
            | (first == b'p') & (next == b'l')
    };
    let pairs = body.iter().zip(body.get(1..).unwrap_or_default());
    let may_have_word = pairs.fold(false, |any, (&first, &next)| any | tells(first, next));
    let has = |word: &&[u8]| body.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word));
    has_two_letters_at_most(body) || may_have_word && WORDS.iter().any(has)
}

/// Whether a text is one letter, or two, over and over.
fn has_two_letters_at_most(text: &[u8]) -> bool {
    let mut left = text.iter().map(u8::to_ascii_lowercase);
    let Some(first) = left.next() else { return true };
    let Some(second) = left.find(|byte| *byte != first) else { return true };
    left.all(|byte| byte == first || byte == second)
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_sorted() {
        assert!(super::WORDS.is_sorted());
    }
}
