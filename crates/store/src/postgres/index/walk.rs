//! Going back from the newest record that may pass a filter to the oldest.

use std::{cmp::Reverse, collections::BinaryHeap};

use sqlx::{PgConnection, Row, postgres::PgRow, types::Uuid};

use super::{
    block,
    places::Places,
    segment::{self, LISTED},
    tokens::Span,
};

/// How many segments are read at first: enough for a page, mostly.
const FIRST: i64 = 16;

/// How many segments are read at a time from then on.
const ROUND: i64 = 64;

/// Of each segment and each span the block that may begin with it, and those that go on. And of the lists of what is
/// in no segment yet the newest, of about so many records.
const FIND: &str = "SELECT part.segment, part.newest, part.records,
        CASE WHEN part.oldest < $3 OR part.newest >= $4 THEN part.marks END AS marks, at, first, block
    FROM (SELECT * FROM audit_segments
        WHERE (newest, segment) < ($5, $6) AND oldest < $4 AND newest >= $3
        ORDER BY newest DESC, segment DESC LIMIT $7) AS part,
    unnest($1::bytea[], $2::bytea[]) WITH ORDINALITY AS span (since, until, at),
    LATERAL (
        (SELECT first, block FROM audit_blocks
            WHERE audit_blocks.segment = part.segment AND first <= since ORDER BY first DESC LIMIT 1)
        UNION ALL
        (SELECT first, block FROM audit_blocks
            WHERE audit_blocks.segment = part.segment AND first > since AND first < until ORDER BY first)
    ) AS found
    UNION ALL
    (SELECT NULL, newest, records, CASE WHEN before < $8 OR newest >= $4 THEN ids END, NULL, NULL, NULL
    FROM (SELECT newest, records, ids,
            sum(records) OVER (ORDER BY newest DESC, batch DESC) - records AS before
        FROM audit_unindexed WHERE oldest < $4 AND $8 > 0) AS lists
    ORDER BY newest DESC LIMIT $8 + 1)
    ORDER BY newest DESC, segment DESC, at";

const RESOLVE: &str = "SELECT (SELECT substring(block FROM at FOR 16) FROM audit_blocks
        WHERE audit_blocks.segment = place.segment AND first = list)
    FROM unnest($1::bigint[], $2::bytea[], $3::integer[]) AS place (segment, list, at)";

const LIST: &str = "SELECT (SELECT block FROM audit_blocks
        WHERE audit_blocks.segment = list.segment AND first = list.first)
    FROM unnest($1::bigint[], $2::bytea[]) AS list (segment, first)";

/// A list of what is in no segment yet.
pub(super) struct List {
    pub(super) newest: Uuid,
    /// `None` if there were too many before it.
    pub(super) ids: Option<Vec<Uuid>>,
}

/// What was found in a segment.
struct Found {
    segment: i64,
    /// No record of these places has a greater id.
    bound: Uuid,
    places: Places,
    /// Where the times that are asked for cut the segment.
    marks: Option<Vec<Uuid>>,
}

/// From the newest record to the oldest; in a transaction that sees one state.
pub(super) struct Walk<'c> {
    connection: &'c mut PgConnection,
    spans: &'c [Span],
    /// Not before this one, and before that.
    from: Uuid,
    to: Uuid,
    found: Vec<Found>,
    /// Ids that were found, and not handed on yet.
    ready: BinaryHeap<Uuid>,
    /// The last segment that was read, if there are more.
    unread: Option<(Uuid, i64)>,
    looked_at: u64,
}

impl<'c> Walk<'c> {
    /// With the lists of what is in no segment yet: the newest, of about so many records.
    pub(super) async fn begin(
        connection: &'c mut PgConnection,
        spans: &'c [Span],
        (from, to): (Uuid, Uuid),
        listed: i64,
    ) -> sqlx::Result<(Self, Vec<List>)> {
        let (found, ready, unread) = (Vec::new(), BinaryHeap::new(), Some((Uuid::max(), i64::MAX)));
        let mut walk = Self { connection, spans, from, to, found, ready, unread, looked_at: 0 };
        let lists = walk.read_on(FIRST, listed).await?;
        Ok((walk, lists))
    }

