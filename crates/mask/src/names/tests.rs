use proptest::prelude::*;

use super::{FRAGMENTS, KeyNames, Sense, is_key_name};
use crate::literal::{Pattern, SHORTEST};

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
    "two_factor_code",
    "wifi_key",
    "WPA_KEY",
    "AIRFLOW__CORE__FERNET_KEY",
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
    "rootpw",
    "bindpw",
    "userpw",
    "ADMINPW",
    "dbpw",
    "db_pw",
    "LDAP_BIND_PW",
    "rootPw",
    "rootpass",
    "adminPass",
    "smtppass",
    "SSHPASS",
    "ldap_pass",
    "ansible_become_pass",
    "RABBITMQ_DEFAULT_PASS",
    "rootpwd",
    "ldap-pwd",
    "masterauth",
    "cipher_key",
    "cipherKey",
    "legacy-cipher-key",
    "unseal_key",
    "UnsealKey",
    "unsealKeys",
    "session_key",
    "X-Insert-Key",
    "secretAnswer",
    "sessionKey",
    "verificationPin",
    "passwordconfirmation",
    "cardpin",
];

const HARMLESS: &[&str] = &[
    "auth.existingSecret",
    "user.has_password",
    "publicKeyToken",
    "PublicKeyToken",
    "passwordSecretKey",
    "adminPasswordSecretKey",
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
    "encompass",
    "surpass",
    "trespass",
    "passes",
    "underpass",
    "xpass",
    "proxy_pass",
    "renderPass",
    "first_pass",
    "pw",
    "max_pw",
    "cipher",
    "cipher_suite",
    "seal_key_id",
    "session_key_id",
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

#[test]
fn lists_are_sorted() {
    use super::lists::*;
    let lists =
        [&LAST_WORDS, &OWNED, &OWNERS, &JOINED, &CODES, &NEUTRAL, &QUESTIONS, &LISTS, &TOKEN_OWNERS, &RANKS];
    for list in lists {
        assert!(list.is_sorted(), "{list:?}");
    }
}

/// A name that no fragment leads to would never be looked at.
#[test]
fn a_fragment_is_in_every_sensitive_name() {
    let patterns: Vec<_> = FRAGMENTS.iter().map(|f| Pattern::parse(f).ignoring_case()).collect();
    for name in SENSITIVE {
        let quoted = format!("{name}\"");
        let found = |pattern: &Pattern| (0..quoted.len()).any(|at| pattern.starts(&quoted.as_bytes()[at..]));
        assert!(patterns.iter().any(found), "{name}");
    }
    assert!(patterns.iter().all(|pattern| pattern.len() >= SHORTEST));
}

#[test]
fn some_names_count_only_with_a_telling_value() {
    let names = KeyNames::default();
    for (name, sense) in [
        ("session", Sense::Scalar),
        ("pass", Sense::Opaque),
        ("pw", Sense::Opaque),
        ("default_pass", Sense::Scalar),
        ("acme_pass", Sense::Chosen),
        ("spring.pass", Sense::Opaque),
        ("primaryPass", Sense::Opaque),
        ("acme_pwd", Sense::Opaque),
        ("acme_session", Sense::Drawn),
        ("session_id", Sense::Random),
        ("PHPSESSID", Sense::Random),
        ("salt", Sense::Random),
        ("sessions", Sense::Random),
        ("billing_pin", Sense::Digits),
        ("AZURE_OPENAI_KEY", Sense::Drawn),
        ("stripe_key_2", Sense::Drawn),
        ("merchant_key", Sense::Drawn),
        ("device_code", Sense::Drawn),
        ("NEW_RELIC_KEY", Sense::Drawn),
        ("AZURE_DEVOPS_EXT_PAT", Sense::Drawn),
    ] {
        assert_eq!(names.sense(name.as_bytes()), Some(sense), "{name}");
    }
}

#[test]
fn exact_names_are_not_endings() {
    let names = KeyNames::new(&["badge".into()], &["note".into()]).unwrap();
    assert!(names.is_sensitive(b"Note") && names.is_sensitive(b"user_badge"));
    assert!(!names.is_sensitive(b"release_note") && !names.is_sensitive(b"notes"));
    assert!(KeyNames::new(&[], &["x".into()]).is_err());
}

#[test]
fn short_names_are_searched_for() {
    let masker = crate::Masker::builder().exact_keys(["pw", "ref"]).build().unwrap();
    assert_eq!(
        masker.mask_str(r#"{"pw":"a","ref":"b","href":"c"}"#).get(),
        r#"{"pw":"***","ref":"***","href":"c"}"#
    );
}

proptest! {
    #[test]
    fn the_engine_takes_what_is_a_key_name(name in "[aBc1_é]{0,4}") {
        let taken = crate::Masker::builder().exact_key(&*name).build().is_ok();
        prop_assert_eq!(is_key_name(&name), taken, "{}", name);
    }
}
