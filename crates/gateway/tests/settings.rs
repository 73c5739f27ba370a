//! `docs/configuration.md` is true: it names every setting, its variable and its default, and its example
//! is read, from a file as well as from the environment.
//!
//! A file of its own with a single test that sets variables: they are the whole process's.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use figment::{
    Figment, Jail,
    providers::{Format, Toml},
    value::{Dict, Value},
};
use mcp_gateway::Config;

fn docs() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/configuration.md");
    fs::read_to_string(file).unwrap()
}

fn example(docs: &str) -> &str {
    let from = docs.find("```toml\n").unwrap() + "```toml\n".len();
    &docs[from..from + docs[from..].find("```").unwrap()]
}

/// Setting, variable and default of each row of each table.
fn rows(docs: &str) -> Vec<[String; 3]> {
    let cells = |line: &str| {
        let cells: Vec<_> = line.split('|').map(|cell| cell.trim().trim_matches('`').to_owned()).collect();
        [cells[1].clone(), cells[2].clone(), cells[3].clone()]
    };
    docs.lines().filter(|line| line.starts_with("| `")).map(cells).collect()
}

fn flat(toml: &str) -> BTreeMap<String, Value> {
    let root: Dict = Figment::from(Toml::string(toml)).extract().unwrap();
    let mut flat = BTreeMap::new();
    flatten("", &root, &mut flat);
    flat
}

/// Tables whose keys are anybody's: each is one setting.
const TABLES: [&str; 4] =
    ["telemetry.credentials", "telemetry.headers", "telemetry.options", "telemetry.resource"];

fn flatten(above: &str, dict: &Dict, flat: &mut BTreeMap<String, Value>) {
    for (key, value) in dict {
        let path = format!("{above}{key}");
        match value {
            Value::Dict(_, below) if !TABLES.contains(&&*path) => flatten(&format!("{path}."), below, flat),
            _ => _ = flat.insert(path, value.clone()),
        }
    }
}

fn variable(setting: &str) -> String {
    format!("MCP_GATEWAY__{}", setting.to_ascii_uppercase().replace('.', "__"))
}

/// As somebody would write it in a shell.
fn in_a_shell(value: &Value) -> String {
    match value {
        Value::String(_, text) => text.clone(),
        Value::Bool(_, is) => is.to_string(),
        Value::Num(_, number) => match (number.to_u128(), number.to_i128(), number.to_f64()) {
            (Some(number), ..) => number.to_string(),
            (_, Some(number), _) => number.to_string(),
            (.., number) => number.unwrap().to_string(),
        },
        Value::Array(_, values) => {
            let items: Vec<_> = values.iter().map(in_a_list).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Dict(_, members) => {
            let members = members.iter().map(|(key, value)| format!("{key:?} = {}", in_a_list(value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
        }
        other => panic!("no setting has such a value: {other:?}"),
    }
}

/// There, text needs its quotes.
fn in_a_list(value: &Value) -> String {
    value.as_str().map_or_else(|| in_a_shell(value), |text| format!("{text:?}"))
}

/// What the settings' own types say there is, section by section.
fn all_settings() -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let mut sections = vec![String::new()];
    while let Some(section) = sections.pop() {
        let unknown = match section.is_empty() {
            true => "unknown = 1".to_owned(),
            false => format!("[{section}]\nunknown = 1"),
        };
        let refused = Config::from_toml(&unknown).unwrap_err().to_string();
        let (_, known) = refused.split_once("there is: ").unwrap();
        let (known, _) = known.split_once(" (in ").unwrap();
        for name in known.split(", ") {
            let path = format!("{section}.{name}").trim_start_matches('.').to_owned();
            match Config::from_toml(&format!("[{path}]")) {
                _ if path == "upstreams" => sections.push("upstreams.NAME".to_owned()),
                _ if TABLES.contains(&&*path) => _ = all.insert(path),
                Ok(_) => sections.push(path),
                Err(_) => _ = all.insert(path),
            }
        }
    }
    all
}

#[test]
fn every_setting_is_documented_with_its_variable() {
    let rows = rows(&docs());
    let documented: BTreeSet<_> = rows.iter().map(|[setting, ..]| setting.clone()).collect();
    assert!(documented.len() > 10, "the tables are read");
    assert_eq!(documented, all_settings());
    for [setting, name, _] in rows {
        assert_eq!(name, variable(&setting));
    }
}

#[test]
fn the_documented_defaults_are_the_defaults() {
    let rows = rows(&docs());
    let with_default = rows.iter().filter(|[.., value]| value != "–");
    let lines: Vec<_> = with_default.map(|[setting, _, value]| format!("{setting} = {value}")).collect();
    let documented = Config::from_toml(&lines.join("\n")).unwrap();
    assert_eq!(format!("{documented:#?}"), format!("{:#?}", Config::from_toml("").unwrap()));
}

#[test]
fn the_example_has_every_setting_and_is_accepted() {
    let docs = docs();
    let config = Config::from_toml(example(&docs)).unwrap();
    config.check().unwrap();

    let of_any_upstream = |setting: String| match setting.split('.').collect::<Vec<_>>()[..] {
        ["upstreams", _, last] => format!("upstreams.NAME.{last}"),
        _ => setting,
    };
    let settings: BTreeSet<_> = flat(example(&docs)).into_keys().map(of_any_upstream).collect();
    assert_eq!(settings, all_settings());

    // None has its default, or the test of the variables would tell nothing.
    let default = format!("{:#?}", Config::from_toml("").unwrap());
    for [setting, _, value] in rows(&docs).iter().filter(|[setting, ..]| !setting.contains("NAME")) {
        let other = flat(example(&docs))[setting].clone();
        assert_ne!(in_a_shell(&other), value.trim_matches('"'), "{setting}");
    }
    assert_ne!(format!("{config:#?}"), default);
}

#[test]
#[expect(clippy::result_large_err, reason = "the closure's type is figment's")]
fn the_environment_can_say_all_that_a_file_can_and_wins() {
    let docs = docs();
    let expected = format!("{:#?}", Config::from_toml(example(&docs)).unwrap());
    Jail::expect_with(|jail| {
        jail.create_file("other.toml", "listen = \"127.0.0.1:1\"\n[limits]\ndrain = 1\nmax_body = 1")?;
        for (setting, value) in flat(example(&docs)) {
            jail.set_env(variable(&setting), in_a_shell(&value));
        }
        assert_eq!(format!("{:#?}", Config::load(None).unwrap()), expected);
        let store = Config::from_toml(example(&docs)).unwrap().audit.store;
        assert_eq!(Config::load(None).unwrap().audit.store, store, "it is not shown");
        assert_eq!(format!("{:#?}", Config::load(Some("other.toml".as_ref())).unwrap()), expected);

        jail.set_env("MCP_GATEWAY__LIMITS__DRAIN", "soon");
        let refused = Config::load(None).unwrap_err().to_string();
        assert!(refused.starts_with("limits.drain: ") && !refused.contains("soon"), "{refused}");
        jail.set_env("MCP_GATEWAY__LIMITS__DRAIN", "1");
        jail.set_env("MCP_GATEWAY__LIMIT__DRAIN", "1");
        let refused = Config::load(None).unwrap_err().to_string();
        assert!(refused.contains("limit"), "{refused}");
        Ok(())
    });
    assert!(
        Config::load(Some("/nowhere/gateway.toml".as_ref())).unwrap_err().to_string().contains("no file")
    );
}
