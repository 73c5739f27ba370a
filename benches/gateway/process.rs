//! Child processes: started with a role, asked for their address, watched for their CPU time.

use std::{
    env, fs,
    io::{BufRead, BufReader, Write},
    net::SocketAddr,
    process::{Child, ChildStdin, Command, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, bail};

const READY: &str = "ready ";
/// The kernel's unit in `/proc/<pid>/stat`, the same on every architecture.
const TICKS_PER_SECOND: u32 = 100;

/// A child of this process; it ends when this is dropped.
pub(crate) struct Process {
    child: Child,
    /// Its end tells the child to go.
    input: Option<ChildStdin>,
    address: SocketAddr,
}

impl Process {
    /// Starts this very program again with `arguments`, and waits until it listens.
    pub(crate) fn start(arguments: &[&str]) -> Result<Self> {
        let mut child = Command::new(env::current_exe()?)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("starting {arguments:?}"))?;
        let input = child.stdin.take();
        let output = child.stdout.take().context("no output")?;
        let mut this = Self { child, input, address: SocketAddr::from(([0; 4], 0)) };
        for line in BufReader::new(output).lines() {
            if let Some(address) = line?.strip_prefix(READY) {
                this.address = address.parse()?;
                return Ok(this);
            }
        }
        bail!("{arguments:?} ended before it listened")
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// The CPU time, user's and system's, that it has used so far in all of its threads.
    pub(crate) fn cpu(&self) -> Result<Duration> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // The name in the second field may hold blanks; after its bracket come the third field and on.
        let (_, fields) = stat.rsplit_once(')').context("no name in stat")?;
        let mut ticks = fields.split_ascii_whitespace().skip(11).map(str::parse::<u32>);
        let (Some(user), Some(system)) = (ticks.next(), ticks.next()) else { bail!("stat is short") };
        Ok(Duration::from_secs(1) * (user? + system?) / TICKS_PER_SECOND)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.child.wait();
    }
}

/// Tells the parent where this process listens.
pub(crate) fn announce(address: SocketAddr) {
    println!("{READY}{address}");
    let _ = std::io::stdout().flush();
}
