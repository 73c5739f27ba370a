//! Reads standard input as one document – text, JSON or server-sent events – and writes it masked
//! to standard output, in constant memory. `--stats` tells on standard error what was masked.
//!
//! Ends with 0 also when whoever reads the output has seen enough; with 1 when reading or writing
//! fails, and with 2 when it is called wrongly.

use std::fmt::Display;
use std::io::{self, ErrorKind, Read, Write};
use std::process::ExitCode;

use gate_mask::{Findings, Masker};

const USAGE: &str = "usage: mask [--stats] < input > output

Masks the secrets in a document: text, JSON or server-sent events.

  --stats   what was masked, by rule, to standard error
  --help    this text
";

/// The most that is read at once.
const CHUNK: usize = 64 * 1024;

fn main() -> ExitCode {
    let mut stats = false;
    for argument in std::env::args_os().skip(1) {
        match argument.to_str() {
            Some("--stats") => stats = true,
            Some("--help" | "-h") => return ended(io::stdout().write_all(USAGE.as_bytes())),
            _ => {
                // Not the argument itself: it may be a secret in the wrong place.
                complain("there is no such argument", USAGE);
                return ExitCode::from(2);
            }
        }
    }
    let masked = filter(io::stdin().lock(), io::stdout().lock());
    ended(masked.and_then(|findings| if stats { report(&findings, io::stderr().lock()) } else { Ok(()) }))
}

fn filter(mut input: impl Read, mut output: impl Write) -> io::Result<Findings> {
    let mut stream = Masker::default().stream();
    let mut chunk = vec![0; CHUNK];
    let mut masked = Vec::with_capacity(2 * CHUNK);
    loop {
        let read = match input.read(&mut chunk) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        stream.push(&chunk[..read], &mut masked);
        output.write_all(&masked)?;
        masked.clear();
    }
    let findings = stream.finish(&mut masked);
    output.write_all(&masked)?;
    output.flush()?;
    Ok(findings)
}

/// The total, then a line for each rule.
fn report(findings: &Findings, mut to: impl Write) -> io::Result<()> {
    writeln!(to, "masked: {}", findings.total())?;
    for finding in findings.iter() {
        writeln!(to, "{:>8}  {}", finding.count(), finding.rule())?;
    }
    Ok(())
}

fn ended(result: io::Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        // `mask | head` is no failure.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            complain(error, "");
            ExitCode::FAILURE
        }
    }
}

fn complain(why: impl Display, more: &str) {
    // There is nowhere left to tell that standard error cannot be written to.
    let _ = write!(io::stderr(), "mask: {why}\n{more}");
}
