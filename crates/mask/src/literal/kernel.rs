//! Which of the passes this processor can run.

use super::cursor::{Place, Places};
use super::plan::Tables;
#[cfg(target_arch = "x86_64")]
use super::{avx2, avx512};

/// The widest pass of this processor, with its tables.
pub(super) enum Kernel {
    #[cfg(target_arch = "x86_64")]
    Avx512(Box<avx512::Groups>),
    #[cfg(target_arch = "x86_64")]
    Avx2(Box<avx2::Groups>),
    Scalar,
}

impl Kernel {
    pub(super) fn new(tables: &Tables) -> Self {
        Self::avx512(tables).or_else(|| Self::avx2(tables)).unwrap_or(Self::Scalar)
    }

    #[cfg(target_arch = "x86_64")]
    pub(super) fn avx512(tables: &Tables) -> Option<Self> {
        let has = is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512vbmi")
            && is_x86_feature_detected!("avx512vbmi2")
            && is_x86_feature_detected!("gfni")
            && has_bit_counts();
        has.then(|| Self::Avx512(avx512::Groups::new(tables)))
    }

    #[cfg(target_arch = "x86_64")]
    pub(super) fn avx2(tables: &Tables) -> Option<Self> {
        let has = is_x86_feature_detected!("avx2") && has_bit_counts();
        has.then(|| Self::Avx2(avx2::Groups::new(tables)))
    }

    #[cfg(not(target_arch = "x86_64"))]
    pub(super) fn avx512(_: &Tables) -> Option<Self> {
        None
    }

    #[cfg(not(target_arch = "x86_64"))]
    pub(super) fn avx2(_: &Tables) -> Option<Self> {
        None
    }

    /// Goes over `text` from `from` on, as far as blocks of its size and room for places reach, and
    /// adds the places that are worth more than a glance. Returns up to where the text was looked at.
    pub(super) fn scan(
        &self,
        text: &[u8],
        from: usize,
        places: &mut Places,
        is_worth: impl FnMut(Place) -> bool,
    ) -> usize {
        match self {
            #[cfg(target_arch = "x86_64")]
            #[expect(unsafe_code, reason = "the processor was asked for the feature")]
            // SAFETY: this variant is made only where the processor has all features of the pass.
            Self::Avx512(groups) => unsafe { avx512::scan(groups, text, from, places, is_worth) },
            #[cfg(target_arch = "x86_64")]
            #[expect(unsafe_code, reason = "the processor was asked for the feature")]
            // SAFETY: this variant is made only where the processor has all features of the pass.
            Self::Avx2(groups) => unsafe { avx2::scan(groups, text, from, places, is_worth) },
            Self::Scalar => from,
        }
    }

    /// Whether [`scan`](Self::scan) does anything.
    pub(super) fn is_vector(&self) -> bool {
        !matches!(self, Self::Scalar)
    }
}

/// What counts bits quickly came before the vectors; all processors with those should have it.
#[cfg(target_arch = "x86_64")]
fn has_bit_counts() -> bool {
    is_x86_feature_detected!("bmi1")
        && is_x86_feature_detected!("bmi2")
        && is_x86_feature_detected!("lzcnt")
        && is_x86_feature_detected!("popcnt")
}
