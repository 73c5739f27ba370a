//! Telemetry of a gateway: which settings it starts with, and how the API changes them.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use gate_console::{TelemetryAnswer, TelemetryChange, TelemetryControl, TelemetryOrigin, TelemetryRefusal};
use gate_telemetry::{ApplyError, Settings, Telemetry, settings::Credentials};
use tokio::task::spawn_blocking;

use super::kept::{Kept, Trouble};
use crate::config::{Config, ConfigError};

/// Applies settings, and keeps them.
pub(crate) struct Control {
    telemetry: Telemetry,
    configured: (Settings, Credentials),
    kept: Kept,
    /// One change at a time: what is kept is what is in use.
    turn: tokio::sync::Mutex<()>,
    in_use: Mutex<InUse>,
}

/// Settings, and the credentials that belong to them: apart, those of before might be sent to where others go.
#[derive(Clone)]
struct InUse {
    origin: TelemetryOrigin,
    settings: Settings,
    credentials: Credentials,
}

impl Control {
    /// Puts the settings in force that were kept, else the configuration's. No back end is asked.
    ///
    /// What was kept and cannot be used is no reason not to start, and none to export to where somebody did
    /// not want it any more: nothing is exported then.
    pub(crate) async fn start(telemetry: Telemetry, config: &Config) -> Result<Arc<Self>, ConfigError> {
        let mut settings = config.telemetry.clone();
        let credentials = settings.take_credentials();
        let in_use = InUse {
            origin: TelemetryOrigin::Configuration,
            settings: telemetry.settings(),
            credentials: Credentials::new(),
        };
        let control = Self {
            telemetry,
            configured: (settings, credentials),
            kept: Kept::new(config),
            turn: tokio::sync::Mutex::default(),
            in_use: Mutex::new(in_use),
        };
        let kept = control.kept.clone();
        match blocking(move || kept.read()).await {
            Ok(None) => {
                let refused = |error| ConfigError::new(format!("telemetry: {error}"));
                control.configure().await.map_err(refused)?;
            }
            Ok(Some((settings, credentials))) => control.resume(settings, credentials).await,
            Err(why) => control.give_up(&why),
        }
        Ok(Arc::new(control))
    }

    /// Goes on with what was kept.
    async fn resume(&self, settings: Settings, credentials: Credentials) {
        let provider = settings.provider.clone();
        match self.telemetry.install(settings.clone(), credentials.clone()).await {
            Ok(_) => {
                tracing::info!(
                    provider,
                    "telemetry is exported as was set through the API, not as the configuration says"
                );
                self.note(TelemetryOrigin::Api, settings, credentials);
            }
            Err(error) => self.give_up(&error.to_string()),
        }
    }

    fn give_up(&self, why: &str) {
        self.note(TelemetryOrigin::Api, self.telemetry.settings(), Credentials::new());
        tracing::error!(
            error = why,
            "telemetry settings that were set through the API cannot be used: nothing is exported until they \
             are set again or deleted"
        );
    }

    async fn configure(&self) -> Result<(), ApplyError> {
        let (settings, credentials) = self.configured.clone();
        self.telemetry.install(settings.clone(), credentials.clone()).await?;
        self.note(TelemetryOrigin::Configuration, settings, credentials);
        Ok(())
    }

    async fn change(&self, change: TelemetryChange) -> Result<(), TelemetryRefusal> {
        let _turn = self.turn.lock().await;
        let before = self.in_use().clone();
        let credentials = change.credentials_after(&before.settings, &before.credentials);
        let settings = change.settings;
        self.telemetry.apply(settings.clone(), credentials.clone()).await?;
        let kept = self.keep(settings.clone(), credentials.clone()).await;
        if let Err(why) = kept {
            // They were in use a moment ago, so they can be again.
            let _ = self.telemetry.install(before.settings, before.credentials).await;
            tracing::error!(error = why, "telemetry settings cannot be kept, and were not changed");
            return Err(TelemetryRefusal::NotKept(why));
        }
        let Settings { provider, traces, metrics, logs, .. } = settings.clone();
        self.note(TelemetryOrigin::Api, settings, credentials);
        tracing::info!(provider, traces, metrics, logs, "telemetry was changed through the API");
        Ok(())
    }

    async fn try_out(&self, change: Option<TelemetryChange>) -> Result<(), TelemetryRefusal> {
        let InUse { settings, credentials, .. } = self.in_use().clone();
        let (settings, credentials) = match change {
            Some(change) => {
                let credentials = change.credentials_after(&settings, &credentials);
                (change.settings, credentials)
            }
            None => (settings, credentials),
        };
        Ok(self.telemetry.check(&settings, &credentials).await?)
    }

