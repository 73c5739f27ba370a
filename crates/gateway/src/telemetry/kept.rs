//! Settings that outlive the process: in one file what may be read, in another, sealed, what may not.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use gate_seal::{MasterKey, SealError, SealedFile, Sealer};
use gate_telemetry::{Settings, settings::Credentials};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{config::Config, private};

/// The variable that may hold the key that seals.
const VARIABLE: &str = "MCP_GATEWAY_MASTER_KEY";
/// How the name of a sealed credential of telemetry begins. What follows is the generation, and its own name.
const PREFIX: &str = "telemetry.";
/// The largest file of settings that is read.
const LARGEST: u64 = 1 << 20;

/// Where settings are kept, and the key that seals.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    settings: PathBuf,
    credentials: PathBuf,
    pub(super) key: MasterKeyPlace,
}

/// Where the key that seals is.
#[derive(Clone, Debug)]
pub(super) struct MasterKeyPlace {
    /// As it was set.
    file: Option<PathBuf>,
    /// Where it is minted otherwise.
    minted: PathBuf,
}

/// What is in the file of settings.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    settings: Settings,
    /// Under which generation the credentials are sealed that belong to them: after a crash between the two
    /// files, those of other settings must not be taken for these, and be sent to the wrong place.
    generation: String,
    /// Their names.
    credentials: Vec<String>,
}

/// Why kept settings cannot be used, or settings not be kept. No secret is in it.
pub(super) type Trouble = String;

impl Kept {
    pub(super) fn new(config: &Config) -> Self {
        let in_data = |name: &str| config.data_dir.join(name);
        let key = MasterKeyPlace { file: config.master_key_file.clone(), minted: in_data("master.key") };
        Self { settings: in_data("telemetry.json"), credentials: in_data("credentials.json"), key }
    }

    /// What was kept, if anything was.
    pub(super) fn read(&self) -> Result<Option<(Settings, Credentials)>, Trouble> {
        let trouble = |why: &str| format!("{}: {why}", self.settings.display());
        let text = match fs::metadata(&self.settings) {
            Ok(file) if file.len() > LARGEST => return Err(trouble("it is too large")),
            Ok(_) => fs::read(&self.settings).map_err(|error| trouble(&error.to_string()))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(trouble(&error.to_string())),
        };
        // Without what serde says, which quotes what it found.
        let content = serde_json::from_slice::<Content>(&text).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            trouble(&format!("line {line}, column {column}: these are no settings of this version"))
        })?;
        let credentials = match content.credentials.is_empty() {
            true => Credentials::new(),
            false => self.open(&content.generation, content.credentials)?,
        };
        Ok(Some((content.settings, credentials)))
    }

    fn open(&self, generation: &str, names: Vec<String>) -> Result<Credentials, Trouble> {
        let sealed = self.sealed().map_err(|error| error.to_string())?;
        names.into_iter().try_fold(Credentials::new(), |all, name| {
            let secret = sealed.get(&sealed_name(generation, &name)).map_err(|error| error.to_string())?;
            let missing = || format!("{}: {name:?} is missing", self.credentials.display());
            Ok(all.with(&*name, secret.ok_or_else(missing)?))
        })
    }

    /// Keeps these from now on, and no others.
    pub(super) fn write(&self, settings: &Settings, credentials: &Credentials) -> Result<(), Trouble> {
        let generation = Uuid::new_v4().simple().to_string();
        self.seal(&generation, credentials).map_err(|error| error.to_string())?;
        let names = credentials.iter().map(|(name, _)| name.to_owned()).collect();
        let content = Content { settings: settings.clone(), generation, credentials: names };
        let text = serde_json::to_vec_pretty(&content).map_err(|error| error.to_string())?;
        private::replace(&self.settings, &text)
            .map_err(|error| format!("{}: {error}", self.settings.display()))?;
        // Kept they are. What is left of others is sealed, is never read, and goes the next time.
        if let Err(error) = self.remove_all_but(Some(&content.generation)) {
            tracing::warn!(error = %error, "credentials that are no longer used could not be removed");
        }
        Ok(())
    }

    /// Forgets what was kept. The settings go first: half of it is nothing.
    pub(super) fn remove(&self) -> Result<(), Trouble> {
        private::remove(&self.settings).map_err(|error| format!("{}: {error}", self.settings.display()))?;
        self.remove_all_but(None).map_err(|error| error.to_string())
    }

    /// Seals credentials beside those of before.
    fn seal(&self, generation: &str, credentials: &Credentials) -> Result<(), SealError> {
        let new: Vec<_> =
            credentials.iter().map(|(name, secret)| (sealed_name(generation, name), secret)).collect();
        // No key is minted that nothing is sealed with.
        if new.is_empty() {
            return Ok(());
        }
        self.sealed()?.change(new.iter().map(|(name, secret)| (name.as_str(), Some(*secret))))
    }

    /// Removes the credentials of other generations.
    fn remove_all_but(&self, generation: Option<&str>) -> Result<(), SealError> {
        if !self.credentials.exists() {
            return Ok(());
        }
        let sealed = self.sealed()?;
        let names = sealed.names()?;
        let stays = generation.map(|generation| sealed_name(generation, ""));
        let is_gone = |name: &&String| {
            name.starts_with(PREFIX) && !stays.as_ref().is_some_and(|stays| name.starts_with(stays))
        };
        sealed.change(names.iter().filter(is_gone).map(|name| (name.as_str(), None)))
    }

    /// With the key as it is now: it may have been changed meanwhile.
    pub(super) fn sealed(&self) -> Result<SealedFile, SealError> {
        Ok(SealedFile::new(&self.credentials, self.key.ring()?))
    }
}

