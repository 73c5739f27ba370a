//! Values in the calls of tests and in what languages have for pairs, lists and bytes; and the words that stand in
//! the same places.

mod marked;

use marked::{check_all, stays};

#[test]
fn what_a_test_expects_of_a_member() {
    check_all(&[
        "assert.equal(subject.password, '⟦is&%awe7some!⟧')",
        "assertEqual(cfg.password, \"⟦hunter22x!⟧\")",
        "expect(config.password).toBe('⟦hunter22x!⟧');",
        "expect(user.password).to eq(\"⟦hunter22x!⟧\")",
        "assertThat(config.apiKey).isEqualTo(\"⟦8f2k3j4h5g6f7d8s9a0q⟧\");",
    ]);
    stays(&[
        "expect(res.body.token).toBe(\"undefined\")",
        "expect(form.password).toBe('is-required')",
        "expect(form.password).toEqual(other.password)",
        "expect(form.password).toMatch('hunter22x!')",
        "cy.get(selectors.password, 'data-test2')",
        "t(i18n.password, 'password.label2')",
        "assert.equal(user.password, 'password')",
        "assert.equal(user.password, 'a message of the 2 sides')",
    ]);
}

#[test]
fn the_last_argument_beside_a_name() {
    check_all(&[
        "resource.TestCheckResourceAttr(name, \"secret_key\", \"⟦8C7THtrIigh2rPZQMbguugt8IUftWhMRCOBzbuyz⟧\"),",
        r#"{"text":"f(name, \"secret_key\", \"⟦8C7THtrIigh2rPZQMbguugt8IUftWhMRCOBzbuyz⟧\")"}"#,
    ]);
    stays(&[
        "rename(path, \"api_key\", \"apiKey2\")",
        "pd.merge(a, \"session_id\", \"user_id\")",
        "assert_eq!(name, \"secret_key\", \"secret_key should match line 42\")",
        "i18n(\"x\", \"password\", \"Passwort123\")",
        "assertEquals(x, \"password\", \"password1\")",
    ]);
}

#[test]
fn a_constant_for_the_name_of_a_header() {
    check_all(&[
        "req.Header().Set(echo.HeaderAuthorization, \"Bearer ⟦valid-key⟧\")",
        ".header(HttpHeaders.AUTHORIZATION, \"Bearer ⟦8f2k3j4h5g6f⟧\")",
    ]);
    stays(&[
        "f(echo.HeaderAuthorization, \"Bearer token\")",
        "c.Get(echo.HeaderAuthorization, \"missing header\")",
        "f(echo.HeaderAuthorization, \"Bearer \")",
    ]);
}

#[test]
fn parameters_of_an_authorization_in_single_quotes() {
    check_all(&[
        "{'Authorization': 'MAC id=\"h480djs93hd8\", nonce=\"264095:dj83hs9s\", mac=\"⟦SLDJd4mg43cjQfElUs3Qub4L6xE=⟧\"'}",
        "{u'Authorization': u'OAuth oauth_nonce=\"107143098223781054\", oauth_token=\"⟦kkk9ch7u3aq4Dz92⟧\", \
         oauth_signature_method=\"HMAC-SHA1\", oauth_signature=\"⟦Z9MOYSW1WG9V9mB5sEbKJ5ZOoLc%3D⟧\"'}",
        "Authorization: 'Token token=\"⟦a8f7d6s5a4f3d2s1⟧\", nonce=\"def\"'",
        "Authorization: OAuth oauth_consumer_key=\"client\", oauth_nonce=\"1071430982237810\", \
         oauth_signature=\"⟦Z9MOYSW1WG9V9mB5sEbKJ5ZOoLc%3D⟧\"",
        "{'Authorization': 'Bearer ⟦a8f7d6s5a4f3d2s1⟧'}",
    ]);
    stays(&[
        "{'Authorization': 'Basic realm=\"api\"'}",
        "{'Authorization': 'OAuth oauth_consumer_key=\"client\", oauth_signature=\"\"'}",
    ]);
}

