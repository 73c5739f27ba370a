//! Reading and writing trace context.

use gate_trace::TraceContext;
use proptest::prelude::*;

proptest! {
    #[test]
    fn what_is_written_is_read(trace in any::<[u8; 16]>(), span in any::<[u8; 8]>(), flags in 0u8..4) {
        prop_assume!(trace != [0; 16] && span != [0; 8]);
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let text = format!("00-{}-{}-{flags:02x}", hex(&trace), hex(&span));
        let context: TraceContext = text.parse().unwrap();
        prop_assert_eq!(context.ids().trace_id, trace);
        prop_assert_eq!(context.ids().span_id, span);
        prop_assert_eq!(context.ids().sampled, flags & 1 == 1);
        prop_assert_eq!(context.to_string(), text.clone());
        prop_assert_eq!(context.header_value(), text);
        prop_assert_eq!(TraceContext::from(context.ids()).to_string(), context.ids().to_string());
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..70)) {
        let _ = TraceContext::parse(&bytes);
    }

    #[test]
    fn one_wrong_byte_is_never_read_as_something_else(at in 0usize..55, byte in any::<u8>()) {
        let good = *b"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        let mut text = good;
        text[at] = byte;
        if let Ok(context) = TraceContext::parse(&text) {
            let known = matches!(at, 0 | 1 | 53 | 54);
            prop_assert!(known || context.to_bytes() == text);
        }
    }
}

#[test]
fn what_is_malformed_is_refused() {
    let (trace, span) = ("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331");
    let refused = [
        String::new(),
        format!("00-{trace}-{span}"),
        format!("00-{trace}-{span}-01-"),
        format!("00-{trace}-{span}-01-more"),
        format!("01-{trace}-{span}-01more"),
        format!("ff-{trace}-{span}-01"),
        format!("00-{trace}-{span}-0g"),
        format!("00_{trace}-{span}-01"),
        format!("00-{}-{span}-01", "0".repeat(32)),
        format!("00-{trace}-{}-01", "0".repeat(16)),
        format!("00-{}-{span}-01", trace.to_uppercase()),
        format!(" 00-{trace}-{span}-01"),
    ];
    for text in refused {
        assert!(text.parse::<TraceContext>().is_err(), "{text:?}");
    }
    let newer = format!("01-{trace}-{span}-01-more").parse::<TraceContext>().unwrap();
    assert_eq!(newer.to_string(), format!("00-{trace}-{span}-01"));
}
