//! A filter as pairs of texts: what an API's query, a command line and a kept hold have in common.

use std::{
    error, fmt,
    time::{Duration, SystemTime},
};

use gate_call::Kind;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::{Filter, Search, StatusFilter};
use crate::{EntryKind, record::hex};

/// A pair that is no condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FilterError {
    /// No condition has this name. A misspelt one would show too much.
    Unknown,
    /// The condition's value cannot be read.
    Value {
        /// The condition.
        key: &'static str,
        /// What it must be.
        expected: &'static str,
    },
}

const TIME: &str = "a time such as 2026-11-21T10:00:00Z";

impl Filter {
    /// The names of all conditions.
    pub const KEYS: [&str; 15] = [
        "status",
        "entry",
        "source_type",
        "server",
        "tool",
        "user",
        "session_id",
        "workflow_id",
        "request_id",
        "trace_id",
        "from",
        "to",
        "min_latency_ms",
        "redacted",
        "q",
    ];

    /// Sets a condition.
    ///
    /// ```
    /// use gate_audit::Filter;
    ///
    /// let mut filter = Filter::default();
    /// filter.set("status", "error")?;
    /// filter.set("from", "2026-11-21T10:00:00Z")?;
    /// assert!(filter.set("satus", "error").is_err());
    /// # Ok::<(), gate_audit::FilterError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When there is no such condition, or the value cannot be read. The error does not quote it.
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), FilterError> {
        let key = Self::KEYS.into_iter().find(|known| *known == key).ok_or(FilterError::Unknown)?;
        let owned = || Some(value.to_owned());
        match key {
            "status" => {
                self.status = read(key, "a status, success or error", StatusFilter::parse(value))?;
            }
            "entry" => self.entry = read(key, "call, intent or event", EntryKind::parse(value))?,
            "source_type" => self.kind = read(key, "a kind of call, such as tool", Kind::parse(value))?,
            "server" => self.server = owned(),
            "tool" => self.name = owned(),
            "user" => self.principal = owned(),
            "session_id" => self.session = owned(),
            "workflow_id" => self.workflow = owned(),
            "request_id" => self.request_id = owned(),
            "trace_id" => self.trace_id = read(key, "32 hexadecimal digits", trace_id(value))?,
            "from" => self.from = read(key, TIME, instant(value))?,
            "to" => self.to = read(key, TIME, instant(value))?,
            "min_latency_ms" => self.min_latency = read(key, "milliseconds, such as 250", millis(value))?,
            "redacted" => self.redacted = read(key, "true or false", value.parse().ok())?,
            _ => self.search = read(key, "words to look for, 16 at most", Search::parse(value))?,
        }
        Ok(())
    }

    /// Every condition that is set, as [`set`](Self::set) takes it.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let pairs = [
            ("status", self.status.map(|status| status.as_str().to_owned())),
            ("entry", self.entry.map(|entry| entry.as_str().to_owned())),
            ("source_type", self.kind.map(|kind| kind.as_str().to_owned())),
            ("server", self.server.clone()),
            ("tool", self.name.clone()),
            ("user", self.principal.clone()),
            ("session_id", self.session.clone()),
            ("workflow_id", self.workflow.clone()),
            ("request_id", self.request_id.clone()),
            ("trace_id", self.trace_id.map(|id| hex(&id))),
            ("from", self.from.and_then(rfc3339)),
            ("to", self.to.and_then(rfc3339)),
            ("min_latency_ms", self.min_latency.map(|latency| (latency.as_secs_f64() * 1e3).to_string())),
            ("redacted", self.redacted.map(|redacted| redacted.to_string())),
            ("q", self.search.as_ref().map(Search::to_string)),
        ];
        pairs.into_iter().filter_map(|(key, value)| Some((key, value?))).collect()
    }
}

fn read<T>(key: &'static str, expected: &'static str, value: Option<T>) -> Result<Option<T>, FilterError> {
    value.map(Some).ok_or(FilterError::Value { key, expected })
}

fn trace_id(text: &str) -> Option<[u8; 16]> {
    let hexadecimal = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let number = hexadecimal.then(|| u128::from_str_radix(text, 16).ok()).flatten()?;
    Some(number.to_be_bytes())
}

fn instant(text: &str) -> Option<SystemTime> {
    OffsetDateTime::parse(text, &Rfc3339).ok().map(SystemTime::from)
}

fn rfc3339(time: SystemTime) -> Option<String> {
    let nanos = match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => i128::try_from(since.as_nanos()).ok()?,
        Err(error) => -i128::try_from(error.duration().as_nanos()).ok()?,
    };
    OffsetDateTime::from_unix_timestamp_nanos(nanos).ok()?.format(&Rfc3339).ok()
}

fn millis(text: &str) -> Option<Duration> {
    Duration::try_from_secs_f64(text.parse::<f64>().ok()? / 1e3).ok()
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => write!(f, "there is no such condition; there are {}", Filter::KEYS.join(", ")),
            Self::Value { key, expected } => write!(f, "`{key}` must be {expected}"),
        }
    }
}

impl error::Error for FilterError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_condition_reads_back() {
        let values = [
            "error",
            "event",
            "tool",
            "files",
            "read",
            "ann",
            "s-1",
            "nightly",
            "r-1",
            "000102030405060708090a0b0c0d0e0f",
            "2026-11-21T10:00:00.25Z",
            "2026-11-22T10:00:00Z",
            "12.5",
            "false",
            "quarterly repo*",
        ];
        let mut filter = Filter::default();
        for (key, value) in Filter::KEYS.into_iter().zip(values) {
            filter.set(key, value).unwrap();
        }
        let pairs = filter.pairs();
        assert_eq!(pairs.iter().map(|pair| pair.1.as_str()).collect::<Vec<_>>(), values);
        let mut again = Filter::default();
        pairs.iter().for_each(|(key, value)| again.set(key, value).unwrap());
        assert_eq!(again, filter);
    }

    #[test]
    fn what_is_refused_is_not_quoted() {
        let mut filter = Filter::default();
        for key in ["status", "entry", "source_type", "trace_id", "from", "min_latency_ms", "redacted"] {
            let why = filter.set(key, "hunter2").unwrap_err().to_string();
            assert!(why.contains(key) && !why.contains("hunter2"), "{why}");
        }
        assert_eq!(
            filter.set("q", "- -"),
            Err(FilterError::Value { key: "q", expected: "words to look for, 16 at most" })
        );
        assert_eq!(filter.set("usr", "ann"), Err(FilterError::Unknown));
        assert!(filter.set("min_latency_ms", "-1").is_err());
        assert_eq!(filter, Filter::default());
    }
}
