//! Values under the names of secrets that are none by what they mean: labels, addresses, lifetimes,
//! constants, placeholders, and beside each what is secret there.

mod marked;

use marked::{check_all, stays};

#[test]
fn sentences_with_places_for_what_a_program_puts_in() {
    stays(&[
        r#"{"wayToGetTelegramToken":"Da konst da a Token vo {0} hoin."}"#,
        r#"{"telegramToken":"Du kan få en token från {0}.","wahaApiKey":"La clé se trouve dans {here}"}"#,
        r#"{"botToken":"アプリケーション作成とボットトークンの取得はこちら: {0}"}"#,
        r#"{"oracleConnectionString":"Banco de dados Oracle: {connectionString}"}"#,
    ]);
    check_all(&[
        r#"{"telegramToken":"⟦kR3vX9abQ2mm{0}⟧","botToken":"⟦velvet{orchid}⟧"}"#,
        r#"{"password":"⟦a {b} kR3vX9abQ2⟧"}"#,
    ]);
}

#[test]
fn labels_in_any_language() {
    stays(&[
        r#"{"Access Key":"Chave de Acesso","API Key":"API-nyckel","Integration Key":"Integrations-Schlissl"}"#,
        r#"{"Update Password":"Passwoat aktualisiern","Incorrect password":"Katalaluan tidak betul"}"#,
        r#"{"Bearer Token":"Token nositelja","smsApiToken":"Token untuk API SMS"}"#,
        r#"{"one_time_password":"Engangskode:","apiToken":"API prieigos raktas"}"#,
        "$labels['newpasswd'] = 'Ger-tremen nevez';\n$labels['password'] = 'Sarbide';\n",
        "$messages['nocurpassword'] = 'Sartu oraingo pasahitza.';\n",
        "CurrentPassword = \"Palavra de passe\"\n",
    ]);
    check_all(&[
        r#"{"password":"⟦correct horse battery staple⟧","DB Password":"⟦Correct Horse Battery Staple⟧"}"#,
        r#"{"password":"⟦Correct horse battery staple!⟧","token":"⟦Velvet orchid cinder⟧"}"#,
        r#"{"Wifi Password":"⟦Velvet orchid⟧","Mail Password":"⟦Velvet-Orchid⟧"}"#,
        r#"{"Access Key":"⟦kr3vxq9abq2zz⟧","Client Secret":"⟦orchid-cinder-velvet⟧"}"#,
        r#"{"authToken":"Token ⟦kr3vxq9abq2zz⟧"}"#,
        "$config['password'] = '⟦Sarbide⟧';\n",
    ]);
}

#[test]
fn addresses_in_which_nothing_is_secret() {
    stays(&[
        "token: \"https://api.example.com/v1/oauth/token\",\n",
        "authorization: \"https://example.us/oauth/authorize?scope=read_user\",\n",
        "authorization: `${options.issuer}/oauth/authorize?scope=read`,\n",
        "token: `https://${accountID}.example.com/services/rest/auth/oauth2/v1/token`,\n",
        "See Also: JWT: https://datatracker.ietf.org/doc/html/rfc7519\n",
        "defaultTokenBase = \"graph.example.com\"\n",
        "CONNECTION_STRING: \"redis://redis:6379\"\n",
    ]);
    check_all(&[
        "token: \"⟦https://hooks.example.com/services/T0/xQ8vLp2Rt9Wm4Zk1⟧\",\n",
        "token: \"⟦https://example.com/cb?code=kR3vX9abQ2mm⟧\",\n",
        "token: \"⟦https://example.com/cb?api_key=hunter⟧\",\n",
        "token: \"⟦https://example.com/cb#access_token=hunter⟧\",\n",
        "password: \"⟦graph.example.com⟧\"\n",
        "apiKey: \"⟦xq8vlp2r.zkwvtq.com⟧\"\n",
    ]);
}

#[test]
fn lifetimes_dates_releases_and_switches() {
    stays(&[
        "ttl:\n  access_token: 1h\n  refresh_token: 720h\n  id_token: '31d'\n  signingKeys: \"4h\"\n",
        "mode: { pin: '2026-07-28' }\n",
        "matrix:\n  - otp: \"26\"\n  - otp: '27.1'\n",
        "rpassword = \"7.5.4\"\n\"verdaccio-htpasswd\": \"13.0.0-next-8.29\"\n",
        "MYSQL_RANDOM_ROOT_PASSWORD=1\nMARIADB_ALLOW_EMPTY_ROOT_PASSWORD=1\n",
    ]);
    check_all(&[
        "password: \"⟦1h⟧\"\naccess_token: ⟦1a2b3c4d⟧\n",
        "db_password: ⟦2026-07-28⟧\npin: '⟦4711⟧'\n",
        "otp: \"⟦482913⟧\"\n",
        "password = \"⟦7.5.4⟧\"\n",
        "MYSQL_ROOT_PASSWORD=⟦1⟧\n",
    ]);
}

