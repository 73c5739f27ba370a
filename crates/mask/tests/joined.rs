//! Tokens in several strings that a program joins, and what only stands beside a token.

mod marked;

use marked::{check_all, stays};

/// Letters that look drawn, the same for the same seed.
fn letters(len: usize, seed: u64) -> String {
    const LETTERS: &[u8] = b"abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let letter = |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(LETTERS[(state >> 33) as usize % LETTERS.len()])
    };
    // One of each kind, whatever is drawn.
    format!("a7B{}", (3..len).map(letter).collect::<String>())
}

/// The first letters of a header and of claims, as all of them have.
const HEADER: &str = concat!("eyJh", "bGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9");
const CLAIMS: &str = concat!("eyJz", "dWIiOiIxMjM0NTY3ODkwIiwidXNl");

/// A token in three parts, and a sign where one string ends and the next begins.
fn tokens() -> Vec<String> {
    let (a, b, c) = (letters(30, 1), letters(20, 2), letters(43, 3));
    vec![
        format!("{HEADER}.{CLAIMS}|{a}.{b}|{c}"),
        format!("{HEADER}.|{CLAIMS}{a}.|{c}"),
        format!("{HEADER}|.{CLAIMS}{a}|.{c}"),
        format!("{HEADER}.{CLAIMS}{a}.|{c}|a7B"),
    ]
}

/// The token between quotes and with something between its parts, each of them a secret.
fn joined(token: &str, quote: &str, between: &str) -> String {
    let parts = token.split('|').map(|part| format!("{quote}⟦{part}⟧{quote}"));
    parts.collect::<Vec<_>>().join(between)
}

#[test]
fn tokens_show_themselves() {
    for token in tokens() {
        for between in [" +\n    ", "\n    + ", " .\n  ", "\n   ", " + "] {
            for quote in ["\"", "'"] {
                check_all(&[
                    &format!("let x = {};\n", joined(&token, quote, between)),
                    &format!("f(({}), 1)", joined(&token, quote, between)),
                ]);
            }
            let inside = joined(&token, "\\\"", &between.replace('\n', "\\n"));
            check_all(&[&format!(r#"{{"text":"x = {inside};\ny = 2"}}"#)]);
        }
    }
}

#[test]
fn names_tell_of_all_parts() {
    let key = format!("{}|{}|{}", letters(46, 4), letters(46, 5), letters(12, 6));
    let der = format!("MIIE{}|{}/+|{}==", letters(42, 7), letters(60, 8), letters(20, 9));
    for key in [key, der] {
        for between in [" +\n    ", "\n    + ", " + "] {
            check_all(&[
                &format!("private static final String privateKey = {};\n", joined(&key, "\"", between)),
                &format!("const apiKey = {};\n", joined(&key, "'", between)),
                &format!("f({{apiKey: {}}})", joined(&key, "\"", between)),
                &format!("f({{\"apiKey\": {}}})", joined(&key, "\"", between)),
            ]);
        }
        check_all(&[&format!("API_KEY = ({})\n", joined(&key, "\"", "\n    "))]);
    }
}

#[test]
fn what_stands_beside_is_no_part() {
    let (first, other) = (letters(32, 10), letters(32, 11));
    check_all(&[
        &format!("api_key = \"⟦{first}⟧\" + suffix"),
        &format!("api_key = \"⟦{first}⟧\" + \"of the user 7\""),
        &format!("api_key = \"⟦{first}⟧\" + \"/users\""),
        &format!("f({{\"apiKey\": \"⟦{first}⟧\", \"id\": \"{other}\"}})"),
        &format!("f({{\"apiKey\": \"⟦{first}⟧\",\n\"{other}\": 1}})"),
        &format!("api_key: \"⟦{first}⟧\"\n\"{other}\": 1\n"),
        &format!("run --api-key \"⟦{first}⟧\" \"{other}\""),
        &format!("api_key = \"⟦{first}⟧\"\nid = \"{other}\"\n"),
    ]);
    let (first, other) = (letters(32, 12), letters(32, 13));
    stays(&[
        &format!("digest = (\"{first}\"\n    \"{other}\")"),
        &format!("etag = \"{first}\" + \"{other}\""),
        "password = (\"first\", \"second\")",
        &format!("x = \"{HEADER}.\" + \"claims\""),
    ]);
}

/// The start of a header that says first how it is signed, and of one that begins with a certificate.
const SIGNED: &str = concat!("eyJh", "bGciOiJFUzI1NiIsICJ4NWMiOiBb");
const CERTIFIED: &str = concat!("eyJ4", "NWMiOlsiTUlJ");

#[test]
fn a_header_may_be_longer_than_what_is_seen_of_it() {
    let (claims, signature) = (format!("{CLAIMS}{}", letters(30, 21)), letters(86, 22));
    for len in [900, 990, 1000, 1040, 1400, 5000] {
        for start in [SIGNED, CERTIFIED] {
            let header = format!("{start}{}", letters(len, 23));
            check_all(&[
                &format!("⟦{header}.{claims}.{signature}⟧ and more\n"),
                &format!("let x = \"⟦{header}.{claims}.{signature}⟧\";\n"),
            ]);
        }
        // `{"a":`, as data has it.
        stays(&[&format!("{}{}\n", concat!("eyJh", "Ijoi"), "YWJj".repeat(len / 4))]);
    }
}

#[test]
fn claims_may_be_empty() {
    let signature = letters(43, 24);
    check_all(&[&format!("x = [\"⟦{HEADER}.e30.{signature}⟧\"]"), &format!("⟦{HEADER}.e30.{signature}⟧\n")]);
    stays(&[&format!("{HEADER}.e30.x\n"), &format!("see {HEADER}.\n")]);
}

#[test]
fn a_program_puts_the_header_in() {
    let rest = format!("{CLAIMS}{}.{}", letters(30, 25), letters(43, 26));
    check_all(&[
        &format!("val x = header + \".⟦{rest}⟧\"\n"),
        &format!("val x = s\"${{header}}.⟦{rest}⟧\"\n"),
    ]);
    stays(&[
        &format!("val x = header + \".{CLAIMS}\"\n"),
        &format!("val x = header + \".{CLAIMS}.short\"\n"),
        &format!("val x = name.{rest}\n"),
    ]);
}
