//! Tables: a header has the names, the rows below it the values.

mod marked;

use gate_mask::{Masker, Style};
use marked::{becomes, masked, parts, stays};

/// What is between `⟦` and `⟧` is masked, and no more.
fn check_alone(marked: &str) {
    let (text, expected) = parts(marked);
    becomes(&text, &expected);
}

/// The same in every form.
fn check(marked: &str) {
    marked::FORMS.iter().for_each(|form| check_alone(&form(marked)));
}

#[test]
fn separated_values() {
    check("id,name,password\n1,ada,⟦k2j9x7⟧\n2,bob,⟦p7-q3z8⟧\n");
    check("id,password,mail\r\n1,⟦k2j9x7⟧,a@example.com\r\n2,⟦p7q3z8⟧,b@example.com\r\n");
    check("name;api_key\nada;⟦k2j9x7q3⟧\nbob;⟦p7q3z8x1⟧");
    check("name\tdb_password\tport\nada\t⟦k2j9x7⟧\t5432\nbob\t⟦p7q3z8⟧\t5432\n");
    check("password\tuser\n⟦k2j9x7⟧\tada\n⟦p7q3z8⟧\tbob\n");
    check("Users:\n\nname,passcode\nada,⟦4711⟧\nbob,⟦0815⟧\n\nDone, thanks for 4711.");
    check("\"id\",\"password\"\n\"1\",\"⟦k2j9x7⟧\"\n\"2\",\"⟦p7,\"\"q3⟧\"\n");
    check("password,user\n⟦k2j9x7⟧,\"Doe, John\"\n⟦p7q3z8⟧,\"a \"\"b\"\", c\"\n");
    // Two of the columns.
    check("user,password,client_secret\nada,⟦k2j9x7⟧,⟦x9y8z7⟧\nbob,⟦p7q3z8⟧,⟦q1w2e3⟧\n");
    // Rows without a secret stand between others.
    check("id,password\n1,⟦k2j9x7⟧\n2,\n3,NULL\n4,***\n5,⟦p7q3z8⟧\n");
}

#[test]
fn what_databases_print() {
    check(
        " id | name | password \n----+------+----------\n  1 | ada  | ⟦k2j9x7⟧\n  2 | bob  | ⟦p7q3z8⟧\n(2 rows)\n",
    );
    check(
        "+----+----------+\n| id | password |\n+----+----------+\n|  1 | ⟦k2j9x7⟧   |\n|  2 | ⟦p7q3z8⟧   |\n+----+----------+\n2 rows in set",
    );
    check(
        "| user | password |\n|------|:--------:|\n| ada | ⟦k2j9x7⟧ |\n| bob | ⟦p7q3z8⟧ |\n\nText | k2j9x7",
    );
}

#[test]
fn rows_that_are_inserted() {
    check("INSERT INTO users (name, password) VALUES ('ada', '⟦k2j9x7⟧'), ('bob', '⟦p7''q3z8⟧');");
    check(
        "insert into `users` (`password`, `name`) values\n  ('⟦k2j9x7⟧', 'a, b'),\n  ('⟦p7q3z8⟧', 'bob');\n",
    );
    check("INSERT INTO t (id, passcode, at) VALUES (1, ⟦4711⟧, now), (2, ⟦8150⟧, null);");
}

