//! Values that the lines beside them tell: texts among the texts of a program, names among the names that constants
//! hold, entries of secrets that are filled from elsewhere; and beside each what is secret there.

mod marked;

use marked::{becomes, check_all_in, check_in, plain};

/// That nothing is masked in a text as it stands.
fn stay(texts: &[&str]) {
    texts.iter().for_each(|text| becomes(text, text));
}

const ANDROID: &str = r#"<resources>
    <string name="app_about">Om dette program</string>
    <string name="share_via_link_unset_password">Endurstilla</string>
    <string name="hint_password">Lykilorð</string>
    <string name="pass_code_enter">Tafadhali weka nenosiri lako</string>
    <string name="wait_checking_credentials">Verificando credenciales almacenadas</string>
    <string name="upload_done">Upload af filen er færdig.</string>
    <string name="upload_failed">Filen kunne ikke sendes</string>
    <string name="retry">Prøv igen</string>
</resources>
"#;

#[test]
fn texts_of_a_program_in_a_file_of_them() {
    stay(&[
        ANDROID,
        "{\n  \"board-name\": \"Nome del pannello\",\n  \"smtp-password\": \"Upu faataga\",\n  \"s3-secret-key\": \
         \"Clave secreta de S3\",\n  \"otp\": \"OTP-Code\",\n  \"api_token\": \"Bot token\",\n  \"welcome\": \"Bine ai \
         venit la noi\",\n  \"users\": \"Utilizatori\",\n  \"leave\": \"Vuoi davvero uscire?\",\n  \"close\": \
         \"Chiudi la finestra\"\n}\n",
        "login.title=Tervetuloa takaisin palveluun\nlogin.password=Salainen sana\nlogin.button=Kirjaudu \
         sisään\nlogin.help=Etkö pääse sisään?\nlogin.user=Käyttäjän nimi\nlogin.other=Muu tapa kirjautua\nlogin.more=Lue lisää \
         palvelusta täältä\n",
        "MASTER_TITLE=\"Az alkalmazás beállításai\"\nMASTER_PASSWORD_NEW=\"&Nova glavna \
         zaporka:\"\nMASTER_HINT=\"Ponovo unesite istu riječ\"\nMASTER_OK=\"U redu\"\nMASTER_CANCEL=\"Odustani od \
         toga\"\nMASTER_HELP=\"Pomoć i podrška\"\n",
    ]);
    check_all_in(
        &[plain],
        &[
            // What was drawn, and what people choose, is no text there either.
            &ANDROID.replace("Endurstilla", "⟦kR3vX9abQ2⟧"),
            &ANDROID.replace("Endurstilla", "⟦hunter2⟧"),
            &ANDROID.replace("Endurstilla", "⟦velvet⟧"),
            &ANDROID.replace("Endurstilla", "⟦Velvet2019⟧"),
            &ANDROID.replace("Endurstilla", "⟦Velvet orchid!9x kR3vX9⟧"),
            // A record has other things beside it.
            "  orphan = Token.objects.create(\n    token=\"⟦new orphan⟧\", application=app, user=user\n  )\n  one = All of them(x)\n  two = All of them(x)\n  three = All of them(x)\n  four = All of them(x)\n",
            "{\n  \"name\": \"Ada Lovelace\",\n  \"email\": \"ada@example.com\",\n  \"id\": 17,\n  \"password\": \
             \"⟦Sunshine⟧\",\n  \"active\": true,\n  \"city\": \"London\"\n}\n",
            "{\n  \"first\": \"Ada\",\n  \"last\": \"Lovelace\",\n  \"password\": \"⟦Sunshine⟧\",\n  \"city\": \
             \"London\",\n  \"street\": \"Main\",\n  \"title\": \"Countess\"\n}\n",
            "<string name=\"db_host\">db.internal</string>\n<string name=\"db_password\">⟦Sunshine⟧</string>\n<string \
             name=\"db_port\">5432</string>\n<string name=\"db_user\">app</string>\n",
            "db.title=The Great App\ndb.host=db.internal\ndb.password=⟦Sunshine⟧\ndb.port=5432\ndb.pool=true\n",
            "{\n  \"password\": \"⟦Sunshine⟧\"\n}\n",
            // Nor is what somebody wrote of a person, or of a service.
            "{\n  \"firstName\": \"Ada\",\n  \"lastName\": \"Lovelace\",\n  \"bio\": \"She likes maths a \
             lot.\",\n  \"city\": \"New York\",\n  \"note\": \"Call me later.\",\n  \"password\": \
             \"⟦Sunshine⟧\",\n  \"title\": \"Countess\",\n  \"street\": \"Main Street\"\n}\n",
            "db.name=Orders\ndb.note=The main database.\ndb.owner=Platform Team\ndb.help=Ask the team in \
             Berlin\ndb.password=⟦Sunshine⟧\ndb.title=Orders Service\n",
        ],
    );
}

