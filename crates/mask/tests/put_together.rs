//! What programs put together where a secret would stand: variables, places for values, short words that the secret
//! is added to; and the literals that look nearly so.

mod marked;

use marked::{check_all, check_all_in, plain, stays};

#[test]
fn variables_and_members() {
    stays(&[
        "def f():\n    encryption_key = encryption_key_b64\n",
        "f(refresh_token = token@refresh_token)",
        "  key_password = oauth_client@mtls_client_key_password\n",
        "out[\"ApiKey\"] = \"mcp-\" + \"\".join(random.choice(letters))",
        "api_key = \"sk-\" + \"\".join(secrets.choice(alphabet) for _ in range(32))",
        "api_key = \"key_\" + token_hex(16)\n",
        "$sessionKey = '_security.'.$name.'.target_path';",
        "send(op ? '/mode +k ' + password : '/join ' + conversation.name + ' ' + password);",
        "document.cookie = 'visits_of_page' + '=' + 0 + '; path=/';",
        "document.cookie = 'visits_of_page' + \"=\" + offset;",
        "config.put(\"password\", \"$accessToken:\" + info.token());",
        "f(user: nil, api_key: nil)",
        "# with credentials (on an instance), and output-env-credentials=false.\n",
    ]);
    check_all(&[
        "encryption_key = ⟦encryption_key_b64⟧\n",
        "    encryption_key = ⟦encryption_k3yb64⟧\n",
        "    password = ⟦password_b64⟧\n",
        "password = ⟦admin@password⟧\n",
        "refresh_token = ⟦token@refresh_tok3n⟧\n",
        "password = \"⟦winter-⟧\" + year\n",
        "password = \"⟦pass-⟧\"\n",
        "config.put(\"password\", \"⟦$Winter9:⟧\");",
        "document.cookie = 'id=⟦8f2k3j4h5g6f⟧; path=/';",
    ]);
}

#[test]
fn strings_that_something_is_put_in() {
    stays(&[
        "json(:refresh_token=>\"#{parts[0]}_9223372036854775807#{parts[1]}\")",
        "json(:refresh_token=>\"-9223372036854775807#{parts[0]}_#{parts[1]}\")",
        "\"password\" => \"new_#{@password}\",",
        "env[\"HTTP_AUTHORIZATION\"] = \"Bearer: #{@authorization}\"",
        "token = \"%{#{key}}\"",
        "<f:password value=\"${instance==null || instance.passwordEmpty ? '' : instance.password}\" id=\"x\"/>",
        "let signingKey = \"\\(encodedConsumerSecret)&\\(encodedTokenSecret)\"",
        "var sign = hash($\"application_key={Options.PublicSecret}format=jsonmethod=get{accessSecret}\");",
        "sprintf('application_key=%sfields=%smethod=get%s', a, b, c)",
        "sprintf('application_key=%smethod=get%s', a, b)",
        "printf \"token: app_v2_%s\\nhash: %s\\n\" \"$SECRET\" \"$HASH\"",
        "AUTHORIZATION=\"Authorization: Basic $AUTH_VALUE\"",
        "value: (join('-', [$target, 'user', $target]))",
        "private_key = \"/$CREDENTIALS_DIRECTORY/server-key\";",
        "private_key     = $dir/private/cakey.key\n",
    ]);
    // A backslash more would be another escape.
    check_all_in(
        &[plain],
        &[
            "storePassword = \"${project.properties[\"KEYSTORE_PASSWORD\"]}\"",
            "x = \"{ \\\"secrets\\\": [\\n\" + \"  {\\n\" + \"  \\\"id\\\": 1 } ] }\";",
            "private const val HREF_TOKEN = \"href=\\\"\"",
            "http_passwd = \"\\${LOKI_PASSWORD}\";",
            "json_token=\"{\\\"token\\\": \\\"$json_token\\\", \\\"usage_counter\\\": 1}\"",
        ],
    );
    check_all(&[
        "\"password\" => \"⟦n3w_#{x}_hunter2⟧\",",
        "refresh_token=>\"⟦#{parts[0]}_x7Kp2mQ9#{parts[1]}⟧\"",
        "password=\"⟦Winter: $2024⟧\"",
        "password=\"⟦$dir/cakey⟧\"",
        "token: ⟦app_v2_s⟧\n",
    ]);
    check_all_in(&[plain], &["x = \"{ \\\"secrets\\\": \\\"⟦[ x9Kd82mPq0⟧\\\"}\";"]);
    let whole = "json_token=\"⟦{\\\"token\\\": \\\"k2j9x7q3m5\\\"}⟧\"";
    check_all_in(&[plain], &[whole]);
}

#[test]
fn variables_of_psql() {
    stays(&[
        "ALTER ROLE :\"username\" LOGIN PASSWORD :'verifier';",
        "CREATE SCHEMA IF NOT EXISTS :\"username\" AUTHORIZATION :\"username\";",
    ]);
    check_all(&["ALTER ROLE ada LOGIN PASSWORD '⟦verifier1⟧';", "AUTHORIZATION: \"⟦username1⟧\""]);
}

#[test]
fn a_sample_among_lines_that_are_in_a_cell() {
    stays(&[
        "<td>\n\n```ini\nCLIENT_ID=<client_id>\nCLIENT_SECRET=<client_secret>\nNONCE=empty\n```\n</td></tr>",
        "<Tab>\n\n```sh\nzed set <name> <token>\n```\n\n</Tab>",
    ]);
    check_all(&["<password>⟦hunter2x⟧</password>", "<ns:password>⟦hunter2x⟧</ns:password>"]);
}
