//! What a provider is told.

use crate::{Secret, Settings, provider::ProviderError, settings::Credentials};

/// Something that a provider can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Field {
    /// Its name in settings.
    pub name: &'static str,
    /// What it is.
    pub about: &'static str,
    /// Whether there is no doing without it.
    pub required: bool,
}

impl Field {
    /// One that there is no doing without.
    #[must_use]
    pub const fn required(name: &'static str, about: &'static str) -> Self {
        Self { name, about, required: true }
    }

    /// One that has a default.
    #[must_use]
    pub const fn optional(name: &'static str, about: &'static str) -> Self {
        Self { name, about, required: false }
    }
}

/// What was set, for a provider to make exporters of.
#[derive(Clone, Copy, Debug)]
pub struct Destination<'a> {
    settings: &'a Settings,
    credentials: &'a Credentials,
    /// Whether a failed export is tried again: not when a connection is tried out.
    retry: bool,
}

impl<'a> Destination<'a> {
    /// What a provider is told of these settings. The gateway makes it; a provider's own tests may.
    #[must_use]
    pub fn new(settings: &'a Settings, credentials: &'a Credentials, retry: bool) -> Self {
        Self { settings, credentials, retry }
    }

    /// What was set.
    #[must_use]
    pub fn settings(&self) -> &'a Settings {
        self.settings
    }

    /// All credentials, of which those that begin with `header.` are headers to be sent along.
    #[must_use]
    pub fn credentials(&self) -> &'a Credentials {
        self.credentials
    }

    /// Whether a failed export is to be tried again.
    #[must_use]
    pub fn retry(&self) -> bool {
        self.retry
    }

    /// An option that there is no doing without.
    ///
    /// # Errors
    ///
    /// When it is not there.
    pub fn option(&self, name: &'static str) -> Result<&'a str, ProviderError> {
        self.settings.options.get(name).map(|text| &**text).ok_or(ProviderError::missing_option(name))
    }

    /// A credential that there is no doing without.
    ///
    /// # Errors
    ///
    /// When it is not there.
    pub fn credential(&self, name: &'static str) -> Result<&'a Secret, ProviderError> {
        self.credentials.get(name).ok_or(ProviderError::missing_credential(name))
    }
}
