//! Where a value ends: at its own quote, and at no other; and what after it is none of it.

mod marked;

use marked::{check, check_all, masked, stays};

#[test]
fn a_double_quote_in_single_quotes_is_a_letter() {
    check("{'host': 'db', 'signing_key': '⟦ab\"cd9⟧', 'port': 5432}");
    check("    'PASSWORD': '⟦it\"s\"me⟧',\n    'HOST': 'db',\n");
    check("    'PASSWORD': '⟦back\\\\\"slash⟧',\n");
    check("const a = { password: '⟦x9ab\"⟧', b: 1 };");
}

#[test]
fn a_double_quote_that_ends_a_string_is_none_of_the_value() {
    check("x = \"WHERE password='\" + pw + \"'\"");
    check("x = \"WHERE password='\"+pw+\"'\"");
    check("$x = \"WHERE password='\".$pw.\"'\";");
    // The string of JSON ends before its single quote does.
    let text = r#"{"a": "password='x9abc", "b": "it's", "c": "'"}"#;
    assert_eq!(masked(text), text.replace("x9abc", "***"));
    let nested = serde_json::json!({ "a": text }).to_string();
    assert_eq!(masked(&nested), nested.replace("x9abc", "***"));
}

#[test]
fn a_tag_of_html_ends_what_has_no_quotes() {
    check("<pre>token: ⟦xVGwO1UKZrTPBHcnIpRU35vvU6Tu⟧</pre>");
    check("<pre>\nsecret_key = ⟦N6nlCMGkwkvTbZaRKNJY9N9Q⟧</pre>");
    check("<pre>DB_PASSWORD=⟦kT9xQ2mWc7⟧</pre>");
    check("<p>Authorization: Bearer ⟦kT9xQ2mWc7LpR1vYs8⟧</p>");
    check("<b>Password:</b> ⟦hunter2x9Kq⟧<br>\n<b>Port:</b> 5432<br>");
    check("<li>API_TOKEN=⟦kT9xQ2mWc7LpR1vYs8⟧<br/>");
    check("Set-Cookie: sid=⟦kT9xQ2mWc7LpR1vYs8⟧; SameSite=Lax</pre>");
    // Other signs are the value's.
    check("DB_PASSWORD=⟦kT9<brQ2mWc7⟧\n");
    check("DB_PASSWORD=⟦kT9</2mWc7⟧\n");
}

#[test]
fn a_shell_writes_a_quote_so() {
    check("export PASSWORD='⟦hun'\\''ter2⟧'\nexport PORT='80'\n");
    check("mysql --password='⟦hun'\\''ter2'\\''x⟧' -h db");
    check("PASSWORD='⟦hunter2⟧'\\\nPORT='80'\n");
}

