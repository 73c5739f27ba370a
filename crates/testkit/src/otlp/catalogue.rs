use std::collections::BTreeSet;

use super::span::ReceivedSpan;

/// Asserts that no span, event or link has an attribute outside of the catalogue, nor one twice.
///
/// # Panics
///
/// If one has; every one of them is in the message.
#[track_caller]
pub fn assert_catalogued(spans: &[ReceivedSpan], allowed: &[&str]) {
    let strays: BTreeSet<_> = spans.iter().flat_map(|span| strays(span, allowed)).collect();
    assert!(strays.is_empty(), "not in the catalogue:\n{}", Vec::from_iter(strays).join("\n"));
}

fn strays(span: &ReceivedSpan, allowed: &[&str]) -> Vec<String> {
    let name = &span.name;
    let unknown = |attribute: &&String| !allowed.contains(&attribute.as_str());
    let of_span = span.attributes.keys().filter(unknown).map(|key| format!("{key} of {name:?}"));
    let twice = span.repeated.iter().map(|key| format!("{key} of {name:?}, sent more than once"));
    let of_events = span.events.iter().flat_map(|event| {
        let keys = event.attributes.keys().filter(unknown);
        keys.map(move |key| format!("{key} of the event {:?} of {name:?}", event.name))
    });
    let of_links = span.links.iter().flat_map(|link| {
        let keys = link.attributes.keys().filter(unknown);
        keys.map(move |key| format!("{key} of a link of {name:?}"))
    });
    of_span.chain(twice).chain(of_events).chain(of_links).collect()
}
