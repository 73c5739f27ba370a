use std::{fmt, str::FromStr, time::SystemTime};

use crate::{ParseError, RecordId, record::hex};

/// A record's place in the chain of its writer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// Whose chain.
    pub writer: WriterId,
    /// The place, from 1 on.
    pub number: u64,
    /// Seals the record, and with it all that the writer wrote before.
    pub mac: Mac,
}

/// One run of one pipeline: whatever starts anew begins a chain of its own. It holds the time of its start.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WriterId(RecordId);

impl WriterId {
    /// A writer that starts at this time.
    #[must_use]
    pub fn at(time: SystemTime) -> Self {
        Self(RecordId::at(time))
    }

    /// When it started.
    #[must_use]
    pub fn time(&self) -> SystemTime {
        self.0.time()
    }

    /// The sixteen bytes, in the order in which ids sort.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }

    /// The id of these bytes, if they are a UUIDv7.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 16]) -> Option<Self> {
        RecordId::from_bytes(bytes).map(Self)
    }
}

impl fmt::Display for WriterId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for WriterId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for WriterId {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        text.parse().map(Self)
    }
}

/// A keyed hash: HMAC-SHA256.
#[derive(Clone, Copy)]
pub struct Mac([u8; 32]);

impl Mac {
    /// Of its bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// Takes as long whether they are alike or not.
impl PartialEq for Mac {
    fn eq(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).fold(0, |differ, (one, two)| differ | (one ^ two)) == 0
    }
}

impl Eq for Mac {}

impl fmt::Display for Mac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl fmt::Debug for Mac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
