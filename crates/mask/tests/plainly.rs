//! Secrets under clear names that were passed by for how they are written, and what is written nearly so.

mod marked;

use marked::{check_all, check_all_in, masked, plain, stays};

#[test]
fn a_password_that_reads_like_an_object() {
    check_all(&[
        r#"{"smtpPassword":"⟦xeT.Dquk@00⟧"}"#,
        r#"{"smtpPassword":"⟦Web.Shop@2024⟧"}"#,
        r#"{"dbPassword":"⟦see.Docs@12⟧"}"#,
    ]);
    stays(&[
        r#"{"token":"android.os.BinderProxy@2bd79ce"}"#,
        r#"{"session":"org.apache.catalina.session.StandardSessionFacade@1f3c"}"#,
    ]);
}

#[test]
fn dashes_of_a_token_may_be_encoded() {
    let body = "a1B2c3D4e5F6g7H8i9J0k1L2";
    for dashes in ["%2D", "%2d", "%252D"] {
        let token = format!("xoxb{dashes}599929385376{dashes}8818896028766{dashes}{body}");
        assert_eq!(masked(&format!("https://a.b/c?v={token}&z=1")), "https://a.b/c?v=***&z=1", "{token}");
    }
    let key = format!("sk%2Dproj%2D{}", body.repeat(2));
    assert_eq!(masked(&format!("q={key}&n=2")), "q=***&n=2");
    stays(&["https://a.b/y%2Dz%2D2024%2D01%2D02?d=2024%2D01&v=sk%2Dicon%2Dbutton%2Dlarge"]);
}

/// <https://developer.hashicorp.com/terraform/cli/commands/output>
#[test]
fn outputs_that_are_said_to_be_sensitive() {
    check_all(&[
        r#"{"api_token":{"sensitive":true,"type":"string","value":"⟦tiger⟧"}}"#,
        "{\n  \"shared\": {\n    \"sensitive\": true,\n    \"type\": \"string\",\n    \"value\": \"⟦tiger⟧\"\n  }\n}",
        r#"{"shared":{"value":"⟦river stone⟧","type":"string","sensitive":true},"region":{"sensitive":false,"type":"string","value":"east"}}"#,
    ]);
    let number = r#"{"shared":{"sensitive":true,"type":"number","value":48293712}}"#;
    assert_eq!(masked(number), number.replace("48293712", "\"***\""));
    stays(&[
        r#"{"api_token":{"sensitive":false,"type":"string","value":"string"}}"#,
        r#"{"shared":{"sensitive":false,"type":"string","value":"tiger"}}"#,
        r#"{"shared":{"sensitive":true,"type":"string","value":""},"more":{"value":"tiger"}}"#,
        r#"{"shared":{"sensitive":true,"type":"string","value":"${var.shared}"}}"#,
        r#"{"properties":{"value":{"type":"string"},"shared":{"type":"string","sensitive":true}}}"#,
    ]);
}

