//! What must be masked, and what must not change by a byte.
//!
//! Secrets are put together from pieces, so that no leak scanner takes this file for a leak.

use std::borrow::Cow;

use gate_mask::Masker;

/// Letters and digits that look drawn at random.
fn random(len: usize) -> String {
    const POOL: &[u8] = b"aZ4kT9xQ2mWc7LpR1vYs8HbN3gUeJ6fDo5Xt";
    (0..len).map(|at| char::from(POOL[(at * 7 + at / POOL.len()) % POOL.len()])).collect()
}

fn upper(len: usize) -> String {
    random(len).to_ascii_uppercase()
}

fn masked(text: &str) -> String {
    Masker::default().mask_str(text).into_inner().into_owned()
}

/// Rule id and token.
fn tokens() -> Vec<(&'static str, String)> {
    let jwt = format!("{}{}.{}{}.{}", "eyJ", random(30), "eyJ", random(60), random(43));
    vec![
        ("aws-access-key-id", format!("{}{}", "AKIA", upper(16))),
        ("aws-access-key-id", format!("{}{}", "ASIA", upper(16))),
        ("github-token", format!("{}{}", "ghp_", random(36))),
        ("github-token", format!("{}{}", "gho_", random(36))),
        ("github-app-token", format!("{}{}", "ghu_", random(36))),
        ("github-app-token", format!("{}{}", "ghs_", random(36))),
        ("github-token", format!("{}{}", "ghr_", random(76))),
        ("github-fine-grained-token", format!("{}{}_{}", "github_pat_", random(22), random(59))),
        ("gitlab-token", format!("{}{}", "glpat-", random(20))),
        ("gitlab-token", format!("{}{}-{}", "glpat-", random(12), random(12))),
        ("slack-token", format!("{}1234567890-{}", "xoxb-", random(24))),
        ("slack-token", format!("{}1234567890-{}", "xoxp-", random(24))),
        ("slack-app-token", format!("{}1-A0123-{}", "xapp-", random(64))),
        ("stripe-key", format!("{}{}", "sk_live_", random(24))),
        ("stripe-key", format!("{}{}", "rk_live_", random(99))),
        ("stripe-key", format!("{}{}", "sk_test_", random(24))),
        ("openai-key", format!("{}{}", "sk-proj-", random(120))),
        ("openai-key", format!("{}{}", "sk-svcacct-", random(60))),
        ("openai-legacy-key", format!("{}{}", "sk-", random(48))),
        ("anthropic-key", format!("{}api03-{}-{}", "sk-ant-", random(60), random(30))),
        ("google-api-key", format!("{}{}", "AIza", random(35))),
        ("npm-token", format!("{}{}", "npm_", random(36))),
        ("pypi-token", format!("{}{}{}", "pypi-AgEI", "cHlwaS5vcmc", random(120))),
        ("hugging-face-token", format!("{}{}", "hf_", random(34))),
        ("sendgrid-key", format!("{}{}.{}", "SG.", random(22), random(43))),
        ("jwt", jwt),
    ]
}

#[test]
fn tokens_are_masked_wherever_they_stand() {
    let around = [
        ("", ""),
        ("see ", " there"),
        ("{\"note\": \"use ", " now\"}"),
        ("{\"log\": \"a\\n", "\\nb\"}"),
        ("\"\\u00e9", "\""),
        ("https://example.com/?k=", "&x=1"),
        ("'", "'"),
        ("(", ")."),
        ("k%3D", "%26"),
    ];
    for (rule, token) in tokens() {
        for (before, after) in around {
            let text = format!("{before}{token}{after}");
            let masked = Masker::default().mask_str(&text);
            assert_eq!(masked.get(), &format!("{before}***{after}"), "{rule}");
            assert_eq!(masked.findings().iter().next().map(|f| f.rule()), Some(rule));
        }
    }
}

#[test]
fn words_that_hold_a_token_are_not_tokens() {
    for (rule, token) in tokens() {
        let text = format!("x{token}");
        assert!(matches!(Masker::default().mask_str(&text).into_inner(), Cow::Borrowed(_)), "{rule}");
    }
}

