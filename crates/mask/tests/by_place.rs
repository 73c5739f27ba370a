//! Secrets that the place of an argument or of a field tells, and the words that stand in the same places.

mod marked;

use marked::{check_all, check_all_in, masked, plain, stays};

#[test]
fn passwords_among_the_arguments_of_a_call() {
    check_all(&[
        "req.SetBasicAuth(\"test\", \"⟦barfoo⟧\")",
        "req.SetBasicAuth(user, \"⟦pw⟧\")",
        "auth = HTTPBasicAuth('user', '⟦winterOrbit9⟧')",
        "client.get(url).basic_auth(\"ada\", Some(\"⟦hunter2⟧\"))",
        "mvc.perform(get(\"/\").with(httpBasic(\"ada\", \"⟦hunter2⟧\")))",
        "server.login(\"jdoe@mail.dev\", \"⟦Maple3888emberYD⟧\")",
        "auth := smtp.PlainAuth(\"\", \"ada@mail.dev\", \"⟦Canyon7426⟧\", \"mail.dev\")",
        "DriverManager.getConnection(\"jdbc:mysql://localhost/shop\", \"root\", \"⟦n9y3Em95⟧\");",
        "jwt.sign({ foo: 'bar', list: [1, 2] }, '⟦Comet7455meadow⟧');",
        "jwt.encode(payload(a, b), \"⟦meadow⟧\", algorithm=\"HS256\")",
        "$db = new mysqli(\"localhost\", \"my_user\", \"⟦9AQz4jkl⟧\", \"my_db\");",
        "$db = new PDO('mysql:host=localhost;dbname=test', 'app', '⟦hikMju⟧', [PDO::ATTR => 1]);",
        "DBI->connect(\"DBI:mysql:shop\", \"app\", '⟦hikMju9⟧', { RaiseError => 1 });",
    ]);
    stays(&[
        "req.SetBasicAuth(user, pass)",
        "req.SetBasicAuth(\"user\", \"password\")",
        "req.SetBasicAuth(\"user\", \"\") ; f(\"x\")",
        "req.SetBasicAuth(\"${user}\", \"${password}\")",
        "HTTPBasicAuth('user', os.environ['PW'])",
        "http.BasicAuth(\"My Realm\", accounts)",
        "client.login(\"name\", \"email\")",
        "router.login(\"/login\", \"/path/v2\")",
        "DriverManager.getConnection(url, user, password);",
        "DriverManager.getConnection(url, props); f(\"a\", \"b\", \"c\")",
        "jwt.sign({ foo: 'bar' }, process.env.KEY, { expiresIn: '1h' });",
        "jwt.verify(token, publicKey, { algorithms: ['RS256'] });",
        "pool.getConnection(\"primary\", 5, \"replica1\");",
        "new PDO($dsn, $user, $pass)",
        "new PDO($dsn, \"$user\", \"$pass\")",
        "new mysqli(DB_HOST, DB_USER, DB_PASSWORD, 'shop')",
    ]);
}

#[test]
fn a_user_and_a_password_for_any_command() {
    check_all(&[
        "http GET http://localhost:8888/v1/ --auth bob:⟦azerty123⟧",
        "  -v --auth 'alice:⟦p4ssw0rd⟧'",
        "http delete http://localhost:8888/v1/x --auth=\"bob:⟦p4ssw0rd⟧\" --verbose",
        "mc alias set store https://minio.dev ada ⟦DpLr1JFgfrmw⟧",
        "127.0.0.1:6379> AUTH default ⟦C4qSemBv7OJNOIgDAz⟧\nOK\n",
        "redis:6379> AUTH ⟦hunter2⟧\n",
    ]);
    stays(&[
        "tool --auth user:password",
        "tool --auth file:token.json",
        "-> AUTH LOGIN\n",
        "-> AUTH CRAM-MD5 word\n",
        "db> AUTH was renamed some time ago\n",
        "tool --auth env:MY_VARIABLE",
        "tool --auth basic --user x",
        "tool --auth https://example.com/x",
        "tool --auth ada:$PW --auth-type x:y",
    ]);
}

