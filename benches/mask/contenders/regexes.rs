//! Regular expressions: all in one automaton, and one after the other.

use std::{borrow::Cow, hint::black_box, ops::Range};

use regex_automata::{meta, util::syntax};

use super::{Mask, formats};

/// So many patterns need more states than the default 2 MB of them: with that, dirty input takes thrice the
/// time.
const LAZY_STATES: usize = 64 << 20;

/// One pass of a meta engine over all patterns; what it finds is replaced.
pub(crate) fn meta() -> Mask {
    let regex = multi();
    Box::new(move |text| {
        let (masked, findings) = replace(text.as_bytes(), spans(&regex, text.as_bytes()));
        black_box(masked);
        findings
    })
}

/// What people write first.
pub(crate) fn one_by_one() -> Mask {
    let build = |pattern: String| regex::bytes::RegexBuilder::new(&pattern).unicode(false).build();
    let regexes: Vec<_> =
        formats::patterns().map(|it| build(it).expect("a pattern of the list is valid")).collect();
    Box::new(move |text| {
        let mut masked = Cow::Borrowed(text.as_bytes());
        let mut findings = 0;
        for regex in &regexes {
            let spans = regex.find_iter(&masked).map(|it| it.range());
            if let (Cow::Owned(bytes), count) = replace(&masked, spans) {
                masked = Cow::Owned(bytes);
                findings += count;
            }
        }
        black_box(masked);
        findings
    })
}

pub(super) fn multi() -> meta::Regex {
    let patterns: Vec<_> = formats::patterns().collect();
    meta::Regex::builder()
        .configure(meta::Config::new().hybrid_cache_capacity(LAZY_STATES))
        .syntax(syntax::Config::new().unicode(false).utf8(false))
        .build_many(&patterns)
        .expect("the patterns of the list are valid")
}

/// Where all of the patterns match.
pub(super) fn spans<'a>(regex: &'a meta::Regex, text: &'a [u8]) -> impl Iterator<Item = Range<usize>> + 'a {
    regex.find_iter(text).map(|found| found.range())
}

/// The text with the spans replaced, borrowed if there are none; and how many there are.
pub(super) fn replace(text: &[u8], spans: impl Iterator<Item = Range<usize>>) -> (Cow<'_, [u8]>, usize) {
    let mut spans = spans.peekable();
    if spans.peek().is_none() {
        return (Cow::Borrowed(text), 0);
    }
    let (mut out, mut copied, mut findings) = (Vec::with_capacity(text.len()), 0, 0);
    for span in spans {
        out.extend_from_slice(&text[copied..span.start]);
        out.extend_from_slice(b"***");
        (copied, findings) = (span.end, findings + 1);
    }
    out.extend_from_slice(&text[copied..]);
    (Cow::Owned(out), findings)
}
