//! Templates: `‹uuid›`, `‹hex:40›`, `‹word›` … become values drawn by the generator.
//!
//! Names that tell of a secret are drawn too (`‹secret_name›`): what is around them says that
//! there is none.

use crate::rng::Rng;

const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
const DIGITS: &str = "0123456789";
const ALNUM: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const BASE58: &str = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const BASE32: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

const WORDS: &[&str] = &[
    "report", "invoice", "order", "garden", "river", "metric", "alpha", "beacon", "cargo", "delta", "export",
    "filter", "gateway", "harbor", "index", "journal", "kernel", "ledger", "market", "notebook", "orbit",
    "parcel", "query", "region", "sensor", "tenant", "update", "vector", "widget", "yield", "zone",
];
const PEOPLE: &[&str] =
    &["ada", "grace", "linus", "marie", "alan", "edsger", "barbara", "donald", "katherine"];
const TOP_LEVEL: &[&str] = &["com", "org", "io", "dev", "net", "example", "internal"];
const EXTENSIONS: &[&str] = &["rs", "ts", "py", "go", "json", "md", "yaml", "css", "java", "txt"];
/// In snake case.
const SECRET_NAMES: &[&str] = &[
    "password",
    "secret",
    "token",
    "api_key",
    "access_token",
    "refresh_token",
    "client_secret",
    "auth_token",
    "private_key",
    "passphrase",
    "db_password",
    "user_password",
    "secret_key",
    "credentials",
    "bearer_token",
];
const PLACEHOLDERS: &[&str] = &[
    "YOUR_API_KEY",
    "your-api-key",
    "your_token_here",
    "YOUR-TOKEN-HERE",
    "<token>",
    "<your-api-key>",
    "<YOUR_PASSWORD>",
    "<password>",
    "${TOKEN}",
    "${API_KEY}",
    "${DB_PASSWORD}",
    "${env:API_KEY}",
    "${input:api-key}",
    "{{ .Values.password }}",
    "{{password}}",
    "{{ api_key }}",
    "${{ secrets.TOKEN }}",
    "$API_KEY",
    "$TOKEN",
    "%TOKEN%",
    "%API_KEY%",
    "{token}",
    "xxxx",
    "XXXXXXXX",
    "xxxxxxxxxxxxxxxx",
    "sk-...",
    "********",
    "[REDACTED]",
    "<redacted>",
    "REDACTED",
    "***",
    "...",
    "<insert token>",
    "INSERT_TOKEN_HERE",
    "REPLACE_ME",
    "<REPLACE_WITH_TOKEN>",
    "@@TOKEN@@",
    "__TOKEN__",
    "your-api-key-here",
    "YOUR_TOKEN_HERE",
    "<YOUR_API_KEY_HERE>",
    "<your token here>",
    "{API_KEY}",
    "enter-your-token-here",
    "[YOUR_API_KEY]",
    "[your token]",
    "•••••••••",
    "(redacted)",
    "<hidden>",
    "<secret>",
    "[FILTERED]",
    "{{secrets.api_key}}",
    "sk-your-key-here",
    "ghp_your_token_here",
    "xoxb-your-token",
    "…",
    "xxx",
    "<TOKEN_FROM_SETTINGS>",
    "YOUR_GITHUB_TOKEN",
];

/// Puts drawn values in place of what stands between `‹` and `›`.
pub(crate) fn fill(rng: &mut Rng, template: &str) -> String {
    let mut out = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('‹') {
        let (what, after) = after.split_once('›').expect("every ‹ has its ›");
        out.push_str(before);
        out.push_str(&value(rng, what));
        rest = after;
    }
    out.push_str(rest);
    out
}

fn value(rng: &mut Rng, what: &str) -> String {
    let (name, size) = what.split_once(':').unwrap_or((what, ""));
    if let Some(random) = sized(rng, name, size) {
        return random;
    }
    match name {
        // So that no scanner takes the template for a key.
        "begin" => "BEGIN".to_owned(),
        "uuid" => uuid(rng),
        "UUID" => uuid(rng).to_uppercase(),
        "word" => rng.pick(WORDS).to_owned(),
        "Word" => capital(rng.pick(WORDS)),
        "WORD" => rng.pick(WORDS).to_uppercase(),
        "user" => rng.pick(PEOPLE).to_owned(),
        "User" => capital(rng.pick(PEOPLE)),
        "host" => format!("{}.{}.{}", rng.pick(&["api", "app", "cdn", "db"]), rng.pick(WORDS), top(rng)),
        "domain" => format!("{}.{}", rng.pick(WORDS), top(rng)),
        "email" => format!("{}.{}@{}.{}", rng.pick(PEOPLE), rng.pick(WORDS), rng.pick(WORDS), top(rng)),
        "ip" => format!("10.{}.{}.{}", rng.below(256), rng.below(256), rng.between(1, 254)),
        "ip6" => format!("2001:db8:{:x}:{:x}::{:x}", rng.below(65536), rng.below(65536), rng.below(65536)),
        "mac" => joined(rng, 6, ":"),
        "fingerprint" => joined(rng, 16, ":"),
        "port" => rng.between(1024, 65535).to_string(),
        "time" => format!("{}T{}Z", date(rng), clock(rng)),
        "date" => date(rng),
        "clock" => clock(rng),
        "epoch" => rng.between(1_600_000_000, 1_900_000_000).to_string(),
        "ver" => format!("{}.{}.{}", rng.below(12), rng.below(40), rng.below(20)),
        "path" => format!("src/{}/{}.{}", rng.pick(WORDS), rng.pick(WORDS), rng.pick(EXTENSIONS)),
        "secret_name" => rng.pick(SECRET_NAMES).to_owned(),
        "secretName" => camel(rng.pick(SECRET_NAMES)),
        "SecretName" => capital(&camel(rng.pick(SECRET_NAMES))),
        "SECRET_NAME" => rng.pick(SECRET_NAMES).to_uppercase(),
        "placeholder" => rng.pick(PLACEHOLDERS).to_owned(),
        "rule" => {
            let ids: Vec<_> = gate_mask::rules().map(|rule| rule.id()).collect();
            rng.pick(&ids).to_owned()
        }
        _ => panic!("no such value: {what}"),
    }
}