fn sealed_name(generation: &str, name: &str) -> String {
    format!("{PREFIX}{generation}.{name}")
}

impl MasterKeyPlace {
    /// The keys that open. While a rotation is under way, or was broken off, the next one seals: the one of
    /// before goes, and what it has sealed too late to be sealed anew would be lost.
    fn ring(&self) -> Result<Sealer, SealError> {
        // First, since it takes the place of the other in the end.
        let next = self.next();
        let next = if next.exists() { Some(MasterKey::from_file(next)?) } else { None };
        let sealer = Sealer::new(self.find()?);
        Ok(match (next, self.is_variable()) {
            (None, _) => sealer,
            (Some(next), None) => sealer.rotated(next),
            // It stays.
            (Some(next), Some(_)) => sealer.with_old(next),
        })
    }

    fn find(&self) -> Result<MasterKey, SealError> {
        if let Some(key) = MasterKey::from_env(VARIABLE)? {
            return Ok(key);
        }
        match &self.file {
            Some(file) => MasterKey::from_file(file),
            None => MasterKey::load_or_mint(&self.minted),
        }
    }

    /// Whether the key is in the environment, which this process cannot change.
    pub(super) fn is_variable(&self) -> Option<&'static str> {
        std::env::var_os(VARIABLE).map(|_| VARIABLE)
    }

    pub(super) fn path(&self) -> &Path {
        self.file.as_deref().unwrap_or(&self.minted)
    }

    /// Where the next key is while a rotation is under way.
    pub(super) fn next(&self) -> PathBuf {
        let mut name = self.path().as_os_str().to_owned();
        name.push(".new");
        name.into()
    }
}

#[cfg(test)]
mod tests {
    use gate_telemetry::Secret;

    use super::*;

    fn settings(endpoint: &str) -> Settings {
        let mut settings = Settings::default();
        settings.endpoint = Some(endpoint.to_owned());
        settings
    }

    fn credentials(text: &str) -> Credentials {
        Credentials::new().with("header.authorization", Secret::new(text.to_owned()))
    }

    #[test]
    fn a_crash_between_the_two_files_mixes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let kept = Kept::new(&Config { data_dir: dir.path().to_owned(), ..Config::default() });
        let (one, first) = (settings("https://one.example"), credentials("for one"));
        kept.write(&one, &first).unwrap();
        // All that is done of the next change.
        kept.seal("next", &credentials("for two")).unwrap();
        assert_eq!(kept.read().unwrap(), Some((one, first)));

        let (two, second) = (settings("https://two.example"), credentials("for two"));
        kept.write(&two, &second).unwrap();
        assert_eq!(kept.read().unwrap(), Some((two, second)));
        assert_eq!(kept.sealed().unwrap().names().unwrap().len(), 1, "no other is left");
        kept.remove().unwrap();
        assert_eq!(kept.read().unwrap(), None);
        assert!(kept.sealed().unwrap().names().unwrap().is_empty());
    }
    #[test]
    fn what_is_sealed_during_a_rotation_outlives_the_key_of_before() {
        let dir = tempfile::tempdir().unwrap();
        let kept = Kept::new(&Config { data_dir: dir.path().to_owned(), ..Config::default() });
        kept.write(&settings("https://one.example"), &credentials("for one")).unwrap();
        let next = MasterKey::mint(kept.key.next()).unwrap();
        kept.sealed().unwrap().rotate(next).unwrap();
        // Between the last two steps of a rotation.
        let (two, second) = (settings("https://two.example"), credentials("for two"));
        kept.write(&two, &second).unwrap();
        fs::rename(kept.key.next(), kept.key.path()).unwrap();
        assert_eq!(kept.read().unwrap(), Some((two, second)));
    }
}
