//! Values of which their place says that they are secret, whatever they begin with or look like, and what
//! only stands in such a place.

mod marked;

use marked::{check_all, check_all_in, plain, stays};

#[test]
fn fields_of_a_line_after_the_word_for_a_token() {
    check_all(&[
        "INFO done token_type=bearer token=⟦x9Kd02kdkQ⟧ took=4ms",
        "auth=Bearer ⟦x9Kd02kdkQ7⟧ took=4ms",
        "h: Bearer ⟦x9Kd02kdkQ7=⟧\n",
    ]);
    stays(&[
        "INFO done token_type=bearer took=4ms",
        "GET / type=Bearer status=200",
        "WWW-Authenticate: Bearer error_uri=x9Kd02kdkQ\n",
    ]);
}

#[test]
fn types_and_keys_that_are_no_secret() {
    check_all(&[
        "secret_key: ⟦secp256k1::x9Kd02kd⟧\n",
        "{\"serverKey\":\"⟦AAAAx9Kd02k:dkQ7wLm3⟧\"}",
        "ROOTKEY=⟦51452231⟧\n",
        "https://example.com/graph.svg?token=⟦x9Kd02kdkQ⟧",
    ]);
    stays(&[
        "pub fn a::B::new(secret_key: secp256k1::SecretKey, rand: [u8; 32]) -> a::B",
        "fn sign(secret_key: k256::SecretKey, party: p::Party)",
        "{\"applicationServerKey\":\"BOG6o2O6xHdrSvdahYvgfHagMzeObS5DQK\"}",
        "    $ FAKEROOTKEY=51452231   # number output by faked, xterm 1\n",
        "[badge]: https://codecov.io/gh/a/b/graph/badge.svg?token=x9Kd02kdkQ",
    ]);
}

#[test]
fn fields_of_a_form_begin_with_anything() {
    check_all(&[
        "--b7\r\nContent-Disposition: form-data; name=\"user\"\r\n\r\nbob\r\n--b7\r\nContent-Disposition: \
         form-data; name=\"clientSecret\"\r\n\r\n⟦73275059⟧\r\n--b7--\r\n",
        "form-data; name=\"otp\"\r\n\r\n⟦3FnshLHB2UXyHYVOqSUAhvoA⟧\r\n--b7--\r\n",
        "form-data; name=\"password\"\n\n⟦=x9⟧\n--b7--\n",
        "form-data; name=\"password\"\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\n⟦7hunter⟧\r\n--b7--\r\n",
    ]);
    stays(&[
        "form-data; name=\"password\"\r\n\r\n\r\n--b7--\r\n",
        "form-data; name=\"user\"\r\n\r\n73275059\r\n--b7--\r\n",
        "type=\"password\"\n\n73275059\n",
    ]);
}

#[test]
fn brackets_in_a_password_that_call_nothing() {
    check_all(&[
        "deploy --env=prod --admin_password=⟦k9*Lm^2(z)⟧ --verbose",
        "INFO login ok user=bob secretKey=⟦k9*Lm^2(z)⟧ ip=10.0.0.7\n",
        "PASSWORD=⟦k9*Lm^2(z)⟧\n",
        "password=⟦hunter(2)⟧\nport=80\n",
        "DB_PASSWORD=⟦hunter(2)⟧\n",
        "password: ⟦hunter(2)⟧\nport: 80\n",
    ]);
    stays(&[
        "password=getenv(\"X\")\n",
        "password=hunter()\n",
        "password=random(16)\n",
        "token=generate(32)\n",
        "x = f(secret=a*2(z))",
        "    token=shuffle(16)\n)\n",
        "password=get_password(2)\n",
        "key=k1^(k2>>3) x",
    ]);
}

