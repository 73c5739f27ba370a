use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{ChainKey, KeyId, Mac, WriterId};

/// That records were taken out of a chain on purpose: which, when and why. With it the rest still verifies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Whose chain.
    pub writer: WriterId,
    /// The first record that was taken out.
    pub first: u64,
    /// The last one.
    pub last: u64,
    /// The last one's hash, which the next record's follows.
    pub after: Mac,
    /// Why.
    pub reason: CheckpointReason,
    /// When, to the millisecond.
    pub at: SystemTime,
    /// The key that seals it.
    pub key: KeyId,
    /// Seals all of this.
    pub mac: Mac,
}

/// Why records were taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CheckpointReason {
    /// They were older, or more, than is kept.
    Retention,
}

impl CheckpointReason {
    /// The reason of this [name](Self::as_str).
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        (name == Self::Retention.as_str()).then_some(Self::Retention)
    }

    /// A short, stable name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Retention => "retention",
        }
    }
}

impl Checkpoint {
    /// Signs for the records from `first` to `last`, whose hash is `after`.
    #[must_use]
    pub fn sign(
        key: &ChainKey,
        (writer, first, last, after): (WriterId, u64, u64, Mac),
        reason: CheckpointReason,
    ) -> Self {
        let at = millis(SystemTime::now());
        let at = UNIX_EPOCH + Duration::from_millis(at);
        let mac = Mac::new([0; 32]);
        let mut checkpoint = Self { writer, first, last, after, reason, at, key: key.id(), mac };
        checkpoint.mac = checkpoint.expected(key);
        checkpoint
    }

    /// Whether it is as it was signed.
    #[must_use]
    pub fn is_genuine(&self, key: &ChainKey) -> bool {
        self.expected(key) == self.mac
    }

    fn expected(&self, key: &ChainKey) -> Mac {
        let numbers = [self.first, self.last, millis(self.at)].map(u64::to_be_bytes);
        let parts = [
            self.writer.as_bytes(),
            &numbers.concat()[..],
            self.after.as_bytes(),
            self.reason.as_str().as_bytes(),
        ];
        key.mac(b"mcp-gateway audit checkpoint", &parts)
    }
}

fn millis(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
