//! What goes wrong where nobody waits for an answer.

use std::time::{Duration, Instant};

use gate_audit::StoreError;

/// How often at most the same is told.
const PAUSE: Duration = Duration::from_secs(5 * 60);

/// Tells the log when a task begins to fail, now and then while it does, and when it does no longer.
#[derive(Debug)]
pub(crate) struct Trouble {
    /// What is told of it.
    fails: &'static str,
    told: Option<Instant>,
    /// Whether it was told since it last went well.
    is_open: bool,
    /// How often it has failed since.
    failures: u64,
}

impl Trouble {
    pub(crate) fn with(fails: &'static str) -> Self {
        Self { fails, told: None, is_open: false, failures: 0 }
    }

    /// It has failed. What the error says must quote no record.
    pub(crate) fn tell(&mut self, error: &StoreError) {
        self.failures += 1;
        if self.told.is_some_and(|told| told.elapsed() < PAUSE) {
            return;
        }
        (self.told, self.is_open) = (Some(Instant::now()), true);
        tracing::warn!(error = error.with_causes(), failures = self.failures, "{}", self.fails);
    }

    /// It went well.
    pub(crate) fn is_over(&mut self) {
        if self.is_open {
            tracing::info!(failures = self.failures, "no longer: {}", self.fails);
        }
        (self.is_open, self.failures) = (false, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fails_again_and_again_is_told_once_a_while() {
        let error = StoreError::corrupt("nothing of the kind");
        let mut trouble = Trouble::with("it fails");
        trouble.is_over();
        assert_eq!((trouble.told, trouble.failures), (None, 0));
        trouble.tell(&error);
        let told = trouble.told;
        assert!(told.is_some() && trouble.is_open);
        trouble.tell(&error);
        assert_eq!((trouble.told, trouble.failures), (told, 2));
        trouble.is_over();
        // It fails every other time: neither that nor its end is told.
        trouble.tell(&error);
        assert_eq!((trouble.told, trouble.failures, trouble.is_open), (told, 1, false));
    }
}
