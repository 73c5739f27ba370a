//! The audit trail.

mod item;
mod question;

use axum::{
    Json,
    extract::{Path, Query, State, rejection::QueryRejection},
};
use gate_audit::RecordId;
use serde::Serialize;

use self::{item::Item, question::Question};
use crate::{Console, error::ApiError};

/// A page of the trail.
#[derive(Serialize)]
pub(crate) struct Answer {
    items: Vec<Item>,
    next: Option<String>,
    total: u64,
    total_is_estimate: bool,
}

pub(crate) async fn list(
    State(console): State<Console>,
    question: Result<Query<Question>, QueryRejection>,
) -> Result<Json<Answer>, ApiError> {
    let Query(question) = question.map_err(|rejection| ApiError::BadRequest(rejection.body_text()))?;
    let rows = console.store.query(&question.filter()?, &question.page()?).await?;
    Ok(Json(Answer {
        items: rows.items.iter().map(Item::of).collect(),
        next: rows.next.map(|cursor| cursor.to_string()),
        total: rows.total.count,
        total_is_estimate: rows.total.is_estimate,
    }))
}

pub(crate) async fn show(
    State(console): State<Console>,
    Path(id): Path<String>,
) -> Result<Json<Item>, ApiError> {
    let id: RecordId = id.parse().map_err(|_| ApiError::NotFound)?;
    let record = console.store.get(id).await?.ok_or(ApiError::NotFound)?;
    Ok(Json(Item::of(&record)))
}
