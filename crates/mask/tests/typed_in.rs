//! What is typed into a field that a selector finds.

mod marked;

use marked::{check_all, stays};

#[test]
fn a_selector_and_the_value_beside_it() {
    check_all(&[
        r##"{"selector":"#password","value":"⟦hunter2⟧"}"##,
        r##"{"selector": "#user_password", "timeout": 5, "text": "⟦Maple7RsZy4W7Z⟧"}"##,
        r#"{"selector":"input[name=\"password\"]","value":"⟦maple-7-river⟧"}"#,
        r#"{"selector":"form input[name='password']","value":"⟦hunter2⟧","force":true}"#,
        r#"{"selector":"input[type=password]","value":"⟦hunter2⟧"}"#,
        r##"{"locator":"#api_key","value":"⟦Maple7RsZy4W7Z⟧"}"##,
    ]);
    stays(&[
        r##"{"selector":"#password","state":"visible"} {"selector":"#user","value":"ada"}"##,
        r##"{"selector":"#password","value":"<password>"} {"selector":"#password","value":""}"##,
        r#"{"selector":".token","text":"function"} {"selector":"span.token","value":"const"}"#,
        r##"{"title":"#password","text":"How to choose one"}"##,
        r##"{"selector":"#password_hint","text":"It is long"}"##,
    ]);
}
