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
            private::write(&file, minted.as_bytes())?;
            Ok(minted)
        }
        read => read,
    }
}
