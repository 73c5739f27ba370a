//! Values that say what a secret is, where it is or how it is, and the secrets in the same places.

use gate_mask::Masker;

fn masked(text: &str) -> String {
    Masker::default().mask_str(text).into_inner().into_owned()
}

/// In plain text, and in a string of JSON.
fn stays(texts: &[&str]) {
    for text in texts {
        assert_eq!(&masked(text), text);
        let string = serde_json::json!({ "n": 1, "text": text }).to_string();
        assert_eq!(masked(&string), string);
    }
}

/// What is between `⟦` and `⟧` is secret; nothing else may change, and twice is once.
fn check(marked: &[&str]) {
    for marked in marked {
        let text = marked.replace(['⟦', '⟧'], "");
        let mut expected = String::new();
        let mut rest = *marked;
        while let Some((before, after)) = rest.split_once('⟦') {
            let (_, after) = after.split_once('⟧').expect("marks come in pairs");
            expected = expected + before + "***";
            rest = after;
        }
        expected.push_str(rest);
        assert_eq!(masked(&text), expected);
        assert_eq!(masked(&expected), expected, "twice");
        let string = |text: &str| serde_json::json!({ "n": 1, "text": text }).to_string();
        assert_eq!(masked(&string(&text)), string(&expected), "in JSON");
    }
}

#[test]
fn objects_of_public_members_are_looked_into() {
    stays(&[
        r#"{"flows":{"clientCredentials":{"tokenUrl":"https://idp.example.com/token","scopes":{"read":"r"}}}}"#,
        r#"{"credential":{"id":"c1","type":"oauth"},"n":1}"#,
        r#"{"credentials":{"slackApi":{"id":"17","name":"Slack account 2"}}}"#,
        r#"{"cookie":{"maxAge":3600000,"sameSite":"lax","secure":true,"httpOnly":true}}"#,
        r#"{"token":{"symbol":"USDC","decimals":6}}"#,
        r#"{"token":{"address":"0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48","decimals":6}}"#,
        r#"{"volumes":[{"name":"s","secret":{"secretName":"db","defaultMode":420}}]}"#,
        r#"{"secret":{"defaultMode":420,"items":[{"key":"a","path":"b"}],"secretName":"db"}}"#,
    ]);
    let session = "IQoJb3JpZ2luX2VjE".repeat(40);
    let sts = format!(
        "{{\n  \"Credentials\": {{\n    \"AccessKeyId\": \"{}{}\",\n    \"SecretAccessKey\": \"⟦{}⟧\",\n    \
         \"SessionToken\": \"⟦{session}⟧\",\n    \"Expiration\": \"2026-03-04T10:10:10Z\"\n  }}\n}}",
        "⟦ASIA", "IOSFODNN7ABCDEFG⟧", "wJalrXUtnFEMI9K7MDENGabPxRfiCYzzKLMNOPQR",
    );
    let long = format!(r#"{{"credentials":{{"username":"ada","token":"⟦{}⟧","n":"x"}}}}"#, "aB3".repeat(500));
    check(&[
        &sts,
        &long,
        r#"{"credentials":{"username":"ada","password":"⟦hunter2⟧"}}"#,
        r#"{"token":{"access_token":"⟦abc⟧","expires_in":3600,"token_type":"Bearer"}}"#,
    ]);
}

#[test]
fn objects_with_a_member_that_says_nothing_go_whole() {
    for object in [
        r#"{"username":"ada","value":"hunter2"}"#,
        r#"{"username":"ada","password":"x","value":"hunter2"}"#,
        r#"{"id":"aB3dE5fG7hJ9kL1m","name":"x"}"#,
        r#"{"value":"abc","maxAge":1}"#,
        r#"{"slackApi":{"id":"17","data":"hunter2"}}"#,
        r#"{"a":"b1c2d3e4"}"#,
    ] {
        for name in ["credentials", "token", "secret", "cookie", "password"] {
            let text = format!(r#"{{"{name}":{object},"n":1}}"#);
            assert_eq!(masked(&text), format!(r#"{{"{name}":"***","n":1}}"#), "{text}");
        }
    }
}
