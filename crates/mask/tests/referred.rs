//! What refers to a secret, says what it is called or what kind of thing it is, and beside each the nearest secret.

mod marked;

use marked::{becomes, check_all, stays};

#[test]
fn what_says_where_a_secret_is() {
    stays(&[
        "password: \"#/components/schemas/loginFlowWithPasswordMethod\"\n",
        "{\"definitions\":{\"secret\":{\"id\":\"#/definitions/secret\",\"additional\":{\"a\":\"text\"}}}}",
        "TokenTypeJWT = \"urn:ietf:params:oauth:token-type:jwt\"\n",
        "openai_api_key = \"env(OPENAI_API_KEY)\"\n",
        "password = \"$System.env.MAVEN_PASSWORD\"\n",
        "env = {\"PGRST_JWT_SECRET\": \"@/dev/stdin\"}\n",
        "STORAGE_S3_SECRET=your-s3-secret\n",
        "    from_secret: docker_password\n",
    ]);
    check_all(&[
        "password: \"⟦#/hunter2⟧\"\n",
        "password: \"⟦#kR3vX9abQ2⟧\"\n",
        "TokenTypeJWT = \"⟦kR3vX9abQ2⟧\"\n",
        "openai_api_key = \"⟦kR3vX9abQ2⟧\"\n",
        "password = \"⟦$ystem.word9⟧\"\n",
        "password = \"⟦s3cret!⟧\"\n",
        "env = {\"PGRST_JWT_SECRET\": \"⟦@kR3vX9abQ2⟧\"}\n",
        "STORAGE_S3_SECRET=⟦kR3vX9abQ2⟧\n",
        "STORAGE_S3_SECRET=⟦your-kR3vX9⟧\n",
        "    from_secret: ⟦changeme123⟧\n",
    ]);
    becomes(
        "{\"secret\":{\"id\":\"kR3vX9abQ2\",\"a\":\"hunter2\"}}",
        "{\"secret\":{\"id\":\"***\",\"a\":\"***\"}}",
    );
}

#[test]
fn what_something_is_called() {
    stays(&[
        "    public const string AccountRootKey = \"Account\";\n",
        "    const string AccountKey = \"accounts\";\n",
        "    public const string MultiResourceToken = \"account.multi.resource.token\";\n",
        "enum Kind: String {\n    case emailPassword = \"password\"\n}\n",
        "\tACLAuthMethodTypeJWT = \"JWT\"\n",
    ]);
    check_all(&[
        "    public const string AccountRootKey = \"⟦kR3vX9abQ2⟧\";\n",
        "    public const string AccountPassword = \"⟦account⟧\";\n",
        "    public const string AccountPassword = \"⟦hunter2⟧\";\n",
        "    public const string MultiResourceToken = \"⟦kR3vX9abQ2⟧\";\n",
        "enum Kind: String {\n    case emailPassword = \"⟦hunter2⟧\"\n}\n",
        "let emailPassword = \"⟦changeme123⟧\"\n",
    ]);
}

#[test]
fn numbers_and_kinds_of_things() {
    stays(&[
        "const DONT_EXPIRE_PASSWORD = 65536;\n",
        "fetch(url, { headers: { 'x-csrf': '1' } })\n",
        "channel_group=8 channel_flag_password=0 channel_group=5\n",
        "  \"password\" => \"VARCHAR(255) NOT NULL\",\n",
        "  \"c_password\" => \"VARCHAR(255) NOT NULL DEFAULT ''\",\n",
        "x-access-token: ey.*\n",
        "authorization: Bearer ey.*\n",
        "match('name=\"form_token\" value=\"(.*)\"')\n",
        "val TOKEN = \"([a-zA-Z0-9-!#$%&'*+.^_`{|}~]+)\"\n",
        "r(`{\"secrets\":[{},{}]}`)\n",
    ]);
    check_all(&[
        "const DEFAULT_PASSWORD = ⟦83920147⟧;\n",
        "fetch(url, { headers: { 'x-csrf': '⟦kR3vX9abQ2⟧' } })\n",
        "  \"password\" => \"⟦hunter2⟧\",\n",
        "  \"password\" => \"⟦VARCHAR99x⟧\",\n",
        "x-access-token: ⟦kR3vX9abQ2⟧\n",
        "match('name=\"form_token\" value=\"⟦kR3vX9abQ2⟧\"')\n",
        "val TOKEN = \"⟦([kR3vX9abQ2⟧\"\n",
    ]);
    becomes("{\"secrets\":[{\"a\":\"kR3vX9abQ2\"},{}]}", "{\"secrets\":[{\"a\":\"***\"},{}]}");
}

#[test]
fn what_a_program_reads_or_puts_in() {
    stays(&[
        "    credential(idToken: id,\n               accessToken: user.accessToken.tokenString)\n",
        "      request(\n        jwt: _currentSession?.accessToken,\n      );\n",
        "  private_key = self$private_key\n",
        "  secret = info$client_secret\n",
        "    AuthToken: rootToken.SecretID},\n",
        "  return \"$field: password=$passwordCertainty, username=$usernameCertainty\"\n",
        "log(f\"AWS_SECRET_KEY={aws_secret_access_key})\")\n",
        "string fake = $\"x\"; string fakeSecret = $\"access_token_secret_{tid}_{parsedData[\"scope\"]}\";\n",
        "curl -d 'client_secret='$OIDC_CLIENT_SECRET'' \\\n",
        "\tEnterpriseProxiedDomains:               s.EnterpriseProxiedDomains,\n",
    ]);
    check_all(&[
        "    credential(idToken: id,\n               accessToken: ⟦kR3vX9abQ2)⟧\n",
        "      jwt: ⟦kR3vX9abQ2⟧,\n",
        "  private_key = ⟦kR3vX9abQ2⟧\n",
        "  secret = ⟦s3cret!⟧\n",
        "    AuthToken: ⟦kR3vX9abQ2⟧},\n",
        "log(f\"AWS_SECRET_KEY=⟦kR3vX9abQ2)⟧\")\n",
        "string fakeSecret = $\"⟦kR3vX9abQ2⟧\";\n",
        "\tValue:               ⟦s.kR3vX9abQ2zTy81mNqPwLs4v⟧,\n",
    ]);
}

