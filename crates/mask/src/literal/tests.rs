//! Every pass finds what a search byte by byte finds.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::cursor::Place;
use super::sight::Look;
use super::*;

/// Of letters that meet often, some of which fold together.
fn soup(len: std::ops::Range<usize>) -> impl Strategy<Value = Vec<u8>> {
    let byte = select(b"abAB!tTn4 _-/+=@`Zk\\\x00\x80\xff".to_vec());
    vec(prop_oneof![9 => byte, 1 => any::<u8>()], len)
}

fn pattern() -> impl Strategy<Value = Pattern> {
    let plain = (soup(4..12), any::<bool>());
    let plain = plain.prop_map(|(bytes, fold)| {
        let exact = Pattern::exact(&bytes);
        if fold { exact.ignoring_case() } else { exact }
    });
    let sets = vec(soup(1..60), 4..9).prop_map(|sets| {
        Pattern::of(sets.iter().map(|set| ByteSet::of(|byte| set.contains(&byte))).collect())
    });
    let pattern = prop_oneof![6 => plain, 1 => sets];
    (pattern, any::<bool>())
        .prop_map(|(pattern, bound)| if bound { pattern.beginning_a_word() } else { pattern })
}

/// All patterns with their starts, and all places where base64 text begins.
type Hits = (Vec<(usize, usize)>, Vec<usize>);

fn byte_by_byte(patterns: &[Pattern], text: &[u8]) -> Hits {
    let starts = |at: usize| {
        move |(index, pattern): (usize, &Pattern)| {
            let begins = !pattern.is_bound() || boundary::may_begin(text, at);
            (begins && pattern.starts(&text[at..])).then_some((index, at))
        }
    };
    let mut found: Vec<_> =
        (0..text.len()).flat_map(|at| patterns.iter().enumerate().filter_map(starts(at))).collect();
    found.sort_unstable();
    (found, (0..text.len()).filter(|&at| base64::starts(text, at)).collect())
}

fn searched(literals: &Literals, text: &[u8], from: usize) -> Hits {
    let mut cursor = Cursor::default();
    let (mut found, mut runs, mut at) = (Vec::new(), Vec::new(), from);
    while let Some(place) = literals.find(text, &mut cursor, at) {
        let mut hits = literals.at(text, place);
        let place = place.at;
        found.extend(std::iter::from_fn(|| hits.next(|_, _| true)));
        runs.extend(base64::starts(text, place).then_some(place));
        at = place + 1;
    }
    found.sort_unstable();
    (found, runs)
}

/// The same of a text that grows to each of these lengths in turn.
fn searched_growing(literals: &Literals, text: &[u8], lens: &[usize]) -> Hits {
    let sure = literals.longest() + base64::PROOF;
    let mut cursor = Cursor::default();
    let (mut found, mut runs, mut at) = (Vec::new(), Vec::new(), 0);
    for len in lens.iter().copied().filter(|&len| len < text.len()).chain([text.len()]) {
        let seen = &text[..len];
        while let Some(place) = literals.find(seen, &mut cursor, at) {
            if len < text.len() && len - place.at < sure {
                break;
            }
            let mut hits = literals.at(seen, place);
            let place = place.at;
            found.extend(std::iter::from_fn(|| hits.next(|_, _| true)));
            runs.extend(base64::starts(seen, place).then_some(place));
            at = place + 1;
        }
    }
    found.sort_unstable();
    (found, runs)
}

fn with_each_pass(
    patterns: &[Pattern],
    mut check: impl FnMut(&Literals) -> Result<(), TestCaseError>,
) -> Result<(), TestCaseError> {
    let passes = [Kernel::new, Kernel::shift_or];
    passes.into_iter().try_for_each(|pass| check(&Literals::with(patterns.to_vec(), pass)))
}

/// Counts the places that pass.
struct Count(usize);

impl Look for Count {
    fn is_worth(&mut self, _: Place) -> bool {
        self.0 += 1;
        false
    }

    fn stands(&mut self, _: Place) -> (bool, Seen) {
        (false, Seen::NOTHING)
    }
}

