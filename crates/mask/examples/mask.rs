//! Reads standard input as one document and writes it masked to standard output, in constant
//! memory. `--stats` prints what was masked to standard error.

use std::io::{self, Read, Write};
use std::process::ExitCode;

use gate_mask::{Findings, Masker};

const CHUNK: usize = 64 * 1024;

fn main() -> io::Result<ExitCode> {
    let mut stats = false;
    for argument in std::env::args().skip(1) {
        if argument != "--stats" {
            writeln!(io::stderr(), "usage: mask [--stats] < input > output")?;
            return Ok(ExitCode::from(2));
        }
        stats = true;
    }
    let findings = filter(io::stdin().lock(), io::stdout().lock())?;
    if stats {
        report(&findings, io::stderr().lock())?;
    }
    Ok(ExitCode::SUCCESS)
}

fn filter(mut input: impl Read, mut output: impl Write) -> io::Result<Findings> {
    let mut stream = Masker::default().stream();
    let mut chunk = vec![0; CHUNK];
    let mut masked = Vec::with_capacity(2 * CHUNK);
    loop {
        let read = match input.read(&mut chunk) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
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

fn report(findings: &Findings, mut to: impl Write) -> io::Result<()> {
    writeln!(to, "masked: {}", findings.total())?;
    for finding in findings.iter() {
        writeln!(to, "{:>8}  {}", finding.count(), finding.rule())?;
    }
    Ok(())
}
