//! What is no secret where one is named: the path or the id that it is kept by, variables that are handed on, names of
//! keys and settings; and the secrets that are written nearly the same.

mod marked;

use marked::{check_all, masked, stays};

#[test]
fn what_a_secret_is_kept_by() {
    stays(&[
        "vault.setSecret(\"kv/foo\", ['hello': 'world'])",
        "vault.setSecret('kv2/with_slash/v2_all', [test: 'data'], true)",
        "vault.setSecret(\"team/app/db\", {hello: world})",
    ]);
    check_all(&[
        "vault.setSecret(\"kv/foo\", \"⟦hunter2⟧\")",
        "vault.setSecret(\"⟦kv/8f2k3j4h5g6f⟧\", {force: true})",
        "vault.setSecret(\"⟦kv9x/foo⟧\")",
        "storage.setToken('logout', '⟦bar⟧');",
        "storage.setToken('⟦x9Kd02kdk⟧', 'bar');",
        "axios.setToken('⟦hunter⟧', 'Bearer');",
        "ds.setPassword(\"⟦word⟧\", \"x\"); ds.setPassword(\"⟦tiger/horse⟧\", {force: true})",
        "let creds = Credentials::new(\"ramsay\", \"⟦123456⟧\");",
        "let creds = Credentials::new(\"ada\", \"⟦hunter2⟧\", None);",
        "let creds = Credentials::new(\"⟦hunter2x⟧\");",
        "let creds = Credentials::new(\"⟦gyzFHZx707waz03qxTwht4BY⟧\", \"x\");",
    ]);
}

#[test]
fn variables_that_are_handed_on() {
    stays(&[
        "store(apiCredentials: apiCredentials1, forAudience: Audience)",
        "authResponse(accessToken: newAccessToken1,\n    idToken: newIDToken2, refreshToken: newRefreshToken2)",
        "exchange(subjectToken: subjectToken,\n    actorToken: actor)\n",
        "Response(statusCode: 200,\n    accessToken: Mock.accessToken)\n",
        "app.state.availableSecrets = .unavailable\n",
        "    apiKeys := resp.JSON200.ApiKeys\n",
        "ref: fakeRef{secretKey: key1},",
        "append(tokens, testCase{Name: `made by Marshal(x)`, Token: token3})",
        "&sdk.Details{BearerToken: bearerToken1}).",
        "assert {:ok, [%{token: ^hashed_token}]} =",
        "    session: respSession!,\n",
        "        credentials=tenant1_credentials,\n",
        "  jwk: es512_jose_jwk,\n  jwt: es512_jose_jwt\n}",
        "  client_long_password: 0x00000001,\n",
    ]);
    check_all(&[
        "login(accessToken: ⟦hunter29⟧, idToken: ⟦amber77river⟧)",
        "authResponse(accessToken: ⟦newAccess7Token1x⟧, idToken: x)",
        "{password: ⟦mypassword1⟧, user: ada}",
        "{userPassword: ⟦userPassword1⟧, user: ada}",
        "  accessToken: ⟦newAccessToken1⟧\n",
        "user: ada\nactorToken: ⟦actor)⟧\n",
        "app.secret = ⟦.hidd3n⟧\n",
        "secret = ⟦.unavailable⟧\n",
        "token := ⟦resp.x9Kd02kdk⟧\n",
        "{Host:db Password:⟦hunter2x9⟧}",
        "ref: fakeRef{secretKey: ⟦k8Qm2pLaa81x⟧},",
        "{token: ⟦^h4shed_t0ken⟧}",
        "    session: ⟦r3spSession!⟧,\n",
        "DB_PASSWORD=⟦user1_password,⟧\n",
        "password: ⟦0x00000001a9⟧\n",
    ]);
}

