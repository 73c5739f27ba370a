//! Quotes after a sensitive name that end a string, where what follows is code and no value.

mod marked;

use marked::{check_all, check_all_in, plain, stays};

#[test]
fn what_a_program_adds_to_a_string_that_ends() {
    stays(&[
        "  notNull(password, \"Password \" + NOT_NULL);\n\n  char[] x = new char[1];\n  notNull(user, \"User \" + NOT_NULL);\n",
        "  run($\"echo {a} | sudo passwd \" + user.Name))\n  {\n    Equal(0, x.Status);\n  }\n  run(\"sudo chage -d 0 \" + user);\n",
        "  cur.execute(\"SET PASSWORD FOR %s = \" + option, (a['user'], a['b']))\n  log.info(\"done\")\n",
        "  read -r -s -p 'Enter Password: ' PASSWD\n  echo\n  read -r -s -p 'Confirm Password: ' PASSWD_CONFIRM\n  echo 'x'\n",
    ]);
    check_all(&[
        "  SET PASSWORD FOR 'ada' = '⟦x9 Kq2mV⟧';\n",
        "  setup --admin password \"⟦x9Kq2mV⟧\" \n",
        "  Password: '⟦ spaced9pw⟧'\n",
    ]);
}

#[test]
fn a_statement_that_ends_after_a_name() {
    check_all_in(
        &[plain],
        &[
            "  String body = \"oauth_token=⟦hh5s93j4hdidpola⟧&oauth_token_secret=\";\n  final Token x;\n  assertEquals(\"hh\", x.get());\n",
        ],
    );
    check_all(&["  String s = \"oauth_token=⟦hh5s93j4hdidpola⟧&oauth_token_secret=⟦x9Kq2mV7ab⟧\";\n"]);
}

#[test]
fn blanks_before_a_scheme() {
    stays(&["  'Authorization' => \"\\t Basic \" . base64_encode('user:pw') . \" \\t\",\n"]);
    check_all_in(&[plain], &["  'Authorization' => \"\\t Basic ⟦dXNlcjpwYXNzd29yZA==⟧\",\n"]);
}
