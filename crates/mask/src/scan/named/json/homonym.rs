//! Words under a telling name that mean something else there: the tokens of a lexer and those of a block
//! chain, the pins of a board and of a map, sessions people meet in.

use super::record;
use super::sibling::{is_after, is_after_as, is_before, is_before_as};
use crate::kinds::{Kinds, Look};
use crate::scan::Open;
use crate::scan::named::judge;
use crate::scan::named::site::Site;
use crate::scan::named::text::{Quoting, ends_with_folded, is_one_of, literal, strip_quote, trim_gap};
use crate::scan::placeholder::has_folded;

/// The kinds of tokens that lexers know
/// (<https://prismjs.com/tokens>, <https://docs.esprima.org/en/latest/lexical-analysis.html>). What is in a
/// string may be a secret.
const LEXED: &[&str] = &[
    "boolean",
    "builtin",
    "comment",
    "delimiter",
    "function",
    "identifier",
    "keyword",
    "number",
    "numeric",
    "operator",
    "punctuation",
    "punctuator",
    "whitespace",
];

/// What is said of a word in a sentence (<https://universaldependencies.org/format.html>).
const OF_WORDS: &[&str] = &["pos", "pos_tag", "tag", "upos", "xpos", "ner", "ner_tag", "dep", "deprel"];

/// What is said of a token that is traded (<https://tokenlists.org>).
const OF_COINS: &[&str] = &["chain_id", "chainid", "decimals", "mint"];

/// What is said of a pin of a board.
const OF_PINS: &[&str] = &["function", "label", "name", "net", "signal"];

/// Colours of pins on a map.
const COLORS: &[&str] = &[
    "black", "blue", "brown", "gray", "green", "grey", "orange", "pink", "purple", "red", "white", "yellow",
];

/// Whether what was found is such a word.
pub(super) fn is_one(site: &Site<'_>, span: &Open) -> bool {
    let value = || Look::at(site.shown(span.start, &span.skip));
    let name = site.name();
    if name.eq_ignore_ascii_case(b"session") {
        let value = value();
        return is_title(value) || is_year(value.bytes);
    }
    let Some(Quoting::Double(depth)) = site.quoting else {
        return false;
    };
    if name.eq_ignore_ascii_case(b"token") {
        let value = value();
        let end = span.start + value.bytes.len();
        return is_lexed(site, value, end) || is_coin(site, value, end);
    }
    if name.eq_ignore_ascii_case(b"pin") {
        let value = value();
        let end = span.start + value.bytes.len();
        return is_one_of(COLORS, value.bytes) || is_contact(site, value, end);
    }
    has_folded(name, b"token") && is_ratio(value().bytes) || is_argument(site, depth) && is_completed(value())
}

/// `"type": "keyword", "token": "const"`, `"token": "Paris", "pos": "PROPN"`: a word of a text.
fn is_lexed(site: &Site<'_>, value: Look<'_>, end: usize) -> bool {
    const SHORT: usize = 5;
    let Look { bytes, kinds } = value;
    let short = bytes.len() <= SHORT;
    if kinds.any(Kinds::DIGIT) && !short || judge::is_scrambled(bytes) || judge::is_random(value) {
        return false;
    }
    let beside = |names: &[&str], test: fn(&[u8]) -> bool| {
        is_after_as(site, names, end, test) || is_before_as(site, names, test)
    };
    let kind = |kind: &[u8]| is_one_of(LEXED, kind);
    beside(&["type", "kind"], kind)
        || beside(OF_WORDS, is_tag)
        || beside(&["start"], is_place) && beside(&["end"], is_place)
        || beside(&["line"], is_place) && beside(&["column", "col"], is_place)
}

/// `PROPN`, `NN`, `B-LOC`, `nsubj`, as what a word is in a sentence.
fn is_tag(tag: &[u8]) -> bool {
    const DEPENDENCIES: &[&str] = &[
        "acl", "advcl", "advmod", "amod", "appos", "attr", "aux", "case", "cc", "ccomp", "compound", "conj",
        "cop", "csubj", "det", "dobj", "iobj", "mark", "nmod", "nsubj", "nummod", "obj", "obl", "pobj",
        "prep", "punct", "root", "xcomp",
    ];
    const TAG: Kinds = Kinds::UPPER.or(Kinds::DASH).or(Kinds::DOLLAR);
    (1..10).contains(&tag.len()) && Kinds::of(tag).only(TAG) || is_one_of(DEPENDENCIES, tag)
}

/// Where in a text a word is.
fn is_place(number: &[u8]) -> bool {
    (1..7).contains(&number.len()) && number.iter().all(u8::is_ascii_digit)
}

/// `"chainId": 101, "token": "EPjF…"`: the address of what is traded
/// (<https://solana.com/docs/core/accounts>); a private key is longer.
fn is_coin(site: &Site<'_>, value: Look<'_>, end: usize) -> bool {
    let base58 = |byte: &u8| !matches!(byte, b'0' | b'O' | b'I' | b'l');
    let mixed = [Kinds::UPPER, Kinds::LOWER, Kinds::DIGIT].iter().all(|kind| value.kinds.any(*kind));
    let address = mixed && value.kinds.only(Kinds::ALNUM) && value.bytes.iter().all(base58);
    (32..=44).contains(&value.bytes.len())
        && address
        && (is_after(site, OF_COINS, end) || is_before(site, OF_COINS))
}

