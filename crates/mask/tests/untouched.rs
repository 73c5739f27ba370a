//! What names a secret and holds none.

use std::borrow::Cow;

use gate_mask::Masker;

fn check(cases: &[&str]) {
    let masker = Masker::default();
    for case in cases {
        let string = serde_json::Value::from(format!("x\n{case}\n")).to_string();
        for text in [*case, &format!("x\n{case}\n"), &string] {
            let masked = masker.mask_str(text);
            assert_eq!(masked.get(), text);
            assert!(matches!(masked.get(), Cow::Borrowed(_)));
        }
    }
}

#[test]
fn names_that_end_in_something_else() {
    check(&[
        "TERM_SESSION_ID=w0t0p0:4b97ff2c-bb15-494d-b68d-30f866b119a1",
        "XDG_SESSION_ID=c2\nITERM_SESSION_ID=w0t1p0:4B97FF2C-BB15-494D-B68D-30F866B119A1",
        r#"{"max_tokens":1,"nextForwardToken":"f/39","token_type":"bearer","objectKey":"a","key_id":"k"}"#,
        r#"{"password_reset_url":"https://x","secretName":"db-tls","public_api_key":"pk","has_password":true}"#,
        r#"{"session_id":"550e8400-e29b-41d4-a716-446655440000","cookie_policy":"strict","pinned":7}"#,
        r#"{"requestToken":"a1","existingSecret":"db","forgot_password":"Forgot?","publishable_key":"pk_1"}"#,
    ]);
}

#[test]
fn schemas_references_and_labels() {
    check(&[
        r#"{"password":{"title":"P","minLength":8,"type":"string"},"token":{"type":["string","null"]}}"#,
        r##"{"secret":{"$ref":"#/x"},"token":{"secretKeyRef":{"name":"a"}},"password":{"description":"x y"}}"##,
        r#"{"password":"Password","api_key":"Enter your API key","token":["The token is required."]}"#,
        "password: op://vault/item/password",
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-4COi0U",
        r#"{"dependencies":{"jsonwebtoken":"^9.0.2","cookie":"0.7.1"}}"#,
    ]);
}

#[test]
fn placeholders_and_marks() {
    check(&[
        "API_KEY=sk-...",
        "HF_TOKEN=hf_xxxxxxxxxxxxxxxxxxxxxxxx",
        "JWT_SECRET=your-256-bit-secret",
        "SECRET_KEY=your-secret-key-2026",
        "secret: present",
        "TOKEN=<your token here>",
        "TOKEN=${{ secrets.TOKEN }}",
        "PASSWORD=\"${DB_PASSWORD:-}\"",
        "PASSWORD=$(cat /run/secrets/x)",
        "TOKEN=`cat token.txt`",
        "client_secret: ***[authorization:d3837a]",
        "token: ***[api-token:d3837a], next",
        "PWD=/home/ada",
    ]);
}

#[test]
fn minified_code() {
    check(&[
        "e.token=a+b;e.x=1",
        "e.token=t[0];",
        "function(e,t){t.password=n+r,t.secret=e<<2}",
        "o.apiKey=r.key+n;a.secret=b||c;",
        "e.token=n?1:2;c.token=!0,c.pin=a-1;",
        "this.token=new Tk;token=void 0;",
        "n&&r?e.secret=n+\":\"+r:0",
        "i.token=t=>t+1;let password=a.b+c.d;",
    ]);
    let secrets = "e.token=k2j9x7q3;\nauth.token=aB3+dE5/fG7;\nTOKEN=a+b;\n";
    let masked = Masker::default().mask_str(secrets).into_inner().into_owned();
    assert_eq!(masked, "e.token=***;\nauth.token=***;\nTOKEN=***;\n");
}

#[test]
fn code_without_a_secret() {
    check(&[
        "token: Token;",
        "    password: SecretStr",
        "token: mio::Token,",
        "string password = 1;",
        "password VARCHAR(255) NOT NULL,",
        "password = input('Enter password: ')",
        "read -r -s -p \"Password: \" PASSWORD",
        "token: token || props.token,",
        "if (token === null || token == \"\") {",
        "let tokens: Vec<Token> = Lexer::new(input).collect();",
        "async function rotate(secret: Secret): Promise<Token> {",
        "ClientSecret => b\"c hs traffic\",",
        "Password string `json:\"password\"`",
        "headers[\"Authorization\"] = \"Bearer \" + token",
        "<input type=\"password\" name=\"password\" placeholder=\"Password\">",
        "proxy_set_header Cookie $http_cookie;",
        "  id-token: write",
        "token = 1*tchar",
    ]);
}

#[test]
fn prose() {
    check(&[
        "The password must have at least 12 characters.",
        "Password: at least 12 characters, one of them a digit.",
        "password: use argon2id",
        "Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON",
        "Revert \"cookie: SameSite=Strict\"",
        "--token string      Bearer token for authentication",
        "secret \"delta-token\" not found",
    ]);
}

#[test]
fn fingerprints_resources_and_placeholders() {
    check(&[
        "GPG_KEY=466F126453CE7027F4C3A7B8D6C1E3F5A9B2C4D6",
        r#"{"workDoneToken":"5f0c1e0e-4b2f-4a39-8f40-6f2c8f1f9d11"}"#,
        r#"{"partialResultToken":7}"#,
        "level=info secret=\"default/app-token\"",
        "SENDGRID_API_KEY=SG.xxxxx",
        "JWT_SECRET=changeme",
        r#"{"token":"Zugangs-Token","password":"Contraseña"}"#,
        "# password = hash256\n# token = next_token2\n# secret = other",
        "STRIPE_SECRET_KEY=sk_test_xxxxx",
    ]);
}
