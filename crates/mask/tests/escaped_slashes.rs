//! Slashes that strings of JSON escape, where a slash tells of a secret.

mod marked;

use marked::becomes;

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
