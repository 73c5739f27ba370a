//! Cookies: the value of each is masked, and what stands around them stays.

mod marked;

use std::sync::LazyLock;

use gate_mask::{Masker, Style};
use marked::masked;

static KEEPING: LazyLock<Masker> =
    LazyLock::new(|| Masker::builder().style(Style::KeepLast4).build().expect("no rules"));

/// What is between `⟦` and `⟧` is masked, and no more; longer marks stay, too.
fn check_alone(marked: &str) {
    let (text, expected) = marked::parts(marked);
    marked::becomes(&text, &expected);
    let once = KEEPING.mask_str(&text).into_owned();
    assert_eq!(KEEPING.mask_str(&once).get(), once.get(), "longer marks stay");
}

/// The same in every form.
fn check(marked: &str) {
    marked::FORMS.iter().for_each(|form| check_alone(&form(marked)));
}

#[test]
fn attributes_of_a_cookie_stay() {
    check("Set-Cookie: session=⟦9303bdfd71aa⟧; Path=/; HttpOnly; Secure\r\n");
    check("set-cookie: sid=⟦x9/k=+w==⟧; Domain=.example.com; Max-Age=3600; SameSite=Lax; Priority=High");
    check("Set-Cookie: id=⟦a3fWa⟧; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Secure; Partitioned\nAge: 3");
    check(
        "HTTP/1.1 200 OK\r\nSet-Cookie: a=⟦k2j9⟧;path=/;httponly\r\nSet-Cookie: b=⟦p7q3⟧\r\nETag: \"x\"\r\n",
    );
    // Joined by a comma, as `fetch` gives them.
    check("set-cookie: a=⟦k2j9⟧; Path=/, b=⟦p7q3⟧; Expires=Thu, 01 Jan 2026 00:00:00 GMT, c=⟦z9y8⟧; Secure");
    // What only looks like an attribute is a value.
    check("Set-Cookie: a=⟦k2j9⟧; Path=⟦/ x=k2j9⟧; Secure");
}

#[test]
fn names_and_separators_of_cookies_stay() {
    check("Cookie: theme=dark; sessionid=⟦wfdw9v65⟧; lang=en; seen=1\r\nHost: example.com");
    check("Cookie: connect.sid=⟦s%3Ak3J.x/9%2B⟧; _ga=⟦GA1.2.193.77⟧; locale=en-US; ok=true");
    check("cookie: __Secure-next.token=⟦k2j9 x7⟧;a=⟦k2j9⟧;");
    check("curl -H 'Cookie: a=⟦k2j9⟧; b=⟦x9y8⟧' https://example.com/");
    check("curl --cookie 'a=⟦k2j9⟧; b=⟦x9y8⟧' https://example.com/");
    check("headers[\"Cookie\"] = \"a=⟦k2j9⟧; b=⟦x9y8⟧\"");
    check("fetch(u, { headers: { 'Cookie': 'a=⟦k2j9⟧; b=⟦x9y8⟧', 'X-A': 'b;c' } });");
    check("< set-cookie: a=⟦k2j9⟧; Path=/");
    // A name that tells makes a secret of any word.
    check("Cookie: password=⟦dark⟧; pin=⟦1⟧; theme=dark");
    // What has no name is a value.
    // What follows a part without a name goes with it.
    check("Cookie: a=⟦k2j9⟧; ⟦x9y8z7; b=c⟧");
}

