//! Secrets that the name of their key gives away, in the ways names and values are written.

use gate_mask::Masker;

/// `⟦` and `⟧` stand around what must become `***`; a bare JSON value becomes a string.
fn check(cases: &[&str]) {
    let masker = Masker::default();
    for case in cases {
        let raw = case.replace(['⟦', '⟧'], "");
        let mut expected = String::new();
        let mut rest = *case;
        while let Some((before, after)) = rest.split_once('⟦') {
            let (_, after) = after.split_once('⟧').expect("every ⟦ of a case is closed");
            expected.push_str(before);
            expected.push_str("***");
            rest = after;
        }
        expected.push_str(rest);
        let once = masker.mask_str(&raw).into_owned();
        assert_eq!(once.get(), &expected, "of {raw}");
        assert_eq!(masker.mask_str(once.get()).get(), once.get(), "masked twice");
        let line = format!("a: 1\n{raw}\n");
        let string = serde_json::Value::from(line).to_string();
        let inner = serde_json::Value::from(format!("a: 1\n{expected}\n")).to_string();
        assert_eq!(masker.mask_str(&string).get(), &inner, "in a string of JSON");
    }
}

#[test]
fn settings() {
    check(&[
        "DB_PASSWORD=⟦hunter2⟧",
        "export API_KEY='⟦a b⟧'",
        "SECRET_KEY=\"⟦a b⟧\"",
        "DB_PASSWORD=${DB_PASSWORD:-⟦x9y8z7⟧}",
        "password: ⟦hunter2⟧",
        "  api-key: ⟦abc-123⟧ # rotate",
        "password: '⟦it''s⟧'",
        "token: !!str ⟦12345⟧",
        "secret_key = ⟦8f3b1c⟧",
        "pin = ⟦1234⟧",
        "db = { user = \"app\", password = \"⟦x, y⟧\", port = 5432 }",
        "ENV API_TOKEN ⟦abc123⟧",
        "set -gx API_KEY ⟦abc123⟧",
        "Server=db;User Id=sa;Pwd=⟦s3cret⟧;",
    ]);
}

#[test]
fn values_on_lines_of_their_own() {
    check(&[
        "tls:\n  private_key: |\n    ⟦abc\n    def⟧\n  port: 1",
        "api_keys:\n  - ⟦9f8e7d6c5b⟧\n  - \"⟦x y⟧\"\nregions:\n  - eu",
        "- name: DB_PASSWORD\n  value: ⟦hunter2⟧\n- name: TZ",
        "[mail]\npassword = ⟦letmein⟧\nport = 25",
        "user: app\npassphrase: ⟦maple otter quartz⟧\npool: 5",
    ]);
}

#[test]
fn commands_headers_and_forms() {
    check(&[
        "tool login --password ⟦hunter2⟧ -v",
        "tool --api-key=⟦abc123⟧ run",
        "mysql --password \"⟦a b⟧\"",
        "Authorization: Bearer ⟦abc123⟧",
        "Authorization: ⟦abc123⟧",
        "curl -H 'X-Api-Key: ⟦abc123⟧' x",
        "url?user=a&password=⟦b⟧&c=d",
        "ts=1 level=info password=⟦letmein⟧ status=200",
        "| password | ⟦mK6qBas9⟧ |",
        "**Password:** `⟦hunter2!⟧`",
        "my password is ⟦hunter2!⟧ now",
    ]);
}

#[test]
fn markup() {
    check(&[
        "<password>⟦x y⟧</password>",
        "<wsse:Password Type=\"t\">⟦x&amp;y⟧</wsse:Password>",
        "<password><![CDATA[⟦a<b⟧]]></password>",
        "<db user='a' password='⟦x⟧'/>",
        "<add key=\"ApiKey\" value=\"⟦x⟧\" />",
        "<property name=\"db.password\">⟦x⟧</property>",
        "<key>Password</key>\n<string>⟦x⟧</string>",
    ]);
}

#[test]
fn code() {
    check(&[
        "const PASSWORD: &str = \"⟦x y⟧\";",
        "let secret = String::from(\"⟦x⟧\");",
        "var apiKey='⟦x⟧',n=1;",
        "password := `⟦x⟧`",
        ":password => '⟦x⟧',",
        "ENV[\"API_KEY\"] ||= \"⟦x⟧\"",
        "config.setPassword(\"⟦x⟧\");",
        "props.put(\"password\", \"⟦x⟧\");",
        "os.getenv(\"DB_PASSWORD\", \"⟦x⟧\")",
        "const secret = process.env.JWT_SECRET || '⟦x⟧';",
        "#define PASSWORD \"⟦x⟧\"",
        "variable \"db_password\" {\n  default = \"⟦x⟧\"\n}",
        "ALTER USER ada WITH PASSWORD '⟦x⟧';",
        "CREATE USER ada IDENTIFIED BY '⟦x⟧';",
        "SET PASSWORD FOR 'a'@'%' = '⟦x⟧';",
        "[\"password\"]=>\n  string(3) \"⟦abc⟧\"",
    ]);
}

#[test]
fn members_and_pairs_of_json() {
    let masker = Masker::default();
    let cases = [
        (r#"{"API Key": "x"}"#, r#"{"API Key": "***"}"#),
        (r#"{"session": {"id": 7, "token": "x"}}"#, r#"{"session": {"id": 7, "token": "***"}}"#),
        (
            r#"{"name":"TOKEN","type":"secret","value":"x"}"#,
            r#"{"name":"TOKEN","type":"secret","value":"***"}"#,
        ),
        (r#"{"value":"x","note":[1],"name":"TOKEN"}"#, r#"{"value":"***","note":[1],"name":"TOKEN"}"#),
        (r#"{"Key":"DB_PWD","Value":12}"#, r#"{"Key":"DB_PWD","Value":"***"}"#),
        (r#"[["x-api-key","x"],["a","b"]]"#, r#"[["x-api-key","***"],["a","b"]]"#),
        (r#"["--token","x y","-v"]"#, r#"["--token","***","-v"]"#),
        (r#"{"session_id":"k3J9x0Qm2Lp8Zt5Rw1Vb"}"#, r#"{"session_id":"***"}"#),
        (r#"{"PWD":"hunter2"}"#, r#"{"PWD":"***"}"#),
    ];
    for (raw, expected) in cases {
        let once = masker.mask_str(raw).into_owned();
        assert_eq!(once.get(), expected);
        assert_eq!(masker.mask_str(expected).get(), expected);
        let (inner, expected) =
            (serde_json::json!([raw]).to_string(), serde_json::json!([expected]).to_string());
        assert_eq!(masker.mask_str(&inner).get(), &expected);
    }
}
