//! Names and values as people, plans, directories and languages write them beside one another.

mod marked;

use marked::{check, check_all, check_all_in, json, json_in_json, masked, plain, stays};

#[test]
fn an_escaped_tab_is_an_indent() {
    check_all(&[
        "x\n\tpassword = ⟦9f3c2a7b1d77⟧\n",
        "[credential \"https://h\"]\n\tusername = ada\n\taccessToken = ⟦9f3c2a7b1d77⟧\n\t\tPASSWORD = ⟦hunter2x9⟧\n",
        "a:\n\tpin: ⟦1234⟧\n\tapi_key = ⟦x9f3c2a7b1⟧\n",
        "x\r\tpassword = ⟦9f3c2a7b1d77⟧\n",
        "x\rpassword = ⟦9f3c2a7b1d77⟧\n",
        "    12\tpassword = ⟦9f3c2a7b1d77⟧\n    13\t\ttoken = ⟦9f3c2a7b1d77⟧\n",
        "\tpassword = ⟦9f3c2a7b1d77⟧\n",
    ]);
    stays(&["a\tpassword = value2\n", "x\n\tpassword = other\n", "the\tpin: soft\n"]);
}

#[test]
fn short_session_ids_that_look_drawn() {
    check_all(&[
        r#"{"session_id":"⟦gK20dkfWWq22abc⟧","n":1}"#,
        r#"{"sessionId":"⟦9f3c2a7b⟧","a":{"SESSION_ID":"⟦mDxbmZUMdZIR⟧"}}"#,
        "SESSION_ID=⟦gK20dkfWWq22⟧\nPORT=80\n",
        "SESSION_ID_STAGING=⟦gK20dk!WWq22⟧\n",
        "Session id: ⟦gK20dkfWWq22⟧\n",
        r#"{"SessionId":"⟦Zu8Q+87bHNEv1t⟧","session_id":"⟦CRrJr+BBo4KyrN⟧"}"#,
        // By these, servers know a browser.
        r#"{"JSESSIONID":"⟦river-rocket⟧","PHPSESSID":"⟦hunter72⟧"}"#,
        r#"{"session_v2":"⟦8sk20dkf20dk⟧","session_prod":"⟦abcd⟧","session_old":"⟦x⟧"}"#,
    ]);
    stays(&[
        r#"{"sessionId":"5f8a7c1e-3c3b-4e7a-9b0e-0b9f6f2b7f3e","session_id":"sess-checkout-1"}"#,
        r#"{"sessionId":12345678,"session_id":"12345678","sessionID":"checkout2"}"#,
        r#"{"sessionId":"20260304T101010","session_id":"2026-03-04","s":{"session_id":"user42-room7"}}"#,
        "Mcp-Session-Id: 5f8a7c1e-3c3b-4e7a-9b0e-0b9f6f2b7f3e\n",
        "Session id: main\nThe session id is kept.\n",
        r#"{"session_id":"a+b","sessionId":"Main+Room2","JSESSIONID":"session-cookie","PHPSESSID":"none"}"#,
        "String COOKIE = \"JSESSIONID\";\nif (name == \"PHPSESSID\") {}\n",
        r#"{"session_provider":"redis","session_state":"open","sessions_total":12}"#,
    ]);
}

