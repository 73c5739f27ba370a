//! Keys in JSON, of which only some members are secret, and keys of services under names that others
//! have, too.
//!
//! Secrets are put together from pieces, so that no leak scanner takes this file for a leak.

mod marked;

use std::borrow::Cow;

use gate_mask::Masker;

/// So many letters of the URL alphabet that look drawn at random.
fn drawn(len: usize) -> String {
    const POOL: &[u8] = b"aZ4kT9-xQ2mWc7LpR1_vYs8HbN3gUeJ6fDo5Xt";
    (0..len).map(|at| char::from(POOL[(at * 7 + at / POOL.len()) % POOL.len()])).collect()
}

fn hex(len: usize) -> String {
    (0..len).map(|at| char::from(b"9f3a7c1e5b08d264"[(at * 7 + at / 16) % 16])).collect()
}

/// What is between `⟦` and `⟧` becomes `***` in every form, also in larger chunks.
fn check(marked: &str) {
    marked::check(marked);
    let (text, expected) = marked::parts(marked);
    for form in marked::FORMS {
        for chunk in [7, 1000] {
            assert_eq!(marked::streamed(&form(&text), chunk), form(&expected), "in chunks of {chunk}");
        }
    }
}

fn stays(text: &str) {
    for text in [text, &marked::json(text)] {
        assert!(matches!(Masker::default().mask_str(text).get(), Cow::Borrowed(_)), "{text}");
    }
}

/// `"name":"⟦…⟧"`, and without marks what is public.
fn secret(name: &str, len: usize) -> String {
    format!("\"{name}\":\"⟦{}⟧\"", drawn(len))
}

fn public(name: &str, len: usize) -> String {
    format!("\"{name}\":\"{}\"", drawn(len))
}

