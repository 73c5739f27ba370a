//! Going back from the newest record, by the index.

use std::collections::BinaryHeap;

use futures_util::TryStreamExt;
use gate_audit::{AuditRecord, Page, RecordId};
use sqlx::{AssertSqlSafe, Row, SqliteConnection};

use super::{
    super::{filter, filter::Select, row, texts},
    Failed, Found, Query, Segment, Trail, id,
};

/// How many rows the index is asked for at a time: at least, and at most.
const STEPS: [usize; 2] = [64, 2_048];

/// A row that may be on the page.
type Candidate = (RecordId, i64);

/// A walk back, by id, over segments that are in the order of writing.
struct Walk<'a> {
    query: &'a Query<'a>,
    /// Only ids before this one are wanted.
    end: Option<RecordId>,
    segments: Vec<Open<'a>>,
    /// Found, and not yet sure to be next.
    found: BinaryHeap<Candidate>,
}

/// A segment that is not walked to its end.
struct Open<'a> {
    segment: &'a Segment,
    /// The last row that was not looked at; `None` before the first.
    at: Option<i64>,
    /// None of those has a larger id.
    high: RecordId,
}

impl Query<'_> {
    /// As many records as the page has, and one more if there is one.
    pub(super) async fn page(
        &self,
        index: &mut SqliteConnection,
        rows: &mut SqliteConnection,
        segments: &[Segment],
        trail: &Trail,
        page: &Page,
    ) -> Result<Found, Failed> {
        let (from, to) = self.filter.id_range();
        let end = page.cursor().map(|cursor| cursor.id()).into_iter().chain(to).min();
        let wanted = page.limit() as usize + 1;
        let most = page.rows_before().saturating_add(wanted as u64);
        let is_asked_for = |segment: &&Segment| {
            from.is_none_or(|from| segment.top >= from) && end.is_none_or(|end| segment.low < end)
        };
        let open = |segment| Open { segment, at: None, high: segment.top };
        let segments = segments.iter().filter(is_asked_for).map(open).collect();
        let found =
            if trail.last > self.watermark { self.tail(rows, end, most).await? } else { BinaryHeap::new() };
        let mut walk = Walk { query: self, end, segments, found };
        let mut skipped = page.rows_before();
        let (mut items, mut all) = (Vec::new(), None);
        while items.len() < wanted {
            let passed = usize::try_from(skipped).unwrap_or(usize::MAX).min(STEPS[1]);
            let mut next = walk.next(index, rows, passed + wanted - items.len()).await?;
            if next.is_empty() {
                let seen = page.rows_before() - skipped + items.len() as u64;
                all = page.cursor().is_none().then_some(seen);
                break;
            }
            // What is only passed by need not be read, unless the index is not sure of it.
            if self.expression.is_exact {
                let passed = skipped.min(next.len() as u64);
                next.drain(..usize::try_from(passed).unwrap_or(usize::MAX));
                skipped -= passed;
            }
            for record in self.records(rows, &next).await? {
                if skipped > 0 {
                    skipped -= 1;
                } else {
                    items.push(record);
                }
            }
        }
        items.truncate(wanted);
        Ok(Found { items, all })
    }

    /// The newest of the rows that are not in the index yet.
    async fn tail(
        &self,
        rows: &mut SqliteConnection,
        end: Option<RecordId>,
        most: u64,
    ) -> Result<BinaryHeap<Candidate>, Failed> {
        let what = if self.filter.search.is_some() { row::names() } else { "id".to_owned() };
        let mut select = Select::new(format!("SELECT {what}, seq FROM calls NOT INDEXED WHERE seq > "));
        select.push_bind(self.watermark);
        filter::push(&mut select, self.filter);
        if let Some(end) = end {
            select.push(" AND id < ").push_bind(end.as_bytes().to_vec());
        }
        let mut newest = BinaryHeap::new();
        let mut found = select.build().fetch(rows);
        while let Some(row) = found.try_next().await.map_err(Failed::rows)? {
            let id = id(row.try_get(0).map_err(Failed::rows)?).ok_or_else(Failed::nonsense)?;
            if let Some(search) = &self.filter.search
                && !search.matches(&row::read(&row)?)
            {
                continue;
            }
            // The smallest is on top, and goes when there are too many.
            newest.push(std::cmp::Reverse((id, row.try_get("seq").map_err(Failed::rows)?)));
            if newest.len() as u64 > most {
                newest.pop();
            }
        }
        Ok(newest.into_iter().map(|std::cmp::Reverse(candidate)| candidate).collect())
    }

    /// These records, in this order, without those that are gone or do not pass.
    async fn records(
        &self,
        rows: &mut SqliteConnection,
        candidates: &[Candidate],
    ) -> Result<Vec<AuditRecord>, Failed> {
        if candidates.is_empty() {
            return Ok(Vec::new());
        }
        let seqs: Vec<_> = candidates.iter().map(|candidate| candidate.1).collect();
        let mut records = texts::records(rows, &seqs).await?;
        records.retain(|record| self.filter.matches(record));
        records.sort_by_key(|record| std::cmp::Reverse(record.id));
        Ok(records)
    }
}

