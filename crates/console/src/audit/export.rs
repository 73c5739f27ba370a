//! All that passes a filter, as a file.

use std::{sync::Arc, time::SystemTime};

use axum::{
    body::Body,
    extract::State,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use futures_util::stream;
use gate_audit::{AuditStore, Cursor, Filter, Page, StoreError};
use http::header;
use time::OffsetDateTime;

use crate::{
    Console,
    error::ApiError,
    export::Format,
    query::{Pairs, Parameters},
};

/// Page by page, each read when the one before has been taken: memory holds one page, however long the
/// file and however slow its reader.
struct Export {
    store: Arc<dyn AuditStore>,
    filter: Filter,
    format: Format,
    page: Page,
    next: Option<Cursor>,
    is_done: bool,
}

/// How many rows the first page has.
const FIRST: u32 = 50;
/// About how long a page should be, in bytes.
const GOAL: usize = 1 << 20;

pub(crate) async fn export(State(console): State<Console>, pairs: Pairs) -> Result<Response, ApiError> {
    let asked = Parameters::of_filter(pairs, &["format"])?;
    let format = asked.one("format", "csv or jsonl", Format::parse)?.unwrap_or(Format::Csv);
    let mut export = Export {
        store: console.store,
        filter: asked.into_filter(),
        format,
        page: Page::first(FIRST),
        next: None,
        is_done: false,
    };
    // Before the head is sent: what cannot be read at all is an error, not a file that breaks off.
    let mut first = Vec::new();
    format.begin(&mut first);
    export.push_page(&mut first).await?;
    let headers = [
        (header::CONTENT_TYPE, format.content_type().to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", file_name(format))),
    ];
    Ok((headers, export.into_body(first)).into_response())
}

impl Export {
    fn into_body(self, first: Vec<u8>) -> Body {
        Body::from_stream(stream::try_unfold((self, Some(first)), |(mut export, first)| async move {
            if let Some(first) = first {
                return Ok(Some((Bytes::from(first), (export, None))));
            }
            if export.is_done {
                return Ok::<_, StoreError>(None);
            }
            let mut lines = Vec::new();
            let pushed = export.push_page(&mut lines).await;
            // The head is long sent: the client sees that the file breaks off, the operator why.
            pushed
                .inspect_err(|error| tracing::warn!(error = error.with_causes(), "an export was cut off"))?;
            Ok(Some((Bytes::from(lines), (export, None))))
        }))
    }

    async fn push_page(&mut self, lines: &mut Vec<u8>) -> Result<(), StoreError> {
        let page = self.next.map_or(self.page, |cursor| self.page.after(cursor));
        let rows = self.store.query(&self.filter, &page).await?;
        let before = lines.len();
        rows.items.iter().for_each(|record| self.format.push(record, lines));
        let a_row = (lines.len() - before) / rows.items.len().max(1);
        self.page = Page::first(u32::try_from(GOAL / a_row.max(1)).unwrap_or(Page::MAX));
        self.next = rows.next;
        self.is_done = rows.next.is_none();
        Ok(())
    }
}

fn file_name(format: Format) -> String {
    let now = OffsetDateTime::from(SystemTime::now());
    let (date, time) = (now.date(), now.time());
    let (year, month, day) = (date.year(), u8::from(date.month()), date.day());
    let (hour, minute, second) = time.as_hms();
    let ending = format.as_str();
    format!("audit-{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z.{ending}")
}
