//! Reads the dashboards and the alert rules of this example, for the tests that each of their expressions means
//! something.

mod alerts;
mod dashboard;
mod promql;
mod variables;

use std::path::PathBuf;

pub use self::{
    alerts::{Alert, alerts},
    dashboard::{Dashboard, Panel, Query, dashboards},
    promql::{Expression, Selector},
    variables::{fill_in, label_values, legend_labels},
};

/// Where the example is.
#[must_use]
pub fn root() -> PathBuf {
    env!("CARGO_MANIFEST_DIR").into()
}
