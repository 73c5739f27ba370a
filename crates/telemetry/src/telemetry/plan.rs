//! Settings that make sense.

use std::{sync::Arc, time::Duration};

use super::{ApplyError, Inner};
use crate::{
    Settings,
    provider::{Destination, Exporters, Field, Provider, ProviderError, Signal},
    settings::{Credentials, HEADER},
};

/// Signals that are on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Signals {
    pub(super) traces: bool,
    pub(super) metrics: bool,
    pub(super) logs: bool,
}

impl Signals {
    pub(super) const NONE: Self = Self { traces: false, metrics: false, logs: false };

    fn of(settings: &Settings) -> Self {
        let Settings { traces, metrics, logs, .. } = *settings;
        Self { traces, metrics, logs }
    }

    pub(super) fn contains(self, signal: Signal) -> bool {
        match signal {
            Signal::Traces => self.traces,
            Signal::Metrics => self.metrics,
            Signal::Logs => self.logs,
        }
    }
}

/// Settings that were looked at, and whose back end it is.
pub(super) struct Planned<'a> {
    pub(super) settings: &'a Settings,
    credentials: &'a Credentials,
    /// None, if nothing is exported.
    provider: Option<Arc<dyn Provider>>,
}

impl Inner {
    /// Looks at settings.
    pub(super) fn plan<'a>(
        &self,
        settings: &'a Settings,
        credentials: &'a Credentials,
    ) -> Result<Planned<'a>, ApplyError> {
        sizes(settings)?;
        let provider = if settings.provider == NO_PROVIDER {
            None
        } else {
            let provider = self.provider(&settings.provider)?;
            fields(&*provider, settings, credentials)?;
            (Signals::of(settings) != Signals::NONE).then_some(provider)
        };
        Ok(Planned { settings, credentials, provider })
    }

    fn provider(&self, name: &str) -> Result<Arc<dyn Provider>, ApplyError> {
        let found = self.providers.iter().find(|provider| provider.name() == name);
        found.cloned().ok_or_else(|| {
            let names = self.providers.iter().map(|provider| provider.name());
            ApplyError::unknown_provider(name, nearest(name, names.chain([NO_PROVIDER])))
        })
    }
}

/// The provider that takes nothing.
const NO_PROVIDER: &str = "none";

impl Planned<'_> {
    pub(super) fn on(&self) -> Signals {
        if self.provider.is_some() { Signals::of(self.settings) } else { Signals::NONE }
    }

    /// An exporter for each signal that is on.
    pub(super) fn exporters(&self, retry: bool) -> Result<Exporters, ApplyError> {
        let Some(provider) = &self.provider else { return Ok(Exporters::default()) };
        let destination = Destination::new(self.settings, self.credentials, retry);
        let refused = |error| ApplyError::provider(provider.name(), error);
        let made = provider.exporters(&destination).map_err(refused)?;
        let on = self.on();
        let exporters = Exporters {
            traces: made.traces.filter(|_| on.traces),
            metrics: made.metrics.filter(|_| on.metrics),
            logs: made.logs.filter(|_| on.logs),
        };
        let made = [exporters.traces.is_some(), exporters.metrics.is_some(), exporters.logs.is_some()];
        let missing = Signal::ALL.into_iter().zip(made).find(|&(signal, made)| on.contains(signal) && !made);
        match missing {
            Some((signal, _)) => Err(ApplyError::not_taken(provider.name(), signal)),
            None => Ok(exporters),
        }
    }

    /// What the back end wants among the attributes of the resource.
    pub(super) fn resource(&self) -> Vec<(&'static str, String)> {
        let destination = Destination::new(self.settings, self.credentials, true);
        self.provider.as_ref().map_or_else(Vec::new, |provider| provider.resource(&destination))
    }
}

