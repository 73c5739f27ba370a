//! Text that repeats itself: the cheapest way to send many secrets or near misses.
//!
//! What a scanner does next depends on the bytes around the place where it stands, so far as it may
//! look, and on what it remembers of them. If it stands as it stood some bytes before, and the text
//! goes on repeating these bytes, it would only do the same again: so it goes on where the repeating
//! ends, less what it looks ahead, and tells of the same spans again. What is found is the same with
//! and without.

use super::state::Positions;
use super::{LOOK_AHEAD, LOOK_BEHIND, Span};
use crate::base64;

/// Where a scanner stands.
#[derive(Clone, Copy)]
pub(super) struct Stand {
    pub(super) at: usize,
    /// Nothing before this is looked at; counted from the farthest place that may be.
    pub(super) floor: usize,
    /// What it remembers, counted from before any literal that may yet be found.
    pub(super) remembered: Positions,
    /// Where base64 text is to be searched, counted alike.
    pub(super) wrapped: Option<usize>,
    pub(super) unwrapped: usize,
}

/// Looks for two places where a scanner stands alike: rarely, and less often where it was in vain.
pub(super) struct Repeats {
    /// So much is to be done before anything is compared.
    wait: u32,
    /// With so many places one is compared, and so many are passed by once that was in vain.
    patience: u32,
    /// How many of them are left.
    left: u32,
    before: Option<Stand>,
    /// Base64 text was searched since then, which looks further ahead.
    searched: bool,
    /// What was found since then.
    found: Vec<Span>,
    again: Again,
}

/// Spans that are found again, so many bytes further on each time.
#[derive(Default)]
struct Again {
    spans: Vec<Span>,
    next: usize,
    by: usize,
    period: usize,
    times: usize,
}

/// So many spans in what repeats are kept at most.
const MOST_FOUND: usize = 64;
/// Searching base64 text is as much work as so many places.
pub(super) const SEARCH: u32 = 8;
const FEW: u32 = 16;
/// After so many it is tried again where it could not be: what repeats seldom has as many, or a multiple.
const ODD: u32 = 7;
const MANY: u32 = 2048;
/// What is looked at around a literal, beside what its view shows.
const AROUND: usize = 64;

impl Default for Repeats {
    fn default() -> Self {
        Self {
            wait: FEW,
            patience: FEW,
            left: 0,
            before: None,
            searched: false,
            found: Vec::new(),
            again: Again::default(),
        }
    }
}

impl Repeats {
    /// Whether to compare what is at `at`, once so much more was done in vain.
    #[inline]
    pub(super) fn is_due(&mut self, window: &[u8], at: usize, work: u32) -> bool {
        self.searched |= work == SEARCH;
        self.wait = self.wait.saturating_sub(work);
        self.wait == 0 && self.may_skip(window, at)
    }

    /// Most texts differ at once.
    #[inline]
    fn may_skip(&mut self, window: &[u8], at: usize) -> bool {
        let Some(before) = &self.before else {
            return true;
        };
        // With the last place comes the end of patience.
        let is_near = self.left == 1 || near(window, at) == near(window, before.at);
        self.left -= u32::from(!is_near);
        is_near
    }

    /// How far the scanner may go on at once from `at`, if the text repeats what it saw. `longest` is
    /// the most that a literal has; `stand` says how it stands, unless there is a span it knows of.
    #[cold]
    pub(super) fn skip(
        &mut self,
        window: &[u8],
        (at, longest): (usize, usize),
        stand: impl FnOnce() -> Option<Stand>,
    ) -> Option<usize> {
        let Some(before) = self.before else {
            self.begin(stand());
            return None;
        };
        // Most texts differ at once.
        let is_near = near(window, at) == near(window, before.at);
        let now = if is_near { stand() } else { None };
        let times =
            now.filter(|now| before.is_like(now)).map_or(0, |_| self.times(window, (before.at, at), longest));
        if times > 0 {
            let (period, spans) = (at - before.at, std::mem::take(&mut self.found));
            let again = Again { spans, next: 0, by: period, period, times };
            *self = Self { again, ..Self::default() };
            return Some(times * period);
        }
        self.left -= 1;
        if self.left == 0 {
            self.give_up();
        }
        None
    }

    /// Notes what was found.
    #[inline]
    pub(super) fn note(&mut self, span: &Span) {
        if self.before.is_some() {
            self.found.push(span.clone());
            if self.found.len() > MOST_FOUND {
                self.give_up();
            }
        }
    }

    /// The next span that is found again.
    #[inline]
    pub(super) fn next_span(&mut self) -> Option<Span> {
        if self.again.spans.is_empty() { None } else { self.again.next_span() }
    }

    /// Forgets where the scanner stood.
    pub(super) fn clear(&mut self) {
        *self = Self { patience: self.patience, ..Self::default() };
    }

    fn begin(&mut self, now: Option<Stand>) {
        self.before = now;
        self.searched = false;
        self.found.clear();
        self.left = self.patience;
        self.wait = if now.is_some() { 0 } else { ODD };
    }