#[test]
fn headers_in_lists() {
    check_all_in(
        &[plain],
        &[
            r#"{"rawHeaders":["Accept","*/*","X-Api-Key","⟦hunter2⟧","Host","x"]}"#,
            r#"{"rawHeaders":["Host","x","Cookie","sid=⟦b1c2d3⟧; theme=dark","Accept","*/*"]}"#,
            r#"{"rawHeaders":["Authorization","Bearer ⟦abc123def456ghi7⟧","Token","⟦abc123⟧","Host","x"]}"#,
            r#"{"log":"{\"rawHeaders\":[\"X-Api-Key\",\"⟦hunter2⟧\",\"Set-Cookie\",\"a=⟦b1c2d3⟧; Path=/\"]}"}"#,
            "{ rawHeaders: [ 'Host', 'x', 'X-Api-Key', '⟦hunter2⟧', 'Cookie', 'sid=⟦b1c2d3⟧' ], n: 1 }",
            "headers=[('Accept', '*/*'), ('X-Api-Key', '⟦hunter2⟧'), ('Proxy-Authorization', '⟦tiger99⟧')] to",
        ],
    );
    stays(&[
        r#"{"rawHeaders":["Host","Cookie","Accept","text/html2"]}"#,
        r#"{"rawHeaders":["Vary","Cookie","Token","none"]}"#,
        r#"{"rawHeaders":["X-Api-Key"],"names":["X-Api-Key","hunter2"]}"#,
        r#"{"rawHeaders":["X-Api-Key","***","X-Auth-Token","b1c2d3"]}"#,
        "FIELDS = [('X-Api-Key', 'header1'), ('X-Auth-Token', 'header2')]",
        "headers = [('X-Api-Key', 'api_key1'), ('Authorization', 'token')]",
    ]);
}

#[test]
fn short_words_for_a_password_after_an_owner_that_nobody_knows() {
    check_all(&[
        "acme_pass: ⟦ss8kafezl63P6nyreWJCZhEdBSNHfiHv⟧  # rotate monthly\nnext: 1\n",
        "ACME_PASS=⟦Tr0ub4dor&3⟧\n",
        "{\"primaryPass\":\"⟦hunter2⟧\"}",
        "<datasource url=\"db1\" acme_pwd=\"⟦S3cret!⟧\" pool=\"5\"/>",
        "server.port=8080\nspring.pass=⟦38664566⟧\nlogging.level=INFO\n",
        "{\"acme_session\":\"⟦x9Kd02kdkQ7wLm3pZr5⟧\"}",
        "grant_type=password&username=bob&passwordconfirmation=⟦letmein1⟧&scope=all",
        "DEBUG Config - cardpin: ⟦56pqCReE3FOUN2s0zwcaKXRmwanmAnHJ⟧\n",
        "<cardpin>⟦4821⟧</cardpin>",
    ]);
    stays(&[
        "{\"render_pass\": \"depth1\", \"test_pass\": \"shadow_01\", \"tests_pass\": 12345678}",
        "boarding_pass: 12345678\nfirst_pass: opt-O2x\n",
        "build_pwd = \"/usr/src/x9y8\"\n",
        "acme_pwd=~/work/x9\n",
        "{\"tmux_session\":\"main-2024-project-x\",\"training_session\":\"12345678\"}",
        "{\"debug_session\":\"550e8400-e29b-41d4-a716-446655440000\"}",
    ]);
}

#[test]
fn several_words_where_no_sentence_is() {
    check_all(&[
        "[client]\nuser = app\nconsumer_secret = ⟦museum anchor pepper violet⟧\nport = 3306\n",
        "{\"args\": [\"--env=prod\", \"--secret=⟦correct violet museum horse⟧\", \"--verbose\"]}",
        "[Service]\nEnvironment=\"OPENAI_API_KEY=⟦correct violet battery staple⟧\"\nExecStart=/bin/app\n",
        "{\"Env\": [\"PATH=/bin\", \"PASS_STAGING=⟦violet museum correct battery⟧\", \"TZ=UTC\"]}",
        "{\"pass\":\"⟦correct horse battery staple⟧\"}",
    ]);
    stays(&[
        "user = app\nsecret = yield museum anchor\nport = 3306\n",
        "{\"pass\":\"all the checks pass here\"}",
        "{\"pass\":\"Document has a title\"}",
    ]);
    check_all(&["[\"--secret=⟦abc⟧ --user=ada smith jones\"]", "[\"--token=⟦abc⟧ to log in\"]"]);
}

