//! Other processes: this very test program, running one of its ignored tests.

use std::{
    env,
    ffi::OsString,
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    process::{Child, Command, Stdio},
};

const READY: &str = "child is ready";
const ANSWER: &str = "child answers: ";

/// Runs a test in so many processes, which all start its work at the same moment, and gives their answers.
pub(crate) fn run(
    test: &str,
    count: usize,
    variables: impl Fn(usize) -> Vec<(&'static str, OsString)>,
) -> Vec<String> {
    let spawn = |index| {
        Command::new(env::current_exe().unwrap())
            .args(["--exact", test, "--ignored", "--nocapture", "--test-threads=1"])
            .envs(variables(index))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let mut children: Vec<Child> = (0..count).map(spawn).collect();
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

/// In the child: waits for the others.
pub(crate) fn start_together() {
    let mut out = io::stdout();
    writeln!(out, "\n{READY}").unwrap();
    out.flush().unwrap();
    let _ = io::stdin().read_to_end(&mut Vec::new());
}

/// In the child: what it has to say.
pub(crate) fn answer(text: &str) {
    writeln!(io::stdout(), "\n{ANSWER}{text}").unwrap();
}

fn read_until(output: &mut impl io::BufRead, begin: &str) -> String {
    let line = output.lines().map(Result::unwrap).find(|line| line.starts_with(begin));
    line.expect("the child said nothing")[begin.len()..].to_owned()
}
