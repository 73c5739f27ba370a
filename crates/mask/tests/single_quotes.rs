//! Single quotes that are escaped, as Python and JavaScript show a text that has them.

mod marked;

use marked::{check, parts, stays};

/// A string of Python that shows the text.
fn shown(text: &str) -> String {
    format!("out='{}'", text.replace('\\', "\\\\").replace('\'', "\\'").replace('\n', "\\n"))
}

/// That each is masked alike as it is, in a string and in a string of a string.
fn check_shown(cases: &[&str]) {
    for case in cases {
        check(case);
        check(&shown(case));
        check(&shown(&shown(case)));
    }
}

#[test]
fn a_name_or_value_between_them() {
    check_shown(&[
        "{'user': 'bob', 'password': '⟦Maple7RsZy4W7Z⟧'}",
        "DB_PASSWORD='⟦Maple7RsZy4W7Z⟧'\nX=1",
        "os.environ.setdefault('API_TOKEN', '⟦Maple7RsZy4W7Z⟧')",
        "define('DB_PASSWORD', '⟦Maple7RsZy4W7Z⟧');",
        "$c = array('password' => '⟦maple-7-river⟧', 'x' => 'y');",
        "headers: { 'x-api-key': '⟦Maple7RsZy4W7Z⟧' }",
        "ALTER USER a PASSWORD '⟦maple-7-river⟧';",
        "CREATE USER a IDENTIFIED BY '⟦Maple7RsZy4W7Z⟧';",
        "environment:\n  - DB_PASSWORD: '⟦Maple7RsZy4W7Z⟧'\n",
        "db.createUser({user: 'a', pwd: '⟦maple-7-river⟧'})",
        "{'passwords': ['⟦Maple7RsZy4W7Z⟧', '⟦Maple8RsZy4W7Z⟧'], 'n': [1]}",
        "{'api_keys': {'bob': '⟦Maple7RsZy4W7Z⟧'}}",
        "C(api_key='⟦Maple7RsZy4W7Z⟧', n=1)",
        "['--password', '⟦Maple7RsZy4W7Z⟧']",
        "{'Cookie': 'sid=⟦Maple7RsZy4W7Z⟧; theme=dark'}",
        "[('Authorization', 'Token ⟦Maple7RsZy4W7Z⟧')]",
        "run 'x --password=⟦Maple7RsZy4W7Z⟧'",
        "INSERT INTO users (name, password) VALUES ('ada', '⟦Maple7RsZy4W7Z⟧'), ('bob', '⟦maple77river99⟧');",
        "<input name='password' value='⟦Maple7RsZy4W7Z⟧'>",
    ]);
    let (text, _) = parts("{'pin': 7735, 'a': 1}");
    marked::becomes(&shown(&text), &shown("{'pin': '***', 'a': 1}"));
}

#[test]
fn what_a_program_puts_in_or_says() {
    stays(&[
        "query = 'SELECT 1 FROM users WHERE password = \\'' + password + '\\' AND 1'",
        "$q = 'UPDATE users SET password = \\'' . $hash . '\\' WHERE id = 1';",
        "out='{\\'password\\': None, \\'token\\': \\'\\', \\'n\\': \\'x\\'}'",
        "out='{\\'password\\': \\'<password>\\', \\'token\\': \\'${TOKEN}\\'}'",
        "print('Type \\'password\\': it is \\'hidden\\'')",
        "alert('The field \\'token\\' is required');",
        "t('Don\\'t share your password')",
        "x = 'input(\\'Password: \\')'",
        "raise KeyError('no \\'token\\' in \\'headers\\'')",
        "'if (x === \\'password\\') { y(\\'token\\', \\'secret\\') }'",
    ]);
}

#[test]
fn in_a_string_of_a_shell() {
    marked::check_all(&[
        r"bash -c 'export DB_PASSWORD='\''⟦Maple7RsZy4W7Z⟧'\''; run'",
        r"ssh h 'python -c '\''login(password='\''⟦maple-7-river⟧'\'')'\'''",
    ]);
    stays(&[
        r"query = 'password='\'' + password + '\'' AND 1'",
        r"$q = 'password='\''.$password.'\'' AND 1'",
        r"bash -c 'export DB_PASSWORD='\''$PASSWORD'\''; run'",
    ]);
}