#[test]
fn the_private_members_of_a_key() {
    let (x, y, d) = (public("x", 43), public("y", 43), secret("d", 43));
    check(&format!(r#"{{"kty":"EC","crv":"P-256",{x},{y},{d}}}"#));
    check(&format!(r#"{{"crv":"P-256",{d},"kid":"2026-01","kty":"EC",{x},{y}}}"#));
    check(&format!(r#"{{"kty":"OKP","crv":"Ed25519",{x},{d},"key_ops":["sign"],"iat":17}}"#));
    check(&format!(r#"{{"kty":"oct",{},"alg":"HS256"}}"#, secret("k", 22)));
    check(&format!(r#"{{"alg":"HS256",{},"kid":"a","kty":"oct"}}"#, secret("k", 86)));
    check(&format!("{{\n  \"kty\": \"EC\",\n  \"d\": \"⟦{}⟧\",\n  \"use\": \"sig\"\n}}", drawn(43)));
    check(&format!(
        r#"{{"keys":[{{"kty":"EC",{x},{d}}},{{"kty":"EC",{x},{y}}},{{"kty":"oct",{}}}]}}"#,
        secret("k", 43)
    ));
}

#[test]
fn keys_longer_than_a_look_ahead() {
    for bits in [1024, 2048, 4096] {
        let (whole, half) = (bits / 6 + 1, bits / 12 + 1);
        let rest = ["p", "q", "dp", "dq", "qi"].map(|name| secret(name, half)).join(",");
        let (n, d) = (public("n", whole), secret("d", whole));
        check(&format!(r#"{{"kty":"RSA",{n},"e":"AQAB",{d},{rest},"kid":"a"}}"#));
        check(&format!(r#"{{"kty":"RSA","x5c":["{}=="],{d},{n},{rest}}}"#, drawn(200)));
    }
    // As https://mkjwk.org has them.
    let rest = ["qi", "dp"].map(|name| secret(name, 171)).join(",");
    let (p, q, d) = (secret("p", 171), secret("q", 171), secret("d", 342));
    check(&format!(r#"{{{p},"kty":"RSA",{q},{d},"e":"AQAB",{rest},"alg":"RS256",{}}}"#, public("n", 342)));
}

#[test]
fn public_keys_and_what_only_looks_like_a_key() {
    let (n, x, y) = (public("n", 342), public("x", 43), public("y", 43));
    let d = drawn(43);
    stays(&format!(r#"{{"kty":"RSA",{n},"e":"AQAB","kid":"d","use":"sig","x5t":"{d}"}}"#));
    stays(&format!(r#"{{"alg":"ES256","crv":"P-256","kid":"{d}","kty":"EC",{x},{y}}}"#));
    stays(&format!(r#"{{"jwk":{{"kty":"EC",{x},{y}}},"d":"{d}","k":"{d}"}}"#));
    stays(&format!(r#"{{"d":"{d}"}},{{"kty":"EC",{x}}},{{"d":"{d}","q":"{d}"}}"#));
    stays(&format!(r#"{{"kty":"paper","d":"{d}","p":"{d}"}}"#));
    stays(r#"{"properties":{"kty":{"type":"string"},"d":{"type":"string"}},"required":["kty"]}"#);
    stays(r#"{"kty":"oct","k":"..."} {"kty":"RSA","d":"<private>","p":""} {"kty":"EC","d":"***"}"#);
    stays(r#"if (jwk["kty"] === "EC") { delete jwk["d"]; }"#);
}

#[test]
fn the_name_of_a_header_of_artifactory() {
    let key = drawn(73).replace(['-', '_'], "x");
    check(&format!("X-JFrog-Art-Api: ⟦{key}⟧\r\n"));
    check(&format!("curl -H 'X-JFrog-Art-Api:⟦{key}⟧' https://example.com/api"));
    check(&format!(r#"{{"headers":{{"x-jfrog-art-api":"⟦{key}⟧"}}}}"#));
    check(&format!(r#"{{"name":"X-JFrog-Art-Api","value":"⟦{key}⟧"}}"#));
    check(&format!("JFROG_ART_API=⟦{key}⟧\n"));
    stays(
        "curl -H \"X-JFrog-Art-Api: $API_KEY\" https://example.com; smart-api: version2 chart_api=v1beta1x",
    );
    stays("the header X-JFrog-Art-Api: <YOUR_API_KEY>");
}

#[test]
fn keys_of_events_and_topics_of_brokers() {
    let key = hex(32);
    let routed = key.to_ascii_uppercase();
    check(&format!(r#"{{"routing_key":"⟦{key}⟧","event_action":"trigger","payload":{{"summary":"x"}}}}"#));
    check(&format!("PAGERDUTY_ROUTING_KEY=⟦{key}⟧\n"));
    check(&format!("PD_ROUTING_KEY: \"⟦R0{}⟧\"\n", &routed[2..]));
    check(&format!("routingKey = '⟦{key}⟧'\n"));
    check(&format!("pagerduty integration key ⟦{key}⟧\n"));
    stays(&format!("pagerduty dedup_key: {key} incident_key={key}"));
    stays(&format!(r#"{{"routing_key":"orders.created.{key}","exchange":"amq.topic"}}"#));
    stays(&format!(r#"{{"routing_key":"amq.gen-{}","queue":"a"}}"#, drawn(22)));
    stays(&format!(
        r#"routing_key="{}-4{}-a{}", routing_key=task_queue_of_the_orders_service_x"#,
        hex(8),
        hex(3),
        hex(3)
    ));
    stays(&format!(r#"{{"routing_key":"{}","routingKey":"{key}.dlq"}}"#, hex(40)));
    stays("PAGERDUTY_ROUTING_KEY=${PD_KEY} routing_key: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
}

#[test]
fn a_key_that_begins_like_names_of_styles() {
    let key = |tail: &str| format!("{}{}{tail}", "md-", &drawn(21));
    check(&format!("mailchimp.Client('⟦{}⟧')", key("w")));
    check(&format!("use ⟦{}⟧ now", key("8")));
    stays(&format!("{} {} systemd-{}", key(""), key("ab"), drawn(22)));
    stays(
        "md-light-theme-surface-xx md-outlined-text-fields md-HeaderNavigationButton md-button-2-primary-icons",
    );
}
