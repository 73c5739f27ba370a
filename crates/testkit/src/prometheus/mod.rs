//! A Prometheus of a test's own.

mod find;

use std::{
    fs,
    io::{Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use tempfile::TempDir;

/// How long it may take to start, on a machine that has other things to do.
const PATIENCE: Duration = Duration::from_secs(60);

/// A Prometheus on a free port of the loopback interface. It is stopped, and what it has stored removed, when
/// this is dropped, and when the process that holds it dies.
#[derive(Debug)]
pub struct Prometheus {
    programs: PathBuf,
    dir: TempDir,
    addr: SocketAddr,
    /// A shell that ends it when its input closes.
    keeper: Option<Child>,
}

impl Prometheus {
    /// Starts one with this configuration, and waits until it answers. Paths in it are best absolute.
    ///
    /// # Errors
    ///
    /// When Prometheus is not installed, with a sentence on how to get it, or does not start.
    pub fn start(config: &str) -> anyhow::Result<Self> {
        let programs = find::programs()?;
        let dir = tempfile::Builder::new().prefix("prometheus-").tempdir()?;
        fs::write(dir.path().join("prometheus.yml"), config)?;
        let mut prometheus = Self { programs, dir, addr: ([127, 0, 0, 1], 0).into(), keeper: None };
        // Between asking for a free port and taking it, another may take it.
        for _ in 0..5 {
            prometheus.addr = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
            if prometheus.serve()? {
                return Ok(prometheus);
            }
        }
        bail!("Prometheus found no free port")
    }

    /// `promtool`, as it came with Prometheus.
    ///
    /// # Errors
    ///
    /// When Prometheus is not installed.
    pub fn promtool() -> anyhow::Result<Command> {
        Ok(Command::new(find::programs()?.join("promtool")))
    }

    /// Where it answers: `path` begins with `/`.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.addr)
    }

    /// Whether it serves; it does not if its port is taken.
    fn serve(&mut self) -> anyhow::Result<bool> {
        let log_path = self.dir.path().join("log");
        let log = fs::File::create(&log_path)?;
        let mut keeper = Command::new("sh");
        // The shell ends with its input, which closes with this process, however that ends.
        keeper.args(["-c", r#""$@" & read -r _; kill -TERM $!; wait"#, "sh"]);
        keeper.arg(self.programs.join("prometheus")).arg("--config.file=prometheus.yml");
        keeper.arg("--storage.tsdb.path=data").arg(format!("--web.listen-address={}", self.addr));
        keeper.current_dir(self.dir.path()).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(log);
        self.keeper = Some(keeper.spawn().context("no shell to start Prometheus with")?);

        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            thread::sleep(Duration::from_millis(50));
            if self.is_ready() {
                return Ok(true);
            }
            let log = fs::read_to_string(&log_path).unwrap_or_default();
            if log.contains("address already in use") {
                self.dismiss_keeper();
                return Ok(false);
            }
            if log.contains("level=error") || log.contains("level=ERROR") {
                bail!("Prometheus does not start:\n{log}");
            }
        }
        bail!("Prometheus was not ready after {PATIENCE:?}")
    }

    fn is_ready(&self) -> bool {
        let ask = || {
            let mut stream = TcpStream::connect(self.addr)?;
            stream.set_read_timeout(Some(Duration::from_secs(5)))?;
            stream.write_all(b"GET /-/ready HTTP/1.0\r\n\r\n")?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer)?;
            std::io::Result::Ok(answer)
        };
        ask().is_ok_and(|answer| answer.split(' ').nth(1) == Some("200"))
    }

    fn dismiss_keeper(&mut self) {
        if let Some(mut keeper) = self.keeper.take() {
            drop(keeper.stdin.take());
            // It can only be gone already.
            let _ = keeper.wait();
        }
    }
}

impl Drop for Prometheus {
    fn drop(&mut self) {
        self.dismiss_keeper();
    }
}
