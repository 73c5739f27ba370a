//! Words that others have where a secret would stand – schemas, types, grammars, settings of systems,
//! code –, and beside each the nearest text that holds one.

mod marked;

use marked::{becomes, check_all, check_all_in, plain, stays};

#[test]
fn schemas_without_a_type() {
    stays(&[
        r#"{"properties":{"token":{"enum":["bearer","basic"]}}}"#,
        r#"{"properties":{"a":{"type":"string"},"token":{"const":"abc"},"secret":{"default":"x"}}}"#,
        r#"{"$defs":{"a":{"anyOf":[{"type":"string"},{"type":"null"}]},"token":{"default":"bearer"}}}"#,
        r#"{"Cookies":{"additionalProperties":false,"properties":{"Forward":{"enum":["all","none"]}},"type":"object"}}"#,
        r#"{"MasterUserSecret":{"additionalProperties":false,"properties":{"KmsKeyId":{"type":"string"}}}}"#,
        r#"{"Cookies":{"Forward":{"enum":["all","none"]}}}"#,
        r#"{"members":{"Password":{"shape":"PasswordType","documentation":"<p>The password.</p>"}}}"#,
        r#"{"PasswordData":{"request":{"operation":"GetPasswordData","params":[{"target":"InstanceId","source":"identifier","name":"Id"}]}}}"#,
        r#"{"secrets":["db_password","api-token"]}"#,
    ]);
    check_all_in(
        &[plain],
        &[
            r#"{"properties":{"token":{"const":"⟦x9Kd82mPq0LvTz4w⟧"}}}"#,
            r#"{"properties":{"token":{"default":"⟦x9Kd82mPq0LvTz4w⟧"}}}"#,
        ],
    );
    for (secret, expected) in [
        (r#"{"token":{"default":"x"}}"#, r#"{"token":{"default":"***"}}"#),
        (r#"{"properties":{"token":{"value":"abc"}}}"#, r#"{"properties":{"token":{"value":"***"}}}"#),
        (r#"{"Cookies":{"sid":{"value":"abc"}}}"#, r#"{"Cookies":{"sid":{"value":"***"}}}"#),
        (
            r#"{"Cookies":{"sid":{"type":"string","default":"x9Kd82mPq0LvTz4w"}}}"#,
            r#"{"Cookies":{"sid":{"type":"string","default":"***"}}}"#,
        ),
        (
            r#"{"PasswordData":{"request":{"answer":"GetPasswordData"}}}"#,
            r#"{"PasswordData":{"request":{"answer":"***"}}}"#,
        ),
        (r#"{"secrets":["dbx9pw"]}"#, r#"{"secrets":["***"]}"#),
        (r#"{"passwords":["db_password"]}"#, r#"{"passwords":["***"]}"#),
    ] {
        becomes(secret, expected);
    }
}

#[test]
fn constants_that_hold_a_name() {
    stays(&[
        "var DATA_API_KEY = '.data-api';",
        "    ACCESS_KEY = 'aws_access_key_id'\n    SECRET_KEY = 'AWSSecretKey'\n",
        "ACCESS_KEY = 'AWS_ACCESS_KEY_ID'",
        "ACCESS_KEY = 'AWSAccessKeyId'",
        "_JSON_FILE_PRIVATE_KEY = \"private_key\"",
        "  random_device(const std::string& __token = \"mt19937\") { }",
        "token.value = \"password\"; next_token = peek();",
        "tok.token = \"ident\";",
    ]);
    check_all(&[
        "SECRET_KEY = '⟦dev_secret_key⟧'",
        "API_KEY = '⟦.x8Kq-api⟧'",
        "DB_PASSWORD = '⟦.data-api⟧'",
        "DB_PASSWORD = \"⟦password⟧\"",
        "token = \"⟦mt1993742⟧\"",
        "user.token = \"⟦ident⟧\";",
    ]);
}

#[test]
fn types_of_fields_and_parameters() {
    stays(&[
        "pub const IFLA_INET6_TOKEN: _bindgen_ty_7 = _bindgen_ty_7::IFLA_INET6_TOKEN;",
        "pub const ALGORITHM_SHARED_KEY: DOT11_AUTH_ALGORITHM = DOT11_AUTH_ALGO_80211_SHARED_KEY;",
        "def f(self, private_key: ed25519.Ed25519PrivateKey, f_priv: _FragList) -> None:",
        "struct A { token: Colon2, b: u8 }",
        "pub struct A {\n    pub(crate) token: Colon2,\n}",
        "x = {'audiences': 'list[str]', 'token': 'str'}",
        "x = {'service_account_token': 'bool',\n  'image_pull_secrets': 'list[V1LocalObjectReference]'}",
        "  'opaquelocktoken': 'RFC 2518',",
        "    client_secret: Incomplete\n    token: Incomplete\n",
        "x = {'secret': 'V1SecretProjection', 'a': 'b'}",
        "    Token:    '#d0d0d0 bold',\n",
        "{'HAVE_STRUCT_PASSWD_PW_PASSWD': 1}",
        "auth-jwt = [\"jsonwebtoken\", \"serde\"]",
        "jwt = [\"auth\", \"dep:jsonwebtoken\"]",
    ]);
    check_all(&[
        "x = {a: 1, password: ⟦Summer2⟧, b: 2}",
        "x = {'token': '⟦strong⟧'}",
        "x = {'secret': '⟦V1SXcReTpRojEcT⟧'}",
        "    client_secret: ⟦Incomplete9⟧\n    a: b\n",
        "    token:    '⟦#d0d0d0x9⟧',\n",
        "x = {'token': '⟦list[x9!⟧'}",
    ]);
    becomes("passwords = [\"jsonwebtoken\", \"b\"]", "passwords = [\"***\", \"***\"]");
    becomes("jwt = [\"x9kfoo\", \"b\"]", "jwt = [\"***\", \"***\"]");
}

#[test]
fn names_of_resources_and_of_scripts() {
    stays(&[
        r#"{"AWS::ApiGateway::ApiKey":"48205d4ffd7feba3","AWS::IAM::AccessKey":"72c2d9dd90025459"}"#,
        "AWS::ApiGateway::ApiKey: 48205d4ffd7feba3\nb: c\n",
        r#"{"test:cookies": "borp -p \"test/cookie/*.js\"", "test:tokens":"jest"}"#,
        "docker://alpine:3.19@sha256:3cafe5348ff44afb6eca211291318cc108b30d33709d1d57406ba65627ac286f",
        "HTTP/1.1 200 OK\r\nAccess-Control-Allow-Credentials: hell0\r\nBread: x\r\n",
        "deploy ALL=(ALL) NOPASSWD: /usr/bin/x9\n",
    ]);
    check_all_in(
        &[plain],
        &[r#"{"mysql::server::root_password":"⟦48205d4ffd7feba3⟧"}"#, r#"{"app:secret": "⟦borp x⟧"}"#],
    );
    check_all(&["docker://alpine:⟦3.19⟧@sha256.example", "X-Credentials: ⟦hell0⟧\r\nBread: x\r\n"]);
}

#[test]
fn keys_on_a_keyboard() {
    stays(&[
        "<a href=\"x.html\" accesskey=\"p\" rel=\"prev\">",
        "<A\nHREF=\"x.html\"\nACCESSKEY=\"P\"\n>",
        "qq[\" accesskey=\"1\" title=\"All\">",
    ]);
    check_all(&["<s3 accessKey=\"⟦AKzq81m0dkwl⟧\"/>", "<s3 accessKey=\"⟦ab⟧\"/>"]);
}

#[test]
fn words_of_headers_flags_and_settings() {
    stays(&[
        "Authorization: Bearer token required\nPassword: must not be empty\n",
        "#net.ipv4.tcp_syncookies=1\n",
        "busctl --augment-creds=no",
        "passwd:         files systemd\ngroup:          files systemd\n",
        "passwd: compat sss\nshadow: files\n",
        " * All the commands identified by \"code\" are jumps:",
        "print(\"shlex: token=EOF\")",
        "util.debug('Rebuild a proxy owned by manager, token=%r', token)",
        "a: b\nsession: stateless\npin: false\n",
        "\"\"\"Integration tests for gsutil --trace-token option.\"\"\"",
        "may use the \\fB--otp=...\\fR option to",
        "{\"password\":\"(sensitive value)\",\"token\":\"(known after apply)\"}",
        "{\"password\":\"Passwort\",\"session\":\"Sitzung\"}",
        "{\"DB_PASSWORD\": \"#{token}#\"}",
        "$pass = '-anonymous@'",
    ]);
    check_all(&[
        "Authorization: Bearer ⟦hunter⟧\n",
        "Authorization: Bearer ⟦opensesame⟧ next\n",
        "net.syncookies=⟦1x9kq0⟧\n",
        "busctl --augment-creds=⟦north⟧",
        "passwd: ⟦filesx⟧\nuser: a\n",
        "create user a identified by \"⟦code⟧\";",
        "ALTER USER a IDENTIFIED BY \"⟦code⟧\";",
        "print(\"x: token=⟦EOFX9a⟧\")",
        "a: b\nsession: ⟦statelessly⟧\npin: false\n",
        "run --otp=⟦481516⟧",
        "{\"password\":\"⟦(battery staple)⟧\"}",
        "{\"session\":\"⟦Setting⟧\"}",
    ]);
}

#[test]
fn what_code_puts_in() {
    stays(&[
        "$http->add_req_header(\"Authorization\", \"Basic $encoded\");",
        "h = {\"Authorization\": \"Basic $encoded\", \"b\": 1}",
        "x['proxy-authorization'] = `Basic ${Buffer.from(`${decode(a)}:${b}`).toString('base64')}`",
        "password = f\"{registry_id}-auth-token\"",
        "user_pass = '%s:%s' % (unquote(user),",
        "_re_cookie_str_val = r\"(%s|%s|%s)\" % (_re_quoted, _re_expires_val,",
        "document.cookie = name+\"=\"+value+expires+\"; path=/\";",
        "'Unknown TAP token: \"' . $unk->raw . '\"' );",
        "x = 'bad token: \"' + tok + '\"'",
        "gs_host = config.get('Credentials', 'gs_host', DEFAULT_HOST)",
        "   certificate_chain=cert, private_key=key\n",
        "  passwd=$(getent passwd \"$user\")",
    ]);
    check_all(&[
        "h(\"Authorization\", \"Basic ⟦QWxhZGRpbjpvcGVuIHNlc2FtZQ==⟧\")",
        "password = f\"⟦{registry_id}-h8nter2⟧\"",
        "password = \"⟦{word}-x⟧\"",
        "user_pass = '⟦%s!9x⟧'",
        "x = os.environ.get('DB_PASSWORD', '⟦gs_host⟧')",
        "x = config.get(\"password\", \"⟦gs_host⟧\")",
        "log user=a, private_key=⟦keyword9⟧\n",
    ]);
}

#[test]
fn tokens_that_open_nothing() {
    stays(&[
        r#"{"token":"color.primary","designToken":"--color-bg"}"#,
        r#"{"type":"Punctuator","value":"{","token":"Identifier"}"#,
        r#"{"token":5}"#,
        r#"{"password_hash":"argon2id"}"#,
        r#"{"clientToken": "c33f44f8-b34e-47c3-ac48-2582724cf9c0"}"#,
        r#"{"token": "0x115ebd8577a55a722d209f0695029c335449e494"}"#,
    ]);
    check_all_in(
        &[plain],
        &[
            r#"{"access_token":"⟦color.primary⟧"}"#,
            r#"{"password":"⟦color.primary⟧"}"#,
            r#"{"token":"⟦Hunter⟧"}"#,
            r#"{"password":"⟦Identifier⟧"}"#,
            r#"{"password_hash":"⟦argon⟧"}"#,
            r#"{"client_token": "⟦c33f44f8-b34e-47c3-ac48-2582724cf9c0⟧"}"#,
            r#"{"token": "⟦115ebd8577a55a722d209f0695029c335449e494⟧"}"#,
        ],
    );
    becomes(r#"{"pin":1234,"token":55555}"#, r#"{"pin":"***","token":"***"}"#);
    becomes(r#"{"pin":5}"#, r#"{"pin":"***"}"#);
}