#[test]
fn values_of_sensitive_names_are_masked() {
    let cases = [
        // JSON of any type and spelling.
        (r#"{"password": "hunter2"}"#, r#"{"password": "***"}"#),
        (r#"{"db_password":"a\"b\\"}"#, r#"{"db_password":"***"}"#),
        (r#"{"clientSecret":  12345 , "a": 1}"#, r#"{"clientSecret":  "***" , "a": 1}"#),
        (r#"{"x-api-key": ["a", {"b": "]"}], "c": [1]}"#, r#"{"x-api-key": ["***", {"b": "]"}], "c": [1]}"#),
        (r#"{"credentials": {"user": "u", "key": "}"}}"#, r#"{"credentials": {"user": "***", "key": "}"}}"#),
        (r#"{"secret":"x"}"#, r#"{"secret":"***"}"#),
        (r#"{"pin":-1.5e3}"#, r#"{"pin":"***"}"#),
        (r#"{"\u0070ass\u0077ord": "x1"}"#, r#"{"\u0070ass\u0077ord": "***"}"#),
        (r#"{"APIKey":"a","RefreshToken":"b"}"#, r#"{"APIKey":"***","RefreshToken":"***"}"#),
        ("{\n  \"otp\"\n  :\n  \"123456\"\n}", "{\n  \"otp\"\n  :\n  \"***\"\n}"),
        (r#"{"authorization": "Bearer abc"}"#, r#"{"authorization": "Bearer ***"}"#),
        (r#"{"name": "DB_PASSWORD", "value": "x y"}"#, r#"{"name": "DB_PASSWORD", "value": "***"}"#),
        (r#"{"args":["--token","abc"]}"#, r#"{"args":["--token","***"]}"#),
        // JSON in a string of JSON, to any of five levels.
        (r#"{"a":"{\"token\":\"x\\\"y\",\"b\":1}"}"#, r#"{"a":"{\"token\":\"***\",\"b\":1}"}"#),
        (r#"{"a":"{\"pin\": 1234}"}"#, r#"{"a":"{\"pin\": \"***\"}"}"#),
        (
            r#"{"a":"{\"b\":\"{\\\"secret\\\":[\\\"x\\\"]}\"}"}"#,
            r#"{"a":"{\"b\":\"{\\\"secret\\\":[\\\"***\\\"]}\"}"}"#,
        ),
        (r#"{"a":"{\"token\":\"cut"}"#, r#"{"a":"{\"token\":\"***"}"#),
        // Text.
        ("DB_PASSWORD=hunter2\nA=b", "DB_PASSWORD=***\nA=b"),
        ("export API_KEY='a b'\n", "export API_KEY='***'\n"),
        ("SECRET_KEY=\"a b\"", "SECRET_KEY=\"***\""),
        ("url?user=a&password=b&c=d", "url?user=a&password=***&c=d"),
        ("  password: hunter2\n  user: ada", "  password: ***\n  user: ada"),
        ("Authorization: Bearer abc\r\nAccept: */*", "Authorization: Bearer ***\r\nAccept: */*"),
        ("curl -H 'X-Api-Key: abc123' x", "curl -H 'X-Api-Key: ***' x"),
        ("Cookie: sid=abc; theme=dark\r\n", "Cookie: sid=***; theme=dark\r\n"),
        ("Server=db;User Id=sa;Pwd=s3cret;", "Server=db;User Id=sa;Pwd=***;"),
        ("login failed, password: hunter2, user bob", "login failed, password: ***, user bob"),
        ("mysql --password s3cret-9 db", "mysql --password *** db"),
        ("secret_key = 8f3b1c\n", "secret_key = ***\n"),
        ("os.environ[\"API_KEY\"] = \"abc\"", "os.environ[\"API_KEY\"] = \"***\""),
        // Text in a string of JSON.
        (r#"{"env":"A=1\nTOKEN=abc\nB=2"}"#, r#"{"env":"A=1\nTOKEN=***\nB=2"}"#),
        (r#"{"cmd":"x --password=\"a b\" y"}"#, r#"{"cmd":"x --password=\"***\" y"}"#),
    ];
    for (text, expected) in cases {
        assert_eq!(masked(text), expected);
    }
}

#[test]
fn headers_and_urls_are_masked() {
    let basic = format!("{} {}", "Basic", "dXNlcjpwYXNz");
    let cases = [
        (format!("got {basic} there"), "got Basic *** there".to_owned()),
        (format!("bearer {}", random(24)), "bearer ***".to_owned()),
        ("postgres://app:p%40ss@db/x".to_owned(), "postgres://app:***@db/x".to_owned()),
        ("redis://:p@ss@cache".to_owned(), "redis://:***@cache".to_owned()),
    ];
    for (text, expected) in cases {
        assert_eq!(masked(&text), expected);
    }
}

#[test]
fn private_keys_are_masked_between_their_markers() {
    for label in ["", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED "] {
        let begin = format!("-----{} {label}{} KEY-----", "BEGIN", "PRIVATE");
        let end = format!("-----END {label}{} KEY-----", "PRIVATE");
        let body = format!("{}\n{}\n{}==", random(64), random(64), random(20));
        let plain = format!("a\n{begin}\n{body}\n{end}\nb");
        assert_eq!(masked(&plain), format!("a\n{begin}\n***\n{end}\nb"));

        let escaped = plain.replace('\n', "\\n");
        let expected = format!("a\\n{begin}\\n***\\n{end}\\nb");
        assert_eq!(masked(&format!("{{\"k\":\"{escaped}\"}}")), format!("{{\"k\":\"{expected}\"}}"));

        let twice = plain.replace('\n', "\\\\n");
        let expected = expected.replace("\\n", "\\\\n");
        assert_eq!(
            masked(&format!("\"{{\\\"k\\\":\\\"{twice}\\\"}}\"")),
            format!("\"{{\\\"k\\\":\\\"{expected}\\\"}}\"")
        );

        let cut = format!("{begin}\n{}\n{}", random(64), random(10));
        assert_eq!(masked(&cut), format!("{begin}\n***"));
        let cut = format!("{{\"k\":\"{begin}\\n{}\\n\",\"a\":1}}", random(64));
        assert_eq!(masked(&cut), format!("{{\"k\":\"{begin}\\n***\\n\",\"a\":1}}"));

        let info = format!("{begin}\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00FF\n\n{body}\n{end}");
        assert_eq!(masked(&info), info.replace(&body, "***"));
    }
}

#[test]
fn nothing_else_changes() {
    let public = format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----", random(64));
    let cases = [
        // Numbers about tokens, and other keys.
        r#"{"max_tokens": 100, "total_tokens": 5, "input_tokens": 3, "usage": {"outputTokens": 1}}"#,
        r#"{"nextPageToken": "CAUQAA", "progressToken": 7, "continuation_token": "abc123"}"#,
        r#"{"objectKey": "a/b", "publishable_key": "pk_1", "primaryKey": "id", "public_key": "x"}"#,
        r#"{"password_reset_url": "https://x/y", "tokenizer": "bpe", "author": "ada"}"#,
        r#"{"token_type": "bearer", "secretary": "bob", "sessionId": "3f2a", "keyboard": "us"}"#,
        r#"{"password": "***", "token": "", "secret": null, "apiKey": true}"#,
        // Placeholders.
        r#"{"api_key": "YOUR_API_KEY", "token": "<token>", "secret": "${TOKEN}", "pwd": "xxxx"}"#,
        "API_KEY=$API_KEY TOKEN=<token> password=${PASSWORD}",
        "Authorization: Bearer <token>",
        "Authorization: Bearer ${TOKEN}",
        "postgres://user:${PASSWORD}@host/db https://u:***@h",
        "sk-ant-your-api-key-goes-here-please",
        "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        // Prose.
        "The token is required. A password: it must be long. Basic usage of bearer tokens.",
        "Choose a basic authentication, bearer token or API key; secret: see the manual.",
        r#"{"description": "The password:", "next": "value"}"#,
        r#"{"description": "like token=", "required": ["password", "token"]}"#,
        // Schemas.
        r#"{"properties": {"password": {"type": "string", "minLength": 8}}}"#,
        r#"{"properties": {"token": {"description": "A token.", "type": "string"}}}"#,
        // Code.
        "let token = request.token();\nlet secret = secret;\nif password == other { }",
        "def connect(user: str, password: str = None): self.password = password",
        "connect(token=token, password=self.password, secret=settings.secret)",
        "interface A {\n  password: string;\n  token: Option<String>,\n}",
        "const apiKey = process.env.API_KEY;",
        // Things that look random.
        "commit 3f786850e387550fdaa836b0a5f2ad8c5b2a7e4d id 550e8400-e29b-41d4-a716-446655440000",
        "\"integrity\": \"sha512-9NET910DNaIPngYnLLPeg+Ogzqsi9uM4mSboU5y6p8S5DzMTVEsJZrawi+BoDNUVBa2DhJqQYUFvMDfgU062LQ==\"",
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4",
        "https://example.com:8080/@scope/pkg?email=a@b.c git@github.com:a/b ssh://git@host/x",
        "trace 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 task-0123456789",
        "PWD=/home/ada OLDPWD=/ tests: pass: 12 shopping spin 3",
        &public,
    ];
    for text in cases {
        let masked = Masker::default().mask_str(text);
        assert_eq!(masked.get(), text);
        assert!(masked.findings().is_empty());
        assert!(matches!(masked.get(), Cow::Borrowed(_)));
    }
}

#[test]
fn invalid_utf8_passes_through() {
    let masked = Masker::default().mask_bytes(b"\xff\xfe token=abc123\xff \xc0");
    assert_eq!(masked.get().as_ref(), b"\xff\xfe token=*** \xc0");
}

#[test]
fn builder_options_are_obeyed() {
    let masker = Masker::builder()
        .sensitive_keys(["badge_number", "internalRef"])
        .without_rule("url-userinfo")
        .style(gate_mask::Style::KeepLast4)
        .build()
        .unwrap();
    assert!(masker.sensitive_key("user-badge-number"));
    assert!(!masker.sensitive_key("abadge_number"));
    assert_eq!(masker.mask_str("INTERNAL_REF=a1").get(), "INTERNAL_REF=***");
    assert_eq!(masker.mask_str("x://u:p1@h").get(), "x://u:p1@h");
    let once = masker.mask_str(r#"{"token": "0123456789abcdef"}"#).into_owned();
    assert_eq!(once.get(), r#"{"token": "***cdef"}"#);
    assert_eq!(masker.mask_str(&once).get(), once.get());

    assert!(Masker::builder().without_rule("nope").build().is_err());
    assert!(Masker::builder().sensitive_key("_-_").build().is_err());
    let unnamed = Masker::builder().without_rule("key-name").build().unwrap();
    assert_eq!(unnamed.mask_str("password=hunter2").get(), "password=hunter2");
}

#[test]
fn a_mark_hides_only_itself() {
    assert_eq!(masked(r#"{"password": "***realsecret"}"#), r#"{"password": "***"}"#);
}

#[test]
fn values_whose_name_is_known_are_masked_whole() {
    let masker = Masker::default();
    assert_eq!(masker.mask_value_of("Authorization", "Bearer abc").get(), "Bearer ***");
    assert_eq!(masker.mask_value_of("authorization", "***").get(), "***");
    assert_eq!(masker.mask_value_of("DB_PASSWORD", "a b").get(), "***");
    assert_eq!(masker.mask_value_of("DB_PASSWORD", "${PW}").get(), "${PW}");
    assert_eq!(masker.mask_value_of("url", "x://u:pw1@h").get(), "x://u:***@h");
    let masked = masker.mask_value_of("cookie", "a=b");
    assert_eq!(masked.findings().total(), 1);
    assert!(!format!("{masked:?} {masker:?}").contains("a=b"));
}
