//! Places for values, what a program or a template puts in, and words that stand where a secret would.

mod marked;

use marked::{check_all, check_all_in, plain, stays};

#[test]
fn formats() {
    stays(&[
        "  \"Authorization\": \"pop {}\".format(x),\n",
        "  unexpectedSecretData = \"[%d] unexpected secret data: expected %#v, got %#v\"\n",
        "  printf(\"url=%s apiKey=%t accessToken=%t orgID=%d\", a, b, c, d)\n",
        "  log.Printf(\"cookies: %+v\", jar)\n",
        "  UPDATE users SET password=%P WHERE username=%u LIMIT 1\n",
        "  if ($x -imatch 'password=\"?([^\";]+)\"?') {\n",
    ]);
    check_all(&[
        "  api_key = \"⟦%tq9x4Kab⟧\"\n",
        "  password = \"⟦100%d sure9x!⟧\"\n",
        "  password = \"⟦pop {} x9Kq⟧\"\n",
    ]);
}

#[test]
fn words_that_stand_for_a_secret() {
    stays(&[
        "client_secret: '$pbkdf2-sha512$310000$...'\n",
        "encryption_key: 'you_must_generate_a_random_string_of_more_than_twenty_chars'\n",
        "client_secret: client-secret-from-auth0-here\n",
        "LLDAP_SMTP_OPTIONS__PASSWORD=PasswordGoesHere\n",
        "ldap-search-bind-password: replacewithyoursecret\n",
        "to(\"redis://alice:******@localhost:1234/5\")\n",
        "token: \"xoxb-244493-28*********-********************\",\n",
        "export SLACK_BOT_TOKEN=xoxb-<your-bot-token>\n",
        "--    @Authorization: Bearer \\<token\\>@\n",
    ]);
    check_all_in(
        &[plain],
        &[
            "client_secret: '⟦from-auth0-x9Kq2mVb7⟧'\n",
            "ldap-search-bind-password: ⟦replacewithswordfish⟧\n",
            "PASSWORD=⟦SomewhereHere⟧\n",
            "to(\"redis://alice:⟦***real⟧@localhost:1234/5\")\n",
            "token: \"⟦x9Kq2mVb7-****⟧\",\n",
        ],
    );
}

#[test]
fn what_is_put_in() {
    check_all_in(
        &[plain],
        &[
            "$connstring = \"$connstring;$AppendConnectionString\"\n",
            "$connstring = \"$connstring;Failover Partner=$FailoverPartner\"\n",
            "$connstring = \"Data Source=$($r.server);User ID=$($r.user);Password=$($r.password)\"\n",
            "string connectionString = $\"server=db;user=root;port=3306;password={password}\";\n",
            "request = double authorization: \"Basic #{Base64.encode64 \"SomeToken:\"}\"\n",
            "x(\"https://github-actions:$ENV{GITHUB_TOKEN}\\@github.com/a\")\n",
            "curl -H \"Authorization: Bearer ${TOKEN//[$'\\t\\r\\n ']}\"\n",
            "$headers = @{\"Authorization\"=\"Basic $base64AuthInfo\"}\n",
        ],
    );
    check_all_in(
        &[plain],
        &[
            "$connstring = \"⟦$connstring;Password=$ecret1x;Server=db⟧\"\n",
            "request = double authorization: \"Basic ⟦dXNlcjpwYXNzd29yZA==⟧\"\n",
        ],
    );
}

#[test]
fn what_a_template_binds() {
    check_all_in(
        &[plain],
        &[
            "<ng-password-meter password=\"newVaultPass\" score=\"x\"></ng-password-meter>\n",
            "<div credential-template credential=\"selectedCredential\"></div>\n",
            "<span credential-field secret=\"'true'\"></span>\n",
            "<a href=\"#\" editable-password=\"field.value\">\n",
            "  scope: { credential: '=iconPicker' },\n",
        ],
    );
    check_all_in(
        &[plain],
        &[
            "<login-form password=\"⟦swordfish⟧\"></login-form>\n",
            "<login password=\"⟦field.value⟧\"/>\n",
            "<login-form password=\"⟦hunter2.value⟧\"></login-form>\n",
            "  scope: { credential: '⟦=iconPicker9⟧' },\n",
        ],
    );
}

#[test]
fn paths_and_addresses() {
    stays(&[
        "  - key: {{ secret \"/config/jwks/rsa.2048.pem\" | msquote }}\n",
        "{\"signing_keys\": \"/2010-04-01/Accounts/ACaaaaaaaaaaaaaaa/SigningKeys.json\"}",
        "vault.hashicorp.com/agent-inject-secret-db-creds: \"database/creds/db-backup\"\n",
        "  EmailFromIDToken: \"foo1@example.com\",\n",
        "  \"Authorization\": \"connect/authorize\",\n",
    ]);
    check_all(&[
        "  password: \"⟦/x9Kq/2mVb7Lw4Zt⟧\"\n",
        "  IDToken: \"⟦foo1@example.com⟧\",\n",
        "  \"Authorization\": \"⟦connect/x9Kq2mVb7⟧\",\n",
    ]);
}

#[test]
fn flags_and_members_that_are_spoken_of() {
    stays(&[
        "  Stop -Message 'You cannot use both -SecurePassword and -PasswordHash together' -Continue\n",
        "  Write -Message \"Explicit -Credential might be required here\"\n",
        "  // 2. -token cli option\n",
        "  {\"passphrase\": \"Passphrase if the private_key is encrypted (Optional. Added in version 1.6.0)\"}",
    ]);
    check_all(&[
        "  run --password ⟦swordfish⟧ --now\n",
        "  {\"passphrase\": \"⟦Blue 7 horses and 9 of the lemons⟧\"}",
    ]);
}

#[test]
fn comments_behind_a_value_of_a_resource() {
    check_all_in(
        &[plain],
        &[
            "apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\nstringData:\n  a: ⟦ffff9999⟧ # ignored by set\n  b: ⟦x#y⟧\n",
        ],
    );
}
