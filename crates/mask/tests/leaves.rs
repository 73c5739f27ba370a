//! Arrays and objects that are secrets: each of their texts and numbers is masked, and nothing else of them.

mod marked;

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
        r#"{"credentials":{"expires_in":3600,"value":"k9x","rate":-1.5e3}}"#,
        r#"{"credentials":{"expires_in":"***","value":"***","rate":"***"}}"#,
    );
    // A key that was drawn is a secret itself.
    becomes(r#"{"tokens":{"0lp7jrrjcok7z89rve4cqmwc":"jonas"}}"#, r#"{"tokens":{"***":"***"}}"#);
    // Cut off.
    check_all_in(&[plain], &[r#"{"passwords":["⟦k9x2⟧","⟦a⟧"#]);
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
fn where_letters_stand_for_others_all_of_it_is_one_secret() {
    for list in [r#"["a\/b","c\u003cd"]"#, r#"{"a":"c\u003cd"}"#] {
        becomes(&format!(r#"{{"secret":{list},"n":1}}"#), r#"{"secret":"***","n":1}"#);
    }
    becomes(
        "data: {\"passwords\": [\ndata: \"a1b2\",\ndata:   {\"x\": \"c3d4\"}\ndata: ], \"n\": 1}\n\n",
        "data: {\"passwords\": \"***\", \"n\": 1}\n\n",
    );
}

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
