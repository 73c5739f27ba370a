//! A filter as SQL.

use std::borrow::Cow;

use gate_audit::Filter;
use sqlx::{QueryBuilder, Sqlite};

use crate::{
    columns::Value,
    conditions::{Test, conditions},
};

pub(super) type Select = QueryBuilder<Sqlite>;

/// Every condition of the filter but the words it looks for, each with an `AND` before it.
pub(super) fn push(select: &mut Select, filter: &Filter) {
    for condition in conditions(filter) {
        select.push(" AND ").push(condition.column);
        match condition.test {
            Test::Equals(value) => push_value(select, " = ", value),
            Test::Differs(value) => push_value(select, " <> ", value),
            Test::AtLeast(value) => push_value(select, " >= ", value),
            Test::Below(value) => push_value(select, " < ", value),
            Test::IsSet(true) => drop(select.push(" IS NOT NULL")),
            Test::IsSet(false) => drop(select.push(" IS NULL")),
        }
    }
}

fn push_value(select: &mut Select, operator: &str, value: Value<'_>) {
    select.push(operator);
    match value {
        Value::Id(id) => select.push_bind(id.map(Vec::from)),
        Value::Bytes(bytes) => select.push_bind(bytes.map(<[u8]>::to_vec)),
        Value::Integer(integer) => select.push_bind(integer),
        Value::Flag(flag) => select.push_bind(flag),
        Value::Text(text) => select.push_bind(text.map(Cow::into_owned)),
    };
}
