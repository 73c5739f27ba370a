//! Numbers and settings under the names of secrets, and the numbers that are secrets.

mod marked;

use marked::{check_all, stays};

#[test]
fn how_long_and_how_many() {
    stays(&[
        r#"{"minutesToExpireJwt": 10, "minutesToExpireRefreshToken": 1440}"#,
        r#"{"ttl": {"AccessToken": 3600, "AuthorizationCode": 600, "RefreshToken": 86400}}"#,
        r#"{"metadata_no_token": 1, "status": 1}"#,
        "refresh_token = \"3 months\";",
        "- Authorization: 0.04s\n- Total: 1.2s\n",
        "[\n  action: 1,\n  api_key: 0,\n  api_key: 1,\n  api_key: 2,\n  auth: 1\n]\n",
        "as.integer(Sys.getenv(\"APP_PORT_CSRF\", \"8100\"))",
        "LS_COLORS='*mtab=0;38;2;255;158;100:*passwd=0;38;2;255;158;100:*shadow=0;38;2;255;158;100'",
    ]);
    check_all(&[
        "APP_PORT_PASSWORD=⟦8100⟧\n",
        "refresh_token = \"⟦3 months of 9x7q3m5⟧\";",
        "password: ⟦1234⟧\nretries: 3\n",
        "password = \"⟦0.04x9⟧\"",
    ]);
    for (text, masked) in [
        (r#"{"AccessToken": 3600}"#, r#"{"AccessToken": "***"}"#),
        (r#"{"x": {"ttl": 1}, "pin": 483920}"#, r#"{"x": {"ttl": 1}, "pin": "***"}"#),
        (r#"{"ttl": {"pin": 483920, "ttl_pin": 483920}}"#, r#"{"ttl": {"pin": "***", "ttl_pin": "***"}}"#),
        (r#"{"password": 12345678}"#, r#"{"password": "***"}"#),
    ] {
        assert_eq!(marked::masked(text), masked);
    }
}

#[test]
fn settings() {
    stays(&[
        "CONFIG_MBEDTLS_KEY_EXCHANGE_PSK=y\n",
        "export RUST_LOG=\"app::coordination=trace,app::session=debug\"",
        "unknown-token    = red,bold\n",
        "STRATEGIES_ACCESS_TOKEN: jwt\n",
    ]);
    check_all(&[
        "MBEDTLS_PSK=⟦yx9k2m⟧\n",
        "unknown-token = ⟦red,b0ld9⟧\n",
        "x-auth-token: ⟦blue77⟧\n",
        "app:session=⟦k2j9x7q3m5⟧\n",
    ]);
}
