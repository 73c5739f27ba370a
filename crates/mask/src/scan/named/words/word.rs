//! Values without quotes: here the value itself must look like a secret, the less the name is
//! alone on its line the more.

use super::phrase::{of_variable, phrase, titled};
use super::value::Value;
use super::{
    credentials, defaulted, manual, numbered, parted, passed, plain, printed, property_file, punctuated,
};
use crate::kinds::{Kinds, Look};
use crate::scan::Open;
use crate::scan::drawn::is_drawn;
use crate::scan::engine::RuleId;
use crate::scan::named::headers;
use crate::scan::named::judge::partly::Part;
use crate::scan::named::judge::{self, suspect};
use crate::scan::named::label;
use crate::scan::named::line::{Line, line_at_end};
use crate::scan::named::site::{SHOWN, Site};
use crate::scan::named::text::{TrimSuffix, ends_with_folded, literal};
use crate::scan::skip::{Ends, Skip};

/// `key=value` and `key = value`.
pub(crate) fn assigned(site: &Site<'_>, start: usize, spaced: bool) -> Option<Open> {
    if let Some(found) = defaulted::value(site, start) {
        return Some(found);
    }
    let line = Line::of(site);
    if spaced {
        return after_spaced_equals(site, line, start);
    }
    if line == Line::Start
        && let Some(open) = punctuated::alone(site, line, start)
    {
        return Some(open);
    }
    if let Some(found) = credentials::after_scheme(site, line, start) {
        return found;
    }
    let ends = if line == Line::Start { Ends::LineWord } else { Ends::Word };
    let value = Value::at(site, start, ends);
    // A phrase goes on after its first word.
    let goes_on = line == Line::Start && !value.is_last();
    let setting = goes_on && !Kinds::of(site.name()).any(Kinds::UPPER);
    if manual::is_metavariable(site, &value) || setting && property_file::is_message(site, start, &value) {
        return None;
    }
    let words = || if setting { phrase(site, start) } else { of_variable(site, start) };
    if let Some(open) = goes_on.then(words).flatten() {
        return Some(open);
    }
    if value.bytes.is_empty() || matches!(value.bytes, [b'$' | b'<', b'(', ..] | [b'{']) {
        return None;
    }
    if let Some(found) = parted::field(site, start, &value) {
        return found;
    }
    let closes = matches!(value.after.first(), Some(b',' | b')' | b';' | b'}'));
    let joined = value.is_joined();
    let call = || value.kinds.any(Kinds::PAREN) && value.is_identifier_call();
    let member = || value.is_member() && !(line == Line::Start && plain::is_dotted_value(site, value.bytes));
    let code = joined || line != Line::Start && value.is_code() || call() || member();
    if code && !has_user(site, start, &value) {
        return punctuated::among(site, start);
    }
    // What is passed on, and the name of a secret.
    let bracket = || matches!(value.after.first(), Some(b')' | b'}')) && numbered::is_of_script(value.bytes);
    let variable = line != Line::Start && closes && (numbered::is_variable(site, &value) || bracket());
    let word = variable || value.is_plain() && !plain::is_connection(site, &value);
    let passed = line != Line::Start && (closes || value.bytes == b"key");
    if word
        && (passed
            || site.engine.sense(value.bytes).is_some()
                && !plain::is_of_variable(site, line, &value)
                && !plain::is_of_flag(site, &value))
    {
        return None;
    }
    // What a comma and a blank follow is one of several.
    let one = value.trimmed(b",");
    if one.bytes.len() < value.bytes.len() && value.after.first() == Some(&b' ') && !one.is_plain() {
        return run(site, start, one.look());
    }
    let open = site.secret_of(value.look(), start, Skip::plain(ends))?;
    Some(if goes_on { titled(site, start, &value) } else { None }.unwrap_or(open))
}

/// `ci:X` after `--creds`, which is no path of an item.
fn has_user(site: &Site<'_>, start: usize, value: &Value<'_>) -> bool {
    matches!(Part::of(value.look(), start, site), Some(Part::From(_)))
}

