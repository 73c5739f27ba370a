//! Where PostgreSQL is installed.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::bail;

/// Says where the programs are, if they are in none of the usual places.
pub(crate) const VARIABLE: &str = "MCP_GATEWAY_TEST_POSTGRES_BIN";

/// The directory of PostgreSQL's programs.
#[derive(Clone, Debug)]
pub(crate) struct Programs(PathBuf);

impl Programs {
    pub(crate) fn into_dir(self) -> PathBuf {
        self.0
    }

    fn at(dir: &Path) -> Option<Self> {
        // Many systems keep the programs together, and link to some of them from the path.
        let initdb = fs::canonicalize(dir.join("initdb")).ok()?;
        let dir = initdb.parent()?;
        dir.join("postgres").exists().then(|| Self(dir.to_owned()))
    }
}

/// The programs that the variable names, those on the path, or those where systems put them: the newest.
pub(crate) fn programs() -> anyhow::Result<Programs> {
    if let Some(dir) = env::var_os(VARIABLE) {
        let Some(programs) = Programs::at(Path::new(&dir)) else {
            bail!(
                "{VARIABLE} names {}, where there are no `initdb` and `postgres`",
                Path::new(&dir).display()
            );
        };
        return Ok(programs);
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let on_path = env::split_paths(&path).find_map(|dir| Programs::at(&dir));
    let Some(programs) = on_path.or_else(|| usual_places().iter().find_map(|dir| Programs::at(dir))) else {
        bail!(
            "these tests need PostgreSQL, of version 14 or later: `cargo xtask test` gets it, as does \
             `apt-get install postgresql` or `brew install postgresql`; {VARIABLE} may say where its \
             programs are"
        );
    };
    Ok(programs)
}

fn usual_places() -> Vec<PathBuf> {
    let mut places = Vec::new();
    for (parent, starts_with) in [
        ("/usr/lib/postgresql", ""),
        ("/usr/pgsql", ""),
        ("/usr", "pgsql-"),
        ("/opt/homebrew/opt", "postgresql"),
        ("/usr/local/opt", "postgresql"),
    ] {
        let mut found: Vec<_> = fs::read_dir(parent).into_iter().flatten().flatten().collect();
        found.retain(|entry| entry.file_name().to_string_lossy().starts_with(starts_with));
        found.sort_by_key(|entry| std::cmp::Reverse(version(&entry.file_name().to_string_lossy())));
        places.extend(found.into_iter().map(|entry| entry.path().join("bin")));
    }
    places.push("/usr/local/pgsql/bin".into());
    places
}

/// The number in a name such as `postgresql@17`.
fn version(name: &str) -> u32 {
    name.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or_default()
}
