//! Expressions of minified code, in which names have a letter or two.

use crate::class::Bytes;
use crate::words::{LONGEST, List, numbers};

/// No expression is followed further.
const MOST: usize = 48;
/// Names that minifiers give are no longer.
const NAME: usize = 2;
/// No number that stands in code like a name has more digits.
const DIGITS: usize = 4;

/// What an expression may have beside names.
static WORDS: List =
    List::new(&numbers(["await", "false", "new", "null", "this", "true", "typeof", "undefined", "void"]));

/// Whether `rest` begins with more than a name, and what ends a statement then: `a+b;`, `t[0],`, `void 0}`.
pub(super) fn is_statement(rest: &[u8]) -> bool {
    static OPERATORS: Bytes = Bytes::of(b"+-*/%&|^<>?:!~=([ ");
    let rest = &rest[..rest.len().min(MOST)];
    let (mut at, mut more) = (0, false);
    loop {
        let operators = OPERATORS.run(&rest[at..]);
        more |= operators > 0;
        at += operators;
        if matches!(rest.get(at), Some(b'"' | b'\'' | b'`')) {
            // What a string is added to.
            return at > 0;
        }
        let Some(operand) = operand(&rest[at..]) else { return false };
        more |= operand > NAME;
        at += operand;
        at += rest[at..].iter().take_while(|byte| matches!(byte, b')' | b']')).count();
        if rest[at..].starts_with(b"()") {
            (at, more) = (at + 2, true);
        }
        match rest.get(at) {
            Some(b';' | b',' | b'}') => return more,
            Some(&byte) if OPERATORS.has(byte) => {}
            _ => return false,
        }
    }
}

/// Whether `rest` begins with what defines a function or a class: `function t(`, `class {`.
pub(super) fn is_definition(rest: &[u8]) -> bool {
    let after = [&b"function"[..], b"class", b"async"].iter().find_map(|word| rest.strip_prefix(*word));
    let defines = |next: u8, then: &[u8]| match next {
        b'(' | b'{' | b'*' => true,
        b' ' => then.first().is_some_and(|byte| byte.is_ascii_alphabetic() || b"_$({*".contains(byte)),
        _ => false,
    };
    after.and_then(<[u8]>::split_first).is_some_and(|(next, then)| defines(*next, then))
}

/// How long the number, the word, or the short name with its members is that `rest` begins with.
fn operand(rest: &[u8]) -> Option<usize> {
    static LETTERS: Bytes = Bytes::of(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$");
    static NAMES: Bytes = Bytes::alnum_and(b"_$");
    let len = NAMES.run(rest);
    let name = &rest[..len];
    let number = (1..=DIGITS).contains(&len) && name.iter().all(u8::is_ascii_digit);
    let short = (1..=NAME).contains(&len) && LETTERS.has(name[0]);
    let word = len <= LONGEST && WORDS.has(name);
    if number {
        return Some(len);
    }
    let mut end = (short || word).then_some(len)?;
    while rest.get(end) == Some(&b'.') {
        let member = LETTERS.run(&rest[end + 1..]);
        if member == 0 || rest.get(end + 1 + member).is_some_and(u8::is_ascii_digit) {
            return None;
        }
        end += 1 + member;
    }
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::{is_definition, is_statement};

    #[test]
    fn words_are_sorted() {
        assert!(super::WORDS.is_sorted());
    }

    #[test]
    fn a_definition_is_no_word() {
        for code in ["function t(r){", "function(r){", "async t=>", "class{}", "function*(){"] {
            assert!(is_definition(code.as_bytes()), "{code}");
        }
        for secret in ["functional;", "class", "function\n", "async,"] {
            assert!(!is_definition(secret.as_bytes()), "{secret}");
        }
    }

    #[test]
    fn more_than_a_name_is_a_statement() {
        for code in [
            "a+b;",
            "t[0];",
            "e+t;",
            "n+r,",
            "t<<2;",
            "b||c;",
            "n?1:2;",
            "r.key+n;",
            "!0,",
            "a-1;",
            "void 0;",
            "new Tk;",
            "n+\":\"+r;",
            "t.n,e.x=1",
            "null,e",
            "t=>t+1;",
            "await t()}",
            "+t;",
            "e&&e.k;",
            "s(t),n",
        ] {
            assert!(is_statement(code.as_bytes()), "{code}");
        }
        for secret in
            ["x9;", "hunter2;", "aB3+dE5/fG7;", "ab.c3d4e5;", "k2j9x7,", "a+b", "12345678;", "s3cret!0;"]
        {
            assert!(!is_statement(secret.as_bytes()), "{secret}");
        }
    }
}
