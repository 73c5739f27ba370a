use super::{FRAGMENTS, KeyNames};

const SENSITIVE: &[&str] = &[
    "password",
    "PASSWORD",
    "Passwd",
    "DB_PASSWORD",
    "db-password",
    "dbPassword",
    "userPassword2",
    "password_confirmation",
    "passphrase",
    "secret",
    "clientSecret",
    "CLIENT_SECRET",
    "secrets",
    "AWS_SECRET_ACCESS_KEY",
    "secretAccessKey",
    "token",
    "accessToken",
    "access_token",
    "refreshtoken",
    "authToken",
    "x-auth-token",
    "GITHUB_TOKEN",
    "backendToken",
    "backendtoken",
    "access_tokens",
    "api_key",
    "apikey",
    "APIKey",
    "x-api-key",
    "OPENAI_API_KEY",
    "apiKeys",
    "authorization",
    "Proxy-Authorization",
    "credential",
    "credentials",
    "dbCredentials",
    "creds",
    "private_key",
    "privateKey",
    "access_key",
    "encryptionKey",
    "signing-key",
    "accountKey",
    "session",
    "user_session",
    "cookie",
    "Set-Cookie",
    "cookies",
    "pin",
    "userPin",
    "pin_code",
    "otp",
    "totp",
    "otp_code",
    "connection_string",
    "ConnectionString",
    "connStr",
    "jwt",
    "db_pass",
    "DB_PWD",
    "pwd",
    "cvv",
    "webhook_secret_prod",
    "spring.datasource.password",
    "bearer",
    "csrfToken",
    "http.request.header.authorization",
];

const HARMLESS: &[&str] = &[
    "max_tokens",
    "total_tokens",
    "input_tokens",
    "maxOutputTokens",
    "tokens",
    "nextPageToken",
    "next_page_token",
    "nextpagetoken",
    "pageToken",
    "progressToken",
    "continuation_token",
    "cancellationToken",
    "cancellationtoken",
    "objectKey",
    "publishable_key",
    "public_key",
    "primaryKey",
    "foreign_key",
    "key",
    "keyboard",
    "monkey",
    "password_reset_url",
    "has_password",
    "password_length",
    "tokenizer",
    "token_type",
    "token_count",
    "tokenCount",
    "author",
    "authority",
    "secretary",
    "secret_name",
    "cookie_domain",
    "session_id",
    "sessionId",
    "mcp.session.id",
    "compass",
    "passport",
    "pass",
    "bypass",
    "PWD",
    "OLDPWD",
    "spin",
    "pinned",
    "gpio_pin",
    "opinion",
    "topping",
    "hotspot",
    "keypress",
    "is_secret",
    "",
    "_",
    "é",
];

#[test]
fn names_are_judged_in_any_spelling() {
    let names = KeyNames::default();
    for name in SENSITIVE {
        assert!(names.is_sensitive(name.as_bytes()), "{name}");
    }
    for name in HARMLESS {
        assert!(!names.is_sensitive(name.as_bytes()), "{name}");
    }
    assert!(!names.is_sensitive(&[b'a'; 200]));
    assert!(!names.is_sensitive("a_".repeat(60).as_bytes()));
}

/// A name that no fragment leads to would never be looked at.
#[test]
fn a_fragment_is_in_every_sensitive_name() {
    for name in SENSITIVE {
        let quoted = format!("{name}\"").to_ascii_lowercase();
        assert!(FRAGMENTS.iter().any(|fragment| quoted.contains(fragment)), "{name}");
    }
    assert!(FRAGMENTS.iter().all(|fragment| fragment.len() >= 4));
}