impl<'a> Walk<'a> {
    /// The next candidates, newest first; about as many as are wanted, none at the end.
    async fn next(
        &mut self,
        index: &mut SqliteConnection,
        rows: &mut SqliteConnection,
        wanted: usize,
    ) -> Result<Vec<Candidate>, Failed> {
        let mut next = Vec::new();
        while next.len() < wanted {
            let furthest = self.segments.iter().enumerate().max_by_key(|(_, open)| open.high);
            let (which, high) = furthest.map_or((None, None), |(which, open)| (Some(which), Some(open.high)));
            if let Some(newest) = self.found.peek()
                && high.is_none_or(|high| newest.0 >= high)
            {
                next.extend(self.found.pop());
            } else if let Some(which) = which {
                self.step(which, wanted.clamp(STEPS[0], STEPS[1]), index, rows).await?;
            } else {
                break;
            }
        }
        Ok(next)
    }

    async fn step(
        &mut self,
        which: usize,
        size: usize,
        index: &mut SqliteConnection,
        rows: &mut SqliteConnection,
    ) -> Result<(), Failed> {
        let Open { segment, at, .. } = self.segments[which];
        let Some(at) = (match at {
            Some(at) => Some(at),
            None => self.first_row(segment, index).await?,
        }) else {
            self.segments.swap_remove(which);
            return Ok(());
        };
        let mut seqs = self.matching(segment, (segment.first, at), size, index).await?;
        let rest = match seqs.last() {
            Some(last) if seqs.len() == size => Some(Block::around(segment, *last, index).await?),
            _ => None,
        };
        if let Some((block, _)) = &rest
            && let Some(last) = seqs.last()
        {
            // The rest of the block: of what is before it, the largest id is known.
            let rest = (*block, last - 1);
            seqs.extend(self.matching(segment, rest, usize::MAX, index).await?);
        }
        self.found.extend(self.query.candidates(rows, &seqs, self.end).await?);
        let from = self.query.filter.id_range().0;
        match rest.and_then(|(block, high)| Some((block - 1, high?))) {
            Some((at, high)) if from.is_none_or(|from| high >= from) => {
                self.segments[which] = Open { segment, at: Some(at), high };
            }
            _ => drop(self.segments.swap_remove(which)),
        }
        Ok(())
    }

    /// Where the walk begins: the last row of the last block with an id that is wanted.
    async fn first_row(
        &self,
        segment: &Segment,
        index: &mut SqliteConnection,
    ) -> Result<Option<i64>, Failed> {
        let last = segment.last.min(self.query.watermark);
        let Some(end) = self.end.filter(|end| segment.top >= *end) else { return Ok(Some(last)) };
        let sql = "SELECT last FROM blocks WHERE segment = ? AND low < ? ORDER BY first DESC LIMIT 1";
        let block = sqlx::query_scalar(sql).bind(segment.number).bind(end.as_bytes().to_vec());
        let block: Option<i64> = block.fetch_optional(index).await.map_err(Failed::index)?;
        Ok(block.map(|block| block.min(last)))
    }

    /// Rows in which the index finds what is looked for, the last first.
    async fn matching(
        &self,
        segment: &Segment,
        (first, last): (i64, i64),
        most: usize,
        index: &mut SqliteConnection,
    ) -> Result<Vec<i64>, Failed> {
        let sql = format!(
            "SELECT group_concat(rowid, ' ') FROM (SELECT rowid FROM words_{0} WHERE words_{0} MATCH ? \
             AND rowid BETWEEN ? AND ? ORDER BY rowid DESC LIMIT ?)",
            segment.number
        );
        let select = sqlx::query_scalar(AssertSqlSafe(sql)).bind(&self.query.expression.text);
        let select = select.bind(first).bind(last).bind(i64::try_from(most).unwrap_or(-1));
        let text: Option<String> = select.fetch_one(index).await.map_err(Failed::index)?;
        let numbers = text.as_deref().unwrap_or_default().split(' ');
        let mut seqs: Vec<i64> = numbers.filter_map(|number| number.parse().ok()).collect();
        // SQLite does not promise to have kept the order.
        seqs.sort_unstable_by_key(|seq| std::cmp::Reverse(*seq));
        Ok(seqs)
    }
}

/// Where blocks begin.
struct Block;

impl Block {
    /// The first row of the block that this row is in, and the largest id before it in its segment.
    async fn around(
        segment: &Segment,
        row: i64,
        index: &mut SqliteConnection,
    ) -> Result<(i64, Option<RecordId>), Failed> {
        let sql =
            "SELECT first, high FROM blocks WHERE segment = ? AND first <= ? ORDER BY first DESC LIMIT 2";
        let blocks = sqlx::query_as(sql).bind(segment.number).bind(row).fetch_all(index).await;
        let blocks: Vec<(i64, Vec<u8>)> = blocks.map_err(Failed::index)?;
        let first = blocks.first().ok_or_else(Failed::nonsense)?.0;
        Ok((first, blocks.get(1).and_then(|(_, high)| id(high))))
    }
}

impl Query<'_> {
    /// Of these rows, those that are there and in time.
    pub(super) async fn candidates(
        &self,
        rows: &mut SqliteConnection,
        seqs: &[i64],
        end: Option<RecordId>,
    ) -> Result<Vec<Candidate>, Failed> {
        if seqs.is_empty() {
            return Ok(Vec::new());
        }
        let (from, to) = self.filter.id_range();
        let in_time = |id: RecordId| {
            from.is_none_or(|from| id >= from)
                && to.is_none_or(|to| id < to)
                && end.is_none_or(|end| id < end)
        };
        let mut found = texts::ids(rows, seqs).await?;
        found.retain(|(id, _)| in_time(*id));
        Ok(found)
    }
}