#[test]
fn rows_that_are_arrays() {
    check_alone(r#"{"columns":["id","password"],"rows":[[1,"⟦k2j9x7⟧"],[2,"⟦p7q3z8⟧"],[3,null]]}"#);
    check_alone(r#"[["id", "password", "port"], [1, "⟦k2j9x7⟧", 80], [2, "⟦p7q3z8⟧", 81]]"#);
    check_alone(r#"{"text":"{\"columns\":[\"id\",\"password\"],\"rows\":[[1,\"⟦k2j9x7⟧\"]]}"}"#);
    let pretty = "{\n  \"columns\": [\n    \"id\",\n    \"password\",\n    \"port\"\n  ],\n  \"rows\": [\n    [\n      0,\n      \"⟦k2j9x7⟧\",\n      80\n    ],\n    [\n      1,\n      \"⟦p7q3z8⟧\",\n      81\n    ]\n  ]\n}";
    check_alone(pretty);
    check_alone(&serde_json::json!({ "text": pretty }).to_string());
    // Names that stand in lines of their own for something else are no header.
    stays(&["[\n  \"id\",\n  \"password\"\n]\n[\n  1,\n  \"read\"\n]\n"]);
    let numbers = r#"{"columns":["id","pin"],"rows":[[1,4711],[2,8150]]}"#;
    let expected = r#"{"columns":["id","pin"],"rows":[[1,"***"],[2,"***"]]}"#;
    becomes(numbers, expected);
}

#[test]
fn a_table_may_be_longer_than_what_is_seen_of_it() {
    let rows: String = (0..500).map(|n| format!("{n},ada,⟦k2j9x{n}⟧,some more text\n")).collect();
    check_alone(&format!("id,name,password,note\n{rows}"));
    check_alone(&format!("{{\"text\":\"id,name,password,note\\n{}\"}}", rows.replace('\n', "\\n")));
    let rows: Vec<String> = (0..500).map(|n| format!("[{n},\"⟦k2j9x{n}⟧\"]")).collect();
    check_alone(&format!("{{\"columns\":[\"id\",\"password\"],\"rows\":[{}],\"n\":1}}", rows.join(",")));
}

#[test]
fn what_is_no_table_stays() {
    for text in [
        "| name | type | password |\n|---|---|---|\n| login | string | required |\n",
        "| Method | Password | Token |\n|---|---|---|\n| basic | yes | no |\n| bearer | n/a | yes |\n",
        "fn login(user: &str, password: &str, code: u32)\n",
        "let (user,password,token) = read();\n(a1, b2, c3)\n",
        "please send user, password, token\nthanks, all1, folks2\n",
        "model,tokens,cost\ngpt-4o,1234,0.12\nx1,2345,0.2\n",
        "id,token,logprob\n1,hello,-0.25\n2,world,-1.5\n",
        "user,password\nada\nbob,x9,y8\n",
        "function a(token,e){return token1,e}\nx9y8z7,b",
        "name,password_policy\nada,min-12-chars\n",
        "keyword\tservice\tpasswd\nkeyword\tservice\tkrb524\nkeyword\tservice\tl2tp\n",
        "INSERT INTO users (name, password) VALUES (?, ?), ($1, $2), (:name, :password);",
        "INSERT INTO users (name, password) VALUES ('ada', crypt('x9y8', gen_salt('bf')));",
        r#"["user","password","x9y8z7"]"#,
        r#"{"required":["user","password"],"rows":[1,2]}"#,
        r#"{"columns":["id","password"],"types":[["int4","text2"]]}"#,
    ] {
        assert_eq!(masked(text), text);
    }
}

#[test]
fn longer_marks_stay() {
    let keeping = Masker::builder().style(Style::KeepLast4).build().expect("no rules");
    for text in [
        "id,password,note\n1,k2j9x7q3p7q3z8x1w5,a\n2,p7q3z8x1k2j9x7q3v4,b\n",
        "INSERT INTO t (id, password) VALUES (1, 'k2j9x7q3p7q3z8x1w5'), (2, 'p7q3z8x1k2j9x7q3v4');",
        r#"{"columns":["id","password"],"rows":[[1,"k2j9x7q3p7q3z8x1w5"],[2,123456789012345678]]}"#,
    ] {
        let once = keeping.mask_str(text).into_inner().into_owned();
        assert_eq!(once.matches("***").count(), 2, "{once}");
        assert_eq!(keeping.mask_str(&once).get(), once.as_str());
    }
}

#[test]
fn words_among_what_is_inserted() {
    check("INSERT INTO users (name, password) VALUES ('judy', '⟦velvet-orchid-cinder⟧'), ('bob', 'word');");
    check("insert into t (id, db_password) values (1, '⟦correct horse battery⟧');");
    check_alone(r#"{"columns":["id","password"],"rows":[[1,"⟦correct horse battery⟧"],[2,"string"]]}"#);
    for text in [
        "INSERT INTO fields (name, password) VALUES ('a', 'must be long'), ('b', 'password-hash-column');",
        "INSERT INTO users (name, password) VALUES ('velvet-orchid-cinder', 'sunshine');",
        "INSERT INTO users (name, token) VALUES ('a', 'one two three');",
        "id,name,password\n1,bob,walnut-falcon-breeze\n",
        r#"{"columns":["id","password"],"rows":[[1,"minimum eight letters"],[2,"Some three words"]]}"#,
    ] {
        marked::same(text);
    }
}

#[test]
fn passwords_of_people_may_be_words() {
    check("id,login,password\n1,bob,⟦bluemonkey⟧\n2,ann,⟦marmalade⟧\n");
    check("email,password,pwd\nbob@example.com,⟦bluemonkey⟧,⟦marmalade⟧\n");
    check(" id | password \n----+----------\n  1 | ⟦bluemonkey⟧\n(1 row)\n");
    for text in [
        "id,login,password\n1,bob,string\n2,ann,changed\n3,eve,required\n4,joe,token\n",
        "id,password_hint\n1,bluemonkey\n",
        "field,type,password\nlogin,string,optional\n",
        "id,password\nlabel,bluemonkey\n",
        "| id | password |\n|---|---|\n| 1 | sometimes |\n",
    ] {
        marked::same(text);
    }
}

#[test]
fn rows_that_are_copied() {
    check("COPY u (id, password) FROM stdin;\n1\t⟦Kangar00_53⟧\n\\.\n");
    check(
        "COPY public.users (id, name, password, at) FROM stdin;\n1\tbob\t⟦Kangar00_53⟧\t2024-01-02\n\
         2\tann\t⟦marmalade⟧\t2024-01-03\n3\teve\t\\N\t\\N\n\\.\n",
    );
    marked::same("COPY u (id, password) TO stdout;\n1\tKangar00_53\n");
    marked::same("COPY u (id, password_hint) FROM stdin;\n1\tKangar00_53\n\\.\n");
}

#[test]
fn names_and_values_in_turn() {
    check("1) \"login\"\n2) \"bob\"\n3) \"password\"\n4) \"⟦buttercup_thunder452⟧\"\n");
    check_alone(r#"["login","mary79","password","⟦ERwH33E870vT⟧"]"#);
    check_alone(r#"["password","⟦ERwH33E870vT⟧","login","mary79"]"#);
    for text in [
        "1) \"login\"\n2) \"password\"\n3) \"buttercup_thunder452\"\n",
        "1) \"password\"\n2) \"token\"\n3) \"phone2\"\n",
        r#"["login","password","token7","address22"]"#,
    ] {
        marked::same(text);
    }
}

#[test]
fn files_of_cookies() {
    check(".x.io\tTRUE\t/\tTRUE\t1767225600\tsessionid\t⟦opcd56oj1dc0zpwovc72b9j546ubiibr⟧\n");
    check("#HttpOnly_x.io\tFALSE\t/app\tFALSE\t0\tcsrftoken\t⟦river-rocket⟧\nx.io\tTRUE\t/\tTRUE\t0\ta\tb\n");
    for text in [
        ".x.io\tTRUE\t/\tTRUE\t0\tsessionid\tnone\n",
        "x.io\tTRUE\t/\tmany\t0\tcsrftoken\triver\n",
        "/\tTRUE\t0\tcookie\triver\n",
    ] {
        marked::same(text);
    }
}
