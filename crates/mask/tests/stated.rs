//! Values that say what a secret is, where it is or how it is, and the secrets in the same places.

mod marked;

use marked::{check_all, check_all_in, masked, plain, stays};

#[test]
fn objects_of_public_members_are_looked_into() {
    stays(&[
        r#"{"flows":{"clientCredentials":{"tokenUrl":"https://idp.example.com/token","scopes":{"read":"r"}}}}"#,
        r#"{"credential":{"id":"c1","type":"oauth"},"n":1}"#,
        r#"{"credentials":{"slackApi":{"id":"17","name":"Slack account 2"}}}"#,
        r#"{"cookie":{"maxAge":3600000,"sameSite":"lax","secure":true,"httpOnly":true}}"#,
        r#"{"token":{"symbol":"USDC","decimals":6}}"#,
        r#"{"token":{"address":"0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48","decimals":6}}"#,
        r#"{"volumes":[{"name":"s","secret":{"secretName":"db","defaultMode":420}}]}"#,
        r#"{"secret":{"defaultMode":420,"items":[{"key":"a","path":"b"}],"secretName":"db"}}"#,
    ]);
    let session = "IQoJb3JpZ2luX2VjE".repeat(40);
    let sts = format!(
        "{{\n  \"Credentials\": {{\n    \"AccessKeyId\": \"{}{}\",\n    \"SecretAccessKey\": \"⟦{}⟧\",\n    \
         \"SessionToken\": \"⟦{session}⟧\",\n    \"Expiration\": \"2026-03-04T10:10:10Z\"\n  }}\n}}",
        "⟦ASIA", "IOSFODNN7ABCDEFG⟧", "wJalrXUtnFEMI9K7MDENGabPxRfiCYzzKLMNOPQR",
    );
    let long = format!(r#"{{"credentials":{{"username":"ada","token":"⟦{}⟧","n":"x"}}}}"#, "aB3".repeat(500));
    check_all(&[
        &sts,
        &long,
        r#"{"credentials":{"username":"ada","password":"⟦hunter2⟧"}}"#,
        r#"{"token":{"access_token":"⟦abc⟧","expires_in":3600,"token_type":"Bearer"}}"#,
    ]);
}

#[test]
fn objects_with_a_member_that_says_nothing_are_masked_but_for_their_settings() {
    for object in [
        r#"{"username":"⟦ada⟧","value":"⟦hunter2⟧"}"#,
        r#"{"username":"⟦ada⟧","password":"⟦x⟧","value":"⟦hunter2⟧"}"#,
        r#"{"id":"⟦aB3dE5fG7hJ9kL1m⟧","name":"x"}"#,
        r#"{"value":"⟦abc⟧","maxAge":1}"#,
        r#"{"slackApi":{"id":"17","data":"⟦hunter2⟧"}}"#,
        r#"{"a":"⟦b1c2d3e4⟧"}"#,
    ] {
        for name in ["credentials", "token", "secret", "cookie", "password"] {
            check_all_in(&[plain], &[&format!(r#"{{"{name}":{object},"n":1}}"#)]);
        }
    }
}

#[test]
fn pieces_of_text_are_no_tokens_that_open_anything() {
    stays(&[
        r#"{"logprobs":{"content":[{"token":"Hello","logprob":-0.1,"bytes":[72,105]}]}}"#,
        r#"{"top_logprobs":[{"token":" the","logprob":-1.2},{"token":"\n","logprob":-3}]}"#,
        r#"{"logprob":-0.1,"bytes":null,"token":"Hello"}"#,
        r#"{"token":"hello","start_offset":0,"end_offset":5,"type":"<ALPHANUM>","position":0}"#,
        r#"{"token":"hello","type":"word","start_offset":0}"#,
        r#"{"rules":[{"token":"keyword.control","foreground":"569cd6"}]}"#,
        "{ token: 'comment', foreground: '6A9955', fontStyle: 'italic' }",
        r#"{"token":"the","pos":"DET","lemma":"the"}"#,
        r#"{"secretKey":"password","remoteRef":{"key":"prod/db","property":"password"}}"#,
        r#"{"remoteRef":{"key":"prod/db","property":"password"},"secretKey":"password"}"#,
    ]);
    check_all(&[
        r#"{"token":"⟦hunter2⟧","user":"Hello","id":1}"#,
        r#"{"token":"⟦xK9fL2mQ8rT4vW6z⟧","logprob":-0.1}"#,
        r#"{"access_token":"⟦Hello⟧","logprob":-0.1}"#,
        r#"{"a":{"logprob":-0.1},"b":{"token":"⟦hunter2⟧"}}"#,
        r#"{"token":"⟦hunter2⟧","x":{"logprob":-0.1}}"#,
        r#"{"x":{"logprob":-0.1},"token":"⟦hunter2⟧"}"#,
        r#"{"secretKey":"⟦hunter2⟧","region":"eu","x":1}"#,
    ]);
}

#[test]
fn how_a_token_is() {
    stays(&[
        r#"{"status":{"token":"ok","session":"active"}}"#,
        r#"{"accessToken":"expired","otp":"disabled"}"#,
        "Token: valid\n",
        "Session: active\n",
    ]);
    check_all(&[
        r#"{"token":"⟦expired1x9Q⟧","password":"⟦active⟧"}"#,
        r#"{"secret":"⟦valid⟧"}"#,
        "Session: ⟦active9⟧\n",
    ]);
}

#[test]
fn what_a_secret_must_be_and_how_long_it_is() {
    stays(&[
        "'password' => 'required|string|min:8|confirmed',\n",
        r#"{"password":"required|min:8","token":"required|string"}"#,
        r#"{"password":"must be at least 8 characters"}"#,
        r#"{"password":"Must contain at least 1 digit and 1 symbol."}"#,
        "Type:  Opaque\n\nData\n====\npassword:  16 bytes\napi-key:   40 bytes\ntoken:     715 bytes\n",
        r#"{"otp":"One-time code","cvv":"CVV","pin":"PIN"}"#,
    ]);
    check_all(&[
        "'password' => '⟦required|x9f⟧',\n",
        r#"{"password":"⟦the cat at 8 in the morning⟧"}"#,
        r#"{"password":"⟦16 bytesx⟧"}"#,
        r#"{"otp":"⟦483920⟧","cvv":"⟦831⟧","pin":"⟦abc⟧"}"#,
    ]);
}

#[test]
fn words_under_a_name_that_is_no_label() {
    check_all(&[
        r#"{"timeout":30,"clientSecret":"⟦the rain in spain⟧"}"#,
        "os.environ['AWS_SECRET_ACCESS_KEY'] = '⟦the rain in spain⟧'\n",
        "DataSource{url='x', rootPassword='⟦the rain in spain⟧', port=5432}\n",
    ]);
    stays(&[
        r#"{"password":"the rain in spain"}"#,
        r#"{"apiKey":"a key of the account","clientSecret":"from the console of the vendor"}"#,
        r#"{"dbPassword":"must be at least eight characters","newPassword":"Can be the one of the app."}"#,
        r#"{"clientSecret":"used for the login of the app"}"#,
    ]);
}

#[test]
fn what_a_secret_is_called_and_where_it_is() {
    stays(&[
        "const TOKEN_KEY = \"auth_token\";\n",
        "const ACCESS_TOKEN_KEY = \"accessToken\";\n",
        "export const SET_PASSWORD = \"user/SET_PASSWORD\";\n",
        "export const REFRESH_TOKEN = 'auth/refreshToken';\n",
        "const SESSION_COOKIE = \"sid\";\n",
        r#"{"password":"form.password"}"#,
        "pin = GPIO.PIN_17\n",
        "    pin: GPIO13\n",
        "[user]\n\tsigningkey = 0x2F2EDD4224C53208\n",
        "helm upgrade x . --set auth.existingSecret=redis\n",
        "passwordSecretName: pg\npasswordSecretKey: pw\n",
        "System.Web, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a\n",
        r#"<assemblyIdentity name="x" publicKeyToken="b77a5c561934e089" culture="neutral"/>"#,
        r#"{"password":"secret://db","token":"secretref:db-token"}"#,
        r#"{"password":"CHANGE_ME","token":"(unchanged)","secret":"not set"}"#,
        "password: change-me-in-production\n",
    ]);
    let key = "696053f1ed34a5b54264857a954928f1";
    stays(&[
        &format!("Sentry.init({{ dsn: 'https://{key}@o859357.ingest.us.sentry.io/4504612' }});\n"),
        &format!("SENTRY_DSN=https://{key}@o859357.ingest.sentry.io/4504612\n"),
    ]);
    check_all(&[
        "const TOKEN_KEY = \"⟦aB3xk99⟧\";\n",
        "const API_KEY = \"⟦accessToken⟧\";\n",
        "const SESSION_COOKIE = \"⟦x9f8a7s6⟧\";\n",
        r#"{"password":"⟦form.hunter⟧"}"#,
        "    pin: ⟦4831⟧\n",
        "JWT_SIGNING_KEY=⟦0x2F2EDD4224C53208⟧\n",
        "helm upgrade x . --set auth.secret=⟦redis1⟧\n",
        "tokenSecretKey: ⟦pw12⟧\n",
        r#"{"password":"⟦CHANGE_ME_9x⟧"}"#,
        &format!("SENTRY_DSN=https://{key}:⟦{key}⟧@o859357.ingest.sentry.io/4504612\n"),
        &format!("DSN=⟦https://{}@db.example.com/x⟧\n", &key[1..]),
    ]);
}

#[test]
fn words_that_only_have_the_name_in_them() {
    check_all(&[
        r#"{"API_KEY":"⟦ember hockey olive lantern⟧","n":1}"#,
        r#"{"api_key":"⟦tiger hazel olive monkey⟧"}"#,
        "const apiKey = \"⟦monkey tiger olive⟧\";\n",
    ]);
    stays(&[
        r#"{"apiKey":"Your key, as shown","API_KEY":"Enter the ApiKey"}"#,
        r#"{"api_key":"the apikey of the account"}"#,
    ]);
}

#[test]
fn what_may_be_done_and_words_of_a_language() {
    stays(&[
        r#"{"permissions":{"organization_secrets":"read","secrets":"write","id_token":"write"}}"#,
        r#"{"arguments":[{"name":"withscores","type":"pure-token","token":"WITHSCORES"}]}"#,
        "        cookies: RequestsCookieJar,\n        session: SessionStore\n",
        r#"{"extended_authorization":{"status":"disabled"},"n":1}"#,
    ]);
    check_all(&[
        r#"{"secrets":"⟦reader⟧"}"#,
        r#"{"token":"⟦WITHSCORES4⟧","a":1}"#,
        "cookies: ⟦Zk29dkwP20dkWp29Ak39⟧\n",
    ]);
}

#[test]
fn what_is_no_object_of_json() {
    stays(&[
        "\t\t\"normal secret\": { finding: Finding{RuleID: \"x\"}, want: 1 },\n",
        "  \"Secret\": {{ quote .Secret }},\n",
        r#"{"token":{"id":157612,"text":" hello","logprob":-0.21,"special":false},"details":null}"#,
    ]);
    let text = r#"{"secret":{"id":157612,"text":"hello"},"n":1}"#;
    assert_eq!(masked(text), r#"{"secret":{"id":157612,"text":"***"},"n":1}"#);
}

#[test]
fn names_of_what_is_stored() {
    stays(&[
        "INTERNAL_RESET_SESSION_TOKEN = \"_password_reset_token\"\n",
        "INTERNAL_RESET_URL_TOKEN = \"set-password\"\n",
        "x = kwargs.get(\"session_key_value\", \"redirect_to\")\n",
        "  cookie_key: \"request_logger\"\n",
    ]);
    check_all(&[
        "INTERNAL_TOKEN = \"⟦_password_reset_4711⟧\"\n",
        "API_TOKEN = \"⟦my-super-secret-auth-token⟧\"\n",
        "  cookie_key: \"⟦request_logger_9x⟧\"\n",
    ]);
}

#[test]
fn what_logs_call_a_session_or_a_token() {
    stays(&[
        "Info  CBS    Session: 30546173_4261722401 initialized by client\n",
        "W Am: Bad activity token: android.os.BinderProxy@2bd79ce\n",
    ]);
    check_all(&[
        "Info  CBS    Session: ⟦30546173_a261722401⟧ initialized by client\n",
        "W Am: Bad activity token: ⟦android.os.BinderProxy@2bd79ce-4x⟧\n",
    ]);
}

#[test]
fn keys_and_cookies_that_are_not_shown() {
    stays(&[
        r#"{"client_secret":"fcsess_..._secret_...","n":1}"#,
        "  privateKey: \"-----BEGIN PRIVATE KEY-----\\n...\",\n",
        "  privateKey: \"-----BEGIN PRIVATE KEY-----\\n...\\n-----END PRIVATE KEY-----\\n\",\n",
        "# export SLACK_BOT_TOKEN=xoxb-***\n",
        "Cookie: session=<session-id>; csrf=${CSRF}\n",
        "LoadCredential=token:/etc/cobalt/token\n",
    ]);
    check_all(&[
        r#"{"client_secret":"⟦fcsess_a4_secret_9xk29dkwP⟧","n":1}"#,
        r#"{"client_secret":"⟦abcdefgh...ijklmnop9...⟧","n":1}"#,
        "# export SLACK_BOT_TOKEN=⟦zyxw-***⟧\n",
        "# export SLACK_BOT_TOKEN=⟦xoxb-***realsecret⟧\n",
        "SLACK_BOT_TOKEN=⟦***realsecret⟧\n",
        "Cookie: session=⟦9303bdfd17⟧; csrf=${CSRF}\n",
        "LoadCredential=⟦token:Zk29dkwP20dk⟧\n",
    ]);
}

#[test]
fn what_puts_a_secret_there() {
    stays(&[
        r#"{"password":"env.TOKEN","secret":"ENV[\"TOKEN\"]","token":"`cat token.txt`"}"#,
        "AUTH_TOKEN=ENV[\"TOKEN\"]\nAPI_KEY=env['API_KEY']\n",
        "<password>&lt;token&gt;</password><secret>&lt;your-secret&gt;</secret>\n",
        "https://x.io/v1?api_key=sk-...&b=1 https://x.io/v1?api_key=sk-...\n",
        r#"{"scripts":{"reset-password":"node x.js","generate-token":"npm run token -- --env=dev"}}"#,
        "Secrets: we store them in Vault. Passwords: 1Password. Tokens: short-lived only.\n",
    ]);
    check_all(&[
        r#"{"password":"⟦env.Token9x⟧","secret":"⟦ENVironment9⟧","token":"⟦`hunter2 x`⟧"}"#,
        "<password>⟦&lt;ab9&gt;x⟧</password>\n",
        "https://x.io/v1?api_key=⟦x9ab7kk2mq⟧.\n",
        r#"{"reset-password":"⟦node9x⟧","password":"⟦node x.js⟧"}"#,
        "Password: ⟦1Password9⟧\n",
    ]);
}
