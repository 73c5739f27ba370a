//! Secrets to plant, put together here so that no leak scanner takes this file for a leak.

use super::{Class, base64::encode, rng::Rng};

/// What a secret of the formats that people meet most looks like.
fn token(rng: &mut Rng) -> String {
    match rng.below(9) {
        0 => format!("{}{}", "ghp_", rng.alnum(36)),
        1 => format!("{}{}", "AKIA", rng.upper(16)),
        2 => format!("{}api03-{}AA", "sk-ant-", rng.base64url(93)),
        3 => format!("{}{}", "sk-proj-", rng.base64url(120)),
        4 => format!("{}{}-{}", "xoxb-", 10_000_000_000 + rng.below(1 << 30), rng.alnum(24)),
        5 => format!("{}{}", "glpat-", rng.base64url(20)),
        6 => format!("{}{}", "AIza", rng.base64url(35)),
        7 => format!("{}{}", "sk_live_", rng.alnum(24)),
        _ => jwt(rng),
    }
}

fn jwt(rng: &mut Rng) -> String {
    let header = encode(br#"{"alg":"RS256","typ":"JWT"}"#);
    let claims = encode(format!(r#"{{"sub":"{}","iat":1760000000}}"#, rng.lower(12)).as_bytes());
    format!("{}.{}.{}", header.trim_end_matches('='), claims.trim_end_matches('='), rng.base64url(86))
}

/// A name that tells, and a value that does not.
fn named(rng: &mut Rng) -> (&'static str, String) {
    let names = ["password", "DB_PASSWORD", "client_secret", "api_key", "access_token", "refreshToken"];
    let len = rng.between(12, 32);
    (rng.pick(&names), rng.alnum(len))
}

/// One line, event or JSON object with one secret, of the kind that the class is made of.
pub(crate) fn piece(class: Class, rng: &mut Rng) -> String {
    let (name, value) = named(rng);
    let named = rng.percent(50);
    match class {
        Class::Code if named => format!("    {name}=\"{value}\"\n"),
        Class::Code => format!("    let client = Client::new(\"{}\");\n", token(rng)),
        Class::Json if named => format!(r#"{{"id":{},"{name}":"{value}"}}"#, rng.below(1 << 20)),
        Class::Json => format!(r#"{{"id":{},"text":"use {} now"}}"#, rng.below(1 << 20), token(rng)),
        Class::Logs if named => {
            format!("{} WARN config: {name}={value} retry=3\n", rng.time())
        }
        Class::Logs => format!("{} DEBUG http: authorization: Bearer {}\n", rng.time(), token(rng)),
        Class::Base64 | Class::Base64Text if named => format!("\n{name}: {value}\n"),
        Class::Base64 | Class::Base64Text => format!("\n{}\n", token(rng)),
        Class::Sse if named => {
            format!("event: message\ndata: {{\"result\":{{\"{name}\":\"{value}\"}}}}\n\n")
        }
        Class::Sse => format!("event: message\ndata: {{\"delta\":{{\"text\":\"{}\"}}}}\n\n", token(rng)),
    }
}
