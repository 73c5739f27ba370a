use std::time::SystemTime;

use super::{ChainKey, ChainStart, Link, Mac, WriterId};
use crate::{AuditRecord, record::canonical};

/// A writer's chain, as long as it writes: each record's hash is over the record and the hash before.
#[derive(Debug)]
pub struct Chain {
    key: ChainKey,
    start: ChainStart,
    head: Head,
    scratch: Vec<u8>,
}

/// How far a chain has come. Told to the outside now and then, it is an anchor: whatever was cut off the
/// trail's end, or rolled back, is missing against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Whose chain.
    pub writer: WriterId,
    /// How many records it has.
    pub number: u64,
    /// The last one's hash; of an empty chain, its start's.
    pub mac: Mac,
}

/// The chain, as far as this record.
impl From<Link> for Head {
    fn from(Link { writer, number, mac }: Link) -> Self {
        Self { writer, number, mac }
    }
}

impl Chain {
    /// A new chain. `instance` names the gateway, `previous` is the head that its last run has left, as
    /// far as that is known.
    #[must_use]
    pub fn start(key: ChainKey, instance: &str, previous: Option<Head>) -> Self {
        let start = ChainStart::new(&key, WriterId::at(SystemTime::now()), instance, previous);
        let head = Head { writer: start.writer, number: 0, mac: start.mac };
        Self { key, start, head, scratch: Vec::new() }
    }

    /// What a store keeps of the chain itself.
    #[must_use]
    pub fn beginning(&self) -> &ChainStart {
        &self.start
    }

    /// How far it has come.
    #[must_use]
    pub fn head(&self) -> Head {
        self.head
    }

    /// Gives the record its place. It must not change any more.
    pub fn seal(&mut self, record: &mut AuditRecord) {
        let (writer, number) = (self.head.writer, self.head.number + 1);
        let mac = link_mac(&self.key, self.head.mac, writer, number, record, &mut self.scratch);
        self.head = Head { writer, number, mac };
        record.link = Some(Link { writer, number, mac });
    }
}

/// The hash of a record in its place. `scratch` is only for its memory.
pub(super) fn link_mac(
    key: &ChainKey,
    before: Mac,
    writer: WriterId,
    number: u64,
    record: &AuditRecord,
    scratch: &mut Vec<u8>,
) -> Mac {
    scratch.clear();
    canonical::encode(record, scratch);
    let place = number.to_be_bytes();
    key.mac(b"mcp-gateway audit record", &[before.as_bytes(), writer.as_bytes(), &place, scratch])
}
