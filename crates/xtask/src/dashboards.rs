//! `cargo xtask dashboards`: whether every panel and every alert of the observability stack shows something.

use crate::{
    process::{cargo, step},
    prometheus,
};

pub(crate) fn run() -> anyhow::Result<()> {
    let programs = prometheus::ensure()?;
    let mut test = cargo(["test", "--package", "observability-stack", "--", "--nocapture"]);
    step("dashboards and alerts", test.env(prometheus::VARIABLE, programs))
}
