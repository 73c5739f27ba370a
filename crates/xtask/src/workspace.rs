//! What cargo knows of the workspace.

use std::path::PathBuf;

use anyhow::{Context, bail};
use serde_json::Value;

use crate::process::cargo;

pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    pub(crate) target: PathBuf,
    pub(crate) packages: Vec<Package>,
}

pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) published: bool,
    /// All but `default`.
    pub(crate) features: Vec<String>,
}

impl Workspace {
    pub(crate) fn load() -> anyhow::Result<Self> {
        let mut metadata = cargo(["metadata", "--no-deps", "--format-version=1"]);
        let output = metadata.output().context("cargo does not start")?;
        if !output.status.success() {
            bail!("{}", String::from_utf8_lossy(&output.stderr));
        }
        let metadata: Value = serde_json::from_slice(&output.stdout)?;
        let path = |key: &str| {
            let path = metadata[key].as_str();
            path.map(PathBuf::from).with_context(|| format!("no {key}"))
        };
        let packages = metadata["packages"].as_array().context("no packages")?;
        Ok(Self {
            root: path("workspace_root")?,
            target: path("target_directory")?,
            packages: packages.iter().map(Package::from).collect(),
        })
    }
}

impl From<&Value> for Package {
    fn from(package: &Value) -> Self {
        Self {
            name: package["name"].as_str().unwrap_or_default().to_owned(),
            // `null` is "anywhere", an empty list is `publish = false`.
            published: package["publish"].is_null(),
            features: features(package),
        }
    }
}

fn features(package: &Value) -> Vec<String> {
    let features = package["features"].as_object();
    features
        .into_iter()
        .flat_map(|features| features.keys())
        .filter(|name| *name != "default")
        .cloned()
        .collect()
}