fn after_spaced_equals(site: &Site<'_>, line: Line, start: usize) -> Option<Open> {
    if let Some(open) = punctuated::alone(site, line, start) {
        return Some(open);
    }
    let value = Value::at(site, start, Ends::LineWord);
    if manual::is_rule(&value) {
        return None;
    }
    let statement = value.after.first() == Some(&b';') || value.bytes.ends_with(b",");
    let joined = value.is_joined();
    if joined
        || numbered::is_assigned(site, value.bytes)
        || value.bytes.is_empty()
        || value.is_code()
        || passed::is_assigned(site, &value)
        || statement
        || !value.ends_line()
        || value.is_type()
    {
        let words = || line.is_own().then(|| phrase(site, start)).flatten();
        return words().or_else(|| parted::spaced(site, line, start));
    }
    let count = value.is_count();
    let word = value.is_plain() || numbered::is_variable(site, &value);
    let fits = !count && (!word || line.is_own() && plain::is_setting(site, start, &value));
    let skip = Skip::plain(Ends::LineWord);
    let own = || line.is_own() || property_file::is_of_section(site);
    (fits && (own() || is_labelled(site, &value) || is_commented(site, &value)))
        .then(|| site.secret_of(value.look(), start, skip))
        .flatten()
        .or_else(|| parted::spaced(site, line, start))
}

/// `# password = Dragon2022xul`, `; token = …`: a setting that is switched off.
fn is_commented(site: &Site<'_>, value: &Value<'_>) -> bool {
    let line = line_at_end(site.before());
    // The string that holds the text begins.
    let mark = line.rsplit(|byte| *byte == b'"').next().unwrap_or(line).trim_ascii();
    let look = value.look();
    let chosen = || ends_with_folded(site.name(), b"password") && suspect::is_chosen(look);
    let drawn = || suspect::is_word(look) || suspect::is_short(look) || suspect::is_password(look);
    matches!(mark, b"#" | b";") && (chosen() || drawn())
}

/// `Client secret = gK20dk…`, `User pin: 5588`. A number may be for how long a token is good.
fn is_labelled(site: &Site<'_>, value: &Value<'_>) -> bool {
    let good = || value.is_number() && ends_with_folded(site.name(), b"token");
    value.has_digit() && !good() && label::begins(site)
}

/// `key: value`.
pub(crate) fn after_colon(site: &Site<'_>, line: Line, start: usize, spaced: bool) -> Option<Open> {
    let own = line.is_own();
    let alone = spaced || line == Line::Start;
    let whole = || defaulted::value(site, start).or_else(|| punctuated::alone(site, line, start));
    if let Some(open) = alone.then(whole).flatten() {
        return Some(open);
    }
    let (header, logged) = (headers::is_argument(site), headers::is_logged(site));
    let value = Value::at(site, start, if own { Ends::LineWord } else { Ends::Word });
    let listed = !spaced && site.before().ends_with(b"|");
    if let Some(found) = listed.then(|| parted::field(site, start, &value)).flatten() {
        return found;
    }
    if header || logged {
        let closes = matches!(value.after.first(), Some(b'\'' | b'"' | b'\\'));
        let ends = if header { closes } else { value.ends_line() };
        let fits = ends && value.bytes.len() >= 4 && !value.is_code() && !value.is_type();
        if fits {
            return run(site, start, value.look());
        }
    }
    if !spaced && !own && (printed::is_in_map(site) || printed::is_in_struct(site, &value)) {
        let last = matches!(value.after.first(), Some(b' ' | b']' | b'}'));
        return (last && !value.is_code() && !value.is_count() && !value.is_type())
            .then(|| run(site, start, value.look()))
            .flatten();
    }
    let drawn = || printed::is_in_flow(site, &value) && is_drawn(value.bytes) && !value.is_code();
    if !own && spaced && (drawn() || !value.is_type() && printed::is_word_in_flow(site, &value)) {
        return run(site, start, value.look());
    }
    // In running text a mere word is none; most are.
    if !own && !value.has_digit() && !value.has_inner_sign() {
        let drawn = spaced && value.ends_line() && suspect::is_letters(value.look());
        return drawn.then(|| run(site, start, value.look())).flatten();
    }
    if value.bytes.is_empty() || value.is_code() || value.is_type() && !is_admin(site, &value) {
        return own.then(|| phrase(site, start)).flatten();
    }
    let labelled = || !own && value.ends_line() && !value.is_count() && is_labelled(site, &value);
    if spaced && labelled() {
        return run(site, start, value.look());
    }
    if !own || !spaced {
        let letters = || own && value.ends_line() && value.is_drawn_word();
        let drawn = || letters().then(|| run(site, start, value.look())).flatten();
        return in_running_text(site, start, &value, spaced).or_else(drawn);
    }
    let field = matches!(value.bytes.last(), Some(b',')) || value.after.first() == Some(&b';');
    let count = value.is_count();
    if !value.ends_line() {
        // What was drawn is no part of a sentence.
        let drawn = || suspect::is_short(value.look()).then(|| run(site, start, value.look())).flatten();
        return phrase(site, start).or_else(drawn);
    }
    let variable =
        || numbered::is_variable(site, &value) || numbered::is_of_script(value.bytes.trim_suffix_of(b","));
    let typed = field && (value.is_item() || variable());
    if count || typed || passed::is_one(site, &value) {
        return None;
    }
    site.secret(start, Skip::plain(if field { Ends::Word } else { Ends::LineWord }))
}

