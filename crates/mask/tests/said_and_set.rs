//! Secrets that are set and compared in ways of their own, and words that only sound like them.

mod marked;

use marked::{check_all, check_all_in, plain, stays};

#[test]
fn what_is_set_by_a_call() {
    check_all(&[
        "Sip.builder()\n    .password(\"⟦pa55WD⟧\").build()",
        "Account.builder()\n    .secret(\"⟦Ab12cx340987ucvjklf⟧\").build();",
        "Net::Net() :\n  _a(1),\n  _softAP_password(\"⟦openevse⟧\"),\n  _b(2) {}",
        "CREATE USER 'ada'@'%' IDENTIFIED VIA ed25519 USING PASSWORD('⟦Ed255!9⟧');",
    ]);
    stays(&[
        "volume.secret(\"tls-cert2\").build();",
        "form.password(\"pass2\").build();",
        "x = _password(\"prompt\")",
        "SELECT 1 WHERE a USING password('', 'x')",
    ]);
}

#[test]
fn what_is_set_under_the_name_of_a_user_and_of_a_key() {
    check_all(&[
        "static final String USER_ALICE_PASS = \"⟦alice-password⟧\";",
        "String userOnePass = \"⟦gcUser1-password⟧\";",
        "create user ada with password '⟦ada_user_ssl_pw⟧';",
        "  @password \"⟦secret1234⟧\"\n",
        "{\"AtRestEncryptKey\": \"⟦xcipqdpb6k5hrjpfhsdi⟧\"}",
        "{\"PublicLinkSalt\": \"⟦yhe99kxqhhwyitn5eo47s61u4m4r⟧\"}",
        "String PRIVATE_KEY_CONVERTED = \"⟦OFnl2KxT9mQ4vLpZ7sWd1RbY8hGc3NjE⟧\";",
        "[ \"$bob_password\" = \"⟦NEWpassword123⟧\" ] && [ \"$a_password\" == \"⟦k9x2⟧\" ]",
    ]);
    stays(&[
        "all_tests_pass = \"no-failures\";",
        "  @password \"secret\"\n",
        "[ \"$password\" = \"$other\" ] || [ \"$password\" = \"yes\" ]",
        "PUBLIC_KEY_CONVERTED = \"OFnl2KxT9mQ4vLpZ7sWd1RbY8hGc3NjE\"",
    ]);
}

#[test]
fn what_is_said_and_not_set() {
    stays(&[
        "assert.error_log_contains(\"Invalid token:.*response indicates failure, status=404,\")",
        "{\"nextcloudpassword\": \"Nextcloud App Password\"}",
        "{\"nextcloudpassword\": \"Password dell'app Nextcloud\"}",
        "{\"credentials\": \"Dane logowania\"}",
        "{\"credentials\": \"Inloggningsuppgifter saknas\"}",
    ]);
    check_all_in(
        &[plain],
        &[
            "{\"nextcloudpassword\": \"⟦Nextcloud App Swordfish⟧\"}",
            "{\"credentials\": \"⟦Dane7 logowania⟧\"}",
            "{\"credentials\": \"⟦akreditiloj⟧\"}",
            "{\"credentials\": \"⟦Sunshine⟧\"}",
            "{\"credentials\": \"⟦AkreDitiloj⟧\"}",
        ],
    );
}

#[test]
fn what_is_done_and_drawn_around_it() {
    stays(&[
        "- Password: run `./scripts/show-password` to see it\n",
        "[Captures]\ntoken: jsonpath \"$.token\"\n",
        "/*-------------------PIN DEFINITIONS----------------------*/\n",
        "      Authorization: AWS4-HMAC-SHA256 ...\n",
        "log(\"an access token (no '$accessToken:' prefix needed)\");",
    ]);
    check_all(&[
        "mysql_password = \"&password=⟦root⟧\"\n",
        "mysql_password = \"⟦&passwort9⟧\"\n",
        "- Password: ⟦k9x2⟧ `./scripts/show-password`\n",
        "password: ⟦definitions--9⟧\n",
    ]);
}
