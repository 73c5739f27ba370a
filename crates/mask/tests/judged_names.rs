//! What documents written without a look at the engine found missed by name, and the nearest
//! texts that hold no secret.

use gate_mask::Masker;

fn masked(text: &str) -> String {
    Masker::default().mask_str(text).into_inner().into_owned()
}

/// What is between `⟦` and `⟧` becomes `***`; nothing else may change, then or the second time.
fn check(cases: &[&str]) {
    for case in cases {
        let mut expected = String::new();
        let mut rest = *case;
        while let Some((before, after)) = rest.split_once('⟦') {
            let (_, after) = after.split_once('⟧').expect("marks come in pairs");
            expected.push_str(before);
            expected.push_str("***");
            rest = after;
        }
        expected.push_str(rest);
        assert_eq!(masked(&case.replace(['⟦', '⟧'], "")), expected);
        assert_eq!(masked(&expected), expected, "masked twice");
    }
}

/// The same, and in a string of JSON.
fn check_text(cases: &[&str]) {
    check(cases);
    let in_json = |case: &&str| serde_json::json!({ "n": 1, "text": case }).to_string();
    let nested: Vec<_> = cases.iter().map(in_json).collect();
    check(&nested.iter().map(String::as_str).collect::<Vec<_>>());
}

fn stays(texts: &[&str]) {
    for text in texts {
        assert_eq!(&masked(text), text);
        let json = serde_json::json!({ "n": 1, "text": text }).to_string();
        assert_eq!(masked(&json), json, "in JSON");
    }
}

#[test]
fn short_words_for_a_password_after_their_owner() {
    check_text(&[
        "ROOT_PW=⟦hunter2⟧\n",
        "user = app\nrootpw = ⟦88ca0b75⟧\n",
        "userpw: ⟦jordan23⟧\n",
        "SSHPASS=⟦letmein⟧\n",
        "RABBITMQ_DEFAULT_PASS=⟦letmein⟧\n",
        "ansible_become_pass=⟦hunter2⟧ x=1",
        "ENV ROOT_PW ⟦Winter19⟧\n",
        "rootpw ⟦dhddw⟧\n",
        "bindpw ⟦trustno1⟧\n",
        "requirepass ⟦ysnblwfe⟧\n",
        "SetEnv DB_PASSWORD ⟦hmwmfbkm⟧\n",
        "cipherKey: ⟦batman99⟧\n",
        "env:\n- name: DB_PASS\n  value: ⟦gandalf⟧\n",
        "- name: LDAP_BIND_PW\n  value: \"⟦gandalf⟧\"\n",
    ]);
    check(&[
        r#"{"pw":"⟦hunter2⟧"}"#,
        r#"{"adminpw":"⟦welcome⟧","session_key":"⟦a b⟧","unsealKey":"⟦x⟧"}"#,
        r#"{"masterauth":"⟦word⟧"}"#,
    ]);
    assert_eq!(masked(r#"{"verificationPin":4723}"#), r#"{"verificationPin":"***"}"#);
    stays(&[
        "rootpw --iscrypted x",
        "requirepass is what the server asks for",
        "pw = sync_playwright().start()",
        "XPASS=3\n",
        "OLDPWD=/root\n",
        "bypass=true compass=north encompass: all\n",
        "renderPass = \"forward\"\n",
        "{\"pw\": \"width\"}",
        "{\"default_pass\": {\"a\": 1}}",
        "proxy_pass=http://backend\n",
    ]);
}
