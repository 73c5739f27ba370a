//! `cargo xtask test`: all tests of the workspace.

use crate::{
    postgres,
    process::{answers, cargo, step},
    prometheus,
};

pub(crate) fn run() -> anyhow::Result<()> {
    let mut needed = vec![(postgres::VARIABLE, postgres::ensure()?)];
    match prometheus::ensure() {
        Ok(programs) => needed.push((prometheus::VARIABLE, programs)),
        // One test needs it, and fails with the same words; all others can still be run.
        Err(missing) => println!("── {missing:#}"),
    }
    // nextest runs the tests of all crates at once, and each in a process of its own; what it
    // cannot run are documentation tests.
    if answers(&mut cargo(["nextest", "--version"])) {
        let mut nextest = cargo(["nextest", "run", "--workspace", "--all-features"]);
        step("tests", nextest.envs(needed))?;
    } else {
        println!("cargo-nextest is not installed: cargo test does as well, a little slower");
        let mut tests = cargo(["test", "--workspace", "--all-features"]);
        tests.args(["--lib", "--bins", "--tests", "--examples"]);
        step("tests", tests.envs(needed))?;
    }
    let mut doctests = cargo(["test", "--workspace", "--all-features", "--doc"]);
    step("documentation tests", &mut doctests)
}
