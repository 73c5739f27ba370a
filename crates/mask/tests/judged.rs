//! What documents written without a look at the engine found missed.

mod marked;

use marked::{check_all, masked, stays, streamed};

/// `{}` in a template is the secret; nothing else may change.
fn check(templates: &[&str], secret: &str) {
    for template in templates {
        assert_eq!(masked(&template.replace("{}", secret)), template.replace("{}", "***"), "{template}");
    }
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

#[test]
fn what_a_chunk_cuts_is_not_passed_by_for_what_comes_after() {
    let hex = "d3f521075c57a0abff922e33926dbb17";
    for text in
        [format!("is shpss_{hex}. Do"), format!("a=1&myRecoveryKey={hex}"), format!("x `sk_{hex}{hex}`")]
    {
        let whole = masked(&text);
        for chunk in 1..8 {
            assert_eq!(streamed(&text, chunk), whole, "in chunks of {chunk}");
        }
    }
}

/// Standard base64, in lines of so many letters.
fn wrapped(text: &str, width: usize, line_break: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut letters = String::new();
    for group in text.as_bytes().chunks(3) {
        let bits = (0..3).fold(0, |bits, at| bits << 8 | usize::from(*group.get(at).unwrap_or(&0)));
        let six = [18, 12, 6, 0].map(|shift| char::from(LETTERS[bits >> shift & 63]));
        letters.extend(&six[..=group.len()]);
        letters.extend(std::iter::repeat_n('=', 3 - group.len()));
    }
    let lines: Vec<&str> =
        letters.as_bytes().chunks(width).map(|line| std::str::from_utf8(line).expect("ASCII")).collect();
    lines.join(line_break)
}

#[test]
fn base64_in_lines() {
    let token = format!("glpat-{}", "a1B2c3D4e5F6g7H8i9J0");
    for lead in (0..90).step_by(3) {
        let file = format!("# notes {}\nvalue: {token}\n{}", ".".repeat(lead), "and more of it\n".repeat(9));
        for (width, line_break) in [(60, "\\n"), (64, "\n"), (76, "\r\n")] {
            let text = format!("{{\"content\": \"{}\"}}", wrapped(&file, width, line_break));
            let whole = masked(&text);
            assert!(whole.contains("***"), "{lead} {width}");
            assert_eq!(masked(&whole), whole, "{lead} {width}");
            assert_eq!(streamed(&text, 5), whole, "{lead} {width}");
        }
        let clean = format!("{}\n", wrapped(&"nothing to see, only words here\n".repeat(60), 76, "\n"));
        assert_eq!(masked(&clean), clean);
    }
}

/// Commands and headers that hold a password where no flag names it.
#[test]
fn passwords_at_a_command_s_own_place() {
    let masker = gate_mask::Masker::default();
    let secret = ["Vq7", "xTr2", "Lw9z"].concat();
    for form in [
        "echo {} | docker login -u ada --password-stdin",
        "htpasswd -b .htpasswd ada {}",
        "zip -P {} a.zip b",
        r"net use Z: \\srv\share /user:admin {}",
        "postgres://ada:{}#x4@db.example.com/app",
        "curl -H 'X-Api-Key: {}' https://example.com",
    ] {
        let text = form.replace("{}", &secret);
        let masked = masker.mask_str(&text).get().to_string();
        assert!(!masked.contains(&secret) && masked.contains("***"), "{masked}");
        assert_eq!(masker.mask_str(&masked).get(), &masked, "{text}");
    }
    for clean in [
        "echo $PASS | docker login --password-stdin",
        "vault login -method=userpass username=ada",
        "https://example.com/files?key=reports/2026/summary.pdf",
    ] {
        assert_eq!(masker.mask_str(clean).get(), clean);
    }
}

#[test]
fn versions_of_packages() {
    stays(&[
        r#"{"dependencies":{"password-hash":"1.2.2","api-key":"0.5","csrf-token":"^1.2.0"}}"#,
        "[dependencies]\npassword-hash = \"0.5.0\"\nsecret = \"^1.2\"\n",
        "[dependencies]\ntoken = \"1.0.0-rc1\"\nsession-cookie = \"0.2.0-beta.3\"\n",
        r#"{"secret":"~1.2.3","pwd":">=1.0"}"#,
    ]);
    check_all(&[
        r#"{"password":"⟦1.2.2⟧","db_password":"⟦0.5.0⟧"}"#,
        r#"{"password-hash":"⟦1.2.2x9⟧","api-key":"⟦4711⟧","pwd":"⟦~1.2.a⟧","token":"⟦1.0.0-rx9⟧"}"#,
        "tool --api-key=⟦1.2.2⟧ x\n",
    ]);
}

#[test]
fn types_of_fields_whatever_their_name() {
    stays(&[
        r#"{"password":"string","pin":"number","secret":"integer","token":"array"}"#,
        r#"{"password":"varchar(255)","api_key":"Text","client_secret":"VARCHAR","otp":"decimal(10,2)"}"#,
        r#"{"password":"boolean","pin":"Int32","secret":"uint64","token":"string[]"}"#,
    ]);
    check_all(&[
        r#"{"password":"⟦stringy⟧","secret":"⟦varchar(x!⟧","token":"⟦int33⟧"}"#,
        r#"{"password":"⟦nUmber⟧","pin":"⟦number9⟧"}"#,
    ]);
}

#[test]
fn how_a_secret_is() {
    stays(&[
        "status: token=valid secret=loaded\n",
        r#"{"secret":"missing","password":"invalid","api_key":"expired"}"#,
        "secret=disabled\n",
        "password: nullable\n",
    ]);
    check_all(&[r#"{"secret":"⟦missing1⟧","password":"⟦loadedx⟧"}"#, "secret=⟦disabled9⟧\n"]);
}

#[test]
fn tokens_that_are_places_in_a_list() {
    stays(&[
        r#"{"paging_token":"1204-2488","since_token":"s72594_4483","startingToken":"x9Kd82mPq0LvTz4w"}"#,
        "aws s3api list-objects --starting-token x9Kd82mPq0LvTz4w\n",
    ]);
    check_all(&[r#"{"paging_secret":"⟦1204-2488⟧","upload_token":"⟦1204-2488⟧"}"#]);
}
