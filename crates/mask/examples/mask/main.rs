//! Reads standard input as one document – text, JSON or server-sent events – and writes it masked
//! to standard output, in constant memory. `--stats` tells on standard error what was masked.
//!
//! A short document that comes at once is masked as a whole, which finds what only the whole shows;
//! any other as it streams.
//!
//! Ends with 0 also when whoever reads the output has seen enough; with 1 when reading or writing
//! fails, and with 2 when it is called wrongly.

mod arriving;

use std::fmt::Display;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use arriving::{Arrived, Chunks};
use gate_mask::{Findings, MaskStream, Masker, is_key_name, sensitive_parameters};

const USAGE: &str = "usage: mask [--stats] < input > output

Masks the secrets in a document: text, JSON or server-sent events.

  --stats   what was masked, by rule, to standard error
  --help    this text
";

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
    let masked = filter(Chunks::of(io::stdin()), io::stdout().lock());
    ended(masked.and_then(|findings| if stats { report(&findings, io::stderr().lock()) } else { Ok(()) }))
}

fn filter(mut input: Chunks, output: impl Write) -> io::Result<Findings> {
    match input.arrived()? {
        Arrived::All(document) => whole(&document, output),
        Arrived::Some(begun) => stream(&begun, input, output),
    }
}

/// Also masks what only the whole shows: secrets that many events carry between them, and arguments
/// that the schemas of listed tools call secret.
fn whole(document: &[u8], mut output: impl Write) -> io::Result<Findings> {
    let parameters = std::str::from_utf8(document).map(sensitive_parameters).unwrap_or_default();
    let parameters = parameters.into_iter().filter(|name| is_key_name(name));
    let masker = Masker::builder().exact_keys(parameters).build().map_err(io::Error::other)?;
    let (masked, findings) = masker.mask_bytes(document).into_parts();
    output.write_all(&masked)?;
    output.flush()?;
    Ok(findings)
}

fn stream(begun: &[u8], input: Chunks, mut output: impl Write) -> io::Result<Findings> {
    let mut stream = Masker::default().stream();
    let mut masked = Vec::new();
    let mut push = |stream: &mut MaskStream, chunk: &[u8]| {
        stream.push(chunk, &mut masked);
        output.write_all(&masked)?;
        masked.clear();
        io::Result::Ok(())
    };
    push(&mut stream, begun)?;
    for chunk in input {
        push(&mut stream, &chunk?)?;
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
