//! Why there are no exporters.

use std::{error, fmt};

/// What a provider misses, or cannot use. It shows no credential.
#[derive(Debug)]
#[non_exhaustive]
pub struct ProviderError(Kind);

#[derive(Debug)]
enum Kind {
    MissingOption(&'static str),
    MissingCredential(&'static str),
    Invalid { what: &'static str, why: String },
}

impl ProviderError {
    /// An option that is not there.
    #[must_use]
    pub fn missing_option(name: &'static str) -> Self {
        Self(Kind::MissingOption(name))
    }

    /// A credential that is not there.
    #[must_use]
    pub fn missing_credential(name: &'static str) -> Self {
        Self(Kind::MissingCredential(name))
    }

    /// Something that cannot be used. `why` must not show a credential.
    pub fn invalid(what: &'static str, why: impl fmt::Display) -> Self {
        Self(Kind::Invalid { what, why: why.to_string() })
    }
}

impl fmt::Display for ProviderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::MissingOption(name) => write!(f, "the option `{name}` is missing"),
            Kind::MissingCredential(name) => write!(f, "the credential `{name}` is missing"),
            Kind::Invalid { what, why } => write!(f, "{what} cannot be used: {why}"),
        }
    }
}

impl error::Error for ProviderError {}
