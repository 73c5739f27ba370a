//! What is kept, and for how long: decided here, once for all stores.

use std::time::{Duration, SystemTime};

use super::{AuditStore, StoreError};
use crate::{RecordId, chain::ChainKey};

/// What is kept.
///
/// ```
/// use std::time::Duration;
/// use gate_audit::Retention;
///
/// let retention = Retention::default().max_age(Duration::from_secs(90 * 24 * 3_600)).max_rows(1_000_000);
/// # let _ = retention;
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Retention {
    /// No record is kept longer.
    pub max_age: Option<Duration>,
    /// No more records are kept: the newest.
    pub max_rows: Option<u64>,
    /// No more bytes of records are kept: of the newest.
    pub max_bytes: Option<u64>,
}

/// What a run of the retention would take out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Preview {
    /// What is older goes; nothing does if `None`.
    pub cut_off: Option<RecordId>,
    /// How much goes, for each table.
    pub tables: Vec<TableExtent>,
    /// How much is there now.
    pub total: Extent,
}

/// What a run of the retention has taken out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pruned {
    /// Records taken out of the trail, those that are held aside included.
    pub rows: u64,
    /// Of these, records that a legal hold has kept, aside.
    pub held: u64,
}

/// How much of a table is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TableExtent {
    /// The table, or partition.
    pub table: String,
    /// How much.
    pub extent: Extent,
}

/// How much there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Extent {
    /// Records.
    pub rows: u64,
    /// About how many bytes their texts have.
    pub bytes: u64,
    /// The oldest record.
    pub oldest: Option<RecordId>,
    /// Of the records, how many a legal hold keeps.
    pub held: u64,
}

impl Extent {
    /// So much.
    #[must_use]
    pub fn new(rows: u64, bytes: u64, oldest: Option<RecordId>) -> Self {
        Self { rows, bytes, oldest, held: 0 }
    }
}

impl TableExtent {
    /// So much of a table.
    #[must_use]
    pub fn new(table: impl Into<String>, extent: Extent) -> Self {
        Self { table: table.into(), extent }
    }
}

impl Retention {
    /// Keeps no record longer.
    pub fn max_age(mut self, age: Duration) -> Self {
        self.max_age = Some(age);
        self
    }

    /// Keeps no more records.
    pub fn max_rows(mut self, rows: u64) -> Self {
        self.max_rows = Some(rows);
        self
    }

    /// Keeps no more bytes of records.
    pub fn max_bytes(mut self, bytes: u64) -> Self {
        self.max_bytes = Some(bytes);
        self
    }

    /// What a run would take out now.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub async fn preview(&self, store: &dyn AuditStore, now: SystemTime) -> Result<Preview, StoreError> {
        let by_age = self.max_age.and_then(|age| now.checked_sub(age)).map(RecordId::floor);
        let by_extent = match (self.max_rows, self.max_bytes) {
            (None, None) => None,
            (rows, bytes) => store.newest(rows, bytes).await?,
        };
        let cut_off = by_age.max(by_extent);
        let tables = match cut_off {
            Some(cut_off) => store.extents(Some(cut_off)).await?,
            None => Vec::new(),
        };
        let all = store.extents(None).await?;
        let total = all.into_iter().fold(Extent::default(), |sum, table| sum.plus(table.extent));
        Ok(Preview { cut_off, tables, total })
    }

    /// Takes out what the preview says, in steps that let writers through. `progress` hears how much is
    /// done after each.
    ///
    /// # Errors
    ///
    /// When the store fails; what was done before is done.
    pub async fn run(
        store: &dyn AuditStore,
        preview: &Preview,
        key: Option<&ChainKey>,
        mut progress: impl FnMut(Pruned) + Send,
    ) -> Result<Pruned, StoreError> {
        let mut sum = Pruned::default();
        let Some(cut_off) = preview.cut_off else { return Ok(sum) };
        loop {
            let step = store.prune(cut_off, key).await?;
            if step.rows == 0 {
                return Ok(sum);
            }
            sum = Pruned { rows: sum.rows + step.rows, held: sum.held + step.held };
            progress(sum);
        }
    }
}

impl Preview {
    /// How many records would go.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.extent.rows).sum()
    }
}

impl Pruned {
    /// So much.
    #[must_use]
    pub fn new(rows: u64, held: u64) -> Self {
        Self { rows, held }
    }
}

impl Extent {
    fn plus(self, other: Self) -> Self {
        Self {
            rows: self.rows + other.rows,
            bytes: self.bytes + other.bytes,
            oldest: self.oldest.into_iter().chain(other.oldest).min(),
            held: self.held + other.held,
        }
    }
}
