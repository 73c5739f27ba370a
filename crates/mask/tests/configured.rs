//! Secrets in the settings of devices, installers and frameworks, and where they stand before their name.

mod marked;

use marked::{check_all, check_all_in, plain, stays};

#[test]
fn settings_of_devices_and_installers() {
    check_all(&[
        "enable secret ⟦Xk93jd8Qm2pL⟧",
        "R1(config)# enable secret 5 ⟦sunshine⟧\n!",
        "hostname r1\nusername admin privilege 15 secret 0 ⟦Xk93jd8Qm2pL⟧\n",
        "username bob password ⟦sunshine-9⟧\n",
        "rootpw --plaintext ⟦sunshine⟧\n",
        "userlist ops\n    user admin insecure-password ⟦sunshine⟧\n",
        "10.0.0.1 %any : PSK \"⟦sunshine99⟧\"",
        "RequestHeader set X-Api-Key \"⟦3d57f804-ece6-4502-ad88-f9a0f1a3dbb0⟧\"",
        "git config --global user.token ⟦yC1fJ1houszNKpKM⟧",
        "set(API_KEY \"⟦x4ld5$48Wq*cjX?d⟧\")",
        "[Note] A temporary password is generated for root@localhost: ⟦Cw5nUfksU1gk⟧\n",
    ]);
    check_all_in(
        &[plain],
        &[
            "@Value(\"${db.password:⟦sY4RfKiHc2F4pVC5TOW7⟧}\")",
            "password: ${DB_PASSWORD:⟦sunshine99⟧}\n",
            "{\"SecretBinary\":\"⟦Qv3Er52Z9hwlEGy6psJIgvmm/7o=⟧\"}",
        ],
    );
    stays(&[
        "enable secret scanning\n",
        "username and password required\n",
        "username must differ from password 2 times",
        "rootpw --lock\n",
        "user admin insecure-password\n",
        "git config --global credential.helper store",
        "set(TOKEN \"${FOO}\")",
        "echo ${PASSWORD:0:3} ${TOKEN:-x} ${token:none} ${password:secrets/db1.txt}",
        "A temporary password is generated for each user.",
    ]);
}

#[test]
fn values_before_their_name_in_markup() {
    check_all(&[
        "<add value=\"⟦Xk93jd8Qm2pL⟧\" key=\"ApiSecret\" />",
        "<input type=\"hidden\" value='⟦Xk93jd8Qm2pL⟧' name='csrf_token'>",
        "<property><value>⟦sunshine⟧</value><name>password</name></property>",
        "<property>\n  <value>⟦sunshine⟧</value>\n  <name>db.password</name>\n</property>",
        "<meta name=\"csrf-token\" content=\"⟦copper-juniper-saddle⟧\">",
        "<meta content=\"⟦Xk93jd8Qm2pL⟧\" name=\"csrf-token\">",
        "<input type=\"password\" name=\"pw\" value=\"⟦copper-lantern-saddle⟧\">",
    ]);
    stays(&[
        "<option value=\"Submit\" name=\"token\"><input value=\"12-3456\" name=\"password_page\">",
        "<p><value>Xk93jd8Qm2</value><x/><name>password</name></p>",
        "<p><name>a</name><value>Xk93jd8Qm2</value><name>password</name></p>",
        "<meta name=\"csrf-param\" content=\"authenticity_token\"><meta name=\"token\" content=\"Tokens\">",
        "<input type=\"password\" placeholder=\"Password\" value=\"\">",
        "<x data-value=\"ab-1234\" id=\"b-1234\" name=\"password\">",
        "<button type=\"password\" value=\"copper\">",
    ]);
}

#[test]
fn secret_ids_of_vault() {
    check_all(&[
        "{\"role_id\":\"abc-def\",\"secret_id\":\"⟦Xk93jd8Qm2pLaa81⟧\"}",
        "VAULT_SECRET_ID=⟦Xk93jd8Qm2pLaa81⟧",
        "vault:\n  secret_id: ⟦Xk93jd8Qm2pLaa81⟧\n",
        "export VAULT_SECRET_ID=⟦5b234442-1c5b-45a1-ad69-534f07c37e25⟧",
    ]);
    stays(&[
        "{\"secret_id\":\"Xk93jd8Qm2pLaa81\"}",
        "{\"secret_id\":\"arn:aws:secretsmanager:eu-west-1:1:secret:db-AbCdEf\",\"role_id\":1}",
        "vault:\n  secret_id: prod-database-credentials-2\n",
        "{\"vault\":\"main\",\"secret_id\":\"5b234442-1c5b-45a1-ad69-534f07c37e25\"}",
    ]);
}

/// <https://learn.microsoft.com/aspnet/core/security/app-secrets>
#[test]
fn settings_by_the_path_of_their_sections() {
    check_all(&[
        "Movies:ServiceApiKey = ⟦otter-falcon-4323⟧\nAuth:Jwt:Secret = ⟦Orbit7210tundraHJ⟧\n",
        r#"{"stdout":"Movies:ServiceApiKey = ⟦otter-falcon-4323⟧\nMovies:Host = db1"}"#,
    ]);
    stays(&["std::token = otter\n", "a b:secret = falcon\n", "Logging:Token = true\n"]);
}

