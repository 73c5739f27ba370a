//! Passwords with signs among their letters that elsewhere end a value or belong to code, where a line
//! holds nothing but the name and the value: `password: Pa55&word`.

use crate::class::Bytes;
use crate::kinds::{Kinds, Look};
use crate::mark::MARK;
use crate::names::Sense;
use crate::scan::Open;
use crate::scan::named::line::{Line, next_line};
use crate::scan::named::site::{SHOWN, Site};
use crate::scan::named::text::opening_quote;
use crate::scan::skip::Skip;

/// No shorter password has such a sign.
const SHORTEST: usize = 6;
/// No shorter word is more than a name in code, and no longer number was put after one.
const WORD: usize = 5;
const NUMBER: usize = 4;
/// Signs that neither a path nor the name of anything has.
const MARKS: Kinds =
    Kinds::BANG.or(Kinds::AT).or(Kinds::HASH).or(Kinds::STAR).or(Kinds::CARET).or(Kinds::TILDE);
/// Signs that end a value or belong to code.
static SIGNS: Bytes = Bytes::of(b"&;'|<>([{");
/// What some of them begin or join in code, of which no password is told.
const OPERATORS: &[&[u8]] = &[b"&&", b"||", b"->", b"=>", b"<<", b">>", b"::", b";;", b"//"];
/// What a sign in brackets is closed by.
const PAIRS: &[(u8, u8)] = &[(b'(', b')'), (b'[', b']'), (b'{', b'}'), (b'<', b'>')];
/// The numbers that names of types, of algorithms and of versions end in.
const SIZES: &[&[u8]] = &[
    b"", b"0", b"1", b"2", b"3", b"4", b"5", b"6", b"8", b"16", b"32", b"64", b"128", b"224", b"256", b"384",
    b"512",
];

/// The value at `start`, which the rest of the line is.
pub(super) fn alone(site: &Site<'_>, line: Line, start: usize) -> Option<Open> {
    let rest = site.view.bytes.get(start..)?;
    // What most values fail comes first.
    let begins = matches!(rest.first(), Some(b'@' | b'!' | b':' | b'?'));
    if !begins && !has_sign(rest) || !line.is_own() || site.sense != Sense::Any {
        return None;
    }
    let len = len(rest);
    let value = &rest[..len];
    let look = Look::at(value);
    let mixed = look.kinds.any(Kinds::DIGIT) && look.kinds.any(Kinds::LETTER);
    let ends = match rest.get(len..)? {
        [] => site.view.ends(),
        _ => next_line(site.view.bytes, start + len).is_some() || opening_quote(rest, len).is_some(),
    };
    let whole = ends && mixed && (SHORTEST..SHOWN).contains(&len) && !has(value, MARK);
    let first =
        if begins { is_drawn_after(value) } else { value.first().is_some_and(u8::is_ascii_alphanumeric) };
    let code = || is_code(value) && !(line == Line::Start && is_word_with_number(site, value));
    (whole && first && !code() && !goes_on(value) && !runs(site, value))
        .then(|| site.secret_of(look, start, Skip::Run { known: len, class: None }))
        .flatten()
}

/// `… secret=k9*Lm^2(z) ip=…`: what stands among other things, and of which no code calls anything.
pub(super) fn among(site: &Site<'_>, start: usize) -> Option<Open> {
    let rest = site.view.bytes.get(start..)?;
    let len = len(rest);
    let look = Look::at(&rest[..len]);
    let mixed = look.kinds.any(Kinds::DIGIT) && look.kinds.any(Kinds::LETTER) && look.kinds.any(MARKS);
    let ends =
        rest.get(len).map_or(site.view.ends(), |byte| matches!(byte, b' ' | b'\n' | b'\r' | b'"' | b'\\'));
    let whole = ends && mixed && (SHORTEST..SHOWN).contains(&len) && !has(look.bytes, MARK);
    (whole
        && is_balanced(look.bytes)
        && look.bytes[0].is_ascii_alphanumeric()
        && !is_code(look.bytes)
        && !goes_on(look.bytes))
    .then(|| site.secret_of(look, start, Skip::Run { known: len, class: None }))
    .flatten()
}

/// Whether a sign comes before what ends any value.
fn has_sign(rest: &[u8]) -> bool {
    static TELLING: Bytes = Bytes::of(b"&;'|<>([{ \t\r\n\"`\\");
    let shown = &rest[..rest.len().min(SHOWN)];
    shown.get(TELLING.run_to(shown)).is_some_and(|byte| SIGNS.has(*byte))
}

