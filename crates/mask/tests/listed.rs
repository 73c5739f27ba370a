//! Names and values in lists, tuples, dictionaries and calls, and settings that a sign parts from each
//! other; and the nearest texts that hold no secret.

mod marked;

use marked::{FORMS, becomes, check_all, check_all_in, leaves_masked, masked, plain, stays};

#[test]
fn names_with_signs_in_json_within_json() {
    check_all(&[
        r#"{"Db:Password":"⟦Xk93jd8Qm2pL⟧"}"#,
        r#"{"prod/api_key":"⟦Xk93jd8Qm2pL⟧"}"#,
        r#"{"op":"replace","path":"/password","value":"⟦hunter⟧"}"#,
        r#"{"Auth:ClientSecret":"⟦my dog⟧","@token":"⟦word⟧"}"#,
    ]);
    stays(&[
        r#"{"/users/password":"users.update","npm:cookie":"0.5.0"}"#,
        r#"["/prod/password","a:secret"]"#,
        r#"{"Type":"AWS::IAM::AccessKey","path":"/forgot-password","content":"What to do then"}"#,
    ]);
}

#[test]
fn settings_with_blanks_that_others_follow() {
    check_all(&[
        "password = ⟦Xk93jd8Qm2pLaa81⟧, user = ada",
        "Options { Password = ⟦Xk93jd8Qm2pLaa81⟧ }",
        "Options { Host = db, Password = ⟦jungl3f@lc0n29⟧, Port = 5432 }",
        "Options { ClientId = 2105, ClientSecret = ⟦3d57f804-ece6-4502-ad88-f9a0f1a3dbb0⟧ }",
        "password = ⟦Velvetfalcon1583⟧, thanks",
        "[main]\npassword = ⟦hunter2xyz⟧ ; of the database\nport = 80\n",
        "password = ⟦hunter2xyz⟧ ;main\n",
    ]);
    let long = "Xk93jd8Qm2pLaa81".repeat(20);
    check_all(&[&format!("Options {{ Id = 2105, ClientSecret = ⟦{long}⟧ }}")]);
    check_all(&[&format!("Options {{ ClientSecret = ⟦{}⟧, Id = 2105 }}", &long[..125])]);
    stays(&[
        "privateKey = generateRsa2048, publicKey = publicRsa2048;",
        "const { token = first2, password = other3 } = settings;",
        "new Options { Password = password1, Host = h };",
        "enum Kind { Token = 4821, Secret = 4822 }",
        "let token = _0x4a3b12, next = 3;",
        "  token = tokens[3], kind = t.kind;",
        "password = newPassword2; user = ada;",
        "password = prompt ; main\n",
    ]);
}

#[test]
fn bars_between_settings() {
    check_all(&[
        "user=bob|token=⟦Xk93jd8Qm2pLaa81⟧|x",
        "password=⟦hunter2xyz⟧|ip=1\n",
        "password=⟦abc⟧|ip=1\n",
        "user=bob|password=⟦sunshine99⟧|ip=10.0.0.1\n",
        "user:bob|token:⟦Xk93jd8Qm2pLaa81⟧|x:1\n",
        "DB_PASSWORD=⟦hunter|2xyz⟧\n",
    ]);
    stays(&[
        "let token: string|null = null;",
        "PASSWORD=$(read)|ip=1\n",
        "a: Token2|password:Kind3|null",
        "curl x|token=y|z",
    ]);
}

#[test]
fn brackets_around_a_value() {
    check_all(&[
        "secret=[⟦Xk93jd8Qm2pL⟧]",
        "X-Api-Key:[⟦sunshine9⟧]",
        "token=[⟦sunshine9⟧]",
        "user=[ada],secret=[⟦Xk93jd8Qm2pL⟧],ip=[10.0.0.1]",
    ]);
    stays(&[
        "f(token=[first2],x=1)",
        "secret=[secret1]\n",
        "tokens=[sunshine9]\n",
        "x-api-key:[string]\n",
        "password=[required]\n",
    ]);
}

#[test]
fn numbers_in_what_python_prints() {
    for (text, expected) in [
        ("{'pin': 7735, 'n': 1}", "{'pin': '***', 'n': 1}"),
        ("{'user': 'ada', 'password': 7735123}", "{'user': 'ada', 'password': '***'}"),
        ("{'otp': 483920}", "{'otp': '***'}"),
    ] {
        for form in FORMS {
            becomes(&form(text), &form(expected));
        }
    }
    stays(&[
        "{'pin': 18, 'token': 50256, 'cookies': 4711}",
        "{'password': 0, 'pin': 4821 + n}",
        "GPIO = {'led_pin': 40}",
        "case 'pin': 4821;",
    ]);
}

