//! Inputs that try to make a masking engine slow. To add one, add a line to [`INPUTS`].

use super::{base64, rng::Rng};

/// What an input is called, and how one of so many bytes is made.
pub(crate) type Input = (&'static str, fn(usize) -> String);

pub(crate) const INPUTS: &[Input] = &[
    // Key names, and what looks like the start of a value.
    ("password", |size| repeated("password", size)),
    ("token=token=", |size| repeated("token=", size)),
    ("\"token\":\"", |size| repeated("\"token\":\"", size)),
    ("{\"secret\":[", |size| repeated("{\"secret\":[", size)),
    ("nested", |size| after("{\"secret\":", &repeated("[{\"a\":", size), size)),
    ("key key_key-", |size| repeated("key key_key-", size)),
    ("--password ", |size| repeated("--password ", size)),
    ("pairs without value", |size| repeated("{\"name\":\"DB_PASSWORD\"},", size)),
    ("one long key", |size| after(&"a_".repeat(size / 2 - 16), "password\":\"x\"", size)),
    // Quotes and escapes.
    ("backslashes", |size| repeated("\\", size)),
    ("quotes", |size| repeated("\"", size)),
    ("\\u0061", |size| repeated("\\u0061", size)),
    ("%3D%3D", |size| repeated("%3D", size)),
    ("Cyrillic, escaped", |size| words(size, |rng| format!("\\u04{}{}", 3 + rng.below(2), rng.below(10)))),
    ("&quot;words&quot;", |size| words(size, |rng| format!("&quot;{}&quot;:", rng.upper(5)))),
    ("\"token\\\\…\":", |size| after("\"token", &repeated("\\\\\\\":", size), size)),
    // URLs and addresses.
    ("a@a@a@", |size| repeated("a@", size)),
    ("://a:", |size| repeated("://a:", size)),
    ("://a@", |size| repeated("://a@", size)),
    // Prefixes of tokens.
    ("-----BEGIN ", |size| repeated("-----BEGIN ", size)),
    ("BEGIN PRIVATE KEY", |size| repeated(concat!("-----BEGIN PRIVATE", " KEY-----"), size)),
    ("eyJhbGci.", |size| repeated("eyJhbGci.", size)),
    ("sk-sk-sk-", |size| repeated("sk-", size)),
    ("near misses", near_misses),
    // Runs.
    ("alphanumerics", |size| Rng::new(7).alnum(size)),
    ("aaaa", |size| repeated("a", size)),
    ("base64 of password", |size| base64::encode(repeated("password", size / 4 * 3).as_bytes())),
    ("spaces after a key", |size| after("password:", &repeated(" ", size), size)),
];

pub(super) fn repeated(unit: &str, size: usize) -> String {
    let mut text = unit.repeat(size.div_ceil(unit.len()));
    text.truncate(size);
    text
}

fn after(start: &str, rest: &str, size: usize) -> String {
    let mut text = format!("{start}{rest}");
    text.truncate(size);
    text
}

/// So much of what is made again and again.
fn words(size: usize, make: impl Fn(&mut Rng) -> String) -> String {
    let mut rng = Rng::new(11);
    let mut text = String::with_capacity(size + 64);
    while text.len() < size {
        text.push_str(&make(&mut rng));
    }
    text.truncate(size);
    text
}

/// Tokens that lack a character of being one.
fn near_misses(size: usize) -> String {
    const TOKENS: [(&str, usize); 5] =
        [("ghp_", 35), ("AKIA", 15), ("glpat-", 19), ("AIza", 34), ("npm_", 35)];
    words(size, |rng| {
        let (prefix, len) = TOKENS[rng.below(5)];
        format!("{prefix}{} ", rng.upper(len))
    })
}