#[test]
fn constants_of_protocols_and_names_of_what_is_stored() {
    stays(&[
        "GRANT_PASSWORD = \"password\"\nGRANT_AUTHORIZATION_CODE = \"authorization-code\"\n",
        "TOKEN_AUTH_METHOD_PRIVATE_KEY_JWT = \"private_key_jwt\"\n",
        "val JWTAuthKey: Any = \"JWTAuth\"\nString SET_COOKIE2 = \"Set-Cookie2\";\n",
        "headerTOTPToken = \"X-Auth-Token\"\npaginate(token_key='NextToken')\n",
        "const string JsonWebToken = \"application/jwt\";\nconst string AccessToken = \"AccessTokenFormat\";\n",
        "'password' => 'hashed',\n'secret' => 'encrypted',\n'session' => 'cookie',\n",
        "const SSO_BINDING_COOKIE: &str = \"VW_SSO_BINDING\";\n$storageKey = 'api_token';\n",
        "flags := map[string]string{cmdFlagNameEncryptionKey: \"storage.encryption_key\"}\n",
        "adminTokenSecret: \"admin-token\"\ntokenSecretKey: \"token\"\nprivateKeySecret: my-secret\n",
        "access_token: order_by\nid_token: String_comparison_exp\ntoken: JWT\n",
        "\"authorization\": \"iauth_1MlLiGJITzLVzkSmL75LlYZd\",\n",
        "if (strstr(buf, \"Authorization: Digest\")) {\n",
        "{\"token\": \"km\"}\n{ .token = \"LIMIT\" }\n",
    ]);
    check_all(&[
        "DB_PASSWORD = \"⟦password1⟧\"\nAPI_KEY = \"⟦x-velvet-orchid1⟧\"\n",
        "headerToken = \"⟦X-kR3vX9abQ2⟧\"\nsession_key = \"⟦kdkekfmqqz⟧\"\n",
        "adminSecret: \"⟦admin⟧\"\naccessTokenSecret: ⟦my-velvet-orchid⟧\nadminPassword: \"⟦admin-token⟧\"\n",
        "\"authorization\": \"⟦zauth_1MlLiGJITzLVzkSmL75LlYZd⟧\",\n",
        "{\"password\": \"⟦km⟧\", \"access_token\": \"⟦abc⟧\"}\n",
    ]);
}

#[test]
fn what_was_taken_out_and_what_is_to_be_put_in() {
    stays(&[
        "'jwt_token': '[REDACTED_JWT_TOKEN]',\n",
        "req.Header.Set(\"Authorization\", \"AWS **REDACTED**:**REDACTED**\")\n",
        "assert_equal {config set requirepass (redacted)} [lindex $log 0]\n",
        "kubectl create secret generic NAME --from-literal=admin-password=PASSWORD -o yaml\n",
        "kubectl create secret generic NAME --from-literal=p=SMTP_PASSWORD,SMTP_PASSWORD2\n",
        "curl -u Administrator:DOMAIN_ADMIN_PW https://x.example\n",
        "API_KEY: \"not-set\"\npassword: \"xx\"\npassword: \"xxx:yyy\"\n",
        "Authorization: Basic base64(client_id:client_secret)\n",
        "CLIENT_SECRET=\"Copy client from protocol tab here\"\n",
    ]);
    check_all(&[
        "jwt_token: '⟦[REDACT9kR3vX]⟧'\n",
        "kubectl create secret generic s --from-literal=p=⟦HUNTERTWO⟧\n",
        "curl -u admin:⟦HUNTER2PW⟧ https://x.example\n",
        "password: \"⟦xyxy⟧\"\nAuthorization: Basic ⟦base64dXNlcjpwYXNzd29yZHg=⟧\n",
    ]);
}

#[test]
fn words_of_a_text_about_secrets() {
    stays(&[
        "# The token is base64 encoded username:password\n",
        "whether an access token is DPoP-bound and verify the binding\n",
        "### Basic Operations\n1. **Basic Operation Audit** (most common):\n",
        "\"Denied establishing ssh session: SHA256 fingerprint \"\n",
        "- Password: Added 'pwned' password strength driver\n- Password: Don't store passwords\n",
    ]);
    check_all(&[
        "the access token is ⟦kR3vX9abQ2mmQQ⟧\n",
        "- Password: ⟦Sommer2024⟧\n",
        "password: ⟦Added1⟧\n",
    ]);
}

#[test]
fn patterns_and_what_a_parser_is_made_of() {
    stays(&[
        "apiKey: '[a-f0-9]+'\n",
        "re := regexp.MustCompile(\"Credential=([A-Z0-9]+)/\")\n",
        "const PATTERN_SESSION_COOKIE = '/a_session=([^;]+)/';\n",
        "'p|password=s' => \\$password,\n",
        "if (*set->doveadm_password == '\\0') {\n",
        "repeatNodeCount:13,tokenData:\"LU~R!^OX$}X^%u^p$}pq%uqr)Xrs.Rst/uAB\",x:1\n",
    ]);
    check_all(&[
        "apiKey: '⟦[a-f0-9]kR3vX9abQ2⟧'\n",
        "password: \"⟦kR3v[a-f0-9]+⟧\"\n",
        "tokenData: \"⟦kR3vX9abQ2mmQQ⟧\"\n",
    ]);
}