    /// Reads one round more if fewer than so many were found: to count what is rare in a long trail is not worth more.
    pub(super) async fn count_to(&mut self, wanted: u64) -> sqlx::Result<()> {
        if self.count() < wanted {
            self.read_on(ROUND, 0).await?;
        }
        Ok(())
    }

    /// Takes in ids that were found elsewhere, among so many.
    pub(super) fn add(&mut self, ids: Vec<Uuid>, looked_at: u64) {
        self.ready.extend(ids);
        self.looked_at += looked_at;
    }

    /// Whether there are segments that were not read.
    pub(super) fn has_more(&self) -> bool {
        self.unread.is_some()
    }

    /// How many were found, and not handed on yet.
    pub(super) fn count(&self) -> u64 {
        self.found.iter().map(|found| found.places.count()).sum::<u64>() + self.ready.len() as u64
    }

    pub(super) fn connection(&mut self) -> &mut PgConnection {
        self.connection
    }

    /// How many records were looked at: those of the segments that were read, and of what was added.
    pub(super) fn looked_at(&self) -> u64 {
        self.looked_at
    }

    /// The next ids, in falling order and above the floor: as many as are wanted, if there are.
    pub(super) async fn next(&mut self, wanted: usize, floor: Option<Uuid>) -> sqlx::Result<Vec<Uuid>> {
        let mut ids: Vec<Uuid> = Vec::new();
        loop {
            let unread = self.unread.map(|(newest, _)| newest);
            let bound = self.found.iter().map(|found| found.bound).max().max(unread);
            let end = bound.max(floor);
            while ids.len() < wanted
                && let Some(id) = self.ready.peek_mut().filter(|id| end.is_none_or(|end| **id > end))
            {
                let id = std::collections::binary_heap::PeekMut::pop(id);
                if ids.last() != Some(&id) {
                    ids.push(id);
                }
            }
            if ids.len() >= wanted || bound.is_none() || bound <= floor {
                return Ok(ids);
            }
            if unread == bound {
                self.read_on(ROUND, 0).await?;
            } else {
                self.resolve(wanted - ids.len()).await?;
            }
        }
    }

    /// Reads the next segments, if there are more, and the newest lists.
    async fn read_on(&mut self, round: i64, listed: i64) -> sqlx::Result<Vec<List>> {
        let Some((newest, segment)) = self.unread.take() else { return Ok(Vec::new()) };
        let rows = sqlx::query(FIND)
            .bind(self.spans.iter().map(|span| &span.from[..]).collect::<Vec<_>>())
            .bind(self.spans.iter().map(|span| &span.to[..]).collect::<Vec<_>>())
            .bind(self.from)
            .bind(self.to)
            .bind(newest)
            .bind(segment)
            .bind(round)
            .bind(listed)
            .fetch_all(&mut *self.connection)
            .await?;
        let (mut count, mut lists) = (0, Vec::new());
        for rows in rows.chunk_by(|a, b| number(a).ok() == number(b).ok()) {
            let Some(first) = rows.first() else { continue };
            let Some(number) = number(first)? else {
                lists.extend(rows.iter().map(list).collect::<sqlx::Result<Vec<_>>>()?);
                continue;
            };
            count += 1;
            self.looked_at += first.try_get::<i64, _>(2)?.unsigned_abs();
            if count == round {
                self.unread = Some((first.try_get(1)?, number));
            }
            self.found.push(found(number, rows, self.spans)?);
        }
        self.trim().await?;
        self.found.retain(|found| !found.places.is_empty());
        Ok(lists)
    }

