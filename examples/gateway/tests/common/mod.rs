//! The binary as a user runs it: a process with a data directory, spoken to over its socket.
#![allow(dead_code, reason = "each test file uses its part")]

use std::{
    fs,
    io::{ErrorKind, Read},
    net::TcpListener,
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    sync::{Arc, Mutex},
    thread::JoinHandle,
    time::{Duration, Instant},
};

use serde_json::Value;
use tempfile::TempDir;

pub(crate) const TOKEN: &str = "admin-token-of-this-test";

/// A running gateway. Dropped, it is killed.
pub(crate) struct Gateway {
    child: Child,
    port: u16,
    data: TempDir,
    output: Arc<Mutex<Vec<u8>>>,
    readers: Vec<JoinHandle<()>>,
}

impl Gateway {
    /// Starts one with `config` (TOML) in a fresh data directory, and waits until it answers.
    pub(crate) async fn start(config: &str) -> Self {
        Self::start_in(tempfile::tempdir().expect("a temporary directory"), config).await
    }

    pub(crate) async fn start_in(data: TempDir, config: &str) -> Self {
        Self::start_as(Command::new(env!("CARGO_BIN_EXE_mcp-gateway")), data, config).await
    }

    /// Starts one that can make no file larger than this, as on a disk that is full, until the limit is
    /// [lifted](Self::lift_limit).
    pub(crate) async fn start_limited(config: &str, kibibytes: u64) -> Self {
        let mut shell = Command::new("bash");
        // Without the signal the limit is an error of the write, as a full disk is.
        let script = format!("trap '' XFSZ; ulimit -S -f {kibibytes}; exec \"$0\" \"$@\"");
        shell.args(["-c", &script, env!("CARGO_BIN_EXE_mcp-gateway")]);
        Self::start_as(shell, tempfile::tempdir().expect("a temporary directory"), config).await
    }

    pub(crate) fn lift_limit(&self) {
        let pid = self.child.id().to_string();
        let lifted = Command::new("prlimit").args(["--fsize=unlimited:", "--pid", &pid]).status();
        assert!(lifted.expect("prlimit runs").success());
    }

    async fn start_as(mut command: Command, data: TempDir, config: &str) -> Self {
        let port = free_port();
        let file = data.path().join("gateway.toml");
        fs::write(&file, config).expect("the configuration is written");
        let mut child = command
            .args(["serve", "--config"])
            .arg(&file)
            .args(["--listen", &format!("127.0.0.1:{port}"), "--data-dir"])
            .arg(data.path().join("data"))
            .env("MCP_GATEWAY_ADMIN_TOKEN", TOKEN)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the gateway starts");
        let output = Arc::new(Mutex::new(Vec::new()));
        let readers = vec![
            copy(child.stdout.take().expect("piped"), &output),
            copy(child.stderr.take().expect("piped"), &output),
        ];
        let gateway = Self { child, port, data, output, readers };
        gateway.wait_until_ready().await;
        gateway
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    pub(crate) fn data_dir(&self) -> &Path {
        self.data.path()
    }

    pub(crate) async fn get(&self, path: &str) -> (u16, String) {
        let response = reqwest::Client::new().get(self.url(path)).bearer_auth(TOKEN).send().await;
        let response = response.expect("the gateway answers");
        (response.status().as_u16(), response.text().await.expect("a body"))
    }

    /// The audit rows that match a query, once there are at least `count`.
    pub(crate) async fn rows(&self, query: &str, count: usize) -> Vec<Value> {
        let deadline = Instant::now() + Duration::from_secs(10);
        loop {
            let (status, body) = self.get(&format!("/api/v1/audit/tool-calls?limit=200&{query}")).await;
            assert_eq!(status, 200, "{body}");
            let page: Value = serde_json::from_str(&body).expect("JSON");
            let items = page["items"].as_array().expect("items").clone();
            if items.len() >= count {
                return items;
            }
            assert!(Instant::now() < deadline, "{} of {count} rows for {query}: {page:#}", items.len());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The value of the series whose line starts with `series`, once it is there.
    pub(crate) async fn metric(&self, series: &str) -> f64 {
        let deadline = Instant::now() + Duration::from_secs(5);
        loop {
            let (_, text) = self.get("/metrics").await;
            let line = text.lines().find(|line| line.starts_with(series));
            if let Some(value) = line.and_then(|line| line.rsplit(' ').next()?.parse().ok()) {
                return value;
            }
            assert!(Instant::now() < deadline, "no {series} in\n{text}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Everything that it has printed so far.
    pub(crate) fn output(&self) -> String {
        String::from_utf8_lossy(&self.output.lock().expect("not poisoned")).into_owned()
    }

    /// Waits until it has printed this.
    pub(crate) async fn says(&self, text: &str) {
        self.printed(text, |output| output.contains(text).then_some(())).await;
    }

    /// The log line, of those that are JSON, that this holds of, once it is there.
    pub(crate) async fn line(&self, is_it: impl Fn(&Value) -> bool) -> Value {
        let find = |output: &str| {
            let mut lines = output.lines().filter_map(|line| serde_json::from_str(line).ok());
            lines.find(&is_it)
        };
        self.printed("such line", find).await
    }

    /// What is found in what it has printed, once it is there: a thread of its own writes the log.
    async fn printed<T>(&self, what: &str, find: impl Fn(&str) -> Option<T>) -> T {
        let deadline = Instant::now() + Duration::from_secs(10);
        loop {
            let output = self.output();
            if let Some(found) = find(&output) {
                return found;
            }
            assert!(Instant::now() < deadline, "no {what} in\n{output}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Asks it to stop, as an operator does, and waits until it has.
    pub(crate) fn stop(mut self) -> (ExitStatus, TempDir, String) {
        let pid = self.child.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &pid]).status().expect("kill runs");
        assert!(asked.success());
        let status = self.child.wait().expect("it ends");
        self.readers.drain(..).for_each(|reader| reader.join().expect("its output is read"));
        let output = self.output();
        let data = std::mem::replace(&mut self.data, tempfile::tempdir().expect("a directory"));
        (status, data, output)
    }

    /// Ends it at once, as a crash does.
    pub(crate) fn kill(mut self) -> TempDir {
        self.child.kill().expect("it is there");
        self.child.wait().expect("it ends");
        std::mem::replace(&mut self.data, tempfile::tempdir().expect("a directory"))
    }

    async fn wait_until_ready(&self) {
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            let answer = reqwest::get(self.url("/readyz")).await;
            if answer.is_ok_and(|answer| answer.status() == 200) {
                return;
            }
            assert!(Instant::now() < deadline, "not ready:\n{}", self.output());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The bytes of every file below a directory: databases, their logs, whatever else was left there. What goes
/// meanwhile, as a journal's segments do, is not there.
pub(crate) fn files_below(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(dir).expect("a directory");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths
        .flat_map(|path| match path.is_dir() {
            true => files_below(&path),
            false => match fs::read(&path) {
                Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
                content => vec![(path.display().to_string(), content.expect("a file"))],
            },
        })
        .collect()
}

pub(crate) fn contains(haystack: &[u8], needle: &str) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle.as_bytes())
}

fn free_port() -> u16 {
    let socket = TcpListener::bind("127.0.0.1:0").expect("a free port");
    socket.local_addr().expect("bound").port()
}

fn copy(mut from: impl Read + Send + 'static, to: &Arc<Mutex<Vec<u8>>>) -> JoinHandle<()> {
    let to = Arc::clone(to);
    std::thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(count @ 1..) = from.read(&mut buffer) {
            to.lock().expect("not poisoned").extend_from_slice(&buffer[..count]);
        }
    })
}
