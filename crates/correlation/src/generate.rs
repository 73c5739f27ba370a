//! Minting ids.

use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use gate_call::Exchange;
use http::{HeaderValue, Request};
use tower_http::request_id::{MakeRequestId, RequestId};
use uuid::{NoContext, Timestamp, Uuid, fmt::Hyphenated};

/// Mints UUIDs of version 7: they sort by time, which databases and people like.
///
/// The time is that of the [`Exchange`], if the request has one, so that an id and its record agree. The
/// rest is random: 74 bits from a generator of the thread's own, with no lock and no system call.
#[derive(Clone, Copy, Debug, Default)]
pub struct MakeUuidV7;

impl MakeRequestId for MakeUuidV7 {
    fn make_request_id<B>(&mut self, request: &Request<B>) -> Option<RequestId> {
        let exchange = Exchange::of(request.extensions());
        let now = exchange.map_or_else(SystemTime::now, Exchange::started_at);
        Some(RequestId::new(uuid_at(now)))
    }
}

/// A UUID of version 7 for that time, as a header value.
pub(crate) fn uuid_at(time: SystemTime) -> HeaderValue {
    // A clock before 1970 is wrong, and its ids need not sort.
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    let id = Uuid::new_v7(Timestamp::from_unix(NoContext, since.as_secs(), since.subsec_nanos()));
    let mut text = [0; Hyphenated::LENGTH];
    id.hyphenated().encode_lower(&mut text);
    // Counted from the start: the id is cloned several times, and other `Bytes` allocate at their first.
    HeaderValue::from_maybe_shared(Bytes::from_owner(text))
        .expect("hexadecimal digits and hyphens are valid in a header")
}

#[cfg(test)]
mod tests {
    use std::{collections::HashSet, time::Duration};

    use super::*;

    #[test]
    fn ids_are_version_7_and_of_their_time() {
        let at = UNIX_EPOCH + Duration::from_millis(1_750_000_000_123);
        let id = Uuid::parse_str(uuid_at(at).to_str().unwrap()).unwrap();
        assert_eq!(id.get_version_num(), 7);
        assert_eq!(id.get_variant(), uuid::Variant::RFC4122);
        let time = id.get_timestamp().unwrap().to_unix();
        assert_eq!((time.0, time.1 / 1_000_000), (1_750_000_000, 123));
    }

    #[test]
    fn ids_of_one_instant_differ() {
        let ids: HashSet<_> = (0..10_000).map(|_| uuid_at(UNIX_EPOCH)).collect();
        assert_eq!(ids.len(), 10_000);
    }

    #[test]
    fn a_clock_before_1970_does_not_panic() {
        assert_eq!(uuid_at(UNIX_EPOCH - Duration::from_secs(1)).len(), Hyphenated::LENGTH);
    }
}
