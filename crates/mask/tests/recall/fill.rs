//! Fills templates: `‹w36›` is 36 letters and digits, `‹host›` a host, `‹camel:api key›` a name, and `‹same›` what the
//! first hole of the template was filled with: `<‹camel›>…</‹same›>`.
//!
//! Tokens exist only here, while the test runs: templates hold prefixes and lengths.

use crate::rng::Rng;
use crate::text::BASE64;
use crate::values;

const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const DIGIT: &str = "0123456789";

pub(crate) fn fill(rng: &mut Rng, template: &str) -> String {
    let mut out = String::new();
    let mut rest = template;
    let mut first: Option<String> = None;
    while let Some((before, after)) = rest.split_once('‹') {
        let (hole, after) = after.split_once('›').expect("every ‹ of a template is closed");
        out.push_str(before);
        match (hole, &first) {
            ("same", Some(first)) => out.push_str(first),
            _ => {
                let piece = piece(rng, hole);
                out.push_str(&piece);
                first.get_or_insert(piece);
            }
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn piece(rng: &mut Rng, hole: &str) -> String {
    if let Some(token) = characters(rng, hole) {
        return token;
    }
    let (what, words) = hole.split_once(':').unwrap_or((hole, ""));
    match what {
        "uuid" => fill(rng, "‹h8›-‹h4›-4‹h3›-a‹h3›-‹h12›"),
        "user" => rng.pick(&["ada", "deploy", "svc-api", "root", "app_rw", "grace", "ci-bot"]).to_owned(),
        "host" => host(rng),
        "db" => rng.pick(&["orders", "main", "app_production", "analytics", "users"]).to_owned(),
        "port" => rng.pick(&["5432", "3306", "8443", "9092", "27017"]).to_owned(),
        "ts" => time(rng),
        "date" => time(rng)[..10].to_owned(),
        "n" => rng.between(1, 99).to_string(),
        "word" => values::word(rng),
        "url" => values::url_password(rng),
        "look" => values::look(rng),
        "esc" => values::with_escapes(rng),
        "phrase" => values::phrase(rng),
        "pin" => format!("{}{}", rng.between(1, 9), rng.chars(DIGIT, 3)),
        "otp" => format!("{}{}", rng.between(1, 9), rng.chars(DIGIT, 5)),
        "opaque" => values::opaque(rng),
        "jwt" => values::jwt(rng),
        "jwe" => values::jwe(rng),
        "basic" => values::basic(rng),
        "pem" => values::base64_lines(rng, 64, "\n"),
        // What a leak scanner would take for the start of a find.
        "plain" => words.to_owned(),
        "base64" => values::encode(words, BASE64, true),
        "begin" | "end" => format!("-----{} {words}-----", what.to_uppercase()),
        "snake" | "camel" | "pascal" | "kebab" | "scream" | "flat" | "dotted" | "any" | "case" => {
            values::name(rng, what, words)
        }
        _ => panic!("a template has the unknown hole {hole}"),
    }
}

/// `w36`, `b100-120`: a class of characters and how many.
fn characters(rng: &mut Rng, hole: &str) -> Option<String> {
    let (class, len) = hole.split_at_checked(1)?;
    let (low, high) = len.split_once('-').unwrap_or((len, len));
    let len = rng.between(low.parse().ok()?, high.parse().ok()?);
    let alphabet = match class {
        "w" => format!("{LOWER}{UPPER}{DIGIT}"),
        "l" => format!("{LOWER}{UPPER}"),
        "a" => format!("{LOWER}{DIGIT}"),
        "A" => format!("{UPPER}{DIGIT}"),
        "h" => "0123456789abcdef".to_owned(),
        "H" => "0123456789ABCDEF".to_owned(),
        "d" => DIGIT.to_owned(),
        "x" => format!("{UPPER}234567"),
        "s" => format!("{LOWER}{UPPER}{DIGIT}_-"),
        "t" => format!("{LOWER}{UPPER}{DIGIT}_~.-"),
        "b" => format!("{LOWER}{UPPER}{DIGIT}+/"),
        "g" => "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L".to_owned(),
        _ => return None,
    };
    Some(rng.chars(&alphabet, len))
}

fn host(rng: &mut Rng) -> String {
    let name = rng.pick(&["db", "cache-1", "api", "mq", "internal", "10.0.3.17", "localhost"]);
    match name {
        "10.0.3.17" | "localhost" => name.to_owned(),
        _ => format!("{name}.{}", rng.pick(&["example.com", "prod.corp.example", "svc.cluster.local"])),
    }
}

fn time(rng: &mut Rng) -> String {
    let (month, day) = (rng.between(1, 12), rng.between(1, 28));
    let (hour, minute, second) = (rng.below(24), rng.below(60), rng.below(60));
    format!("2026-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}
