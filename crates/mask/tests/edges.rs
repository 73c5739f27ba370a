//! Where a value begins and ends in what tools write around it: colours of a terminal, doubled quotes of CSV, the
//! default of a variable, rows that are indented.

mod marked;

use marked::{check_all, check_all_in, json, plain, stays};

#[test]
fn colours_end_a_value() {
    let drawn = "SxNi5QQnCKaBPCVB9Q";
    for case in [
        format!("\x1b[31mpassword: ⟦{drawn}⟧\x1b[0m"),
        format!("API_TOKEN=⟦{drawn}⟧\x1b[0m\nPORT=1\n"),
        format!("X-Api-Key: ⟦{drawn}⟧\x1b[0m\n"),
        format!("GET https://h.io/?access_token=⟦{drawn}⟧\x1b[0m\n"),
        format!("Authorization: Bearer ⟦{drawn}⟧\x1b[0m\n"),
        format!("machine h.io login ada password ⟦{drawn}⟧\x1b[0m\n"),
        format!("db.example.com:5432:app:ada:⟦{drawn}⟧\x1b[0m\n"),
    ] {
        check_all_in(&[plain], &[&case]);
    }
    check_all(&[
        &format!("\x1b[32mpassword: ⟦{drawn}⟧\x1b[0m\n"),
        &format!("API_TOKEN=⟦{drawn}⟧\x1b[0m ok\n"),
    ]);
    check_all_in(&[plain, json], &[&format!("\x1b[1mpassword\x1b[0m: ⟦{drawn}⟧\x1b[0m\n")]);
    check_all_in(&[plain], &[&format!("\x1b[36mpassword\x1b[0m: \x1b[32m\"⟦{drawn}⟧\"\x1b[0m\n")]);
    stays(&["\x1b[1mtoken\x1b[0m: \x1b[32m\"identifier\"\x1b[0m\n"]);
    stays(&["\x1b[31mpassword: required\x1b[0m\n", "\x1b[1mtoken\x1b[0m: string\x1b[0m\n"]);
}

#[test]
fn codes_of_colours_that_are_spelled_out() {
    let drawn = "kR3vX9abQ2mLw8RtZ4vNcH7s";
    for escape in ["\\x1b", "\\033", "\\e", "\\u001b"] {
        let text = [
            format!("{escape}[31mpassword: ⟦{drawn}⟧{escape}[0m"),
            format!("{escape}[1;32mDB_PASSWORD=⟦hunter2x⟧{escape}[0m and more"),
            format!("echo \"{escape}[31mAPI_TOKEN=⟦{drawn}⟧{escape}[0m\""),
            format!("Authorization: Bearer ⟦{drawn}⟧{escape}[0m\n"),
        ];
        for text in text {
            check_all_in(&[plain], &[&text]);
        }
        stays(&[&format!("{escape}[31mpassword: required{escape}[0m\n")]);
    }
    // Other letters behind a backslash are the value's.
    check_all_in(&[plain], &["DB_PASSWORD=⟦kT9\\e2mWc7⟧\n", "DB_PASSWORD=⟦kT9\\0332mWc7⟧\n"]);
}

#[test]
fn quotes_that_are_doubled() {
    check_all_in(
        &[plain],
        &[
            "id,body\n1,\"{\"\"password\"\": \"\"⟦sunshine⟧\"\", \"\"n\"\": 1}\"\n",
            "1,\"{\"\"user\"\":\"\"ada\"\",\"\"api_key\"\":\"\"⟦kR3vX9abQ2⟧\"\"}\",ok\n",
            "1,\"{\"\"authorization\"\": \"\"Bearer ⟦kR3vX9abQ2⟧\"\"}\"\n",
            "1,\"{\"\"token\"\": \"\"⟦kR3vX9abQ2⟧\"\", \"\"n\"\": 1}\"\n",
            "string body = @\"{\"\"client_secret\"\":\"\"⟦kR3vX9abQ2⟧\"\"}\";\n",
        ],
    );
    stays(&[
        "1,\"{\"\"password\"\": \"\"\"\"}\"\n",
        "1,\"{\"\"password\"\": \"\"<password>\"\"}\"\n",
        "1,\"{\"\"token_type\"\": \"\"bearer\"\"}\"\n",
        "1,\"{\"\"password\"\": true}\"\n",
        "1,\"{\"\"authorization\"\": \"\"Bearer <redacted>\"\"}\"\n",
        "1,\"{\"\"token\"\": \"\"Hi\"\", \"\"logprob\"\": -0.2}\"\n",
    ]);
}