    /// Leaves out what is not of the times that are asked for.
    async fn trim(&mut self) -> sqlx::Result<()> {
        let (mut segments, mut keys, mut lists) = (Vec::new(), Vec::new(), Vec::new());
        for (at, found) in self.found.iter_mut().enumerate() {
            let Some(marks) = found.marks.take() else { continue };
            let first = marks.partition_point(|mark| *mark <= self.from).saturating_sub(1);
            let last = marks.partition_point(|mark| *mark < self.to).saturating_sub(1);
            found.places.keep(first * LISTED..(last + 1) * LISTED);
            for list in [first, last].into_iter().take(if first == last { 1 } else { 2 }) {
                segments.push(found.segment);
                keys.push(segment::list_key(list));
                lists.push((at, list * LISTED));
            }
        }
        if lists.is_empty() {
            return Ok(());
        }
        let select = sqlx::query_scalar(LIST).bind(segments).bind(keys);
        let blocks: Vec<Option<Vec<u8>>> = select.fetch_all(&mut *self.connection).await?;
        for ((at, first), block) in lists.into_iter().zip(blocks) {
            for (place, id) in segment::ids_of(&block.unwrap_or_default()).enumerate() {
                if id < self.from || id >= self.to {
                    self.found[at].places.remove(first + place);
                }
            }
        }
        Ok(())
    }

    /// Reads the ids of the newest places, of about so many.
    async fn resolve(&mut self, wanted: usize) -> sqlx::Result<()> {
        self.found.sort_unstable_by_key(|found| Reverse(found.bound));
        let (mut segments, mut keys, mut offsets) = (Vec::new(), Vec::new(), Vec::new());
        let mut ends = Vec::new();
        for found in &mut self.found {
            for place in found.places.take_highest(wanted - offsets.len()) {
                segments.push(found.segment);
                keys.push(segment::list_key(place / LISTED));
                offsets.push(i32::try_from(place % LISTED * 16 + 1).unwrap_or(i32::MAX));
            }
            ends.push(offsets.len());
            if offsets.len() >= wanted {
                break;
            }
        }
        let select = sqlx::query_scalar(RESOLVE).bind(segments).bind(keys).bind(offsets);
        let ids: Vec<Option<Vec<u8>>> = select.fetch_all(&mut *self.connection).await?;
        let ids: Vec<_> =
            ids.iter().map(|id| id.as_deref().and_then(|id| segment::ids_of(id).next())).collect();
        for (found, end) in self.found.iter_mut().zip(ends) {
            if let Some(id) = end.checked_sub(1).and_then(|last| *ids.get(last)?) {
                found.bound = Uuid::from_u128(id.as_u128().saturating_sub(1));
            }
        }
        self.found.retain(|found| !found.places.is_empty());
        self.ready.extend(ids.into_iter().flatten());
        Ok(())
    }
}

/// The number of the segment; a list has none.
fn number(row: &PgRow) -> sqlx::Result<Option<i64>> {
    row.try_get(0)
}

fn list(row: &PgRow) -> sqlx::Result<List> {
    Ok(List { newest: row.try_get(1)?, ids: row.try_get(3)? })
}

/// The places of a segment that all spans have.
fn found(segment: i64, rows: &[PgRow], spans: &[Span]) -> sqlx::Result<Found> {
    let first = rows.first().ok_or(sqlx::Error::RowNotFound)?;
    let records = usize::try_from(first.try_get::<i64, _>(2)?).unwrap_or_default();
    let mut places = Places::all(records);
    for (at, span) in spans.iter().enumerate() {
        let mut of_span = Places::none(records);
        for row in rows {
            let (number, key): (i64, &[u8]) = (row.try_get(4)?, row.try_get(5)?);
            if usize::try_from(number) == Ok(at + 1) && !segment::is_list(key) {
                let found = block::find(row.try_get(6)?, span, &mut of_span);
                found.ok_or_else(|| sqlx::Error::Decode("no block of the index".into()))?;
            }
        }
        places.intersect(&of_span);
    }
    Ok(Found { segment, bound: first.try_get(1)?, places, marks: first.try_get(3)? })
}
