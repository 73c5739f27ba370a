//! Labels, and values that stand below them, beside them in HTML, or in colours.

mod marked;

use marked::{check_all, check_all_in, plain, same, stays};

#[test]
fn labels_that_say_more() {
    check_all(&[
        "password for bob: ⟦Xk29LmPz77⟧",
        "[sudo] password for ada@db.example.com: ⟦Xk29LmPz77⟧\n",
        "password (admin): ⟦Xk29LmPz77⟧\n",
        "Password - ⟦i2aiiEnHN4lRgZ8E⟧\n",
        "Password — ⟦i2aiiEnHN4lRgZ8E⟧\n",
        "*Password:* ⟦Butt3rcup!3339⟧ *User:* ada",
        "PASSWORD elastic = ⟦qQfx4Zc2l2aOxjYDOReT⟧\n",
        "Changed password for user kibana_system\nPASSWORD kibana_system = ⟦3fx4Zc2l2aOxjYDORTT2⟧\n",
        "password -> ⟦LettersOnly1!⟧\n",
        "- Password: `⟦marmalade⟧`\n",
        "login ada\npassword    ⟦OCdDEjCWoBUWsDYy⟧\n",
    ]);
    stays(&[
        "password for bob: required",
        "password for bob: OAuth2",
        "Enter password for user admin2:\n",
        "password (optional): string2\n",
        "Password - minimum 8 characters",
        "Password - min8chars",
        "Password — at least 8 characters",
        "*Password:* required *Token:* none",
        "token - offset12\n",
        "PASSWORD length = 12\n",
        "password -> hash_password2\n",
        "- Password: `required`\n- Password: `marmalade` is bad\n- Password: `userPassword`\n- `password`: `string`\n",
        "login shell\npassword    required\n",
    ]);
}

#[test]
fn values_below_their_label() {
    check_all(&[
        "password:\n  ⟦4F9lZMdPPQx0v5bJvaed⟧\n",
        "Password:\n⟦4F9lZMdPPQx0v5bJvaed⟧\n",
        "Your password is:\n\n    ⟦4F9lZMdPPQx0v5bJvaed⟧\n\nBye",
        "API token\n⟦X7tqLmPz77Xk29Lm0a1b⟧\n",
    ]);
    stays(&[
        "API token\nDescription of the token\n",
        "API token\nget_api_token_v2()\n",
        "API key\nOpenAI_GPT4_Turbo\n",
        "password:\n  type: string\n",
        "Password:\nubuntu-2204 login\n",
        "tokens\nX7tqLmPz77Xk29Lm0a1b are many\n",
    ]);
    check_all_in(&[plain], &["data: The password is\ndata: ⟦zXRRSDVOPQPRp77n⟧\n\n"]);
    same("data: The password is\ndata: required\n\n");
}

#[test]
fn labels_and_values_of_pages() {
    check_all(&[
        "Password: <b>⟦Butt3rcup!3339⟧</b>",
        "<p><strong>Password:</strong> ⟦Butt3rcup!3339⟧</p>",
        "<li><b>Password</b>: <code>⟦Butt3rcup!3339⟧</code></li>",
        "Password: <span class=\"x\">⟦Butt3rcup!3339⟧</span>",
        "Your new password is: <strong>⟦Butt3rcup3339⟧</strong>",
        "<td>Password</td><td>⟦Butt3rcup3339⟧</td>",
        "<tr>\n  <td>Password:</td>\n  <td style=\"x\">⟦Butt3rcup3339⟧</td>\n</tr>",
        "<dt>API token</dt><dd>⟦X7tqLmPz77Xk29Lm0a1b⟧</dd>",
        "{\"html\":\"<td>Password<\\/td><td>⟦Butt3rcup3339⟧<\\/td>\"}",
    ]);
    stays(&[
        "<td>Password</td><td>string</td>",
        "<td>password</td><td>required</td><td>The password</td>",
        "<th>Password</th><th>Token2</th>",
        "<td>token</td><td>base64</td>",
        "<td>Password</td><td>2024-01-02</td>",
        "<td>Password</td><td>pbkdf2-sha256</td><td>Password</td><td>SCRAM-SHA-256</td>",
        "<td>Password</td></tr><p>Butt3rcup3339 is a flower</p>",
        "Password: <b>required</b> <a href=\"/reset12\">Reset1234</a>",
        "The token is <code>OAuth2</code>",
        "Map<String, Password>: <b>x</b>",
    ]);
}