#[test]
fn lists_of_sessions_and_tokens() {
    for name in ["sessions", "tokens"] {
        let text = format!(r#"{{"{name}":["gK20dkfWWq22"],"n":1}}"#);
        assert_eq!(masked(&text), format!(r#"{{"{name}":["***"],"n":1}}"#));
        stays(&[
            &format!(r#"{{"{name}":["the","quick","fox"]}}"#),
            &format!(r#"{{"{name}":[{{"id":"a1","state":"open"}}]}}"#),
            &format!(r#"{{"{name}":["un","able","2nd"]}}"#),
        ]);
    }
    stays(&["sessions = load_sessions2()\n", "sessions: 12\n", "sessions = []\n"]);
}

#[test]
fn codes_of_digits_by_whose_they_are() {
    check_all(&[
        r#"{"otp_dev":"⟦123456⟧","otpProd":"⟦123456⟧","otpDev":"⟦12⟧","otp2":"⟦123456⟧"}"#,
        r#"{"pinDev":"⟦1234⟧","pin_dev":"⟦1234⟧","pin_backup":"⟦1234⟧","pinStaging":"⟦1234⟧"}"#,
        r#"{"name":"BILLING_PIN","value":"⟦1234⟧"}"#,
        "<dict><key>pin</key><string>⟦1234⟧</string><key>otp</key><string>⟦123456⟧</string></dict>",
        "FROM alpine\nENV OTP ⟦123456⟧\nENV PIN ⟦4321⟧\n",
    ]);
    assert_eq!(masked(r#"{"billing_pin":4321,"n":1}"#), r#"{"billing_pin":"***","n":1}"#);
    stays(&[
        r#"{"name":"LED_PIN","value":"13"}"#,
        r#"{"gpio_pin":17,"led_pin":"D4","drop_pin":"main street 5","reset_pin":false}"#,
        r#"{"pinned":"1234","pinning":"1234","pin_count":1234,"spinner":"1234","option":"12345"}"#,
        "#define LED_PIN 13\nled_pin = 13\n",
        "fn poll(self: Pin<&mut Self>) -> Poll<()>;\n",
    ]);
}

#[test]
fn what_begins_like_a_mark_and_goes_on() {
    check_all(&[
        "password: ⟦***realsecret⟧\nport: 1\n",
        "X-Api-Key: ⟦***Nn4OSyqF0n⟧\nHost: x\n",
        "api_key = ⟦***Nn4OSyqF0n⟧\n",
        "curl -H 'X-Api-Key: ⟦***Nn4OSyqF0n⟧' https://example.com",
    ]);
    stays(&[
        "password: ***\nport: 1\n",
        "password: ***, user: ada\n",
        "X-Api-Key: ***\nHost: x\n",
        "Token: ***required***\n",
        "token: **bold**\n",
        "Secret: ***[jwt:7f3a9c]\n",
    ]);
}

#[test]
fn names_of_several_words_begin_lines() {
    check_all(&[
        "Client secret = ⟦gK20dkfWWq⟧\n",
        "Client secret: ⟦gK20dkfWWq⟧\nRefresh token: ⟦gK20dkfWWq22⟧\n",
        "Hi,\n  Jwt secret = ⟦370766ab⟧\n- User pin: ⟦5588⟧\n",
        "Api secret: ⟦99887⟧\n",
    ]);
    stays(&[
        "Access token: 3600\nRefresh token: 86400\n",
        "Invalid password = foo1\n",
        "String password = foo1\n",
        "Client secret: see the vault\nClient secret = value\n",
        "Client client = client2;\n",
    ]);
}

#[test]
fn tables_of_two_columns() {
    check_all(&[
        "| `DB_PASSWORD` | `⟦Hunter99ABCDEF⟧` |\n",
        "| a | b |\n|---|---|\n| `DB_PASSWORD` | ⟦Hunter99ABCDEF⟧ |\n",
        "| Client secret | ⟦99887766⟧ |\n",
        "-[ RECORD 1 ]----\nid       | 1\npassword | ⟦Berlin7-!⟧\n",
        "* Password: ⟦5588⟧\n* User: ada\n",
    ]);
    stays(&[
        "| Refresh token | 2592000 |\n",
        "| `DB_PASSWORD` | `string16a` | The password |\n",
        "| `password` | `varchar(255)` |\n| `token` | `API_TOKEN2` |\n| `password_hash` | `sha256sum1` |\n",
        "a = token | other2value\n",
        "/**\n * Password: plain\n */\n",
    ]);
}

#[test]
fn a_bare_value_may_begin_with_a_digit() {
    check("\"password\": ⟦3abcDEF9xx⟧\nx: 1\n");
    stays(&["\"max_tokens\": 5abc\n", "\"tokens\": 12\n", "\"timeout\": 5m\n"]);
}

#[test]
fn a_plan_says_the_old_value_and_the_new_one() {
    check_all(&[
        "  ~ password = \"⟦old9⟧\" -> \"⟦69k38f86⟧\"\n",
        "  ~ password = \"***\" -> \"⟦69k38f86⟧\"\n",
        "  ~ password: \"⟦old9⟧\" => \"⟦69k38f86⟧\"\n",
    ]);
    stays(&[
        "  ~ password = \"***\" -> \"***\"\n",
        "  ~ password = \"***\" -> (sensitive value)\n",
        "  ~ password = \"***\" -> null\n",
        "  ~ user = \"ada\" -> \"bob\"\n",
    ]);
}

#[test]
fn directories_and_languages_have_forms_of_their_own() {
    check_all(&[
        "<saml:Attribute Name=\"password\"><saml:AttributeValue>⟦Abc123xyz⟧</saml:AttributeValue></saml:Attribute>",
        "<Attribute Name=\"token\" NameFormat=\"urn:x\"><AttributeValue>⟦Abc123xyz⟧</AttributeValue></Attribute>",
        "password <- \"⟦Abc123xyz9⟧\"\nx <- 1\n",
        "dn: cn=x\nuserPassword:: ⟦QWJjMTIzeHl6OXNlY3Jl⟧\nsn: x\n",
        "{:host \"h\" :access-token \"⟦xkw20dkfW2⟧\" :port 1}",
        "{:password \"⟦marble⟧\" :user \"ada\"}",
        "map[host:h password:⟦marble-pickle⟧ port:5432]",
        "map[password:⟦marble⟧]",
        "a:2:{s:8:\"password\";s:12:\"⟦orbit-thunde⟧\";s:1:\"a\";i:1;}",
        "aws ssm put-parameter --name /prod/db_password --value ⟦gK20dkf⟧ --type SecureString\n",
        "aws ssm put-parameter --name /prod/token --type SecureString --value ⟦gK20dkf⟧\n",
        "{\"n\":\"password\",\"v\":\"⟦hunter2⟧\"}",
    ]);
    stays(&[
        "password:: Text\n",
        "token::new\nToken::default()\n",
        "tokens <- ch\npassword <- readline(\"Password: \")\n",
        "map[string]Token password:marble",
        "map[token:string]",
        "a:1:{s:8:\"password\";N;}",
        "aws ssm get-parameter --name /prod/db_password --with-decryption\n",
        "<Attribute Name=\"email\"><AttributeValue>ada</AttributeValue></Attribute>",
    ]);
    assert_eq!(masked(&plain("{:token :other \"abc\"}")), "{:token :other \"abc\"}");
}

#[test]
fn brackets_and_patterns_around_values() {
    check_all(&[
        "map[Authorization:[Bearer ⟦T6pShNvsx7Qw9⟧] X-Api-Key:[⟦56fcUUBt5oFFx9Qw⟧] B:[c]]",
        "[authorization: Bearer ⟦T6pShNvsx7Qw9ab⟧]",
        "(authorization: Bearer ⟦T6pShNvsx7Qw9ab⟧)",
    ]);
    let sed = "sed -i \"s|^DB_PASSWORD=.*|DB_PASSWORD=⟦Xk29LmPz77⟧|\" .env";
    check(sed);
    stays(&["grep '^DB_PASSWORD=.*' .env", "sed 's/^API_KEY=.*$//' .env"]);
}

#[test]
fn members_below_secrets_that_somebody_chose() {
    check_all(&["secrets:\n  main: ⟦hunter77x⟧\n  other: \"⟦blue88dog⟧\"\n"]);
    stays(&[
        "secrets:\n  backend: vault2\n  name: prodapp22x\n  class: db-main-22\n",
        "tokens:\n  main: hunter77x\n",
    ]);
}

#[test]
fn a_word_between_the_marks_of_a_heredoc() {
    check_all(&[
        "client_secret = <<EOT\n⟦VtuhkQaLfhtr9E5H⟧\nEOT\n",
        "  client_secret = <<-EOT\n    ⟦VtuhkQaLfhtr9E5H⟧\n  EOT\n",
    ]);
    stays(&["client_secret = <<EOT\nmore than a word\nEOT\n", "client_secret = <<EOT\n${var.x}\nEOT\n"]);
}

#[test]
fn passphrases_of_variables() {
    check_all_in(&[plain], &["PASSPHRASE=⟦rocket tractor galaxy⟧", "PASSPHRASE=⟦rocket⟧ gpg --sign file"]);
    check_all(&["A=1\nGPG_PASSPHRASE=⟦rocket tractor galaxy⟧\nB=2\n", "PASSWORD=⟦hunter2x⟧ make it all"]);
    check_all(&[
        "A=1\nDB_PASSWORD=⟦correct horse battery staple⟧\nB=2\n",
        "A=1\nDB_PASSWORD=⟦hunter⟧ psql prod\nB=2\n",
    ]);
}

#[test]
fn an_arrow_whose_head_is_escaped() {
    for text in [
        r#"{"m":"Parameters: {\"user\"=\u003e{\"name\"=\u003e\"ada\", \"password\"=\u003e\"⟦abQ7xk29LmPz⟧\"}}"}"#,
        r#"{"m":"{:password=\u003e\"⟦abQ7xk29LmPz⟧\", :page=\u003e\"2\"}"}"#,
        r#"{"m":"password =\u003E \"⟦abQ7xk29LmPz⟧\""}"#,
        r#"{"m":"[password] =\u003e ⟦abQ7xk29LmPz⟧"}"#,
    ] {
        check_all_in(&[plain, json, json_in_json], &[text]);
    }
    stays(&[
        r#"{"m":"{:password=\u003e:symbol, \"token\"=\u003enil, \"secret\"=\u003e\"[FILTERED]\"}"}"#,
        r#"{"m":"match name { Password =\u003e \"field\" }"}"#,
    ]);
}

#[test]
fn settings_that_are_switched_off() {
    check_all(&[
        "[db]\n# password = ⟦Dragon2022xul⟧\n",
        "; password = ⟦Dragon2022xul⟧\nuser = ada\n",
        "  # api_token = ⟦x9Kq2mT7vB4nR8⟧\n",
    ]);
    stays(&[
        "# password = read_password2()\n",
        "# the password = what you typed2\n",
        "# token = tokens[0]\n",
    ]);
}

#[test]
fn a_user_and_a_password_under_one_name() {
    check_all(&[
        "basic.auth.user.info=user:⟦Hunter2025abc⟧\n",
        "npmAuthIdent: \"ci:⟦Bgjae184eqSVzx⟧\"\n",
        "define('AUTH_SALT', '⟦oREcqrYMabxQ8kTz5⟧');\ndefine('LOGGED_IN_SALT', '⟦oREcqrYMabxQ8kTz5⟧');\n",
    ]);
    stays(&[
        "npmAuthIdent: \"${NPM_AUTH}\"\n",
        "basic.auth.user.info.provider=URL\n",
        "AUTH_SALT_ROUNDS=10\n",
    ]);
}

#[test]
fn a_colon_of_a_mail() {
    // https://www.rfc-editor.org/rfc/rfc2045#section-6.7
    check_all(&[
        "Dear Ada,\nPassword=3A ⟦Maple7RsZy4W7Z⟧\nPort=3A 80\n",
        "x password=3A ⟦hunter2⟧ user=3A ada\n",
        "PASSWORD=⟦3Ahunter2⟧\n",
    ]);
    stays(&["Password=3A see below\n", "The password=3A it is long\n"]);
}

#[test]
fn json_in_colours() {
    check_all(&[
        "{\n  \x1b[34;1m\"password\"\x1b[0m\x1b[1;39m:\x1b[0m \x1b[0;32m\"⟦hunter2⟧\"\x1b[0m\x1b[1;39m,\n",
        "\x1b[34;1m\"password\"\x1b[0m: \x1b[32m\"⟦Maple7RsZy4W7Z⟧\"\x1b[0m\n",
        "  \"password\": \x1b[32m\"⟦maple-7-river⟧\"\x1b[0m,\n",
    ]);
    stays(&[
        "\x1b[34;1m\"password\"\x1b[0m: \x1b[32m\"\"\x1b[0m\n",
        "\x1b[34;1m\"password\"\x1b[0m: \x1b[32m\"<password>\"\x1b[0m, \x1b[34;1m\"name\"\x1b[0m: \x1b[32m\"Maple7RsZy4W7Z\"\x1b[0m\n",
        "\x1b[34;1m\"password\"\x1b[0m \x1b[32m\"is wrong\"\x1b[0m\n",
    ]);
}

#[test]
fn hexadecimal_numbers_of_a_setting() {
    stays(&["a: b\n  apiKey: 0x0000\n", "a: b\n  password: 0xbeef1\n"]);
    check_all(&["a: b\n  password: ⟦0x9f3c2a7b1d77⟧\n"]);
}
