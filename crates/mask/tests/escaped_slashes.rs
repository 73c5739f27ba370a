//! Slashes that strings of JSON escape, where a slash tells of a secret.

mod marked;

use marked::{becomes, check_in, plain};

#[test]
fn slashes_are_escaped_in_urls_paths_and_elements() {
    for (text, expected) in [
        (
            r#"{"u":"postgres:\u002f\u002fapp:x7Qm2pL9@db:5432/x"}"#,
            r#"{"u":"postgres:\u002f\u002fapp:***@db:5432/x"}"#,
        ),
        (r#"{"u":"amqp:\/\u002Fapp:x7Qm2pL9@mq"}"#, r#"{"u":"amqp:\/\u002Fapp:***@mq"}"#),
        (r#"{"prod\/db_password":"x7Qm2pL9kd"}"#, r#"{"prod\/db_password":"***"}"#),
        (r#"{"v1\/prod\/api_key":"x7Qm2pL9kd"}"#, r#"{"v1\/prod\/api_key":"***"}"#),
    ] {
        becomes(text, expected);
    }
    let texts = [
        (r#"{"b":"<password>x7Qm2pL9<\/password>"}"#, r#"{"b":"<password>***<\/password>"}"#),
        (r#"{"u":"postgres:\u002f\u002fapp:x7Qm2pL9@db"}"#, r#"{"u":"postgres:\u002f\u002fapp:***@db"}"#),
    ];
    for (text, expected) in texts {
        let [text, expected] = [text, expected].map(|text| serde_json::json!({ "t": text }).to_string());
        becomes(&text, &expected);
        let [text, expected] = [text, expected].map(|text| serde_json::json!({ "t": text }).to_string());
        becomes(&text, &expected);
    }
    for text in [
        r#"{"u":"see \u002f\u002fapp:x7Qm2pL9@db"}"#,
        r#"{"u":"git:u002f\u002fapp:x7Qm2pL9@db"}"#,
        r#"{"prod\/reset_password":"\/users\/reset.html"}"#,
        r#"{"b":"<password>x7Qm2pL9<\\password>"}"#,
    ] {
        becomes(text, text);
    }
}

/// A string of JSON, as PHP writes it.
fn php(text: &str) -> String {
    serde_json::json!({ "n": 1, "text": text }).to_string().replace('/', "\\/")
}

fn php_in_php(text: &str) -> String {
    php(&php(text))
}

fn php_in_php_in_php(text: &str) -> String {
    php(&php_in_php(text))
}

#[test]
fn a_slash_tells_the_same_with_its_backslash() {
    for case in [
        "htpasswd -b /etc/nginx/.htpasswd admin ⟦Maple7RsZy4W7Z⟧",
        "curl -u ada:⟦Maple7Rs/Zy4W7Z⟧ https://example.com/x",
        "net use Z: //host/share /user:ada ⟦Maple7RsZy4W7Z⟧",
        "jdbc:oracle:thin:scott/⟦Maple7RsZy4W7Z⟧@//ora:1521/XE",
        "https://example.com/x?sv=2020&sig=⟦kR3vX9pQ2mL7tB4nW8cD/kR3vX9pQ2mL7tB4nW8cD%3D⟧",
        "Set-Cookie: id=⟦Maple7RsZy4W7Z⟧; Path=/; Secure",
        "Set-Cookie: id=⟦Maple7RsZy4W7Z⟧; path=/app; Secure",
        "{\"password\": \"⟦a/b/c/D9x!⟧\", \"b\": 1}",
        "setup.exe /user:bob /token:⟦iYScfwZnxyE0zk4qJuAQg1og⟧ /quiet",
        "npm config set //registry.npmjs.org/:_authToken ⟦FJ4DpvxR97P6C7⟧",
        "{\"op\":\"replace\",\"path\":\"/password\",\"value\":\"⟦Maple7RsZy4W7Z⟧\"}",
        "<db password=\"⟦HyNB7fa2\\⟧\"/>",
        "f({apiKey: \"⟦kR3vX9pQ2mL7tB4nW8cD1fG6hJ5sA0zE⟧\"}) // a/b",
        "{\"auth\": \"⟦kR3vX9pQ2mL7tB4nW8cD/kR3vX9pQ2mL7tB4nW8cD1fG=⟧\", \"b\": 1}",
        "client_secret: ⟦kR3vX9pQ/2mL7tB4nW8cD⟧\n",
        "SENTRY_DSN=https://a1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4:⟦b1c2c3d4a1b2c3d4a1b2c3d4a1b2c3d4⟧@o1.ingest.sentry.io/4",
    ] {
        check_in(&[plain, php, php_in_php, php_in_php_in_php], case);
    }
    for text in [
        "SENTRY_DSN=https://a1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4@o1.ingest.sentry.io/4",
        "{\"password\": \"/run/secrets/db\", \"b\": 1}",
        "password: /etc/secret/pw\n",
        "api_key: ~/keys/x\n",
        "secret: op://vault/item/password\n",
        "{\"password\": \"https://example.com/reset\"}",
        "{\"password\": \"n/a\"}",
        "curl -u 'http://localhost:80/x'",
        "{\"definitions\":{\"secret\":{\"id\":\"#/definitions/secret\",\"additional\":{\"a\":\"text\"}}}}",
        "htpasswd -b /etc/nginx/.htpasswd admin $PASSWORD",
    ] {
        check_in(&[plain, php, php_in_php, php_in_php_in_php], text);
    }
}
