//! Sensitive members of JSON, whatever their values look like.

use super::{Made, Row};
use crate::carrier::Shape::Json;
use crate::fill::fill;
use crate::rng::Rng;
use crate::text::Text;

/// One kind a name, in all its spellings.
pub(super) const NAMES: &[Row] = &[
    ("name-password", Json, &[r#"{"user":"‹user›","‹any:password›":"⟦‹look›⟧","role":"admin"}"#]),
    ("name-passwd", Json, &[r#"{"user":"‹user›","‹any:passwd›":"⟦‹look›⟧"}"#, r#"{"‹any:root passwd›":"⟦‹look›⟧","uid":0}"#]),
    ("name-pwd", Json, &[r#"{"uid":"‹user›","‹any:pwd›":"⟦‹look›⟧"}"#, r#"{"‹camel:user pwd›":"⟦‹look›⟧","n":1}"#]),
    ("name-secret", Json, &[r#"{"‹any:secret›":"⟦‹look›⟧","active":true}"#]),
    ("name-token", Json, &[r#"{"‹any:token›":"⟦‹look›⟧","expires_in":3600,"token_type":"bearer"}"#]),
    ("name-api-key", Json, &[r#"{"‹any:api key›":"⟦‹look›⟧","objectKey":"a/b.png"}"#, r#"{"‹flat:api key›":"⟦‹look›⟧"}"#, r#"{"‹any:api key›":"⟦‹opaque›⟧"}"#]),
    ("name-authorization", Json, &[
        r#"{"headers":{"Authorization":"⟨Bearer ⟩⟦‹opaque›⟧","Accept":"*/*"}}"#,
        r#"{"authorization":"⟦‹look›⟧","url":"https://example.com"}"#,
        r#"{"proxy-authorization":"⟨Basic ⟩⟦‹basic›⟧"}"#,
        r#"{"HTTP_AUTHORIZATION":"⟨Token ⟩⟦‹w24›⟧"}"#,
    ]),
    ("name-credential", Json, &[r#"{"‹any:credential›":"⟦‹look›⟧"}"#, r#"{"‹any:credentials›":"⟦‹look›⟧","kind":"basic"}"#]),
    ("name-private-key", Json, &[r#"{"‹any:private key›":"⟦‹b60›⟧","public_key":"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB ada"}"#, r#"{"‹any:ssh key›":"⟦‹opaque›⟧"}"#]),
    ("name-session", Json, &[r#"{"session":"⟦‹opaque›⟧","lang":"en"}"#, r#"{"‹any:session token›":"⟦‹look›⟧"}"#, r#"{"‹any:session secret›":"⟦‹look›⟧"}"#, r#"{"‹any:session cookie›":"⟦‹opaque›⟧"}"#]),
    ("name-cookie", Json, &[r#"{"headers":{"cookie":"⟦‹a6›=‹w32›; theme=dark⟧","host":"example.com"}}"#, r#"{"Set-Cookie":"⟦sid=‹w40›; Path=/; HttpOnly⟧"}"#, r#"{"‹any:auth cookie›":"⟦‹w40›⟧"}"#]),
    ("name-pin", Json, &[r#"{"card":"ending 4242","pin":"⟦‹pin›⟧"}"#, r#"{"‹any:user pin›":⟦‹pin›⟧,"n":3}"#, r#"{"‹any:pin code›":"⟦‹pin›⟧"}"#]),
    ("name-otp", Json, &[r#"{"phone":"on file","otp":"⟦‹otp›⟧"}"#, r#"{"‹any:otp code›":"⟦‹otp›⟧"}"#, r#"{"totp":⟦‹otp›⟧,"n":3}"#, r#"{"‹any:otp secret›":"⟦‹x32›⟧"}"#]),
    ("name-connection-string", Json, &[
        r#"{"‹any:connection string›":"⟦Server=‹host›;Uid=‹user›;Pwd=‹w16›;⟧","name":"‹db›"}"#,
        r#"{"ConnectionStrings":⟦{"Default":"Server=‹host›;Database=‹db›;User Id=sa;Password=‹w16›"}⟧,"AllowedHosts":"*"}"#,
    ]),
    ("name-access-key", Json, &[r#"{"‹any:access key›":"⟦‹look›⟧","bucket":"b1"}"#, r#"{"‹any:secret access key›":"⟦‹b40›⟧"}"#, r#"{"‹any:account key›":"⟦‹b86›==⟧"}"#]),
    ("name-client-secret", Json, &[r#"{"client_id":"web-1","‹any:client secret›":"⟦‹look›⟧"}"#, r#"{"‹any:app secret›":"⟦‹opaque›⟧"}"#, r#"{"‹any:consumer secret›":"⟦‹opaque›⟧"}"#]),
    ("name-refresh-token", Json, &[r#"{"access_token":"⟦‹opaque›⟧","‹any:refresh token›":"⟦‹opaque›⟧","token_type":"Bearer","expires_in":3599,"scope":"openid"}"#, r#"{"id_token":"⟦‹jwt›⟧","refreshToken":"⟦‹look›⟧"}"#]),
    ("name-passphrase", Json, &[r#"{"‹any:passphrase›":"⟦‹phrase›⟧","cipher":"aes-256-gcm"}"#, r#"{"‹any:pass phrase›":"⟦‹phrase›⟧"}"#, r#"{"keyPassphrase":"⟦‹look›⟧"}"#]),
    ("name-encryption-key", Json, &[r#"{"‹any:encryption key›":"⟦‹look›⟧","key_id":"k-17"}"#, r#"{"‹any:master key›":"⟦‹opaque›⟧"}"#, r#"{"‹any:decryption key›":"⟦‹h64›⟧"}"#]),
    ("name-signing-key", Json, &[r#"{"‹any:signing key›":"⟦‹look›⟧","alg":"HS256"}"#, r#"{"‹any:signing secret›":"⟦‹h32›⟧"}"#, r#"{"‹any:hmac key›":"⟦‹b43›=⟧"}"#]),
    ("name-webhook-secret", Json, &[r#"{"url":"https://example.com/hook","‹any:webhook secret›":"⟦‹look›⟧"}"#]),
    ("name-auth-token", Json, &[r#"{"‹any:auth token›":"⟦‹look›⟧"}"#, r#"{"‹any:bearer token›":"⟦‹opaque›⟧"}"#, r#"{"x-auth-token":"⟦‹opaque›⟧"}"#, r#"{"‹any:csrf token›":"⟦‹opaque›⟧"}"#]),
    ("name-vendor-variable", Json, &[
        r#"{"env":{"DD_API_KEY":"⟦‹h32›⟧","HCLOUD_TOKEN":"⟦‹w64›⟧","REGION":"eu"}}"#,
        r#"{"env":{"MISTRAL_API_KEY":"⟦‹w32›⟧","WANDB_API_KEY":"⟦‹h40›⟧"}}"#,
        r#"{"env":{"SCW_SECRET_KEY":"⟦‹uuid›⟧","FASTLY_API_TOKEN":"⟦‹s32›⟧","SCW_DEFAULT_ZONE":"fr-par-1"}}"#,
        r#"{"env":{"PAGERDUTY_TOKEN":"⟦‹w20›⟧","TWILIO_AUTH_TOKEN":"⟦‹h32›⟧","ALGOLIA_ADMIN_KEY":"⟦‹h32›⟧"}}"#,
        r#"{"env":{"SNOWFLAKE_PASSWORD":"⟦‹look›⟧","CONFLUENT_CLOUD_API_SECRET":"⟦‹b64›⟧","SPLUNK_HEC_TOKEN":"⟦‹uuid›⟧"}}"#,
        r#"{"env":{"ELASTIC_PASSWORD":"⟦‹w20›⟧","AUTH0_CLIENT_SECRET":"⟦‹s64›⟧","PLAID_SECRET":"⟦‹h30›⟧"}}"#,
    ]),
    ("name-database-password", Json, &[r#"{"database":{"host":"‹host›","user":"‹user›","password":"⟦‹look›⟧","port":5432}}"#, r#"{"DB_PASS":"⟦‹look›⟧","DB_USER":"app"}"#, r#"{"dbPassword":"⟦‹look›⟧"}"#, r#"{"spring.datasource.password":"⟦‹look›⟧"}"#]),
];

/// What the value looks like, and how the name is spelled.
pub(super) const LOOKS: &[Row] = &[
    ("member-snake", Json, &[r#"{"id":1,"‹snake›":"⟦‹look›⟧","name":"x"}"#]),
    ("member-kebab", Json, &[r#"{"id":1,"‹kebab›":"⟦‹look›⟧","name":"x"}"#]),
    ("member-camel", Json, &[r#"{"id":1,"‹camel›":"⟦‹look›⟧","name":"x"}"#]),
    ("member-pascal", Json, &[r#"{"id":1,"‹pascal›":"⟦‹look›⟧","name":"x"}"#]),
    ("member-scream", Json, &[r#"{"ID":1,"‹scream›":"⟦‹look›⟧","NAME":"x"}"#]),
    ("member-dotted", Json, &[r#"{"app.id":1,"‹dotted›":"⟦‹look›⟧"}"#]),
    ("member-short-word", Json, &[r#"{"‹any›":"⟦‹a3›⟧","n":1}"#, r#"{"‹any›":"⟦‹l1›⟧"}"#, r#"{"‹any›":"⟦hunter2⟧"}"#]),
    ("member-escapes", Json, &[r#"{"‹any›":"⟦‹esc›⟧","next":"\"quoted\" text"}"#]),
    ("member-phrase", Json, &[r#"{"‹any›":"⟦‹phrase›⟧","note":"‹phrase›"}"#]),
    ("member-number", Json, &[r#"{"‹any›":⟦‹otp›⟧,"max_tokens":4096}"#, r#"{"‹any:pin›":⟦‹pin›⟧}"#]),
    ("member-number-signed", Json, &[r#"{"‹any›":⟦-‹pin›⟧,"n":-3}"#, r#"{"‹any›":⟦‹pin›.25⟧,"n":1.5}"#, r#"{"‹any›":⟦-1.5e‹n›⟧}"#]),
    ("member-number-tiny", Json, &[r#"{"‹any:password›":⟦0⟧,"n":1}"#, r#"{"‹any:pin›":⟦1⟧}"#]),
    ("member-array", Json, &[r#"{"‹any:api keys›":⟦["‹opaque›","‹look›"]⟧,"tags":["a","b"]}"#, r#"{"passwords":⟦["‹look›","‹esc›","‹look›"]⟧,"n":1}"#, r#"{"‹any:recovery codes secret›":⟦[‹pin›,‹pin›]⟧}"#]),
    ("member-object", Json, &[r#"{"credentials":⟦{"user":"‹user›","value":"‹look›"}⟧,"x":{}}"#, r#"{"‹any:secret›":⟦{"a":{"b":["‹esc›",‹n›]},"c":"}"}⟧,"empty":[]}"#]),
    ("member-beside-empties", Json, &[r#"{"secrets":[],"tokens":{},"password":"","‹any›":"⟦‹look›⟧","token":null}"#, r#"{"token":"","api_key":null,"‹any›":"⟦‹look›⟧","cookies":[]}"#]),
    ("member-opaque", Json, &[r#"{"‹any›":"⟦‹opaque›⟧","etag":"‹h32›"}"#]),
    ("member-uuid", Json, &[r#"{"‹any›":"⟦‹uuid›⟧","id":"‹uuid›"}"#]),
    ("member-url", Json, &[r#"{"‹any:connection string›":"⟦https://‹host›/x?k=‹w20›⟧","home":"https://example.com/?a=1"}"#]),
    ("member-several", Json, &[r#"{"a":{"password":"⟦‹look›⟧"},"b":[{"token":"⟦‹look›⟧"},{"token":"⟦‹opaque›⟧"}],"apiKey":⟦‹pin›⟧,"total_tokens":17}"#]),
    ("member-long-value", Json, &[r#"{"‹any›":"⟦‹w3000›⟧","n":1}"#]),
    ("member-half-mark", Json, &[r#"{"‹any›":"⟦*‹w6›⟧","n":1}"#, r#"{"‹any›":"⟦<‹w12›⟧"}"#, r#"{"‹any›":"⟦$‹w12›}⟧"}"#, r#"{"‹any›":"⟦%‹w5›#‹w5›⟧"}"#]),
];

/// Names and values that stand beside one another.
pub(super) const PAIRS: &[Row] = &[
    ("pair-name-value", Json, &[r#"[{"name":"NODE_ENV","value":"production"},{"name":"‹scream:db password›","value":"⟦‹look›⟧"}]"#, r#"{"name":"‹any›","value":"⟦‹look›⟧"}"#]),
    ("pair-value-name", Json, &[r#"[{"value":"⟦‹look›⟧","name":"‹scream:db password›"},{"value":"production","name":"NODE_ENV"}]"#]),
    ("pair-with-members-between", Json, &[
        r#"{"name":"‹scream:api key›","description":"for the worker","required":true,"value":"⟦‹look›⟧"}"#,
        r#"{"key":"‹scream›","type":"encrypted","target":["production"],"value":"⟦‹look›⟧"}"#,
        r#"{"id":"env_1","key":"‹scream:jwt secret›","configurationId":null,"createdAt":1790000000,"value":"⟦‹look›⟧"}"#,
    ]),
    ("pair-key-value", Json, &[r#"{"env":[{"key":"LOG_LEVEL","value":"info"},{"key":"‹scream›","value":"⟦‹look›⟧"}]}"#, r#"{"Key":"‹scream›","Value":"⟦‹look›⟧"}"#]),
    ("pair-variable", Json, &[r#"{"variable":"‹scream›","value":"⟦‹look›⟧"}"#, r#"{"field":"‹snake›","value":"⟦‹look›⟧"}"#, r#"{"param":"‹camel›","value":"⟦‹look›⟧"}"#, r#"{"k":"‹snake›","v":"⟦‹look›⟧"}"#]),
    ("pair-number-value", Json, &[r#"{"name":"‹any:pin›","value":⟦‹pin›⟧}"#, r#"{"name":"‹any›","value":⟦["‹look›"]⟧}"#]),
    ("pair-header-array", Json, &[r#"[["Host","example.com"],["Authorization","⟨Bearer ⟩⟦‹opaque›⟧"],["Accept","*/*"]]"#, r#"[["x-api-key","⟦‹look›⟧"],["accept","*/*"]]"#, r#"{"headers":[["Cookie","⟦sid=‹w32›⟧"]]}"#]),
    ("pair-header-object", Json, &[r#"{"header":"X-Api-Key","value":"⟦‹look›⟧"}"#, r#"[{"name":"Authorization","value":"⟨Bearer ⟩⟦‹opaque›⟧"},{"name":"Accept","value":"*/*"}]"#, r#"{"headers":[{"name":"cookie","value":"⟦sid=‹w32›⟧"}]}"#]),
    ("pair-flat-headers", Json, &[r#"["Host","example.com","Authorization","⟨Bearer ⟩⟦‹opaque›⟧","Accept","*/*"]"#]),
    ("pair-argv", Json, &[r#"{"command":"npx","args":["-y","server","--password","⟦‹look›⟧","--verbose"]}"#, r#"["tool","--api-key","⟦‹opaque›⟧"]"#, r#"["tool","--token","⟦‹opaque›⟧","--port","8080"]"#]),
    ("pair-argv-equals", Json, &[r#"{"args":["--user=app","--password=⟦‹w12›⟧","--port=8080"]}"#, r#"["tool","--api-key=⟦‹opaque›⟧"]"#]),
    ("pair-argv-env", Json, &[r#"["docker","run","-e","DB_PASSWORD=⟦‹w16›⟧","-e","TZ=UTC","img"]"#, r#"{"Env":["PATH=/usr/bin","API_KEY=⟦‹w32›⟧","HOME=/root"]}"#]),
    ("pair-mcp-config", Json, &[r#"{"mcpServers":{"gh":{"command":"npx","args":["-y","server-github"],"env":{"GITHUB_TOKEN":"⟦‹look›⟧"}}}}"#, r#"{"mcpServers":{"x":{"url":"https://x.example.com/mcp","headers":{"Authorization":"⟨Bearer ⟩⟦‹opaque›⟧"}}}}"#]),
    ("pair-graphql", Json, &[r#"{"query":"mutation($u:String!,$p:String!){login(user:$u,password:$p){id}}","variables":{"u":"ada","password":"⟦‹look›⟧"}}"#, r#"{"query":"mutation{login(user:\"ada\",password:\"⟦‹w12›⟧\"){id}}"}"#]),
];

pub(super) const MADE: &[Made] = &[
    ("nested-once", Json, |rng| nested(rng, 1)),
    ("nested-twice", Json, |rng| nested(rng, 2)),
    ("nested-three-times", Json, |rng| nested(rng, 3)),
    ("nested-four-times", Json, |rng| nested(rng, 4)),
];

/// A sensitive member in JSON that is a string in JSON.
fn nested(rng: &mut Rng, depth: usize) -> Text {
    let template = rng.pick(&[
        r#"{"user":"‹user›","‹any›":"⟦‹look›⟧","n":1}"#,
        r#"{"‹any›":"⟦‹esc›⟧","list":[1,2]}"#,
        r#"{"‹any:pin›":⟦‹pin›⟧,"n":1}"#,
        r#"{"credentials":⟦{"user":"a","value":"‹look›"}⟧,"n":1}"#,
        r#"{"name":"‹scream›","value":"⟦‹look›⟧"}"#,
    ]);
    let mut text = Text::parse(&fill(rng, template));
    for _ in 0..depth {
        text = text.json().within(&fill(rng, r#"{"body":"{}","status":200,"id":‹n›}"#));
    }
    text
}
