//! What code and structures around a name tell of what is beside it: where a string ends, what a variable is
//! and what a record.

mod marked;

use marked::{becomes, check, check_all, check_all_in, plain, stays};

#[test]
fn a_quote_after_a_name_ends_its_string() {
    for code in [
        "    assert '?session=' in called_url\n",
        "    assert '&session=' not in called_url\n",
        "  $url .= $delm . '_token=' . urlencode($token);\n",
        "  get($this->endpoint() . '/user?access_token=' . \\urlencode($accessToken));\n",
        "  $this->fail('Failed to decode JWT: ' . $e->getMessage());\n",
        "  x = 'password=' + pw\n",
        "  x = 'password=' % pw\n",
        "\tmessage = \"Enter your passphrase:\";\n\n\tsetvbuf(stdout, 0);\n\texit(\"x9\");\n",
        "  new HtmlString('<input name=\"_token\" value=\"'.csrf_token().'\" autocomplete=\"off\">');\n",
    ] {
        check_all_in(&[plain], &[code]);
    }
    // Of minified code, the start of the line is too far back to be seen.
    let far = "a.b=c;".repeat(60);
    check(&format!("{far}throw new Error(\"Invalid azp in token: \"+c.azp));if(!u){{i(\"a b\")}}"));
    check_all(&[
        "  'password': '⟦ spaced9pw⟧',\n",
        "  config['password'] = '⟦ spaced9pw⟧'\n",
        "  x = { password: '⟦in k9x⟧' }\n",
        "const PASSWORD = \"⟦;hunter2⟧\";\n",
        "  token: \"⟦+c9azpQ/xK2⟧\"\n",
    ]);
}

#[test]
fn definitions_and_members_of_code() {
    for code in [
        "t.prototype.exchangeRefreshToken=function t(){var e=this}",
        "return t.parseJwt=async function(r){i.debug(\"x\")}",
        "anticomp:p,stickyauth:h,stickycookie:g,stream_large:_,x:h!==1||s[0]!==\"regular\")",
        "    token: import.meta.env.VITE_X!,\n",
        "  refresh_token: token.refresh_token!,\n",
        "    credential = this@toJs.credential\n",
        "\t\tSecret:       tOpenIDConnectPBKDF2ClientSecret,\n",
        "\tSecret = base64CookieSecret\n",
        "    x = objects.get(token=refresh_token_1)\n",
        "      secret = ctx.es512.jwk\n",
        "      networkCredential: networkCred);\n",
        "        serverKeys: trust.af.publicKeys))\n",
    ] {
        check_all_in(&[plain], &[code]);
    }
    check_all_in(
        &[plain],
        &[
            "t.parsePassword=⟦functional9x⟧ t",
            "  password: ⟦Hunter.Two2!⟧\n",
            "  password: ⟦hunter2!⟧\n",
            "CLIENT_SECRET=⟦base64CookieSecret⟧\n",
            "secret: ⟦base64CookieSecret⟧\n",
            "    x = objects.get(token=⟦x9f_1a7_k2⟧)\n",
            "Cookie: stickycookie=⟦x9g⟧; other=⟦k2x⟧\n",
        ],
    );
}

#[test]
fn variables_of_scripts() {
    stays(&[
        "  Credential = $cred\n",
        "    Session = $s\n",
        "  credential = $cred\n",
        "    ProxyCredential = $cred\n",
        "  signingSecret: $signatureKey,\n",
        "DB_PASSWORD=\"'$PRECOMPILE_PASSWORD'\"\n",
        "SUMO_ACCESS_KEY=${SUMO_ACCESS_KEY:=$2}\n",
        "  TOKEN=$SSH_SOFTHSM_DIR/tokendir\n",
        "x = @{'Username'='$a';'Password'=\"$env:PublishPwd\"}",
        "x = @{endpointCredentials=$endpoints} | y",
        "x(\"Session is $value!\")",
    ]);
    check_all(&[
        "  Credential = ⟦$cr3d9x⟧\n",
        "password = ⟦$ecret⟧\n",
        "SUMO_ACCESS_KEY=${SUMO_ACCESS_KEY:=⟦k9x2Lm4q⟧}\n",
        "DB_PASSWORD=⟦$ecr3t9⟧\n",
        "DB_PASSWORD=⟦$ECRET/9x⟧\n",
        "Server=db;Uid=a;Password=⟦$ecret⟧;\n",
        "key='APP_KEY=⟦base64:randomkey⟧',\n",
    ]);
}

