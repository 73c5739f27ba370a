//! What a sentence says of a secret, and how languages write a string.

mod marked;

use marked::{check_all, stays};

#[test]
fn strings_that_are_wrapped() {
    check_all(&[
        "let secret = r#\"⟦hVs7VGeEoFRoImNd37iJ⟧\"#;",
        "let secret: &str = r##\"⟦sunshine⟧\"##;",
        "User(password: Optional(\"⟦1fc1b144Xa16⟧\"), n: 1)",
        "password: Just \"⟦sunshine99⟧\"\n",
        "Config {password = Just \"⟦sunshine99⟧\", port = 1}",
        "std::string token{\"⟦Xk93jd8Qm2pLaa81⟧\"};",
        "const std::string_view password{\"⟦sunshine⟧\"};",
    ]);
    stays(&[
        "return jwt.Token{\"kind\", 5}",
        "let r#token = r#type;",
        "std::string token{kToken};",
        "password: Just Enter it\n",
    ]);
}

#[test]
fn what_a_password_is_now() {
    check_all(&[
        "Password: `⟦fe0IO⟧`",
        "**Password:** ⟦fe0IO⟧\n",
        "**Password:** `⟦sunshine⟧`\n",
        "The password is: ⟦river-copper-cinder⟧\n",
        "my password is ⟦fe0IO⟧",
        "my password is `⟦sunshine⟧`",
        "I set the DB password to \"⟦Velvetcanyon⟧\".",
        "changed the admin password to `⟦qe8Apjc⟧`",
        "see:\nchanged the admin password to `⟦sunshine⟧` yesterday",
        "the passphrase is \"⟦river comet meadow ember 64⟧\"",
        "the admin password is now ⟦Sunshine2019!⟧",
        "The root password was changed to '⟦sunshine⟧' yesterday.",
        "The password has been reset to ⟦Sunshine2019⟧",
    ]);
    stays(&[
        "The token is `read-only` and the password is \"weak\".",
        "Set the password to `null` or to a secret. The password is `string`.",
        "pass the token to `fetch1`, move the secret to \"vault-2\", add a password to \"notes\"",
        "The password is case-sensitive. The password is \"not strong enough\".",
        "The password is: case-sensitive, auto-generated.",
        "The password has been reset. It was changed to protect users2.",
        "the api key is set to expire-in-5m",
        "f\"the password is '{pw}'\"",
        "Password: `show`",
        "change the password to the one that is sent",
    ]);
}

#[test]
fn what_a_pin_is_and_which_key_was_provided() {
    check_all(&[
        "Your OTP is ⟦833252⟧",
        "Your OTP is: ⟦833252⟧\n",
        "Your PIN is ⟦3723⟧.",
        "Your PIN: ⟦3723⟧\n",
        "{\"message\":\"Invalid API key provided: ⟦Xk93jd8Qm2pLaa81Zq⟧\"}",
    ]);
    stays(&[
        "the PIN is 1024 bytes long",
        "Your PIN is 4 digits.",
        "Your OTP is: sent",
        "Your token: 3600\n",
        "Incorrect API key provided: sk-abcd1***********wxyz. You can find it.",
        "Invalid API key provided: none",
        "No token provided: authorization2 needed",
    ]);
}

#[test]
fn letters_that_were_drawn() {
    check_all(&[
        "the password is ⟦bCNqyAQhtNLx⟧",
        "The password is ⟦bCNqyAQhtNLx⟧.",
        "Generated password: ⟦iDwRCijrGzyLabTj⟧\n",
        "Your new password is: ⟦coKlf_smDIEa⟧",
        "Das Passwort lautet ⟦Xk29LmPz77⟧\n",
    ]);
    stays(&[
        "the password is camelCase, the token is accessToken",
        "The token is XMLHttpRequest.",
        "the password is getUserPassword",
        "New password: confirmPassword",
        "The cookie: QByteArrayView\n",
        "Das Passwort ist erforderlich",
    ]);
}

