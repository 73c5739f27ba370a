//! `<`, `>` and `&` as Go and others write them into JSON, so that no page takes them for its own
//! (<https://pkg.go.dev/encoding/json#Marshal>): what is read so is masked, or stays, as if it were written plainly.

mod marked;

use marked::{Form, becomes, check_in, plain};

/// A string of JSON, as Go writes it.
fn go(text: &str) -> String {
    let json = serde_json::json!({ "n": 1, "text": text, "z": [true] }).to_string();
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

fn go_in_go(text: &str) -> String {
    go(&go(text))
}

fn go_in_go_in_go(text: &str) -> String {
    go(&go_in_go(text))
}

const FORMS: &[Form] = &[plain, go, go_in_go, go_in_go_in_go];

#[test]
fn secrets_beside_signs_are_masked() {
    for case in [
        "<property name=\"a.password\">⟦Maple7RsZy4W7Z⟧</property>",
        "<string name=\"maps_api_key\">⟦kR3vX9pQ2mL7tB4nW8cD1fG6hJ5sA0zE⟧</string>",
        "<meta name=\"csrf-token\" content=\"⟦kR3vX9pQ2mL7tB4nW8cD1fG6hJ5sA0zE⟧\">",
        "<input type=\"hidden\" name=\"csrf_token\" value=\"⟦kR3vX9pQ2mL7tB4nW8cD1fG6hJ5sA0zE⟧\"/>",
        "<add value=\"⟦Maple7RsZy4W7Z⟧\" key=\"ApiSecret\" />",
        "<key>api_token</key>\n<string>⟦kR3vX9pQ2mL7tB4nW8cD1fG6hJ5sA0zE⟧</string>",
        "<name>db.password</name><value>⟦Maple7RsZy4W7Z⟧</value>",
        "<password type=\"x\">⟦Maple7RsZy4W7Z⟧</password>",
        "~ password = \"⟦Maple7RsZy4W7Z⟧\" -> \"⟦Maple7RsZy4W7Zx⟧\"",
        "\"db_password\" -> \"⟦Maple7RsZy4W7Z⟧\"",
        "password <- \"⟦Maple7RsZy4W7Z⟧\"",
        "api_token: >-\n  ⟦kR3vX9pQ2mL7tB4nW8cD1fG6hJ5sA0zE⟧\nname: x",
        "{\"password\": \"⟦ma<ple&7Rs>Zy⟧\", \"b\": 1}",
        "a?b=c&password=⟦Maple7RsZy4W7Z⟧&x=y",
        "mysqldump -uroot -p'⟦a b-9⟧' shop > x.sql",
        "pulumi config set --secret --path db.url ⟦s3cr3t9⟧ && pulumi up",
        "login --password ⟦Maple7RsZy4W7Z⟧ > /dev/null && exit",
        "Authorization: Bearer ⟦kR3vX9pQ2mL7tB4nW8cD1fG6hJ5sA0zE⟧ <ada@example.com>",
    ] {
        check_in(FORMS, case);
    }
}

#[test]
fn placeholders_and_types_in_such_brackets_stay() {
    for text in [
        "Authorization: Bearer <token>",
        "curl -H \"Authorization: Bearer <token>\" https://x",
        "Authorization: Token <token>",
        "x-api-key: <api-key>",
        "password: <password>",
        "PASSWORD=<password>",
        "export TOKEN=<token>",
        "{\"password\": \"<password>\", \"b\": 1}",
        "token: \"<YOUR-TOKEN>\"",
        "secret: \"<redacted>\"",
        "password: <<PASSWORD>>",
        "api_key=<key>&q=1",
        "--token=<TOKEN>",
        "token: Promise<string>",
        "password: Option<String>",
        "<password></password>",
        "const password = () => getPassword()",
        "if password == a && b > c",
        "password = [\"Django>=4.2.dev1\", \"passlib[argon2] ~= 1.7.*\"]\n",
        "-U sa -P <password>",
        "<input type=\"password\" name=\"password\">",
    ] {
        check_in(FORMS, text);
    }
}

/// Digits may be large letters, and other encoders write other signs so, too.
#[test]
fn such_signs_may_be_written_in_large_digits() {
    becomes(
        r#"{"t":"\u003Cproperty name=\u0022a.password\u0022\u003EMaple7RsZy4W7Z\u003C/property\u003E"}"#,
        r#"{"t":"\u003Cproperty name=\u0022a.password\u0022\u003E***\u003C/property\u003E"}"#,
    );
    let text = r#"{"t":"token: \u003CYOUR-TOKEN\u003E"}"#;
    becomes(text, text);
}
