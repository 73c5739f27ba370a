//! What valgrind counts, in a process of its own: so the calls that are timed run on the plain allocator.
//!
//! A benchmark that is started with `--only WHAT… CALLS` makes so many calls and measures nothing.

use std::process::Command;

const MEMCHECK: [&str; 2] = ["--tool=memcheck", "--leak-check=no"];

/// Allocations of a call, on whichever thread; nothing where there is no valgrind. It takes two numbers of
/// calls, to know what is allocated once and not for each.
pub(crate) fn allocations(what: &[&str], few: u32, many: u32) -> Option<f64> {
    let count = |calls| count(&MEMCHECK, "total heap usage: ", what, calls);
    let (fewer, more) = (count(few)?, count(many)?);
    Some(more.saturating_sub(fewer) as f64 / f64::from(many - few))
}

/// The command by which a tool watches so many calls.
pub(crate) fn command(tool: &[&str], what: &[&str], calls: u32) -> String {
    let program = std::env::current_exe().unwrap_or_default();
    format!("valgrind {} {} --only {} {calls}", tool.join(" "), program.display(), what.join(" "))
}

/// The number that follows `label` in what a tool reports of so many calls.
pub(crate) fn count(tool: &[&str], label: &str, what: &[&str], calls: u32) -> Option<u64> {
    let program = std::env::current_exe().ok()?;
    let mut command = Command::new("valgrind");
    command.args(tool).arg(program).arg("--only").args(what).arg(calls.to_string());
    let text = String::from_utf8(command.output().ok()?.stderr).ok()?;
    let (_, number) = text.split_once(label)?;
    number.split_whitespace().next()?.replace(',', "").parse().ok()
}
