//! `cargo xtask test`: all tests of the workspace.

use crate::process::{answers, cargo, step};

pub(crate) fn run() -> anyhow::Result<()> {
    // nextest runs the tests of all crates at once, and each in a process of its own; what it
    // cannot run are documentation tests.
    if answers(&mut cargo(["nextest", "--version"])) {
        let mut nextest = cargo(["nextest", "run", "--workspace", "--all-features"]);
        step("tests", &mut nextest)?;
    } else {
        println!("cargo-nextest is not installed: cargo test does as well, a little slower");
        let mut tests = cargo(["test", "--workspace", "--all-features"]);
        tests.args(["--lib", "--bins", "--tests", "--examples"]);
        step("tests", &mut tests)?;
    }
    let mut doctests = cargo(["test", "--workspace", "--all-features", "--doc"]);
    step("documentation tests", &mut doctests)
}