#[test]
fn what_a_string_puts_in() {
    for code in [
        "  TestCredential(accessToken: \"a\\(refreshCount)\",\n",
        "  request.headers[\"session\"] = \"\\(Date.now.timeIntervalSince1970)\"\n",
        "  headers: [.authorization: \"Basic \\(basic)\"]",
        "  let credentials = \"\\(basic.username):\\(basic.password)\"\n",
        "  password = \"#{password}#{klass.pepper}\"\n",
        "  headers: { \"HTTP_AUTHORIZATION\" => \"Basic #{encode64(\"a b\")}\" }",
        "  Authorization: `${monitor.basic_auth_user ?? \"\"}:${x}`,\n",
        "  <ConnectionString>%(_Insert.Identity)_ConnectionString</ConnectionString>\n",
        "  const preBuiltJwt = `${signatureInput}.${signature.toString('base64url')}`;\n",
    ] {
        check_all_in(&[plain], &[code]);
    }
    check_all_in(
        &[plain],
        &[
            "  password = \"⟦#{password}hunter2⟧\"\n",
            "  let password = \"⟦\\(hunter2x9⟧\"\n",
            "  let credentials = \"⟦\\(user):hunter2⟧\"\n",
            "  const p = `⟦${user}.hunter2⟧`;\n".replace("const p", "const password").as_str(),
        ],
    );
}

#[test]
fn escapes_of_line_ends() {
    check_all_in(
        &[plain],
        &[
            r#"parse("Authorization: Basic ⟦QWxhZGRpbjpvcGVuIHNlc2FtZQ==⟧\x0d\x0a");"#,
            r#""DB_PASSWORD=⟦hunter2⟧\x0aX=1""#,
            r#"parse("Set-Cookie: foo=⟦x9k⟧; path=/test\x0d\x0a");"#,
            r"DB_PASSWORD=⟦hunter\x20two9⟧",
        ],
    );
    check(
        "Set-Cookie: a=⟦x9k⟧; path=\"/foo\"; domain=a.example\nSet-Cookie: b=⟦\"k9x⟧\n"
            .replace("⟦\"", "⟦")
            .as_str(),
    );
}

#[test]
fn rows_of_files_have_no_header() {
    stays(&[
        "set1_prf_secret.3,set_prf_md.3\nkey_a.3,key_b2.3\nkey_c1.3,key_d9.3\n",
        "set_prf_md.3,set1_prf_secret.3\nkey_a.3,key_b2.3\nkey_c1.3,key_d9.3\n",
    ]);
    check("user.name,user.password\nada,⟦hunter2.x⟧\nbob,⟦x9ab3kk⟧\n");
    check("user,api_secret\nada,⟦x9f.3⟧\nbob,⟦k2f.3⟧\n");
}

#[test]
fn the_name_of_a_cookie() {
    stays(&[
        "cookies.addCookie(\"foo\",\"bar\")",
        "response.set_cookie('username', 'flask')",
        "ctx.SetCookie(\"cookie1\", \"a cookie\")",
        "x.setCookies(\"lang\").value",
        "rcmail.set_cookie('language', lan_code, false);",
        "h.add_credentials('name', 'password')",
    ]);
    check_all(&[
        "response.set_cookie(\"username\", \"⟦flask99x⟧\")",
        "r.setCookie(\"⟦kR3vX9mQ2pLw⟧\")",
        "h.add_credentials('ada', '⟦kR3vX9mQ2pLw⟧')",
        "r.setCookie(\"sid=⟦kR3vX9mQ2pLw⟧\")",
    ]);
}