#[test]
fn double_quotes_in_the_text_of_an_element() {
    check_all_in(
        &[plain],
        &["<password>⟦a\"b⟧</password>", "<db>\n  <credentials>⟦it's\"9x7\"q⟧</credentials>\n</db>"],
    );
    stays(&["<passwordHint>a\"b9</passwordHint>", "<password>\"\"</password>"]);
    // A string of JSON ends there.
    stays(&[r#"{"a":"<password>","b":"</password>"}"#]);
}

#[test]
fn letters_of_many_scripts() {
    check_all(&[
        "{\"password\": \"⟦парольaDqM密码⟧\"}",
        "{\"password\": \"⟦парольZtHWñü⟧\"}",
        "{\"password\": \"⟦密码是PTm⟧\"}",
        "{\"password\": \"⟦密码是SdO⟧\"}",
        "{\"password\": \"⟦日本語パスワードx⟧\"}",
        "{\"password\": \"⟦contraseñaNFXgaPjé⟧\"}",
        "{\"clientSecret\": \"⟦şifreMgHgLhlñ⟧\"}",
        "{\"apiKey\": \"⟦密码口令mhrEakcé⟧\", \"token\": \"⟦λόγοςfNYOXffñ⟧\"}",
    ]);
    stays(&[
        "{\"password\": \"пароль\"}",
        "{\"password\": \"GitHubトークン\"}",
        "{\"password\": \"συνθηματικό\", \"token\": \"Mã thông báo OAuth\"}",
        "{\"password\": \"ПИН-код\"}",
        "{\"password\": \"无线WiFi密码\", \"token\": \"登录App\", \"passphrase\": \"密码iOS\"}",
        "{\"password\": \"API密码\", \"token\": \"令牌ID\", \"secret\": \"密码Key\", \"pin\": \"PINコード\"}",
        "{\"password\": \"Contraseña\", \"passphrase\": \"Lösenord\", \"token\": \"Токен API\"}",
    ]);
}

#[test]
fn lines_of_pgpass_among_words() {
    check_all(&[
        "upstream replied with db.internal:5432:app:app_user:⟦JCqdBgOD1g8uTutj⟧ after 83ms\n",
        "see db.internal:5432:app:app_user:⟦JCqdBgOD1g8uTutj⟧, and go on\n",
        "setup.exe /user:bob /token:⟦iYScfwZnxyE0zk4qJuAQg1og⟧ /quiet",
    ]);
    stays(&[
        "error at db.internal:5432:app:module:function1 after 83ms\n",
        "10:12:33 host1:5432:app:main.rs:120 failed\n",
        "GET /users /token:verify2 x",
    ]);
}

#[test]
fn headers_as_they_are_sent() {
    check_all(&[
        "10:11:12 DEBUG http > Authorization: Bearer ⟦thunder-river⟧\n10:11:12 DEBUG http < 200\n",
        "curl -H 'Authorization: Bearer ⟦thunder-velvet⟧' https://x.io\n",
        "curl --header \"Authorization: Bearer ⟦NkvTiJxTTE⟧\" https://x.io\n",
        "10:11:12 DEBUG http > x-api-key: ⟦owBriYqh⟧\n",
        "AUTH_TOKEN=Basic ⟦dXNlcjpwYXNzdzByZCE=⟧\nPORT=80\n",
        "API_KEY=Bearer ⟦thunder-river⟧\n",
        "docker run -e AUTH_TOKEN=Basic ⟦dXNlcjpwYXNzdzByZCE=⟧ app\n",
    ]);
    stays(&[
        "curl -H 'Authorization: Bearer token' -H 'Authorization: Bearer access-token' https://x.io\n",
        "curl -H 'Authorization: Bearer ACCESS_TOKEN' -H 'Authorization: Bearer <token>' https://x.io\n",
        "Settings > Authorization: Bearer tokens are kept there. Settings > X-Api-Key: enabled\n",
        "Settings > Password: change it\n",
        "API_KEY=Basic <credentials>\nAUTH_TOKEN=Bearer ${TOKEN}\nTOKEN=bearer required here\n",
    ]);
}

#[test]
fn what_was_drawn_in_angle_brackets() {
    check_all(&[
        "password=<⟦x9Kq2mVb7Lw4Zt⟧>\n",
        "password: <⟦x9Kq2mVb7Lw4Zt⟧>\n",
        "password = <⟦x9Kq2mVb7Lw4Zt⟧>\n",
        "run --password <⟦x9Kq2mVb7Lw4Zt⟧> now\n",
        "log password=<⟦x9Kq2mVb7Lw4Zt⟧> now\n",
        "password = \"⟦<x9Kq2mVb7Lw4Zt>⟧\"\n",
        "<password>⟦&lt;x9Kq2mVb7Lw4Zt&gt;⟧</password>\n",
    ]);
    check_all_in(
        &[plain],
        &[
            "{\"password\": \"⟦\\u003cx9Kq2mVb7Lw4Zt\\u003e⟧\"}",
            "{\"log\": \"password=\\u003c⟦x9Kq2mVb7Lw4Zt⟧\\u003e\"}",
        ],
    );
    stays(&[
        "password=<Base64EncodedAccessKey2>\n",
        "password: <OAuth2ClientSecret>\n",
        "password=<your-password-123>\n",
        "run --password <Sha256HashOfPassword> now\n",
        "password = \"<K8sSecretsV1beta1>\"\n",
        "{\"password\": \"\\u003cYourAccessKey2\\u003e\"}",
    ]);
}