#[test]
fn cookies_in_json() {
    check(r#"{"set-cookie":"a=⟦k2j9⟧; Path=/","cookie":"a=⟦k2j9⟧; b=⟦x9y8⟧; theme=dark","host":"a"}"#);
    check(r#"{"headers":[{"name":"Cookie","value":"a=⟦k2j9⟧; b=⟦x9y8⟧"},{"name":"Host","value":"a;b=c"}]}"#);
    check(r#"{"headers":[{"value":"a=⟦k2j9⟧; b=⟦x9y8⟧","name":"Cookie"}]}"#);
    check(r#"{"headers":[["Cookie","a=⟦k2j9⟧; b=⟦x9y8⟧"],["Host","a;b=c"]]}"#);
    check(
        r#"{"set-cookie":["a=⟦k2j9⟧; Path=/; Secure", "b=⟦x9y8⟧" ,"theme=dark","⟦k2j9⟧"],"c":["d=e;f=g"]}"#,
    );
    check(r#"{"cookie":"a=\"⟦k2; j9⟧\"; b=⟦x9y8⟧"}"#);
    check(r#"{"cookie":"a=⟦k2\"; b=⟦x9\\⟧"}"#.replacen("⟦k2\\\"", "⟦k2\\\"⟧", 1).as_str());
    let element = r#"{"cookies":["a=k2j9; Path=/",{"b":"x9;y8"},["c"],"d=k2j9"],"e":"f=g;h"}"#;
    let expected = r#"{"cookies":["a=***; Path=/","***","***","d=***"],"e":"f=g;h"}"#;
    assert_eq!(masked(element), expected);
    assert_eq!(masked(expected), expected);
}

#[test]
fn quotes_of_a_value_stay() {
    check("Set-Cookie: a=\"⟦k2j9⟧\"; Path=/");
    check("Cookie: a=\"⟦k2j9⟧\"; b=⟦x9y8⟧; c=\"⟦q1w2⟧\"\nHost: a");
    check("curl -H 'Cookie: a=\"⟦k2j9⟧\"; b=⟦x9y8⟧' -H 'A: b=c'");
    check("curl -H \"Cookie: a=\\\"⟦k2j9⟧\\\"; b=⟦x9y8⟧\" -H \"A: b=c\"");
    // A quote that ends what the header stands in.
    check("const cookie = { 'Cookie': 'session=' + sid + '; other=' + o };");
    check("h = \"Cookie: a=\" + a + \"; b=c\"");
    check(r#"["Cookie: a=","b","c=d"]"#);
}

#[test]
fn what_is_no_secret_stays() {
    check("Cookie: session=<session-id>");
    check("Cookie: session=${SESSION}; token={{ token }}; a=%s; b=$SID");
    check("Set-Cookie: sid=; Path=/; Max-Age=0");
    check("document.cookie = \"lang=en; path=/\";");
    check(r#"{"cookie":"theme=dark; consent=accepted","set-cookie":["a=***; Path=/","b=***"]}"#);
}

#[test]
fn a_value_without_a_name_goes_whole() {
    check(r#"{"session_cookie":"⟦dGVzdA==⟧","auth_cookie":"⟦k2j9x7;y8⟧","cookie":"⟦k2j9x7⟧"}"#);
    check("{ 'session_cookie': '⟦k2j9x7=⟧' }");
}

#[test]
fn a_header_may_be_longer_than_what_is_seen_of_it() {
    let long = "k2j9-".repeat(700);
    check_alone(&format!("Cookie: a=⟦{long}⟧; b=⟦x9y8⟧\r\nHost: a=b; c"));
    check_alone(&format!("{{\"cookie\":\"a=⟦{long}⟧; b=\\\"⟦{long}⟧\\\"; theme=dark\",\"c\":\"d=e;f=g\"}}"));
    let many: String = (0..400).map(|n| format!("; c{n}=⟦k2j9{n}⟧; theme=dark")).collect();
    check_alone(&format!("Cookie: a=⟦x9y8⟧{many}\r\nHost: a=b; c"));
    let headers: Vec<String> = (0..200).map(|n| format!("\"c{n}=⟦k2j9{n}⟧; Path=/\"")).collect();
    check_alone(&format!("{{\"set-cookie\":[{}],\"e\":\"f=g;h\"}}", headers.join(",")));
    let harmless = "theme=dark; ".repeat(300);
    let text = format!("Cookie: {harmless}a=k2j9x7; b=1\r\nHost: a=b; c");
    let once = masked(&text);
    assert!(!once.contains("k2j9x7") && once.ends_with("; b=1\r\nHost: a=b; c"), "{once}");
    assert_eq!(masked(&once), once);
}

#[test]
fn of_too_many_cookies_the_rest_goes_whole() {
    let singly: String = (0..1024).map(|n| format!("c{n}=⟦k2j9{n}⟧; theme=dark; ")).collect();
    let rest: String = (0..300).map(|n| format!("k2j9{n}; d{n}=")).collect();
    check_alone(&format!("Cookie: {singly}d=⟦{rest}k2j9⟧\r\nHost: a=b; c"));
    check_alone(&format!("{{\"cookie\":\"{singly}d=⟦{rest}k2j9⟧\",\"e\":\"f=g;h\"}}"));
    let quoted = r#"\"x9y8\"; d=\"k2j9\""#;
    check_alone(&format!("{{\"cookie\":\"{singly}d=⟦{quoted}⟧\",\"e\":\"f=g;h\"}}"));
    check_alone(&format!(
        "{{\"set-cookie\":[\"{singly}d=⟦x9y8; {rest}z⟧\", \"e=⟦f; Path=/⟧\"],\"e\":\"f=g\"}}"
    ));
}

#[test]
fn a_sentence_goes_on_after_a_cookie() {
    check_alone("use Cookie: PHPSESSID=⟦guhu8s7df6sd5f7s6d⟧ now, and more of it; it goes on\n");
    check_alone("send Cookie: a=⟦x7d9⟧; b=⟦k3j8h2⟧ and then look at the answer\n");
    check_alone("Cookie: name=⟦ada lovelace⟧; id=⟦k3j8h2⟧\n");
    check_alone("> Cookie: name=⟦ada lovelace⟧; id=⟦k3j8h2⟧\n");
    let events = |texts: &[&str]| -> String {
        texts.iter().map(|text| format!("data: {{\"delta\":\"{text}\"}}\n\n")).collect()
    };
    let more =
        " and so many words more that no one would look so far for the end of a cookie, which is long gone";
    let sent = events(&["use Coo", "kie: PHPSESSID=guhu8s7d", "f6sd5f7s6d now", more, more, "; the end"]);
    let left = events(&["use Coo", "kie: PHPSESSID=***", " now", more, more, "; the end"]);
    assert_eq!(masked(&sent), left);
}

#[test]
fn cookies_in_lists_of_yaml_flags_and_pairs() {
    for marked in [
        "set-cookie:\n- __bm=⟦UYuMLYCou.A0-1778037177-1⟧;\n  path=/; expires=Wed\n- _uv=⟦j9wkRiR3FXF4b0PnFv7D⟧; path=/\nserver: x\n",
        "curl --cookie NID=⟦91=iOf1sU9Ovlns9Dzn2Ip⟧ -o x",
        "curl --cookie a=⟦hunter2x⟧;ls",
        "- name: Cookie\n  value: a=⟦hunter2x⟧; b=⟦drown1x⟧\n- name: Accept\n",
        "[[\"accept\", \"*/*\"], [\"cookie\", \"SID=⟦YAieF18TdLas⟧; HSID=⟦AOiDlkphfGS⟧\"]]",
        "[\"cookie\", \"SID=⟦YAieF18TdLas⟧\"]",
    ] {
        let (text, expected) = marked::parts(marked);
        assert_eq!(masked(&text), expected);
        assert_eq!(masked(&expected), expected);
    }
    let long = format!("[\"cookie\", \"SID=x7{}; b=hunter2x\"]", "k3".repeat(900));
    assert_eq!(masked(&long), "[\"cookie\", \"SID=***; b=***\"]");
    for text in
        ["curl --cookie cookies.txt x", "[\"cookie\", \"theme\"]", "cookies:\n- analytics\n- session\n"]
    {
        assert_eq!(masked(text), text);
    }
}
