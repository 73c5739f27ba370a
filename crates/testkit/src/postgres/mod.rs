//! A PostgreSQL server of a test's own.

mod find;

use std::{
    fs,
    io::ErrorKind,
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use tempfile::TempDir;

/// How long a server may take to start, on a machine that has other things to do.
const PATIENCE: Duration = Duration::from_secs(90);

/// A server with one empty database, on a free port of the loopback interface. It is stopped and removed
/// when this is dropped, and when the process that holds it dies.
///
/// Nothing that it writes is synced: it survives being stopped in any way, but no power loss.
#[derive(Debug)]
pub struct Postgres {
    /// Where its programs are.
    programs: PathBuf,
    dir: TempDir,
    owner: Option<(u32, u32)>,
    port: u16,
    /// A shell that ends the server when its input closes.
    keeper: Option<Child>,
}

impl Postgres {
    /// Makes a server and starts it.
    ///
    /// # Errors
    ///
    /// When PostgreSQL is not installed, with a sentence on how to get it, or does not start.
    pub fn start() -> anyhow::Result<Self> {
        let programs = find::programs()?.into_dir();
        let dir = tempfile::Builder::new().prefix("postgres-").tempdir()?;
        let owner = another_user(dir.path())?;
        let mut server = Self { programs, dir, owner, port: 0, keeper: None };
        let mut initdb = server.command("initdb");
        initdb.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"]);
        run(initdb.arg("--pgdata").arg(server.data()))?;
        server.restart()?;
        Ok(server)
    }

    /// Where the database is.
    #[must_use]
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// Where its `psql` is, if it came with one.
    #[must_use]
    pub fn psql(&self) -> Option<Command> {
        let psql = self.programs.join("psql");
        psql.exists().then(|| Command::new(psql))
    }

    /// Stops it as a crash would: what was not committed is gone, and every connection is cut.
    ///
    /// # Errors
    ///
    /// When it does not stop.
    pub fn crash(&mut self) -> anyhow::Result<()> {
        let mut stop = self.command("pg_ctl");
        run(stop.args(["stop", "--mode=immediate", "--wait", "--pgdata"]).arg(self.data()))?;
        self.dismiss_keeper();
        Ok(())
    }

    /// Starts it again, at the same port.
    ///
    /// # Errors
    ///
    /// When it does not start.
    pub fn restart(&mut self) -> anyhow::Result<()> {
        // Between asking for a free port and taking it, another may take it.
        for _ in 0..5 {
            if self.port == 0 {
                self.port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
            }
            if self.serve()? {
                return Ok(());
            }
            self.port = 0;
        }
        bail!("PostgreSQL found no free port")
    }

    /// Whether it serves; it does not if its port is taken.
    fn serve(&mut self) -> anyhow::Result<bool> {
        let log_path = self.dir.path().join("log");
        let log = fs::File::create(&log_path)?;
        let mut keeper = self.command_at("sh");
        // The shell ends with its input, which closes with this process, however that ends.
        keeper.args(["-c", r#""$@" & read -r _; kill -QUIT $!; wait"#, "sh"]);
        keeper.arg(self.programs.join("postgres")).arg("-D").arg(self.data());
        for setting in [
            &format!("port={}", self.port),
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=off",
            "max_wal_size=4GB",
        ] {
            keeper.args(["-c", setting]);
        }
        keeper.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(log);
        self.keeper = Some(keeper.spawn().context("no shell to start PostgreSQL with")?);

        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            thread::sleep(Duration::from_millis(20));
            // The server says itself how far it is.
            let status = fs::read_to_string(self.data().join("postmaster.pid")).unwrap_or_default();
            if status.lines().nth(7).is_some_and(|line| line.trim() == "ready") {
                return Ok(true);
            }
            let log = fs::read_to_string(&log_path).unwrap_or_default();
            if log.contains("could not create any TCP/IP sockets") {
                self.dismiss_keeper();
                return Ok(false);
            }
            // One that runs, and recovers, tells early callers to wait in the same word.
            if status.is_empty() && log.contains("FATAL") {
                bail!("PostgreSQL does not start:\n{log}");
            }
        }
        bail!("PostgreSQL was not ready after {PATIENCE:?}")
    }

    fn dismiss_keeper(&mut self) {
        if let Some(mut keeper) = self.keeper.take() {
            drop(keeper.stdin.take());
            // It can only be gone already.
            let _ = keeper.wait();
        }
    }

    fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    fn command(&self, program: &str) -> Command {
        self.command_at(self.programs.join(program))
    }

    fn command_at(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.dir.path()).env("LC_ALL", "C").stdin(Stdio::null());
        become_user(&mut command, self.owner);
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.dismiss_keeper();
    }
}

fn run(command: &mut Command) -> anyhow::Result<()> {
    let output = command.output().with_context(|| format!("{command:?} does not start"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{command:?} failed ({})\n{said}", output.status);
    }
    Ok(())
}

/// PostgreSQL refuses to run as root: then the directory is given to a user that is none, and its programs
/// run as that one.
#[cfg(unix)]
fn another_user(dir: &Path) -> anyhow::Result<Option<(u32, u32)>> {
    use std::os::unix::fs::{MetadataExt, chown};
    if fs::metadata(dir)?.uid() != 0 {
        return Ok(None);
    }
    let users = match fs::read_to_string("/etc/passwd") {
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        users => users?,
    };
    let user = |name: &str| {
        let mut fields =
            users.lines().map(|line| line.split(':')).find(|it| it.clone().next() == Some(name))?;
        Some((fields.nth(2)?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    let (uid, gid) = user("postgres").or_else(|| user("nobody")).unwrap_or((65_534, 65_534));
    chown(dir, Some(uid), Some(gid))?;
    Ok(Some((uid, gid)))
}

#[cfg(unix)]
fn become_user(command: &mut Command, user: Option<(u32, u32)>) {
    use std::os::unix::process::CommandExt;
    if let Some((uid, gid)) = user {
        command.uid(uid).gid(gid);
    }
}

#[cfg(not(unix))]
fn another_user(_: &Path) -> anyhow::Result<Option<(u32, u32)>> {
    Ok(None)
}

#[cfg(not(unix))]
fn become_user(_: &mut Command, _: Option<(u32, u32)>) {}
