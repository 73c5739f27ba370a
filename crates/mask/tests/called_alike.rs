//! Values that are called like their names, or name something else by how they are written; and passwords that have
//! words of their names, too.

mod marked;

use marked::{check_all, stays};

#[test]
fn words_of_the_own_name() {
    stays(&[
        "\"APP_DB_PASSWORD\": \"db.password\",",
        "\"APP_AUTH_AUTH0_CLIENT_SECRET\": \"auth.auth0.client_secret\",",
        "\"APP_ADMIN__NOTIFY_TALK_TOKEN\": \"admin_notify.talk.token\",",
        "private const val OnboardingTopBarSharedKey = \"onboarding-top-bar\"",
        "const LAST_SEEN_STORAGE_KEY = \"whatsNewLastSeen\";",
        "export const DEBUG_EU_COOKIE = \"__consent_debug_eu\";",
        "private const OPTION_NAME_LICENSE_KEY = 'shop_license_key';",
        "private static final String TOKEN = \"t\";",
        "{\n    \"remoteRef\": {\n        \"key\": \"external\",\n        \"property\": \"app-password\"\n    },\n    \"secretKey\": \"app_password\"\n}",
        "headers: 'Cookie: license=accept-some-cookie'",
        "client_private_key = \"client_assertion_private_key\",",
        "tls_client_key_password = \"mtls_client_key_password\",",
        "entries.\"n8n-api-jwt\" = \"n8n-api-jwt\";",
        "\"otp\" => \"some_authentication.add_strategy.otp\",",
        "passwords:          'api_v2/passwords'",
    ]);
    check_all(&[
        "\"APP_DB_PASSWORD\": \"⟦db.passw0rd⟧\",",
        "\"APP_DB_PASSWORD\": \"⟦dragon.horse⟧\",",
        "const TopBarSharedKey = \"⟦tiger-bar⟧\";",
        "AZURE_STORAGE_KEY = \"⟦blueTigerHorse⟧\"",
        "const STORAGE_KEY = \"⟦hunter⟧\";",
        "MY_SERVICE_API_KEY = \"⟦my-service⟧\"",
        "MY_STORAGE_KEY=⟦blueTigerHorse⟧\n",
        "pwd = \"⟦my.long.pwd⟧\"",
        "const EU_COOKIE = \"⟦8f2k3j4h5g6f7d8s⟧\";",
        "TOKEN = \"⟦q⟧\";",
        "headers: 'Cookie: sid=⟦accept8x7Kp2mQ9⟧'",
        "db_admin_password = \"⟦super_user_password⟧\"",
        "client_key_password = \"⟦your2client_key_password⟧\"",
        "\"otp\" => \"⟦483920⟧\",",
    ]);
}

#[test]
fn names_of_other_things() {
    stays(&[
        "envFromSecret: grafana-secrets\n",
        "authTLSSecret: kube-system/ingress-ca\n",
        "TS_KUBE_SECRET: tailscale\n",
        "pgp_key                 = \"keybase:ada\"",
        "$var-user-secret: \\f21b;\n",
        "implementation(\"dev.samstevens.totp:totp:1.7.1\")",
        "[ValidateSet('Secret', 'Closed')]",
        "./query.py -u root -p password \"SHOW TABLES\"\n",
        "list(BOB, BOB + \"-password\", \"kafka-cli\"));",
        "`gpg --armor --export-secret-key 0xKEYID`",
        "credential = \"ada@example.com\",",
        "token_hash: c3ab8ff13720e8ad9047dd39466b3c8974e592c2fa383d4a3960714caef0c4f2\n",
    ]);
    check_all(&[
        "clientSecret: ⟦grafana-secrets⟧\n",
        "$user-secret: ⟦\\f21bx9⟧\n",
        "password: ⟦\\1234⟧\n",
        "password: ⟦ada@example.com⟧\n",
        "mysqladmin -u root -p password \"⟦hunter2x⟧\"\n",
        "password: ⟦keybase:ada99⟧\n",
        "set -x DB_PASSWORD \"⟦hunter2x⟧\"\n",
        "run(\"-password\", \"⟦kafka-cli⟧\"));",
        "totp: \"⟦totp:1.7.1⟧\"\n",
        "password_hash: ⟦c3ab8ff13720e8ad9047dd39466b3c8974e592c2fa383d4a3960714caef0c4f2⟧\n",
    ]);
}

#[test]
fn how_a_hash_was_made() {
    stays(&[
        r#"{"type":"password","credentialData":"{\"hashIterations\":27500,\"algorithm\":\"pbkdf2-sha256\"}"}"#,
    ]);
    check_all(&[r#"{"credentialData":"⟦{\"user\":\"ada\",\"x\":\"hunter2\"}⟧"}"#]);
}

#[test]
fn connection_strings_without_a_password() {
    stays(&[
        "connectionString += \";UseXaTransactions=False\";",
        "var newConnectionString = \"user=root;server=db.example.com;database=test;Persist Security Info=\" + persist;",
        "connStr: \"host=localhost port=5432 user=user dbname=mydb\",",
        "SITE_DB_DSN=mysql:host=db;dbname=wp_test\n",
        "#AZURE_CONNECTION_STRING=DefaultEndpointsProtocol=https;AccountName=your_name;AccountKey=your_account_key\n",
    ]);
    check_all(&[
        "connStr: \"⟦host=localhost user=ada password=hunter2x⟧\"",
        "connectionString = \"⟦MasterKey=False⟧\";",
        "connectionString = \"⟦Server=db;Trusted=False;User=u⟧\";",
        "AZURE_CONNECTION_STRING=DefaultEndpointsProtocol=https;AccountName=ada;AccountKey=⟦k2j9x7q3m5k2j9x7q3m5⟧;\n",
    ]);
}