/// Values of a length that the template states.
fn sized(rng: &mut Rng, name: &str, size: &str) -> Option<String> {
    let len = || size.parse().expect("a length follows the colon");
    Some(match name {
        "hex" => rng.chars("0123456789abcdef", len()),
        "HEX" => rng.chars("0123456789ABCDEF", len()),
        "alnum" => rng.chars(ALNUM, len()),
        "lower" => rng.chars(LOWER, len()),
        "upper" => rng.chars(LOWER, len()).to_uppercase(),
        "lowdig" => rng.chars("abcdefghijklmnopqrstuvwxyz0123456789", len()),
        "b32" => rng.chars(BASE32, len()),
        "b58" => rng.chars(BASE58, len()),
        "digits" => format!("{}{}", rng.between(1, 9), rng.chars(DIGITS, len() - 1)),
        "x" | "X" => name.repeat(len()),
        // Of so many random bytes.
        "b64" => base64(&rng.bytes(len()), false),
        "b64u" => base64(&rng.bytes(len()), true),
        "png" => file(rng, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", len()),
        "jpg" => file(rng, b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01", len()),
        "gif" => file(rng, b"GIF89a", len()),
        "woff2" => file(rng, b"wOF2\0\x01\0\0", len()),
        "pdf" => file(rng, b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", len()),
        "zip" => file(rng, b"PK\x03\x04\x14\0\0\0\x08\0", len()),
        "int" => {
            let (low, high) = size.split_once('-').expect("a range follows the colon");
            let bound = |text: &str| text.parse().expect("a number bounds the range");
            rng.between(bound(low), bound(high)).to_string()
        }
        // The base64 of a text, which is a template of its own with «..» for ‹..›.
        "b64of" | "b64uof" => {
            let text = fill(rng, &size.replace('«', "‹").replace('»', "›"));
            base64(text.as_bytes(), name == "b64uof")
        }
        _ => return None,
    })
}

fn file(rng: &mut Rng, magic: &[u8], len: usize) -> String {
    let mut bytes = magic.to_vec();
    bytes.extend(rng.bytes(len));
    base64(&bytes, false)
}

pub(crate) fn base64(bytes: &[u8], url: bool) -> String {
    const COMMON: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let symbol = |six: u32| match six {
        62 => {
            if url {
                '-'
            } else {
                '+'
            }
        }
        63 => {
            if url {
                '_'
            } else {
                '/'
            }
        }
        six => char::from(COMMON[six as usize]),
    };
    let mut out = String::with_capacity(bytes.len() * 4 / 3 + 4);
    for group in bytes.chunks(3) {
        let byte = |at: usize| u32::from(group.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        (0..=group.len()).for_each(|at| out.push(symbol(bits >> (18 - 6 * at) & 63)));
        if !url {
            out.extend(std::iter::repeat_n('=', 3 - group.len()));
        }
    }
    out
}

fn uuid(rng: &mut Rng) -> String {
    let mut hex = |len| rng.chars("0123456789abcdef", len);
    format!("{}-{}-4{}-a{}-{}", hex(8), hex(4), hex(3), hex(3), hex(12))
}

fn joined(rng: &mut Rng, count: usize, separator: &str) -> String {
    let pairs: Vec<_> = (0..count).map(|_| format!("{:02x}", rng.below(256))).collect();
    pairs.join(separator)
}

fn date(rng: &mut Rng) -> String {
    format!("20{:02}-{:02}-{:02}", rng.between(19, 26), rng.between(1, 12), rng.between(1, 28))
}

fn clock(rng: &mut Rng) -> String {
    format!("{:02}:{:02}:{:02}.{:03}", rng.below(24), rng.below(60), rng.below(60), rng.below(1000))
}

fn top(rng: &mut Rng) -> &'static str {
    rng.pick(TOP_LEVEL)
}

pub(crate) fn capital(word: &str) -> String {
    let (first, rest) = word.split_at(1.min(word.len()));
    first.to_uppercase() + rest
}

/// `user_password` as `userPassword`.
pub(crate) fn camel(snake: &str) -> String {
    let mut words = snake.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &capital(word))
}