#[test]
fn a_word_after_an_option_on_a_line_that_goes_on() {
    let forms: &[marked::Form] = &[plain];
    check_all_in(
        forms,
        &[
            "swaks \\\n    --auth-password ⟦wrongpassword⟧ \\\n    --tls\n",
            "swaks --server x \\\n    --auth-password ⟦dragonfly⟧\n",
        ],
    );
    let manual =
        "Options:\n    --auth-password dragonfly\n    --proxy-password word   what the proxy wants\n";
    assert_eq!(masked(manual), manual);
}

#[test]
fn what_builders_are_told() {
    check_all(&[
        "new OAuth1Secrets().consumerSecret(\"⟦kd94hf93k423kf44⟧\")\n    .tokenSecret(\"⟦pfkkdhi9sl3r4s00⟧\");",
        "Config::new().user(\"foo\").password(\"⟦hunter2⟧\"),",
        "ssl\n    .trustStorePassword(\"⟦asdfgh⟧\")\n    .keyPassword(\"⟦asdfgh⟧\")",
        "new OAuth2AccessToken(\"⟦d3iwa403gvrs194740652m1k4w2a503k3c⟧\");",
    ]);
    stays(&[
        "form.add().password(\"Enter it\")",
        "f().password(\"#field1\")",
        "f().password(\"new_password1\")",
        "f().consumerSecret(\"CONSUMER\")",
        "x.keyPassword(\"label\")",
        "ssl\n    .keyPassword(password)",
        "new AccessToken(\"access_token2\")",
        "new RefreshToken(\"Invalid2\")",
    ]);
}

#[test]
fn members_that_are_compared_with_what_they_hold() {
    check_all(&[
        "if (tokenCredential.token == \"⟦abc123⟧\") {",
        "} else if creds.SessionToken == \"⟦99991⟧\" {",
        "assert this.cache.token == '⟦sometoken2⟧'",
        "assert result.api_token == \"⟦user-api-token-123⟧\"",
        "if (!string.Equals(context.Request.Password, \"⟦P@ssw0rd⟧\", StringComparison.Ordinal))",
    ]);
    stays(&[
        "if (parser.token == \"utf16le\") {",
        "if grant.access_token == \"expired\" {",
        "if grant.access_token != \"invalid1\" {",
        "assert token == \"word2\"",
        "if (event.key == \"F12\") {",
        "if (node.token == \"x1\") {",
        "if (state.prevToken == \"variable-3\") return true;",
    ]);
}

#[test]
fn a_name_and_a_value_in_fields_without_quotes() {
    check_all(&[
        "{Name: \"DB_PASSWORD\", Value: \"⟦s3cret⟧\"},",
        "{Name: \"API_KEY\", Value: \"⟦xyz⟧\"},",
        "{ name: 'API_KEY', value: '⟦xyz⟧' }",
        "Secret{\n\tName:  \"api_token\",\n\tValue: \"⟦super-hidden-phrase7⟧\",\n}",
        "{ key: \"api_key\", value: \"⟦s3cret99xA⟧\" }",
    ]);
    stays(&[
        "{ name: 'password', value: 'Passwort' }",
        "{ label: 'Token', key: 'token', value: 'access_token2' }",
        "{Name: \"DB_PASSWORD\", Value: password},",
        "{Name: \"DB_PASSWORD\", Value: \"\"},",
        "{Name: \"DB_PASSWORD\", ValueFrom: \"secret-ref-1\"},",
        "{ name: \"token\", type: \"string\" }",
    ]);
}

