//! What the API asks of whoever keeps the settings.

use std::{collections::BTreeMap, error, fmt, pin::Pin, sync::Arc};

use gate_telemetry::{ApplyError, Secret, Settings, Telemetry, settings::Credentials};

/// Settings as somebody asks for them.
#[derive(Clone, Debug)]
pub struct TelemetryChange {
    /// All but what is secret.
    pub settings: Settings,
    /// Credentials, and headers as `header.NAME`: a new value, or None for one that is to be removed. What is
    /// not named here stays as it is, as long as provider, endpoint, options and tls do.
    pub credentials: BTreeMap<String, Option<Secret>>,
}

/// Where the settings in use come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TelemetryOrigin {
    /// From the configuration.
    Configuration,
    /// From an earlier request to the API.
    Api,
}

/// Why settings are not in use.
#[derive(Debug)]
#[non_exhaustive]
pub enum TelemetryRefusal {
    /// They make no sense, or the back end does not take what it is sent.
    Settings(ApplyError),
    /// They could not be kept, and those of before are in use again. Why, without a secret.
    NotKept(String),
}

/// Done, or why not.
pub type TelemetryAnswer = Pin<Box<dyn Future<Output = Result<(), TelemetryRefusal>> + Send>>;

/// Changes the settings of telemetry, and keeps them. What is begun is done, whether or not somebody waits.
pub trait TelemetryControl: Send + Sync + 'static {
    /// What exports.
    fn telemetry(&self) -> &Telemetry;

    /// Where the settings in use come from.
    fn origin(&self) -> TelemetryOrigin;

    /// The names of the credentials in use.
    fn credentials(&self) -> Vec<String>;

    /// Applies settings once the back end was seen to answer, and keeps them.
    fn apply(self: Arc<Self>, change: TelemetryChange) -> TelemetryAnswer;

    /// Tells whether they could be applied. Without any, those in use are meant.
    fn check(self: Arc<Self>, change: Option<TelemetryChange>) -> TelemetryAnswer;

    /// Forgets what was kept, and returns to the configuration.
    fn reset(self: Arc<Self>) -> TelemetryAnswer;
}

impl TelemetryChange {
    /// The credentials after this change of those in use, which belong to the settings of before.
    ///
    /// Those that are not named stay only where everything stays that says who gets them: else whoever may
    /// change settings could have them sent to an address of their own.
    #[must_use]
    pub fn credentials_after(&self, before: &Settings, in_use: &Credentials) -> Credentials {
        let place =
            |of: &Settings| (of.provider.clone(), of.endpoint.clone(), of.options.clone(), of.tls.clone());
        let is_same = place(&self.settings) == place(before);
        let stays = |name: &str| is_same && !self.credentials.contains_key(name);
        let kept = in_use.iter().filter(|(name, _)| stays(name)).map(|(name, secret)| (name, secret.clone()));
        let new = self.credentials.iter().filter_map(|(name, new)| Some((name.as_str(), new.clone()?)));
        kept.chain(new).fold(Credentials::new(), |all, (name, secret)| all.with(name, secret))
    }
}

impl From<ApplyError> for TelemetryRefusal {
    fn from(error: ApplyError) -> Self {
        Self::Settings(error)
    }
}

impl fmt::Display for TelemetryRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Settings(error) => error.fmt(f),
            Self::NotKept(why) => write!(f, "the settings could not be kept: {why}"),
        }
    }
}

impl error::Error for TelemetryRefusal {}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> Secret {
        Secret::new(text.to_owned())
    }

    #[test]
    fn what_is_not_named_stays_with_its_provider() {
        let in_use = Credentials::new().with("api_key", secret("a")).with("header.x", secret("b"));
        let mut before = Settings::default();
        before.provider = "datadog".to_owned();
        let names = |provider: &str, credentials: BTreeMap<String, Option<Secret>>| {
            let mut settings = Settings::default();
            settings.provider = provider.to_owned();
            let after = TelemetryChange { settings, credentials }.credentials_after(&before, &in_use);
            after.iter().map(|(name, secret)| format!("{name}={}", secret.expose())).collect::<Vec<_>>()
        };
        assert_eq!(names("datadog", BTreeMap::new()), ["api_key=a", "header.x=b"]);
        let change = [("api_key".to_owned(), Some(secret("c"))), ("header.x".to_owned(), None)];
        assert_eq!(names("datadog", change.clone().into()), ["api_key=c"]);
        assert_eq!(names("grafana", BTreeMap::new()), [""; 0]);
        assert_eq!(names("grafana", change.into()), ["api_key=c"]);
    }

    #[test]
    fn what_is_not_named_goes_to_no_other_place() {
        let in_use = Credentials::new().with("header.authorization", secret("a"));
        let mut before = Settings::default();
        before.provider = "otlp".to_owned();
        before.endpoint = Some("https://one.example".to_owned());
        let left = |change: fn(&mut Settings)| {
            let mut settings = before.clone();
            change(&mut settings);
            let change = TelemetryChange { settings, credentials: BTreeMap::new() };
            change.credentials_after(&before, &in_use).iter().count()
        };
        assert_eq!(left(|settings| settings.sample_ratio = 0.5), 1);
        assert_eq!(left(|settings| settings.endpoint = Some("https://two.example".to_owned())), 0);
        assert_eq!(left(|settings| settings.endpoint = None), 0);
        assert_eq!(left(|settings| settings.tls.ca_file = Some("mine.pem".into())), 0);
        let other = |settings: &mut Settings| {
            settings.options.insert("traces_endpoint".to_owned(), "https://two.example/v1/traces".to_owned());
        };
        assert_eq!(left(other), 0);
    }
}
