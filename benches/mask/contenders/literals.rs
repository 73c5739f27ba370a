//! The scale: a search for the literals alone, for one literal, and a copy.

use std::hint::black_box;

use aho_corasick::{AhoCorasick, MatchKind, packed};
use memchr::memmem;

use super::{Mask, formats};

/// The stock searcher for few literals; the automaton where it cannot be built. The ceiling of what is
/// built on it.
pub(crate) fn packed() -> Mask {
    let literals = formats::LITERALS;
    let searcher = packed::Config::new().match_kind(packed::MatchKind::LeftmostFirst).builder();
    let searcher = { searcher }.extend(literals).build();
    if let Some(searcher) = searcher {
        return Box::new(move |text| searcher.find_iter(text).count());
    }
    eprintln!("note: no packed searcher for {} literals here; `literals` is the automaton", literals.len());
    let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(literals);
    let automaton = automaton.expect("so few literals fit the automaton");
    Box::new(move |text| automaton.find_iter(text).count())
}

/// A literal that is hardly ever there.
pub(crate) fn memmem() -> Mask {
    let finder = memmem::Finder::new("-----BEGIN").into_owned();
    Box::new(move |text| finder.find_iter(text.as_bytes()).count())
}

pub(crate) fn copy() -> Mask {
    let mut out = Vec::new();
    Box::new(move |text| {
        out.clear();
        out.extend_from_slice(text.as_bytes());
        black_box(&out);
        0
    })
}
