//! `mcp-gateway mask`: standard input, masked as the gateway would, to standard output.

use std::io::{self, ErrorKind, Read, Write};

use gate_mask::{Findings, Masker};

/// The most that is read at once.
const CHUNK: usize = 64 * 1024;

/// Masks standard input as one document, in constant memory; then, if asked to, tells on standard error
/// what was masked.
pub(crate) fn run(masker: &Masker, stats: bool) -> io::Result<()> {
    let masked = filter(masker, io::stdin().lock(), io::stdout().lock());
    match masked.and_then(|findings| if stats { report(&findings, io::stderr().lock()) } else { Ok(()) }) {
        // Whoever reads the output has seen enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}

fn filter(masker: &Masker, mut input: impl Read, mut output: impl Write) -> io::Result<Findings> {
    let mut stream = masker.stream();
    let (mut chunk, mut masked) = (vec![0; CHUNK], Vec::with_capacity(2 * CHUNK));
    loop {
        match input.read(&mut chunk) {
            Ok(0) => break,
            Ok(read) => stream.push(&chunk[..read], &mut masked),
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        }
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
    findings.iter().try_for_each(|finding| writeln!(to, "{:>8}  {}", finding.count(), finding.rule()))
}
