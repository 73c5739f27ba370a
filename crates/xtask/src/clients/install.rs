//! The SDKs, from their registries into `target/clients`, once for each pinned version.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use anyhow::{Context, bail};

use super::Sdk;
use crate::{
    process::{self, answers},
    workspace::Workspace,
};

/// A cold install fetches some tens of megabytes.
const PATIENCE: Duration = Duration::from_secs(600);

pub(crate) struct Installed {
    root: PathBuf,
}

impl Installed {
    pub(crate) fn ensure(workspace: &Workspace) -> anyhow::Result<Self> {
        needs("node", "Node.js 20 or later (on Debian: apt-get install nodejs npm)")?;
        needs("npm", "npm (on Debian: apt-get install npm)")?;
        needs("python3", "Python 3.10 or later (on Debian: apt-get install python3 python3-venv)")?;

        let scripts = workspace.root.join("crates/xtask/clients");
        let installed = Self { root: workspace.target.join("clients") };
        copy(&scripts, &installed.root, "steps.mjs")?;
        for sdk in Sdk::ALL {
            installed.sdk(sdk, &scripts.join(sdk.folder()))?;
        }
        Ok(installed)
    }

    pub(crate) fn folder(&self, sdk: Sdk) -> PathBuf {
        self.root.join(sdk.folder())
    }

    fn sdk(&self, sdk: Sdk, scripts: &Path) -> anyhow::Result<()> {
        let folder = self.folder(sdk);
        let (manifest, script) = match sdk {
            Sdk::TypeScriptV1 | Sdk::TypeScriptV2 => ("package.json", "client.mjs"),
            Sdk::Python => ("requirements.txt", "client.py"),
        };
        copy(scripts, &folder, script)?;
        copy(scripts, &folder, manifest)?;

        // The stamp is written last, so an install that broke off is done again.
        let wanted = fs::read(folder.join(manifest))?;
        let stamp = folder.join("installed");
        if fs::read(&stamp).is_ok_and(|done| done == wanted) {
            return Ok(());
        }
        println!("── installing {}", sdk.folder());
        match sdk {
            Sdk::TypeScriptV1 | Sdk::TypeScriptV2 => npm(&folder)?,
            Sdk::Python => pip(&folder)?,
        }
        Ok(fs::write(stamp, wanted)?)
    }
}

/// Where the Python of a client's own environment is.
pub(crate) fn venv_python(folder: &Path) -> PathBuf {
    folder.join("venv/bin/python")
}

fn npm(folder: &Path) -> anyhow::Result<()> {
    let mut npm = Command::new("npm");
    npm.args(["install", "--no-audit", "--no-fund", "--no-package-lock"]);
    process::output(npm.current_dir(folder), PATIENCE)?;
    Ok(())
}

fn pip(folder: &Path) -> anyhow::Result<()> {
    let mut venv = Command::new("python3");
    venv.args(["-m", "venv", "--clear", "venv"]);
    process::output(venv.current_dir(folder), PATIENCE)
        .context("python3 cannot make a venv (on Debian: apt-get install python3-venv)")?;

    let mut pip = Command::new(venv_python(folder));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
    pip.args(["--requirement", "requirements.txt"]);
    process::output(pip.current_dir(folder), PATIENCE)?;
    Ok(())
}

fn needs(program: &str, what: &str) -> anyhow::Result<()> {
    if !answers(Command::new(program).arg("--version")) {
        bail!("{program} is not on the path; install {what}");
    }
    Ok(())
}

fn copy(from: &Path, to: &Path, name: &str) -> anyhow::Result<()> {
    fs::create_dir_all(to)?;
    fs::copy(from.join(name), to.join(name)).with_context(|| format!("copying {name}"))?;
    Ok(())
}
