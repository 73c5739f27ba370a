//! What valgrind counts, in a process of its own: so the calls that are timed run on the plain allocator.

use std::process::Command;

const CALLS: u32 = 10_000;
/// Beside it, to know what is allocated once and not for each call.
const FEW: u32 = 2_000;

/// Counts the instructions of the calls alone, on their own thread, whatever goes on elsewhere.
const CALLGRIND: [&str; 3] =
    ["--tool=callgrind", "--toggle-collect=stack::call::send*", "--callgrind-out-file=/dev/null"];
const MEMCHECK: [&str; 2] = ["--tool=memcheck", "--leak-check=no"];

/// The command that counts the instructions of one stack.
pub(crate) fn command(name: &str) -> String {
    let program = std::env::current_exe().unwrap_or_default();
    format!("valgrind {} {} --only {name} {CALLS}", CALLGRIND.join(" "), program.display())
}

/// Instructions of a call; nothing where there is no valgrind.
pub(crate) fn instructions(name: &str) -> Option<f64> {
    let counted = count(&CALLGRIND, "Collected : ", name, CALLS)?;
    Some(counted as f64 / f64::from(CALLS))
}

/// Allocations of a call, on whichever thread; nothing where there is no valgrind.
pub(crate) fn allocations(name: &str) -> Option<f64> {
    let count = |calls| count(&MEMCHECK, "total heap usage: ", name, calls);
    let (few, many) = (count(FEW)?, count(CALLS)?);
    Some(many.saturating_sub(few) as f64 / f64::from(CALLS - FEW))
}

/// The number that follows `label` in what a tool reports of so many calls.
fn count(tool: &[&str], label: &str, name: &str, calls: u32) -> Option<u64> {
    let program = std::env::current_exe().ok()?;
    let output = Command::new("valgrind")
        .args(tool)
        .arg(program)
        .args(["--only", name, &calls.to_string()])
        .output()
        .ok()?;
    let text = String::from_utf8(output.stderr).ok()?;
    let (_, number) = text.split_once(label)?;
    number.split_whitespace().next()?.replace(',', "").parse().ok()
}