/// Numbers and names that anything can be done with.
fn sizes(settings: &Settings) -> Result<(), ApplyError> {
    const LONGEST_NAME: usize = 255;
    const LARGEST_QUEUE: usize = 1 << 20;
    let refuse = |what, why| Err(ApplyError::invalid(what, why));
    let name = &settings.service_name;
    if name.trim().is_empty() || name.len() > LONGEST_NAME || name.chars().any(char::is_control) {
        return refuse("service_name", "must have 1 to 255 bytes, and none that control a terminal");
    }
    if !(0.0..=1.0).contains(&settings.sample_ratio) {
        return refuse("sample_ratio", "must be from 0 to 1");
    }
    let batch = &settings.batch;
    if batch.queue == 0 || batch.queue > LARGEST_QUEUE {
        return refuse("batch.queue", "must be from 1 to 1,048,576");
    }
    if batch.size == 0 || batch.size > batch.queue {
        return refuse("batch.size", "must be at least 1, and at most batch.queue");
    }
    for (what, duration) in [
        ("timeout", settings.timeout),
        ("metrics_interval", settings.metrics_interval),
        ("batch.delay", batch.delay),
    ] {
        if duration.is_zero() || duration > Duration::from_secs(3600) {
            return refuse(what, "must be more than 0 seconds, and at most 3,600");
        }
    }
    Ok(())
}

/// What this provider must be told, and what it cannot be.
fn fields(provider: &dyn Provider, settings: &Settings, credentials: &Credentials) -> Result<(), ApplyError> {
    let unknown = |what, fields: &'static [Field], name: &str| {
        let nearest = nearest(name, fields.iter().map(|field| field.name));
        Err(ApplyError::unknown_field(provider.name(), (what, name), nearest))
    };
    let is_known = |fields: &[Field], name: &str| fields.iter().any(|field| field.name == name);
    if let Some(name) = settings.options.keys().find(|name| !is_known(provider.options(), name)) {
        return unknown("option", provider.options(), name);
    }
    // A header is nobody's in particular.
    let mut named = credentials.iter().map(|(name, _)| name).filter(|name| !name.starts_with(HEADER));
    if let Some(name) = named.find(|name| !is_known(provider.credentials(), name)) {
        return unknown("credential", provider.credentials(), name);
    }
    let missing = |fields: &'static [Field], has: &dyn Fn(&str) -> bool| {
        fields.iter().find(|field| field.required && !has(field.name)).map(|field| field.name)
    };
    let refused = |error| Err(ApplyError::provider(provider.name(), error));
    if let Some(name) = missing(provider.options(), &|name| settings.options.contains_key(name)) {
        return refused(ProviderError::missing_option(name));
    }
    if let Some(name) = missing(provider.credentials(), &|name| credentials.get(name).is_some()) {
        return refused(ProviderError::missing_credential(name));
    }
    Ok(())
}

/// The one that was probably meant.
fn nearest(name: &str, known: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let wrong: Vec<char> = name.to_lowercase().chars().take(64).collect();
    let distance = |known: &&'static str| distance(&wrong, &known.chars().collect::<Vec<_>>());
    let (steps, known) = known.map(|known| (distance(&known), known)).min()?;
    (steps <= known.len() / 3 + 1).then_some(known)
}

/// How many characters are to be put, left out or changed.
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, a) in one.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], index + 1);
        for (place, b) in other.iter().enumerate() {
            let changed = diagonal + usize::from(a != b);
            diagonal = row[place + 1];
            row[place + 1] = changed.min(diagonal + 1).min(row[place] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_probably_meant() {
        let known = ["datadog", "otlp", "newrelic", "none"];
        let of = |name| nearest(name, known.into_iter());
        assert_eq!(of("datadg"), Some("datadog"));
        assert_eq!(of("OTLP"), Some("otlp"));
        assert_eq!(of("new-relic"), Some("newrelic"));
        assert_eq!(of("prometheus"), None);
        assert_eq!(nearest("x", std::iter::empty()), None);
    }
}
