//! Counting by the index: to the last as far as that is quick, then projected.

use gate_audit::{RecordId, Total};
use sqlx::{AssertSqlSafe, QueryBuilder, SqliteConnection};

use super::{
    super::{filter, row, total},
    Failed, Query, Segment, id,
    walk::push_seqs,
};

/// How far is counted: less than a millisecond.
const COUNTED: u64 = 10_000;

/// How many rows are looked at, where the index alone is not sure.
const VERIFIED: u64 = 1_000;

/// Rows of a segment, one behind the other, that are alike to a count.
struct Run<'a> {
    segment: &'a Segment,
    first: i64,
    last: i64,
    /// Whether what the index finds among them counts without a look.
    is_sure: bool,
}

/// What was counted so far, and among how many rows.
#[derive(Default)]
struct Count {
    found: u64,
    passed: u64,
    looked_at: u64,
    is_complete: bool,
}

impl Query<'_> {
    pub(super) async fn total(
        &self,
        index: &mut SqliteConnection,
        rows: &mut SqliteConnection,
        segments: &[Segment],
    ) -> Result<Total, Failed> {
        let floor = sqlx::query_as("SELECT floor_seq, floor_id FROM trail").fetch_one(&mut *rows).await;
        let (floor_seq, floor_id): (i64, Vec<u8>) = floor.map_err(Failed::rows)?;
        let floor = (floor_seq, id(&floor_id));
        let mut runs = Vec::new();
        for segment in segments {
            runs.extend(self.runs(index, segment, floor).await?);
        }
        let of_tail = total::counted(rows, self.filter, self.watermark + 1).await?;
        let mut count = Count { is_complete: true, ..Count::default() };
        for run in &runs {
            if !count.is_complete || count.found > COUNTED {
                count.is_complete = false;
                break;
            }
            self.count(index, rows, run, &mut count).await?;
        }
        if count.is_complete && count.found <= COUNTED {
            return Ok(Total::exact(count.found + of_tail));
        }
        let all: u64 = runs.iter().map(|run| run.len(run.first)).sum();
        let projected = u128::from(count.found) * u128::from(all) / u128::from(count.passed.max(1));
        Ok(Total::estimate(u64::try_from(projected).unwrap_or(count.found) + of_tail))
    }

    /// The segment's rows that may count, the last ones first.
    async fn runs<'a>(
        &self,
        index: &mut SqliteConnection,
        segment: &'a Segment,
        (floor_seq, floor_id): (i64, Option<RecordId>),
    ) -> Result<Vec<Run<'a>>, Failed> {
        let (from, to) = self.filter.id_range();
        let last = segment.last.min(self.watermark);
        // Of rows as old as this one, some, or all, are gone.
        let floor = floor_id.filter(|_| segment.first <= floor_seq);
        let is_in_time = |low: RecordId, top: RecordId, first: i64| {
            from.is_none_or(|from| low >= from)
                && to.is_none_or(|to| top < to)
                && (first > floor_seq || floor.is_none_or(|floor| low >= floor))
        };
        let is_sure = self.expression.is_exact;
        if is_in_time(segment.low, segment.top, segment.first) {
            return Ok(vec![Run { segment, first: segment.first, last, is_sure }]);
        }
        let sql =
            "SELECT first, last, low, top FROM blocks WHERE segment = ? AND first <= ? ORDER BY first DESC";
        let blocks = sqlx::query_as(sql).bind(segment.number).bind(last).fetch_all(index).await;
        let blocks: Vec<(i64, i64, Vec<u8>, Vec<u8>)> = blocks.map_err(Failed::index)?;
        let mut runs: Vec<Run<'a>> = Vec::new();
        for (first, block_last, low, top) in blocks {
            let (low, top) = id(&low).zip(id(&top)).ok_or_else(Failed::nonsense)?;
            let is_out = from.is_some_and(|from| top < from)
                || to.is_some_and(|to| low >= to)
                || (block_last <= floor_seq && floor.is_some_and(|floor| top < floor));
            if is_out {
                continue;
            }
            let is_sure = is_sure && is_in_time(low, top, first);
            match runs.last_mut() {
                // Between two blocks are no rows.
                Some(run) if run.is_sure == is_sure => run.first = first,
                _ => runs.push(Run { segment, first, last: block_last.min(last), is_sure }),
            }
        }
        Ok(runs)
    }

    async fn count(
        &self,
        index: &mut SqliteConnection,
        rows: &mut SqliteConnection,
        run: &Run<'_>,
        count: &mut Count,
    ) -> Result<(), Failed> {
        let most = if run.is_sure {
            (COUNTED + 1).saturating_sub(count.found)
        } else {
            VERIFIED.saturating_sub(count.looked_at)
        };
        let what = if run.is_sure { "'[]'" } else { "json_group_array(rowid)" };
        let sql = format!(
            "SELECT count(*), min(rowid), {what} FROM (SELECT rowid FROM words_{0} \
             WHERE words_{0} MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid DESC LIMIT ?)",
            run.segment.number
        );
        let select = sqlx::query_as(AssertSqlSafe(sql)).bind(&self.expression.text).bind(run.first);
        let select = select.bind(run.last).bind(most.cast_signed());
        let (found, lowest, seqs): (i64, Option<i64>, String) =
            select.fetch_one(index).await.map_err(Failed::index)?;
        let found = found.cast_unsigned();
        count.is_complete = found < most;
        count.passed += run.len(lowest.filter(|_| !count.is_complete).unwrap_or(run.first));
        if run.is_sure {
            count.found += found;
        } else {
            count.looked_at += found;
            count.found += self.verified(rows, seqs).await?;
        }
        Ok(())
    }

    /// How many of these rows pass.
    async fn verified(&self, rows: &mut SqliteConnection, seqs: String) -> Result<u64, Failed> {
        let mut select = QueryBuilder::new("SELECT seq FROM calls WHERE seq IN ");
        select.push("(SELECT value FROM json_each(").push_bind(seqs).push("))");
        filter::push(&mut select, self.filter);
        let found: Vec<i64> =
            select.build_query_scalar().fetch_all(&mut *rows).await.map_err(Failed::rows)?;
        if self.expression.is_exact || self.filter.search.is_none() {
            return Ok(found.len() as u64);
        }
        let mut passing = 0;
        for some in found.chunks(100) {
            let mut select = filter::Select::new(format!("SELECT {} FROM calls WHERE seq IN ", row::names()));
            push_seqs(&mut select, some.iter().copied());
            for row in select.build().fetch_all(&mut *rows).await.map_err(Failed::rows)? {
                passing += u64::from(self.filter.matches(&row::read(&row)?));
            }
        }
        Ok(passing)
    }
}

impl Run<'_> {
    /// How many rows it has from this one on.
    fn len(&self, first: i64) -> u64 {
        (self.last - first + 1).max(0).cast_unsigned()
    }
}