#[test]
fn strings_that_end_after_the_sign() {
    stays(&[
        "check('WALLABAG_CLIENT_SECRET=\"', $tester->getDisplay());\ncheck(\"json\", $x);\n",
        "parts: []string{`{\"access_token\":\"`, `\",\"token_type\":\"Bearer\",\"expires_in\":299}`},\n",
        "assert '\"TOKEN\": \"****' in caplog.text\nassert '\"foo\": \"bar\"' in x\n",
    ]);
    check_all(&[
        "check('WALLABAG_CLIENT_SECRET=\"⟦kR3vX9abQ2⟧\"', $tester->getDisplay());\n",
        "parts: []string{`{\"access_token\":\"⟦kR3vX9abQ2⟧\"}`, `\",\"token_type\"`},\n",
        "assert '\"TOKEN\": \"⟦hunter2⟧\"' in caplog.text\n",
    ]);
}

#[test]
fn arguments_beside_a_name() {
    stays(&[
        "\titer, err := txn.Get(\"acl_token\", \"id_prefix\", prefix)\n",
        "\titer, err := txn.Get(\"one_time_token\", \"id\")\n",
        "    $this->setUpAuthorization('GET');\n",
        "Route::get('apps/verify_credentials', 'Api\\ApiV1Controller@getApp')->middleware($m);\n",
    ]);
    check_all(&[
        "\tconfig.Get(\"acl_token\", \"⟦kR3vX9abQ2⟧\")\n",
        "os.environ.get(\"acl_token\", \"⟦postgres⟧\")\n",
        "    $this->setUpAuthorization('⟦kR3vX9abQ2⟧');\n",
    ]);
}

#[test]
fn comments_of_documents() {
    stays(&[
        "/// <param name=\"secretKeys\">Secret key to delete</param>\n",
        "<!--Password Detail Table View Controller-->\n",
    ]);
    check_all(&[
        "/// <param name=\"secretKey\">⟦kR3vX9abQ2⟧</param>\n",
        "<param name=\"secretKeys\">⟦Secret key to delete⟧</param>\n",
        "<!--Password ⟦kR3vX9abQ2⟧ -->\n",
    ]);
}

#[test]
fn names_below_a_domain_and_prefixes() {
    stays(&[
        "  final String secretKey = \"com.example.messenger.DEVICE_SECRET\";\n",
        "static let changePassword = \"org.appextension.change-password-action\"\n",
        "const ctxCredentials = \"github.com/ada/gokrb5/v8/ctxCredentials\"\n",
        "  'jwt_key' => 'oauth_jwt:',\n",
        "\tserviceAccountKey = \"serviceaccount\"\n",
        "nginx.ingress.kubernetes.io/auth-tls-secret: \"default/ca-secret\"\n",
    ]);
    check_all(&[
        "  final String secretKey = \"⟦com.hunter2⟧\";\n",
        "static let changePassword = \"⟦org.kR3vX9abQ2⟧\"\n",
        "const ctxCredentials = \"⟦github/kR3vX9abQ2⟧\"\n",
        "  'jwt_key' => '⟦kR3vX9abQ2:⟧',\n",
        "\tserviceAccountKey = \"⟦serviceaccount9⟧\"\n",
        "\tadminKey = \"⟦admin⟧\"\n",
        "nginx.ingress.kubernetes.io/auth-tls-secret: \"⟦kR3vX9abQ2⟧\"\n",
    ]);
}

#[test]
fn what_is_put_in_among_signs() {
    stays(&[
        "x = f\"AWS_SECRET_KEY='{os.getenv(\"AWS_SECRET_ACCESS_KEY\")}'\"\n",
        "env = {\"PGRST_JWT_SECRET\": f\"@{secretpath}\"}\n",
        "export PGRST_JWT_SECRET=\"@${generatedTargets}/gen_jwks.json\"\n",
        "AWS_SECRET_ACCESS_KEY = \"'{}'\".format(x)\n",
        "'Authorization' => \"Token {$this->apiTokenId}:{$this->apiTokenSecret}\",\n",
        "<input type=\"hidden\" name=\"query[token]\" value=\"<?= $this->query->getToken() ?>\" />\n",
        "\"token\" : \"$ENV://VAULT_TOKEN\"\n",
        "const client_secret = 'YourClientSecret';\n",
        "token = -1\n",
    ]);
    check_all(&[
        "x = f\"AWS_SECRET_KEY='⟦kR3vX9abQ2⟧'\"\n",
        "env = {\"PGRST_JWT_SECRET\": f\"⟦@hunter2⟧\"}\n",
        "export PGRST_JWT_SECRET=\"⟦@kR3vX9abQ2⟧\"\n",
        "'Authorization' => \"Token ⟦kR3vX9abQ2⟧\",\n",
        "<input type=\"hidden\" name=\"query[token]\" value=\"⟦kR3vX9abQ2⟧\" />\n",
        "const client_secret = '⟦YourkR3vX9abQ2⟧';\n",
        "password = ⟦-1hunter2⟧\n",
    ]);
}
