//! Counting by the index: to the last as far as that is quick, then projected.

use gate_audit::{RecordId, Total};
use sqlx::{AssertSqlSafe, QueryBuilder, SqliteConnection};

use super::{
    super::{filter, texts, total},
    Failed, Query, Segment, Trail,
};

/// How far is counted: less than a millisecond.
const COUNTED: u64 = 10_000;

/// Among how many rows is counted what has several words.
const PASSED: u64 = 1 << 16;

/// How many rows are looked at, where the index alone is not sure.
const VERIFIED: u64 = 256;

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
        trail: &Trail,
    ) -> Result<Total, Failed> {
        let mut runs = Vec::new();
        for segment in segments {
            runs.extend(self.runs(index, segment, trail).await?);
        }
        let of_tail = if trail.last > self.watermark {
            total::counted(rows, self.filter, self.watermark + 1).await?
        } else {
            0
        };
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
        trail: &Trail,
    ) -> Result<Vec<Run<'a>>, Failed> {
        let (from, to) = self.filter.id_range();
        let last = segment.last.min(self.watermark);
        // Of rows as old as this one, some, or all, are gone.
        let floor = trail.floor_id.filter(|_| segment.first <= trail.floor_seq);
        let is_sure = self.expression.is_exact;
        let from_all = from.into_iter().chain(floor).max();
        if from_all.is_none_or(|from| segment.low >= from) && to.is_none_or(|to| segment.top < to) {
            return Ok(vec![Run { segment, first: segment.first, last, is_sure }]);
        }
        if from.is_some_and(|from| segment.top < from) || to.is_some_and(|to| segment.low >= to) {
            return Ok(Vec::new());
        }
        // Of each block: 0 if none of its rows counts, 1 if some may, 2 if all do; then blocks in a row that
        // are alike, as one: between two blocks are no rows.
        let sql = "WITH marked AS (SELECT first, last, CASE \
                   WHEN top < ?3 OR low >= ?4 OR (last <= ?6 AND top < ?5) THEN 0 \
                   WHEN low >= ?3 AND top < ?4 AND (first > ?6 OR low >= ?5) THEN 2 ELSE 1 END AS mark \
                   FROM blocks WHERE segment = ?1 AND first <= ?2), \
                   numbered AS (SELECT *, row_number() OVER (ORDER BY first) - \
                   row_number() OVER (PARTITION BY mark ORDER BY first) AS run FROM marked) \
                   SELECT min(first), max(last), mark FROM numbered WHERE mark > 0 GROUP BY mark, run \
                   ORDER BY 1 DESC";
        let bytes = |id: Option<RecordId>| id.map(|id| id.as_bytes().to_vec());
        let select = sqlx::query_as(sql).bind(segment.number).bind(last);
        // Every id is after the one, and before the other.
        let select = select.bind(bytes(from).unwrap_or_default()).bind(bytes(to).unwrap_or(vec![0xff; 17]));
        let select = select.bind(bytes(floor).unwrap_or_default()).bind(trail.floor_seq);
        let runs: Vec<(i64, i64, i64)> = select.fetch_all(index).await.map_err(Failed::index)?;
        let run = |(first, end, mark): (i64, i64, i64)| Run {
            segment,
            first,
            last: end.min(last),
            is_sure: is_sure && mark == 2,
        };
        Ok(runs.into_iter().map(run).collect())
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
        // To find what has several words, all that has the most frequent of them may have to be looked at.
        let room = if self.expression.is_simple { u64::MAX } else { PASSED.saturating_sub(count.passed) };
        if most == 0 || room == 0 {
            count.is_complete = false;
            return Ok(());
        }
        let first = run.first.max(run.last.saturating_add(1).saturating_sub_unsigned(room));
        let what = if run.is_sure { "'[]'" } else { "json_group_array(rowid)" };
        let sql = format!(
            "SELECT count(*), min(rowid), {what} FROM (SELECT rowid FROM words_{0} \
             WHERE words_{0} MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid DESC LIMIT ?)",
            run.segment.number
        );
        let select = sqlx::query_as(AssertSqlSafe(sql)).bind(&self.expression.text).bind(first);
        let select = select.bind(run.last).bind(most.cast_signed());
        let (found, lowest, seqs): (i64, Option<i64>, String) =
            select.fetch_one(index).await.map_err(Failed::index)?;
        let found = found.cast_unsigned();
        let is_through = found < most;
        count.is_complete = is_through && first == run.first;
        count.passed += run.len(lowest.filter(|_| !is_through).unwrap_or(first));
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
        let mut select = QueryBuilder::new("SELECT group_concat(seq, ' ') FROM calls WHERE seq IN ");
        select.push("(SELECT value FROM json_each(").push_bind(seqs).push("))");
        filter::push(&mut select, self.filter);
        let found = select.build_query_scalar().fetch_one(&mut *rows).await.map_err(Failed::rows)?;
        let found: Option<String> = found;
        let found = found.as_deref().unwrap_or_default().split(' ');
        let found: Vec<i64> = found.filter_map(|number| number.parse().ok()).collect();
        if self.expression.is_exact || self.filter.search.is_none() {
            return Ok(found.len() as u64);
        }
        let mut passing: u64 = 0;
        for some in found.chunks(100) {
            let records = texts::records(rows, some).await?;
            passing += records.iter().filter(|record| self.filter.matches(record)).count() as u64;
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