/// `"token0": {"id": "0x5cb7…", "symbol": "WETH"}`: what is traded, by the address of its contract or how many digits
/// it has. What is in it has a name of its own.
pub(super) fn is_traded(site: &Site<'_>, first: usize, depth: u8) -> bool {
    const ADDRESSES: &[&str] = &["id", "address", "contract", "contractaddress"];
    const ADDRESS: usize = 40;
    let number = site.name().iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    if !ends_with_folded(&site.name()[..site.name().len() - number], b"token") {
        return false;
    }
    let text = |at: usize| {
        literal(site.view.bytes, at).map(|text| site.shown(text.content, &text.skip)).unwrap_or_default()
    };
    let address = |value: &[u8]| {
        let digits = value.strip_prefix(b"0x").unwrap_or_default();
        digits.len() == ADDRESS && digits.iter().all(u8::is_ascii_hexdigit)
    };
    let (mut symbol, mut told) = (false, false);
    for (word, at) in record::members(site, first, depth) {
        symbol |= is_one_of(&["symbol"], word);
        told |= is_one_of(&["decimals"], word) || is_one_of(ADDRESSES, word) && address(text(at));
    }
    symbol && told
}

/// `"pin": "A12", "name": "PB7"`: where a chip is connected, and with what. It is no longer than that.
fn is_contact(site: &Site<'_>, value: Look<'_>, end: usize) -> bool {
    const LONGEST: usize = 3;
    let contact = match value.bytes {
        [_] | [_, _] => value.kinds.only(Kinds::UPPER.or(Kinds::DIGIT)),
        [row, column @ ..] if value.bytes.len() <= LONGEST => {
            row.is_ascii_uppercase() && column.iter().all(u8::is_ascii_digit)
        }
        _ => false,
    };
    contact && (is_after_as(site, OF_PINS, end, is_signal) || is_before_as(site, OF_PINS, is_signal))
}

/// `VCC`, `PB7`, `SPI1_SCK`.
fn is_signal(name: &[u8]) -> bool {
    const SIGNAL: Kinds = Kinds::UPPER.or(Kinds::DIGIT).or(Kinds::UNDERSCORE);
    (2..13).contains(&name.len())
        && Kinds::of(name).only(SIGNAL)
        && name.first().is_some_and(u8::is_ascii_uppercase)
}

/// `Opening keynote`, `Physiotherapy 4 of 10`: words that begin like a title.
fn is_title(value: Look<'_>) -> bool {
    const TITLE: Kinds = Kinds::ALNUM.or(Kinds::SPACE).or(Kinds::COLON).or(Kinds::COMMA).or(Kinds::DASH);
    let Look { bytes, kinds } = value;
    let word = |word: &[u8]| {
        let word = word.strip_suffix(b":").or_else(|| word.strip_suffix(b",")).unwrap_or(word);
        let number = word.len() < 4 && word.iter().all(u8::is_ascii_digit);
        let rest = word.get(1..).unwrap_or_default();
        number || rest.iter().all(|byte| byte.is_ascii_lowercase() || *byte == b'-')
    };
    kinds.any(Kinds::SPACE)
        && kinds.only(TITLE)
        && matches!(bytes, [first, second, ..] if first.is_ascii_uppercase() && second.is_ascii_lowercase())
        && bytes.split(|byte| *byte == b' ').all(word)
        && !judge::is_random(value)
}

/// `2023-24`, `2024/2025`: of a school or a parliament.
fn is_year(value: &[u8]) -> bool {
    let year = |year: &[u8]| year.iter().all(u8::is_ascii_digit);
    match value {
        [b'1' | b'2', b'9' | b'0', tens, ones, b'-' | b'/', next @ ..] => {
            year(&[*tens, *ones]) && matches!(next.len(), 2 | 4) && year(next)
        }
        _ => false,
    }
}

/// `36/36`: how many of all.
fn is_ratio(value: &[u8]) -> bool {
    let mut parts = value.splitn(2, |byte| *byte == b'/');
    let number = |part: Option<&[u8]>| {
        part.is_some_and(|part| (1..5).contains(&part.len()) && part.iter().all(u8::is_ascii_digit))
    };
    number(parts.next()) && number(parts.next())
}

/// `"argument": {"name": "secret", "value": "bil"}`: the name says which argument is completed
/// (<https://modelcontextprotocol.io/specification/2025-06-18/server/utilities/completion>).
fn is_argument(site: &Site<'_>, depth: u8) -> bool {
    let member = |text, name: &[u8]| {
        let text = strip_quote(trim_gap(trim_gap(text).strip_suffix(b":")?), depth)?;
        strip_quote(text.strip_suffix(name)?, depth)
    };
    let argument = || {
        let object = member(strip_quote(site.before(), depth)?, b"name")?;
        member(trim_gap(object).strip_suffix(b"{")?, b"argument")
    };
    argument().is_some()
}

/// `bil`, as somebody begins to type a word.
fn is_completed(value: Look<'_>) -> bool {
    const LONGEST: usize = 5;
    value.bytes.len() <= LONGEST && value.kinds.only(Kinds::LETTER)
}