#[test]
fn what_stands_with_its_name_in_a_cell() {
    let cell = |text: &str| format!("id,body,at\n7,\"{}\",2026-03-04\n", text.replace('"', "\"\""));
    let drawn = "kR3vX9abQ2mLw8RtZ4vNcH7s";
    let texts = [
        "{\"name\": \"DB_PASSWORD\", \"value\": \"⟦maple7rs⟧\"}".to_owned(),
        "{\"value\": \"⟦maple7rs⟧\", \"name\": \"DB_PASSWORD\"}".to_owned(),
        "env:\n  - name: DB_PASSWORD\n    value: \"⟦maple7rs⟧\"\n  - name: PORT\n    value: \"80\"\n"
            .to_owned(),
        "password = \"⟦maple7rs⟧\"\nuser = \"ada\"".to_owned(),
        format!("client = Client(token=\"⟦{drawn}⟧\", timeout=4)"),
        format!("token := \"⟦{drawn}⟧\""),
        "x = os.environ.get(\"DB_PASSWORD\", \"⟦maple7rs⟧\")".to_owned(),
        "variable \"db_password\" {\n  default = \"⟦maple7rs⟧\"\n}".to_owned(),
        format!("<meta name=\"csrf-token\" content=\"⟦{drawn}⟧\">"),
        "[\"--password\", \"⟦maple7rs⟧\", \"-v\"]".to_owned(),
        "{\"passwords\": [\"⟦maple7rs⟧\", \"⟦k9x2Lm4q⟧\"], \"n\": [\"a\"]}".to_owned(),
        "{\"credentials\": {\"type\": \"basic\", \"pw\": \"⟦maple7rs⟧\"}}".to_owned(),
    ];
    for text in texts {
        check_all_in(&[plain], &[&cell(&text)]);
    }
    for text in [
        "{\"name\": \"DB_HOST\", \"value\": \"maple7rs\"}",
        "password = \"\"\nuser = \"ada7rs\"",
        "{\"password\": \"\", \"user\": \"ada7rs\"}",
        "{\"token\": \"<token>\", \"user\": \"ada7rs\"}",
        "{\"password\": {\"type\": \"string\", \"description\": \"of the user\"}}",
        "x = os.environ.get(\"DB_PASSWORD\", \"\")",
    ] {
        stays(&[&cell(text)]);
    }
    stays(&[
        "password = \"\" + x + \"\"",
        "f(password=\"\", user=\"ada7rs\")",
        "a(\"token\", \"\", \"k9x2Lm4q\")",
    ]);
}

#[test]
fn backslashes_that_are_doubled() {
    // As Python shows a text that holds JSON with JSON in a string.
    let escaped = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
    let shown = |text: &str| format!("body='{{\"text\":\"{}\"}}'\n", escaped(text).replace('\\', "\\\\"));
    for text in [
        "{\"user\":\"ada\",\"password\":\"⟦maple7rs⟧\"}",
        "[{\"name\":\"DB_PASSWORD\",\"value\":\"⟦maple7rs⟧\"}]",
        "{\"passwords\":[\"⟦maple7rs⟧\",\"⟦k9x2Lm4q⟧\"],\"n\":\"a\"}",
    ] {
        check_all_in(&[plain], &[&shown(text), &shown(&escaped(text)), &shown(text).replace('\\', "\\\\")]);
    }
    for text in [
        "{\"password\":\"<password>\"}",
        "{\"password\":{\"type\":\"string\"}}",
        "[{\"name\":\"HOST\",\"value\":\"maple7rs\"}]",
    ] {
        stays(&[&shown(text)]);
    }
    stays(&[
        r#"{"path":"C:\\token\\","user":"maple7rs"}"#,
        r#"{"path":"C:\\","token":"","user":"maple7rs"}"#,
    ]);
}

#[test]
fn defaults_of_variables_wherever_they_stand() {
    check_all(&[
        "PASSWORD=${PASSWORD:-⟦SxNi5QQnCK⟧}\n",
        "  PASSWORD=${PASSWORD:-⟦SxNi5QQnCK⟧}\n",
        "    environment:\n      - POSTGRES_PASSWORD=${POSTGRES_PASSWORD:-⟦sunshine⟧}\n",
        "    environment:\n      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:-⟦sunshine⟧}\n      PORT: 1\n",
    ]);
    stays(&[
        "      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:-}\n",
        "      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:-changeme}\n",
        "      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:-$OTHER_PASSWORD}\n",
        "      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?set it}\n",
        "      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD}\n",
        "  TOKEN=${TOKEN:-none}\n",
    ]);
}

#[test]
fn rows_that_are_indented() {
    check_all(&[
        "  | Name | Value |\n  |---|---|\n  | DB_PASSWORD | ⟦kR3vX9abQ2⟧ |\n",
        "    | DB_PASSWORD | ⟦kR3vX9abQ2⟧ |\n",
    ]);
    stays(&["  | password | string | The password |\n", "  | DB_PASSWORD | required |\n"]);
}

#[test]
fn what_of_xml_is_no_markup_ends_a_value() {
    let drawn = "kR3vX9abQ2mLw8RtZ4vNcH7s";
    check_all_in(
        &[plain, json],
        &[
            "<doc><![CDATA[password = ⟦maple7rs⟧]]></doc>",
            "<doc><![CDATA[[auth]\nuser = ada\npassword = ⟦maple7rs⟧]]></doc>",
            "<doc><![CDATA[password: ⟦maple7rs⟧]]></doc>",
            "<doc><![CDATA[DB_PASSWORD=⟦sunshine⟧]]></doc>",
            "<doc><![CDATA[\n  Authorization: Basic ⟦dXNlcjpwYXNzd29yZA==⟧]]></doc>",
            "<doc><![CDATA[\nCookie: id=⟦maple7rsk9x2Lm4q⟧]]></doc>",
            &format!("<doc><![CDATA[x-api-key: ⟦{drawn}⟧]]></doc>"),
        ],
    );
    // Brackets by themselves are the value's.
    check_all(&["DB_PASSWORD=⟦x]]y9]z⟧\n", "DB_PASSWORD=⟦x9]>yz⟧\n"]);
    stays(&[
        "<doc><![CDATA[Authorization: Bearer your_token_here]]></doc>",
        "<doc><![CDATA[\n    Authorization: Bearer your_token_here]]></doc>",
        "<doc><![CDATA[password = <password>]]></doc>",
        "<doc><![CDATA[DB_PASSWORD=changeme]]></doc>",
    ]);
}
