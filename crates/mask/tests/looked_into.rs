//! Help texts, metadata, manifests and labels that only sound secret, and beside each the nearest text
//! that holds a secret.

mod marked;

use marked::{becomes, check_all, check_all_in, json, json_in_json, leaves_masked, plain, stays};

/// Letters and digits that look drawn at random.
const DRAWN: &str = "x9Kd82mPq0LvTz4w";

#[test]
fn options_of_a_manual() {
    stays(&[
        "  -W, --password             force password prompt\n",
        "msgid \"  -W, --password           force password prompt (should happen automatically)\\n\"",
        "{ \"password\", 1, 0, N_(\"  -W, --password             force password prompt\\n\") },",
        "      --api-key=KEY              key to use\n",
        "       --load-cookies=FILE         load cookies from FILE before session\n",
        "  --private-key=FILE\tprivate key file\n",
        "Start it with --private-key=FILE to sign in.",
        "  -p, --password LÖSENORD       ändra lösenordet\n      --ftp-password=HASŁO        ustawia HASŁO dla ftp\n",
        "      --ask-password              prompt for passwords\nuse --ask-password como --password.\n",
        "  -w, --no-password        never prompt for password\n",
    ]);
    check_all(&[
        "tool --password             ⟦f0rce9⟧ password\n",
        "tool -u ada --password ⟦force⟧ prompt\n",
        "tool --api-key=⟦KEY9⟧              key to use\n",
        "tool --password=⟦QWERTZ⟧ --user ada\n",
        "tool --private-key=⟦file-x9⟧ a\n",
    ]);
}

