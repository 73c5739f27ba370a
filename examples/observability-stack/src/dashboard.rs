//! The dashboards, as Grafana reads them.

use std::{fs, path::PathBuf};

use anyhow::{Context, bail};
use serde_json::Value;

/// A dashboard.
#[derive(Clone, Debug)]
pub struct Dashboard {
    /// Its file.
    pub path: PathBuf,
    /// All of it.
    pub json: Value,
    /// Its panels, those in rows as well.
    pub panels: Vec<Panel>,
    /// What finds the values of its variables: the name of each, and its query.
    pub variables: Vec<(String, String)>,
}

/// A panel that shows something of Prometheus.
#[derive(Clone, Debug)]
pub struct Panel {
    /// What is written above it.
    pub title: String,
    /// All of it.
    pub json: Value,
    /// What it asks Prometheus.
    pub queries: Vec<Query>,
}

/// One question to Prometheus.
#[derive(Clone, Debug)]
pub struct Query {
    /// The expression, with variables.
    pub expr: String,
    /// What names its series.
    pub legend: String,
    /// Whether it asks for now, and not for a time that is drawn.
    pub instant: bool,
}

/// All dashboards, by the names of their files.
///
/// # Errors
///
/// When one cannot be read, or lacks what each has.
pub fn dashboards() -> anyhow::Result<Vec<Dashboard>> {
    let folder = super::root().join("grafana/dashboards");
    let entries = fs::read_dir(&folder).with_context(|| format!("{}", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<anyhow::Result<Vec<_>>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    paths.into_iter().map(Dashboard::read).collect()
}

impl Dashboard {
    fn read(path: PathBuf) -> anyhow::Result<Self> {
        let json: Value = serde_json::from_str(&fs::read_to_string(&path)?)
            .with_context(|| format!("{}", path.display()))?;
        let panels =
            array(&json["panels"]).flat_map(|panel| [panel].into_iter().chain(array(&panel["panels"])));
        let panels = panels.filter(|panel| panel["type"] != "row").map(Panel::read);
        let panels = panels.collect::<anyhow::Result<_>>()?;
        let asked = array(&json["templating"]["list"]).filter(|variable| variable["type"] == "query");
        let variables = asked.map(|variable| {
            let query = variable["query"]["query"].as_str().or(variable["query"].as_str());
            Ok((text(&variable["name"])?.to_owned(), query.context("a variable without a query")?.to_owned()))
        });
        let variables = variables.collect::<anyhow::Result<_>>()?;
        Ok(Self { path, panels, variables, json })
    }

    /// What is written above it.
    #[must_use]
    pub fn title(&self) -> &str {
        self.json["title"].as_str().unwrap_or_default()
    }
}

impl Panel {
    fn read(json: &Value) -> anyhow::Result<Self> {
        let title = text(&json["title"])?.to_owned();
        let asks_prometheus = |target: &&Value| {
            let source = target.get("datasource").unwrap_or(&json["datasource"]);
            source["type"] == "prometheus"
        };
        let queries = array(&json["targets"]).filter(asks_prometheus).map(Query::read);
        let queries = queries.collect::<anyhow::Result<_>>().with_context(|| title.clone())?;
        Ok(Self { title, json: json.clone(), queries })
    }

    /// Where it leads to: links of its own, and of what it shows.
    pub fn links(&self) -> impl Iterator<Item = &str> {
        let defaults = &self.json["fieldConfig"]["defaults"]["links"];
        let overrides = array(&self.json["fieldConfig"]["overrides"]).flat_map(|it| array(&it["properties"]));
        let overridden = overrides.filter(|property| property["id"] == "links").map(|it| &it["value"]);
        let lists = [&self.json["links"], defaults].into_iter().chain(overridden);
        lists.flat_map(array).filter_map(|link| link["url"].as_str())
    }
}

impl Query {
    fn read(json: &Value) -> anyhow::Result<Self> {
        let expr = text(&json["expr"])?.to_owned();
        if expr.trim().is_empty() {
            bail!("a query that asks nothing");
        }
        let legend = json["legendFormat"].as_str().unwrap_or_default().to_owned();
        Ok(Self { expr, legend, instant: json["instant"] == true })
    }

    /// The expression without what stands in where there is nothing: what is not there is to be found out.
    #[must_use]
    pub fn without_stand_in(&self) -> String {
        self.expr.replace(" or vector(0)", "")
    }
}

/// The elements, of what may be missing.
fn array(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> anyhow::Result<&str> {
    value.as_str().context("a text is missing")
}
