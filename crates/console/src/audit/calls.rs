//! Pages of calls, and single ones.

use axum::{
    Json,
    extract::{Path, State, rejection::PathRejection},
    response::{IntoResponse, Response},
};
use gate_audit::{RecordId, Rows};
use http::{HeaderName, HeaderValue};
use serde::Serialize;

use crate::{
    Console,
    error::ApiError,
    item::Item,
    query::{PAGING, Pairs, Parameters},
};

/// A page of the trail.
#[derive(Serialize)]
struct Answer<'a> {
    items: Vec<Item<'a>>,
    next: Option<String>,
    total: u64,
    total_is_estimate: bool,
}

/// A page, and how to go on.
pub(crate) async fn list(State(console): State<Console>, pairs: Pairs) -> Result<Response, ApiError> {
    let rows = rows(&console, pairs).await?;
    let answer = Answer {
        items: rows.items.iter().map(Item::of).collect(),
        next: rows.next.map(|cursor| cursor.to_string()),
        total: rows.total.count,
        total_is_estimate: rows.total.is_estimate,
    };
    Ok(Json(answer).into_response())
}

static TOTAL: HeaderName = HeaderName::from_static("x-total-count");

/// A page as a bare list, for those who expect that.
pub(crate) async fn bare(State(console): State<Console>, pairs: Pairs) -> Result<Response, ApiError> {
    let rows = rows(&console, pairs).await?;
    let items: Vec<_> = rows.items.iter().map(Item::of).collect();
    let mut response = Json(items).into_response();
    response.headers_mut().insert(&TOTAL, HeaderValue::from(rows.total.count));
    Ok(response)
}

async fn rows(console: &Console, pairs: Pairs) -> Result<Rows, ApiError> {
    let asked = Parameters::of_filter(pairs, &PAGING)?;
    let page = asked.page()?;
    Ok(console.store.query(&asked.into_filter(), &page).await?)
}

/// One record.
pub(crate) async fn show(
    State(console): State<Console>,
    id: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let missing = ApiError::NotFound("there is no such record");
    let Some(id) = id.ok().and_then(|Path(id)| id.parse::<RecordId>().ok()) else { return Err(missing) };
    let record = console.store.get(id).await?.ok_or(missing)?;
    Ok(Json(Item::of(&record)).into_response())
}
