//! Which of the passes this processor can run.

use std::ops::Range;

#[cfg(target_arch = "x86_64")]
use super::avx512;
use super::cursor::Places;
use super::pattern::Pattern;
use super::plan::{Tables, Window};
use super::shift_or::ShiftOr;
use super::sight::Look;

/// The quickest pass of this processor, with its tables.
pub(super) enum Kernel {
    #[cfg(target_arch = "x86_64")]
    Avx512(Box<avx512::Groups>),
    ShiftOr(Box<ShiftOr>),
}

impl Kernel {
    pub(super) fn new(tables: &Tables, windows: &[Window], patterns: &[Pattern]) -> Self {
        Self::avx512(tables).unwrap_or_else(|| Self::shift_or(tables, windows, patterns))
    }

    pub(super) fn shift_or(tables: &Tables, windows: &[Window], patterns: &[Pattern]) -> Self {
        Self::ShiftOr(ShiftOr::new(windows, patterns, tables.refused_byte()))
    }

    #[cfg(target_arch = "x86_64")]
    fn avx512(tables: &Tables) -> Option<Self> {
        let has = is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512vbmi")
            && is_x86_feature_detected!("avx512vbmi2")
            && is_x86_feature_detected!("gfni")
            && is_x86_feature_detected!("bmi1")
            && is_x86_feature_detected!("bmi2")
            && is_x86_feature_detected!("lzcnt")
            && is_x86_feature_detected!("popcnt");
        has.then(|| Self::Avx512(avx512::Groups::new(tables)))
    }

    #[cfg(not(target_arch = "x86_64"))]
    fn avx512(_: &Tables) -> Option<Self> {
        None
    }

    /// Goes over a part of a text, as far as room for places reaches, and adds those that have more to
    /// them than chance. Returns up to where the text was looked at, which may be a little further.
    pub(super) fn scan(
        &self,
        text: &[u8],
        part: Range<usize>,
        places: &mut Places,
        sight: &mut impl Look,
    ) -> usize {
        match self {
            #[cfg(target_arch = "x86_64")]
            #[expect(unsafe_code, reason = "the processor was asked for the feature")]
            // SAFETY: this variant is made only where the processor has all features of the pass.
            Self::Avx512(groups) => unsafe { avx512::scan(groups, text, part, places, sight) },
            Self::ShiftOr(pass) => pass.scan(text, part, places, sight),
        }
    }
}