    fn give_up(&mut self) {
        self.before = None;
        self.found.clear();
        self.wait = self.patience;
        self.patience = (4 * self.patience).min(MANY);
    }

    /// How often what is between two places is repeated after them, with all that is looked at.
    fn times(&self, window: &[u8], (before, now): (usize, usize), longest: usize) -> usize {
        let ahead = longest + AROUND + if self.searched { base64::PIECE } else { LOOK_AHEAD };
        let earlier = &window[before - behind(longest)..];
        // Where the repeating ends; it began as far back as anything looks.
        let end = now - behind(longest) + alike(earlier, &earlier[now - before..]);
        end.saturating_sub(now + ahead).checked_div(now - before).unwrap_or(0)
    }
}

impl Again {
    fn next_span(&mut self) -> Option<Span> {
        let mut span = self.spans.get(self.next)?.clone();
        span.start += self.by;
        span.end += self.by;
        self.next += 1;
        if self.next == self.spans.len() {
            (self.next, self.by, self.times) = (0, self.by + self.period, self.times - 1);
            if self.times == 0 {
                self.spans = Vec::new();
            }
        }
        Some(span)
    }
}

/// A few bytes from the last one on that was looked at.
fn near(window: &[u8], at: usize) -> Option<&[u8; 8]> {
    window.get(at.saturating_sub(1)..)?.first_chunk()
}

impl Stand {
    fn is_like(&self, other: &Self) -> bool {
        self.floor == other.floor
            && self.remembered == other.remembered
            && self.wrapped == other.wrapped
            && self.unwrapped == other.unwrapped
    }
}

/// So much before a place may count for what is found after it.
pub(super) fn behind(longest: usize) -> usize {
    LOOK_BEHIND + longest + AROUND
}

/// How many bytes are the same in both, from the first on.
fn alike(left: &[u8], right: &[u8]) -> usize {
    const BLOCK: usize = 64;
    let blocks = left.as_chunks::<BLOCK>().0.iter().zip(right.as_chunks::<BLOCK>().0);
    let whole = BLOCK * blocks.take_while(|(left, right)| left == right).count();
    let rest = left[whole..].iter().zip(&right[whole..]);
    whole + rest.take_while(|(left, right)| left == right).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONGEST: usize = 20;

    fn stand(at: usize, names: usize) -> Stand {
        let remembered = std::array::from_fn(|place| if place == 0 { names } else { 0 });
        Stand { at, floor: 0, remembered, wrapped: None, unwrapped: 0 }
    }

    /// The first skip of a scanner that stands at every fifth byte, `names` ahead of what it remembers.
    fn first_skip(text: &[u8], names: impl Fn(usize) -> usize) -> Option<(usize, usize)> {
        first_skip_where(text, |at| Some(stand(at, names(at))))
    }

    fn first_skip_where(text: &[u8], stand: impl Fn(usize) -> Option<Stand>) -> Option<(usize, usize)> {
        let mut repeats = Repeats::default();
        (behind(LONGEST)..text.len()).step_by(5).find_map(|at| {
            let now = || stand(at);
            let by = repeats.is_due(text, at, 1).then(|| repeats.skip(text, (at, LONGEST), now));
            by.flatten().map(|by| (at, by))
        })
    }

    #[test]
    fn what_repeats_is_passed_by_but_for_what_a_view_shows() {
        let text = b"abcde".repeat(2_000);
        let (at, by) = first_skip(&text, |_| 0).expect("it repeats");
        assert_eq!(by % 5, 0);
        assert!(at < 1_000 && text.len() - at - by >= LOOK_AHEAD + LONGEST, "{at} {by}");
        assert!(text.len() - at - by < LOOK_AHEAD + 2 * (LONGEST + AROUND), "{at} {by}");
    }

    /// With one span in each, every second time was always one at which a span was still open.
    #[test]
    fn what_repeats_may_have_places_where_nothing_can_be_compared() {
        let text = b"abcde".repeat(2_000);
        for each in [2, 3, 4] {
            let at_some = |at: usize| ((at / 5).is_multiple_of(each)).then(|| stand(at, 0));
            let (_, by) = first_skip_where(&text, at_some).expect("it repeats");
            assert_eq!(by % 5, 0);
        }
    }

    #[test]
    fn one_other_byte_ends_it() {
        let mut text = b"abcde".repeat(2_000);
        text[6_003] = b'x';
        let (at, by) = first_skip(&text, |_| 0).expect("it repeats");
        assert!(at + by + LOOK_AHEAD < 6_003, "{at} {by}");
        for place in (3..text.len()).step_by(1_000) {
            text[place] = (place / 1_000) as u8;
        }
        assert_eq!(first_skip(&text, |_| 0), None);
    }

    #[test]
    fn what_is_remembered_must_repeat_too() {
        let text = b"abcde".repeat(2_000);
        let (_, by) = first_skip(&text, |at| at % 35).expect("it repeats");
        assert_eq!(by % 35, 0);
        assert_eq!(first_skip(&text, |at| at), None);
    }
}
