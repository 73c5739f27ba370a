//! The end of the trail.

use std::{
    collections::HashSet,
    time::{Duration, SystemTime},
};

use gate_audit::{AuditRecord, AuditStore, Filter, Page, RecordId, StoreError};
use mcp_gateway::Trail;

use super::{
    conditions::Conditions,
    output::{Records, Style},
};

#[derive(Debug, clap::Args)]
pub(crate) struct Tail {
    /// How many.
    #[arg(short = 'n', long, value_name = "COUNT", default_value_t = 20)]
    lines: u32,
    /// Goes on with those to come, until it is interrupted.
    #[arg(short, long)]
    follow: bool,
    #[arg(long, value_enum, default_value_t)]
    output: Style,
    #[command(flatten)]
    conditions: Conditions,
}

/// How often is looked.
const EVERY: Duration = Duration::from_secs(1);
/// Calls are written a moment after they ended, and not in the order of their ends: so far back is looked.
const LATEST: Duration = Duration::from_secs(15);
/// More than so many at a time are not followed.
const MOST: usize = 10_000;

impl Tail {
    pub(crate) async fn run(&self, trail: &Trail) -> anyhow::Result<()> {
        let (filter, mut records) = (self.conditions.filter(), Records::new(self.output));
        // What was there and is not among the last ones is not new. Looked at before them: what comes in
        // between is either shown with them or new.
        let there = match self.follow {
            true => newest(trail.store(), &since(&filter, SystemTime::now() - LATEST), MOST).await?,
            false => Vec::new(),
        };
        let mut last = newest(trail.store(), &filter, self.lines as usize).await?;
        last.reverse();
        records.show(&last)?;
        if !self.follow {
            return Ok(());
        }
        let mut shown: HashSet<RecordId> = there.iter().chain(&last).map(|record| record.id).collect();
        loop {
            tokio::time::sleep(EVERY).await;
            let from = SystemTime::now() - LATEST;
            let mut new = newest(trail.store(), &since(&filter, from), MOST).await?;
            if new.len() == MOST {
                crate::banner::note("more calls than can be followed: some are left out");
            }
            new.retain(|record| shown.insert(record.id));
            new.reverse();
            records.show(&new)?;
            let floor = RecordId::floor(from);
            shown.retain(|id| *id >= floor);
        }
    }
}

fn since(filter: &Filter, from: SystemTime) -> Filter {
    let from = filter.from.map_or(from, |asked| asked.max(from));
    filter.clone().from(from)
}

/// The newest records, newest first.
async fn newest(
    store: &dyn AuditStore,
    filter: &Filter,
    count: usize,
) -> Result<Vec<AuditRecord>, StoreError> {
    let (mut records, mut cursor) = (Vec::new(), None);
    while records.len() < count {
        let page = Page::first(u32::try_from(count - records.len()).unwrap_or(Page::MAX));
        let rows = store.query(filter, &cursor.map_or(page, |cursor| page.after(cursor))).await?;
        records.extend(rows.items);
        cursor = rows.next;
        if cursor.is_none() {
            break;
        }
    }
    Ok(records)
}
