//! Where in a text the codes are that a window accepts.

use super::buckets::{Codes, PAIRED, bits};
use super::places::Places;
use super::windows::Cut;
use super::{FOLDED, LOW, PAIRS, SINGLE, fold, low};

/// The codes of a text.
pub(super) struct ByCode {
    pairs: OfKind,
    singles: OfKind,
}

/// What pairs, or single bytes, are told apart by.
pub(super) struct OfKind {
    /// Where in the text each code is.
    places: Vec<Places>,
    /// How often.
    shares: Vec<f64>,
    /// So many of them are in a window.
    width: usize,
    everywhere: Places,
}

impl ByCode {
    pub(super) fn new(text: &[u8]) -> Self {
        let of_kind = |places: Vec<Places>, width: usize| OfKind {
            shares: places.iter().map(Places::share).collect(),
            places,
            width,
            everywhere: Places::all(text),
        };
        Self {
            pairs: of_kind(Places::by_code(text, FOLDED, fold), PAIRS),
            singles: of_kind(Places::by_code(text, LOW, |byte, _| low(byte)), SINGLE),
        }
    }

    /// The kind that a bucket is for,
    pub(super) fn of_bucket(&self, bucket: usize) -> &OfKind {
        if bucket < PAIRED { &self.pairs } else { &self.singles }
    }

    /// and that a window is read as.
    pub(super) fn of_cut(&self, cut: Cut) -> &OfKind {
        if cut.group.is_some() { &self.pairs } else { &self.singles }
    }
}

impl OfKind {
    /// Where in the text each place of a window is accepted.
    pub(super) fn places(&self, codes: &Codes) -> Vec<Places> {
        let accepted = |(place, codes): (usize, u128)| {
            let mut accepted = self.everywhere.clone();
            if codes != u128::MAX {
                accepted.clear();
                bits(codes).for_each(|code| accepted.add(&self.places[code as usize], place));
            }
            accepted
        };
        codes.0.into_iter().enumerate().take(self.width).map(accepted).collect()
    }

    /// How much of the text would be accepted if it were shuffled.
    pub(super) fn shuffled(&self, codes: &Codes) -> f64 {
        let share = |codes: u128| bits(codes).map(|code| self.shares[code as usize]).sum::<f64>();
        codes.0.into_iter().take(self.width).map(share).product()
    }
}
