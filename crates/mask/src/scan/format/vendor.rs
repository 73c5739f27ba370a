//! Tokens of vendors that pieces cannot describe.

use super::{Candidate, token, without_comment_end, without_dots};
use crate::class::{ALNUM, ANY_BASE64, ANY_HEX, BASE64, BASE64URL, Class, DIGIT, DOTTED, GRAPHIC, HEX};
use crate::scan::drawn::is_drawn;
use crate::scan::{Open, View, placeholder};

/// No share of a key to unseal Vault is longer.
const SHARE: usize = 88;

/// Google: a dash or an underscore after a key of its length is none of it.
pub(crate) fn google(candidate: &Candidate<'_>) -> Option<Open> {
    const BODY: usize = 35;
    let Candidate { view, body, .. } = *candidate;
    let drawn = view.bytes.get(body..body + BODY)?;
    let whole = BASE64URL.run(drawn) == BODY && !ends_inside(view, body + BODY) && view.at_boundary();
    (whole && !token::is_written(drawn)).then(|| found(candidate, view.hit, body + BODY)).flatten()
}

/// Vault: `Unseal Key 1: …`, in base64 or hexadecimal.
pub(crate) fn unseal_key(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, body, .. } = *candidate;
    let digits = DIGIT.short_run(&view.bytes[body..view.bytes.len().min(body + 3)]);
    let start = body + digits + 2;
    let rest = view.bytes.get(start..)?;
    if digits == 0 || !view.bytes[..start].ends_with(b": ") {
        return None;
    }
    let len = BASE64.run(&rest[..rest.len().min(SHARE + 1)]);
    (44..=SHARE).contains(&len).then(|| found(candidate, start, start + len)).flatten()
}

/// Vault: the `secret_id` of an AppRole, a UUID or drawn letters, beside its `role_id`. Elsewhere it says
/// which secret.
pub(crate) fn secret_id(candidate: &Candidate<'_>) -> Option<Open> {
    const FAR: usize = 160;
    const CLOSE: usize = 64;
    const SIGNS: usize = 24;
    const NEXT: usize = 32;
    let Candidate { view, body, .. } = *candidate;
    let bytes = view.bytes;
    let signs = bytes[body..].iter().take(SIGNS).take_while(|byte| b"\"'\\=: ".contains(byte)).count();
    let start = body + signs;
    if bytes[..start].ends_with(b"\\") {
        // An escape begins there.
        return None;
    }
    let uuid = uuid_end(bytes, start);
    let end = uuid.or_else(|| drawn_end(bytes, start))?;
    let has = |text: &[u8], word: &[u8]| text.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word));
    let near = |text: &[u8]| has(text, b"role_id") || has(text, b"approle");
    let before = &bytes[view.floor.max(view.hit.saturating_sub(FAR))..view.hit];
    let after = &bytes[end..bytes.len().min(end + FAR)];
    let own = before.last_chunk::<6>().is_some_and(|last| last.eq_ignore_ascii_case(b"vault_"));
    // The vaults of others have UUIDs that tell secrets apart.
    let vault = || uuid.is_none() && has(&before[before.len().saturating_sub(CLOSE)..], b"vault");
    // As Vault prints both, one below the other.
    let accessor = || has(&after[..after.len().min(NEXT)], b"secret_id_accessor");
    let told = own || near(before) || near(after) || accessor() || vault();
    (!ends_inside(view, end) && told).then(|| found(candidate, start, end)).flatten()
}

/// Where the UUID ends that begins at `start`.
fn uuid_end(bytes: &[u8], start: usize) -> Option<usize> {
    const UUID: [usize; 5] = [8, 4, 4, 4, 12];
    let mut end = start;
    for (part, digits) in UUID.into_iter().enumerate() {
        end += usize::from(part > 0);
        let whole = bytes.get(end..end + digits).is_some_and(|part| HEX.run(part) == digits);
        if !whole || part > 0 && bytes[end - 1] != b'-' {
            return None;
        }
        end += digits;
    }
    Some(end)
}

/// Where the letters end that begin at `start` and were drawn.
fn drawn_end(bytes: &[u8], start: usize) -> Option<usize> {
    const LONGEST: usize = 64;
    let rest = bytes.get(start..)?;
    let rest = &rest[..rest.len().min(LONGEST + 1)];
    let value = &rest[..BASE64URL.run(rest)];
    let drawn =
        (16..=LONGEST).contains(&value.len()) && value.iter().any(u8::is_ascii_digit) && is_drawn(value);
    drawn.then_some(start + value.len())
}

/// Square: `EAAA` is common in base64, so more has to fit.
pub(crate) fn square(candidate: &Candidate<'_>) -> Option<Open> {
    let long = lone(candidate, BASE64URL, 60, 60);
    long.or_else(|| lone(candidate, BASE64URL, 22, 59).filter(|_| !has_zeros(candidate)))
}

/// Whether bytes of zero follow, as in data that is no text.
fn has_zeros(candidate: &Candidate<'_>) -> bool {
    let rest = &candidate.view.bytes[candidate.view.hit + 1..];
    rest[..BASE64URL.run(rest)].windows(4).any(|part| part == b"AAAA") || rest.starts_with(b"AAAA")
}

