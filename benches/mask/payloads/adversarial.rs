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

/// Tokens that lack a character of being one.
fn near_misses(size: usize) -> String {
    let mut rng = Rng::new(11);
    let mut text = String::with_capacity(size + 64);
    while text.len() < size {
        let (prefix, len) =
            [("ghp_", 35), ("AKIA", 15), ("glpat-", 19), ("AIza", 34), ("npm_", 35)][rng.below(5)];
        text.push_str(prefix);
        text.push_str(&rng.upper(len));
        text.push(' ');
    }
    text.truncate(size);
    text
}
