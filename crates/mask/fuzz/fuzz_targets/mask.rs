//! What holds for every input: no panic, JSON stays JSON, masking twice changes nothing, and
//! neither does where a document is cut into chunks.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run mask` in `crates/mask`; cargo-fuzz asks for a nightly
//! compiler, and the variable lets a stable one do.

#![no_main]

use std::sync::LazyLock;

use gate_mask::Masker;
use libfuzzer_sys::fuzz_target;

static MASKER: LazyLock<Masker> = LazyLock::new(Masker::default);

fuzz_target!(|input: (u8, &[u8])| {
    let (cut, document) = input;
    let whole = MASKER.mask_bytes(document).into_inner();
    let again = MASKER.mask_bytes(&whole).into_inner();
    assert_eq!(text(&again), text(&whole), "masking twice changed something");
    // Where a whole document is a stream of events, their deltas are read as one text: a stream
    // cannot do that. But it, too, must not tell chunks apart.
    let events = is_event_stream(document);
    let unchunked = if events { streamed(document, usize::MAX) } else { whole.to_vec() };
    let chunked = streamed(document, usize::from(cut) + 1);
    assert_eq!(text(&chunked), text(&unchunked), "chunks changed something");
    if serde_json::from_slice::<serde_json::Value>(document).is_ok() {
        serde_json::from_slice::<serde_json::Value>(&whole).expect("JSON stays JSON");
    }
});

fn text(bytes: &[u8]) -> String {
    bytes.escape_ascii().to_string()
}

/// Whether the first line is one of an event; blank lines and a byte-order mark may come first.
fn is_event_stream(document: &[u8]) -> bool {
    let text = document.strip_prefix("\u{feff}".as_bytes()).unwrap_or(document).trim_ascii_start();
    ["data:", "event:", "id:", "retry:", ":"].iter().any(|field| text.starts_with(field.as_bytes()))
}

fn streamed(document: &[u8], size: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut stream = MASKER.stream();
    document.chunks(size).for_each(|chunk| stream.push(chunk, &mut out));
    stream.finish(&mut out);
    out
}
