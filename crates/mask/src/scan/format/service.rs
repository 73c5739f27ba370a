//! Keys of no form of their own, told by the name of the service before them.
//!
//! `datadog: …`, `"fastlyKey": "…"`, `algolia.init("…")`: the name, what leads from a name to its
//! key, and a word of the very form that the service draws its keys in.

use super::{Candidate, token};
use crate::class::{ALNUM, BASE64URL, DASH_ALNUM, HEX, WORD};
use crate::rules::Piece::{self, Lit, Run};
use crate::scan::{Open, View, drawn, placeholder};

/// How far after its service's name a key may start.
const NEAR: usize = 48;
/// No first word of a key is shorter.
const SHORTEST: usize = 18;
/// So much of a word is looked at.
const MOST: usize = 80;
/// No key is longer.
const LONGEST: usize = 96;
/// What says that a key follows, in lower case.
const LEADS: &[&[u8]] = &[
    b"key", b"token", b"secret", b"auth", b"pass", b"cred", b"init", b"client", b"login", b"connect",
    b"team", b"bot",
];
/// What says that another thing follows.
const OTHERS: &[&[u8]] = &[
    b"id",
    b"hash",
    b"sha",
    b"md5",
    b"digest",
    b"public",
    b"trace",
    b"span",
    b"commit",
    b"dedup",
    b"incident",
];

const UUID: &[Piece] = &[
    Run(HEX, 8, 8),
    Lit("-"),
    Run(HEX, 4, 4),
    Lit("-"),
    Run(HEX, 4, 4),
    Lit("-"),
    Run(HEX, 4, 4),
    Lit("-"),
    Run(HEX, 12, 12),
];
const DASHED: &[Piece] = &[Run(HEX, 32, 32), Lit("-"), Run(HEX, 8, 8), Lit("-"), Run(HEX, 8, 8)];
const BOT: &[Piece] =
    &[Run(BASE64URL, 22, 30), Lit("."), Run(BASE64URL, 5, 8), Lit("."), Run(BASE64URL, 25, 45)];
const LETTERS_20: &[Piece] = &[Run(DASH_ALNUM, 18, 20)];
const LETTERS_22: &[Piece] = &[Run(ALNUM, 22, 22)];
const LETTERS_24: &[Piece] = &[Run(ALNUM, 24, 24)];
const LETTERS_32: &[Piece] = &[Run(ALNUM, 32, 32)];
const LETTERS_40: &[Piece] = &[Run(ALNUM, 40, 40)];
const LETTERS_64: &[Piece] = &[Run(ALNUM, 64, 64)];
const HEX_30: &[Piece] = &[Run(HEX, 30, 30)];
const HEX_37: &[Piece] = &[Run(HEX, 37, 45)];
const URL_32: &[Piece] = &[Run(BASE64URL, 32, 32)];
const URL_40: &[Piece] = &[Run(BASE64URL, 40, 46)];
const URL_64: &[Piece] = &[Run(BASE64URL, 64, 64)];
const NGROK: &[Piece] = &[Run(WORD, 47, 52)];

