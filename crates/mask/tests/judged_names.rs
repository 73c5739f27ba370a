//! What documents written without a look at the engine found missed by name, and the nearest
//! texts that hold no secret.

mod marked;

use marked::{becomes, check_all, check_all_in, masked, plain, stays};

#[test]
fn short_words_for_a_password_after_their_owner() {
    check_all(&[
        "ROOT_PW=⟦hunter2⟧\n",
        "user = app\nrootpw = ⟦88ca0b75⟧\n",
        "userpw: ⟦jordan23⟧\n",
        "SSHPASS=⟦letmein⟧\n",
        "RABBITMQ_DEFAULT_PASS=⟦letmein⟧\n",
        "ansible_become_pass=⟦hunter2⟧ x=1",
        "rootpw ⟦dhddw⟧\n",
        "bindpw ⟦trustno1⟧\n",
        "requirepass ⟦ysnblwfe⟧\n",
        "SetEnv DB_PASSWORD ⟦hmwmfbkm⟧\n",
        "cipherKey: ⟦batman99⟧\n",
        "env:\n- name: DB_PASS\n  value: ⟦gandalf⟧\n",
    ]);
    check_all_in(
        &[plain],
        &[
            r#"{"pw":"⟦hunter2⟧"}"#,
            r#"{"adminpw":"⟦welcome⟧","session_key":"⟦a b⟧","unsealKey":"⟦x⟧"}"#,
            r#"{"masterauth":"⟦word⟧"}"#,
        ],
    );
    assert_eq!(masked(r#"{"verificationPin":4723}"#), r#"{"verificationPin":"***"}"#);
    stays(&[
        "rootpw --iscrypted x",
        "requirepass is what the server asks for",
        "pw = sync_playwright().start()",
        "XPASS=3\n",
        "OLDPWD=/root\n",
        "bypass=true compass=north encompass: all\n",
        "renderPass = \"forward\"\n",
        "{\"pw\": \"width\"}",
        "{\"default_pass\": {\"a\": 1}}",
        "proxy_pass=http://backend\n",
    ]);
}

#[test]
fn names_that_end_a_path() {
    check_all_in(
        &[plain],
        &[
            r#"{"user[password]":"⟦swordfish⟧","auth[token]":"⟦ab\"9⟧"}"#,
            r#"{"Auth:ClientSecret":"⟦my dog⟧","@token":"⟦word⟧","password*":"⟦x⟧"}"#,
            r#"{"/app/prod/db_password":"⟦r0sebud⟧"}"#,
            r#"{"Parameter":{"Name":"/prod/db/password","Type":"SecureString","Value":"⟦a b⟧","Version":3}}"#,
            "user=ann&user%5Bpassword%5D=⟦a%26b⟧&remember=1",
            "user[name]=ann&user[password]=⟦hunter⟧&remember=1",
            "curl -d 'user[password]=⟦hunter2⟧' x",
        ],
    );
    stays(&[
        r#"{"/oauth/token":{"post":{"summary":"Give one."}}}"#,
        r#"{"/users/password":"users.update","/token":"handlers.token2","/auth/token":"/auth/refresh"}"#,
        r#"{"@fastify/csrf":"^6.2.0","npm:cookie":"0.5.0","node_modules/cookie":{"version":"1.0.0"}}"#,
        r#"["/prod/password","/prod/token","a:secret"]"#,
        "params[password] = other\n",
        "input[name=password]=1",
    ]);
}

#[test]
fn a_name_and_its_value_beside_each_other() {
    check_all(&[
        "set {\n  name  = \"adminPassword\"\n  value = \"⟦blue moon⟧\"\n}\n",
        "env:\n  - value: ⟦toor⟧\n    name: MYSQL_ROOT_PASSWORD\n  - name: A\n    value: b\n",
        "env:\n  - value: \"⟦a b⟧\"\n    name: API_KEY\n",
        "- {name: DB_PASSWORD, value: ⟦hunter⟧}\n",
    ]);
    check_all_in(
        &[plain],
        &[
            r#"{"ParameterKey":"DbPassword","ParameterValue":"⟦a:b⟧"}"#,
            r#"{"op":"replace","path":"/password","value":"⟦hunter⟧"}"#,
            r#"{"value":"⟦hunter⟧","op":"add","path":"/user/password"}"#,
        ],
    );
    stays(&[
        "- name: A\n  value: b\n- name: DB_PASSWORD\n  valueFrom: x\n",
        "Header { name: AUTHORIZATION, value: token }",
        "name = \"password\"\nvalue = var.password\n",
        r#"{"path":"/forgot-password","content":"What to do then"}"#,
    ]);
}

#[test]
fn elements_beside_each_other() {
    check_all(&[
        "<context-param><param-name>access_token</param-name><param-value>⟦my dog 9⟧</param-value></context-param>",
        "<property>\n  <name>secret</name>\n  <value>⟦horse battery⟧</value>\n</property>",
        "<env-entry-name>pdfPassword</env-entry-name>\n<env-entry-type>a.B</env-entry-type>\n\
         <env-entry-value>⟦sesame⟧</env-entry-value>",
        "<property name=\"password\">\n  <value>⟦hunter2⟧</value>\n</property>",
        "<setting name=\"initialPassword\" serializeAs=\"String\"><value>⟦toor⟧</value></setting>",
        "<entry><key>password</key><value>⟦hunter2⟧</value></entry>",
        "<key>password</key>\n<integer>⟦51785⟧</integer>",
        "<key>Password</key>\n<string>⟦x⟧</string>",
        "<Password value='⟦hunter2⟧'/>",
    ]);
    stays(&[
        "<key>cookies</key><integer>3</integer>",
        "<name>token</name><type>xs:string</type><use>required</use>",
        "<param-name>password</param-name><description>Some value.</description>",
        "<Token value=\"IDENT\"/>",
        "<property name=\"password\"><null/></property>",
        "<property name=\"password\"><value>${db.password}</value></property>",
    ]);
}

#[test]
fn values_of_yaml_below_their_name_or_after_a_quoted_one() {
    check_all(&[
        "host: db\npassword:\n  value: ⟦euqbi⟧\nport: 1\n",
        "host: db\nclientSecret:\n  value: \"⟦a b⟧\"\nport: 1\n",
        "host: db\npasswords:\n  - ⟦hunter2⟧\n  - ⟦sunshine⟧\nport: 1\n",
        "host: db\nbackup_codes:\n  - ⟦rrlzc⟧\nport: 1\n",
        "\"master-key\": ⟦toor⟧\n'host': db\n",
        "'user_pwd': ⟦abc123⟧\n'host': db\n",
    ]);
    stays(&[
        "password:\n  value: {{ .Values.password }}\n",
        "password:\n  type: string\n",
        "secrets:\n  - db_password\n  - tls\n",
        "passwords:\n  - required\n  - must be long\n",
        "\"token\": token\n",
        "x = {\n    \"token\": current\n}\n",
        "{\n\"token\": null\n}\n",
    ]);
}

#[test]
fn words_among_settings() {
    check_all(&[
        "PORT=80\nSMTP_PASS = ⟦sunshine⟧\nLOG_LEVEL=info\n",
        "app.name=x\nspring.datasource.password = ⟦grgwo⟧\nserver.port=80\n",
        "cs = \"Server=db;User Id=sa;Password=⟦dkqek⟧;Encrypt=true\"",
        "jdbc:sqlserver://h:1433;databaseName=x;user=sa;password=⟦fykcz⟧;encrypt=true",
        "DB_PASSWORD=⟦~tilde^9⟧\n",
        "DB_PASSWORD=⟦foo.bar⟧\n",
    ]);
    stays(&[
        "A = 1\nDB_PASSWORD = other\nB = 2\n",
        "a=b\nself.password = other\nc=d\n",
        "PORT=80\nDB_PASSWORD = password\nLOG_LEVEL=info\n",
        "var a=1;b=2;password=other;c=3;",
        "DB_PASSWORD=config.other\n",
        "DB_PASSWORD=settings.DB_PASSWORD\n",
        "DB_PASSWORD=secrets.txt\n",
        "if password =~ word",
        "if ($token=~m/x/) {}",
    ]);
}

#[test]
fn what_a_sentence_says() {
    check_all(&[
        "my passcode is ⟦4774⟧",
        "password is: ⟦hunter2⟧",
        "The token is: ⟦d287e5be452c579d2fe2299e84b495de⟧",
        "the password for the database is ⟦slv7Gn9EpKpl0Y0⟧",
        "use password ⟦Winter19⟧ to log in",
    ]);
    stays(&[
        "the password for the database is required",
        "The token is: the one from before",
        "the pin is 17",
        "the PIN is 1024 bytes long",
        "Keys are derived with password pbkdf2sha256 then",
        "Log in with password authentication",
        "A token for each of 3 users is kept.",
    ]);
}

#[test]
fn members_of_yaml_below_a_telling_name() {
    check_all(&[
        "secrets:\n  db: ⟦avvxyrjnp73omlm5szfcblh6⟧\n  smtp: \"⟦jungl3fl@c0n29⟧\"\nport: 1\n",
        "app:\n  credentials:\n    main: ⟦9f86d081884c7d659a2feaa0c55ad015⟧ # rotate\n    region: eu\n",
        "tokens:\n  primary: ⟦0lp7jrrjcok7z89rve4c⟧\n  label: primary\n",
    ]);
    stays(&[
        "secrets:\n  db_password:\n    file: ./db_password.txt\n  api:\n    name: app-api-v2\n",
        "secrets:\n  NPM_TOKEN: ${{ secrets.NPM_TOKEN }}\n  x: ${{ secrets.abc123def456ghi789 }}\n",
        "jobs:\n  call:\n    secrets: inherit\n    with:\n      node: 20\n",
        "secret:\n  secretName: app-tls-2f8d9c7b5a4e\n  defaultMode: 420\n",
        "secret:\n  name: prod-db-credentials-v12\n  version: 1a2b3c4d5e6f7a8b9c0d\n",
        "credentials:\n  account: prod-eu-west-1\n  backend: aws-secrets-manager-2\n",
        "password:\n  type: string\n  example: \"Passw0rd!23\"\n",
        "secrets:\n# none\nimage: abc\nchecksum: 9f86d081884c7d659a2feaa0c55ad015\n",
    ]);
}

#[test]
fn lists_and_objects_of_tokens() {
    check_all(&[
        "tokens:\n  - ⟦0lp7jrrjcok7z89rve4cqmwc61nwgrk6⟧\n  - ⟦zz9k7z89rve4cqmwc61nwgrk⟧\nname: x\n",
        "tokens:\n- \"⟦0lp7jrrjcok7z89rve4cqmwc61nwgrk6⟧\"\n",
    ]);
    let secret = "0lp7jrrjcok7z89rve4cqmwc";
    for (text, expected) in [
        (format!("[svc]\ntokens = [\"{secret}\", \"x\"]\n"), "[svc]\ntokens = [\"***\", \"***\"]\n"),
        (format!(r#"{{"tokens":["{secret}"],"n":1}}"#), r#"{"tokens":["***"],"n":1}"#),
        (r#"{"tokens":["jungl3fl@c0n29"],"n":1}"#.to_owned(), r#"{"tokens":["***"],"n":1}"#),
        (format!(r#"{{"tokens":{{"{secret}":"jonas"}},"n":1}}"#), r#"{"tokens":{"***":"***"},"n":1}"#),
        (
            format!(r#"{{"tokens":{{"primary":"{secret}","b":"x"}}}}"#),
            r#"{"tokens":{"primary":"***","b":"***"}}"#,
        ),
    ] {
        assert_eq!(masked(&text), expected);
        assert_eq!(masked(expected), expected, "a second time");
    }
    stays(&[
        "tokens = [\"the\", \"cat\"]\n",
        "tokens = lexer.tokens[1:]\ntokens: list[str] = []\n",
        "tokens:\n  - the\n  - cat\n  - color-primary-500\n  - 101\n",
        "tokens:\n  input: 12\n  heading: spacing-2xl-500-x1\n",
        r#"{"tokens":["the","cat"],"n":1}"#,
        r#"{"tokens":["@user12345","user@mail12345.example"],"n":1}"#,
        r#"{"tokens":{"color-primary-500":"x","input":12},"n":1}"#,
        r#"{"tokens":{"0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48":{"symbol":"USDC"}}}"#,
    ]);
}

#[test]
fn what_a_schema_gives_for_a_secret() {
    check_all(&[
        r#"{"gate":{"type":"string","format":"password","default":"⟦lgyv9bemq8yh2umwo7joc0r9⟧"}}"#,
        r#"{"gate":{"default":"⟦lgyv9bemq8yh2umwo7joc0r9⟧","format":"password","title":"x"}}"#,
        r#"{"password":{"type":"string","description":"The one.","default":"⟦jungl3fl@c0n29⟧"}}"#,
    ]);
    stays(&[
        r#"{"gate":{"type":"string","format":"password","default":"vault"}}"#,
        r#"{"gate":{"type":"string","format":"date","default":"lgyv9bemq8yh2umwo7joc0r9"}}"#,
        r#"{"password":{"type":"string","description":"The one.","default":"postgres"}}"#,
        r#"{"api_key":{"type":"string","default":"EMPTY"}}"#,
    ]);
}

#[test]
fn what_a_person_chose_for_a_property() {
    check_all(&[
        r#"{"properties":{"badge":{"type":"string","format":"password","default":"⟦Tr0ub4dor&3x⟧"}}}"#,
        r#"{"badge":{"example":"⟦Velvet-meadow-78⟧","type":"string","format":"password"}}"#,
        r#"{"badge":{"type":"string","format":"password","examples":["⟦maple7859⟧"]}}"#,
        r#"{"badge":{"examples":["⟦maple7859⟧"],"format":"password","title":"x"}}"#,
        r#"{"badge":{"format":"password","const":"⟦d89636e9-488c-4eb6-a406-2a319c7c8009⟧"}}"#,
    ]);
    let several = r#"{"badge":{"format":"password","examples":["vault","Tr0ub4dor&3x"],"title":"x"}}"#;
    becomes(several, r#"{"badge":{"format":"password","examples":["***","***"],"title":"x"}}"#);
    check_all(&[
        r#"{"password":{"type":"string","description":"The one.","default":"⟦Tr0ub4dor&3x⟧","title":"x"}}"#,
        r#"{"db_password":{"type":"string","default":"vault","example":"⟦V3lv3t94!⟧"}}"#,
    ]);
    stays(&[
        r#"{"badge":{"type":"string","format":"password","default":"changeme","example":"your password"}}"#,
        r#"{"badge":{"type":"string","format":"password","default":"********","pattern":"^[A-Za-z0-9]{8,}$"}}"#,
        r#"{"password":{"type":"string","example":"12345","minLength":8,"title":"Password 2fa"}}"#,
        r#"{"password":{"type":"string","example":"password123","examples":["my-password","string"]}}"#,
        r#"{"token":{"type":"string","enum":["cl100k_base","o200k_base"],"default":"cl100k_base"}}"#,
        r#"{"token":{"type":"string","format":"uuid","example":"3fa85f64-5717-4562-b3fc-2c963f66afa6"}}"#,
        r#"{"secret":{"type":"string","default":"vault-path","example":"arn:aws:secretsmanager:eu:1:secret:x1"}}"#,
        r#"{"badge":{"type":"string","format":"date","default":"Tr0ub4dor&3x"}}"#,
    ]);
}

#[test]
fn a_pass_beside_whose_it_is() {
    check_all_in(
        &[plain],
        &[
            r#"{"auth":{"user":"bob","pass":"⟦swordfish⟧"}}"#,
            r#"{"smtp":{"user":"a@b.c","port":25,"pass":"⟦abcdefghijklmnop⟧"}}"#,
            r#"{"pass":"⟦swordfish⟧","host":"h"}"#,
            r#"{"login":"bob","pw":"⟦bluemonkey⟧"}"#,
            "auth: { user: 'a@b.c', pass: '⟦abcdefghijklmnop⟧' }",
        ],
    );
    becomes(r#"{"user":"bob","pass":48213377}"#, r#"{"user":"bob","pass":"***"}"#);
    stays(&[
        r#"{"user":"bob","pass":true}"#,
        r#"{"user":"bob","pass":"passed"}"#,
        r#"{"user":"bob","pass":"ok"}"#,
        r#"{"user":"bob","pass":120,"fail":3}"#,
        r#"{"users":[{"user":"bob"}],"pass":"swordfish"}"#,
        r#"{"name":"first","pass":"swordfish"}"#,
    ]);
}

#[test]
fn short_names_after_an_escaped_newline() {
    check_all(&["x\npass = ⟦y6trECK2BLRHlutz⟧\n"]);
    becomes(r#"{"a":"x\npw=hunter77x\n"}"#, r#"{"a":"x\npw=***\n"}"#);
}

#[test]
fn keys_of_radios_and_codes_of_devices() {
    check_all(&[
        r#"{"wpa_key":"⟦Tk93hsQw71Zx4bRm⟧","wifi_key":"⟦sunnyhill9⟧"}"#,
        r#"{"merchant_key":"⟦Tk93hsQw71Zx4bRm⟧","fernet_key":"⟦Tk93hsQw71Zx4bRm⟧"}"#,
        r#"{"two_factor_code":"⟦Tk93hsQw71Zx4bRm⟧","device_code":"⟦Tk93hsQw71Zx4bRm⟧"}"#,
        "WPA_KEY=⟦Tk93hsQw71Zx4bRm⟧\nAIRFLOW__CORE__FERNET_KEY=⟦Tk93hsQw71Zx4bRm⟧\n",
    ]);
    stays(&[
        r#"{"wpa_key_mgmt":"WPA-PSK","merchant_key":"acme-shop","device_code":"SM-G991B"}"#,
        r#"{"service_code":"Tk93hsQw71Zx4bRm","factor_codes_enabled":true}"#,
        "def device_code(self):\n    return merchant_key\n",
    ]);
}

#[test]
fn answers_bases_and_headers() {
    check_all(&[
        r#"{"secretAnswer":"⟦pillow-river⟧","Secret Key Base":"⟦orbit-walnut⟧"}"#,
        r#"{"authorizationHeader":"⟦cc0ebf069d6a491b762dd934b8123a50⟧"}"#,
        r#"{"authorization_header":"Bearer ⟦Tk93hsQw71Zx4bRm⟧"}"#,
        r#"[{"attribute":"DB_PASSWORD","value":"⟦GUDR4phCOZxa⟧"},{"value":"⟦x9!ab⟧","attribute":"api_key"}]"#,
    ]);
    stays(&[
        r#"{"secretQuestion":"pet","secretAnswerHint":"a pet","authorizationHeader":"X-Auth0-Token"}"#,
        r#"{"authorizationHeader":"Authorization","authorization_header":"Bearer {{token}}"}"#,
        r#"{"attribute":"password","rule":"required","message":"is missing"}"#,
        r#"{"attribute":"password","value":"required"}"#,
        "The secret key base is kept in the credentials.\n",
    ]);
}

#[test]
fn sessions_of_an_account_and_keys_to_insert() {
    check_all(&[
        "export OP_SESSION_acme=\"⟦oUKuY9baUu0MM-NmBwpRlbTYyEDtXCXX7QR08vi8RrN⟧\"\n",
        r#"{"OP_SESSION_my":"⟦oUKuY9baUu0MM-NmBwpRlbTYyEDtXCXX7QR08vi8RrN⟧"}"#,
        "GET / HTTP/1.1\r\nX-Insert-Key: ⟦8wMsabaCNvGuATxt47viatb1nH265Q2m⟧\r\nAccept: */*\r\n",
        r#"{"headers":{"X-Insert-Key":"⟦8wMsabaCNvGuATxt47viatb1nH265Q2m⟧"}}"#,
    ]);
    stays(&[
        "OP_SESSION_TIMEOUT=30m\nOP_SESSION_NAME=acme\nSHOP_SESSION_LIST=oUKuY9baUu0MMNmBwpRlb\n",
        r#"{"insert_key":"8wMsabaCNvGuATxt47viatb1nH265Q2m","index-insert-key":"8wMsabaCNvGuATxt47"}"#,
    ]);
}

#[test]
fn several_values_beside_a_name() {
    becomes(
        r#"{"name":"x-api-key","values":["fSdVZe5bazRiGR"],"n":1}"#,
        r#"{"name":"x-api-key","values":["***"],"n":1}"#,
    );
    stays(&[
        r#"{"name":"token","values":["primary-color","on"]}"#,
        r#"{"id":"token","values":[1,2,3]}"#,
        r#"{"key":"password","values":"many"}"#,
    ]);
}

#[test]
fn what_a_package_needs_has_versions() {
    becomes(r#"{"passwords":["i755<0wBs3l","l3sBw0<557i"]}"#, r#"{"passwords":["***","***"]}"#);
    stays(&[
        r#"{"password":["bcrypt>=4.0.1rc1","cffi"],"secrets":["hvac~=2.1,<3; python_version < '3.8'"]}"#,
        "password = [\"Django>=4.2.dev1\", \"passlib[argon2] ~= 1.7.*\"]\n",
    ]);
}

#[test]
fn what_is_external_is_a_secret_unless_a_resource_is_named() {
    check_all(&[
        "external_vsphere_password: \"⟦K8s_orbit⟧\"\n",
        "EXTERNAL_PASSWORD=⟦hunter22x⟧\n",
        "existing_password: \"⟦hunter22x⟧\"\n",
        "external_api_key: ⟦9f8e7d6c5b4a39281706⟧\n",
    ]);
    stays(&[
        "existingSecret: acme-db-4f\n",
        "externalSecret: \"acme-db-4f\"\n",
        "externalSecrets: acme-db-4f\n",
        "existingSecretPasswordKey: redis-password-2\n",
        "auth.existingPasswordSecret: acme-db-4f\n",
        "existing_password = get_password()\n",
    ]);
}

#[test]
fn what_a_key_is_for_and_which_of_a_few_it_is() {
    check_all(&[
        "val privateKeyEd25519 = \"⟦MC4xZk81uR7qVb2NtYw93KdLmPz6ScTfGh⟧\"",
        "let eddsaPrivateKeyBase64Url = \"⟦xZk81uR7qVb2NtYw93KdLmPz6Sc-TfGh_⟧\"",
        "let mldsa65PrivateKeySeed = \"⟦81c7d2f09ab35e64c1d87f20⟧\"",
        "privateKeyRSA: \"⟦xZk81uR7qVb2NtYw93KdLmPz6Sc⟧\"\n",
        "passwordA: \"⟦hunter22x⟧\"\n",
        "tokenA = \"⟦9f8e7d6c5b4a39281706aaff⟧\"",
    ]);
    check_all_in(&[plain], &[r#"{"test.password_c": "⟦my$3cR3T⟧"}"#]);
    stays(&[
        "publicKeyEd25519 = \"MCowZk81uR7qVb2NtYw93KdLmPz6ScTfGh\"",
        "tokenA = \"plus\"\ntokenB = \"minus\"",
        "secretB: \"middle\"",
        "primaryKeySeed = \"users2\"",
    ]);
}

#[test]
fn keys_and_tokens_that_were_missed() {
    check_all(&[
        "merchant_key: \"⟦a91c38c3-7d7f-4d29-acc7-927b4dca0dbe⟧\"\n",
        "security_key: '⟦6457Thfj624V5r7WUwc5v6a68Zsd6YEm⟧'\n",
        "bindkey: ⟦c99d2313182473b38001086febf781bd⟧\n",
        "privkey = \"⟦achyfduzs74yc1p95bk9apoknhtzn596⟧\";\n",
        "{\"oauth_verifier\": \"⟦sdflk3450FASDLJasd⟧\"}",
        "https://127.0.0.1/callback?oauth_verifier=⟦w34o8967345⟧",
        "{\"HTTPAUTH_PASS\": \"⟦somepass⟧\"}",
        "{\"update_authenticity_token\":\"⟦7XbNZgRHpbHegdvxRlbe84Y983Yg⟧\"}",
    ]);
    check_all_in(&[plain], &["/catalogue/page-19.html;sessionid=⟦abc123⟧\n"]);
    stays(&[
        "bindkey \"^R\" history-incremental-search-backward\nbindkey -M vicmd v edit-command-line\n",
        "ssl_certificate_key /etc/letsencrypt/live/x/privkey.pem;\nprivkey: /etc/privkey.pem\n",
        "Use a security key such as YubiKey5C7. Insert your security key: then\n",
        "security_key: YubiKey5\nsecurity_keys: [usb, nfc]\nmerchant_id: a91c38c3-7d7f-4d29-acc7-927b4dca0dbe\n",
        "privkey = \"{= env.KEY_PVT1 =}\";\n",
        "oauth_verifier=\"Verifier\"\n",
        "$labels['identitymatchingprivkeys'] = 'You have $nr matching private keys';\n",
        "{\"update_token\": true, \"delete_password\": \"confirmed\"}",
        "let x = 1;sessionid=session1;\n",
    ]);
}

#[test]
fn fields_of_an_upload_and_credentials_in_pairs() {
    let hash = "86db968661b5e159428ebe203150a12f".repeat(2);
    let cases = [
        format!("{{\"name\": \"X-Amz-Signature\", \"value\": \"⟦{hash}⟧\"}}"),
        format!("Content-Disposition: form-data; name=\"X-Amz-Signature\"\r\n\r\n⟦{hash}⟧\r\n--8d1f"),
        format!("{{\"x-goog-signature\": \"⟦{}⟧\"}}", hash.repeat(8)),
    ];
    check_all(&cases.iter().map(String::as_str).collect::<Vec<_>>());
    check_all(&["- name: Authorization\n  value: Bearer ⟦mock-bearer⟧\n- name: Accept\n"]);
    stays(&[
        "{\"name\": \"X-Amz-Signature\", \"value\": \"86db9686\"}",
        "{\"headers\": [\"X-Amz-Signature\", \"X-Amz-Date\"]}",
    ]);
}
