//! Why settings are not applied.

use std::{error, fmt};

use crate::provider::{ProviderError, Signal};

/// Why settings are not applied. It shows no credential.
#[derive(Debug)]
#[non_exhaustive]
pub struct ApplyError(Kind);

#[derive(Debug)]
enum Kind {
    Invalid { what: &'static str, why: String },
    UnknownProvider { name: String, nearest: Option<&'static str> },
    UnknownField { provider: &'static str, what: &'static str, name: String, nearest: Option<&'static str> },
    NotTaken { provider: &'static str, signal: Signal },
    Provider { provider: &'static str, error: ProviderError },
    Unreachable(Vec<Unreachable>),
    NoRuntime,
    Broken,
}

/// A signal that a back end does not take.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unreachable {
    /// Which signal.
    pub signal: Signal,
    /// Where it was sent to, if that was set: without user, password and query.
    pub endpoint: Option<String>,
    /// What failed, in the words of the exporter, masked.
    pub reason: String,
}

impl ApplyError {
    pub(super) fn invalid(what: &'static str, why: impl fmt::Display) -> Self {
        Self(Kind::Invalid { what, why: why.to_string() })
    }

    pub(super) fn unknown_provider(name: &str, nearest: Option<&'static str>) -> Self {
        Self(Kind::UnknownProvider { name: shortened(name), nearest })
    }

    /// `what` is what the field would be: an option or a credential.
    pub(super) fn unknown_field(
        provider: &'static str,
        (what, name): (&'static str, &str),
        nearest: Option<&'static str>,
    ) -> Self {
        Self(Kind::UnknownField { provider, what, name: shortened(name), nearest })
    }

    pub(super) fn not_taken(provider: &'static str, signal: Signal) -> Self {
        Self(Kind::NotTaken { provider, signal })
    }

    pub(super) fn provider(provider: &'static str, error: ProviderError) -> Self {
        Self(Kind::Provider { provider, error })
    }

    pub(super) fn unreachable(signals: Vec<Unreachable>) -> Self {
        Self(Kind::Unreachable(signals))
    }

    pub(super) fn no_runtime() -> Self {
        Self(Kind::NoRuntime)
    }

    pub(super) fn broken() -> Self {
        Self(Kind::Broken)
    }

    /// The signals that the back end did not take, if the settings as such are right.
    #[must_use]
    pub fn unreachable_signals(&self) -> &[Unreachable] {
        match &self.0 {
            Kind::Unreachable(signals) => signals,
            _ => &[],
        }
    }
}

/// A name that was made up by somebody else.
fn shortened(name: &str) -> String {
    name.chars().filter(|character| !character.is_control()).take(64).collect()
}

impl fmt::Display for ApplyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Invalid { what, why } => write!(f, "{what} {why}"),
            Kind::UnknownProvider { name, nearest } => {
                write!(f, "there is no provider `{name}`")?;
                suggest(f, *nearest)
            }
            Kind::UnknownField { provider, what, name, nearest } => {
                write!(f, "the provider `{provider}` has no {what} `{name}`")?;
                suggest(f, *nearest)
            }
            Kind::NotTaken { provider, signal } => write!(f, "the provider `{provider}` takes no {signal}"),
            Kind::Provider { provider, error } => write!(f, "the provider `{provider}`: {error}"),
            Kind::Unreachable(signals) => list(f, signals),
            Kind::NoRuntime => f.write_str("there is no Tokio runtime to export on"),
            Kind::Broken => f.write_str("the provider panicked"),
        }
    }
}

fn suggest(f: &mut fmt::Formatter<'_>, nearest: Option<&str>) -> fmt::Result {
    nearest.map_or(Ok(()), |nearest| write!(f, "; is it `{nearest}`?"))
}

fn list(f: &mut fmt::Formatter<'_>, signals: &[Unreachable]) -> fmt::Result {
    for (index, signal) in signals.iter().enumerate() {
        write!(f, "{}{signal}", if index > 0 { "; " } else { "" })?;
    }
    Ok(())
}

impl fmt::Display for Unreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { signal, endpoint, reason } = self;
        match endpoint {
            Some(endpoint) => write!(f, "{signal} cannot be sent to {endpoint}: {reason}"),
            None => write!(f, "{signal} cannot be sent: {reason}"),
        }
    }
}

/// Its text says all, the cause too: whoever prints a chain of errors would read that twice.
impl error::Error for ApplyError {}