/// `ADMIN_PASSWORD: admin`: what stands for a role elsewhere, and is all that the line has for a password.
fn is_admin(site: &Site<'_>, value: &Value<'_>) -> bool {
    value.bytes == b"admin" && value.ends_line() && ends_with_folded(site.name(), b"password")
}

/// `… password: hunter2, …`.
fn in_running_text(site: &Site<'_>, start: usize, value: &Value<'_>, spaced: bool) -> Option<Open> {
    let shown = value.trimmed(b".:!?");
    let before = site.before().last().copied().unwrap_or(b' ');
    let listed = matches!(before, b'{' | b'[' | b',' | b' ' | b'(' | b'"' | b'\'' | b'`');
    const DECLARE: &[&[u8]] = &[
        b"pub ",
        b"readonly ",
        b"public ",
        b"private ",
        b"protected ",
        b"let ",
        b"static ",
        b"const ",
        b"crate) ",
    ];
    if shown.is_type()
        || shown.is_variant() && ends_with_folded(site.name(), b"token")
        || numbered::is_of_script(shown.bytes)
        || passed::is_one(site, value)
        || shown.is_item() && DECLARE.iter().any(|word| site.before().ends_with(word))
    {
        return None;
    }
    let opaque = shown.is_opaque() || shown.has_digit() && shown.bytes.len() >= 4 && !shown.is_number();
    // `12:password: Sommer2024!`: at the end of a line, people put that sign at the end of passwords.
    let whole = if value.ends_line() { value.trimmed(b".:?") } else { shown };
    (opaque && (spaced || listed)).then(|| run(site, start, whole.look())).flatten()
}

/// A word in running text that is clearly more than one.
pub(crate) fn opaque(site: &Site<'_>, start: usize) -> Option<Open> {
    let shown = Value::at(site, start, Ends::Word).trimmed(b".:,?*`)");
    let drawn = shown.is_opaque() || suspect::is_letters(shown.look());
    let variable = numbered::is_of_script(shown.bytes.trim_suffix_of(b"!"));
    (drawn && !variable).then(|| run(site, start, shown.look())).flatten()
}

/// `the token x3fA… is`: only what looks drawn at random.
pub(crate) fn mentioned(site: &Site<'_>, start: usize) -> Option<Open> {
    let value = Value::at(site, start, Ends::Word).trimmed(b".:,?*`)");
    let Value { bytes, kinds, .. } = value;
    let mixed = kinds.any(Kinds::UPPER) && kinds.any(Kinds::LOWER);
    let word = kinds.only(Kinds::ALNUM.or(Kinds::UNDERSCORE).or(Kinds::DASH)) && !bytes.starts_with(b"-");
    let digits = || bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
    let random = bytes.len() >= 20 && mixed && word && digits() >= 2 && !is_of_test(site, bytes);
    random.then(|| run(site, start, value.look())).flatten()
}