#[test]
fn variables_in_arrays_end_with_their_string() {
    check(r#"{"Env": ["PATH=/usr/bin", "DB_PASSWORD=⟦ab\"cd9⟧", "LANG=C.UTF-8"]}"#);
    check(r#"{"Env": ["PATH=/usr/bin", "DB_PASSWORD=⟦my dog rex 99⟧", "LANG=C.UTF-8"]}"#);
    check(r#"{"Env":["JWT_SECRET=⟦semi;colon9⟧","LANG=C.UTF-8"]}"#);
    check("env:\n  - \"DB_PASSWORD=⟦my dog rex⟧\"\n  - \"PORT=80\"\n");
    check("docker run -e \"DB_PASSWORD=⟦my dog 9⟧\" image");
    check(r#"["DB_PASSWORD=⟦hunter2⟧\nPORT=80\n", "X=1"]"#);
    // What a shell runs goes on after it.
    check(r#"["sh", "-c", "DB_PASSWORD=⟦hunter2⟧ psql -h db"]"#);
    check(r#"["psql", "password=⟦hunter2⟧ host=db"]"#);
    check(r#"["make", "API_TOKEN=$TOKEN npm test", "API_TOKEN=${TOKEN} npm test", "API_KEY=%s is missing"]"#);
}

#[test]
fn a_semicolon_ends_what_another_setting_follows() {
    check("PORT=80\nDB_PASSWORD=⟦my;colon9⟧\nX=1\n");
    check("DB_PASSWORD=⟦hunter2⟧;PORT=80\n");
    check("DB_PASSWORD=⟦hunter2⟧;export DB_PASSWORD\n");
    check("DB_PASSWORD=⟦hunter2⟧;make\n");
    check("DB_PASSWORD=⟦hunter2⟧;\n");
}

#[test]
fn an_environment_is_cut_by_zeros() {
    check("PATH=/bin\0DB_PASSWORD=⟦hunter2⟧\0LANG=C\0API_KEY=⟦x9ab⟧\0HOME=/root\0");
    check("DB_PASSWORD=⟦hunter2⟧\0LANG=C\0");
    // As a listing of one writes them.
    check("PATH=/bin\\0API_SECRET=⟦izWnmtDWZPQ2sKPzUu7e⟧\\0HOME=/root");
}

#[test]
fn blanks_around_the_text_of_an_element_stay() {
    check("<a>\n  <password>\n    ⟦hunter2⟧\n  </password>\n</a>");
    check("<password>\t⟦hunter2 and 3⟧ </password>");
    check("<password>⟦hunter2⟧</password>");
}

#[test]
fn blanks_around_character_data_stay() {
    check("<password><![CDATA[\n  ⟦hunter2⟧\n]]></password>\n");
    check("<password><![CDATA[⟦x1]Y2]⟧]]></password>\n");
    check("<password><![CDATA[\n***\n]]></password>\n");
}

/// A program adds to the string that ends before the plus.
#[test]
fn what_is_added_to_a_string_is_code() {
    check("x = \"token=\"+value+\"x\"\n");
    check("url = '/a?password='+pw+'&u='+u\n");
    check("url = base + \"?api_key=\"+key+\"&b=1\";\n");
    check("fmt.Println(\"token=\"+t+\"\\n\")\n");
    check("$u = 'token='.$token.'&x';\n");
    check("password=\"⟦+q8Xk2mPz9+⟧\"\n");
    check("password='⟦+q8Xk2mPz9⟧'\n");
}

/// What only begins like a mark is none.
#[test]
fn forged_marks_are_masked() {
    check("password: ⟦***-secretvalue9⟧\n");
    check("secret: ⟦***/x9Secret⟧\n");
    check("password: ⟦***hunter2***⟧\n");
    check("curl -u ada:⟦***hunter2x⟧ https://x.example\n");
    check("password: ***bold***\npassword: ***\npassword: ***, port: 80\n");
}

/// Names of columns, fields, options and settings beside the name of a secret, and what stands for one.
#[test]
fn what_a_program_calls_things_by_stays() {
    check("x = df[['password','token_count']]\n");
    check("wp_nonce_field( 'reset-password', '_wpnonce' );\n");
    check("set('password', '⟦rex_the_dog7⟧');\n");
    check("static final String KEY_PASSWORD = \"password\";\n");
    check("static final String EXTRA_SECRET = \"com.example.extra.SECRET\";\n");
    check("static final String KEY_PASSWORD = \"⟦Winter2019⟧\";\n");
    check("GetOptions('password=s', 'token=s@', 'pin=i');\n");
    check("lookup('hashi_vault', 'secret=secret/data/app:token')\n");
    check("raise PermissionError('password: wrong')\n");
    check("No such token: 'tok_visa_debt'\n");
    check("Deleting expired secret=\"kube-system/bootstrap-token-a1b2c3\"\n");
    let hash = "9a1c4d8e77a2c0b1d3e5f60718293a4b5c6d7e8f9a0b1c2d3e4f5061728394a5";
    check(&format!("{{\"client_token\":\"hmac-sha256:{hash}\"}}"));
    assert_eq!(masked(r#"{"tokens":{"csrftoken":"+\\"}}"#), r#"{"tokens":{"csrftoken":"+\\"}}"#);
}

#[test]
fn three_quotes_are_three() {
    check("password = '''⟦hunter2⟧'''\nport = 80\n");
    check("password = '''⟦it's9⟧'''\nport = 80\n");
    check("password = '''\n⟦it''s 9x\n ok⟧\n'''\nport = 80\n");
    check("password = '''\n⟦hunter2⟧\r\n'''\nport = 80\n");
    check("{\"a\":\"password = '''\\n⟦hunter2⟧\\n'''\\nport = 80\"}");
    check("password = \"\"\"⟦hunter2⟧\"\"\"\nport = 80\n");
    check("password = ''\nuser = 'x'\n");
}

#[test]
fn signs_of_code_are_letters_where_the_line_holds_nothing_else() {
    for value in [
        "Qa55&wrdx",
        "Qa55(wrdx",
        "Qa55;wrdx",
        "k<b9def77x",
        "Qa55[wrdx",
        "wq9|def77",
        "@bq9def77x",
        "ab'Q7tsx9kLm2",
    ] {
        check(&format!("user: bob\npassword: ⟦{value}⟧\nhost: x\n"));
        check(&format!("[db]\npassword = ⟦{value}⟧\n"));
        check(&format!("HOST=x\npassword=⟦{value}⟧\n"));
        check(&format!("X-Api-Key: ⟦{value}⟧"));
    }
    check("DB_PASSWORD=⟦Wynterfell158+⟧\nPORT=80\n");
}

#[test]
fn signs_of_code_end_a_value_where_more_follows() {
    check("password=⟦Qa55wrdx9⟧&user=bob\n");
    check("DB_PASSWORD=⟦hunter2⟧;make\n");
    for code in [
        "password: load2(key)\n",
        "password: load2(\n    key\n)\n",
        "  token: Kind2|Kind3\n",
        "  password: plain|sha256\n",
        "  password: Option2<String>\n",
        "  password: @user1\n",
        "  password: *anchor1\n",
        "  token = a1->b2\n",
    ] {
        check(code);
    }
}

#[test]
fn a_string_alone_on_its_line_may_begin_with_what_follows_one() {
    for sign in [")", ",", ":", "]", "}"] {
        check(&format!("password=\"⟦{sign}Qa55wrdx⟧\"\nport=80\n"));
        check(&format!("  password: '⟦{sign}Qa55wrdx⟧'\n"));
        check(&format!("say(\"password=\"{sign}Qa55wrdx\"\")\n"));
    }
    check(r#"{"a": "password=", "b2": "x"}"#);
}

#[test]
fn a_backslash_escapes_no_quote_of_an_attribute() {
    check_all(&[
        r#"<db password="⟦HyNB7fa2\⟧" port="1"/>"#,
        r#"<db password="⟦HyNB7fa2\⟧"/>"#,
        r#"<db password="⟦HyNB7fa2\⟧">x</db>"#,
        r"<db password='⟦HyNB7fa2\⟧' port='1'/>",
        r#"<add key="ApiSecret" value="⟦HyNB7fa2\⟧" port="1"/>"#,
        // As templates have it, an escaped quote is of the value.
        r#"<db password="⟦HyNB7\"fa2⟧" port="1"/>"#,
        r#"let password = "⟦HyNB7fa2\" port=⟧";"#,
    ]);
    stays(&[r#"<db password="{{ secret \"db\" }}" port="1"/>"#]);
}
