//! Instructions of a call, counted by valgrind in a process of their own.

use std::process::Command;

const FEW: u32 = 2_000;
const MANY: u32 = 12_000;

/// The command that runs one stack under valgrind.
pub(crate) fn command(name: &str, calls: u32) -> String {
    let program = std::env::current_exe().unwrap_or_default();
    format!(
        "valgrind --tool=callgrind --callgrind-out-file=/dev/null {} --only {name} {calls}",
        program.display()
    )
}

/// What one call more costs; nothing where there is no valgrind.
pub(crate) fn of(name: &str) -> Option<f64> {
    let (few, many) = (collected(name, FEW)?, collected(name, MANY)?);
    Some((many - few) as f64 / f64::from(MANY - FEW))
}

fn collected(name: &str, calls: u32) -> Option<u64> {
    let command = command(name, calls);
    let mut words = command.split(' ');
    let output = Command::new(words.next()?).args(words).output().ok()?;
    let text = String::from_utf8(output.stderr).ok()?;
    let line = text.lines().find(|line| line.contains("Collected :"))?;
    line.rsplit(' ').next()?.parse().ok()
}
