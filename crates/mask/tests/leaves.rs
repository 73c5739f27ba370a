//! Arrays and objects that are secrets: each of their texts and numbers is masked, and nothing else of them.

mod marked;

#[cfg(feature = "fingerprint")]
use gate_mask::{FingerprintKey, Masker, Style};
use marked::{becomes, check_all, check_all_in, masked, plain, stays, streamed};

#[test]
fn keys_states_and_what_stands_around_them_stay() {
    check_all(&[
        r#"{"secrets":{"db":{"user":"⟦ada⟧","pw":"⟦x9⟧"},"list":[[["⟦k9x2⟧"]]],"n":null},"after":["a",1]}"#,
        r#"{"passwords":[ "⟦ab\"c⟧" ,"", null,"⟦x\\y⟧" , true ], "n":[1]}"#,
        r#"{"Authorization":["Bearer ⟦tRNkBSJUReSa9JuPsqZJN9PJD⟧","Basic ⟦dXNlcjpwYXNz⟧"],"n":1}"#,
        r#"{"passwords":["⟦k9x2⟧","<token>","${X}","YOUR_API_KEY"],"n":1}"#,
        "const apiKeys = [\n  \"⟦CQANRERszXbvSWYnYyNQ⟧\", // \"the first\"\n  process.env.KEY,\n];\nconst b = [\"c\"];\n",
    ]);
    becomes(
        r#"{"credentials":{"pieces":3600,"value":"k9x","rate":-1.5e3}}"#,
        r#"{"credentials":{"pieces":"***","value":"***","rate":"***"}}"#,
    );
    // A key that was drawn is a secret itself.
    becomes(r#"{"tokens":{"0lp7jrrjcok7z89rve4cqmwc":"jonas"}}"#, r#"{"tokens":{"***":"***"}}"#);
    // Cut off.
    check_all_in(&[plain], &[r#"{"passwords":["⟦k9x2⟧","⟦a⟧"#]);
}

#[test]
fn settings_stay_that_their_own_key_says_are_some() {
    check_all(&[
        r#"{"Jwt":{"Issuer":"https://auth.example.com","Audience":"api","ExpiryMinutes":60,"Key":"⟦s3cr3t⟧"},"n":1}"#,
        r#"{"token":{"type":"bearer","expires_in":3600,"scope":"read write","raw":"⟦k9x2⟧"},"n":1}"#,
        r#"{"token":{"raw":"⟦k9x2⟧","type":"bearer","createdAt":"2026-01-02T03:04:05Z","uses":3},"n":1}"#,
        r#"{"sessionCookie":{"driver":"file","lifetime":120,"path":"/app","x":"⟦k9x2⟧"},"n":1}"#,
        r#"{"apiKeys":[{"id":12,"name":"ci","role":"admin","k":"⟦k9x2⟧"},{"id":13,"name":"cd","k":"⟦k9x3⟧"}],"n":1}"#,
        r#"{"credentials":{"host":"db.example.com","port":5432,"user":"⟦ada⟧","pw":"⟦k9x2⟧"},"n":1}"#,
        r#"{"credentials":{"db_host":"127.0.0.1","db_port":"5432","region":"eu-west-1","pw":"⟦k9x2⟧"},"n":1}"#,
        r#"{"secret":{"a":{"ttl":"24h","lease-duration":60,"b":"⟦k9x2⟧"},"max_age":"3600"},"n":1}"#,
        r#"{"secret":{"description":"For what is built at night","of":"⟦k9x2⟧"},"n":1}"#,
        r#"{"secret":{"url":"https://example.com/oauth/token","of":"⟦k9x2⟧"},"n":1}"#,
        r#"{"jwt":{"on":true, issuer: 'acme', 'expiryMinutes': 60, validAudience: 'web', of: '⟦s3cr3t⟧'},"n":1}"#,
        r#"{"jwt":{"valid-issuer" => "acme", 'EXPIRY_HOURS' => 60, "of" => "⟦s3cr3t⟧"},"n":1}"#,
    ]);
}

#[test]
fn what_is_no_setting_is_masked_under_the_same_keys() {
    let drawn = "x9Kd82mPq0LvTz4w";
    check_all(&[
        // Drawn, made up, with signs of no setting, or with a name of its own in it.
        &format!(
            r#"{{"token":{{"type":"⟦{drawn}⟧","issuer":"⟦{drawn}⟧","id":"⟦{drawn}⟧","of":"⟦k9x2⟧"}},"n":1}}"#
        ),
        r#"{"token":{"issuer":"⟦jungl3f@lc0n29⟧","scope":"⟦Tr0ub4dor&3⟧","name":"⟦x9kd82mp⟧","of":"⟦k9x2⟧"},"n":1}"#,
        r#"{"token":{"scope":"⟦read x9Kd82mPq0Lv⟧","location":"⟦password:hunter2⟧","of":"⟦k9x2⟧"},"n":1}"#,
        r#"{"token":{"description":"⟦The password is hunter2 for all.⟧","of":"⟦k9x2⟧"},"n":1}"#,
        r#"{"token":{"expires_in":"⟦hunter!7⟧","of":"⟦k9x2⟧"},"n":1}"#,
        // The key says nothing, says who has it, that it is a secret, or is none.
        r#"{"token":{"typ3":"⟦bearer⟧","issuers2":"⟦acme⟧","of":"⟦acme⟧","minutely":"⟦60⟧"},"n":1}"#,
        r#"{"credentials":{"username":"⟦ada⟧","userName":"⟦ada⟧","email":"⟦ada⟧","pw":"⟦k9x2⟧"},"n":1}"#,
        r#"{"passwords":{"root":"⟦k9x2⟧","host":"⟦hunter2⟧","database":"⟦12345⟧","mail_server":"⟦hunter.two⟧"},"n":1}"#,
        r#"{"secret":{"access_token":"⟦read⟧","key":"⟦web⟧","type":"⟦k9x2Lm4q⟧","of":"⟦k9x2⟧"},"n":1}"#,
        r#"{"apiKeys":["⟦bearer⟧","⟦x9Kd82mPq0LvTz4w⟧"],"passwords":["⟦type⟧","⟦issuer⟧"],"n":1}"#,
    ]);
}

#[test]
fn lists_of_settings() {
    check_all(&[
        r#"{"token":{"scopes":["read","write"],"aud":["web","https://api.example.com/v2"],"of":["⟦k9x2⟧"]},"n":1}"#,
        r#"{"secret":{"roles":["admin",["viewer"]],"x":"⟦k9x2⟧","policies":["default","⟦x9Kd82mPq0Lv⟧","root"]},"n":1}"#,
        // What a list of settings has inside has keys of its own, or none.
        r#"{"secret":{"scopes":[{"type":"a","of":"⟦b⟧","list":["⟦c⟧"]},"⟦d⟧"],"more":["⟦e⟧"]},"n":1}"#,
        r#"{"secret":{"scopes":[],"of":["⟦k9x2⟧"],"names":["⟦ada⟧"]},"n":1}"#,
    ]);
    // What its list says is known behind a mark, too, and however long it is.
    let list = |mark: &str| {
        let words: Vec<_> = (0..400).map(|at| format!("\"area{at}\",\"{mark}\"")).collect();
        format!(r#"{{"token":{{"scopes":[{}],"of":"***"}},"n":1}}"#, words.join(","))
    };
    becomes(&list("x9Kd82mPq0Lv"), &list("***"));
}

#[test]
fn settings_stay_wherever_the_sight_ends() {
    let members = r#""type":"web","ttl":60,"scopes":["read","write"],"of":"⟦k9x2⟧","key":{"id" : 7}"#;
    for blanks in 0..members.len() {
        let all = [members; 24].join(",");
        check_all_in(
            &[plain],
            &[&format!(r#"{{"token":{{"of":"⟦a⟧",{}{all}}},"n":1}}"#, " ".repeat(blanks))],
        );
    }
    // A thousand letters of them: one is masked, and no key.
    let settings = r#""type":"web","ttl":60,"#.repeat(60);
    let once = masked(&format!(r#"{{"token":{{{settings}"of":"k9x2"}},"n":1}}"#));
    assert!(once.ends_with(r#""ttl":60,"of":"***"},"n":1}"#), "{once}");
    assert_eq!(once.matches("***").count(), 2, "{once}");
    assert_eq!(once.matches(r#""type":"#).count() + once.matches(r#""ttl":"#).count(), 120, "{once}");
    assert_eq!(masked(&once), once);
}

#[test]
fn a_text_before_the_colon_of_a_choice_is_no_key() {
    check_all(&[
        "const apiKeys = [\"⟦x⟧\" ? \"⟦CQANRERszX⟧\" : \"⟦bvSWYnYyNQ⟧\", \"⟦k9x2⟧\"];\n",
        r#"{"apiKeys": {"a": test ? '⟦k9x2⟧' : '⟦k9x3⟧', "b" : '⟦k9x4⟧', "name": test ? type : '⟦web⟧'}, "n": 1}"#,
    ]);
}

#[test]
fn what_stands_beside_a_mark_is_masked() {
    check_all(&[r#"{"passwords":["***","⟦k9x2⟧"],"n":1}"#, r#"{"secret":{"a":"***","b":"⟦k9x2⟧"},"n":1}"#]);
    stays(&[r#"{"passwords":["***","***"],"secret":{"a":"***"},"n":1}"#]);
}

#[test]
fn longer_ones_than_can_be_seen_at_once() {
    let list = |item: &dyn Fn(usize) -> String| {
        let items: Vec<_> = (0..2_000).map(item).collect();
        format!("{{\"passwords\":[{}],\"n\":[\"keep\",1]}}", items.join(","))
    };
    let text = list(&|at| format!("\"k{at}x\""));
    let expected = list(&|_| "\"***\"".to_owned());
    assert_eq!(masked(&text), expected);
    assert_eq!(streamed(&text, 7), expected);
    assert_eq!(masked(&expected), expected);
}

#[test]
fn where_nothing_is_in_sight_something_is_masked_and_the_search_goes_on() {
    for nothing in ["null", "\"\"", "true", "\"<token>\"", "{\"a\":null}"] {
        let text =
            format!("{{\"passwords\":[\"k9x1\",{}\"k9x2\"],\"n\":1}}", format!("{nothing},").repeat(1_500));
        let once = masked(&text);
        assert!(once.ends_with(r#""***"],"n":1}"#), "{nothing}");
        assert_eq!(masked(&once), once, "{nothing}");
        assert_eq!(streamed(&text, 11), once, "{nothing}");
        assert!(serde_json::from_str::<serde_json::Value>(&once).is_ok(), "{nothing}");
    }
}

#[test]
fn of_an_endless_row_of_keys_the_last_in_sight_is_masked() {
    let text = r#"{"secret":["#.repeat(6_000);
    let once = masked(&text);
    let marks = once.matches("***").count();
    assert!((1..200).contains(&marks), "{marks}");
    assert_eq!(masked(&once), once);
    assert_eq!(streamed(&text, 11), once);
}

#[test]
fn where_letters_stand_for_others_all_of_it_is_one_secret() {
    for list in [r#"["a\/b","c\u003cd"]"#, r#"{"a":"c\u003cd"}"#] {
        becomes(&format!(r#"{{"secret":{list},"n":1}}"#), r#"{"secret":"***","n":1}"#);
    }
    becomes(
        "data: {\"passwords\": [\ndata: \"a1b2\",\ndata:   {\"x\": \"c3d4\"}\ndata: ], \"n\": 1}\n\n",
        "data: {\"passwords\": \"***\", \"n\": 1}\n\n",
    );
}

#[cfg(feature = "fingerprint")]
#[test]
fn each_has_a_mark_of_its_own() {
    let key = FingerprintKey::new([1; 16]).expect("sixteen bytes");
    let masker = Masker::builder().style(Style::Fingerprint(key)).build().expect("no rules");
    let once = masker.mask_str(r#"{"passwords":["k9x2","k9x3","k9x2"]}"#).into_owned();
    assert_eq!(once.findings().total(), 3);
    let value: serde_json::Value = serde_json::from_str(&once).expect("JSON");
    let marks = &value["passwords"];
    assert_eq!(marks[0], marks[2]);
    assert_ne!(marks[0], marks[1]);
}

#[test]
fn numbers_that_are_no_values() {
    // Of lines that begin otherwise than those beside them.
    check_all(&[
        "{\"credentials\": {\n12⇒ \"first\": \"⟦swordfish⟧\",\n17⇒ \"second\": \"⟦maple7rs⟧\"\n}}",
        "{\"secrets\": [keys[0], keys[12], \"⟦swordfish⟧\"]}",
    ]);
    becomes(r#"{"secrets": [91827, 12, {"a": 55512}]}"#, r#"{"secrets": ["***", "***", {"a": "***"}]}"#);
    becomes("{\"secrets\": [\n91827\n, 12 // old\n]}", "{\"secrets\": [\n\"***\"\n, \"***\" // old\n]}");
}
