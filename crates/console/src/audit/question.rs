//! What may be asked of the trail.

use std::time::SystemTime;

use gate_audit::{Filter, Kind, Page, StatusFilter};
use serde::Deserialize;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use crate::error::ApiError;

/// The query parameters. An unknown one is refused: a misspelt filter would show too much.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Question {
    status: Option<String>,
    source_type: Option<String>,
    server: Option<String>,
    tool: Option<String>,
    user: Option<String>,
    session_id: Option<String>,
    request_id: Option<String>,
    trace_id: Option<String>,
    from: Option<String>,
    to: Option<String>,
    limit: Option<u32>,
    cursor: Option<String>,
}

impl Question {
    pub(crate) fn filter(&self) -> Result<Filter, ApiError> {
        let mut filter = Filter::default();
        filter.status = read(&self.status, "status", "a status, success or error", StatusFilter::parse)?;
        filter.kind = read(&self.source_type, "source_type", "a kind of call, such as tool", Kind::parse)?;
        filter.server = self.server.clone();
        filter.name = self.tool.clone();
        filter.principal = self.user.clone();
        filter.session = self.session_id.clone();
        filter.request_id = self.request_id.clone();
        filter.trace_id = read(&self.trace_id, "trace_id", "32 hexadecimal digits", trace_id)?;
        filter.from = read(&self.from, "from", TIME, instant)?;
        filter.to = read(&self.to, "to", TIME, instant)?;
        Ok(filter)
    }

    pub(crate) fn page(&self) -> Result<Page, ApiError> {
        let page = self.limit.map_or_else(Page::default, Page::first);
        let cursor = read(&self.cursor, "cursor", "the `next` of an earlier page", |text| text.parse().ok())?;
        Ok(cursor.map_or(page, |cursor| page.after(cursor)))
    }
}

const TIME: &str = "a time such as 2026-11-21T10:00:00Z";

fn read<T>(
    value: &Option<String>,
    name: &str,
    expected: &str,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, ApiError> {
    let read = |text: &String| {
        // Without the value: what is refused may be anything.
        read(text).ok_or_else(|| ApiError::BadRequest(format!("`{name}` must be {expected}")))
    };
    value.as_ref().map(read).transpose()
}

fn trace_id(text: &str) -> Option<[u8; 16]> {
    let hexadecimal = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let number = hexadecimal.then(|| u128::from_str_radix(text, 16).ok()).flatten()?;
    Some(number.to_be_bytes())
}

fn instant(text: &str) -> Option<SystemTime> {
    OffsetDateTime::parse(text, &Rfc3339).ok().map(SystemTime::from)
}