#[test]
fn lists_of_tokens_and_codes() {
    for text in [
        r#"{"passcodes":["634612"]}"#,
        r#"{"passcodes":[634612,4711]}"#,
        r#"{"tokens":[{"value":"fmrKx3uQ3vUfpSHmnMIhiA"}]}"#,
    ] {
        assert_eq!(masked(text), leaves_masked(text), "{text}");
    }
    check_all(&[
        "tokens:\n- ⟦Peppergranite6134⟧\n- ⟦fmrKx3uQ3vUfpSHm⟧\n",
        "tokens:\n  - ⟦gK20dkfWWq22⟧\n  - ⟦jungl3f@lc0n29⟧\nport: 80\n",
    ]);
    let long = "Xk93jd8Qm2pLaa81".repeat(10);
    check_all(&[&format!("tokens:\n- ⟦{long}⟧\n- ⟦Peppergranite6134⟧\nport: 80\n")]);
    stays(&[
        r#"{"tokens":[{"value":"createElement2Inside","type":"name"}]}"#,
        r#"{"tokens":[{"value":"0x2b9a1c88","line":1},{"value":"let","line":2}]}"#,
        "tokens:\n- hello\n- world2\n- color-primary-500\n- sha256\n",
    ]);
}

#[test]
fn pairs_that_stand_alone() {
    check_all(&[
        r#"("X-Api-Key", "⟦Xk93jd8Qm2pL⟧")"#,
        r#"["password", "⟦Xk93jd8Qm2pL⟧"]"#,
        r#"["X-Api-Key","⟦3d57f804-ece6-4502-ad88-f9a0f1a3dbb0⟧"]"#,
        "(b'x-api-key', b'⟦Walnutorchid3007⟧')",
        "[(b'host', b'example.com'), (b'x-api-key', b'⟦walnut-39-orchid⟧')]",
        r#"[{user, "ada"}, {password, "⟦Walnut-orchid-88⟧"}]."#,
        r#"{password, "⟦gyzFHZx707waz03qxTwht4BY⟧"}"#,
        r#"#{pool => x, auth => {password, <<"⟦gyzFHZx707waz03qxTwht4BY⟧">>}}"#,
    ]);
    stays(&[
        r#"fields = ["password", "newPassword2"]"#,
        r#"kinds = ["token", "sha256"]"#,
        r#"("token", "kind2")"#,
        r#"["X-Api-Key","X-Request-Id"]"#,
        r#"["X-Api-Key","x-request-id-2024"]"#,
        r#"["id","3d57f804-ece6-4502-ad88-f9a0f1a3dbb0"]"#,
        r#"["token","3d57f804-ece6-4502-ad88-f9a0f1a3dbb0","x"]"#,
        r#"static struct opt opts[] = { {password, "the password to use"}, {token, "kind-2"} };"#,
        "const { password, token } = form;",
    ]);
}

#[test]
fn calls_with_the_name_of_what_they_are_given() {
    check_all(&[
        "Client.builder()\n  .apiKey(\"⟦Xk93jd8Qm2pLaa81⟧\")\n  .clientSecret(\"⟦Meadow-velvet-78⟧\")\n  .build();",
        "setPassword(\"⟦sunshine99⟧\");\n",
        "Client.builder().withApiKey(\"⟦kT9xQ2mWc7LpR1⟧\").withToken(\"⟦kT9xQ2mWc7⟧\").build();",
        "SetPassword(ctx, \"⟦Sunshine2019!⟧\")\n",
        "  users.setPassword(\"ada\", \"⟦Sunshine2019!⟧\");\n",
        "ds.setPassword(\"⟦word⟧\", \"x\"); ds.setToken(\"⟦x9Kd02kdk⟧\", \"Bearer12\");",
        "log.Info(\"x\", zap.String(\"password\", \"⟦Falcon39x!⟧\"), zap.Int(\"n\", 1))",
        "log.Info().Str(\"api_key\", \"⟦Falcon-39-x⟧\").Send()",
    ]);
    stays(&[
        "{\"withToken\": \"kT9xQ2mWc7\"} withToken = true; matcher.withPassword(\"\")",
        "page.password(\"#login2\"); page.apiKey(\"settings/key2\");",
        "ctx.cookie(\"session-2\"); req.session(\"visitor12\");",
        ".clientSecret(clientSecret).apiKey(\"API_KEY\")",
        "setPassword(\"\");\nsetPassword(\"required\")\n",
        "SetPassword(ctx, password)\nSetPassword(ctx, \"password\")\n",
        "token := flag.String(\"token\", \"default-2\", \"The token.\")",
        "zap.String(\"password\", \"masked\"), zap.String(\"token\", tok)",
    ]);
}