    async fn forget(&self) -> Result<(), TelemetryRefusal> {
        let _turn = self.turn.lock().await;
        let kept = self.kept.clone();
        blocking(move || kept.remove()).await.map_err(TelemetryRefusal::NotKept)?;
        self.configure().await?;
        tracing::info!("telemetry is exported as the configuration says again, by request to the API");
        Ok(())
    }

    async fn keep(&self, settings: Settings, credentials: Credentials) -> Result<(), Trouble> {
        let kept = self.kept.clone();
        blocking(move || kept.write(&settings, &credentials)).await
    }

    fn note(&self, origin: TelemetryOrigin, settings: Settings, credentials: Credentials) {
        *self.in_use() = InUse { origin, settings, credentials };
    }

    fn in_use(&self) -> MutexGuard<'_, InUse> {
        self.in_use.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Files, and locks that others hold, are waited for elsewhere.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Trouble> + Send + 'static,
) -> Result<T, Trouble> {
    spawn_blocking(work).await.unwrap_or_else(|_| Err("it has panicked".to_owned()))
}

/// Done whether or not somebody waits for it: half a change would be neither the one nor the other.
fn done(work: impl Future<Output = Result<(), TelemetryRefusal>> + Send + 'static) -> TelemetryAnswer {
    let task = tokio::spawn(work);
    Box::pin(async move {
        task.await.unwrap_or_else(|_| Err(TelemetryRefusal::NotKept("it has panicked".to_owned())))
    })
}

impl TelemetryControl for Control {
    fn telemetry(&self) -> &Telemetry {
        &self.telemetry
    }

    fn origin(&self) -> TelemetryOrigin {
        self.in_use().origin
    }

    fn credentials(&self) -> Vec<String> {
        self.in_use().credentials.iter().map(|(name, _)| name.to_owned()).collect()
    }

    fn apply(self: Arc<Self>, change: TelemetryChange) -> TelemetryAnswer {
        done(async move { self.change(change).await })
    }

    fn check(self: Arc<Self>, change: Option<TelemetryChange>) -> TelemetryAnswer {
        Box::pin(async move { self.try_out(change).await })
    }

    fn reset(self: Arc<Self>) -> TelemetryAnswer {
        done(async move { self.forget().await })
    }
}

impl fmt::Debug for Control {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Control")
            .field("telemetry", &self.telemetry)
            .field("kept", &self.kept)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use gate_telemetry::{
        Secret,
        provider::{Destination, Exporters, Field, Provider, ProviderError},
    };

    use super::*;

    /// Notes what it is to send where.
    #[derive(Debug, Default)]
    struct Notes(Mutex<Vec<(String, Option<String>)>>);

    impl Provider for Notes {
        fn name(&self) -> &'static str {
            "notes"
        }

        fn credentials(&self) -> &'static [Field] {
            const { &[Field::optional("api_key", "a key")] }
        }

        fn exporters(&self, destination: &Destination<'_>) -> Result<Exporters, ProviderError> {
            let key = destination.credential("api_key").ok().map(|key| key.expose().to_owned());
            let endpoint = destination.settings().endpoint.clone().unwrap_or_default();
            self.0.lock().unwrap().push((endpoint, key));
            Err(ProviderError::invalid("a test", "it sends nothing"))
        }
    }

    fn settings(endpoint: &str) -> Settings {
        let mut settings = Settings::default();
        settings.provider = "notes".to_owned();
        settings.endpoint = Some(endpoint.to_owned());
        settings
    }

    #[tokio::test]
    async fn in_the_midst_of_a_change_credentials_go_to_no_other_place() {
        let (dir, notes) = (tempfile::tempdir().unwrap(), Arc::new(Notes::default()));
        let telemetry = Telemetry::builder().provider(Arc::clone(&notes) as _).build();
        let config = Config { data_dir: dir.path().to_owned(), ..Config::default() };
        let control = Control::start(telemetry, &config).await.unwrap();
        let key = Credentials::new().with("api_key", Secret::new("for one".to_owned()));
        control.note(TelemetryOrigin::Api, settings("one"), key);
        // All that is done of a change so far: others are exported by, and not kept yet.
        let mut others = settings("two");
        others.traces = false;
        control.telemetry.install(others, Credentials::new()).await.unwrap();

        control.try_out(None).await.unwrap_err();
        for endpoint in ["one", "two"] {
            let change = TelemetryChange { settings: settings(endpoint), credentials: Default::default() };
            control.try_out(Some(change)).await.unwrap_err();
        }
        let to_one = ("one".to_owned(), Some("for one".to_owned()));
        assert_eq!(*notes.0.lock().unwrap(), [to_one.clone(), to_one, ("two".to_owned(), None)]);
    }
}
