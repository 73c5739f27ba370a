//! What secrets look like, and how the keys that hold them are spelled.

use crate::fill::fill;
use crate::rng::Rng;
use crate::text::{BASE64, BASE64URL, Text};

const WORDS: &[&str] = &[
    "swordfish",
    "marmalade",
    "wintermute",
    "dragonfly",
    "Tiger",
    "sundial",
    "Orbit",
    "maple",
    "Kestrel",
    "lantern",
    "quartz",
    "Bramble",
    "otter",
    "Viking",
    "pepper",
    "saffron",
    "Cobalt",
    "thistle",
];

/// The words of names whose values are secret.
pub(crate) const NAMES: &[&str] = &[
    "password",
    "passwd",
    "pwd",
    "secret",
    "token",
    "api key",
    "client secret",
    "access token",
    "refresh token",
    "secret key",
    "auth token",
    "private key",
    "passphrase",
    "db password",
    "encryption key",
    "signing key",
    "webhook secret",
    "access key",
    "session token",
    "credential",
];
const PREFIXES: &[&str] = &["db", "app", "stripe", "smtp", "redis", "admin", "prod", "github", "x", "my"];
const SUFFIXES: &[&str] = &["prod", "staging", "old", "new", "value", "2"];

/// A value without blanks, quotes, separators: it may stand unquoted anywhere.
pub(crate) fn word(rng: &mut Rng) -> String {
    let word = rng.pick(WORDS);
    match rng.below(7) {
        0 => word.to_owned(),
        1 => fill(rng, &format!("{word}‹d2-4›")),
        2 => fill(rng, &format!("{word}-‹d4›!")),
        3 => fill(rng, &format!("‹l2›@{word}_‹d2›%‹w3›")),
        4 => opaque(rng),
        5 => fill(rng, "‹w12-20›"),
        _ => fill(rng, "‹b27›="),
    }
}

/// A value that looks drawn at random.
pub(crate) fn opaque(rng: &mut Rng) -> String {
    let template = rng.pick(&["‹w24-40›", "‹h32›", "‹h40›", "‹s32-43›", "‹uuid›", "‹b43›=", "‹a20-26›"]);
    fill(rng, template)
}

/// A password as it stands in a URL: reserved characters are percent-encoded.
pub(crate) fn url_password(rng: &mut Rng) -> String {
    let word = rng.pick(WORDS);
    match rng.below(5) {
        0 => word.to_owned(),
        1 => fill(rng, &format!("{word}%40‹d3›")),
        2 => fill(rng, &format!("‹w4›%21{word}%2F‹d2›")),
        3 => fill(rng, "‹w16-32›"),
        _ => fill(rng, &format!("{word}.‹d2›-‹w4›_~")),
    }
}

/// Anything that may stand between quotes as it is.
pub(crate) fn look(rng: &mut Rng) -> String {
    let word = rng.pick(WORDS);
    match rng.below(8) {
        0 => phrase(rng),
        1 => fill(rng, &format!("{word}, ‹w4›; x=‹d2›")),
        2 => fill(rng, &format!("Grüße-{word}-‹d2›")),
        3 => fill(rng, "пароль-‹d4›"),
        4 => fill(rng, "ひみつ‹d2›鍵"),
        5 => fill(rng, &format!("(‹w3›){word}[‹d1›]{{‹w2›}}#$&*!")),
        _ => self::word(rng),
    }
}

pub(crate) fn phrase(rng: &mut Rng) -> String {
    let words: Vec<&str> = (0..rng.between(3, 5)).map(|_| rng.pick(WORDS)).collect();
    words.join(" ")
}

/// The content of a JSON string with escapes in it.
pub(crate) fn with_escapes(rng: &mut Rng) -> String {
    let word = rng.pick(WORDS);
    let escape = rng.pick(&["\\\"", "\\\\", "\\u00e9", "\\n", "\\/", "\\t", "\\ud83d\\udd11", "\\\\\\\""]);
    let other = rng.pick(&["\\\"", "\\\\", "\\u00df", "}", ",", "\\\\", "\\\""]);
    fill(rng, &format!("‹w3›{escape}{word}{other}‹w2-6›{escape}"))
}

