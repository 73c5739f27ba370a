//! What servers and their tools print: tables of two columns, passwords that are announced, headers with
//! parameters.

mod marked;

use marked::{check, check_all, check_all_in, check_in, json, plain, stays};

#[test]
fn parameters_of_an_authorization() {
    check_all(&[
        "Authorization: Token token=\"⟦k2j9x7q3p7q3z8x1w5⟧\", email=\"bob@example.com\"\nHost: x\n",
        "Authorization: Token token='⟦k2j9x7q3p7q3z8x1w5⟧'\n",
        "Authorization: Bearer token=\"⟦k2j9x7q3p7q3z8x1w5⟧\"\n",
        "Authorization: ApiKey id=\"bob\", key=\"⟦k2j9x7q3p7q3z8x1w5⟧\"\n",
        "Authorization: GenieKey key=\"⟦k2j9x7q3p7q3z8x1w5⟧\"\n",
        "Authorization: MAC id=\"h480djs93hd8\", nonce=\"274312:dj83hs9s\", mac=\"⟦kDZvddknd/xvhGRXZhvuDjEWhGeE=⟧\"\n",
        "Authorization: Hawk id=\"dh37fgj492je\", nonce=\"j4h3g2\", mac=\"⟦6R4rV5iE+NPoym+WwjeHzjAG⟧\"\n",
        "Authorization: OAuth oauth_consumer_key=\"bob\", oauth_token=\"⟦k2j9x7q3p7q3z8x1w5⟧\"\n",
        "curl -H 'Authorization: Token token=\"⟦k2j9x7q3p7q3z8x1w5⟧\"' https://example.com\n",
        "Authorization: Token token=⟦k2j9x7q3p7q3z8x1w5⟧\n",
    ]);
    let long = "aB3/".repeat(200);
    check(&format!("Authorization: Token token=\"⟦{long}⟧\", nonce=\"x1\"\n"));
    stays(&[
        "Authorization: Token token=\"<your token>\"\n",
        "Authorization: Digest username=\"bob\", realm=\"x\", nonce=\"dcd98b71\", uri=\"/\"\n",
        "WWW-Authenticate: Bearer realm=\"x\", error=\"invalid_token\"\n",
        "h = \"Authorization: Token token=\" + value2(a) + \"x\"\n",
        "h = \"Authorization: ApiKey key=\"+value2+\"x\"\n",
    ]);
}

#[test]
fn long_texts_of_elements() {
    for len in [60, 127, 128, 129, 700, 5000] {
        let value: String = "FwoGDPvp8B/xY+9".chars().cycle().take(len).collect();
        for tag in ["SessionToken", "Secret", "password"] {
            check_all_in(&[plain, json], &[&format!("<a><{tag}>⟦{value}⟧</{tag}><n>1</n></a>\n")]);
        }
    }
    let words = "a token is what a client is given for its secret, and a server knows it. ".repeat(4);
    stays(&[&format!("<Token>{words}</Token>\n")]);
}

#[test]
fn passwords_in_columns() {
    check("Key         Value\n---         -----\npassword    ⟦silver-saddle-winter-27⟧\nusername    app\n");
    check(
        "Current stack outputs (2):\n    OUTPUT        VALUE\n    dbPassword    ⟦Pepper2017!⟧\n    url           x\n",
    );
    check("db_password\t⟦Rocket2003!⟧\nport\t80\n");
    check("    HTTP_User   elastic\n    HTTP_Passwd ⟦3646ccff022177d6⟧\n");
    stays(&[
        "password    string\nsecret      uuid\n",
        "password    varchar2\n",
        "password    aes256gcm\n",
        "password    bcrypt12\n",
        "password    2024-01-01\n",
        "db-password   Opaque   1   3d\n",
        "the old password    Rocket2003! and more\n",
    ]);
}

