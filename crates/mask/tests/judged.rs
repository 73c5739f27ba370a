//! What documents written without a look at the engine found missed.

use gate_mask::Masker;

fn masked(text: &str) -> String {
    Masker::default().mask_str(text).into_inner().into_owned()
}

/// `{}` in a template is the secret; nothing else may change.
fn check(templates: &[&str], secret: &str) {
    for template in templates {
        assert_eq!(masked(&template.replace("{}", secret)), template.replace("{}", "***"), "{template}");
    }
}

fn stays(texts: &[&str]) {
    for text in texts {
        assert_eq!(&masked(text), text);
    }
}

fn streamed(text: &str, chunk: usize) -> String {
    let mut stream = Masker::default().stream();
    let mut out = Vec::new();
    for bytes in text.as_bytes().chunks(chunk) {
        stream.push(bytes, &mut out);
    }
    stream.finish(&mut out);
    String::from_utf8(out).expect("marks are text")
}

#[test]
fn a_pass_that_begins_after_an_escape_sees_the_word() {
    let token = format!("HRKU-AA-{}", "QLtrUS2U9gZot2waxWl714rxh".repeat(3));
    let text = format!("{{\"text\": \"line\\n{}\\nline\"}}", &token[..66]);
    let whole = masked(&text);
    assert!(whole.contains("line\\n***\\nline"), "{whole}");
    for chunk in [1, 2, 3, 7, 64] {
        assert_eq!(streamed(&text, chunk), whole, "in chunks of {chunk}");
    }
}

#[test]
fn code_between_a_name_and_its_value() {
    check(
        &[
            "const password string = \"{}\"\n",
            "\tAPIToken string = \"{}\"\n",
            "public string Password { get; set; } = \"{}\";\n",
            "public string ApiKey { get; init; } = \"{}\";\n",
            "Config { user: \"ada\", token: Some(\"{}\"), port: 1 }",
            "const c = process.env.DB_PASSWORD || \"{}\";\n",
            "const c = process.env.DB_PASSWORD ?? '{}';\n",
            "const SET_COOKIE: &str = \"{}\";\n",
            "const PASSWORD: &str = \"{}\";\n",
            "\"DB_PASSWORD\",\"{}\"\n",
            "const char *recovery_key = \"{}\";\n",
            "{\"unlockCode\": \"{}\"}",
            "{\"security_answer\": \"{}\"}",
        ],
        "qz7Rt4mW",
    );
    check(&["const pin = {};\n", "let password = {};\n"], "483920");
}

#[test]
fn code_that_holds_no_value() {
    stays(&[
        "type Login struct {\n\tPassword string `json:\"password\"`\n}\n",
        "public string Password { get; set; }\nvar x = \"a\";\n",
        "let token: &str = next();\n",
        "\"password\",\"email\"\n",
        "Password string\nName = \"x\"\n",
        "Ok(Token { kind, .. }) => Some(\"a\"),\n",
        "const token = 1024;\n",
    ]);
}
