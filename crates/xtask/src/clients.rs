//! `cargo xtask clients`: real MCP clients of the field, direct and through the gateway.
//!
//! Each client goes through the same steps twice and writes down what it saw. The two transcripts
//! must be equal: whatever the gateway does beside, a client must not be able to tell. And what it does
//! beside must be done: the audit trail must hold each call of each client, with what came of it.

mod admin;
mod install;
mod report;
mod servers;
mod trail;

use std::{process::Command, time::Duration};

use anyhow::{Context, bail};
use serde_json::{Value, json};

use crate::{process, workspace::Workspace};
use install::Installed;
use report::{Comparison, report};
use trail::Expected;

/// An SDK in one of its modes.
pub(crate) struct Client {
    sdk: Sdk,
    mode: &'static str,
    /// The protocol version it must end up with: an `auto` that quietly fell back would otherwise
    /// look the same on both sides.
    protocol: &'static str,
}

#[derive(Clone, Copy)]
enum Sdk {
    TypeScriptV1,
    TypeScriptV2,
    Python,
}

const CLIENTS: [Client; 5] = [
    Client::new(Sdk::TypeScriptV1, "session", "2025-11-25"),
    Client::new(Sdk::TypeScriptV2, "legacy", "2025-11-25"),
    Client::new(Sdk::TypeScriptV2, "auto", "2026-07-28"),
    Client::new(Sdk::Python, "legacy", "2025-11-25"),
    Client::new(Sdk::Python, "auto", "2026-07-28"),
];

/// A client is through in a few seconds; one that hangs is a finding.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) fn run(options: &[&str]) -> anyhow::Result<()> {
    let options = Options::parse(options)?;
    let workspace = Workspace::load()?;
    let installed = Installed::ensure(&workspace)?;
    let direct = servers::direct(&workspace, options.direct)?;
    let (gateway, admin) = servers::gateway(&workspace, options.gateway, direct.url())?;
    println!("direct:  {}\ngateway: {}", direct.url(), gateway.url());

    let compare = |client: &Client| {
        println!("── {}", client.name());
        let before = client.transcript(&installed, direct.url());
        let mark = admin.newest()?;
        let through = client.transcript(&installed, gateway.url());
        let trail = trail::check(&admin, mark.as_deref(), &client.expected(&through))?;
        Ok(Comparison {
            client: client.name(),
            protocol: client.protocol,
            direct: before,
            gateway: through,
            trail,
        })
    };
    let comparisons: anyhow::Result<Vec<Comparison>> = CLIENTS.iter().map(compare).collect();
    report(&comparisons?)
}

impl Client {
    const fn new(sdk: Sdk, mode: &'static str, protocol: &'static str) -> Self {
        Self { sdk, mode, protocol }
    }

    fn name(&self) -> String {
        format!("{} {}", self.sdk.folder(), self.mode)
    }

    fn expected<'a>(&self, transcript: &'a Value) -> Expected<'a> {
        Expected {
            client: format!("xtask-{}-{}/1.0.0", self.sdk.folder(), self.mode),
            // Revisions are dates, so their order is that of text.
            in_session: self.protocol < "2026-07-28",
            transcript,
        }
    }

    /// What the client saw; one that broke down has seen that.
    fn transcript(&self, installed: &Installed, url: &str) -> Value {
        self.go_through(installed, url)
            .unwrap_or_else(|error| json!({ "steps": { "connect": { "unexpected": format!("{error:#}") } } }))
    }

    fn go_through(&self, installed: &Installed, url: &str) -> anyhow::Result<Value> {
        let mut command = self.command(installed);
        let written = process::output(command.args([url, self.mode]), PATIENCE)?;
        let line = written.lines().last().unwrap_or_default();
        serde_json::from_str(line).with_context(|| format!("{}: no transcript but {written:?}", self.name()))
    }

    fn command(&self, installed: &Installed) -> Command {
        let folder = installed.folder(self.sdk);
        match self.sdk {
            Sdk::TypeScriptV1 | Sdk::TypeScriptV2 => {
                let mut node = Command::new("node");
                node.arg(folder.join("client.mjs"));
                node
            }
            Sdk::Python => {
                let mut python = Command::new(install::venv_python(&folder));
                python.arg(folder.join("client.py"));
                python
            }
        }
    }
}

impl Sdk {
    const ALL: [Self; 3] = [Self::TypeScriptV1, Self::TypeScriptV2, Self::Python];

    fn folder(self) -> &'static str {
        match self {
            Self::TypeScriptV1 => "ts-v1",
            Self::TypeScriptV2 => "ts-v2",
            Self::Python => "python",
        }
    }
}

#[derive(Default)]
struct Options<'a> {
    direct: Option<&'a str>,
    gateway: Option<&'a str>,
}

impl<'a> Options<'a> {
    fn parse(mut arguments: &[&'a str]) -> anyhow::Result<Self> {
        let mut options = Self::default();
        while let [name, value, rest @ ..] = arguments {
            match *name {
                "--direct" => options.direct = Some(value),
                "--gateway" => options.gateway = Some(value),
                _ => bail!("{name} is no option of clients"),
            }
            arguments = rest;
        }
        match arguments {
            [] => Ok(options),
            [odd, ..] => bail!("{odd} needs a value"),
        }
    }
}
