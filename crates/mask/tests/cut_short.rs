//! Values that were cut at a sign, and such as were taken for prose or for names.

mod marked;

use marked::{check, check_all, check_all_in, masked, plain, stays};

#[test]
fn the_scheme_of_fly_is_no_secret() {
    check_all(&[
        "FLY_API_TOKEN=FlyV1 ⟦fm2_lJPECAAAqZ8xBCk2jd8s⟧\n",
        "flyToken=FlyV1 ⟦VeObVLHk2jd8sK92jdkqBm7D5B⟧\n",
    ]);
    stays(&["FLY_API_TOKEN=FlyV1 $TOKEN\n", "The token begins with FlyV1 and a blank.\n"]);
}

#[test]
fn drawn_values_with_a_word_before_their_name() {
    check_all(&[
        "finage API_KEY = ⟦9a9f1c8d3e2b5a7f6c4d⟧\n",
        "[DEBUG] phrase token = ⟦491d6a05efb0e8a1b2c3d4e5f60718293a638df3⟧\n",
        "snowflake password = ⟦P@ssw0rd123⟧\n",
        "snowflake password = ⟦P@ssw0rd123⟧",
        "//registry.npmjs.org/:_authToken= ⟦743b294a-cd03-4e2b-8a61-7fdb3a120002⟧\n",
    ]);
    stays(&[
        "let token = next2\n",
        "var secret = sha256hash\n",
        "val password = readLine\n",
        "the token = utf8String\n",
        "the API key = required\n",
    ]);
}

#[test]
fn values_right_after_a_colon() {
    check_all_in(
        &[plain],
        &["PASSWORD:⟦ygyXtqmHzshW⟧\n", "a\nSECRET:⟦cpEETNkLZFUL⟧\nb\n", "password:⟦!Dd5G4s9⟧\n"],
    );
    stays(&[
        "PASSWORD:Required\n",
        "password:PasswordField\n",
        "Password:IsRequired\n",
        "TOKEN:IDENTIFIER\n",
        "password:!important\n",
    ]);
}

#[test]
fn words_that_variables_have() {
    check_all_in(
        &[plain],
        &[
            "HOST=db\nDB_PASSWORD=⟦thesilverpeaspassword⟧\nPORT=1\n",
            "environment:\n  - PG_PASSWORD=⟦mysecretpassword⟧\n",
            "export PLATFORM_PASSWORD=⟦pfsecret⟧\n",
        ],
    );
    stays(&[
        "DB_PASSWORD=password\n",
        "DB_PASSWORD=dbpassword\n",
        "DB_PASSWORD=yourpassword\n",
        "DB_PASSWORD=your_password\n",
        "connect(DB_PASSWORD=rootpassword)\n",
        "dbPassword=rootpassword\n",
    ]);
}

#[test]
fn what_jenkins_encrypted() {
    check_all_in(
        &[plain],
        &[
            "<secret>⟦{abyssale AQAAABAAA xTiPNSDg6JjzG8ZLZD91}⟧</secret>\n",
            "<secret>⟦{AQAAABAAA eyJkk29sk2jdiWq9KsdXx}⟧</secret>\n",
        ],
    );
    stays(&["<secret>{your secret}</secret>\n", "<password>{db password}</password>\n"]);
}

#[test]
fn what_was_drawn_is_a_value_in_braces_too() {
    check_all(&[
        "{\"password\": \"⟦{MRvguLJxPuy6iCC6NTLz}⟧\", \"b\": 1}",
        "<password>⟦{AQAAABAAAAAwkR3vX9pQ2mL7tB4nW8cD1fG6hJ5sA0zE/kR3v+9pQ=}⟧</password>\n",
        "<password>⟦{kr3vx9pq2ml7tb4nw8cd1fg6hj5sa0ze}⟧</password>\n",
        "password: ⟦{AQAAABAAAAAwkR3vX9pQ2mL7tB4nW8cD1fG6hJ5sA0zE/kR3v+9pQ=}⟧\nport: 80\n",
        "export DB_PASSWORD=⟦{MRvguLJxPuy6iCC6NTLz}⟧\n",
        "password: '⟦{MRvguLJxPuy6iCC6NTLz}⟧'\n",
    ]);
    for name in [
        "token",
        "{ token }",
        "API_KEY",
        "your-password",
        "myVariableName2Long",
        "user.sessionTokenV2",
        "PASSWORD_PLACEHOLDER_1",
        "base64EncodedCredentials",
        "550e8400-e29b-41d4-a716-446655440000",
        "k9x2",
    ] {
        stays(&[
            &format!("{{\"password\": \"{{{name}}}\", \"b\": 1}}"),
            &format!("password: {{{name}}}\n"),
            &format!("<password>{{{name}}}</password>\n"),
        ]);
    }
}

#[test]
fn comments_among_the_data_of_a_secret() {
    let data = |kind: &str, comment: &str| {
        format!(
            "apiVersion: v1\nkind: {kind}\nmetadata:\n  name: x\ndata:\n{comment}  key: bXlwYXNzd29yZDEyMzQ=\n"
        )
    };
    for kind in ["Secret", "\"Secret\"", "'Secret'"] {
        for comment in ["", "  # as `base64` prints it\n", "# at the start\n"] {
            let text = data(kind, comment);
            assert_eq!(masked(&text), text.replace("bXlwYXNzd29yZDEyMzQ=", "***"));
        }
    }
    stays(&[&data("ConfigMap", "  # as it is\n"), &data("\"ConfigMap\"", "")]);
}

#[test]
fn what_follows_the_lines_of_a_key_that_was_cut_off() {
    let line = "kR3vX9abQ2mLw8RtZ4vNcH7sPdYf3GjA6uExkR3vX9abQ2mLw8RtZ4vNcH7sPdYf";
    let begin = format!("-----{} RSA PRIVATE KEY-----", "BEGIN");
    for rest in [
        "2026-03-04T09:12:44Z INFO started\n",
        "2026-03-04 09:12:44\n",
        "count=3\n",
        "ok\n",
        "\n## Setup</b>",
        "\nEOF\n",
        "done in 12 ms\n",
    ] {
        check(&format!("{begin}\n⟦{line}\n{line}⟧\n{rest}"));
    }
    // What may be of the key is, and all of it before its end.
    let end = format!("-----{} RSA PRIVATE KEY-----", "END");
    for last in ["abcd", "kR3v", "kQ==", "k9x2Lm4q7=="] {
        check(&format!("{begin}\n⟦{line}\n{line}\n{last}⟧\n{end}\n"));
    }
    for last in ["kR3vx9", "kQ==", "k9x2Lm4q7="] {
        check(&format!("{begin}\n⟦{line}\n{line}\n{last}⟧\n"));
    }
}
