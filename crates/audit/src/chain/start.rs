use super::{ChainKey, Head, KeyId, Mac, WriterId};

/// That a chain began: kept beside the records, so that a chain that is gone as a whole is missed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainStart {
    /// Whose chain.
    pub writer: WriterId,
    /// The gateway's name.
    pub instance: String,
    /// The key that seals it.
    pub key: KeyId,
    /// The head that the instance's last run has left, as far as it was known.
    pub previous: Option<Head>,
    /// Seals this, and is what the first record's hash follows.
    pub mac: Mac,
}

impl ChainStart {
    pub(super) fn new(key: &ChainKey, writer: WriterId, instance: &str, previous: Option<Head>) -> Self {
        let mut start =
            Self { writer, instance: instance.to_owned(), key: key.id(), previous, mac: Mac::new([0; 32]) };
        start.mac = start.expected(key);
        start
    }

    /// Whether it is as it was written.
    #[must_use]
    pub fn is_genuine(&self, key: &ChainKey) -> bool {
        self.expected(key) == self.mac
    }

    fn expected(&self, key: &ChainKey) -> Mac {
        let previous = self.previous.map_or_else(Vec::new, |head| {
            [&head.writer.as_bytes()[..], &head.number.to_be_bytes(), head.mac.as_bytes()].concat()
        });
        let length = (previous.len() as u64).to_be_bytes();
        let parts = [self.writer.as_bytes(), &length[..], &previous, self.instance.as_bytes()];
        key.mac(b"mcp-gateway audit chain", &parts)
    }
}