#[test]
fn arguments_in_lists_of_yaml() {
    check_all(&[
        "args:\n- --token\n- ⟦Sunshine2019x⟧\n- --port\n- \"80\"\n",
        "args:\n  - \"--token\"\n  - \"⟦Sunshine2019x⟧\"\n  - run\n",
        "command:\n    - serve\n    - --db-password\n    - ⟦walnut⟧\n",
        "args: [--token, ⟦Sunshine2019x⟧]\n",
        "args: [serve, --token, ⟦x9Kd02kdk⟧, --port, 80]\n",
    ]);
    check_all_in(&[plain], &["args: [--token, \"⟦Sunshine2019x⟧\"]\n", "- --token\n- '⟦a b⟧'\n"]);
    stays(&[
        "args:\n- --token\n- $(TOKEN)\n- --password\n- --verbose\n- --secret\n- ${SECRET}\n",
        "args:\n  - --token\n- Sunshine2019x\n",
        "args: [--token, $(TOKEN), --password]\n",
        "Options: [--token, --password], then serve9.\n",
        "usage: tool [--password, PASSWORD] [--token, file]\n",
        "Use --token, then run9 it.\n",
        "Flags:\n- --token\n\n- others9\n",
        "- `--token`\n- `others9x`\n",
    ]);
}

#[test]
fn what_programs_print_of_their_values() {
    check_all(&[
        "{Host:h Password:⟦kcUElpsMzpvCub⟧ Port:1}",
        "&{Host:h Port:1 Password:⟦hunter2x9⟧}",
        "db: {user: svc, password: ⟦TQgNA_CqAZON⟧}",
        " Password: (string) (len=12) \"⟦FRNi73uebCg⟧\",\n",
        "{X-Api-Key=[⟦ZdzMXeiyZ2QGrpl74SODZTWQ⟧]}",
        "Dim dbPassword As String = \"⟦Tang3rin3_53⟧\"",
        "[\"user\": \"bob\", \"token\": Optional(\"⟦lqV5xzUOM45cRefuIIlI⟧\")]",
        "[\"apiToken\":protected]=>\n  string(20) \"⟦B8q3NHH9eHN9X0T5nijQ⟧\"",
        "[\"apiToken\":\"Client\":private]=>\n  string(20) \"⟦B8q3NHH9eHN9X0T5nijQ⟧\"",
        "#{user => <<\"bob\">>, password => <<\"⟦Buttercup77⟧\">>}",
    ]);
    stays(&[
        "{Kind:Token Token:ident Pos:3}",
        "{Name:x Password:string Age:int}",
        "{token:e,password:t2}",
        "f({ user: name, password: userPassword, token: getDBTokenFromJWT })",
        "Password: (string) (len=0) \"\"",
        "{headers=[a, b], tokens=[x2]}",
        "Dim tokens As String()",
    ]);
}

#[test]
fn items_of_lists_without_quotes_of_json() {
    check_all(&[
        "api_keys: [⟦GyV3sUYt9pCz⟧, ⟦teVh7Q75SMF0⟧]\n",
        "Config { tokens: [\"⟦wg1h92fBeW2FNvWsojos⟧\"], n: 1 }",
        "{'passwords': ['⟦hunter77x⟧', '⟦blue88dog⟧'], 'n': 1}",
        "const c = { apiKeys: ['⟦GyV3sUYt9pCzXZ77⟧'] };",
        "passwords: [\n  ⟦hunter77x⟧,\n  changeme,\n  '⟦zq9!fooBar2⟧',\n]\n",
    ]);
    stays(&[
        "secrets: [db_password1, api-key-v2]\n",
        "tokens: [ident, num2, Kind3]\n",
        "{ 'tokens': ['eos', 'bos2', '0x1f98431c8ad98523631ae4a59f267346ea31f984'] }",
        "const o = { apiKeys: [key1, key2], cookies: [\"theme2\", \"sid\"] };",
        "tokens: [u8; 32],\n",
    ]);
}

#[test]
fn what_a_form_says_of_what_was_typed_in() {
    stays(&[
        r#"{"errors":{"token":["Invalid token."]}}"#,
        r#"{"password":["Too short.", "Too common."],"n":1}"#,
        r#"{"otp":["Wrong code."],"api_key":["Unknown key."],"password":["Passwords differ."]}"#,
        r#"{"password": ["Enter a stronger password."], "secret": ["Already taken."]}"#,
    ]);
    for list in [
        r#"["Correct horse battery."]"#,
        r#"["Too short.","maple-7-river"]"#,
        r#"["maple.7.river."]"#,
        r#"["Maple River."]"#,
        r#"["Maple7RsZy4W7Z."]"#,
        r#"["Invalid."]"#,
    ] {
        for form in FORMS {
            let text = format!(r#"{{"password":{list},"n":1}}"#);
            let expected = format!(r#"{{"password":{},"n":1}}"#, leaves_masked(list));
            becomes(&form(&text), &form(&expected));
        }
    }
}
