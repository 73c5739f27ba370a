//! Texts that speak of a secret, show where one would be, set up what uses one or report on one, and beside
//! each the nearest text that holds a secret.

mod marked;

use marked::{becomes, check_all, check_all_in, json, masked, plain, stays};

#[test]
fn sentences_about_a_flag() {
    stays(&[
        "WARNING! Using --password via the CLI is insecure. Use --password-stdin.\n",
        "Set --token from the environment, or leave --api-key without value.\n",
    ]);
    check_all(&[
        "tool --password ⟦via9⟧ the CLI\n",
        "tool --password ⟦via⟧ --user ada\n",
        "tool --password ⟦swordfish⟧ the CLI\n",
    ]);
}

#[test]
fn users_and_passwords_of_a_manual() {
    stays(&[
        "curl -u username:password https://api.example.com\n",
        "curl -u user:pass https://api.example.com; curl --user USER:password https://h\n",
        "curl -u login:api_token https://api.example.com\n",
    ]);
    check_all(&[
        "curl -u admin:⟦password⟧ https://api.example.com\n",
        "curl -u user:⟦passw0rd⟧ https://api.example.com\n",
        "curl -u superuser:⟦password⟧ https://api.example.com\n",
    ]);
}

#[test]
fn what_is_wrong_with_a_secret() {
    stays(&[
        r#"{"secret":"not found","token":"already in use","password":"too weak"}"#,
        r#"{"errors":{"token":["has expired"],"password":["is invalid","not strong"]}}"#,
        r#"{"errors":{"token":["expired"],"secret":"does not match","session":"no longer valid"}}"#,
        "passwd: password updated successfully\n",
        "host=a\npasswd: password unchanged\nport=1\n",
    ]);
    check_all_in(
        &[plain, json],
        &[
            r#"{"secret":"⟦not tomorrow⟧","password":"⟦too many cooks⟧"}"#,
            r#"{"secret":"⟦found9 set⟧","password":"⟦already Gone⟧"}"#,
            "host=a\npasswd: ⟦orchid updated lemon⟧\nport=1\n",
        ],
    );
    becomes(r#"{"token":["hunter expired"]}"#, r#"{"token":["***"]}"#);
}

#[test]
fn attributes_that_a_cookie_has_now() {
    stays(&["- auth: session cookie is now SameSite=Lax\n", "The session cookie is now Path=/app2.\n"]);
    check_all(&["The session cookie is now ⟦a9F3kd82jdkLq01⟧.\n"]);
}

#[test]
fn settings_of_what_signs_tokens() {
    stays(&[
        r#"{"Jwt":{"Issuer":"acme","Audience":"web","TokenLifetimeMinutes":60},"n":1}"#,
        r#"{"Jwt":{"Issuer":"https://id.example.com/v2","ValidAudience":"a1b2c3d4e5f6a7b8","ExpireDays":7}}"#,
        r#"{"jwt":{"enabled":true,"algorithm":"HS256","expiresIn":"15m","header":"X-Auth"}}"#,
    ]);
    check_all(&[r#"{"Jwt":{"Issuer":"acme","Secret":"⟦horse battery⟧"}}"#]);
    becomes(
        r#"{"Jwt":{"Issuer":"acme","Key":"this is the key to sign with"},"n":1}"#,
        r#"{"Jwt":{"Issuer":"acme","Key":"***"},"n":1}"#,
    );
    becomes(
        r#"{"Jwt":{"Issuer":"acme","key":"marmalade"},"n":1}"#,
        r#"{"Jwt":{"Issuer":"acme","key":"***"},"n":1}"#,
    );
    becomes(
        r#"{"jwt":{"algorithm":"HS256","header":"x9Kd82mPq0LvTz4w"},"n":1}"#,
        r#"{"jwt":{"algorithm":"HS256","header":"***"},"n":1}"#,
    );
    becomes(r#"{"secret":{"header":"marmalade"}}"#, r#"{"secret":{"header":"***"}}"#);
    becomes(
        r#"{"Jwt":{"Issuer":"acme","Salted":"marmalade"},"n":1}"#,
        r#"{"Jwt":{"Issuer":"acme","Salted":"***"},"n":1}"#,
    );
    // The name of a key, and no name.
    stays(&[r#"{"credentials":{"key":"db-password","type":"ref"}}"#]);
    becomes(
        r#"{"credentials":{"key":"k2gfdqyvv6evfqin9ib7","type":"ref"}}"#,
        r#"{"credentials":{"key":"***","type":"ref"}}"#,
    );
}

#[test]
fn packages_of_a_lock_file() {
    stays(&[
        r#"{"System.IdentityModel.Tokens.Jwt":{"type":"Direct","requested":"[8.0.1, )","resolved":"8.0.1","contentHash":"2Az0A5w6n6gm6IE9S5IpYtlEu986IyimqFK5dOQ3faJnJFRVVHxb==","dependencies":{"A.B":"8.0.1"}}}"#,
        "  \"@types/jsonwebtoken\": 9.0.6\n",
        "'@types/jsonwebtoken': 9.0.6\n",
    ]);
    assert_eq!(
        masked(r#"{"A.Tokens.Jwt":{"type":"Direct","content":"2Az0A5w6n6gm6IE9S5IpYtlEu986IyimqF"}}"#),
        r#"{"A.Tokens.Jwt":{"type":"Direct","content":"***"}}"#
    );
    assert_eq!(masked(r#"{"otp":906.5}"#), r#"{"otp":"***"}"#);
}

#[test]
fn findings_of_a_scanner() {
    let found = |shown: &str| {
        format!(
            r#"{{"Class":"secret","Secrets":[{{"RuleID":"github-pat","Category":"GitHub","StartLine":3,"Code":{{"Lines":[]}},"Match":"{shown}"}}]}}"#
        )
    };
    stays(&[&found("TOKEN=********************"), &found("  key: ****\\n")]);
    becomes(
        &found("TOKEN=xq7mKp2vL9"),
        r#"{"Class":"secret","Secrets":[{"RuleID":"***","Category":"GitHub","StartLine":"***","Code":{"Lines":[]},"Match":"***"}]}"#,
    );
    check_all(&[r#"{"Secrets":[{"RuleID":"a","Match":"TOKEN=****","Secret":"⟦xq7mKp2vL9⟧"}]}"#]);
}

#[test]
fn references_to_a_vault() {
    stays(&[
        r#"{"adminPassword":{"reference":{"keyVault":{"id":"/subscriptions/5b81a1c9-49ba-422d-a5f1-e16e70d7ebde/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv"},"secretName":"admin-pw"}}}"#,
    ]);
    becomes(r#"{"adminPassword":{"value":"x9Kd82mPq0LvTz4w"}}"#, r#"{"adminPassword":{"value":"***"}}"#);
    becomes(
        r#"{"adminPassword":{"reference":{"keyVault":{"id":"/x9Kd82mPq0LvTz4w/"}}}}"#,
        r#"{"adminPassword":{"reference":{"keyVault":{"id":"***"}}}}"#,
    );
}

#[test]
fn tokens_of_a_design() {
    stays(&[
        r##"{"token":{"color":{"primary":{"value":"#17f71a","type":"color"}},"spacing":{"sm":{"value":"4px"}}}}"##,
        r##"{"designToken":{"$type":"color","brand":{"$value":"#17f71a"}}}"##,
        r#"{"token":{"space":{"s":{"m":{"$type":"dimension","$value":{"value":4,"unit":"px"}}}}}}"#,
    ]);
    becomes(
        r#"{"token":{"color":{"primary":{"value":"marmalade"}}}}"#,
        r#"{"token":{"color":{"primary":{"value":"***"}}}}"#,
    );
    becomes(r#"{"token":{"color":"x9Kd82mPq0LvTz4w"}}"#, r#"{"token":{"color":"***"}}"#);
}

#[test]
fn what_a_visitor_lets_cookies_do() {
    stays(&[r#"{"cookie":{"consent":"accepted","categories":["analytics"]},"cookie_banner":true}"#]);
    becomes(r#"{"cookie":{"consent":"marmalade"}}"#, r#"{"cookie":{"consent":"***"}}"#);
}

#[test]
fn words_of_a_vocabulary_and_numbers_of_pins() {
    stays(&[
        r#"{"<s>":0,"</s>":1,"password":4211,"Ġsecret":5512,"token":12,"Ġtoken":8821,"api":377}"#,
        r###"{"vocab": {"##ing": 1, "a": 2, "password": 4211, "token": 12, "b": 3, "secret": 99}}"###,
        r#"{"\u0120the":1,"password":4211,"b":7,"c":8}"#,
        r#"{"pin":13,"mode":"OUTPUT","pins":[2,3,4],"pinout":"A0"}"#,
    ]);
    becomes(r#"{"user":"ada","pin":13}"#, r#"{"user":"ada","pin":"***"}"#);
    becomes(
        r#"{"id":1,"n":2,"password":4211,"age":3,"b":4}"#,
        r#"{"id":1,"n":2,"password":"***","age":3,"b":4}"#,
    );
    becomes(r#"{"<s>":0,"password":4211,"name":"x"}"#, r#"{"<s>":0,"password":"***","name":"x"}"#);
    becomes(r#"{"pin":1342,"mode":"OUTPUT"}"#, r#"{"pin":"***","mode":"OUTPUT"}"#);
}

#[test]
fn phrases_that_stand_for_a_value() {
    stays(&[
        "define( 'AUTH_KEY', 'put your unique phrase here' );\n",
        "password: \"enter your password here\"\n",
    ]);
    check_all(&["define( 'AUTH_KEY', '⟦put your horse there⟧' );\n"]);
}

#[test]
fn connections_that_need_no_password() {
    stays(&[
        "<add name=\"Main\" connectionString=\"Data Source=sql01;Initial Catalog=App;Integrated Security=True;TrustServerCertificate=True\" />",
        r#"{"connectionString":"Server=sql01;Database=App;Trusted_Connection=yes;"}"#,
        r#"{"connectionString":"Data Source=app.db"}"#,
        r#"{"ConnectionStrings":{"Default":"Data Source=app.db;Cache=Shared"},"AllowedHosts":"*"}"#,
    ]);
    check_all(&[
        r#"{"connectionString":"Server=h;Integrated Security=True;Password=⟦xQ7mKp2⟧"}"#,
        r#"{"connectionString":"⟦Server=h;Integrated Security=True;Password=word⟧"}"#,
        r#"{"connectionString":"⟦Server=h;Integrated Security=False;Database=App⟧"}"#,
        r#"{"connectionString":"⟦Server=h;User=u;marmalade⟧"}"#,
        r#"{"connectionString":"⟦Data Source=ada:marmalade@h;User=u⟧"}"#,
        r#"{"connectionString":"⟦Data Source=app.db;Key=marmalade⟧"}"#,
        "DSN=app:⟦cWyGLzU4eD1pwh⟧@tcp(db.example.com:3306)/shop?parseTime=true\n",
        r#"{"dsn":"app:⟦cWyGLzU4eD1pwh⟧@unix(/run/db.sock)/shop"}"#,
        r#"{"dsn":"⟦app/cWyGLzU4eD1pwh:x@db⟧"}"#,
    ]);
}

#[test]
fn addresses_with_a_secret_of_their_own() {
    check_all(&[
        "Click here to reset your password: https://app.example.com/reset?token=⟦oIILvm9Tx6UodWoKxXvMLJpAcuP⟧\n",
        r#"{"password":"https://app.example.com/reset?lang=en&token=⟦abc⟧&y=2"}"#,
        r#"{"password":"⟦https://app.example.com/s/x9Kd82mP?lang=en⟧"}"#,
        r#"{"password":"⟦https://app.example.com/s/x9Kd82mP?token=⟧"}"#,
    ]);
}

#[test]
fn users_in_a_secret_of_kubernetes() {
    check_all(&[
        "apiVersion: v1\nkind: Secret\ntype: Opaque\nstringData:\n  SMTP_USERNAME: mailer@example.com\n  smtp-host: mail\n  \
         SMTP_FRONT: ⟦meadow_canyon684⟧\n  username_hint: ⟦granite⟧\n",
    ]);
}

#[test]
fn flags_that_a_manual_names() {
    stays(&[
        "Wget now supports the --ftp-user and --ftp-password command\nswitches to set them.\n",
        "They have been renamed to --http-password and --proxy-password respectively, and so on.\n",
        ".BR \\-P ,\\  \\-\\-passwd=PLIK\n",
        r#"{"text":".BR \\-P ,\\  \\-\\-passwd=PLIK\nget\\-credentials \\- get credentials"}"#,
        "get\\-credentials \\- get credentials\n",
    ]);
    check_all(&[
        "tool --user ada and --ftp-password ⟦swordfish⟧\n",
        "tool --ftp-password ⟦command⟧\n",
        "tool --passwd=⟦PLIKABC⟧ x\n",
        ".B tool \\-\\-passwd=⟦hunter2x⟧\n",
        "tool --password ⟦\\-x9Kd82⟧\n",
    ]);
}

#[test]
fn grammars() {
    stays(&[
        "postgresql://user:password@host:5432/dbname\n",
        "// proto://username:password@hostname.com:user/repo\n// proto://:password@hostname.com:user/repo\n",
        "Cookie: name=value; name2=value2; name3=value3\n",
        "LoadCredential=ID[:PATH], LoadCredentialEncrypted=ID[:PATH]\nImportCredential=GLOB\n",
        "   basic-credentials = base64-user-pass\n   base64-user-pass  = <base64 encoding of user-pass>\n",
    ]);
    check_all(&[
        "postgresql://user:⟦password⟧@db.example.com/x\n",
        "postgresql://user:⟦Sunshine⟧@host/x\n",
        "postgresql://ada:⟦password⟧@host/x\npostgres://user:⟦pass⟧@host.docker.internal/db\n",
        "Cookie: name=⟦Sunshine⟧; sid=⟦value2⟧; name3=⟦value4⟧\n",
        "LoadCredential=⟦token:Zk29dkwP20dk⟧\nImportCredential=⟦Zk29dkwP20dk⟧\n",
        "PASSWORD=⟦AB[:CD⟧\nSECRET=⟦ab[:cd]⟧\n",
        "   basic-credentials = ⟦base64-user-pass⟧\n   other = x\n",
    ]);
}

#[test]
fn messages_of_a_shell() {
    stays(&[
        "TOKEN=${TOKEN:?token is not set}\n",
        "export TOKEN=${TOKEN:?token is not set} PORT=1\n",
        "API_KEY=${API_KEY?no key was given}\n",
        "TOKEN=${TOKEN:-$(pass show my token)}\n",
        "TOKEN=\"${TOKEN:?token is not set}\"\nTOKEN='${TOKEN:?no token}'\n",
    ]);
    check_all(&[
        "TOKEN=${TOKEN:-⟦hunter2x⟧}\n",
        "TOKEN=⟦${Zk29dkw?P20dk⟧\n",
        "TOKEN=⟦${TOKEN:?Zk29dkwP20dk⟧\n",
    ]);
}