#[test]
fn values_of_xml_rpc() {
    check_all(&[
        "<member><name>password</name><value><string>⟦vVqx77p4wNArq⟧</string></value></member>",
        "<member>\n<name>password</name>\n<value>\n<int>⟦771234⟧</int></value></member>",
    ]);
    stays(&["<name>password</name><value><struct><member><name>a</name></member></struct></value>"]);
}

#[test]
fn tables_of_terminals() {
    check_all(&["│ password │ ⟦izTHYG9lQHxQtjrX⟧ │\n", "┃ password ┃ ⟦izTHYG9lQHxQtjrX⟧ ┃\n"]);
    stays(&[
        "│ password │ varchar(255) │ no │\n",
        "│ token │ Option2 │\n",
        "│ a │ password │ izTHYG9lQHxQtjrX │\n",
    ]);
}

#[test]
fn colours_of_a_terminal() {
    check_all(&[
        "\u{1b}[32mpassword\u{1b}[0m: ⟦HurriThunder6795⟧",
        "\u{1b}[1;32mpassword:\u{1b}[0m ⟦HurriThunder6795⟧",
        "\u{1b}[36mapi_token=\u{1b}[0m⟦pkMsihpKMQmxEI0oW8W1⟧",
        "\u{1b}[36mapi_token=\u{1b}[0m\u{1b}[1m⟦pkMsihpKMQmxEI0oW8W1⟧\u{1b}[0m ok",
        "\u{1b}[36mpassword=\u{1b}[0m⟦hunter77⟧ \u{1b}[36muser=\u{1b}[0mada",
        "echo \"\\e[32mpassword\\e[0m: ⟦HurriThunder6795⟧\"",
    ]);
    stays(&[
        "\u{1b}[36mtoken=\u{1b}[0mnull \u{1b}[36mtoken:\u{1b}[0m required",
        "\u{1b}[36mtokens=\u{1b}[0m1234",
        "print(\"\\x1b[32mpassword\\x1b[0m: %s\" % password)",
        "\u{1b}[31munexpected token\u{1b}[0m: identifier2",
        "\u{1b}[32mmax_tokens\u{1b}[0m: 4096k",
    ]);
    let long = "aZ4kT9xQ2mWc7LpR1vYs8HbN3gUeJ6fDo5Xt".repeat(10);
    check_all(&[&format!("\u{1b}[36mapi_token=\u{1b}[0m⟦{long}⟧\u{1b}[0m ok")]);
}

#[test]
fn drawn_values_with_more_on_their_line_or_nothing() {
    check_all(&[
        "password: ⟦mVeUxOxekQetga3⟧ ok",
        "x\ntoken: ⟦gK20dkfWWq22abc⟧ (old)\n",
        "- **Password:** ⟦tbNsKPNEeVXunr⟧\n- Password: `⟦tbNsKPNEeVXunr⟧`\n",
        "user ada\npassword ⟦2rLZPqC96pm0l⟧\nhost x.dev\n",
    ]);
    stays(&[
        "password: string value here",
        "password: hash256 of user",
        "- **Token:** AccessTokenProvider\n- token: `AuthTokenFactory`\n",
        "password Authentication2\n",
        "x\npassword required\n",
    ]);
}

#[test]
fn a_word_in_bold() {
    check_all(&[
        "* Password: **⟦adminadmin⟧**\n",
        "Password: **⟦adminadmin⟧**\n",
        "  - Admin\n  - Password: **⟦hunter22x⟧**\n",
    ]);
    stays(&[
        "* Password: **required**\n* Password: **Optional**\n",
        "Password: **admin** by default\n",
        "Token: **marmalade**\n",
        "Password: ***\n",
    ]);
}