#[test]
fn pairs_and_bytes_of_languages() {
    check_all(&[
        "Data: map[string][]byte{\"username\": []byte(\"ada\"), \"password\": []byte(\"⟦pass1⟧\")},",
        "{ Username => '4yZ73s9qeECdWi', Password => '⟦64heUGwAsVoNqo⟧' }",
        "mapOf(\"user\" to \"ada\", \"token\" to \"⟦ea3314920e4ed4dabb16b8a44254958a⟧\", \"password\" to \"⟦Hunter22x!⟧\")",
        "auth[:token] = \"⟦ea3314920e4ed4dabb16b8a44254958a⟧\"",
        "char password[32] = \"⟦hunter22x⟧\";",
    ]);
    stays(&[
        "\"password\": []byte(os.Getenv(\"DB_PASS\")),",
        "\"password\": []byte(\"password\"),",
        "match kind { Token => \"token1\", Password => \"password_hash\" }",
        "Password => 'passwords#update'",
        "mapOf(\"password\" to \"string\", \"token\" to \"uuid4hex\")",
        "from \"password\" to \"Hunter22x!\" in a day",
        "session[:token] = \"#{user.token}\"",
        "params[:token] == \"ea3314920e4ed4dabb16b8a44254958a\"",
        "token[0] = \"ea3314920e4ed4dabb16b8a44254958a\"",
    ]);
}

#[test]
fn lists_in_single_quotes() {
    check_all(&[
        "api_keys = ['⟦a8f7d6s5a4f3d2s1⟧', '⟦b8f7d6s5a4f3d2s1⟧']",
        "const apiKeys = [\n  '⟦a8f7d6s5a4f3d2s1⟧',\n  '⟦b8f7d6s5a4f3d2s1⟧',\n];",
        "passwords = ['⟦hunter22x!⟧', 'word']",
    ]);
    stays(&[
        "passwords = ['password', 'passwd', 'pwd']",
        "keys = ['sha256', 'sha512', 'md5']",
        "tokens = ['<s>', '</s>', '[CLS]', 'T5Tokenizer']",
        "SECRET_KEYS = ['DB_PASSWORD', 'API_KEY1']",
        "api_keys = [first, second2]",
    ]);
}

#[test]
fn a_token_masked_in_an_address_is_masked_once() {
    let key = "d3ff1a2b3c4d5e6f".repeat(2);
    check_all(&[
        &format!("  \"SENTRY_DSN\": \"https://⟦{key}⟧@errors10.example.org/2090\","),
        &format!("SENTRY_DSN: \"https://⟦{key}⟧@errors10.example.org/2090\""),
    ]);
    stays(&[&format!("SENTRY_DSN: \"https://{key}@o1.ingest.sentry.io/2090\"")]);
}

