use std::{
    fmt,
    str::FromStr,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use uuid::{Builder, NoContext, Timestamp, Uuid};

/// The id of an [`AuditRecord`](crate::AuditRecord): a UUIDv7, so that ids sort by time.
///
/// The twelve bits after the milliseconds hold their fraction (RFC 9562, method 3), which orders the
/// records of one millisecond, too; the rest is random.
///
/// ```
/// use std::time::SystemTime;
/// use gate_audit::RecordId;
///
/// let id = RecordId::at(SystemTime::now());
/// assert_eq!(id.to_string().parse(), Ok(id));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId(Uuid);

const FRACTIONS: u128 = 1 << 12;

impl RecordId {
    /// A new id for a record of this time.
    #[must_use]
    pub fn at(time: SystemTime) -> Self {
        let random = Uuid::new_v7(Timestamp::from_unix(NoContext, 0, 0)).into_bytes();
        let mut tail = [0; 10];
        tail.copy_from_slice(&random[6..]);
        Self::build(time, tail)
    }

    /// The smallest id that a record of this time, or a later one, can have.
    #[must_use]
    pub fn floor(time: SystemTime) -> Self {
        Self::build(time, [0; 10])
    }

    /// The record's time, to a 4096th of a millisecond.
    #[must_use]
    pub fn time(&self) -> SystemTime {
        let bytes = self.0.as_bytes();
        let millis = bytes[..6].iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        let fraction = u64::from(bytes[6] & 0x0f) << 8 | u64::from(bytes[7]);
        // Rounded up, so that the id of the time that comes out is the same again.
        let nanos = (u128::from(fraction) * 1_000_000).div_ceil(FRACTIONS) as u64;
        UNIX_EPOCH + Duration::from_millis(millis) + Duration::from_nanos(nanos)
    }

    /// The sixteen bytes, in the order in which ids sort.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }

    /// The id of these bytes, if they are a UUIDv7.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 16]) -> Option<Self> {
        Self::checked(Uuid::from_bytes(bytes))
    }

    fn build(time: SystemTime, mut tail: [u8; 10]) -> Self {
        let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
        let nanos = u128::from(since.subsec_nanos() % 1_000_000);
        let [high, low] = ((nanos * FRACTIONS / 1_000_000) as u16).to_be_bytes();
        (tail[0], tail[1]) = (high, low);
        // 48 bits of milliseconds last until the year 10889.
        let millis = u64::try_from(since.as_millis()).unwrap_or(u64::MAX);
        Self(Builder::from_unix_timestamp_millis(millis, &tail).into_uuid())
    }

    fn checked(uuid: Uuid) -> Option<Self> {
        (uuid.get_version_num() == 7).then_some(Self(uuid))
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for RecordId {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Uuid::try_parse(text).ok().and_then(Self::checked).ok_or(ParseError)
    }
}

/// A text that is not what it should be: an id, a cursor, a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParseError;

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a valid id, cursor or status")
    }
}

impl std::error::Error for ParseError {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn ids_keep_the_time_and_sort_by_it(a in 0_u64..1 << 52, b in 0_u64..1 << 52) {
            let time = |nanos_by_250| UNIX_EPOCH + Duration::from_nanos(nanos_by_250 / 250 * 250);
            let (first, second) = (RecordId::at(time(a)), RecordId::at(time(b)));
            let off = time(a).duration_since(first.time()).unwrap_or_else(|late| late.duration());
            prop_assert!(off < Duration::from_nanos(245));
            prop_assert_eq!(RecordId::floor(first.time()).time(), first.time());
            prop_assert!(RecordId::floor(first.time()) <= first);
            if a + 500 < b {
                prop_assert!(first < second);
            }
            prop_assert_eq!(RecordId::from_bytes(*first.as_bytes()), Some(first));
        }
    }

    #[test]
    fn other_uuids_are_refused() {
        assert_eq!("00000000-0000-4000-8000-000000000000".parse::<RecordId>(), Err(ParseError));
        assert_eq!(RecordId::from_bytes([0; 16]), None);
    }

    #[test]
    fn no_two_ids_of_one_instant_are_alike() {
        let now = SystemTime::now();
        assert_ne!(RecordId::at(now), RecordId::at(now));
    }
}
