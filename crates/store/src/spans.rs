//! How long the times are that sums are kept for: a minute, an hour and a day, so that a long time is as
//! quick to sum up as a short one.

use std::ops::Range;
#[cfg(feature = "sqlite")]
use std::time::{SystemTime, UNIX_EPOCH};

use gate_audit::UsageQuery;

/// In seconds; each is a multiple of the one before.
pub(crate) const SPANS: [u64; 3] = [60, 3_600, 86_400];

/// The spans that together are the time that is asked for: as long ones as the buckets let.
pub(crate) fn pieces(query: UsageQuery) -> Vec<(u64, Range<u64>)> {
    let fits = |span: &u64| query.bucket.is_none() || query.seconds().is_multiple_of(*span);
    let spans: Vec<_> = SPANS.into_iter().filter(fits).collect();
    split(query.span(), &spans)
}

/// The spans that together are a time of whole minutes.
#[cfg(feature = "sqlite")]
pub(crate) fn split_all(time: Range<u64>) -> Vec<(u64, Range<u64>)> {
    split(time, &SPANS)
}

fn split(time: Range<u64>, spans: &[u64]) -> Vec<(u64, Range<u64>)> {
    let Some((&longest, shorter)) = spans.split_last() else { return Vec::new() };
    let (start, end) = (time.start.div_ceil(longest) * longest, time.end / longest * longest);
    if time.is_empty() {
        return Vec::new();
    }
    if start >= end {
        return split(time, shorter);
    }
    let mut pieces = split(time.start..start, shorter);
    pieces.push((longest, start..end));
    pieces.extend(split(end..time.end, shorter));
    pieces
}

/// Where the minute of a time begins, in seconds since 1970.
#[cfg(feature = "sqlite")]
pub(crate) fn minute(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs() / SPANS[0] * SPANS[0]
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use gate_audit::UsageBy;

    use super::*;

    fn pieces_of(from: u64, to: u64, bucket: Option<u64>) -> Vec<(u64, Range<u64>)> {
        let at = |seconds| UNIX_EPOCH + Duration::from_secs(seconds);
        let bucket = bucket.map(Duration::from_secs);
        pieces(UsageQuery { from: at(from), to: at(to), by: UsageBy::Server, bucket })
    }

    #[test]
    fn a_time_is_as_few_spans_as_can_be() {
        let day = 86_400;
        assert_eq!(pieces_of(0, day, None), [(86_400, 0..day)]);
        assert_eq!(
            pieces_of(3_500, 2 * day + 3_700, None),
            [
                (60, 3_480..3_600),
                (3_600, 3_600..day),
                (86_400, day..2 * day),
                (3_600, 2 * day..2 * day + 3_600)
            ]
            .into_iter()
            .chain([(60, 2 * day + 3_600..2 * day + 3_720)])
            .collect::<Vec<_>>()
        );
        assert_eq!(pieces_of(120, 180, None), [(60, 120..180)]);
        assert_eq!(pieces_of(120, 120, None), []);
        assert_eq!(pieces_of(day, 0, None), []);
    }

    #[test]
    fn no_span_is_longer_than_a_bucket() {
        assert_eq!(pieces_of(0, 7_200, Some(60)), [(60, 0..7_200)]);
        assert_eq!(pieces_of(0, 7_200, Some(5_400)), [(60, 0..10_800)]);
        assert_eq!(pieces_of(100, 7_200, Some(3_600)), [(3_600, 0..7_200)]);
        assert_eq!(pieces_of(100, 200_000, Some(86_400)), [(86_400, 0..259_200)]);
    }
}
