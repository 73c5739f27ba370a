//! Sensitive members of JSON by their names, one kind a name.

use super::Row;
use crate::carrier::Shape::Json;

/// One kind a name, in all its spellings.
pub(super) const NAMES: &[Row] = &[
    ("name-password", Json, &[r#"{"user":"‹user›","‹any:password›":"⟦‹look›⟧","role":"admin"}"#]),
    (
        "name-passwd",
        Json,
        &[r#"{"user":"‹user›","‹any:passwd›":"⟦‹look›⟧"}"#, r#"{"‹any:root passwd›":"⟦‹look›⟧","uid":0}"#],
    ),
    (
        "name-pwd",
        Json,
        &[r#"{"uid":"‹user›","‹any:pwd›":"⟦‹look›⟧"}"#, r#"{"‹camel:user pwd›":"⟦‹look›⟧","n":1}"#],
    ),
    ("name-secret", Json, &[r#"{"‹any:secret›":"⟦‹look›⟧","active":true}"#]),
    ("name-token", Json, &[r#"{"‹any:token›":"⟦‹look›⟧","expires_in":3600,"token_type":"bearer"}"#]),
    (
        "name-api-key",
        Json,
        &[
            r#"{"‹any:api key›":"⟦‹look›⟧","objectKey":"a/b.png"}"#,
            r#"{"‹flat:api key›":"⟦‹look›⟧"}"#,
            r#"{"‹any:api key›":"⟦‹opaque›⟧"}"#,
        ],
    ),
    (
        "name-authorization",
        Json,
        &[
            r#"{"headers":{"Authorization":"⟨Bearer ⟩⟦‹opaque›⟧","Accept":"*/*"}}"#,
            r#"{"authorization":"⟦‹look›⟧","url":"https://example.com"}"#,
            r#"{"proxy-authorization":"⟨Basic ⟩⟦‹basic›⟧"}"#,
            r#"{"HTTP_AUTHORIZATION":"⟨Token ⟩⟦‹w24›⟧"}"#,
        ],
    ),
    (
        "name-credential",
        Json,
        &[r#"{"‹any:credential›":"⟦‹look›⟧"}"#, r#"{"‹any:credentials›":"⟦‹look›⟧","kind":"basic"}"#],
    ),
    (
        "name-private-key",
        Json,
        &[
            r#"{"‹any:private key›":"⟦‹b60›⟧","public_key":"ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB‹b40› ada"}"#,
            r#"{"‹any:ssh key›":"⟦‹opaque›⟧"}"#,
        ],
    ),
    (
        "name-session",
        Json,
        &[
            r#"{"session":"⟦‹opaque›⟧","lang":"en"}"#,
            r#"{"‹any:session token›":"⟦‹look›⟧"}"#,
            r#"{"‹any:session secret›":"⟦‹look›⟧"}"#,
            r#"{"‹any:session cookie›":"⟦‹opaque›⟧"}"#,
        ],
    ),
    (
        "name-cookie",
        Json,
        &[
            r#"{"headers":{"cookie":"⟨‹a6›=⟩⟦‹w32›⟧⟨; theme=dark⟩","host":"example.com"}}"#,
            r#"{"Set-Cookie":"⟨sid=⟩⟦‹w40›⟧⟨; Path=/; HttpOnly⟩"}"#,
            r#"{"‹any:auth cookie›":"⟦‹w40›⟧"}"#,
        ],
    ),
    (
        "name-pin",
        Json,
        &[
            r#"{"card":"ending 4242","‹case:pin›":"⟦‹pin›⟧"}"#,
            r#"{"‹case:user pin›":⟦‹pin›⟧,"n":3}"#,
            r#"{"‹case:pin code›":"⟦‹pin›⟧"}"#,
            r#"{"‹case:card pin›":"⟦‹pin›⟧","name":"x"}"#,
        ],
    ),
    (
        "name-otp",
        Json,
        &[
            r#"{"phone":"on file","otp":"⟦‹otp›⟧"}"#,
            r#"{"‹case:otp code›":"⟦‹otp›⟧"}"#,
            r#"{"totp":⟦‹otp›⟧,"n":3}"#,
            r#"{"‹any:otp secret›":"⟦‹x32›⟧"}"#,
        ],
    ),
    (
        "name-connection-string",
        Json,
        &[
            r#"{"‹any:connection string›":"⟦Server=‹host›;Uid=‹user›;Pwd=‹w16›;⟧","name":"‹db›"}"#,
            r#"{"ConnectionStrings":⟨{"Default":"Server=‹host›;Database=‹db›;User Id=sa;Password=⟩⟦‹w16›⟧⟨"}⟩,"AllowedHosts":"*"}"#,
        ],
    ),
    (
        "name-access-key",
        Json,
        &[
            r#"{"‹any:access key›":"⟦‹look›⟧","bucket":"b1"}"#,
            r#"{"‹any:secret access key›":"⟦‹b40›⟧"}"#,
            r#"{"‹any:account key›":"⟦‹b86›==⟧"}"#,
        ],
    ),
    (
        "name-client-secret",
        Json,
        &[
            r#"{"client_id":"web-1","‹any:client secret›":"⟦‹look›⟧"}"#,
            r#"{"‹any:app secret›":"⟦‹opaque›⟧"}"#,
            r#"{"‹any:consumer secret›":"⟦‹opaque›⟧"}"#,
        ],
    ),
    (
        "name-refresh-token",
        Json,
        &[
            r#"{"access_token":"⟦‹opaque›⟧","‹any:refresh token›":"⟦‹opaque›⟧","token_type":"Bearer","expires_in":3599,"scope":"openid"}"#,
            r#"{"id_token":"⟦‹jwt›⟧","refreshToken":"⟦‹look›⟧"}"#,
        ],
    ),
    (
        "name-passphrase",
        Json,
        &[
            r#"{"‹any:passphrase›":"⟦‹phrase›⟧","cipher":"aes-256-gcm"}"#,
            r#"{"‹any:pass phrase›":"⟦‹phrase›⟧"}"#,
            r#"{"keyPassphrase":"⟦‹look›⟧"}"#,
        ],
    ),
    (
        "name-encryption-key",
        Json,
        &[
            r#"{"‹any:encryption key›":"⟦‹look›⟧","key_id":"k-17"}"#,
            r#"{"‹any:master key›":"⟦‹opaque›⟧"}"#,
            r#"{"‹any:decryption key›":"⟦‹h64›⟧"}"#,
        ],
    ),
    (
        "name-signing-key",
        Json,
        &[
            r#"{"‹any:signing key›":"⟦‹look›⟧","alg":"HS256"}"#,
            r#"{"‹any:signing secret›":"⟦‹h32›⟧"}"#,
            r#"{"‹any:hmac key›":"⟦‹b43›=⟧"}"#,
        ],
    ),
    (
        "name-webhook-secret",
        Json,
        &[r#"{"url":"https://example.com/hook","‹any:webhook secret›":"⟦‹look›⟧"}"#],
    ),
    (
        "name-auth-token",
        Json,
        &[
            r#"{"‹any:auth token›":"⟦‹look›⟧"}"#,
            r#"{"‹any:bearer token›":"⟦‹opaque›⟧"}"#,
            r#"{"x-auth-token":"⟦‹opaque›⟧"}"#,
            r#"{"‹any:csrf token›":"⟦‹opaque›⟧"}"#,
        ],
    ),
    (
        "name-vendor-variable",
        Json,
        &[
            r#"{"env":{"DD_API_KEY":"⟦‹h32›⟧","HCLOUD_TOKEN":"⟦‹w64›⟧","REGION":"eu"}}"#,
            r#"{"env":{"MISTRAL_API_KEY":"⟦‹w32›⟧","WANDB_API_KEY":"⟦‹h40›⟧"}}"#,
            r#"{"env":{"SCW_SECRET_KEY":"⟦‹uuid›⟧","FASTLY_API_TOKEN":"⟦‹s32›⟧","SCW_DEFAULT_ZONE":"fr-par-1"}}"#,
            r#"{"env":{"PAGERDUTY_TOKEN":"⟦‹w20›⟧","TWILIO_AUTH_TOKEN":"⟦‹h32›⟧","ALGOLIA_ADMIN_KEY":"⟦‹h32›⟧"}}"#,
            r#"{"env":{"SNOWFLAKE_PASSWORD":"⟦‹look›⟧","CONFLUENT_CLOUD_API_SECRET":"⟦‹b64›⟧","SPLUNK_HEC_TOKEN":"⟦‹uuid›⟧"}}"#,
            r#"{"env":{"ELASTIC_PASSWORD":"⟦‹w20›⟧","AUTH0_CLIENT_SECRET":"⟦‹s64›⟧","PLAID_SECRET":"⟦‹h30›⟧"}}"#,
        ],
    ),
    (
        "name-database-password",
        Json,
        &[
            r#"{"database":{"host":"‹host›","user":"‹user›","password":"⟦‹look›⟧","port":5432}}"#,
            r#"{"DB_PASS":"⟦‹look›⟧","DB_USER":"app"}"#,
            r#"{"dbPassword":"⟦‹look›⟧"}"#,
            r#"{"spring.datasource.password":"⟦‹look›⟧"}"#,
        ],
    ),
];