#[test]
fn what_is_masked_beside_a_text_changes_nothing() {
    // Long lines, and secrets before and after the text.
    let secret = |at: usize| {
        format!("  \"item-{at}\": \"Il testo numero uno\",\n  \"key-{at}_token\": \"⟦kR3vX9abQ2zz⟧\",\n")
    };
    for count in 0..12 {
        let before: String = (0..count).map(secret).collect();
        let after: String = (0..12 - count).map(secret).collect();
        let (text, _) =
            marked::parts(&format!("{{\n{before}  \"smtp-password\": \"Parola segreta\",\n{after}\n}}\n"));
        let once = marked::masked(&text);
        assert_eq!(marked::masked(&once), once);
        assert_eq!(marked::streamed(&text, 7), once);
    }
}

#[test]
fn names_that_constants_hold() {
    stay(&[
        "\tFieldBackend = \"backend\"\n\tFieldPassword = \"password\"\n\tFieldPath = \"path\"\n\tFieldToken = \
         \"token\"\n\tFieldMount = \"mount\"\n",
        "const (\n\tHeaderAccept = \"Accept\"\n\tHeaderXCSRFToken = \"X-CSRF-Token\"\n)\n",
        "ReasonMissingProviderSecret = \"MissingProviderSecret\"\n",
        "  public static final String LOCK_NONE = \"none\";\n  public static final String LOCK_PASSCODE = \
         \"passcode\";\n  public static final String LOCK_DEVICE = \"device\";\n",
        "const WardenHeaderAccessToken = \"Warden-Access-Token\"\n",
        "KEY_OAUTH2_SECRET=\"oauth2-secret\"\n",
    ]);
    check_all_in(
        &[plain],
        &[
            "\tFieldBackend = \"backend\"\n\tFieldPassword = \"⟦hunter2⟧\"\n\tFieldPath = \"path\"\n\tFieldToken = \
             \"⟦velvet⟧\"\n\tFieldMount = \"mount\"\n",
            "dbPassword = \"⟦password⟧\"\n",
            "dbHost = \"db.internal\"\ndbPassword = \"⟦password⟧\"\ndbPort = \"5432\"\n",
            "clientSecret = \"⟦some-client-secret⟧\"\n",
            "app.secret_key = \"⟦secret_key⟧\"\n",
            "E2E_PASSWORD = \"⟦e2epassword⟧\"\n",
            "fakeToken = \"⟦token⟧\"\nfakeName = \"name\"\nfakeKind = \"kind\"\n",
            "const WardenHeaderAccessToken = \"⟦kR3v-X9ab-Q2zz⟧\"\n",
            "DB_USER=\"user\"\nDB_PASSWORD=\"⟦password⟧\"\nDB_NAME=\"name\"\n",
        ],
    );
}

#[test]
fn entries_of_a_secret_that_is_filled_from_elsewhere() {
    stay(&[
        "  data:\n  - secretKey: username\n    remoteRef:\n      key: prod/db\n",
        "  - match:\n      secretKey: source-key # of the cluster\n      remoteRef:\n        remoteKey: mine\n",
        "stub{remoteKey: id, secretKey: \"password\"}\n",
    ]);
    check_all_in(
        &[plain],
        &[
            "data:\n- secretKey: user\n  remoteRef:\n    key: x\nother:\n  a: 1\n  b: 2\n  c: 3\n  secretKey: ⟦hunter2⟧\n",
            "  secretKey: ⟦hunter2⟧\n  region: eu\n",
            "stub{accessKey: id, secretKey: \"⟦hunter2⟧\"}\n",
        ],
    );
}