#[test]
fn passwords_on_the_line_below_what_announces_them() {
    check_all(&[
        "Please use the following password to proceed to installation:\n\n⟦9819c545a72e3ce74adb792b45a60923⟧\n\nThis\n",
        "Password for the [elastic] user successfully reset.\nNew value: ⟦n6SkzhvCN7ZNT14T3WCB⟧\n",
        "Password for the elastic user (reset with `bin/reset-password -u elastic`):\n  ⟦JQg2A99xTOcV3MXAIJoy⟧\n",
        "$ argocd admin initial-password -n argocd\n⟦3xsd592rDVaO3fFj⟧\n\n This password must be used once.\n",
        "$ argocd admin initial-password\n⟦3xsd592rDVaO3fFj⟧\n",
    ]);
    stays(&[
        "Please use the following password to proceed to installation:\n\nlocalhost\n",
        "Password for the [elastic] user successfully reset.\nNew value: see below\n",
        "Password for the [elastic] user was reset.\nBuild: n6SkzhvCN7ZNT14T3WCB\n",
        "$ acme admin initial-password -n acme\n3xsd592rDVaO3fFj\n",
        "The password hashes to compare:\nn6SkzhvCN7ZNT14T3WCB\n",
    ]);
}

#[test]
fn a_generated_password_may_hold_any_sign() {
    check("A temporary password is generated for root@localhost: ⟦e0yrQQ;mL6hSpaj⟧\n");
    check("A temporary password is generated for root@localhost: ⟦e0y<QQ,mL(hSpa&⟧\n");
}

#[test]
fn passwords_of_users_in_a_sentence() {
    check("log in to the router, user admin, password ⟦AINaOwW9Yn0h⟧\n");
    check("it is user bob and password ⟦Winter2019⟧ on all of them\n");
    check("password ⟦AINaOwW9Yn0h⟧ for admin\n");
    stays(&[
        "reset password OAuth2Flow.\n",
        "password Argon2id for users\n",
        "the password Sha512Crypt9x, as before\n",
        "the user chooses a password Winter2019 could be\n",
    ]);
}

#[test]
fn headers_of_csv_may_have_blanks() {
    check_in(
        &[plain, json],
        "User name,Password,Access key ID,Console login link\nci-bot,⟦bridge_raven613⟧,x,https://example.com\n",
    );
    check_in(&[plain, json], "User name,Password\nci-bot,⟦bridge_raven613⟧\n");
    stays(&[
        "please send your user,password and token\nthanks,all1 folks2\n",
        "first enter the user name,password\nthen wait2,press2\n",
        "send user name, password\nthanks, folks2\n",
    ]);
}

#[test]
fn settings_and_maps() {
    check_all(&[
        "val c = Map(\"user\" -> \"etl\", \"password\" -> \"⟦eSOK^WE$Nk=3tA⟧\", \"driver\" -> \"x\")\n",
        "val c = Map(\"password\" -> \"⟦Winter24!⟧\")\n",
        "1) \"requirepass\"\n2) \"⟦silver_castle⟧\"\n",
        "<dict>\n<key>SharedSecret</key>\n<data>\n⟦R2FyZGVuMjAxNSE=⟧\n</data>\n</dict>\n",
        "<machineKey validationKey=\"⟦A1B554F34DCDDC347217C0C4F353A782⟧\" decryption=\"AES\" />\n",
    ]);
    check_in(&[plain], "{\"count\":4}\nbackup_tokens: [⟦lAFK9C7y3yFwvOVx⟧, ⟦RR3OicEBBDcj46ll⟧]\n");
    stays(&[
        "val f = Map(\"password\" -> \"password.label\", \"token\" -> \"x\")\n",
        "1) \"requirepass\"\n2) \"\"\n",
        "<dict>\n<key>TokenIcon</key>\n<data>R2FyZGVuMjAxNSE=</data>\n</dict>\n",
    ]);
}