#[test]
fn what_somebody_uses_or_sets() {
    check_all(&[
        "I changed the password to ⟦marmalade.kangaroo914⟧",
        "I changed the password to ⟦marmalade.kangaroo914⟧.",
        "log in with user bob and password ⟦Xk29LmPz77⟧",
        "Use the token `⟦BL7MfhjXs86yONbeImFKAggfedLh⟧` to log in.",
        "Use password `⟦hunter77x!⟧`",
        "The API token `⟦iDwRCijrGzyLabTjqKVfXn⟧` is yours.",
        "The passphrase is \"⟦galaxy tractor dishwasher lemon⟧\".",
        "The passphrase is ⟦galaxy-tractor-dishwasher-lemon⟧.",
    ]);
    stays(&[
        "I changed the password to config.json, then the password to self.password2",
        "change the password to something.else1",
        "Use the token `Bearer`, use the token `access_token` or the token `TokenRequest2`.",
        "Use password `bcrypt` or password `user.password`",
        "the tokens of user ada and password resets",
        "The passphrase is \"too short or has no digits\".",
        "The passphrase is \"used to derive the key\".",
        "The password is \"not set by default\".",
        "The password is end-to-end-encrypted.",
    ]);
}

#[test]
fn compounds_say_how_something_is() {
    stays(&[
        "the token is base64-encoded",
        "The secret is sha256-hashed; the PIN is 4-digit.",
        "token is v2.1.3-compatible",
        "the passcode is 6-digits",
        "The secret is base64-url-encoded, the token is 32-bytes long",
        "the token is OAuth2-based",
    ]);
    check_all(&[
        "the token is ⟦x7Kq2mP9-encoded⟧",
        "the password is ⟦hunter77-lagoon⟧",
        "my password is ⟦sha256-Tractor!9⟧",
    ]);
}

#[test]
fn numbers_that_open_doors() {
    check_all(&["Door PIN: ⟦9134⟧", "SIM PIN: ⟦9134⟧\n", "Passcode: ⟦482 913⟧\n", "Your OTP is ⟦482 913⟧."]);
    stays(&["LED PIN: 1312", "Passcode: 100 200 300\n", "Passcode: 482 of 913\n", "Token: 482 913\n"]);
}

#[test]
fn labels_of_fields_that_must_be_filled_in() {
    stays(&[
        "{\"demoTextFieldPassword\": \"Passord*\", \"n\": 1}",
        "{\"demoTextFieldPassword\": \"Jelszó*\", \"n\": 1}",
        "{\"demoTextFieldPassword\": \"Aðgangsorð*\", \"n\": 1}",
        "Variable lengths:\n\n    password: 16 - 64 character string\n    token: 64 - 72 character string\n",
        "{\"demoTextFieldRetypePassword\": \"Skriv inn passordet på nytt*\", \"n\": 1}",
        "{\"demoTextFieldRetypePassword\": \"پاس ورڈ* دوبارہ ٹائپ کریں\", \"n\": 1}",
        "{\"password\": \"비밀번호*\", \"n\": 1}",
        "<string name=\"demoTextFieldPassword\">Password*</string>\n",
        "POSTFIX: { TOKEN: '. All Rights Reserved.', OPERATOR: 'endswith' },\n",
    ]);
    check_all(&[
        "{\"password\": \"⟦Passord*⟧\", \"n\": 1}",
        "{\"db_password\": \"⟦Password*⟧\", \"n\": 1}",
        "{\"demoTextFieldPassword\": \"⟦hunter2*⟧\", \"n\": 1}",
        "users:\n\n    password: ⟦16 horses character string⟧\n",
        "{\"demoTextFieldPassword\": \"⟦Tr0ub4dor*⟧\", \"n\": 1}",
        "POSTFIX: { TOKEN: '⟦. k9x2 w4rT⟧', OPERATOR: 'endswith' },\n",
    ]);
}