/// Meta: as long as the permissions it holds.
pub(crate) fn meta(candidate: &Candidate<'_>) -> Option<Open> {
    lone(candidate, ALNUM, 90, 400)
}

/// A word of its own, where no other text in base64 is around it.
fn lone(candidate: &Candidate<'_>, class: Class, min: usize, max: usize) -> Option<Open> {
    let Candidate { view, .. } = *candidate;
    let before = view.bytes[view.floor..view.hit].last();
    let inside = before.is_some_and(|&byte| ANY_BASE64.has(byte) && byte != b'=');
    if inside && !view.at_boundary() || matches!(before, Some(b'+' | b'/')) {
        return None;
    }
    let rest = &view.bytes[view.hit..];
    let len = candidate.run(class, view.hit);
    let goes_on = rest.get(len).is_some_and(|&byte| BASE64.has(byte));
    let fits = (min..=max).contains(&(len - 4)) && !goes_on;
    fits.then(|| found(candidate, view.hit, view.hit + len)).flatten()
}

/// Adyen: base64, the same of a hash, then 16 characters of any kind.
pub(crate) fn adyen(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, body, .. } = *candidate;
    if !view.at_boundary() {
        return None;
    }
    let mut at = body;
    for min in [60, 40] {
        let len = BASE64.run(&view.bytes[at..]);
        if len < min || view.bytes.get(at + len) != Some(&b'-') {
            return None;
        }
        at += len + 1;
    }
    let rest = &view.bytes[at..];
    let len = rest.iter().take(16).take_while(|&&byte| GRAPHIC.has(byte)).count();
    (len >= 8).then(|| found(candidate, view.hit, at + len)).flatten()
}

/// Asana: `1/123…:hash`, `2/123…/123…:hash`.
pub(crate) fn asana(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, body, .. } = *candidate;
    if !view.at_boundary() {
        return None;
    }
    let bytes = view.bytes;
    let digits = |at: usize| bytes[at..].iter().take(12).take_while(|&&byte| DIGIT.has(byte)).count();
    let mut at = body + digits(body);
    if bytes.get(at) == Some(&b'/') {
        at += 1;
        at += bytes[at..].iter().take(20).take_while(|&&byte| DIGIT.has(byte)).count();
    }
    let hash = bytes.get(at..)?.strip_prefix(b":")?;
    (ANY_HEX.run(hash) == 32).then(|| found(candidate, view.hit, at + 33)).flatten()
}

/// Doppler: words between dots, the last of them long.
pub(crate) fn dotted(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, .. } = *candidate;
    if !view.at_boundary() {
        return None;
    }
    let rest = &view.bytes[view.hit..];
    let len = without_comment_end(rest, candidate.run(DOTTED, view.hit));
    let len = without_dots(&rest[..len]);
    let last = rest[..len].iter().rev().take_while(|&&byte| byte != b'.').count();
    ((40..=44).contains(&last) && len <= 96).then(|| found(candidate, view.hit, view.hit + len)).flatten()
}

/// Salesforce, Snyk: words between dots, after the literal; an organization's id may come first.
pub(crate) fn dotted_tail(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, body, .. } = *candidate;
    if !view.at_boundary() {
        return None;
    }
    let rest = &view.bytes[body..];
    let id = ALNUM.run(rest);
    let tail = if rest.get(id) == Some(&b'!') { id + 1 } else { 0 };
    let run = DOTTED.run(&rest[tail..]);
    let len = without_dots(&rest[tail..tail + run]);
    // The id of an organization alone is no secret.
    let session = tail > 0 || !view.bytes[view.hit..].starts_with(b"00D");
    (session && (40..=200).contains(&len)).then(|| found(candidate, view.hit, body + tail + len)).flatten()
}

/// Vault before 1.10, as its command prints it or a header has it: too short to be told without.
pub(crate) fn vault_legacy(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, body, .. } = *candidate;
    let end = body + ALNUM.run(&view.bytes[body..]);
    let dot = view.bytes[view.hit..body].iter().position(|&byte| byte == b'.')?;
    let start = view.hit + dot - 1;
    // `s.EnterpriseProxiedDomains,`: a field of Go, whose name has words of letters only.
    let token = view.bytes.get(start + 2..end)?;
    let field = token.iter().all(u8::is_ascii_alphabetic) && !is_drawn(token);
    (end - start == 26 && !field).then(|| found(candidate, start, end)).flatten()
}

/// New Relic: the suffix of a mobile application's token is all that tells.
pub(crate) fn new_relic_mobile(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, body, .. } = *candidate;
    let before = &view.bytes[view.floor..view.hit];
    let own = &before[before.len().checked_sub(42)?..];
    let start = view.hit - own.len();
    let whole = ALNUM.run(own) == own.len() && view.is_boundary(start) && !ends_inside(view, body);
    whole.then(|| found(candidate, start, body)).flatten()
}

fn ends_inside(view: &View<'_>, end: usize) -> bool {
    view.bytes.get(end).is_some_and(|&byte| ALNUM.has(byte))
}

fn found(candidate: &Candidate<'_>, start: usize, end: usize) -> Option<Open> {
    let sample = placeholder::is_sample(&candidate.view.bytes[start..end]);
    (!sample).then(|| Open::known(candidate.rule, start, end))
}