/// How long the value is that ends with a blank, a double quote or a backslash.
fn len(rest: &[u8]) -> usize {
    let within = |byte: &u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'`' | b'\\');
    rest.iter().take(SHOWN).take_while(|byte| within(byte)).count()
}

fn has(value: &[u8], part: &[u8]) -> bool {
    value.windows(part.len()).any(|window| window == part)
}

/// `@bc9def77x`, and neither a name that is told by its sign, `@user1`, nor a tag of YAML.
fn is_drawn_after(value: &[u8]) -> bool {
    let rest = &value[1..];
    let changes = rest.windows(2).filter(|pair| pair[0].is_ascii_digit() && pair[1].is_ascii_alphabetic());
    rest.iter().all(u8::is_ascii_alphanumeric) && changes.count() >= 1
}

/// Calls, types, generics, entities, and what is one of some words.
fn is_code(value: &[u8]) -> bool {
    let paired = |&(open, close): &(u8, u8)| {
        let at = value.iter().position(|byte| *byte == open);
        at.is_some_and(|at| value[at..].contains(&close) && !(open == b'(' && follows_number(&value[..at])))
    };
    let quotes = value.iter().filter(|byte| **byte == b'\'').count();
    // A sign stands between letters, or among other signs.
    let open = value.last().is_none_or(|last| SIGNS.has(*last) || matches!(last, b',' | b':' | b'='));
    quotes > 1
        || open
        || value.contains(&b'|') && value.split(|byte| *byte == b'|').all(is_word)
        || PAIRS.iter().any(paired)
        || OPERATORS.iter().any(|operator| has(value, operator))
}

/// Whether no bracket is closed that something before the value opens.
fn is_balanced(value: &[u8]) -> bool {
    let count = |sign| value.iter().filter(|byte| **byte == sign).count();
    PAIRS.iter().all(|&(open, close)| count(open) == count(close))
}

/// Whether a number is at the end of a text, and a sign before it: nothing calls a number.
fn follows_number(text: &[u8]) -> bool {
    let word = text.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
    let (before, word) = text.split_at(text.len() - word);
    word.first().is_some_and(u8::is_ascii_digit) && before.last().is_some_and(u8::is_ascii_punctuation)
}

/// `hunter(2)` and nothing else: a word that makes and gets nothing, and in brackets a number that somebody
/// put after it.
fn is_word_with_number(site: &Site<'_>, value: &[u8]) -> bool {
    const MAKES: &[&[u8]] = &[
        b"b64", b"base", b"bytes", b"calc", b"choice", b"create", b"de", b"en", b"env", b"f", b"gen", b"get",
        b"hash", b"hex", b"input", b"int", b"key", b"load", b"make", b"md", b"new", b"next", b"ord",
        b"parse", b"pass", b"pick", b"prompt", b"ra", b"read", b"se", b"sha", b"str", b"to", b"u", b"wait",
    ];
    let open = value.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
    let (word, rest) = value.split_at(open);
    let Some((b'(', [number @ .., b')'])) = rest.split_first() else {
        return false;
    };
    word.len() >= WORD
        && (1..=NUMBER).contains(&number.len())
        && number.iter().all(u8::is_ascii_digit)
        && !MAKES.iter().any(|make| word.starts_with(make))
        && site.engine.sense(word).is_none()
}

/// Whether another setting follows, as in a query, a connection string or a log.
fn goes_on(value: &[u8]) -> bool {
    let sign = value.iter().position(|byte| matches!(byte, b'&' | b';' | b'|'));
    sign.is_some_and(|at| value[at..].iter().any(|byte| matches!(byte, b'=' | b':')))
}

/// `DB_PASSWORD=…;make`: a variable of a shell, and a command.
fn runs(site: &Site<'_>, value: &[u8]) -> bool {
    let command = value.iter().rposition(|byte| matches!(byte, b'&' | b';')).map(|at| &value[at + 1..]);
    let word = |byte: &u8| byte.is_ascii_lowercase() || b"_-./".contains(byte);
    !Kinds::of(site.name()).any(Kinds::LOWER) && command.is_some_and(|command| command.iter().all(word))
}

/// `null`, `sha256`, `Kind2`: one word of those that a bar parts.
fn is_word(part: &[u8]) -> bool {
    let digits = part.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let (word, number) = part.split_at(part.len() - digits);
    let letters = word.iter().all(|byte| byte.is_ascii_alphabetic() || b"_-.".contains(byte));
    letters && SIZES.contains(&number)
}