#[test]
fn schemes_codes_and_words_in_their_places() {
    check_all(&[
        "(b\"authorization\", b\"Token ⟦test-pat-67890⟧\"),",
        "(\"Authorization\", \"Token ⟦test-pat-67890⟧\")",
        "let url = \"http://localhost:8888/callback?code=⟦AQD0yXvFEOvw⟧\";",
        "grant_type=authorization_code&code=⟦SplxlOBeZQQYbYS6WxSbIA⟧",
        "redis://user:⟦secret⟧@localhost:1234/5",
        "keys: { p256dh: 'BNcRdreALRFXTkOOUHK1EtK2', auth: '⟦tBHItJI5svbpez7KI4CCXg⟧==' }",
        "keys: { auth: '⟦tBHItJI5svbpez7KI4CCXg⟧', p256dh: 'BNcRdreALRFXTkOOUHK1EtK2' }",
        "val secretSignKey = \"⟦6819b57a326945c1968f45236589⟧\".hexToByteArray()",
    ]);
    stays(&[
        "(\"Authorization\", \"Token required\")",
        "(\"Authorization\", \"Basic auth2 of users\")",
        "(b\"authorization\", b\"Token !!!not-base64!!!\")",
        "http://localhost:8888/callback?code=invalid_code_1",
        "http://localhost:8888/page?code=AQD0yXvFEOvw",
        "redis://user:SECRET@localhost:1234/5",
        "keys: { p256dh: 'BNcRdreALRFXTkOOUHK1EtK2', auth: getAuth() }",
        "keys: { p256dh, auth } = subscription; auth: 'basic'",
        "val designKey = \"6819b57a326945c1968f45236589\"",
    ]);
}

#[test]
fn keys_in_maps_of_other_languages() {
    let (x, d, p) = (letters(43, 1), letters(43, 2), letters(40, 3));
    check_all(&[
        &format!("['kty' => 'EC', 'crv' => 'P-256', 'x' => '{x}', 'd' => '⟦{d}⟧', 'use' => 'sig']"),
        &format!("['d' => '⟦{d}⟧',\n  'x' => '{x}',\n  'kty' => 'EC']"),
        &format!("%{{\"crv\" => \"P-521\", \"d\" => \"⟦{d}⟧\", \"kty\" => \"EC\", \"x\" => \"{x}\"}}"),
        &format!("{{'kty': 'RSA', 'n': '{x}', 'e': 'AQAB', 'd': '⟦{d}⟧', 'p': '⟦{p}⟧'}}"),
    ]);
    stays(&[
        &format!("['kty' => 'EC', 'crv' => 'P-256', 'x' => '{x}', 'y' => '{d}']"),
        &format!("['name' => 'x', 'd' => '{d}']"),
        &format!("{{'kty': 'car', 'd': '{d}'}}"),
    ]);
}

/// Letters and digits that look drawn, another row for each seed.
fn letters(len: usize, seed: usize) -> String {
    const POOL: &[u8] = b"aZ4kT9xmWc7LpR1vYs8HbN3gUeJ6fo5Xt";
    (0..len).map(|at| char::from(POOL[(at * 9 + at / POOL.len() + seed * 5) % POOL.len()])).collect()
}

#[test]
fn private_keys_in_base64_alone() {
    let heads = [
        format!("MIIEvQI{}", "BADANBgkqhkiG9w0BAQEFAASCBKcw"),
        format!("MIICdgI{}", "BADANBgkqhkiG9w0BAQEFAASCAmAw"),
        format!("MIIEpA{}", "IBAAKCAQEA"),
        format!("MIGHAgEA{}", "MBMGByqGSM49AgEGCCqGSM49AwEHBG0w"),
    ];
    for head in heads {
        let first = format!("{head}{}", letters(70, 1));
        let (second, last) = (letters(64, 2), letters(64, 3));
        check_all(&[
            &format!("⟦{first}⟧\n"),
            &format!("let der = \"⟦{first}⟧\";"),
            &format!("String RSA = \"⟦{first}⟧\"\n    + \"⟦{second}⟧\"\n    + \"⟦{last}⟧\";"),
            &format!("{{\"key\": \"⟦{first}⟧\", \"n\": 1}}"),
        ]);
    }
    let public = format!("MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A{}", letters(70, 1));
    let (cut, inside) =
        (format!("MIIEvQI{}...", "BADANBgkqhkiG9w0BAQEFAASC"), format!("x{}", letters(80, 2)));
    stays(&[&public, &cut, &inside]);
}