#[test]
fn objects_in_strings_go_as_a_whole() {
    check_all(&[
        "token: '⟦{\"type\": \"borrower\", \"access\": \"kR3vN8qP2x\"}⟧'\n",
        "SecretString: '⟦{ \"user\" : \"Admin\", \"password\" : \"kR3vN8qP2x\" }⟧'\n",
        "secretValue := `⟦{\"db\":{\"username\":\"ada\",\"password\":\"kR3v\"}}⟧`\n",
        "secretBinary := []byte(`⟦{\"password\":\"hunter22\"}⟧`)\n",
    ]);
    // What a string of JSON ends is none.
    stays(&[r#"{"cmd":"--token '{","b":1,"c":"'}"}"#]);
}

#[test]
fn what_asks_for_a_kind_or_names_itself() {
    stays(&[
        "if (typeof this.password === 'function') {",
        "FieldClientSecret = \"client_secret\"",
        "client_secret: oauthClient!.client_secret!,",
        "token: this.cachedAccessToken!.access_token,",
        "Errorf(\"derivePassword: %w\", err)",
        "curl -u 'http://localhost:80/x'",
    ]);
    check_all(&[
        "if (this.password === '⟦functional9⟧') {",
        "FieldClientSecret = \"⟦velvet_orchid⟧\"",
        "token: ⟦Velvet!orchid9.x⟧\n",
        "curl -u 'ada:⟦/kR3vN8⟧'",
    ]);
}

#[test]
fn records_are_looked_into() {
    stays(&[
        r#"{"tough-cookie":{"version":"4.1.3","resolved":"https://r.example/t.tgz","dev":true}}"#,
        r#"{"ServiceToken":{"Fn::GetAtt":["Provider9x","Outputs.Arn7"]}}"#,
        r#"{"Token":{"Ref":"Stack9x"}}"#,
        r#"{"apps.secret":{"created":1234567890,"id":"sec_5110QzMI","name":"s","object":"apps.secret"}}"#,
        r#"{"webcredentials":{"apps":["A9B.com.example"]}}"#,
        r#"{"id_token":{"sub":{"essential":true,"value":"a9b"},"acr":null}}"#,
    ]);
    becomes(
        r#"{"connection_token":{"object":"connection_token","secret":"k9Xw2Lm4q"}}"#,
        r#"{"connection_token":{"object":"connection_token","secret":"***"}}"#,
    );
    for (text, expected) in [
        (r#"{"credentials":{"user":"ada","pass":"k9x"}}"#, r#"{"credentials":{"user":"***","pass":"***"}}"#),
        (
            r#"{"credentials":{"version":"1","user":"ada","pass":"k9x"}}"#,
            r#"{"credentials":{"version":"1","user":"***","pass":"***"}}"#,
        ),
        (r#"{"token":{"object":"token","value":"k9x2Lm4q"}}"#, r#"{"token":{"object":"***","value":"***"}}"#),
        (
            r#"{"secret":{"object":"secret","payload":"k9x2Lm4q"}}"#,
            r#"{"secret":{"object":"secret","payload":"***"}}"#,
        ),
        (r#"{"secret":{"Fn::Sub":"k9x2Lm4q"}}"#, r#"{"secret":{"Fn::Sub":"***"}}"#),
        (r#"{"id_token":{"sub":"ada","raw":"k9x2Lm4q"}}"#, r#"{"id_token":{"sub":"***","raw":"***"}}"#),
    ] {
        becomes(text, expected);
    }
    // A list of Go has its only string in braces.
    check_all_in(&[plain], &["http.Header{\"Authorization\": {\"Bearer ⟦1234k9x⟧\"}},"]);
    check_all_in(
        &[plain],
        &["\t\"token\": {\"⟦k9x2Lm4q⟧\"},\n", "\t\"client_secret\":   {\"⟦attacker-key9⟧\"},\n"],
    );
}

#[test]
fn calls_that_set_nothing() {
    stays(&[
        "await request(app).post('/token').type('form')",
        "\tpassword := ctx.String(\"ldap-password\")\n",
        "Arr::except($config, ['token', 'overflow'])",
    ]);
    check_all(&[
        "cy.get('#password').type('⟦hunter2⟧')",
        "let password = String::from(\"⟦ldap-password9⟧\");\n",
        "[[\"Authorization\", \"⟦kR3vX9mQ2⟧\"], [\"X-Api-Key\", \"⟦frobnicate⟧\"]]",
    ]);
}

#[test]
fn settings_and_commands_in_yaml() {
    check_all_in(
        &[plain],
        &[
            "  secrets: |\n    id=${{ secrets.X }}\n    client_secret=${{ secrets.Y }}\n  x: 1\n",
            "  repo_secrets: |\n    SIGNING=helm-chart-key:public_key\n",
            "  secrets: |\n    ⟦id=${{ secrets.X }}\n    client_secret=k9x2Lm4q⟧\n  x: 1\n",
            "  test: [\"CMD-SHELL\", \"PGPASSWORD=⟦dot⟧ psql -h db -U dot | grep -q t\"]\n",
            "  env: [\"A=1\", \"PGPASSWORD=⟦dot k9x two⟧\"]\n",
        ],
    );
}

#[test]
fn ports_levels_and_flags() {
    stays(&[
        "docker run -e X_SERVER=some-mongo -p 8081:8081 mongo-express\n",
        "mitmproxy --mode reverse:https://example.com:8085@localhost:8080\n",
        "<logger name=\"play.filters.csrf\" value=\"TRACE\"/>",
    ]);
    check_all(&[
        "curl https://example.com:⟦8085x⟧@localhost:8080/\n",
        "curl https://ada:⟦80851⟧@localhost:8080/\n",
        "<property name=\"password\" value=\"⟦TRACE9x⟧\"/>",
        "foo --access-key ⟦myaccesskey⟧ --secret-key ⟦mysecretkey⟧",
        "foo --password ⟦hunter2⟧ --token ⟦mytoken⟧",
    ]);
}

#[test]
fn a_value_has_the_place_of_its_name() {
    check_all(&[
        "user, password = \"bob\", \"⟦hunter22⟧\"\n",
        "username, password := \"bob\", \"⟦hunter22⟧\"\n",
        "host, port, password = 'db.example', 5432, '⟦hunter22⟧'\n",
        "password, user = \"⟦hunter22⟧\", \"bob\"\n",
        "old_password, new_password := \"⟦hunter21⟧\", \"⟦hunter22⟧\"\n",
        "let (user, password) = (\"bob\", \"⟦hunter22⟧\");",
        "const [user, password] = [\"bob\", \"⟦hunter22⟧\"];",
        "login(user, password = \"⟦hunter22⟧\", host = \"db\")",
        "def login(\n    user, password=\"⟦hunter22⟧\", host=\"db\"):\n",
    ]);
    stays(&[
        "user, password = \"bob\", get(\"hunter22\")\n",
        "user, password = read(\"bob\", \"hunter22\")\n",
        "if (user, password) == (\"bob\", \"name\") {\n",
        "let (kind, token) = (\"bob\", next());",
        "token, rest = \"bob 2 x\".split(\" \")\n",
        "password, err := read(\"bob\")\n",
        "f(password, user = \"hunter22\", host = \"db\")\n",
    ]);
}

#[test]
fn names_in_capitals_before_an_arrow() {
    check_all(&[
        "    Password => '⟦qwe193⟧',\n",
        "    Passphrase => '⟦orbit4lemon⟧',\n",
        "    AccountPassword => \"⟦Zk81-x4Q⟧\",\n",
    ]);
    stays(&[
        "    Field::Password => \"orbit4lemon\",\n",
        "    Kind.Password => \"orbit4lemon\",\n",
        "    Password => \"password\",\n",
        "    Password => 'varchar(255)',\n",
        "    Token => \"token-2\",\n",
    ]);
}

#[test]
fn builders_in_pascal_case() {
    check_all(&[
        "app = Builder.Create(id).WithClientSecret(\"⟦cats-9x-Zk⟧\").Build();",
        "    .WithPassword(\"⟦cats-9x-Zk⟧\")\n",
        "x.WithApiKey(\"⟦cats-9x-Zk⟧\")",
        "   UsePassword(\"⟦cats-9x-Zk⟧\");",
    ]);
    stays(&[
        "pod.WithSecret(\"web-tls\")",
        "x.WithClientSecret(\"client-secret\")",
        "x.UseToken(\"theme\")",
        "UserPassword(\"Zk81-x4Qab\")",
        "x.WithPassword(password)",
    ]);
}

#[test]
fn what_a_setting_and_a_key_are_made_of() {
    check_all(&[
        "Set($DatabasePassword, '⟦hunter22⟧');\n",
        "EncodingKey::from_secret(b\"⟦hunter22x⟧\")",
        "EncodingKey::from_secret(\"⟦hunter22x⟧\".as_ref())",
    ]);
    stays(&[
        "Set($DatabasePassword, 'password');\n",
        "$cache->Set($TokenName, 'theme');\n",
        "EncodingKey::from_secret(b\"secret\")",
        "Client::from_secret(\"db/prod2/key\")",
    ]);
}

#[test]
fn members_of_types_and_expressions() {
    stays(&[
        "export type Device = {\n  type: Kind\n  encryptKey: KID\n  secret: Buffer\n  status: number\n}\n",
        "logger.filter(/(Authorization: \"(token|Bearer) )(\\w+)/, '\\1[REMOVED]')\nend\n\"application/json\"\n",
        "gsub(%r(((?:\\r\\n)?Authorization: Basic )[^\\r\\n]+(\\r\\n)?), '\\1[FILTERED]').\n",
        "set smtp_pass=\"`password-command`\"\n",
        "sqlcmd -S localhost -U sa -P \"$$MSSQL_SA_PASSWORD\" -C -Q \"SELECT 1\"\n",
        "-d '{\"user\": \"ada\", \"password\": \"'${ADMIN_PASSWORD}'\"}'\n",
        "api_key: 'sb_publishable_dummy_key_1',\n",
        "$c = Get-Credential -credential User01\n",
        "$lines = Get-Contents -creds $job.'credentials-metadata'\n",
        "$S = New-PSSession -ComputerName Server01 -Credential Server01\\User01\n",
    ]);
    check_all(&[
        "device:\n  type: Kind\n  password: ⟦Swordfish⟧\n",
        "password: \"⟦(hunter2|k9x)⟧\"\n",
        "set smtp_pass=\"⟦`hunter2`⟧\"\n",
        "sqlcmd -S localhost -U sa -P \"⟦$$Mssql9⟧\" -C -Q \"SELECT 1\"\n",
        "api_key: '⟦sb_secret_dummy_key_1⟧',\n",
    ]);
}
