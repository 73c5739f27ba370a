//! Elements of XML end at their own closing tag; what only looks like an opening one has none.

mod marked;

use marked::{check_all, check_all_in, json, plain, stays};

#[test]
fn a_closing_tag_of_another_element_ends_none() {
    stays(&[
        "<document>\nfn parse(tokens: Vec<Token>) -> Ast {\n    let mut i = 0;\n    todo!()\n}\n</document>",
        "<file>\nlet t: Option<Token> = next();\nlet x = 1;\n</file>",
        "<file>\nstd::shared_ptr<Session> open(int port9);\n</file>",
        "<file>\nTask<Session> Open9();\nSupplier<Password> p9;\nObservable<Secret> s9;\n</file>",
        "<result>curl https://<token>@h.io/x.git and so on</result>",
        "<p>mysql -u root -p<password> mydb9</p>",
        "<document>\nGET /tokens/<token>/revoke and then 9 more\n</document>",
        "<code>(?P<secret>.{8,}) and so on</code>",
        "<label><input type=\"password\" name=\"password\"> Show characters</label>",
        "<td>&lt;password&gt; is put in for 9 users</td>",
        "<passwords>x9Kq2mVb<b>7</b></passwords>",
    ]);
}

#[test]
fn an_element_ends_at_its_own_tag() {
    let words = "kR3vX9abQ2-".repeat(40);
    let lines = format!("{0}\n{0}\n{0}", "MIIEpAIBAAKCAQEA7bq3vX9pQ2mL7tB4nW8cD1fG6hJ5sA0zEkR3vX9pQ2mL7tB4");
    check_all(&[
        "<document>\n<Token>⟦x9Kq2mVb7Lw4Zt⟧</Token>\n</document>",
        "<cfg><ns:password>⟦sunshine⟧</ns:password></cfg>",
        "<cfg><ns:password>⟦sunshine⟧</password></cfg>",
        "<cfg><Password>⟦sunshine⟧</password ></cfg>",
        "<cfg><password type=\"plain\">⟦horse battery 9⟧</password></cfg>",
        "<entry key=\"password\">⟦sunshine⟧</entry>",
        "<dict><key>Password</key><string>⟦sunshine⟧</string></dict>",
        "-p<password>⟦x9Kq2mVb7L⟧</password>",
        "<td>&lt;password&gt;⟦x9Kq2mVb7L⟧&lt;/password&gt;</td>",
        &format!("<a><secret>⟦{words}⟧</secret></a>"),
    ]);
    // Nor does the closing tag of another secret end it.
    stays(&["<document>\n<apiKey>x9Kq2mVb7Lw4Zt</accessKey>\n</document>", "Map<Token>x9Kq2mVb7L</Secret>"]);
    check_all_in(
        &[plain, json],
        &[&format!("<a>\n<keystorePassword>\n⟦{lines}⟧\n</keystorePassword>\n</a>")],
    );
}

#[test]
fn a_closing_tag_that_is_cut_off() {
    check_all_in(
        &[plain],
        &[
            "<cfg>\n  <password>⟦x9Kq2mVb7Lw4Zt⟧",
            "<cfg><password>⟦hunter2⟧\n",
            "<cfg><password>⟦hunter⟧</passw",
        ],
    );
    stays(&[
        "git clone https://<token>@h9.io/x.git",
        "fn next() -> Option<Token>{x9}",
        "<document>\nlet x: Vec<Token>;//9",
        "<p>the name of a <token> has9 words",
    ]);
}
