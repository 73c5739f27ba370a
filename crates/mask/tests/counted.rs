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

#[test]
fn versions_and_digests_of_packages() {
    stays(&[
        "{\"Microsoft.Extensions.Configuration.UserSecrets\": \"[10.0.10, 10.0.10]\", \"n\": 1}",
        "{\"OrganizationAuthorization\": \"[0.0.1, )\", \"n\": 1}",
        "PackageVerificationCode: 6486e016b01e9ec8a76998cefd0705144d869234\n",
        "{\"packageVerificationCodeValue\": \"d6a770ba38583ed4bb4525bd96e50461655d2758\", \"n\": 1}",
        "{\"packageVerificationCode\": {\"packageVerificationCodeValue\": \"d6a770ba38583ed4bb4525bd96e50461655d2758\"}}",
        "secrets: \"APP-GHAPP-ID,APP-GHAPP-KEY\"\n",
        "\tSYS_LOOKUP_DCOOKIE          = 5206\n\tSYS_EPOLL_CREATE            = 5207\n",
    ]);
    check_all(&[
        "{\"UserSecrets\": \"⟦[10.0.10-x9, ab]⟧\", \"n\": 1}",
        "{\"UserSecrets\": \"⟦(k9x2, )⟧\", \"n\": 1}",
        "{\"verification_token\": \"⟦d6a770ba38583ed4bb4525bd96e50461655d2758⟧\", \"n\": 1}",
        "SYS_ADMIN_PIN=⟦5206⟧\n",
        "secrets: \"⟦APP-GHAPP-ID,k9x2⟧\"\n",
        "password: \"⟦APP-GHAPP-ID,APP-KEY⟧\"\n",
    ]);
}

#[test]
fn products_and_permissions() {
    stays(&[
        "<cpe>cpe:2.3:a:zlib:zlib:1.2.13:*:*:*:*:*:*:*</cpe>\n",
        "<property name=\"syft:cpe23\">cpe:2.3:a:ada:go_bus:v0.0.0-2023:*:*:*:*:*:*:*</property>\n",
        "{\"x-accepted\": [\"secrets=read,environments=read\"], \"n\": 1}",
        "s/^user_awl_dsn=.*$/$1_dsn=dbi:Pg:dbname=spam;host=localhost/;\n",
        "{\"ConnectionStrings\": {\"A\": \"Data Source=../a.sqlite\", \"B\": \"Data Source=../b.sqlite\"}}",
    ]);
    check_all(&[
        "*:*:*:ada:⟦*hunter2</a⟧\n",
        "db.example:5432:*:ada:⟦hunter2⟧\n",
        "{\"x\": [\"secrets=⟦k9x2,environments=read⟧\"], \"n\": 1}",
        "user_awl_dsn=⟦dbi:Pg:dbname=spam@k9x2w4rT⟧\n",
    ]);
}