/// `test session AppTests-A82144CB-A0CC-4563-953C-8937FD395D8D`: what is tested, and a UUID.
fn is_of_test(site: &Site<'_>, value: &[u8]) -> bool {
    const UUID: usize = 36;
    let parts = value.len().checked_sub(UUID).map(|at| value.split_at(at));
    let letters = |name: &[u8]| !name.is_empty() && name.iter().all(u8::is_ascii_alphabetic);
    ends_with_folded(site.name(), b"session")
        && parts.is_some_and(|(head, id)| head.strip_suffix(b"-").is_some_and(letters) && judge::is_uuid(id))
}

/// `Map(host -> db, password -> …)` of Scala; in code, a function or the name of a thing is there.
pub(crate) fn mapped(site: &Site<'_>, start: usize) -> Option<Open> {
    const MAP: &[u8] = b"Map(";
    const DRAWN: Kinds = Kinds::ALNUM.or(Kinds::UNDERSCORE).or(Kinds::DASH).or(Kinds::PLUS).or(Kinds::EQUALS);
    let string = literal(site.view.bytes, start);
    let value = match &string {
        Some(string) => Look::at(site.shown(string.content, &string.skip)),
        None => {
            let value = Value::at(site, start, Ends::Word);
            let ends = value.ends_line() || matches!(value.after.first(), Some(b')' | b'}'));
            Some(value.look()).filter(|_| ends)?
        }
    };
    let in_map = || site.before().windows(MAP.len()).any(|part| part == MAP);
    let signed = || suspect::is_password(value) || string.is_some() && in_map() && suspect::is_chosen(value);
    let password = || ends_with_folded(site.name(), b"password") && signed();
    let opaque = judge::is_opaque(value) && value.kinds.any(Kinds::DIGIT) && value.kinds.only(DRAWN);
    if !opaque && password() && site.engine.sense(value.bytes).is_none() {
        return if string.is_some() { site.literal(start) } else { run(site, start, value) };
    }
    if !opaque || site.engine.sense(value.bytes).is_some() {
        return None;
    }
    if !judge::is_random(value) && !judge::is_no_name(value) && !in_map() {
        return None;
    }
    if string.is_some() { site.literal(start) } else { run(site, start, value) }
}

/// `password => …` of a log; in code, the name of a thing or a call is there.
pub(crate) fn after_arrow(site: &Site<'_>, start: usize) -> Option<Open> {
    let value = Value::at(site, start, Ends::Word);
    let ends = value.ends_line() || matches!(value.after.first(), Some(b' ' | b',' | b')' | b'}' | b']'));
    let fits = ends && !value.is_code() && judge::is_no_name(value.look());
    fits.then(|| run(site, start, value.look())).flatten()
}

/// The value of a flag.
pub(crate) fn argument(site: &Site<'_>, start: usize) -> Option<Open> {
    // Another flag, or what stands for a value.
    if matches!(site.byte(start), None | Some(b'-' | b'[' | b'<' | b'(' | b'{')) {
        return None;
    }
    if manual::is_dash(&site.view.bytes[start..]) {
        return None;
    }
    let value = Value::at(site, start, Ends::Word);
    let Value { bytes, .. } = value;
    // OpenSSL says first where a password is.
    let place = [&b"pass:"[..], b"env:", b"file:", b"fd:"].iter().any(|place| bytes.starts_with(place));
    // A shell takes no other dollar for one.
    let variable = bytes.strip_prefix(b"$").is_some_and(|name| {
        name.first().is_some_and(u8::is_ascii_alphabetic)
            && name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_')
    });
    let manual = variable || manual::is_capital(value.look()) || value.is_type() && !is_admin(site, &value);
    let code = value.is_code() && !has_user(site, start, &value);
    if place || manual || code || bytes.len() < 3 {
        return None;
    }
    let described = manual::is_described(site, start, &value);
    (!described).then(|| site.secret_of(value.look(), start, Skip::plain(Ends::Word))).flatten()
}

/// A span of a known length, unless the value is longer than what is shown of it.
pub(crate) fn run(site: &Site<'_>, start: usize, value: Look<'_>) -> Option<Open> {
    let len = value.bytes.len();
    if len + 8 > SHOWN || value.bytes.ends_with(b"\\") {
        return site.secret(start, Skip::plain(Ends::Word));
    }
    judge::is_secret(value, site).then(|| Open::known(RuleId::KEY_NAME, start, start + len))
}
