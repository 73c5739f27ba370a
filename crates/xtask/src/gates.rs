//! `cargo xtask gates`: what must hold beside the tests before a change goes in.

use anyhow::{Context, bail};

use crate::{
    process::{answers, cargo, step},
    workspace::{Package, Workspace},
};

/// The version `.ci/run` installs where there is none.
const CARGO_DENY: &str = "0.20.2";

pub(crate) fn run() -> anyhow::Result<()> {
    let workspace = Workspace::load()?;
    manifests()?;
    step("formatting", &mut cargo(["fmt", "--all", "--check"]))?;
    lints()?;
    documentation()?;
    dependency_rules()?;
    for package in workspace.packages.iter().filter(|it| it.published) {
        alone(package)?;
    }
    println!("all gates passed");
    Ok(())
}

/// Cargo only warns of a key that it does not know, so a misspelt one would do nothing for years.
fn manifests() -> anyhow::Result<()> {
    let fetch = cargo(["fetch"]).output().context("cargo does not start")?;
    let complaints = String::from_utf8_lossy(&fetch.stderr);
    if !fetch.status.success() || complaints.contains("unused manifest key") {
        bail!("manifests:\n{complaints}");
    }
    println!("── manifests: passed");
    Ok(())
}

fn lints() -> anyhow::Result<()> {
    let mut clippy = cargo(["clippy", "--workspace", "--all-targets", "--all-features"]);
    step("lints", clippy.args(["--", "-D", "warnings"]))
}

fn documentation() -> anyhow::Result<()> {
    let mut doc = cargo(["doc", "--workspace", "--all-features", "--no-deps"]);
    step("documentation", doc.env("RUSTDOCFLAGS", "-D warnings"))
}

fn dependency_rules() -> anyhow::Result<()> {
    if !answers(&mut cargo(["deny", "--version"])) {
        bail!("cargo-deny is not installed; do: cargo install cargo-deny --locked --version {CARGO_DENY}");
    }
    // No advisories: their database cannot be had everywhere the gates run.
    let mut deny = cargo(["deny", "--all-features", "check", "--hide-inclusion-graph"]);
    deny.args(["bans", "licenses", "sources"]);
    step("dependency rules", &mut deny)
}

/// A published crate is used without its neighbours, whose features must not be what makes it build.
fn alone(package: &Package) -> anyhow::Result<()> {
    let check = ["check", "--quiet", "--package", &package.name];
    let name = format!("{} alone", package.name);
    step(&name, cargo(check).arg("--no-default-features"))?;
    if package.features.is_empty() {
        return Ok(());
    }
    step(&format!("{name}, all features"), cargo(check).arg("--all-features"))?;
    // One feature's code may stand on another's, which whoever takes the one alone would find out.
    for feature in package.features.iter().filter(|_| package.features.len() > 1) {
        let mut check = cargo(check);
        step(&format!("{name}, {feature}"), check.args(["--no-default-features", "--features", feature]))?;
    }
    Ok(())
}