/// A service's name in lower case, and the forms of its keys.
struct Service(&'static [u8], &'static [&'static [Piece]]);

const SERVICES: &[Service] = &[
    Service(b"algolia", &[LETTERS_32]),
    Service(b"asana", &[LETTERS_32]),
    Service(b"atlassian", &[LETTERS_24]),
    Service(b"auth0", &[URL_64]),
    Service(b"bitbucket", &[LETTERS_32, URL_64]),
    Service(b"braintree", &[LETTERS_32]),
    Service(b"cloudflare", &[HEX_37, URL_40]),
    Service(b"confluent", &[LETTERS_64]),
    Service(b"datadog", &[LETTERS_32, LETTERS_40]),
    Service(b"discord", &[BOT, URL_32, LETTERS_64]),
    Service(b"elevenlabs", &[LETTERS_32]),
    Service(b"fastly", &[URL_32]),
    Service(b"heroku", &[UUID]),
    Service(b"hetzner", &[LETTERS_64]),
    Service(b"honeycomb", &[LETTERS_22, LETTERS_32]),
    Service(b"jira", &[LETTERS_24]),
    Service(b"launchdarkly", &[URL_40]),
    Service(b"mailgun", &[DASHED, LETTERS_32]),
    Service(b"netlify", &[URL_40]),
    Service(b"ngrok", &[NGROK]),
    Service(b"okta", &[URL_40]),
    Service(b"pagerduty", &[LETTERS_20, LETTERS_32]),
    Service(b"pinecone", &[UUID]),
    Service(b"plaid", &[HEX_30]),
    Service(b"postmark", &[UUID]),
    Service(b"sentry", &[LETTERS_64]),
    Service(b"splunk", &[UUID, LETTERS_22]),
    Service(b"twilio", &[LETTERS_32]),
    Service(b"vercel", &[LETTERS_24]),
    Service(b"wandb", &[LETTERS_40]),
];

/// The key of the service that the literal names.
pub(crate) fn service_key(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, rule, body, .. } = *candidate;
    // No key is without a long word, and none begins before the first; most mentions have none. A
    // literal may have the sign after the name.
    let near = &view.bytes[..view.bytes.len().min(body + NEAR + SHORTEST)];
    let first = candidate.runs.first_long((BASE64URL, SHORTEST), near, body - 1)?;
    if !view.is_boundary(view.hit) && !view.bytes[view.floor..view.hit].ends_with(b"_") {
        return None;
    }
    let service = SERVICES.iter().find(|service| service.is_named(&view.bytes[view.hit..candidate.body]))?;
    let body = view.hit + service.0.len();
    let last = end_of_line(view, body);
    let mut at = body.max(first);
    // Nor is one without a digit or a capital.
    if !has_sign_of_key(&view.bytes[body..view.bytes.len().min(body + NEAR + LONGEST)]) {
        return None;
    }
    while at < last {
        at += token::escape_len(view, at);
        let word = BASE64URL.run(&view.bytes[at..view.bytes.len().min(at + MOST)]);
        let follows = word >= SHORTEST && at > body && view.is_boundary(at);
        // What leads to a word is asked last: most are no keys.
        let key = follows.then(|| service.key_at(candidate, at)).flatten();
        if let Some(end) = key.filter(|_| leads(&view.bytes[body..at])) {
            return Some(Open::known(rule, at, end));
        }
        at += word.max(1);
    }
    None
}

/// Without an early end, many bytes are looked at together.
fn has_sign_of_key(text: &[u8]) -> bool {
    text.iter().fold(false, |any, byte| any | byte.is_ascii_digit() | byte.is_ascii_uppercase())
}

impl Service {
    fn is_named(&self, text: &[u8]) -> bool {
        text.get(..self.0.len()).is_some_and(|name| name.eq_ignore_ascii_case(self.0))
    }

    /// Where a key that begins at `at` ends.
    fn key_at(&self, candidate: &Candidate<'_>, at: usize) -> Option<usize> {
        let view = candidate.view;
        let end = self.1.iter().find_map(|form| token::end_of(candidate, at, form, false))?;
        let goes_on = |byte: &u8| BASE64URL.has(*byte) || matches!(byte, b'/' | b'+');
        let whole = !view.bytes.get(end).is_some_and(goes_on);
        let key = &view.bytes[at..end];
        (whole && is_key(key) && !placeholder::is_sample(key)).then_some(end)
    }
}

/// Whether what is between a name and a word leads from the one to the other: signs alone, or
/// words of which one says that it is a key.
fn leads(between: &[u8]) -> bool {
    if between.iter().all(|byte| !byte.is_ascii_alphanumeric()) {
        return !between.iter().any(|byte| matches!(byte, b'/' | b'.' | b'@' | b'#'));
    }
    let says = |words: &[&[u8]]| words.iter().any(|word| ends_a_part(between, word));
    says(LEADS) && !says(OTHERS)
}

/// Whether `word` is there, whatever its case, and no small letter goes on with it.
fn ends_a_part(text: &[u8], word: &[u8]) -> bool {
    text.windows(word.len()).enumerate().any(|(at, part)| {
        part.eq_ignore_ascii_case(word) && !text.get(at + word.len()).is_some_and(u8::is_ascii_lowercase)
    })
}

/// Letters and digits both, as most that are drawn at random have, or letters that no word has.
fn is_key(key: &[u8]) -> bool {
    let has = |kind: fn(&u8) -> bool| key.iter().any(kind);
    let letters = || has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase) && drawn::is_drawn(key);
    if has(u8::is_ascii_digit) { has(u8::is_ascii_alphabetic) } else { letters() }
}

fn end_of_line(view: &View<'_>, body: usize) -> usize {
    let line = &view.bytes[body..view.bytes.len().min(body + NEAR)];
    body + line.iter().position(|&byte| byte == b'\n').unwrap_or(line.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_is_longer_than_what_is_searched_for_its_signs() {
        let most = |piece: &Piece| match *piece {
            Run(_, _, most) => most,
            Lit(literal) => literal.len(),
        };
        let longest = SERVICES.iter().flat_map(|service| service.1).map(|form| form.iter().map(most).sum());
        assert!(longest.max() <= Some(LONGEST));
    }

    #[test]
    fn no_key_begins_with_a_word_that_is_too_short_to_be_looked_at() {
        for piece in SERVICES.iter().flat_map(|service| service.1).map(first_word) {
            assert!(piece >= SHORTEST);
        }
    }

    /// How long the first word of a form is at least.
    fn first_word(form: &&[Piece]) -> usize {
        let in_word = |piece: &&Piece| match piece {
            Run(class, ..) => (0..=255).all(|byte| !class.has(byte) || BASE64URL.has(byte)),
            Lit(literal) => literal.bytes().all(|byte| BASE64URL.has(byte)),
        };
        let least = |piece: &Piece| match *piece {
            Run(_, least, _) => least,
            Lit(literal) => literal.len(),
        };
        form.iter().take_while(in_word).map(least).sum()
    }
}
