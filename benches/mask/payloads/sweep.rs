//! What every rule looks for, over and over: who reads the rule table and means harm would send that.

use super::{adversarial::repeated, rng::Rng};

/// What stands between two of them.
const BETWEEN: &[&str] = &["", " ", "=", "=x ", "%20", ":", "\"", "\n"];

/// Names of keys whose values are secret, and beginnings of values.
const NAMES: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "secret",
    "client_secret",
    "token",
    "access_token",
    "authorization",
    "credential",
    "credentials",
    "creds",
    "cookie",
    "Cookie: a=b;",
    "session",
    "session_id",
    "csrf",
    "api_key",
    "apikey",
    "x-api-key",
    "private_key",
    "access_key",
    "signing_key",
    "master_key",
    "account_key",
    "storage_key",
    "auth_key",
    "connection_string",
    "mnemonic",
    "pin",
    "otp",
    "DB_PASSWORD",
    "--password",
    "-p",
    "<password>",
    "\"token\":",
    "\\\"secret\\\":",
    "_auth=",
    "Bearer ",
    "Basic ",
    "https://a:b@",
    "\\u0061",
    "%61",
    "&#97;",
    "data: a",
];

/// Every literal and every name with everything between two of them, without what comes twice.
pub(crate) fn units() -> Vec<String> {
    let words = words();
    let all = words.iter().flat_map(|word| BETWEEN.iter().map(move |between| format!("{word}{between}")));
    without_twins(all.collect())
}

/// Every literal and every name.
pub(super) fn words() -> Vec<String> {
    let literals = gate_mask::rules().flat_map(|rule| rule.literals()).map(|literal| first_spelling(literal));
    without_twins(literals.chain(NAMES.iter().map(|&name| name.to_owned())).collect())
}

fn without_twins(mut all: Vec<String>) -> Vec<String> {
    all.sort_unstable();
    all.dedup();
    all
}

/// One of them over and over.
pub(crate) fn same(unit: &str, size: usize) -> String {
    repeated(unit, size)
}

/// One of them over and over with a letter after each, so that no text repeats, and at times a blank.
pub(crate) fn varied(unit: &str, size: usize) -> String {
    let mut rng = Rng::new(13);
    let mut text = String::with_capacity(size + unit.len() + 2);
    while text.len() < size {
        text.push_str(unit);
        text.push(char::from(b"abcdefghijklmnopqrstuvwxyz"[rng.below(26)]));
        if rng.below(16) == 0 {
            text.push(' ');
        }
    }
    text.truncate(size);
    text
}

/// A literal with the first byte of each set of them.
fn first_spelling(literal: &str) -> String {
    let mut spelled = String::new();
    let mut rest = literal;
    while let Some(letter) = rest.chars().next() {
        // A bracket right after one that opens a set is a member of it.
        let close = rest.get(2..).and_then(|tail| tail.find(']')).filter(|_| letter == '[');
        let width = close.map_or(letter.len_utf8(), |at| at + 3);
        let member = if close.is_some() { rest[1..].chars().next() } else { None };
        spelled.push(member.unwrap_or(letter));
        rest = &rest[width..];
    }
    spelled
}
