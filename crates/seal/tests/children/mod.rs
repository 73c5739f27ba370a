//! Other processes: a test of this very program, run again.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    env,
    ffi::OsString,
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

const READY: &str = "child is ready";
const ANSWER: &str = "child answers: ";
/// Which child a process is.
const NUMBER: &str = "SEAL_TEST_CHILD";

/// Runs a test in so many processes, which know by [`number`] that they are children, and gives their answers.
pub(crate) fn run(test: &str, count: usize, variables: &[(&str, OsString)]) -> Vec<String> {
    let mut children: Vec<Child> = (0..count).map(|number| spawn(test, number, variables)).collect();
    let mut outputs: Vec<_> =
        children.iter_mut().map(|child| BufReader::new(child.stdout.take().unwrap())).collect();
    for output in &mut outputs {
        read_until(output, READY);
    }
    for child in &mut children {
        drop(child.stdin.take());
    }
    let answers = outputs.iter_mut().map(|output| read_until(output, ANSWER)).collect();
    for (mut child, mut output) in children.into_iter().zip(outputs) {
        io::copy(&mut output, &mut io::sink()).unwrap();
        assert!(child.wait().unwrap().success(), "{test} failed");
    }
    answers
}

/// Runs a test in a process of its own, which must not end by itself, and kills that after a time.
#[allow(dead_code, reason = "not every test program does")]
pub(crate) fn kill_after(time: Duration, test: &str, variables: &[(&str, OsString)]) {
    let mut child = spawn(test, 0, variables);
    read_until(&mut BufReader::new(child.stdout.take().unwrap()), READY);
    drop(child.stdin.take());
    thread::sleep(time);
    assert!(child.try_wait().unwrap().is_none(), "{test} ended by itself");
    child.kill().unwrap();
    child.wait().unwrap();
}

fn spawn(test: &str, number: usize, variables: &[(&str, OsString)]) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .envs(variables.iter().cloned())
        .env(NUMBER, number.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// In a child: which one it is, once all of them are there.
pub(crate) fn number() -> Option<String> {
    let number = env::var(NUMBER).ok()?;
    let mut out = io::stdout();
    writeln!(out, "\n{READY}").unwrap();
    out.flush().unwrap();
    io::stdin().read_to_end(&mut Vec::new()).unwrap();
    Some(number)
}

/// In a child: what it has to say.
pub(crate) fn answer(text: &str) {
    let mut out = io::stdout();
    writeln!(out, "\n{ANSWER}{text}").unwrap();
}

fn read_until(output: &mut impl io::BufRead, begin: &str) -> String {
    let line = output.lines().map(Result::unwrap).find(|line| line.starts_with(begin));
    line.expect("the child said nothing")[begin.len()..].to_owned()
}
