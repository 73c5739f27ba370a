//! What a look at the whole trail has found, as JSON: in the API's answers, and on a command line.

use gate_audit::{
    Extent, Preview, TableExtent,
    chain::{Flaw, Head, Verdict},
};
use serde_json::{Value, json};

use crate::audit::shown;

/// What a verification found.
#[must_use]
pub fn verdict(verdict: &Verdict) -> Value {
    json!({
        "intact": verdict.flaws.is_empty(),
        "checked": verdict.checked,
        "pruned": verdict.pruned,
        "unsealed": verdict.unsealed,
        "flaws": verdict.flaws.iter().map(flaw).collect::<Vec<_>>(),
        "heads": verdict.heads.iter().map(Head::to_string).collect::<Vec<_>>(),
    })
}

fn flaw(flaw: &Flaw) -> Value {
    json!({
        "kind": flaw.kind.as_str(),
        "writer": flaw.writer.map(|writer| writer.to_string()),
        "number": flaw.number,
        "record": flaw.record.map(|id| id.to_string()),
    })
}

/// What a run of the retention would take out.
#[must_use]
pub fn preview(preview: &Preview) -> Value {
    json!({
        "cut_off": preview.cut_off.map(|id| shown(id.time())),
        "rows": preview.rows(),
        "tables": preview.tables.iter().map(table).collect::<Vec<_>>(),
        "total": extent(preview.total),
    })
}

fn table(table: &TableExtent) -> Value {
    let mut value = extent(table.extent);
    value["table"] = Value::from(table.table.clone());
    value
}

fn extent(extent: Extent) -> Value {
    json!({
        "rows": extent.rows,
        "bytes": extent.bytes,
        "held": extent.held,
        "oldest": extent.oldest.map(|id| shown(id.time())),
    })
}