#[test]
fn what_a_program_collects() {
    check_all(&[
        "passwords := []string{\"⟦hunter22x⟧\", \"⟦b8f7d6s5a4f3d2s1⟧\"}",
        "String[] passwords = {\"⟦hunter22x⟧\", \"⟦b8f7d6s5a4f3d2s1⟧\"};",
        "var apiKeys = new[] {\"⟦a8f7d6s5a4f3d2s1⟧\", \"⟦b8f7d6s5a4f3d2s1⟧\"};",
        "val apiKeys = listOf(\"⟦a8f7d6s5a4f3d2s1⟧\", \"⟦b8f7d6s5a4f3d2s1⟧\")",
        "let api_keys = vec![\"⟦a8f7d6s5a4f3d2s1⟧\", \"⟦b8f7d6s5a4f3d2s1⟧\"];",
        "api_keys = (\"⟦a8f7d6s5a4f3d2s1⟧\", \"⟦b8f7d6s5a4f3d2s1⟧\")",
        "$api_keys = ['ada' => '⟦a8f7d6s5a4f3d2s1⟧', 'bob' => '⟦b8f7d6s5a4f3d2s1⟧'];",
        "api_keys = {\"ada\": \"⟦a8f7d6s5a4f3d2s1⟧\", \"bob\": \"⟦b8f7d6s5a4f3d2s1⟧\"}",
        "{'api_keys': {'ada': '⟦a8f7d6s5a4f3d2s1⟧', 'bob': '⟦b8f7d6s5a4f3d2s1⟧'}}",
        "open(passwords={'ada': '⟦hunter22x⟧', 'bob': '⟦swordfish9⟧'})",
        "f({ passwords: { ada: '⟦hunter22x⟧', bob: '⟦swordfish9⟧' } })",
        "requests.get(url, cookies={'sid': '⟦a8f7d6s5a4f3d2s1⟧', 'theme': 'dark'})",
        "API_KEYS=[\"⟦a8f7d6s5a4f3d2s1⟧\",\"⟦b8f7d6s5a4f3d2s1⟧\"]",
        "API_KEYS='⟦[\"a8f7d6s5a4f3d2s1\",\"b8f7d6s5a4f3d2s1\"]⟧'",
    ]);
    stays(&[
        "const secrets = { \"name\": \"db-credentials-v2\", \"arn\": \"arn:aws:x\" }",
        "SECRETS = {\"db\": \"prod/db/password-v1\", \"api\": \"prod/api/key2\"}",
        "passwords = {\"minLength\": \"8\", \"policy\": \"Strong1\"}",
        "api_keys = {\"header\": \"X-API-Key2\", \"query\": \"apikey1\"}",
        "const token = {type: \"Bearer1\", id: \"a8f7d6s5a4f3d2s1\"}",
        "SECRET_KEYS := []string{\"DB_PASSWORD\", \"api_key_1\", \"sha256\"}",
        "tokens := []Token{{\"IDENT\", \"x1\"}, {\"NUM\", \"42\"}}",
        "{'tokens': {'input': 123, 'model': 'gpt4turbo128k'}}",
        "api_keys = load(\"a8f7d6s5a4f3d2s1\", \"b8f7d6s5a4f3d2s1\")",
        "secret = '[\"\"]'",
    ]);
}

#[test]
fn what_a_log_says_is_used() {
    check_all(&[
        "Using API key ⟦8f2k3j4h5g6f7d8s9a0q⟧",
        "Invalid API key ⟦8f2k3j4h5g6f7d8s9a0q⟧ for project x",
    ]);
    stays(&[
        "Using key pair my-key-pair-2024",
        "Invalid token at position 12: unexpected_character_class_9",
        "With token based authentication2 you",
        "Invalid token v1.2.3-alpha.4",
    ]);
}

#[test]
fn what_a_server_expects_in_a_header() {
    check_all(&[
        "if (request.headers.token !== '⟦unicorn⟧') {",
        "if (request.headers.token === '⟦unicorn⟧') {",
        "if req.cookies.auth_token == '⟦unicorn⟧' {",
    ]);
    stays(&[
        "if (headers.token === 'string' || req.headers.token !== 'undefined') {",
        "if (headers.token === 'token' || lexer.token === 'unicorn' || token !== 'unicorn') {",
        "if (typeof req.headers.token !== 'string') {",
    ]);
}

#[test]
fn what_holds_where_an_option_is_not_set() {
    check_all(&[
        "params[:x] = @options[:api_key] || '⟦af1fd841af792f4c50131414ff76e004⟧'",
        "x = options['api_key'] || '⟦af1fd841af792f4c50131414ff76e004⟧'",
    ]);
    stays(&["x = options['api_key'] || 'none'", "x = options[:token] || 'default'"]);
}

#[test]
fn fields_of_a_user_and_a_password() {
    check_all(&["[{ key: 'username', value: 'ada' }, { key: 'password', value: '⟦mypwd⟧' }]"]);
    stays(&[
        "[{ key: 'password', value: 'mypwd' }]",
        "[{ name: 'user', value: 'user' }, { name: 'password', value: 'Passwort' }]",
        "[{ name: 'user', value: 'string' }, { name: 'password', value: 'string' }]",
    ]);
}