#[test]
fn code_that_stands_where_a_value_would() {
    stay(&[
        "set_cookie = \";\\n\".join(parts)\n",
        "fmt.Errorf(\"readPassword: %w\", err)\n",
        "  client_secret   = \"%[5]s\"\n",
        "QString(\"otpauth://totp/%1:%2?secret=%3&period=%4\")\n",
        "let token = '@ViewData[\"ChatToken\"]';\n",
        "ServiceToken: !ImportValue Custom-Stack\n",
        "def sign(a: str, resource_owner_secret: str):\n",
        "credentials = base64.b64encode(f\"{a}:{b}\".encode())\n",
        "token = authorization.issue_token!\n",
        "shared-password = \"hub.authenticators.shared:SharedAuthenticator\"\n",
        "authorization: '/auth',\n",
        "\"authToken\": '/api/boards/:boardId/export?authToken=:token'\n",
        "schema = {\n  token: z\n    .string(),\n}\n",
        "form.reset('password', 'password_confirmation')\n",
        "dependencies = [('authtoken', '0002_auto_20160226_1747')]\n",
        "([\"token\", \"server\"], [\"token\", \"user\"])\n",
        "Get(\"socks5h://username[:password]@host:port\")\n",
        "{\"access_tokens\": \"https://api.example.com/v2/Services/VAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/AccessTokens\"}\n",
        "{\"password\": \"required field missing\"}\n",
        "tool -r rclone:./x --insecure-no-password init\n",
        "\"X-Atlassian-Token\": \"no-check\"\n",
    ]);
    check_all_in(
        &[plain],
        &[
            "set_cookie = \"⟦kR3vX9abQ2⟧\"\n",
            "password: \"⟦100%w0rk⟧\"\n",
            "client_secret = \"⟦%kR3vX9abQ2⟧\"\n",
            "let token = '⟦@ViewkR3vX9⟧';\n",
            "ServiceToken: ⟦!kR3vX9abQ2⟧\n",
            "credentials = \"⟦base64.hunter2(x⟧\"\n",
            "password = \"⟦hub.auth:hunter2⟧\"\n",
            "password: '⟦/kR3vX9abQ2⟧',\n",
            "  token: ⟦velvet⟧\n  other: x\n",
            "set('password', '⟦hunter2⟧')\n",
            "settings = [('authtoken', '⟦kR3vX9abQ2⟧')]\n",
            "Get(\"socks5h://username:⟦hunter2⟧@host:port\")\n",
            "{\"access_tokens\": \"⟦https://api.example.com/v2/VAkR3vX9abQ2zzkR3vX9abQ2zz⟧\"}\n",
            "{\"password\": \"⟦correct horse battery⟧\"}\n",
            "tool --password ⟦hunter2⟧ init\n",
        ],
    );
}

#[test]
fn parts_of_a_template_of_cloudformation() {
    let part = |members: &str| format!("{{\"Resources\": {{\"DBSecret\": {{{members}}}}}}}");
    stay(&[
        &part(
            r#""Type": "AWS::SecretsManager::Secret", "DeletionPolicy": "Retain", "Properties": {"Name": "x"}"#,
        ),
        &part(r#""Description": "of the database", "Value": {"Fn::Join": ["", ["a", "b"]]}"#),
    ]);
    stay(&[&format!(
        "{{\"credentials\": [{{\"sid\": \"CR{0}\", \"account_sid\": \"AC{0}\", \"friendly_name\": \"One of \
         them\", \"url\": \"https://api.example.com/Credentials/CR{0}\"}}]}}",
        "a9".repeat(16)
    )]);
    check_all_in(&[plain], &[r#"{"Cookies":"⟦kR3vX9⟧","sid":"x"}"#]);
    becomes(
        r#"{"credentials":[{"sid":"kR3vX9abQ2","user":"ada"}]}"#,
        r#"{"credentials":[{"sid":"***","user":"***"}]}"#,
    );
    check_in(
        &[plain],
        &part(r#""Type": "AWS::SecretsManager::Secret", "Properties": {"SecretString": "⟦hunter2⟧"}"#),
    );
}
