//! How calls went in the last minutes and hours.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use axum::{Json, extract::State};
use gate_metrics::window::{By, Group, LONGEST_WINDOW, Point, Stats, WindowQuery, WindowReport};
use serde_json::{Value, json};

use crate::{
    Console,
    error::ApiError,
    item::{millis, rfc3339},
    length::length,
    query::{Pairs, Parameters},
};

const PARAMETERS: [&str; 6] = ["window", "by", "bucket", "server", "method", "tool"];
const FIVE_MINUTES: Duration = Duration::from_secs(300);
const SHORTEST_WINDOW: Duration = Duration::from_secs(10);
/// What is meant if no method is named, and the word for all of them.
const TOOL_CALLS: &str = "tools/call";
const ALL: &str = "all";

/// What was asked for.
struct Asked {
    window: Duration,
    by: By,
    query: WindowQuery,
}

/// Rates, errors and percentiles by tool or server; of the last five minutes, if no window is given.
pub(crate) async fn show(State(console): State<Console>, pairs: Pairs) -> Result<Json<Value>, ApiError> {
    let Asked { window, by, query } = read(&Parameters::of(pairs, &PARAMETERS)?)?;
    let windows = console.windows.ok_or(ApiError::NotFound("no statistics are kept"))?;
    let (wall, now) = (SystemTime::now(), Instant::now());
    // A day of many tools is milliseconds of work.
    let report = tokio::task::spawn_blocking(move || windows.stats(&query, now)).await;
    let WindowReport { total, items, points, folded, .. } = report.map_err(|_| ApiError::Stopping)?;
    Ok(Json(json!({
        "from": before(wall, total.span),
        "to": rfc3339(wall),
        "window_seconds": window.as_secs(),
        "by": name_of(by),
        "items": items.iter().map(|(group, stats)| of_item(group, stats, by)).collect::<Vec<_>>(),
        "total": of_stats(&total),
        "points": points.iter().map(|point| of_point(point, wall)).collect::<Vec<_>>(),
        "folded": folded,
    })))
}

fn read(asked: &Parameters) -> Result<Asked, ApiError> {
    let within = |window: &Duration| (SHORTEST_WINDOW..=LONGEST_WINDOW).contains(window);
    let expected = "a length such as 5m, from 10s to 24h";
    let window = asked.one("window", expected, |text| length(text).filter(within))?.unwrap_or(FIVE_MINUTES);
    let by = asked.one("by", "server, tool or method", by)?.unwrap_or(By::Tool);
    let of_window = |text: &str| length(text).filter(|bucket| *bucket <= window);
    let bucket = asked.one("bucket", "a length such as 1m, and no longer than the window", of_window)?;
    let name = |parameter| asked.one(parameter, "a name", |name| Some(name.to_owned()));
    let [server, method, tool] = [name("server")?, name("method")?, name("tool")?];

    let mut query = WindowQuery::last(window).by(by);
    query = bucket.into_iter().fold(query, WindowQuery::bucket);
    query = server.into_iter().fold(query, WindowQuery::server);
    query = tool.into_iter().fold(query, WindowQuery::tool);
    query = match method.as_deref() {
        None if by != By::Method => query.method(TOOL_CALLS),
        None | Some(ALL) => query,
        Some(method) => query.method(method),
    };
    Ok(Asked { window, by, query })
}

fn by(name: &str) -> Option<By> {
    [By::Server, By::Tool, By::Method].into_iter().find(|by| name_of(*by) == name)
}

fn name_of(by: By) -> &'static str {
    match by {
        By::Server => "server",
        By::Method => "method",
        _ => "tool",
    }
}

fn of_item(group: &Group, stats: &Stats, by: By) -> Value {
    let mut item = of_stats(stats);
    item["server"] = json!(group.server);
    match by {
        By::Tool => item["tool"] = json!(group.tool),
        By::Method => item["method"] = json!(group.method),
        _ => {}
    }
    item
}

fn of_point(point: &Point, now: SystemTime) -> Value {
    let mut value = of_stats(&point.stats);
    value["start"] = json!(before(now, point.age));
    value
}

fn of_stats(stats: &Stats) -> Value {
    json!({
        "seconds": stats.span.as_secs_f64(),
        "calls": stats.calls,
        "errors": stats.errors,
        "rate": stats.rate(),
        "error_rate": stats.error_rate(),
        "p50_ms": stats.p50.map(millis),
        "p90_ms": stats.p90.map(millis),
        "p95_ms": stats.p95.map(millis),
        "p99_ms": stats.p99.map(millis),
        "max_ms": stats.max.map(millis),
        "relative_error": stats.relative_error,
    })
}

/// Of today's clock, whatever it said then: what is counted is the time that has passed.
fn before(now: SystemTime, age: Duration) -> String {
    rfc3339(now.checked_sub(age).unwrap_or(UNIX_EPOCH))
}
