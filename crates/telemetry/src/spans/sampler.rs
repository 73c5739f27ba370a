//! Which traces are exported.

use std::{
    fmt,
    sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
};

/// Samples what its parent says, and a part of the traces that begin here. It can be changed at any time.
///
/// What it says is also the flag that goes on to others in `traceparent`. While nothing is exported it says
/// no to traces that begin here, as nobody would see their beginning, and hands on what parents say.
///
/// Whoever asks twice about a trace is told the same, and so is every other process that goes by the
/// OpenTelemetry specification: the lower 56 bits of the trace's id are random, and are compared with a
/// threshold.
///
/// ```
/// use gate_telemetry::spans::Sampler;
///
/// let sampler = Sampler::new(0.0);
/// sampler.set_active(true);
/// assert!(!sampler.sample(None, [7; 16]));
/// assert!(sampler.sample(Some(true), [7; 16]));
/// sampler.set_ratio(1.0);
/// assert!(sampler.sample(None, [7; 16]));
/// ```
pub struct Sampler {
    active: AtomicBool,
    /// What is below is not sampled.
    threshold: AtomicU64,
}

impl Sampler {
    /// As many different values as 56 bits have.
    const ALL: u64 = 1 << 56;

    /// Samples this part of the traces: 1.0 is all of them. It is not active yet.
    #[must_use]
    pub fn new(ratio: f64) -> Self {
        Self { active: AtomicBool::new(false), threshold: AtomicU64::new(threshold(ratio)) }
    }

    /// Samples this part of the traces from now on.
    pub fn set_ratio(&self, ratio: f64) {
        self.threshold.store(threshold(ratio), Relaxed);
    }

    /// Whether anything is exported.
    pub fn set_active(&self, active: bool) {
        self.active.store(active, Relaxed);
    }

    /// Whether the trace of this id is sampled, if its parent is, if it has one.
    #[must_use]
    pub fn sample(&self, parent_sampled: Option<bool>, trace_id: [u8; 16]) -> bool {
        if let Some(sampled) = parent_sampled {
            return sampled;
        }
        let random = u128::from_be_bytes(trace_id) as u64 % Self::ALL;
        self.active.load(Relaxed) && random >= self.threshold.load(Relaxed)
    }
}

/// For the layers of `gate-trace`: what they hand on in `traceparent` is what is exported.
impl gate_trace::Sampler for Sampler {
    fn sample(&self, parent: Option<gate_trace::TraceContext>, trace_id: [u8; 16]) -> bool {
        Self::sample(self, parent.map(|parent| parent.ids().sampled), trace_id)
    }
}

/// Not a number is none of them.
fn threshold(ratio: f64) -> u64 {
    let dropped = 1.0 - ratio.clamp(0.0, 1.0);
    if dropped.is_nan() { Sampler::ALL } else { (dropped * Sampler::ALL as f64) as u64 }
}

impl fmt::Debug for Sampler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sampled = Self::ALL - self.threshold.load(Relaxed);
        f.debug_struct("Sampler")
            .field("active", &self.active)
            .field("ratio", &(sampled as f64 / Self::ALL as f64))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn active(ratio: f64) -> Sampler {
        let sampler = Sampler::new(ratio);
        sampler.set_active(true);
        sampler
    }

    fn id(low: u64) -> [u8; 16] {
        (u128::MAX << 64 | u128::from(low)).to_be_bytes()
    }

    #[test]
    fn a_part_of_all_ids_is_sampled() {
        for ratio in [0.0, 0.001, 0.25, 0.5, 0.9, 1.0] {
            let sampler = active(ratio);
            let ids = (0..20_000u64).map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            let sampled = ids.filter(|low| sampler.sample(None, id(*low))).count();
            assert!((sampled as f64 / 20_000.0 - ratio).abs() < 0.005, "{ratio}: {sampled}");
        }
    }

    #[test]
    fn what_a_smaller_ratio_samples_a_larger_one_does() {
        let (small, large) = (active(0.2), active(0.3));
        for low in (0..5_000u64).map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15)) {
            assert!(!small.sample(None, id(low)) || large.sample(None, id(low)));
        }
    }

    #[test]
    fn the_edges() {
        assert!(!active(0.0).sample(None, id(u64::MAX)) && active(1.0).sample(None, id(0)));
        assert!(!active(f64::NAN).sample(None, id(u64::MAX)) && active(7.0).sample(None, id(0)));
        // The byte above the random ones has no say.
        assert_eq!(active(0.5).sample(None, id(0xff << 56)), active(0.5).sample(None, id(0)));
        assert!(active(0.5).sample(None, id(1 << 55)) && !active(0.5).sample(None, id((1 << 55) - 1)));
    }

    #[test]
    fn off_nothing_begins_but_parents_are_heard() {
        let sampler = Sampler::new(1.0);
        assert!(!sampler.sample(None, id(7)));
        assert!(sampler.sample(Some(true), id(7)) && !sampler.sample(Some(false), id(7)));
    }
}