#[test]
fn lists_of_whose_tokens_and_passwords() {
    check_all_in(
        &[plain],
        &["service-tokens:\n  - ⟦cactus844⟧\n  - ⟦meadow17x⟧\n", "deployTokens:\n  - ⟦cactus844⟧\n"],
    );
    for (list, mark) in [
        (r#"{"dbPwds":["nnWY(q33nS"]}"#, r#"{"dbPwds":["***"]}"#),
        (r#"{"service_tokens":["cactus844"],"n":2}"#, r#"{"service_tokens":["***"],"n":2}"#),
    ] {
        assert_eq!(masked(list), mark);
    }
    stays(&[
        r#"{"tokens":["the","river","gpt2","utf8"],"n":4}"#,
        r#"{"tokens":[15496,11,995],"prompt_tokens":["a1","b2"]}"#,
        "tokens:\n  - identifier\n  - number\n",
        "design_tokens:\n  - color-primary-500\n",
    ]);
}

#[test]
fn numbers_below_the_word_for_a_token() {
    check_all_in(
        &[plain],
        &[
            "\"id\",\"secret\",\"x\"\n\"1\",\"⟦76943099⟧\",\"y\"\n",
            "id,user,token\n1,bob,⟦15422374⟧\n2,ada,⟦99120443⟧\n",
        ],
    );
    stays(&[
        "token,count\n2024,15422374\n123456,2\n",
        "id,tokens,cost\n1,15422374,2\n",
        "id,user,token\n1,bob,1542\n",
        "| id | token |\n|---|---|\n| 1 | 15422374 |\n",
    ]);
}

#[test]
fn words_in_a_map_of_one_line() {
    check_all_in(
        &[plain],
        &[
            "db: {host: db1, ssidPassword: ⟦ember⟧, port: 1}\n",
            "db: {host: db1, password: ⟦ember⟧}\n",
            "db: {host: db1, securityToken: ⟦falcon⟧, port: 1}\n",
            "cfg host: db1, signingKey: ⟦48293712⟧, port: 1\n",
        ],
    );
    stays(&[
        "const config = {host: db1, password: ember, port: 1};\n",
        "  db: {host: host, password: ember},\n",
        "rule: {kind: word, token: falcon}\n",
        "connect({host: db1, password: ember, port: 1});\n",
        "db: {host: string, password: string}\n",
        "user.signingKey: 0A1B2C3D4E5F6A7B\n",
    ]);
}

#[test]
fn short_names_where_manuals_and_tables_have_them() {
    check_all_in(
        &[plain],
        &[
            "AUTH_HEADER=⟦5cZBKAu4AeRPYBzD1HrX1X6F⟧\n",
            "AZURE_COGNITIVE_KEY=⟦4935079ae2793c090945ad021ef9495f⟧\n",
            "env:\n- name: PIN\n  value: \"⟦72485851⟧\"\n- name: TZ\n  value: UTC\n",
            "id,user,sim_pin\n1,bob,⟦amber6505⟧\n2,eve,⟦meadow58⟧\n",
            "- **Pwd**: `⟦river6211⟧`\n",
            "tool --pin '⟦hwL#uySA=74⟧'\n",
            "| Name | Value |\n|---|---|\n| TOTP | ⟦vk603hdSBFMA⟧ |\n",
        ],
    );
    check_all(&[r#"{"twoFactorCode":"⟦76686827⟧"}"#, r#"{"authHeader":"Token ⟦5cZBKAu4AeRPYBzD1HrX1X6F⟧"}"#]);
    assert_eq!(
        masked(r#"{"rabbitmq-default-pass":{"current":"5222925c20255d0db8e32038"}}"#),
        r#"{"rabbitmq-default-pass":{"current":"***"}}"#
    );
    stays(&[
        "AUTH_HEADER=X-Auth-Token\n",
        "sensitive_key=4935079ae2793c090945ad021ef9495f\n- **Setup per session**: ~10-20 s (and more)\n- name: spin\n  value: \"72485851\"\n",
        r#"{"authHeader":"Authorization","refactorCode":12345678}"#,
        "- **Pin**: `GPIO17`\n",
        "rm -f pass* pin* otp*\n",
        r#"{"default-pass":{"current":"opaque"}}"#,
    ]);
}

#[test]
fn words_for_a_code_that_are_no_label_of_it() {
    check_all_in(
        &[plain],
        &[
            "const TOTP: &str = \"⟦saddle river winter quartz⟧\";\n",
            r#"{"Env":["TOTP=⟦river tiger harbor falcon⟧","LANG=C"]}"#,
            r#"{"otp":"⟦saddle river winter quartz⟧"}"#,
        ],
    );
    stays(&[
        r#"{"otp":"one time verification code"}"#,
        r#"{"otp":"enter what your app shows"}"#,
        r#"{"pin":"number of the card"}"#,
        "const OTP: &str = \"code from the app\";\n",
    ]);
}

#[test]
fn values_that_are_joined_expected_or_alone_in_an_address() {
    check_all(&[
        "redis://⟦s3cr3tpass⟧@cache:6379",
        "assert token == '⟦amber77river99⟧'",
        "password = '⟦amber⟧' + '⟦river77⟧'",
    ]);
    stays(&[
        "redis://worker01@cache:6379 redis://cache@host https://s3cr3tpass@example.com",
        "assert token == 'identifier2' and token == 'amber77'",
        "if token == 'amber77river99':",
        "name = 'amber' + 'river77'",
    ]);
}

/// <https://docs.mapbox.com/help/glossary/access-token/>
#[test]
fn what_is_public_or_an_option_under_a_telling_name() {
    let token = |kind: &str| format!("{kind}.eyJ1IjoiYWRhIiwiYSI6ImNsM2V4NHBsZSJ9.a1B2c3D4e5F6g7H8i9J0k1");
    stays(&[
        &format!("{{\"mapboxToken\":\"{}\"}}", token("pk")),
        "creds = \" --username=\" + auth",
        "password_option = \"--password=\"",
    ]);
    let secret = format!("{{\"mapboxToken\":\"{}\"}}", token("sk"));
    assert_eq!(masked(&secret), r#"{"mapboxToken":"***"}"#);
    check_all(&["{\"password\":\"⟦--river=77⟧\"}", "{\"token\":\"⟦pk.river77stone⟧\"}"]);
}

/// Among the words of a line a scheme had been taken for the value, and what follows it stayed.
#[test]
fn a_scheme_among_the_words_of_a_line_is_not_the_secret() {
    check_all(&[
        "started secret=basic ⟦dXNlcjpwYXNzsecret=basi⟧\n",
        "started password=bearer ⟦kR3vX9pQ2m⟧ next",
    ]);
}
