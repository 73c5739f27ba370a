//! Statements with the conditions of a filter.

use gate_audit::{Filter, RecordId, Search, Term};
use sqlx::{Postgres, QueryBuilder, types::Uuid};

use super::row;
use crate::{
    columns::Value,
    conditions::{Condition, Test, conditions},
};

pub(super) type Select = QueryBuilder<Postgres>;

pub(super) fn uuid(id: RecordId) -> Uuid {
    Uuid::from_bytes(*id.as_bytes())
}

/// Every condition of the filter but its words, each behind an `AND`.
pub(super) fn push_filter(select: &mut Select, filter: &Filter) {
    for Condition { column, test } in conditions(filter) {
        match test {
            Test::Equals(value) => push_test(select, column, "=", &value),
            Test::Differs(value) => push_test(select, column, "<>", &value),
            Test::AtLeast(value) => push_test(select, column, ">=", &value),
            Test::Below(value) => push_test(select, column, "<", &value),
            Test::IsSet(true) => drop(select.push(format_args!(" AND {column} IS NOT NULL"))),
            Test::IsSet(false) => drop(select.push(format_args!(" AND {column} IS NULL"))),
        }
    }
}

fn push_test(select: &mut Select, column: &str, operator: &str, value: &Value<'_>) {
    select.push(format_args!(" AND {column} {operator} "));
    push_value(select, value);
}

fn push_value(select: &mut Select, value: &Value<'_>) {
    match value {
        Value::Id(_) => select.push_bind(row::id(value)),
        Value::Bytes(_) => select.push_bind(row::bytes(value)),
        Value::Integer(_) => select.push_bind(row::integer(value)),
        Value::Flag(_) => select.push_bind(row::flag(value)),
        Value::Text(_) => select.push_bind(row::text(value).map(|text| text.into_owned())),
    };
}

/// What every record with these words passes, and hardly another: who reads the rows must ask
/// [`Search::matches`] of each.
pub(super) fn push_search(select: &mut Select, search: &Search) {
    for term in search.terms() {
        let pattern = pattern(term);
        for (at, column) in ["error", "arguments", "response"].into_iter().enumerate() {
            let or = if at == 0 { " AND (" } else { " OR " };
            select.push(format_args!(r#"{or}{column} COLLATE "C" ILIKE "#)).push_bind(pattern.clone());
        }
        select.push(")");
    }
}

/// PostgreSQL's lower case is not Rust's, but for ASCII; and there, `K` (Kelvin) and `İ` have an ASCII
/// lower case, too. So only the other letters are compared.
fn pattern(term: &Term) -> String {
    let mut pattern = "%".to_owned();
    for c in term.word.chars() {
        match c {
            'k' | 'i' => pattern.push('%'),
            c if c.is_ascii_alphanumeric() => pattern.push(c),
            _ => pattern.push('%'),
        }
    }
    pattern + "%"
}

/// What passes one of the filters, or may.
pub(super) fn push_any(select: &mut Select, filters: &[&Filter]) {
    for (at, filter) in filters.iter().enumerate() {
        select.push(if at == 0 { " AND ((TRUE" } else { " OR (TRUE" });
        push_filter(select, filter);
        if let Some(search) = &filter.search {
            push_search(select, search);
        }
        select.push(")");
    }
    select.push(if filters.is_empty() { " AND FALSE" } else { ")" });
}
