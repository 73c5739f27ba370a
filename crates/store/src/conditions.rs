//! A filter as conditions on columns, for every store.

use std::borrow::Cow;

use gate_audit::{EntryKind, Filter, Status, StatusFilter};

use crate::columns::{Value, micros};

/// What a column must be.
#[derive(Clone, Debug)]
pub(crate) struct Condition<'a> {
    pub(crate) column: &'static str,
    pub(crate) test: Test<'a>,
}

#[derive(Clone, Debug)]
pub(crate) enum Test<'a> {
    Equals(Value<'a>),
    Differs(Value<'a>),
    AtLeast(Value<'a>),
    Below(Value<'a>),
    IsSet(bool),
}

/// Every condition of the filter but the words that it looks for: together they must agree with
/// [`Filter::matches`].
pub(crate) fn conditions<'a>(filter: &'a Filter) -> Vec<Condition<'a>> {
    let mut all = Vec::new();
    let mut add = |column, test: Option<Test<'a>>| all.extend(test.map(|test| Condition { column, test }));
    add("status", filter.status.map(status));
    add("entry", filter.entry.map(entry));
    add("kind", filter.kind.map(|kind| Test::Equals(text(kind.as_str()))));
    let texts = [
        ("server", &filter.server),
        ("name", &filter.name),
        ("principal", &filter.principal),
        ("session", &filter.session),
        ("workflow", &filter.workflow),
        ("request_id", &filter.request_id),
    ];
    for (column, wanted) in texts {
        add(column, wanted.as_deref().map(|wanted| Test::Equals(text(wanted))));
    }
    add("trace_id", filter.trace_id.map(|id| Test::Equals(Value::Id(Some(id)))));
    let (from, to) = filter.id_range();
    add("id", from.map(|from| Test::AtLeast(Value::Id(Some(*from.as_bytes())))));
    add("id", to.map(|to| Test::Below(Value::Id(Some(*to.as_bytes())))));
    let latency = filter.min_latency.map(|latency| {
        // A latency is kept in whole microseconds, rounded down; half a microsecond more is not reached.
        let least = micros(latency) + u64::from(latency.subsec_nanos() % 1_000 != 0);
        Test::AtLeast(Value::Integer(Some(i64::try_from(least).unwrap_or(i64::MAX))))
    });
    add("latency_us", latency);
    add("redactions", filter.redacted.map(Test::IsSet));
    all
}

fn status(status: StatusFilter) -> Test<'static> {
    match status {
        StatusFilter::Is(status) => Test::Equals(text(status.as_str())),
        StatusFilter::Success => Test::Equals(text(Status::Ok.as_str())),
        _ => Test::Differs(text(Status::Ok.as_str())),
    }
}

/// A call has no word in its column.
fn entry(entry: EntryKind) -> Test<'static> {
    match entry {
        EntryKind::Call => Test::IsSet(false),
        other => Test::Equals(text(other.as_str())),
    }
}

fn text(text: &str) -> Value<'_> {
    Value::Text(Some(Cow::Borrowed(text)))
}
