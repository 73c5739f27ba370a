//! Objects and lists under a telling name of which only a part goes, or nothing.

mod marked;

use marked::{becomes, check_all, check_all_in, json, json_in_json, plain, stays};

#[test]
fn settings_of_a_way_to_sign_in() {
    stays(&[
        r#"{"otp": {"duration": 20, "enabled": true, }, "n": 1}"#,
        r#"{"password": {"enabled": true, "identityFields": ["email", "username"]}}"#,
        r#"{"password": {"enabled": true, "identityFields": ["a", "b"], }}"#,
        "{\n  \"credentials\": {\n    \"password\": {\n      \"identifier\": true\n    },\n    \"code\": {\n      \"identifier\": true,\n      \"via\": \"email\"\n    },\n    \"totp\": {\n      \"account_name\": true\n    }\n  }\n}\n",
        r#"{"credentials": {"one": {"config": {}, "identifiers": ["string"], "type": "password", "version": 0}}}"#,
        r#"{"otp": {"duration": 100, "length": 10, "emailTemplate": {"subject": "a", "body": "b"}, }}"#,
        r#"{"userPassword": {"display": "Password", "helper": "ARGON2ID", "order": 1}}"#,
    ]);
    becomes(
        r#"{"otp": {"duration": 20, "seed": "k9x", }, "n": 1}"#,
        r#"{"otp": {"duration": 20, "seed": "***", }, "n": 1}"#,
    );
    becomes(
        r#"{"credentials": {"code": {"via": "k9x2Lm4q"}}}"#,
        r#"{"credentials": {"code": {"via": "***"}}}"#,
    );
    becomes(
        r#"{"credentials": {"code": {"ada": "swordfish"}}}"#,
        r#"{"credentials": {"code": {"ada": "***"}}}"#,
    );
    becomes(
        r#"{"password": {"enabled": true, "values": ["k9x"]}}"#,
        r#"{"password": {"enabled": true, "values": ["***"]}}"#,
    );
    becomes(
        r#"{"password": {"a": 1, "identityFields": ["kR3vX9abQ2"]}}"#,
        r#"{"password": {"a": "***", "identityFields": ["***"]}}"#,
    );
    check_all_in(
        &[plain],
        &[r#"{"password": {"enabled": true, "fields": ["email", "name"], "password": "⟦swordfish⟧"}}"#],
    );
}

#[test]
fn settings_with_comments() {
    let long = "How often the key is rotated. ".repeat(20);
    stays(&[
        &format!(
            "{{\n  \"cookie\": {{\n    /*\n     * {long}\n     */\n    \"keyRotationInterval\": 86400000, // a day\n    /* {long}{long} */\n    \"sameSite\": \"Lax\"\n  }}\n}}"
        ),
        "{\n  \"credentials\": {\n    \"password\": {\n      \"type\": \"password\",\n      \"version\": 0\n    },\n    // ...\n```\n\nUse the id to sign in.\n",
        "{\"otp\": { // as long as it is good\n \"duration\": 20 }}",
    ]);
    becomes("{\"otp\": { // of today\n \"ada\": \"k9x\" }}", "{\"otp\": { // of today\n \"ada\": \"***\" }}");
    becomes(
        "{\"secret\": { /* of ada */ \"data\": \"swordfish\" }}",
        "{\"secret\": { /* of ada */ \"data\": \"***\" }}",
    );
}

#[test]
fn lists_of_one_string_keep_what_is_around_it() {
    check_all_in(
        &[plain, json, json_in_json],
        &[
            "{\"api_key\": [\n  {\n    \"current_key\": \"⟦swordfish7⟧\"\n  }\n], \"n\": 1}",
            r#"{"secrets": [{"signingKey": "⟦swordfish⟧"}]}"#,
        ],
    );
    stays(&[r#"{"api_key": [{"current_key": "<your key>"}]}"#]);
    becomes(
        r#"{"api_key": [{"current_key": "k9x2"}, {"current_key": "k9x3"}]}"#,
        r#"{"api_key": [{"current_key": "***"}, {"current_key": "***"}]}"#,
    );
    becomes(
        r#"{"api_key": [{"current_key": "k9x2", "a": "k9x3"}]}"#,
        r#"{"api_key": [{"current_key": "***", "a": "***"}]}"#,
    );
}

#[test]
fn lists_that_begin_in_one_string_and_go_on_in_others() {
    stays(&["x(\"{\" + \"\\\"secrets\\\": [\\n\" + \"{\\\"name\\\": \\\"a\\\"}]\");"]);
    becomes(
        "x(\"{ \\\"secrets\\\": [\\n \\\"swordfish\\\"] }\");",
        "x(\"{ \\\"secrets\\\": [\\n \\\"***\\\"] }\");",
    );
}

#[test]
fn the_value_beside_its_type() {
    check_all_in(&[plain, json], &[r#"{"authorization":{"type":"custom","value":"⟦swordfish⟧"}}"#]);
    becomes(
        r#"{"authorization":{"type":"custom","data":"k9x2"}}"#,
        r#"{"authorization":{"type":"custom","data":"***"}}"#,
    );
    becomes(
        r#"{"authorization":{"type":"custom","value":"k9","b":"c"}}"#,
        r#"{"authorization":{"type":"custom","value":"***","b":"***"}}"#,
    );
}

#[test]
fn the_values_of_cookies_in_an_object() {
    check_all_in(
        &[plain, json],
        &[
            r#"{"request_cookies": {"__cypress.initial": "true", "sid": "⟦swordfish⟧", "b": "⟦k9x2⟧"}, "n": 1}"#,
            r#"{"cookies":{"sid":"⟦a8f7d6s5a4f3d2s1⟧"}}"#,
            r#"{"cookies":{"sid":"⟦a8f7d6s5a4f3d2s1⟧","csrf_token_9e":"⟦k9x2⟧","b_token":"⟦k9⟧"}}"#,
        ],
    );
    becomes(r#"{"cookies":{"sid":{"v":"k9x2"}},"n":1}"#, r#"{"cookies":{"sid":{"v":"***"}},"n":1}"#);
}

#[test]
fn double_quotes_in_single_ones() {
    check_all(&[
        "$a = ['api_key' => '⟦<script>alert(\"xss\")</script>API_KEY_123⟧'];",
        "x = {'token': '⟦say \"k9\" and \"x2\"⟧', 'n': 1}",
    ]);
}

#[test]
fn labels_and_what_they_are_called_elsewhere() {
    stays(&["    'Webhook token:' => 'Token Webhook:',\n    'API token:' => 'Token API:',\n"]);
    check_all(&["['token' => '⟦k9x2⟧']", "[\"x\", 'token: ⟦k9x2⟧' => 'b']"]);
}

#[test]
fn names_of_credentials_that_are_handed_over() {
    stays(&["  ImportCredential = [\n    \"slack-bot-token\"\n    \"db-password\"\n  ];\n"]);
    becomes("  keys.secrets = [ \"k9x2-password\" ];\n", "  keys.secrets = [ \"***\" ];\n");
    becomes("{\"ImportCredential\": [\"swordfish\"]}", "{\"ImportCredential\": [\"***\"]}");
}
