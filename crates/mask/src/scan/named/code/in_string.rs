//! Names that stand in a string of code: the quote after them ends it, and no value begins there.

use crate::class::Bytes;
use crate::scan::named::line::line_before;
use crate::scan::named::site::Site;
use crate::scan::named::text::{Literal, Quoting, escaped_blank, gap};
use crate::scan::skip::slashes_before;

/// No operand is followed further.
const OPERAND: usize = 64;

/// Whether the name stands in a string that this quote ends: `prompt("Password: " + …`, `"token="+token`,
/// `'?session=' in url`, `"Enter your passphrase:";`.
pub(crate) fn in_string(site: &Site<'_>, literal: &Literal) -> bool {
    let bytes = site.view.bytes;
    let Some(rest) = bytes.get(literal.content..) else {
        return false;
    };
    if ends_other(site, literal, rest) {
        return true;
    }
    let joined = is_joined(rest);
    let (quote, depth, ends) = match literal.quote {
        Quoting::Double(depth) => {
            let apart = rest.is_empty() || gap(bytes, literal.content) > literal.content;
            (b'"', usize::from(depth), joined || apart || is_end(rest))
        }
        other => {
            (other.sign(), other.depth(), joined || is_operator(rest) || is_left_open(rest, other.sign()))
        }
    };
    let closed = match (quote, site.byte(site.key.end)) {
        (b'"', Some(b'"' | b'\\')) => true,
        (_, next) => next == Some(quote),
    };
    let own = closed && site.before().last() == Some(&quote);
    if !ends || own {
        return false;
    }
    let goes_on = || is_operator(rest) && is_left_open(rest, quote);
    if joined && is_operand(rest) || quote == b'"' && (is_end_of_line(rest) || goes_on()) {
        return true;
    }
    let Some(line) = line_before(site) else {
        return false;
    };
    let quotes = (0..line.len()).filter(|&at| line[at] == quote && slashes_before(line, at) == depth);
    quotes.count() % 2 == 1
}

/// Whether a string in other quotes ends right after the sign, or after what is masked there: `'TOKEN="', shown)`,
/// `'"TOKEN": "****' in log`, `` `{"token":"`, ``.
pub(crate) fn ends_other(site: &Site<'_>, literal: &Literal, rest: &[u8]) -> bool {
    const STARS: usize = 16;
    let stars = rest.iter().take(STARS).take_while(|byte| **byte == b'*').count();
    let Some((&quote, after)) = rest.get(stars..).and_then(<[u8]>::split_first) else {
        return false;
    };
    let other = matches!(quote, b'\'' | b'`') && matches!(literal.quote, Quoting::Double(_));
    let ends = || matches!(after.first(), Some(b',' | b')' | b';' | b']')) || is_operator(after);
    if !other || !ends() {
        return false;
    }
    let Some(line) = line_before(site) else {
        return false;
    };
    let quotes = (0..line.len()).filter(|&at| line[at] == quote && slashes_before(line, at) == 0);
    quotes.count() % 2 == 1
}

/// Whether a program adds to a string that ends before: `+token`, `.$token` of PHP.
fn is_joined(rest: &[u8]) -> bool {
    match rest {
        [b'+', next, ..] => next.is_ascii_alphabetic() || matches!(next, b'_' | b'$' | b'('),
        [b'.', b'$', next, ..] => next.is_ascii_alphabetic() || *next == b'_',
        _ => false,
    }
}

/// Whether a statement ends, and nothing follows it at once.
fn is_end(rest: &[u8]) -> bool {
    match rest {
        [b';'] | [b';', b' ' | b'\n' | b'\r', ..] => true,
        [b';', rest @ ..] => escaped_blank(rest).is_some(),
        _ => false,
    }
}

/// Whether a statement ends, and its line: no value begins so.
fn is_end_of_line(rest: &[u8]) -> bool {
    match rest {
        [b';', b'\n' | b'\r', ..] => true,
        [b';', rest @ ..] => matches!(escaped_blank(rest), Some(width) if rest[width - 1] != b't'),
        _ => false,
    }
}

/// `' PASSWD` up to the end of a line, after `read -p 'Enter Password: `: a blank, words, and no quote that ends what
/// would begin here.
fn is_left_open(rest: &[u8], quote: u8) -> bool {
    const LINE: usize = 96;
    let stops = |&at: &usize| {
        matches!(rest[at], b'\n' | b'\r' | b'"') || rest[at] == quote || escaped_blank(&rest[at..]).is_some()
    };
    let stop = (0..rest.len().min(LINE)).find(stops);
    rest.starts_with(b" ") && stop.is_some_and(|stop| rest[stop] != quote)
}

/// Whether an operator with blanks around it begins, and what it takes: ` . urlencode($token)`, ` in url`.
fn is_operator(rest: &[u8]) -> bool {
    const WORDS: &[&[u8]] = &[b"in ", b"not in ", b"and ", b"or ", b"if ", b"else ", b"is ", b"for ", b"as "];
    const SIGNS: &[&[u8]] =
        &[b". ", b"+ ", b"% ", b"? ", b"&& ", b"|| ", b"== ", b"!= ", b"=== ", b"!== ", b"~ ", b"& ", b"=> "];
    let Some(code) = rest.strip_prefix(b" ") else {
        return false;
    };
    let word = WORDS.iter().any(|word| code.starts_with(word));
    let sign = SIGNS.iter().find(|sign| code.starts_with(sign)).and_then(|sign| code.get(sign.len()));
    let takes = |next: u8| next.is_ascii_alphabetic() || b"_$\\('\"`!".contains(&next);
    word || sign.is_some_and(|next| takes(*next))
}

/// Whether what is added is a name or a call, and no letters of base64: `+c.azp));`.
fn is_operand(rest: &[u8]) -> bool {
    static NAMES: Bytes = Bytes::alnum_and(b"_.$");
    let rest = rest.get(1..).unwrap_or_default();
    let len = NAMES.run(&rest[..rest.len().min(OPERAND)]);
    len > 0 && matches!(rest.get(len), Some(b')' | b'(' | b';' | b',' | b']' | b'}'))
}
