//! What travels beside a `traceparent`: checked, and kept within the bounds that the W3C sets.

use std::sync::Arc;

use http::{HeaderMap, HeaderName};

/// The header of what tracing systems add to a trace.
pub const TRACESTATE: HeaderName = HeaderName::from_static("tracestate");
/// The header of what applications add to a trace.
pub const BAGGAGE: HeaderName = HeaderName::from_static("baggage");

const MAX_STATE: usize = 512;
const MAX_STATE_MEMBERS: usize = 32;
/// Members longer than this are the first to go.
const LARGE_MEMBER: usize = 128;
const MAX_BAGGAGE: usize = 8192;
const MAX_BAGGAGE_MEMBERS: usize = 180;

/// A `tracestate`. None if any of it is malformed, as the specification asks. What is too long loses its
/// large members, then its last.
pub(crate) fn tracestate<'a>(values: impl Iterator<Item = &'a [u8]>) -> Option<Arc<str>> {
    let mut kept: Vec<&str> = Vec::new();
    for member in members(values) {
        let (key, value) = member?.split_once('=')?;
        let is_known = kept.iter().any(|kept| kept.split_once('=').is_some_and(|(other, _)| other == key));
        if !is_state_key(key) || !is_state_value(value) || is_known || kept.len() == MAX_STATE_MEMBERS {
            return None;
        }
        kept.push(member?);
    }
    if length(&kept) > MAX_STATE {
        kept.retain(|member| member.len() <= LARGE_MEMBER);
    }
    while length(&kept) > MAX_STATE {
        kept.pop();
    }
    joined(&kept)
}

/// A `baggage`: the members that are well-formed, as many as there is room for.
pub(crate) fn baggage<'a>(values: impl Iterator<Item = &'a [u8]>) -> Option<Arc<str>> {
    let mut kept: Vec<&str> = Vec::new();
    let mut length = 0;
    // The iterator is bounded too: a header of nothing but commas has members without end.
    for member in members(values).take(4 * MAX_BAGGAGE_MEMBERS).flatten() {
        if kept.len() == MAX_BAGGAGE_MEMBERS || length + member.len() > MAX_BAGGAGE {
            break;
        }
        if is_baggage(member) {
            length += member.len() + 1;
            kept.push(member);
        }
    }
    joined(&kept)
}

/// All values of a header, which count as one list.
pub(crate) fn values<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a [u8]> {
    headers.get_all(name).iter().map(http::HeaderValue::as_bytes)
}

/// The members of a list, without the blanks around them. None for one that is no text.
fn members<'a>(values: impl Iterator<Item = &'a [u8]>) -> impl Iterator<Item = Option<&'a str>> {
    let members = values.flat_map(|value| value.split(|byte| *byte == b','));
    let members = members.map(trim).filter(|member| !member.is_empty());
    members.map(|member| std::str::from_utf8(member).ok().filter(|member| member.is_ascii()))
}

/// Without the blanks that HTTP allows, which are fewer than ASCII's.
fn trim(mut text: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = text {
        text = rest;
    }
    text
}

fn length(members: &[&str]) -> usize {
    members.iter().map(|member| member.len() + 1).sum::<usize>().saturating_sub(1)
}

fn joined(members: &[&str]) -> Option<Arc<str>> {
    match members {
        [] => None,
        [only] => Some(Arc::from(*only)),
        all => Some(Arc::from(all.join(","))),
    }
}

/// `vendor`, or `tenant@vendor`.
fn is_state_key(key: &str) -> bool {
    let is_part = |part: &str, max: usize| {
        let safe = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-*/".contains(&byte);
        let starts =
            part.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        starts && part.len() <= max && part.bytes().all(safe)
    };
    match key.split_once('@') {
        Some((tenant, vendor)) => is_part(tenant, 241) && is_part(vendor, 14),
        None => is_part(key, 256),
    }
}

fn is_state_value(value: &str) -> bool {
    let safe = |byte: u8| (b' '..=b'~').contains(&byte) && byte != b'=';
    !value.is_empty() && value.len() <= 256 && value.bytes().all(safe)
}

/// `key = value`, and properties behind semicolons, of printable characters.
fn is_baggage(member: &str) -> bool {
    let Some((key, value)) = member.split_once('=') else { return false };
    let key = key.trim_end_matches([' ', '\t']);
    let in_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    let in_value = |byte: u8| byte.is_ascii_graphic() && !b"\"\\".contains(&byte) || b" \t".contains(&byte);
    !key.is_empty() && key.bytes().all(in_token) && value.bytes().all(in_value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(values: &[&str]) -> Option<String> {
        tracestate(values.iter().map(|value| value.as_bytes())).map(|text| text.to_string())
    }

    fn bag(values: &[&str]) -> Option<String> {
        baggage(values.iter().map(|value| value.as_bytes())).map(|text| text.to_string())
    }

    #[test]
    fn a_well_formed_tracestate_is_kept_in_its_order() {
        assert_eq!(state(&["congo=t61rcWkgMzE"]).as_deref(), Some("congo=t61rcWkgMzE"));
        let several = state(&[" rojo=00f067aa , t@v=1", ",,\tcongo=a b"]);
        assert_eq!(several.as_deref(), Some("rojo=00f067aa,t@v=1,congo=a b"));
        assert_eq!(state(&[""]), None);
        assert_eq!(state(&[]), None);
    }

    #[test]
    fn a_malformed_tracestate_is_dropped_as_a_whole() {
        for bad in ["A=1", "a", "a=", "a=1,a=2", "a=b=c", "a=\u{e9}", "@v=1", "t@=1", "a =1", "a=1\n", "_a=1"]
        {
            assert_eq!(state(&["good=1", bad]), None, "{bad}");
        }
        let many: Vec<_> = (0..33).map(|at| format!("k{at}=1")).collect();
        assert_eq!(state(&[&many.join(",")]), None);
        assert!(state(&[&many[..32].join(",")]).is_some());
        assert_eq!(tracestate([&[b'a', b'=', 0xff][..]].into_iter()), None);
    }

    #[test]
    fn a_long_tracestate_loses_large_members_and_then_the_last() {
        let large = format!("large={}", "x".repeat(150));
        let small: Vec<_> = (0..30).map(|at| format!("key{at:02}={}", "y".repeat(12))).collect();
        let kept = state(&[&small[..20].join(","), &large, &small[20..].join(",")]).unwrap();
        assert!(kept.len() <= MAX_STATE && !kept.contains("large"), "{kept}");
        assert_eq!(kept, small[..kept.split(',').count()].join(","));
        assert!(kept.len() + small[0].len() + 1 > MAX_STATE, "no more than must go");
    }

    #[test]
    fn baggage_is_kept_as_far_as_it_is_sound() {
        assert_eq!(
            bag(&["user=ada;ttl=1, bad , x y=1,k =  v%20"]).as_deref(),
            Some("user=ada;ttl=1,k =  v%20")
        );
        assert_eq!(bag(&["a=\"quoted\"", "a=\u{e9}", "=1", ""]), None);
        let many: Vec<_> = (0..200).map(|at| format!("k{at}=1")).collect();
        assert_eq!(bag(&[&many.join(",")]).unwrap().split(',').count(), MAX_BAGGAGE_MEMBERS);
        let long: Vec<_> = (0..100).map(|at| format!("k{at:02}={}", "v".repeat(200))).collect();
        let kept = bag(&[&long.join(",")]).unwrap();
        assert!(kept.len() <= MAX_BAGGAGE && kept.len() > MAX_BAGGAGE - 300);
    }
}
