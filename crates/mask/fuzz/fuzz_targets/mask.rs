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
    assert_eq!(again, whole, "masking twice changed something");
    assert_eq!(streamed(document, usize::from(cut) + 1), whole.as_ref(), "chunks changed something");
    if serde_json::from_slice::<serde_json::Value>(document).is_ok() {
        serde_json::from_slice::<serde_json::Value>(&whole).expect("JSON stays JSON");
    }
});

fn streamed(document: &[u8], size: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut stream = MASKER.stream();
    document.chunks(size).for_each(|chunk| stream.push(chunk, &mut out));
    stream.finish(&mut out);
    out
}