/// What passes costs as much as reading a hundred bytes: a pass that let nearly all through was forty times
/// slower, and found the same.
#[test]
fn little_of_clean_text_passes() {
    let patterns = crate::scan::searched::built_in(crate::rules::Family::Secret);
    with_each_pass(&patterns, |literals| {
        let (mut cursor, mut at, mut passed) = (Cursor::default(), 0, 0);
        while at < plan::SAMPLE.len() {
            cursor.clear(at);
            let mut count = Count(0);
            at = literals.kernel.scan(plan::SAMPLE, at..plan::SAMPLE.len(), &mut cursor.places, &mut count);
            passed += count.0;
        }
        prop_assert!(passed < 40 * plan::SAMPLE.len() / 1024, "{passed} of {}", plan::SAMPLE.len());
        Ok(())
    })
    .unwrap();
}

/// A pass that stopped for want of room had gone on to the end of its block, and so past the text.
#[test]
fn where_a_pass_stops_near_the_end_of_a_text_that_grows_nothing_is_hidden() {
    let pattern =
        |sets: [&[u8]; 4]| Pattern::of(sets.map(|set| ByteSet::of(|byte| set.contains(&byte))).to_vec());
    // What may be nearly anything is seen in what stands for the rest of the text, too.
    let patterns = [
        pattern([b" =Aabt", b"\0+=A_`t", b"-4@abk\xff", b"!=@Zbt"]),
        pattern([b" +-AZ_at", b"\0+=AZbtw\xff", b"\0+/=AZbt\xc7\xec", b"\0+=AZab\x94"]),
    ];
    let mut state = 1_u32;
    let mut letter = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        b"aaaaaaaaaaaaA!4_-/=b"[(state >> 16) as usize % 20]
    };
    for len in 200..600 {
        let text: Vec<u8> = (0..len).map(|_| letter()).chain(*b"=_-!").collect();
        with_each_pass(&patterns, |literals| {
            let (found, _) = searched_growing(literals, &text, &[text.len() - 1]);
            prop_assert!(found.contains(&(0, len)), "{len}");
            Ok(())
        })
        .unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn all_passes_find_the_same(patterns in vec(pattern(), 1..40), text in soup(0..2400), from in 0_usize..80) {
        with_each_pass(&patterns, |literals| {
            let (found, runs) = searched(literals, &text, 0);
            let (expected, expected_runs) = byte_by_byte(&patterns, &text);
            prop_assert!(expected.iter().all(|hit| found.contains(hit)), "{found:?} {expected:?}");
            // Elsewhere than where a word begins, one may be found as well.
            prop_assert!(found.iter().all(|&(index, at)| patterns[index].starts(&text[at..])));
            prop_assert_eq!(runs, expected_runs);
            let from = from.min(text.len());
            let rest = searched(literals, &text, from).0;
            let all = byte_by_byte(&patterns, &text).0;
            // A window may begin after `from` though its pattern begins before.
            prop_assert!(all.iter().filter(|hit| hit.1 >= from).all(|hit| rest.contains(hit)));
            Ok(())
        })?;
    }

    #[test]
    fn a_text_that_grows_hides_nothing(
        patterns in vec(pattern(), 1..20),
        text in soup(0..4000),
        mut lens in vec(0_usize..4000, 1..12),
    ) {
        lens.sort_unstable();
        with_each_pass(&patterns, |literals| {
            let (found, runs) = searched_growing(literals, &text, &lens);
            let (expected, expected_runs) = byte_by_byte(&patterns, &text);
            prop_assert!(expected.iter().all(|hit| found.contains(hit)), "{found:?} {expected:?}");
            prop_assert!(found.iter().all(|&(index, at)| patterns[index].starts(&text[at..])));
            prop_assert_eq!(runs, expected_runs);
            Ok(())
        })?;
    }

    #[test]
    fn base64_text_is_found_wherever_it_begins(before in soup(0..150), text in "[ -~]{12,60}") {
        const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut document = before;
        document.push(b' ');
        let start = document.len();
        for group in text.as_bytes().as_chunks::<3>().0 {
            let bits = group.iter().fold(0, |bits, &byte| bits << 8 | usize::from(byte));
            document.extend([bits >> 18, bits >> 12, bits >> 6, bits].map(|six| LETTERS[six & 63]));
        }
        with_each_pass(&[], |literals| {
            prop_assert!(searched(literals, &document, 0).1.contains(&(start - 1)));
            Ok(())
        })?;
    }
}
