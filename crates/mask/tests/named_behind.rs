//! Names with words behind the telling one, names of one program, and formats beside those of their vendors.

mod marked;

use marked::{check_all, check_all_in, plain, stays};

#[test]
fn words_behind_that_turn_nothing() {
    check_all(&["my_password_secure = \"⟦hjU7fgh23ks9⟧\"\n", "API_KEY_OPENAI=⟦xk29ksjdW92kslq02k⟧\n"]);
    check_all_in(&[plain], &["password_mysql = \"⟦hunter2x9!⟧\"\n", "IRC_PASS=⟦swordfish⟧\n"]);
    stays(&[
        "my_password_secure = true\n",
        "session_cookie_secure: auto\n",
        "password_strength = \"very-strong-1\"\n",
        "secret_name = \"hjU7fgh23ks9\"\n",
        "token_id = \"hjU7fgh23ks9\"\n",
        "password_db = \"passwords.sqlite\"\n",
        "token_redis: session\n",
        "PASSWORD_DB=passwords\n",
        "RENDER_PASS=shadow\n",
    ]);
}

#[test]
fn keys_and_salts_of_programs() {
    check_all_in(
        &[plain],
        &[
            "define('NONCE_KEY',        '⟦}Fi>>0a{> akEd2(a9;L-&)P1⟧');\n",
            "define('LOGGED_IN_KEY',    '⟦of@~yp:v@SK;Y}k2 9eM-RmE⟧');\n",
            "define('AUTH_SALT',        '⟦j@cGIZJfObpPU)k29!xQ.EE ~9⟧');\n",
            "define('LOGGED_IN_SALT',   '⟦of@~yp:v@SK;Y}k2 9eM-RmE⟧');\n",
            "'passwordSignerKey' => '⟦XyEKE9RcTDeLEsL/RjwPDBv/RqDl8fb3==⟧',\n",
            "ovh_consumer_key = \"⟦5KZOodxclU5Axmk29xQW93iRYA⟧\"\n",
            "<User>ada</User><Pass encoding=\"base64\">⟦NjllNWU5ZWMwZDU0MmJjg==⟧</Pass>\n",
        ],
    );
    stays(&[
        "define('NONCE_KEY',        'put your unique phrase here');\n",
        "define('AUTH_SALT',        'put your unique phrase here');\n",
        "nonce_key = \"my_nonce_2\"\n",
        "logged_in_key = \"user:logged-in\"\n",
        "consumer_key = \"catalog\"\n",
        "<Pass encoding=\"base64\"></Pass>\n",
    ]);
}

/// Letters and digits that look drawn at random.
fn word(len: usize) -> String {
    const POOL: &[u8] = b"aZ4kT9xQ2mWc7LpR1vYs8HbN3gUeJ6fDo5Xt";
    (0..len).map(|at| char::from(POOL[(at * 7 + at / POOL.len()) % POOL.len()])).collect()
}

#[test]
fn tokens_of_more_letters_than_their_vendors_use() {
    let sqp = format!("x = ⟦{}_5a{}⟧ y", "sqp", word(38));
    let shpss = format!("x = ⟦{}_{}⟧ y", "shpss", word(32));
    let cfpat = format!("x = ⟦{}-{}⟧ y", "CFPAT", word(60));
    let ops = format!("x = ⟦{}_eyJ{}-{}_{}⟧ y", "ops", word(40), word(40), word(40));
    check_all(&[&sqp, &shpss, &cfpat, &ops]);
    let (short, other) = (format!("shpss_{}", word(20)), format!("my_{}_5a{}", "sqp", word(38)));
    stays(&[&short, &other]);
}

#[test]
fn tokens_whose_header_says_nothing() {
    let jwt = format!("x ⟦{}.eyJ{}.{}⟧ y", "e30", word(30), word(43));
    check_all(&[&jwt]);
    let (short, other) = (format!("e30.eyJ{}.abc", word(30)), format!("ae30.eyJ{}.{}", word(30), word(43)));
    stays(&["e30.e30.abc", &short, &other]);
}

#[test]
fn an_escaped_sign_after_a_password() {
    check_all_in(&[plain], &["\"http://sri:⟦secr3t⟧\\@127.0.0.1:$port\"", "'https://ada:⟦x9k2⟧\\@host/x'"]);
    stays(&["\"http://sri:$pass\\@127.0.0.1\"", "\"http://example.com\\@x\"", "\"ada\\@example.com\""]);
}

#[test]
fn a_password_that_is_said_after_its_user() {
    check_all(&[
        "The default username and password is `elastic` and `⟦changeable99⟧`.\n",
        "The default username and password is \"elastic\" and \"⟦Xk81hunter⟧\".\n",
        "The default password is `⟦Xk81hunter⟧` and `bob` has it.\n",
    ]);
    stays(&[
        "The default username and password is `elastic2024` and `password`.\n",
        "The default username and password is `elastic2024` and `wrong`.\n",
    ]);
}

#[test]
fn a_role_may_be_a_password() {
    check_all(&[
        "KC_BOOTSTRAP_ADMIN_PASSWORD: ⟦admin⟧\n",
        "services:\n  db:\n    password: ⟦admin⟧\n",
        "kc login --user bob --password ⟦admin⟧\n",
    ]);
    stays(&[
        "auth_token: admin\n",
        "Set the password: admin rights are needed.\n",
        "the flag --password admin sets is read once\n",
    ]);
}