#[test]
fn what_is_said_of_secrets_that_are_kept_elsewhere() {
    stays(&[
        r#"{"secrets":[{"name":"NPM_TOKEN","visibility":"all"}]}"#,
        r#"{"secrets":[{"name":"GIST_ID","created_at":"2019-08-10T14:59:22Z","updated_at":"2020-01-10T14:59:22Z","visibility":"selected","selected_repositories_url":"https://api.example.com/orgs/acme/actions/secrets/GIST_ID/repositories"}]}"#,
        r#"{"secrets":[{"name":"projects/123/secrets/db","createTime":"2024-01-01T00:00:00.1Z","replication":{"automatic":{}},"etag":"\"161f0c0ad8a0a1\""}]}"#,
        r#"{"secrets":[{"name":"a","since":"2019-08-10T14:59:22Z"}]}"#,
        r#"{"secrets":[{"name":"a","replication":{"userManaged":{"replicas":[{"location":"us-east1"}]}}}]}"#,
        r#"{"credential":{"id":"Lk2mX9_fQ0aZt7Rw3Yb8Cg","rawId":"Lk2mX9_fQ0aZt7Rw3Yb8Cg","type":"public-key","clientExtensionResults":{}}}"#,
        r#"{"excludeCredentials":[{"type":"public-key","id":"Lk2mX9_fQ0aZt7Rw3Yb8Cg"}]}"#,
        r#"{"credentials":{"provider":"aws","region":"eu-west-1"}}"#,
        r#"{"credentials":[{"id":"r1Xl0gTjQ4RzLkX9","name":"Slack account","type":"slackApi","createdAt":"2024-01-01T00:00:00.1Z"}]}"#,
        r#"{"credentials":{"slackApi":{"id":"r1Xl0gTjQ4RzLkX9","name":"Slack account"}}}"#,
    ]);
    check_all_in(
        &[plain],
        &[
            r#"{"AccessKey":{"UserName":"bob","Status":"Active","CreateDate":"2015-03-09T18:39:23.411Z","SecretAccessKey":"⟦x9Kd82mPq0LvTz4w⟧"}}"#,
            r#"{"auth":{"client_token":"⟦x9Kd82mPq0LvTz4w⟧","accessor":"0e9e354a-520f-df04-6867-ee81cae3d42d","policies":["default"],"token_policies":["default"],"metadata":{"username":"ada"},"lease_duration":2764800,"renewable":true,"entity_id":"","orphan":true}}"#,
            r#"{"secrets":[{"name":"a","created_at":"2019-08-10T14:59:22Z","token":"⟦word⟧"}]}"#,
        ],
    );
    for object in [
        r#"{"name":"NPM_TOKEN","visibility":"all","value":"⟦hunter2⟧"}"#,
        r#"{"name":"a","since":"⟦2019-08-10T14:59:22Zhunter2⟧"}"#,
        r#"{"name":"a","url":"⟦https://ada:hunter2@db.example.com⟧"}"#,
        r#"{"name":"a","replication":{"automatic":{"value":"⟦hunter2⟧"}}}"#,
        r#"{"region":"eu-west-1","data":"⟦hunter2⟧"}"#,
        r#"{"id":"⟦r1Xl0gTjQ4RzLkX9⟧","name":"x"}"#,
    ] {
        for text in
            [format!(r#"{{"secrets":[{object}],"n":1}}"#), format!(r#"{{"credential":{object},"n":1}}"#)]
        {
            check_all_in(&[plain], &[&text]);
        }
    }
}

#[test]
fn checksums_units_pages_and_names_of_resources() {
    let sum = "9f3a7c1e5b08d264".repeat(4);
    stays(&[
        &format!("  annotations:\n    checksum/secret: {sum}\n"),
        &format!(r#"{{"annotations":{{"checksum/secret":"{sum}","a":1}}}}"#),
        r#"{"TokenValidityUnits":{"AccessToken":"minutes","IdToken":"hours","RefreshToken":"days"}}"#,
        r#"{"startingToken":"x9Kd82mPq0LvTz4w","StartingToken":"x9Kd82mPq0LvTz4w"}"#,
        "spec:\n  tls: true\n  secret: db-credentials\n",
        "  - secret: regcred\n",
        "  secret: app-secret\n  image: x\n",
        "  secret: \"tls-cert\"\n",
    ]);
    check_all(&[
        &format!("  annotations:\n    config/secret: ⟦{sum}⟧\n"),
        r#"{"password":"⟦minutes⟧","accessToken":"⟦minutes9⟧"}"#,
        r#"{"startToken":"x9Kd82mPq0LvTz4w","startedToken":"⟦x9Kd82mPq0LvTz4w⟧"}"#,
        "spec:\n  secret: ⟦db-hunter⟧\n  tls: true\n",
        "spec:\n  secret: ⟦my-super-secret⟧\n  tls: true\n",
        "session({ secret: '⟦session-secret⟧' })",
        "spec:\n  password: ⟦db-credentials⟧\n  tls: true\n",
    ]);
}

#[test]
fn manifests_and_lock_files() {
    stays(&[
        "{\n  \"cookie\": [\"cookie@0.6.0\", \"\", {}, \"sha512-U71cyTamuh1CRNCfpGY6to28lxvNwPG4Guz==\"],\n}\n",
        "  \"guardian_token\": {:hex, :guardian_token, \"2.3.2\", \"78ad9fb01ec3d3cd\", [:mix], []},\n",
        r#"{"dependencies":{"token":"latest","cookie":"workspace:*","session":"file:../x","jwt":"npm:other@^1.2.0"}}"#,
        "password = [\"bcrypt>=4.0\"]\n",
        "jwt = [\"pyjwt[crypto] ~= 2.8\", \"cryptography\"]\n",
        "PublicKeyCredential = [\"Credential\"]\n",
        r#"{"paths":{"password":["src/password/index.ts"],"@secrets/*":["src/secrets/*"]}}"#,
    ]);
    check_all(&[r#"{"password":"⟦latest⟧","cookie":"⟦workspace x⟧","token":"⟦file:x9Kd82mPq0LvTz4w⟧"}"#]);
    for list in [
        r#"["cookiex@0.6.0"]"#,
        r#"["hunter2>x"]"#,
        r#"["bcrypt>=4.0","hunter2"]"#,
        r#"["src/hunter/index.ts"]"#,
        r#"["Hunter"]"#,
    ] {
        let expected = leaves_masked(list);
        becomes(&format!(r#"{{"password":{list},"n":1}}"#), &format!(r#"{{"password":{expected},"n":1}}"#));
    }
}

#[test]
fn permissions_and_names_in_lists() {
    stays(&[
        r#"{"permissions":{"keys":["get"],"secrets":["get","list","set"]}}"#,
        r#"{"scopes":{"token":["read","write"],"secret":["rotate"]}}"#,
        r#"{"imagePullSecrets":["regcred","ghcr-login"]}"#,
        r#"{"permissions":{"id-token":"write"}}"#,
    ]);
    for list in [r#"["hunter"]"#, r#"["get","hunter"]"#, r#"["x9"]"#] {
        let expected = leaves_masked(list);
        becomes(&format!(r#"{{"secrets":{list},"n":1}}"#), &format!(r#"{{"secrets":{expected},"n":1}}"#));
    }
    becomes(r#"{"imagePullSecrets":["x9Kd"]}"#, r#"{"imagePullSecrets":["***"]}"#);
}

#[test]
fn labels_in_other_scripts() {
    stays(&[
        r#"{"apiKey":"APIキー","pin":"ПИН-код","secret":"Секрет","token":"API-Ключ"}"#,
        "login.password=Mot de passe\nuser.token=Jeton\n",
        "label.api-key=API key\n",
        "message.token=Invalid token\nlabel.secret=Bitte eingeben\n",
        "msgid \"Password: \"\nmsgstr \"Passwort: \"\n",
    ]);
    // Their escapes are those of the string itself.
    for text in [
        r#"{"confirmPassword":"Passwort best\u00e4tigen","apiKey":"Cl\u00e9 API"}"#,
        r#"{"token":"\u30c8\u30fc\u30af\u30f3","apiKey":"API\u30ad\u30fc"}"#,
        r#"{"s":"{\"apiKey\":\"Cl\\u00e9 API\"}"}"#,
    ] {
        becomes(text, text);
    }
    for (text, expected) in [
        (r#"{"apiKey":"x9\u00e9Kd82mPq0LvTz4w"}"#, r#"{"apiKey":"***"}"#),
        (r#"{"password":"h\u00fcnter"}"#, r#"{"password":"***"}"#),
        (r#"{"password":"\u0068unter2"}"#, r#"{"password":"***"}"#),
    ] {
        becomes(text, expected);
    }
    check_all(&[
        "db.password=⟦hunter⟧\n",
        "db.password=⟦hunter2⟧ x\n",
        "label.password=⟦hunter2⟧\n",
        r#"{"password":"⟦hünter⟧","apiKey":"⟦ключ9x⟧"}"#,
    ]);
}

#[test]
fn words_that_a_model_fills_in_and_templates() {
    stays(&[
        r#"[{"score":0.97,"token":3000,"token_str":"paris","sequence":"paris is"}]"#,
        "creds = \" --username=%s --password=%s\" % (user, pw)\n",
        "ALTER USER app WITH PASSWORD :'pw';",
        "CREATE ROLE app WITH ENCRYPTED PASSWORD :'app_pw';",
    ]);
    becomes(r#"{"token":3000,"user":"paris"}"#, r#"{"token":"***","user":"paris"}"#);
    check_all(&[
        r#"{"user":0.97,"token_str":"⟦paris⟧"}"#,
        "creds = \"⟦-x9Kd82mPq0LvTz4w⟧\"\n",
        "ALTER USER app WITH PASSWORD '⟦pw9x⟧';",
    ]);
}

#[test]
fn keys_of_elasticsearch_in_their_answer() {
    let encoded = "VnVhQ2ZHY0JDZGJrUW0tZTVhT3g6dWkybHAyYXhUTm1zeWFrdzl0dk5udw==";
    check_all(&[
        &format!(r#"{{"id":"Vua","name":"k","api_key":"⟦{DRAWN}⟧","encoded":"⟦{encoded}⟧"}}"#),
        &format!("{{\n  \"api_key\" : \"⟦{DRAWN}⟧\",\n  \"encoded\" : \"⟦{encoded}⟧\"\n}}"),
        &format!(r#"{{"api_key":"⟦{DRAWN}⟧","encoded":"utf-8"}}"#),
        &format!(r#"{{"password":"⟦{DRAWN}⟧","encoded":"{encoded}"}}"#),
    ]);
    stays(&[&format!(r#"{{"name":"k","encoded":"{encoded}"}}"#)]);
}

#[test]
fn what_a_secret_ends_with() {
    let digits = "9f3a7c1e5b08d264".repeat(4);
    let sentry = format!("{}{}", "sntryu_", digits);
    check_all(&[
        &format!("GET /list;jsessionid=⟦{}⟧?page=2 HTTP/1.1", &digits[..32]),
        &format!("https://example.com/list;jsessionid=⟦{}.n1⟧#top", &digits[..32]),
        "sshpass -p⟦tNhVIomNzeAqE245J8K9⟧ ssh r",
        "sshpass -p⟦tNhVIomNzeAqE24⟧ ssh r",
        &format!("/v1/⟦{sentry}⟧/x"),
        &format!("/v1/⟦{sentry}⟧ x"),
    ]);
    stays(&["GET /list;jsessionid=short?page=2 HTTP/1.1", "/cart;sessionid=none?x=1"]);
}

#[test]
fn objects_that_tell_which_secret_is_meant() {
    stays(&[
        r#"{"credentials":{"type":"oAuth2Api","id":"12","name":"Google account"}}"#,
        r#"{"secret":{"name":"db","version":"3","createTime":"2024-01-01T00:00:00Z"}}"#,
        r#"{"csrf":{"enabled":true,"cookieName":"XSRF-TOKEN","headerName":"X-XSRF-TOKEN"}}"#,
        r#"{"passwordCredentials":[{"keyId":"3f2b6c1e-9b1d-4f3a-8c2d-1e5f6a7b8c9d","hint":"abc"}]}"#,
        r#"{"passwordCredentials":[{"displayName":"ci","endDateTime":"2026-01-01T00:00:00Z","keyId":"3f2b6c1e-9b1d-4f3a-8c2d-1e5f6a7b8c9d","secretText":null}]}"#,
        r#"{"authorization":{"mode":"RBAC","enabled":true}}"#,
    ]);
    for (object, name) in [
        (r#"{"type":"⟦x9Kd82mPq0Lv⟧","id":"12"}"#, "credentials"),
        (r#"{"name":"db","version":"⟦x9Kd82mPq0⟧"}"#, "secret"),
        (r#"{"enabled":true,"value":"⟦x9Kd82mPq0⟧"}"#, "csrf"),
        (r#"{"enabled":true,"userName2":"⟦x9Kd82mPq0⟧"}"#, "csrf"),
        (r#"[{"keyId":"a","hint":"⟦x9Kd82mPq0⟧"}]"#, "passwordCredentials"),
        (r#"{"mode":"⟦x9Kd82mPq0⟧","enabled":true}"#, "authorization"),
        (r#"{"string":"⟦x9Kd82mPq0⟧"}"#, "apiKey"),
    ] {
        check_all_in(&[plain], &[&format!(r#"{{"{name}":{object},"n":1}}"#)]);
    }
    let given = r#"{"passwordCredentials":[{"keyId":"3f2b","secretText":"⟦x9Kd82mPq0⟧","hint":"x9K"}]}"#;
    check_all_in(&[plain], &[given]);
}

#[test]
fn tokens_of_models_and_of_markets() {
    stays(&[
        r###"{"token":"##ing","id":2075,"score":0.93}"###,
        r#"{"token":128009,"logprob":-0.1}"#,
        r#"{"logprob":-0.1,"token":128009}"#,
        r#"{"token0":"USDC","token1":"WETH"}"#,
        r#"{"token0":"0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48"}"#,
        r#"{"token":"string (optional)","api_key":"string (required)"}"#,
        "session=open",
        "authorization: RBAC\n",
    ]);
    check_all_in(
        &[plain],
        &[
            r###"{"token":"⟦##x9Kd82⟧","id":2075}"###,
            r#"{"token0":"⟦x9Kd82mPq0⟧","token1":"⟦Weth9abc⟧"}"#,
            r#"{"token":"⟦strings (optional)9⟧"}"#,
            "session=⟦x9Kd82⟧",
            "authorization: ⟦x9Kd82⟧\n",
        ],
    );
    becomes(r#"{"token":128009,"n":1}"#, r#"{"token":"***","n":1}"#);
}

#[test]
fn values_that_another_member_tells_of() {
    check_all_in(
        &[plain],
        &[
            r#"{"password": {"type": "string", "value": "⟦Winterfell49!⟧"}}"#,
            r#"{"Namespace":"aws:elasticbeanstalk:application:environment","OptionName":"DB_PASSWORD","Value":"⟦thunder_marmalade10⟧"}"#,
            r#"{"Value":"⟦thunder_marmalade10⟧","OptionName":"DB_PASSWORD"}"#,
            r#"{"attributes":{"enabled":true},"id":"https://v.vault.azure.net/secrets/x/9f86","kid":null,"name":"x","value":"⟦Xk29LmPz77⟧"}"#,
            r#"{"value":"⟦Xk29LmPz77⟧","id":"https://v.vault.azure.net/secrets/x/9f86"}"#,
            r#"{"a":"{\"id\":\"https://v.vault.azure.net/secrets/x/9f86\",\"value\":\"⟦Xk29LmPz77⟧\"}"}"#,
            r#"{"mode":"managed","type":"random_password","name":"db","instances":[{"schema_version":3,"attributes":{"id":"none","length":16,"result":"⟦Xk29L&mPz77⟧"}}]}"#,
            r#"{"type": "random_password", "name": "db", "values": {"length": 16, "result": "⟦Xk29LmPz77⟧"}}"#,
            r#"{"format":"secret","default":"⟦x9Kd82mPq0⟧"}"#,
        ],
    );
    stays(&[
        r#"{"password": {"type": "string", "value": "the value"}}"#,
        r#"{"OptionName":"LogLevel","Value":"thunder_marmalade10"}"#,
        r#"{"id":"https://v.vault.azure.net/keys/x/9f86","value":"Xk29LmPz77"}"#,
        r#"{"url":"https://v.vault.azure.net/secrets/x/9f86","value":"Xk29LmPz77"}"#,
        r#"{"id":"https://v.vault.azure.net/secrets/x/9f86","name":"x"}"#,
        r#"{"mode":"managed","type":"random_pet","instances":[{"attributes":{"result":"Xk29LmPz77"}}]}"#,
        r#"{"type":"random_password","count":1},{"result":"Xk29LmPz77"}"#,
        "See https://v.vault.azure.net/secrets/x/9f86 or https://v.vault.azure.net/secrets/ for it.",
    ]);
}

#[test]
fn values_whose_type_is_secret() {
    check_all_in(
        &[plain, json, json_in_json],
        &[
            r#"{"Name":"/app/x","Type":"SecureString","Value":"⟦plainword77x⟧","Version":1}"#,
            r#"{"Value":"⟦plainword77x⟧","Type":"SecureString","Name":"/app/x"}"#,
            r#"[{"Name":"/a","Type":"SecureString","Value":"⟦word⟧"},{"Name":"/b","Type":"SecureString","Value":"⟦x y\nz⟧"}]"#,
            r#"{"id":"a","section":{"id":"b"},"type": "CONCEALED","label":"neutral","value": "⟦Xk29LmPz77⟧"}"#,
        ],
    );
    let long = format!(r#"{{"type":"CONCEALED","value":"⟦{}⟧","n":1}}"#, "Xk29 LmPz77 ".repeat(300));
    check_all_in(&[plain], &[&long]);
    stays(&[
        r#"{"Name":"/app/x","Type":"String","Value":"plainword77x"}"#,
        r#"{"Name":"/app/x","Type":"SecureString","Version":3}"#,
        r#"{"Type":"SecureString","Value":""},{"Value":"plainword77x"}"#,
        r#"{"Properties":{"Type":"SecureString","Value":"{{resolve:ssm-secure:x}}"}}"#,
        r#"{"type":"STRING","purpose":"CONCEALED","value":"plainword77x"}"#,
        r#"if (type === "CONCEALED") { show("value", "plainword77x") }"#,
    ]);
}

#[test]
fn objects_that_only_say_something_of_a_secret() {
    stays(&[
        r#"{"privateKey":{"algorithm":"RSA","encoding":"PKCS1","size":2048,"rotationPolicy":"Always"}}"#,
        r#"{"ssh_keys":[{"id":289794,"fingerprint":"3b:16:e4:bf:8b:00","public_key":"ssh-rsa AAAA3NzaQ x","name":"Other Key"}]}"#,
        r#"{"api_keys":[{"id":"VuaCfGcBCdbkQm-e5aOx","name":"k1","creation":1548550550158,"invalidated":false,"username":"ada","realm":"native1","metadata":{"app":"x"},"role_descriptors":{}}]}"#,
        r#"{"secrets":[{"name":"db","keys":["username","password"],"age_days":12}]}"#,
        r#"{"secrets":[{"id":289794,"title":"db","rotated":true}],"otp":{"enabled":true,"channel":"sms"}}"#,
        r##"{"pin":{"color":"#ff0000","size":"l"},"n":1}"##,
    ]);
    becomes(
        r#"{"api_keys":[{"id":"VuaCfGcBCdbkQm-e5aOx","name":"k","creation":1548550550158,"api_key":"ui2lp2axTN"}]}"#,
        r#"{"api_keys":[{"id":"VuaCfGcBCdbkQm-e5aOx","name":"k","creation":1548550550158,"api_key":"***"}]}"#,
    );
    for (text, masked) in [
        (
            r#"{"privateKey":{"encoding":"PKCS1","data":"hunter2"}}"#,
            r#"{"privateKey":{"encoding":"PKCS1","data":"***"}}"#,
        ),
        (r#"{"privateKey":{"encoding":"q8Zt4LmW1xRv7Kp3"}}"#, r#"{"privateKey":{"encoding":"***"}}"#),
        (r#"{"pin":{"date":"2020-01-01","valid":1234567}}"#, r#"{"pin":{"date":"***","valid":"***"}}"#),
        (r#"{"otp":{"enabled":true,"value":483920}}"#, r#"{"otp":{"enabled":true,"value":"***"}}"#),
        (
            r#"{"secrets":[{"id":289794,"title":"db","content":"swordfish"}]}"#,
            r#"{"secrets":[{"id":289794,"title":"db","content":"***"}]}"#,
        ),
        (
            r#"{"secrets":[{"name":"db","keys":["correcthorse","battery"]}]}"#,
            r#"{"secrets":[{"name":"db","keys":["***","***"]}]}"#,
        ),
        (r#"{"api_keys":[{"id":"VuaCfGcBCdbkQm-e5aOx"}]}"#, r#"{"api_keys":[{"id":"***"}]}"#),
        (r#"{"apiKey":{"key":"q8Zt4LmW1xRv7Kp3"}}"#, r#"{"apiKey":{"key":"***"}}"#),
        (r#"{"secret":{"value":"hunter2"}}"#, r#"{"secret":{"value":"***"}}"#),
    ] {
        becomes(text, masked);
    }
}
