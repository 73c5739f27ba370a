//! Which calls are recorded, and with how much of what they carried.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicU64, Ordering::Relaxed},
};
use std::time::Instant;

use gate_call::{Call, Kind, Outcome};
use http::StatusCode;

use crate::PayloadPolicy;

/// What is kept of the payloads of some calls: those of a server, of a name (a tool's, mostly), of both, or
/// of all.
///
/// ```
/// use gate_audit::{PayloadPolicy, PayloadRule, PipelineOptions};
///
/// let options = PipelineOptions::default()
///     .payloads(PayloadRule::new(PayloadPolicy::Off).server("vault"))
///     .payloads(PayloadRule::new(PayloadPolicy::Masked).server("vault").name("list_paths"));
/// # let _ = options;
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct PayloadRule {
    server: Option<Box<str>>,
    name: Option<Box<str>>,
    policy: PayloadPolicy,
}

impl PayloadRule {
    /// For all calls.
    pub fn new(policy: PayloadPolicy) -> Self {
        Self { server: None, name: None, policy }
    }

    /// For calls of this server only.
    pub fn server(mut self, server: impl Into<Box<str>>) -> Self {
        self.server = Some(server.into());
        self
    }

    /// For calls of this tool, prompt, resource, skill or sandbox only.
    pub fn name(mut self, name: impl Into<Box<str>>) -> Self {
        self.name = Some(name.into());
        self
    }

    pub(crate) fn policy(&self) -> PayloadPolicy {
        self.policy
    }

    fn fits(&self, call: &Call) -> bool {
        let fits = |rule: &Option<Box<str>>, fact: Option<&std::sync::Arc<str>>| {
            rule.as_ref().is_none_or(|rule| fact.is_some_and(|fact| **fact == **rule))
        };
        fits(&self.server, call.server()) && fits(&self.name, call.name())
    }
}

/// By the last rule that fits.
pub(crate) fn policy_of(rules: &[PayloadRule], call: &Call) -> PayloadPolicy {
    rules.iter().rev().find(|rule| rule.fits(call)).map_or(PayloadPolicy::Masked, PayloadRule::policy)
}

/// Whether a pattern names this method: as it is, or all that begin so, with `*` at its end.
pub(crate) fn names_method(pattern: &str, method: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(beginning) => method.starts_with(beginning),
        None => method == pattern,
    }
}

/// Whether nobody was found to have asked: refused before anything of the call was read.
pub(crate) fn is_failed_authentication(call: &Call) -> bool {
    if call.exchange().principal().is_some() || call.kind().is_some_and(|kind| *kind != Kind::Http) {
        return false;
    }
    match call.outcome() {
        Some(Outcome::Denied) => true,
        Some(Outcome::Status(status)) => matches!(*status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN),
        _ => false,
    }
}

/// So many in a second; the rest is counted.
pub(crate) struct PerSecond {
    limit: u32,
    window: Mutex<Option<(Instant, u32)>>,
    refused: AtomicU64,
}

impl PerSecond {
    pub(crate) fn new(limit: u32) -> Self {
        Self { limit, window: Mutex::default(), refused: AtomicU64::new(0) }
    }

    pub(crate) fn lets_in(&self) -> bool {
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, count) = match *window {
            Some((since, count)) if since.elapsed().as_secs() == 0 => (since, count),
            _ => (Instant::now(), 0),
        };
        *window = Some((since, count.saturating_add(1)));
        let let_in = count < self.limit;
        self.refused.fetch_add(u64::from(!let_in), Relaxed);
        let_in
    }

    pub(crate) fn refused(&self) -> u64 {
        self.refused.load(Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_names_one_method_or_those_that_begin_so() {
        assert!(names_method("ping", "ping") && !names_method("ping", "pings"));
        assert!(names_method("notifications/*", "notifications/progress"));
        assert!(!names_method("notifications/*", "ping"));
    }

    #[test]
    fn what_is_beyond_the_rate_is_counted() {
        let rate = PerSecond::new(2);
        assert_eq!([(); 4].map(|()| rate.lets_in()), [true, true, false, false]);
        assert_eq!(rate.refused(), 2);
    }
}