/// `user:password` in base64.
pub(crate) fn basic(rng: &mut Rng) -> String {
    let pair = fill(rng, "‹user›:‹w10-24›");
    encode(&pair, BASE64, true)
}

pub(crate) fn jwt(rng: &mut Rng) -> String {
    let header = rng.pick(&[
        r#"{"alg":"HS256","typ":"JWT"}"#,
        r#"{"typ":"JWT","alg":"RS256","kid":"k1"}"#,
        r#"{"alg":"ES256","kid":"2026-01"}"#,
        r#"{"kid":"a7","alg":"EdDSA"}"#,
    ]);
    let payload = fill(rng, r#"{"sub":"‹d10›","name":"ada","iat":17‹d8›,"scope":"read write"}"#);
    let signature = fill(rng, if header.contains("RS256") { "‹s342›" } else { "‹s43›" });
    format!("{}.{}.{signature}", encode(header, BASE64URL, false), encode(&payload, BASE64URL, false))
}

/// Five parts; with a key agreed directly, the second one is empty.
pub(crate) fn jwe(rng: &mut Rng) -> String {
    let (header, key) = if rng.chance(50) {
        (r#"{"alg":"RSA-OAEP-256","enc":"A256GCM"}"#, "‹s342›")
    } else {
        (r#"{"alg":"dir","enc":"A128CBC-HS256"}"#, "")
    };
    let header = encode(header, BASE64URL, false);
    fill(rng, &format!("{header}.{key}.‹s16›.‹s80-200›.‹s22›"))
}

pub(crate) fn encode(text: &str, alphabet: &str, padded: bool) -> String {
    let plain = Text { bytes: text.as_bytes().to_vec(), ..Text::default() };
    String::from_utf8(plain.base64(alphabet, padded).bytes).expect("base64 is ASCII")
}

/// A few lines of base64, the last one shorter and padded, as in a PEM file.
pub(crate) fn base64_lines(rng: &mut Rng, width: usize, newline: &str) -> String {
    let mut lines: Vec<String> = (0..rng.between(3, 12)).map(|_| rng.chars(BASE64, width)).collect();
    let len = rng.between(4, width / 4 - 1) * 4 - 1;
    lines.push(format!("{}=", rng.chars(BASE64, len)));
    lines.join(newline)
}

/// A key name: given words or some sensitive ones, spelled in a style; in `any` of them with more
/// words around, in any `case` as they are.
pub(crate) fn name(rng: &mut Rng, style: &str, words: &str) -> String {
    let words = if words.is_empty() { rng.pick(NAMES) } else { words };
    let mut words: Vec<&str> = words.split(' ').collect();
    if matches!(style, "any" | "case") {
        let any = style == "any";
        if any && rng.chance(40) {
            words.insert(0, rng.pick(PREFIXES));
        }
        if any && rng.chance(20) {
            words.push(rng.pick(SUFFIXES));
        }
        let style = rng.pick(&["snake", "camel", "pascal", "kebab", "scream"]);
        return spell(&words, style);
    }
    spell(&words, style)
}

fn spell(words: &[&str], style: &str) -> String {
    // To a shell, PWD is the working directory.
    let words = if style == "scream" && words == ["pwd"] { &["user", "pwd"] } else { words };
    let capital = |word: &str| format!("{}{}", word[..1].to_uppercase(), &word[1..]);
    match style {
        "snake" => words.join("_"),
        "kebab" => words.join("-"),
        "dotted" => words.join("."),
        "flat" => words.concat(),
        "scream" => words.join("_").to_uppercase(),
        "pascal" => words.iter().map(|word| capital(word)).collect(),
        "camel" => format!("{}{}", words[0], words[1..].iter().map(|word| capital(word)).collect::<String>()),
        _ => panic!("no style of names is called {style}"),
    }
}
