//! Keys: given, named by a file, or minted and remembered beside the data.

use std::{fs, io, path::Path};

use uuid::Uuid;

use crate::{config::ConfigError, private};

/// Where a key comes from.
pub(crate) struct Key<'a> {
    /// The variable that may hold it.
    pub(crate) variable: &'static str,
    /// The setting that may name its file, and what it says.
    pub(crate) file: (&'static str, Option<&'a Path>),
    /// Where a minted one is kept, in the data directory.
    pub(crate) minted: &'static str,
    /// The setting that asks for the key.
    pub(crate) wanted_by: &'static str,
}

impl Key<'_> {
    /// The key's text, made into a key by `make`.
    pub(crate) fn find<K, E: std::fmt::Display>(
        &self,
        data_dir: &Path,
        variable: impl Fn(&str) -> Option<String>,
        make: impl Fn(&str) -> Result<K, E>,
    ) -> Result<K, ConfigError> {
        let (setting, text) = self.text(data_dir, variable)?;
        make(text.trim()).map_err(|error| ConfigError::new(format!("{setting}: {error}")))
    }

    /// Whether there is one already, so that none would be minted.
    pub(crate) fn is_there(&self, data_dir: &Path, variable: impl Fn(&str) -> Option<String>) -> bool {
        variable(self.variable).is_some() || self.file.1.is_some() || data_dir.join(self.minted).is_file()
    }

    fn text(
        &self,
        data_dir: &Path,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<(&'static str, String), ConfigError> {
        if let Some(given) = variable(self.variable) {
            return Ok((self.variable, given));
        }
        let (setting, read) = match self.file {
            (setting, Some(file)) => (setting, fs::read_to_string(file)),
            (_, None) => (self.wanted_by, remembered(data_dir, self.minted)),
        };
        let unreadable = |error| ConfigError::new(format!("{setting}: the key cannot be read: {error}"));
        Ok((setting, read.map_err(unreadable)?))
    }
}

/// The key that an earlier start has minted, or a new one.
fn remembered(data_dir: &Path, name: &str) -> io::Result<String> {
    let file = data_dir.join(name);
    match fs::read_to_string(&file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            // Two random UUIDs are 244 bits from the system's generator.
            let minted = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
            private::create_dir(data_dir)?;
            match private::write_new(&file, minted.as_bytes()) {
                // Another process that starts was faster.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => fs::read_to_string(&file),
                written => written.map(|()| minted),
            }
        }
        read => read,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_who_mint_at_once_have_the_same_key() {
        let dir = tempfile::tempdir().unwrap();
        let barrier = std::sync::Barrier::new(8);
        let mint = || {
            barrier.wait();
            remembered(dir.path(), "a.key").unwrap()
        };
        let keys: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(mint)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(keys.iter().all(|key| key.len() == 64 && *key == keys[0]), "{keys:?}");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing else is left");
    }
}