#[test]
fn names_of_things() {
    stays(&[
        "cmdFlagNameMySQLPassword: \"storage.mysql.password\",",
        "String OAUTH_PROPERTY_ACCESS_TOKEN = \"jersey.config.client.oauth1.access.token\";",
        "$config['password_httpapi_var_newpass'] = 'newpass';",
        "const authorizedKeySecretKey1 = \"authorizedKeySecretKey1\"\n",
        "private const string PRIVATE_KEY = 'oauth_private_key';",
        "const registerConfirmCSRFCookie = \"app_register_confirm\"",
        "'requests_cookie' => '\\WpOrg\\Requests\\Cookie',",
        "\tAllowedSecretsValueAll AllowedSecretsValue = \"ALL\"\n",
        "antiCsrf: \"VIA_CUSTOM_HEADER\"",
        "    storageKey: 'app:theme',",
        "SecretKey: \"some-array[0].entity\",",
        "enterpriseLicense:\n  secretName: \"\"\n  secretKey: \"license\"\n",
        "  --set 'server.license.secretName=foo' \\\n  --set 'server.license.secretKey=bar' \\\n",
        "Secret=app-jwt-secret,type=mount,uid=1000\n",
        "# Secret=app-key-seed,type=env,target=KEY_SEED\n",
    ]);
    check_all(&[
        "cmdFlagNameMySQLPassword: \"⟦storage.mysql.passw0rd⟧\",",
        "dbPassword: \"⟦storage.mysql.horse⟧\",",
        "const (\n\tadminUser = \"ada\"\n\tadminHost = \"db\"\n\tadminPassword = \"⟦passwords⟧\"\n)",
        "let host = \"db\"\nlet port = \"80\"\nlet password = \"⟦login-password⟧\"\n",
        "const authorizedKeySecretKey1 = \"⟦authorizedKeySecretKey2x⟧\"\n",
        "const sessionCookie = \"⟦8f2k3j4h5g6f7d8s⟧\"",
        "password = '⟦\\Wp0rg\\Requests\\Cookie⟧'",
        "antiCsrf: \"⟦x9Kd02kdk8Qm2pL⟧\"",
        "storageKey: '⟦Xk93jd8Qm2pL:aa81⟧'",
        "s3:\n  secretName: \"\"\n  accessKey: ⟦minio⟧\n  secretKey: \"⟦minio123⟧\"\n",
        "jwt:\n  secretName: x\n  secretKey: \"⟦hunter22⟧\"\n",
        "s3:\n  secretName: x\n  secretKey: \"⟦x9Kd02kdk8Qm2pLaa⟧\"\n",
        "Secret=⟦app-jwt-secret⟧\n",
    ]);
}

#[test]
fn names_among_names() {
    for text in [
        "const (\n\tresourceAuthCode    = \"authcodes\"\n\tresourceAuthRequest = \"authrequests\"\n\tresourceConnector   = \"connectors\"\n\tresourcePassword    = \"passwords\"\n)",
        "struct Login {\n    let title = \"login-title\"\n    let userName = \"login-user_name\"\n    let password = \"login-password\"\n    let other = \"login-other\"\n}",
    ] {
        assert_eq!(masked(text), text);
    }
    stays(&["<input type=\"checkbox\" id=\"x\" checked name=\"verify_password\" value=\"1\">"]);
}

#[test]
fn other_tokens_and_numbers() {
    stays(&[
        "auth_verbose_passwords = sha1:6\n",
        "Map versions = [secret: '1', kv: '2']",
        "rules: [{ token: 'comment', regex: '#.*' }, { regex: /x/, token: \"variable\", next: 'start' }]",
        "final String token = \"gzip;q=0.123\";",
        "dict(status=1, pwd='~$ ')",
        "client.create(baseToken=\"BUSD\", faceToken=\"BNB\", amount=1.0)",
        "Connect -SqlCredential me@mydomain.onmicrosoft.com -DisableException",
        "Reset -SqlInstance cluster -SqlCredential sqladmin\n",
        "New-Token -Credential ee590f55-9b2b-55d4-8bca-38ab123db670\n",
        "Start-Session -Session \"tools-session\"\n",
        "gpg -a --export-secret-keys \"Ada Lovelace\"",
        "run(cmd, {\"clip\", file, \"--totp\", \"/Sample Entry\", \"0\"});",
        "[SuppressMessageAttribute(\"AvoidPlainTextForPassword\", \"StorageCredential\", Justification = \"x\")]",
        "stsRegionalEndpointSharedKey = `sts_regional_endpoints`\n",
    ]);
    check_all(&[
        "password = ⟦sha1x:6⟧\n",
        "Map keys = [secret: '⟦12⟧', kv: '2']",
        "x = [password: '⟦1⟧', kv: '2']",
        "secret = '⟦1⟧'\n",
        "login({ token: '⟦comment⟧', user: 'ada' })",
        "match:\n  regex: foo\n  token: ⟦hunter2x⟧\nauth:\n  token: \"⟦sesame⟧\"\n",
        "final String token = \"⟦hunter2;q=0.123⟧\";",
        "dict(status=1, pwd='⟦~hunter2⟧')",
        "client.create(baseToken=\"⟦BUSD7X⟧\", password=\"⟦BUSD⟧\")",
        "Connect -SqlCredential ⟦Falcon39x!⟧ -DisableException",
        "Connect -SqlPassword ⟦sqladmin⟧\n",
        "Start-Session -Session \"⟦tools-9x8Kd02kdk⟧\"\n",
        "login(authSession: \"⟦test-auth-session⟧\")",
        "run(cmd, {\"--totp\", \"⟦JBSWY3DPEHPK3PXP⟧\"});",
        "<input type=\"text\" name=\"password\" value=\"⟦hunter2⟧\">",
    ]);
}
