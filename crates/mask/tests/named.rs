//! Secrets that the name of their key gives away, in the ways names and values are written.

mod marked;

use gate_mask::Masker;
use marked::{becomes, parts};

/// A bare JSON value becomes a string. Each case is also a line of a text in a string of JSON.
fn check(cases: &[&str]) {
    let in_lines = |text: &str| serde_json::Value::from(format!("a: 1\n{text}\n")).to_string();
    for case in cases {
        marked::check(case);
        let (text, expected) = parts(case);
        becomes(&in_lines(&text), &in_lines(&expected));
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

#[test]
fn headers_as_programs_print_them() {
    check(&[
        "http.Header{\"Accept\":[]string{\"*/*\"}, \"X-Api-Key\":[]string{\"⟦admin123⟧\"}}",
        "msg=req headers=map[Accept:[*/*] X-Vault-Token:[⟦q6jUKsnM⟧] User-Agent:[Go/1.1]]",
        "{\"rawHeaders\":[\"Host\",\"x.org\",\"Authorization\",\"⟦gmu0G2HDFDR1U7MSQaExi1XE⟧\",\"Accept\",\"*/*\"]}",
        "[\"Host\", \"x.org\", \"X-Api-Key\", \"⟦766b37344b904481fa88825b2f3⟧\", \"Accept\", \"*/*\"]",
        "Authorization: Custom ⟦q7Zk2LmX9vB4tR8nW3sY⟧",
    ]);
    same(&[
        "allow = [\"Content-Type\", \"X-Api-Key\", \"X-Amz-Content-Sha256\", \"Authorization\", \"X-B\"]",
        "token:[a-z]+ [token]:[1] type T map[string][]string password:[docs](https://example.com)",
        "Authorization: Token is required for all of the requests",
        "\"password\": []string{}, \"token\": []string{\"\"}",
    ]);
}

#[test]
fn sql_and_directives() {
    check(&[
        "ALTER LOGIN sa WITH PASSWORD = N'⟦ah-1Vs6iM⟧';",
        "SET PASSWORD FOR 'a'@'h' = PASSWORD('⟦qpBXfqwV⟧');",
        "ALTER USER 'root'@'h' IDENTIFIED WITH mysql_native_password BY '⟦my dog rex 99⟧';",
        "create user x identified with caching_sha2_password as '⟦~tilde^9⟧';",
        "requirepass ⟦ysnblwfehv46⟧",
        "SetEnv DB_PASSWORD ⟦hmwmfbkmci64⟧",
        "    auth_pass ⟦AWE6qyS2⟧",
        "CONFIG SET requirepass ⟦hunter2⟧",
    ]);
    same(&[
        "requirepass is a directive of its own",
        "requirepass $REDIS_PASSWORD",
        "IDENTIFIED WITH mysql_native_password REQUIRE SSL",
        "SetEnv DB_PASSWORD ${DB_PASSWORD}",
    ]);
}

#[test]
fn values_as_languages_print_them() {
    check(&[
        "Config { host: \"db\", admin_password: Some(\n        \"⟦two words⟧\",\n    ) }",
        "Login { user: \"ann\", db_password: Password(\"⟦toor⟧\") }",
        "[('host', 'db'), ('client_secret', '⟦batman99⟧'), ('port', 5432)]",
        "[(\"api_key\", \"⟦h21xM0YTR3eQ3n72iv8_⟧\")]",
        "Map(host -> db, oldPassword -> ⟦abc123⟧)",
        "oldPassword -> \"⟦OUUEUqAjB2tk7Qlv5IVmXbQZ⟧\"",
        "INFO Login - accountKey=[⟦6b3c54e7b4d1⟧] ok",
    ]);
    same(&[
        "choices = [('password', 'Password'), ('token', 'Token'), ('api_key', 'header'), ('secret', 'oauth2')]",
        "when (kind) { password -> \"wrong password\"; token -> verify(token); secret -> sha256 }",
        "f(password=[x], token=[token1]) secrets=[a] --token=[TOKEN] password=[REDACTED] token=[<token>]",
        "password = Password(\"Enter your password\")",
    ]);
}

#[test]
fn what_is_typed_into_a_field() {
    check(&[
        "{\"element\":\"Password field\",\"ref\":\"e12\",\"text\":\"⟦hunter2⟧\",\"submit\":true}",
        "{\"element\": \"Login password\", \"ref\": \"e12\", \"text\": \"⟦hunter2⟧\"}",
        "await page.fill(\"#password\", \"⟦hunter2⟧\");",
        "await page.fill('input[name=\"password\"]', '⟦hunter2⟧')",
        "await page.getByLabel(\"Password\").fill(\"⟦hunter2⟧\");",
        "page.locator('#password').pressSequentially('⟦hunter2⟧')",
        "driver.find_element(By.ID, \"password\").send_keys(\"⟦hunter2⟧\")",
        "requests.get(url, auth=(\"ann\", \"⟦hunter2⟧\"))",
    ]);
    same(&[
        "{\"element\":\"Password field\",\"ref\":\"e12\"} {\"element\":\"Search\",\"text\":\"password\"}",
        "{\"element\":\"Password field\",\"text\":\"<password>\"} {\"label\":\"Password rules\",\"text\":\"long\"}",
        "page.click(\"#password\"); page.fill(\"#password\", process.env.PW); page.fill('#password', '')",
        "expect(page.locator(\"#password\")).toBeVisible(); $(\"#password\").on(\"input\", f)",
        "requests.get(url, auth=(user, password)); get(url, auth=(\"user\", \"pass\"))",
    ]);
}

fn same(cases: &[&str]) {
    check(cases);
}

#[test]
fn a_scheme_and_what_is_no_secret_after_it_stay() {
    check(&[
        "Authorization: SharedKey quartzstore:⟦9Dwudn96jhdN9Uq87uCQqAje/+DYL9tk1tDlA3mYm+A=⟧",
        "curl -H 'Authorization: SharedKey quartz-store:⟦9Dwudn96jhdN9Uq87uCQqAje/+DYL9tk1tDlA3mYm+A=⟧' https://x.dev",
        r#"{"Authorization":"SharedKeyLite quartzstore:⟦9Dwudn96jhdN9Uq87uCQqAje/+DYL9tk1tDlA3mYm+A=⟧"}"#,
        r#"{"Authorization":"SSWS ⟦004B9dWudnq6jhdN9Uq87u⟧"}"#,
        "Authorization: SSWS ⟦004B9dWudnq6jhdN9Uq87u⟧",
        "Authorization: Token token=⟦3l3vq87uCQqAjeDYL9tk⟧",
        r#"{"Authorization":"Token token=⟦3l3vq87uCQqAjeDYL9tk⟧"}"#,
        "curl -H 'Authorization: AWS4-HMAC-SHA256 ***' https://x.dev",
        "The header `Authorization: SharedKey account:signature` has two parts.",
    ]);
}

#[test]
fn only_the_password_of_an_escaped_url() {
    let masker = Masker::default();
    for (text, secret) in [
        (r#"{"dsn":"redis:\/\/:f39AzPGFQUJAPZ@umbra.acme.io:6379\/0"}"#, "f39AzPGFQUJAPZ"),
        (r#"{"dsn":"redis://:f39AzPGFQUJAPZ\u0040umbra.acme.io:6379/0"}"#, "f39AzPGFQUJAPZ"),
        (r#"{"connection_string":"amqp:\/\/ada:f39AzPGFQUJAPZ@umbra.acme.io\/v"}"#, "f39AzPGFQUJAPZ"),
    ] {
        let expected = text.replace(secret, "***");
        assert_eq!(masker.mask_str(text).get(), &expected);
        assert_eq!(masker.mask_str(&expected).get(), &expected);
    }
}
