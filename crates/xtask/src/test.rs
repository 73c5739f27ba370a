//! `cargo xtask test`: all tests of the workspace.

use crate::{
    postgres,
    process::{answers, cargo, step},
};

pub(crate) fn run() -> anyhow::Result<()> {
    let programs = postgres::ensure()?;
    // nextest runs the tests of all crates at once, and each in a process of its own; what it
    // cannot run are documentation tests.
    if answers(&mut cargo(["nextest", "--version"])) {
        let mut nextest = cargo(["nextest", "run", "--workspace", "--all-features"]);
        step("tests", nextest.env(postgres::VARIABLE, programs))?;
    } else {
        println!("cargo-nextest is not installed: cargo test does as well, a little slower");
        let mut tests = cargo(["test", "--workspace", "--all-features"]);
        tests.args(["--lib", "--bins", "--tests", "--examples"]);
        step("tests", tests.env(postgres::VARIABLE, programs))?;
    }
    let mut doctests = cargo(["test", "--workspace", "--all-features", "--doc"]);
    step("documentation tests", &mut doctests)
}
