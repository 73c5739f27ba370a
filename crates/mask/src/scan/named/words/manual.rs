//! Options as manuals and usage texts show them: what stands for a value, and what is said of the option.

use super::value::Value;
use crate::kinds::{Kinds, Look};
use crate::scan::named::judge;
use crate::scan::named::line::{line_at_end, line_before};
use crate::scan::named::site::Site;
use crate::scan::named::text::{escaped_blank, is_one_of, spaces};
use crate::scan::skip::slashes_before;

/// What manuals write for a value that is a file, a key or a text.
const METAVARIABLES: &[&str] =
    &["ARG", "DIR", "FILE", "FILENAME", "KEY", "NAME", "PATH", "STR", "TEXT", "VALUE"];

/// Whether an option is described that begins its line, or that some blanks part from what is said
/// of it; the value begins at `start`.
pub(super) fn is_described(site: &Site<'_>, start: usize, value: &Value<'_>) -> bool {
    if value.has_digit() || is_of_command(site, value) {
        return false;
    }
    if is_mentioned(site, value) || is_pair(value) {
        return true;
    }
    let blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'-';
    // Behind a mark nothing is known of the line.
    let begins = || line_before(site).is_some_and(|line| line.iter().all(blank));
    let wide =
        start - site.key.end > 1 && value.kinds.only(Kinds::LETTER.or(Kinds::OTHER)) && goes_on(value.after);
    wide || begins()
}

/// `--api-key provider=key`, `--api-key openai=&lt;key&gt;`: whose it is, and the word for what is to be given.
fn is_pair(value: &Value<'_>) -> bool {
    let Some(equals) = value.bytes.iter().position(|byte| *byte == b'=') else {
        return false;
    };
    let (owner, given) = (&value.bytes[..equals], &value.bytes[equals + 1..]);
    let word = |word: &[u8]| !word.is_empty() && word.iter().all(u8::is_ascii_lowercase);
    word(owner)
        && (is_one_of(&["key", "password", "secret", "token", "value"], given)
            || given.is_empty() && value.after.starts_with(b"&lt;"))
}

/// Whether the line goes on after a backslash, or the one before it does: the option is one of a command that has
/// a line for each, and nothing is said of it.
fn is_of_command(site: &Site<'_>, value: &Value<'_>) -> bool {
    let next = &value.after[spaces(value.after, 0).min(value.after.len())..];
    let slashes = next.iter().take_while(|byte| **byte == b'\\').count();
    let before = site.before();
    let above = &before[..before.len() - line_at_end(before).len()];
    next.get(..=slashes).is_some_and(is_continued) || is_continued(above)
}

/// Whether a text ends with a backslash and a newline, each of which takes as many more in a string of JSON: `\\\n`.
fn is_continued(text: &[u8]) -> bool {
    match text {
        [line @ .., b'\r', b'\n'] | [line @ .., b'\n' | b'\r'] => {
            line.ends_with(b"\\") && !line.ends_with(b"\\\\")
        }
        [.., b'n'] => {
            let slashes = slashes_before(text, text.len() - 1);
            slashes > 0 && slashes.is_multiple_of(3)
        }
        _ => false,
    }
}

/// `Using --password via the CLI is insecure`: a sentence that goes on after the option.
/// `… and --proxy-password respectively, and`: one that goes on after more than a blank.
fn is_mentioned(site: &Site<'_>, value: &Value<'_>) -> bool {
    const BEFORE: &[&[u8]] = &[b" a ", b" and ", b" or ", b" the ", b" to ", b" with "];
    let told = || BEFORE.iter().any(|word| site.before().ends_with(word));
    value.kinds.only(Kinds::LOWER)
        && (judge::is_link(value.bytes) && (goes_on(value.after) || told()) || is_kind(value.after))
}

/// `2. -token cli option`: what kind of thing is spoken of.
fn is_kind(after: &[u8]) -> bool {
    const KINDS: &[&str] = &["argument", "flag", "option", "parameter", "switch"];
    let word = after.strip_prefix(b" ").unwrap_or_default();
    let len = word.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    is_one_of(KINDS, &word[..len])
}

/// Whether another word follows on the line.
fn goes_on(after: &[u8]) -> bool {
    matches!(after, [b' ', next, ..] if next.is_ascii_alphabetic() || !next.is_ascii() || *next == b'(')
}

/// `--api-key=KEY              key to use`: a word in capitals that stands for a value.
pub(super) fn is_metavariable(site: &Site<'_>, value: &Value<'_>) -> bool {
    let shown = value.bytes.strip_suffix(b"]").unwrap_or(value.bytes);
    if shown.is_empty() || !is_capital(Look::at(shown)) {
        return false;
    }
    let flag = site.name().starts_with(b"-");
    // A manual's source escapes dashes: `\-\-passwd=PLIK`.
    let escaped = flag && site.before().ends_with(b"\\");
    let unit = is_one_of(&["LoadCredential", "LoadCredentialEncrypted", "ImportCredential"], site.name());
    escaped || unit || flag && (is_one_of(METAVARIABLES, shown) || is_told(value.after))
}

/// Whether a word is in capitals, of any script: `FILE`, `LÖSENORD`.
pub(super) fn is_capital(Look { bytes, kinds }: Look<'_>) -> bool {
    kinds.only(Kinds::UPPER.or(Kinds::UNDERSCORE).or(Kinds::DASH).or(Kinds::OTHER))
        && bytes.first().is_some_and(|byte| byte.is_ascii_uppercase() || !byte.is_ascii())
}

/// Whether what an option does is said after some blanks, or a tab.
fn is_told(after: &[u8]) -> bool {
    let blanks = after.iter().take(64).take_while(|byte| **byte == b' ').count();
    let rest = &after[blanks..];
    let tab =
        rest.first() == Some(&b'\t') || escaped_blank(rest).is_some_and(|width| rest[width - 1] == b't');
    tab || blanks > 1 && rest.first().is_some_and(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii())
}

/// `\- `, the dash of a manual's source, whose backslash may be escaped.
pub(super) fn is_dash(rest: &[u8]) -> bool {
    const DEEPEST: usize = 16;
    let slashes = rest.iter().take(DEEPEST).take_while(|byte| **byte == b'\\').count();
    slashes > 0 && matches!(rest.get(slashes..), Some([b'-', b' ', ..]))
}

/// `basic-credentials = base64-user-pass`: a rule of a grammar, whose next line says what that is.
pub(super) fn is_rule(value: &Value<'_>) -> bool {
    const RULE: Kinds = Kinds::LOWER.or(Kinds::DIGIT).or(Kinds::DASH);
    const INDENT: usize = 32;
    let Value { bytes, kinds, after } = *value;
    let blanks = |text: &[u8]| text.iter().take(INDENT).take_while(|byte| **byte == b' ').count();
    let next = || {
        let width = if after.starts_with(b"\n") { 1 } else { escaped_blank(after)? };
        let line = after.get(width..)?;
        let rest = line[blanks(line)..].strip_prefix(bytes)?;
        let at = blanks(rest);
        Some(at > 0 && rest.get(at) == Some(&b'='))
    };
    kinds.any(Kinds::DASH) && kinds.only(RULE) && bytes.len() <= INDENT && next() == Some(true)
}
