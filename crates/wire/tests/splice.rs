//! Splicing changes what it is asked to, and nothing else.

mod common;

use gate_wire::splice::{Change, Edit, TraceContext, apply};
use gate_wire::{ErrorKind, Field, Limits, read};
use proptest::prelude::*;
use serde_json::{Value, json};

const KEYS: [&str; 3] = ["traceparent", "tracestate", "baggage"];

fn change() -> impl Strategy<Value = Option<Option<String>>> {
    prop_oneof![Just(None), Just(Some(None)), common::text().prop_map(|text| Some(Some(text))),]
}

fn as_change(change: &Option<Option<String>>) -> Change<'_> {
    match change {
        None => Change::Keep,
        Some(None) => Change::Remove,
        Some(Some(text)) => Change::Set(text),
    }
}

/// The same change on the parsed message.
fn changed(mut message: Value, changes: &[Option<Option<String>>; 3]) -> Value {
    let sets = changes.iter().any(|change| matches!(change, Some(Some(_))));
    let has_meta = message.pointer("/params/_meta").is_some_and(Value::is_object);
    if !sets && !has_meta {
        return message;
    }
    for (key, change) in KEYS.iter().zip(changes) {
        let meta = &mut message["params"]["_meta"];
        match change {
            Some(Some(text)) => meta[key] = text.clone().into(),
            Some(None) => drop(meta.as_object_mut().map(|meta| meta.remove(*key))),
            None => {}
        }
    }
    message
}

/// A `_meta` where the members are likely to be there, in any place.
fn meta() -> impl Strategy<Value = Value> {
    let key = prop::sample::select(&["traceparent", "tracestate", "baggage", "a", "b", "progressToken"][..]);
    prop_oneof![
        4 => prop::collection::vec((key, common::json()), 0..6)
            .prop_map(|members| members.into_iter().map(|(key, value)| (key.to_string(), value)).collect()),
        1 => Just(Value::Null),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn only_the_trace_context_changes(
        meta in prop::option::of(meta()),
        params in prop::option::of(prop::option::of(prop::option::of(common::json()))),
        is_without_params in any::<bool>(),
        changes in [change(), change(), change()],
        is_batch in any::<bool>(),
        seed in any::<u64>(),
    ) {
        let mut message = json!({"id": 1, "method": "tools/call"});
        match params {
            None => {}
            Some(None) => message["params"] = Value::Null,
            Some(Some(extra)) => {
                message["params"] = extra.map_or(json!({}), |extra| json!({"extra": extra}));
            }
        }
        if let (Some(meta), Some(params)) = (&meta, message["params"].as_object_mut()) {
            params.insert("_meta".into(), meta.clone());
        }
        if message["params"].is_null() && is_without_params {
            message.as_object_mut().unwrap().remove("params");
        }
        let other = json!({"id": 2, "method": "ping"});
        let whole = if is_batch { json!([other, message, other]) } else { message.clone() };
        let body = common::write(&whole, seed);
        let messages = read(&body, Limits::default()).unwrap();
        let index = usize::from(is_batch);
        let context = TraceContext {
            traceparent: as_change(&changes[0]),
            tracestate: as_change(&changes[1]),
            baggage: as_change(&changes[2]),
        };
        let edits = context.edits(&messages, &messages.get(index).unwrap()).unwrap();
        let sent = apply(&body, &edits).unwrap();

        let expected = changed(message, &changes);
        let expected = if is_batch { json!([other, expected, other]) } else { expected };
        let parsed: Value = serde_json::from_slice(&sent).unwrap();
        prop_assert_eq!(parsed, expected, "{}", String::from_utf8_lossy(&sent));
        prop_assert!(read(&sent, Limits::default()).is_ok());
        // Every byte outside of the edits is there still, in its order.
        let mut rest = sent.as_slice();
        let mut at = 0;
        let mut sorted = edits.clone();
        sorted.sort_by_key(|edit| (edit.range.start, edit.range.end));
        for edit in &sorted {
            let kept = &body[at..edit.range.start];
            rest = rest.strip_prefix(kept).unwrap().strip_prefix(edit.bytes.as_slice()).unwrap();
            at = edit.range.end;
        }
        prop_assert_eq!(rest, &body[at..]);
    }

    #[test]
    fn edits_are_made_or_refused(
        body in prop::collection::vec(any::<u8>(), 0..20),
        edits in prop::collection::vec((0_usize..24, 0_usize..24, prop::collection::vec(any::<u8>(), 0..3)), 0..4),
    ) {
        let edits: Vec<_> = edits.into_iter().map(|(from, to, bytes)| Edit::new(from..to, bytes)).collect();
        let is_sound = edits.iter().all(|edit| edit.range.start <= edit.range.end && edit.range.end <= body.len())
            && edits.iter().enumerate().all(|(index, one)| edits[index + 1..].iter().all(|other| {
                one.range.end <= other.range.start || other.range.end <= one.range.start
            }));
        let made = apply(&body, &edits);
        prop_assert_eq!(made.is_ok(), is_sound);
        if let Ok(made) = made {
            let removed: usize = edits.iter().map(|edit| edit.range.len()).sum();
            let added: usize = edits.iter().map(|edit| edit.bytes.len()).sum();
            prop_assert_eq!(made.len(), body.len() - removed + added);
        }
    }
}

#[test]
fn what_is_no_object_is_left_alone() {
    let context = TraceContext { traceparent: Change::Set("x"), ..TraceContext::default() };
    for (body, field) in [
        (r#"{"method":"a","params":[1]}"#, Field::Params),
        (r#"{"method":"a","params":{"_meta":7}}"#, Field::Meta),
    ] {
        let messages = read(body.as_bytes(), Limits::default()).unwrap();
        let error = context.edits(&messages, &messages.first()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotAnObject(field));
    }
}
