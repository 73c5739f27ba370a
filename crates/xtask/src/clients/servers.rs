//! The two servers that the clients talk to, started unless they already run.

use std::{
    env::{self, consts::EXE_SUFFIX},
    fs,
    io::{BufRead, BufReader},
    net::{SocketAddr, TcpListener, TcpStream},
    path::PathBuf,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, bail};

use super::admin::Admin;
use crate::{
    process::{Background, cargo, step},
    workspace::Workspace,
};

/// How long a server may take to listen.
const PATIENCE: Duration = Duration::from_secs(20);
/// The variable that sets the gateway's admin token.
const ADMIN_TOKEN: &str = "MCP_GATEWAY_ADMIN_TOKEN";

pub(crate) struct Server {
    url: String,
    _process: Option<Background>,
}

impl Server {
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    fn running(url: &str) -> Self {
        Self { url: url.to_owned(), _process: None }
    }
}

/// The demo server on a socket of its own.
pub(crate) fn direct(workspace: &Workspace, url: Option<&str>) -> anyhow::Result<Server> {
    if let Some(url) = url {
        return Ok(Server::running(url));
    }
    let mut build = cargo(["build", "--quiet", "--package", "gate-demo"]);
    step("building the demo server", build.args(["--example", "serve"]))?;
    let mut process = Command::new(built(workspace, "examples/serve"))
        .args(["--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .spawn()
        .map(Background)
        .context("the demo server does not start")?;

    let mut url = String::new();
    let stdout = process.0.stdout.take().context("no standard output")?;
    BufReader::new(stdout).read_line(&mut url)?;
    if url.is_empty() {
        bail!("the demo server ended before it listened");
    }
    Ok(Server { url: url.trim_end().to_owned(), _process: Some(process) })
}

/// The gateway, with `upstream` behind it as the server `demo`, and its admin API.
pub(crate) fn gateway(
    workspace: &Workspace,
    url: Option<&str>,
    upstream: &str,
) -> anyhow::Result<(Server, Admin)> {
    if let Some(url) = url {
        let token = env::var(ADMIN_TOKEN)
            .with_context(|| format!("{ADMIN_TOKEN} must be that of the gateway at {url}"))?;
        return Ok((Server::running(url), Admin::of(url, &token)?));
    }
    let mut build = cargo(["build", "--quiet", "--bin", "mcp-gateway"]);
    step("building the gateway", &mut build)?;

    let folder = workspace.target.join("clients/gateway");
    if folder.exists() {
        // What an earlier run left is no trail of this one.
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let config = folder.join("gateway.toml");
    fs::write(&config, format!("[upstreams.demo]\nurl = \"{upstream}\"\n"))?;

    let address = free_address()?;
    let token = format!("of-xtask-clients-{}-alone", std::process::id());
    let log = fs::File::create(folder.join("gateway.log"))?;
    let mut process = Command::new(built(workspace, "mcp-gateway"))
        .arg("--config")
        .arg(config)
        .args(["--listen", &address.to_string(), "--data-dir"])
        .arg(folder.join("data"))
        .env(ADMIN_TOKEN, &token)
        .stdout(log.try_clone()?)
        .stderr(log)
        .spawn()
        .map(Background)
        .context("the gateway does not start")?;
    until_listening(address, &mut process)
        .with_context(|| format!("see {}", folder.join("gateway.log").display()))?;
    let url = format!("http://{address}/mcp/demo");
    let admin = Admin::of(&url, &token)?;
    Ok((Server { url, _process: Some(process) }, admin))
}

fn built(workspace: &Workspace, name: &str) -> PathBuf {
    workspace.target.join(format!("debug/{name}{EXE_SUFFIX}"))
}

/// A port that was free a moment ago.
fn free_address() -> anyhow::Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

fn until_listening(address: SocketAddr, process: &mut Background) -> anyhow::Result<()> {
    let deadline = Instant::now() + PATIENCE;
    while TcpStream::connect(address).is_err() {
        if let Some(status) = process.0.try_wait()? {
            bail!("the gateway ended before it listened ({status})");
        }
        if Instant::now() > deadline {
            bail!("the gateway does not listen on {address} after {PATIENCE:?}");
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}