/// <https://marlam.de/msmtp/msmtp.html>
#[test]
fn a_password_alone_on_its_line() {
    check_all(&["host smtp.example.com\nuser ada\npassword ⟦Otter8781comet5B⟧\n"]);
    stays(&[
        "password required\n",
        "password sha512crypt\n",
        "password pbkdf2-sha256\n",
        "the password Otter8781comet5B2 ends\n",
    ]);
}

/// <https://expressjs.com/en/resources/middleware/session.html>
#[test]
fn the_secrets_that_one_name_has_over_time() {
    check_all(&[
        "app.use(session({ secret: ['⟦if2EbUMZJRv5⟧', '⟦saffron-thistle-3292⟧'] }))",
        "secret: ['⟦otter-falcon-4323⟧', '⟦Orbit7210tundraHJ⟧'],\n",
    ]);
    stays(&["secrets: ['db-password-2', 'web-token-1']\n", "secret: ['app.db.v2', 'read']\n"]);
}

/// <https://developer.hashicorp.com/terraform/cli/config/config-file>
#[test]
fn filler_around_what_tells_the_format() {
    stays(&["credentials \"app.terraform.io\" {\n  token = \"xxxxxx.atlasv1.zzzzzzzzzzzzz\"\n}\n"]);
    check_all(&["token = \"⟦xxxxxx.atlasv1.q8Zr2Lw9Kx4V⟧\"\n"]);
}

#[test]
fn a_value_whose_type_is_secret() {
    check_all(&[
        r#"{"key":"thing","value":"⟦Maple7RsZy4W7Z⟧","type":"secret"}"#,
        r#"{"key":"thing","value":"⟦Maple7RsZy4W7Z⟧","type":"secret","enabled":true}"#,
        r#"{"type":"secret","key":"thing","value":"⟦maple77river99⟧"}"#,
    ]);
    stays(&[
        r#"{"key":"thing","value":"","type":"secret"} {"key":"a","value":"Maple7RsZy4W7Z","type":"default"}"#,
        r#"{"type":"secret","value":"db-password"} {"name":"x","type":"secret","value":"{{thing}}"}"#,
        r#"[{"type":"secret","name":"a"},{"type":"text","value":"Maple7RsZy4W7Z"}]"#,
    ]);
}

#[test]
fn who_may_see_the_statistics_of_a_proxy() {
    check_all(&[
        "listen stats\n  stats enable\n  stats auth admin:⟦Maple7RsZy4W7Z⟧\n  stats admin if TRUE\n",
        "    stats auth ada:⟦hunter2⟧",
    ]);
    stays(&[
        "  stats auth <user>:<password>\n  stats realm x\n",
        "  stats auth admin:$PASSWORD\n",
        "The stats auth is on.\nstats auth user:password\n",
    ]);
}

#[test]
fn the_key_of_an_account_beside_its_name() {
    let key = "q8Rk2vNw5Lz9Hb4Jt7Yc1Xm6Pd3Gf0Sa".repeat(3);
    let key = &key[..86];
    check_all(&[
        &format!(
            r#"[{{"creationTime":"2026-01-02","keyName":"key1","permissions":"FULL","value":"⟦{key}==⟧"}}]"#
        ),
        &format!(r#"[{{ "keyName": "key2", "value": "⟦{key}==⟧" }}]"#),
    ]);
    stays(&[
        r#"[{"keyName":"key1","permissions":"FULL","value":null},{"keyName":"color","value":"dark blue"}]"#,
        &format!(r#"{{"keyName":"a","value":"{}"}}"#, "internal/templates/of/the/page/that/is/shown/first"),
        r#"{"keyName":"digest","value":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}"#,
    ]);
}

#[test]
fn words_among_settings_that_a_blank_parts() {
    check_all(&[
        "<security>\n  self_hostname a.example.com\n  shared_key    ⟦secure_communication_is_awesome⟧\n</security>\n",
        "<user>\n  username user1\n  password ⟦yes_this_is_user1⟧\n</user>\n",
        "<user>\n  # the first\n  password ⟦yes_this_is_user1⟧\n</user>\n",
        "<security>\n  self_hostname a.example.com\n  shared_key ⟦secure_words_are_not_awesome⟧\n  # one\n  # [warn]: two\n</security>\n",
        "host 10.0.0.1\nshared_key ⟦using-different-key-makes-us-secure⟧\nusers user1,user2\n",
        "user redis\npassword ⟦marmalade⟧\n",
        "# The old one.\n# requirepass ⟦maple7rs⟧\n",
    ]);
    stays(&[
        "# The default.\n# requirepass foobared\n# masterauth <master-password>\n",
        "please enter\nyour user name\npassword twice\nand again\n",
        "So the next\nsecret place_where_it_is_found\nis here\n",
        "The token\ntoken expires_when_it_is_old\n",
        "template 'x' do\n  username 'foo'\n  password the_root_password_of_db\n  action :create\n",
        "user   string\npassword   string\n",
        "user name\npassword token\n",
        "# requirepass is set below\n# requirepass ${PASS}\n",
    ]);
}

#[test]
fn words_with_capitals_among_variables() {
    check_all(&[
        "A=b\nUSER_PASSWORD=⟦Master Password⟧\nMODE=on\n",
        "A=b\nUSER_PASSWORD=⟦Ada 77 Lovelace⟧\nB=c\n",
    ]);
    check_all_in(
        &[plain],
        &["A=b\nPGPASSWORD=⟦hunter2x⟧ psql -h db\nB=c\n", "USER_PASSWORD=⟦Master⟧ Password\n"],
    );
}
