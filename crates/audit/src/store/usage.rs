use std::{
    ops::Range,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// Which sums are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct UsageQuery {
    /// Not before this time; rounded down to the bucket that it is in.
    pub from: SystemTime,
    /// Before this time; rounded up to the end of its bucket.
    pub to: SystemTime,
    /// For each of which.
    pub by: UsageBy,
    /// How long a bucket is, a minute at least; one for all the time if `None`. Buckets begin at multiples
    /// of their length since 1970 (UTC).
    pub bucket: Option<Duration>,
}

impl UsageQuery {
    /// How much longer sums are kept than the records they were made of.
    pub const OUTLIVES: Duration = Duration::from_hours(400 * 24);

    /// The first minute whose sums stay when records before this time go, in seconds since 1970.
    #[must_use]
    pub fn kept_from(cut_off: SystemTime) -> u64 {
        since_1970(cut_off).saturating_sub(Self::OUTLIVES.as_secs()) / MINUTE * MINUTE
    }

    /// How long a bucket is, in seconds: whole minutes, by which sums are kept.
    #[must_use]
    pub fn seconds(&self) -> u64 {
        self.bucket.map_or(MINUTE, |bucket| (bucket.as_secs() / MINUTE).max(1) * MINUTE)
    }

    /// The time that is asked for, in whole buckets, as seconds since 1970.
    #[must_use]
    pub fn span(&self) -> Range<u64> {
        let length = self.seconds();
        // A second that has begun is asked for, too.
        let to = since_1970(self.to.checked_add(ALMOST_A_SECOND).unwrap_or(self.to));
        since_1970(self.from) / length * length..to.div_ceil(length) * length
    }

    /// Where the bucket of a time begins, in seconds since 1970, if the time is asked for.
    #[must_use]
    pub fn bucket_of(&self, time: SystemTime) -> Option<u64> {
        let length = self.seconds();
        let start = since_1970(time) / length * length;
        self.span().contains(&start).then_some(start)
    }
}

const MINUTE: u64 = 60;
const ALMOST_A_SECOND: Duration = Duration::from_nanos(999_999_999);

fn since_1970(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

/// What sums are made for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UsageBy {
    /// Each server.
    #[default]
    Server,
    /// Each tool of each server.
    Tool,
    /// Each principal.
    Principal,
}

impl UsageBy {
    /// By this [name](Self::as_str).
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Server, Self::Tool, Self::Principal].into_iter().find(|by| by.as_str() == name)
    }

    /// A short, stable name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Tool => "tool",
            Self::Principal => "principal",
        }
    }
}

/// The sums of one bucket for one server, tool or principal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Usage {
    /// Where the bucket begins, in seconds since 1970; the first minute with a call if there is one bucket
    /// only.
    pub start: u64,
    /// The server; of principals, none.
    pub server: Option<String>,
    /// The tool, or the principal. Like the server, it went through the mask before it was stored.
    pub name: Option<String>,
    /// Calls that ended.
    pub calls: u64,
    /// Of these, the ones that did not do what was asked.
    pub errors: u64,
    /// Tokens that models read.
    pub input_tokens: u64,
    /// Tokens that models wrote.
    pub output_tokens: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_is_rounded_to_whole_buckets() {
        let at = |millis| UNIX_EPOCH + Duration::from_millis(millis);
        let span =
            |from, to| UsageQuery { from: at(from), to: at(to), by: UsageBy::Tool, bucket: None }.span();
        assert_eq!(span(60_000, 120_000), 60..120);
        assert_eq!(span(60_001, 119_999), 60..120);
        assert_eq!(span(59_999, 120_001), 0..180, "in the first second of a minute, that minute counts");
    }
}
