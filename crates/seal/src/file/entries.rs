//! What is in the file: names, and a sealed text for each.

use std::{
    collections::BTreeMap,
    fmt,
    fs::File,
    io::{self, Read as _},
    path::Path,
};

use serde_core::{
    Deserialize, Deserializer,
    de::{self, MapAccess},
};
use serde_json::{error::Category, value::RawValue};

use crate::{SealError, SealedText, disk, error::Fault};

/// The entries, in the order of their names.
///
/// Their values are kept as they were written: what this version cannot read, it must not change.
#[derive(Default)]
pub(super) struct Entries(BTreeMap<String, Box<RawValue>>);

/// The file is for settings. What is larger is something else, and is not read into memory.
const LARGEST: usize = 4 << 20;

impl Entries {
    /// No file is as good as an empty one.
    pub(super) fn read(path: &Path) -> Result<Self, SealError> {
        let content = match read_bounded(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(SealError::from(Fault::Io("reading", error)).at_path(path)),
            Ok(content) => content,
        };
        Self::parse(&content).map_err(|fault| SealError::from(fault).at_path(path))
    }

    fn parse(content: &[u8]) -> Result<Self, Fault> {
        if content.len() > LARGEST {
            return Err(Fault::TooLarge { most: LARGEST });
        }
        let listed: Listed = serde_json::from_slice(content).map_err(|error| {
            // Not the error itself: it may quote the file, in which someone may have put a secret as it is.
            let why = match error.classify() {
                Category::Data => "this should be an object of names and sealed texts",
                _ => "this is not JSON",
            };
            Fault::Unreadable { line: error.line(), column: error.column(), why }
        })?;
        let mut entries = BTreeMap::new();
        for (name, value) in listed.0 {
            if entries.contains_key(&name) {
                return Err(Fault::Repeated { name });
            }
            entries.insert(name, value);
        }
        Ok(Self(entries))
    }

    pub(super) fn write(&self, path: &Path) -> Result<(), SealError> {
        let failed = |fault: Fault| SealError::from(fault).at_path(path);
        let mut content =
            serde_json::to_vec_pretty(&self.0).map_err(|error| failed(Fault::Io("writing", error.into())))?;
        content.push(b'\n');
        if content.len() > LARGEST {
            return Err(failed(Fault::TooLarge { most: LARGEST }));
        }
        disk::replace(path, &content).map_err(|error| failed(Fault::Io("writing", error)))
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The text of an entry, or why it is none.
    pub(super) fn get(&self, name: &str) -> Option<Result<SealedText, SealError>> {
        Some(read_entry(self.0.get(name)?))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, Result<SealedText, SealError>)> {
        self.0.iter().map(|(name, value)| (name.as_str(), read_entry(value)))
    }

    pub(super) fn insert(&mut self, name: &str, text: &SealedText) -> Result<(), SealError> {
        let value = serde_json::value::to_raw_value(&text.to_string());
        self.0.insert(name.to_owned(), value.map_err(|error| Fault::Io("writing", error.into()))?);
        Ok(())
    }

    pub(super) fn remove(&mut self, name: &str) -> bool {
        self.0.remove(name).is_some()
    }
}

fn read_entry(value: &RawValue) -> Result<SealedText, SealError> {
    let text: String =
        serde_json::from_str(value.get()).map_err(|_| Fault::Malformed("it is not a string"))?;
    text.parse()
}

fn read_bounded(path: &Path) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    File::open(path)?.take(LARGEST as u64 + 1).read_to_end(&mut content)?;
    Ok(content)
}

/// The entries as they are listed: a name may be there twice, which a map would not tell, and which the next
/// write would drop without a word.
struct Listed(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Listed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ListedVisitor)
    }
}

struct ListedVisitor;

impl<'de> de::Visitor<'de> for ListedVisitor {
    type Value = Listed;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of names and sealed texts")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Listed, A::Error> {
        let mut listed = Vec::new();
        while let Some(entry) = map.next_entry()? {
            listed.push(entry);
        }
        Ok(Listed(listed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(content: &str) -> String {
        Entries::parse(content.as_bytes()).err().expect("a fault").to_string()
    }

    #[test]
    fn says_where_it_cannot_be_read() {
        assert_eq!(fault("{\n  \"a\": \"x\",\n  \"b\": oops\n}"), "line 3, column 8: this is not JSON");
        assert_eq!(fault(""), "line 1, column 0: this is not JSON");
        assert!(fault("{\"a\": 1}\n{}").starts_with("line 2, "));
        assert!(fault("{\"a\": 1}\n{}").starts_with("line 2, "));
        assert_eq!(fault("{\"a\": 1, \"b\": 1, \"\\u0061\": 1}"), "the name \"a\" is in it twice");
        // Somebody's secret, put where sealed texts should be.
        for content in ["\"hunter2\"", "hunter2", "[\"hunter2\"]", "{\"a\": \"b\", \"hunter2\"}"] {
            let fault = fault(content);
            assert!(fault.starts_with("line 1, ") && !fault.contains("hunter2"), "{fault}");
        }
        assert!(fault("[]").ends_with("this should be an object of names and sealed texts"));
    }

    #[test]
    fn what_is_too_large_is_not_read() {
        let content = format!("{{\"a\": \"{}\"}}", "x".repeat(LARGEST));
        assert_eq!(fault(&content), "larger than 4194304 bytes, which is the most there may be");
    }
}
