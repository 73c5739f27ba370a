//! Sums of calls and tokens.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::{Json, extract::State};
use gate_audit::{Usage, UsageBy, UsageQuery};
use serde_json::{Value, json};

use super::{instant, shown};
use crate::{
    Console,
    error::ApiError,
    length::{MINUTE, length},
    query::{Pairs, Parameters},
};

const DAY: Duration = Duration::from_secs(86_400);
/// More buckets than this are not drawn by anyone.
const MOST_BUCKETS: u64 = 2_000;
const TIME: &str = "a time such as 2026-11-21T10:00:00Z";

/// Tokens by server, tool or user; of the last day, if no time is given.
pub(crate) async fn tokens(State(console): State<Console>, pairs: Pairs) -> Result<Json<Value>, ApiError> {
    let query = read(&Parameters::of(pairs, &["from", "to", "by", "bucket"])?)?;
    let sums = console.store.usage(query).await?;
    let span = query.span();
    Ok(Json(json!({
        "from": shown(at(span.start)),
        "to": shown(at(span.end)),
        "by": name_of(query.by),
        "bucket_seconds": query.bucket.map(|_| query.seconds()),
        "items": sums.iter().map(|sum| of_sum(sum, query.by)).collect::<Vec<_>>(),
        "total": of_all(&sums),
    })))
}

fn read(asked: &Parameters) -> Result<UsageQuery, ApiError> {
    let to = asked.one("to", TIME, instant)?.unwrap_or_else(SystemTime::now);
    let from = asked.one("from", TIME, instant)?;
    let from = from.unwrap_or_else(|| to.checked_sub(DAY).unwrap_or(UNIX_EPOCH));
    let by = asked.one("by", "server, tool or user", by)?.unwrap_or_default();
    let length = |text: &str| length(text).filter(|length| *length >= MINUTE);
    let bucket = asked.one("bucket", "a length such as 5m, 1h or 1d, of a minute at least", length)?;
    let query = UsageQuery { from, to, by, bucket };
    let span = query.span();
    if from >= to {
        return Err(ApiError::BadRequest("`from` must be before `to`".to_owned()));
    }
    if bucket.is_some() && (span.end - span.start) / query.seconds() > MOST_BUCKETS {
        return Err(ApiError::BadRequest(format!(
            "`bucket` must be longer: these would be more than {MOST_BUCKETS}"
        )));
    }
    Ok(query)
}

fn by(name: &str) -> Option<UsageBy> {
    match name {
        "user" => Some(UsageBy::Principal),
        name => UsageBy::parse(name),
    }
}

fn name_of(by: UsageBy) -> &'static str {
    match by {
        UsageBy::Principal => "user",
        by => by.as_str(),
    }
}

fn of_sum(sum: &Usage, by: UsageBy) -> Value {
    let mut value = of_numbers(sum.calls, sum.errors, sum.input_tokens, sum.output_tokens);
    value["start"] = Value::from(shown(at(sum.start)));
    match by {
        UsageBy::Principal => value["user"] = json!(sum.name),
        UsageBy::Tool => {
            value["server"] = json!(sum.server);
            value["tool"] = json!(sum.name);
        }
        _ => value["server"] = json!(sum.server),
    }
    value
}

fn of_all(sums: &[Usage]) -> Value {
    let sum = |of: fn(&Usage) -> u64| sums.iter().map(of).fold(0, u64::saturating_add);
    of_numbers(sum(|it| it.calls), sum(|it| it.errors), sum(|it| it.input_tokens), sum(|it| it.output_tokens))
}

fn of_numbers(calls: u64, errors: u64, input: u64, output: u64) -> Value {
    json!({
        "calls": calls, "errors": errors,
        "input_tokens": input, "output_tokens": output, "total_tokens": input.saturating_add(output),
    })
}

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH.checked_add(Duration::from_secs(seconds)).unwrap_or(UNIX_EPOCH)
}