#[test]
fn a_secret_id_after_its_accessor() {
    check_all(&[
        "AccessorID:       ac6e0fa3-865e-4d83-a4b7-092448413823\nSecretID:         \
         ⟦0724f17d-8a49-45f0-94e5-c6525f922c8a⟧\nDescription:      ci\n",
        r#"{"AccessorID":"ac6e0fa3-865e-4d83-a4b7-092448413823","SecretID":"⟦0724f17d-8a49-45f0-94e5-c6525f922c8a⟧"}"#,
    ]);
    stays(&[
        r#"{"SecretID":"0724f17d-8a49-45f0-94e5-c6525f922c8a","Name":"x"}"#,
        "AccessorID: ac6e0fa3-865e-4d83-a4b7-092448413823\nSecretID: db-password\n",
    ]);
}

#[test]
fn keys_and_values_on_lines_in_turn() {
    check("$ etcdctl get /app/ --prefix\n/app/db/host\npg.example.com\n/app/db/password\n⟦Rocket2027!⟧\n");
    stays(&[
        "/etc/app/password\n/etc/app/token2\n",
        "/app/db/password\nchanged\n",
        "see docs/db/password\nRocket2027!\n",
    ]);
}

#[test]
fn what_redis_is_told() {
    check_all(&[
        "1767225600.123 [0 10.0.0.2:4431] \"AUTH\" \"⟦lwHdup6IEcv3mzLc⟧\"\n1.2 [0 10.0.0.2:4431] \"GET\" \"hits\"\n",
        "1767225600.123 [0 10.0.0.2:4431] \"auth\" \"bob\" \"⟦Summer2020!⟧\"\n",
    ]);
    stays(&["[\"x\", \"y\"] \"AUTH\" \"basic\"\n", "1.2 [0 10.0.0.2:4431] \"GET\" \"auth\" \"basic\"\n"]);
}

#[test]
fn salts_that_sign_sessions() {
    check_all(&[
        "$settings['hash_salt'] = '⟦btE08COPufxC6x4YrmCZ6XtScr8orZFV5EVcnXulZSxMdghY⟧';\n",
        "  'passwordsalt' => '⟦qkdyXGwok4JBzZtfDjle3rAv0Tz6P6⟧',\n",
    ]);
    stays(&["$settings['hash_salt'] = '';\n", "  'passwordsalt' => 'none',\n"]);
}

#[test]
fn a_secret_id_in_a_table() {
    check(
        "Key                   Value\n---                   -----\n\
         secret_id             ⟦5c111b72-67dc-41f9-a672-33d97d14b2e7⟧\n\
         secret_id_accessor    5202659b-ee3a-481a-bf13-b69b9b143312\n",
    );
    stays(&["the secret_id 5c111b72-67dc-41f9-a672-33d97d14b2e7 was read\n"]);
}

#[test]
fn short_words_in_running_text() {
    check_all(&[
        "bob: user admin / pw: ⟦MarbleMeadow3704⟧\n",
        "bob: user admin (pw: ⟦MarbleMeadow3704⟧)\n",
        "user: bob\npw: ⟦MarbleMeadow3704⟧\n",
        "HOST=x\nPW=⟦MarbleMeadow3704⟧\n",
        "{\"auth\":\"⟦lwHdup6IEcv3mzLc8a⟧\",\"n\":1}",
    ]);
    stays(&[
        "the pw: see below\n",
        "if (!pw) pw = getpwnam(u);\nstruct passwd *pw: 4\nf(x, pw=None, pw2=3)\n",
        "width pw: 100px\n",
        "{\"auth\":\"required\",\"n\":1}",
    ]);
}

#[test]
fn what_is_sent_to_a_prompt() {
    check_all(&[
        "spawn ssh root@10.0.0.2\nexpect \"password:\"\nsend \"⟦maple_canyon316⟧\\r\"\ninteract\n",
        "  expect \"Password: \"\n  send -- \"⟦3d97072f61394a00⟧\\n\"\n",
    ]);
    stays(&[
        "expect \"password:\"\nsend \"$password\\r\"\n",
        "puts \"password:\"\nsend \"maple_canyon316\\r\"\n",
        "expect \"password:\"\nputs \"maple_canyon316\"\n",
    ]);
}
