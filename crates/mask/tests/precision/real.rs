//! Source files of well-known crates, as they lie in the local cargo registry.

use std::fs;
use std::path::{Path, PathBuf};

/// Crates whose sources hold no secret, not even one made up for a test or an example.
const CRATES: &[&str] = &[
    "aho-corasick",
    "anyhow",
    "arc-swap",
    "bitflags",
    "bytes",
    "chrono",
    "clap_builder",
    "clap_lex",
    "crossbeam-channel",
    "either",
    "fastrand",
    "futures-util",
    "hashbrown",
    "http",
    "http-body",
    "httparse",
    "indexmap",
    "itoa",
    "libc",
    "log",
    "matchit",
    "memchr",
    "metrics",
    "mime",
    "num-traits",
    "once_cell",
    "opentelemetry",
    "parking_lot",
    "percent-encoding",
    "proc-macro2",
    "quote",
    "regex-automata",
    "regex-syntax",
    "ring",
    "rmcp",
    "rustls-pki-types",
    "schemars",
    "semver",
    "serde",
    "serde_json",
    "sharded-slab",
    "slab",
    "smallvec",
    "socket2",
    "syn",
    "thiserror",
    "time",
    "tokio",
    "tokio-util",
    "toml_edit",
    "tower",
    "tracing",
    "tracing-core",
    "tracing-subscriber",
    "unicode-ident",
    "uuid",
    "winnow",
    "zerocopy",
];
const EXTENSIONS: &[&str] = &["rs", "toml", "md", "json", "yml"];
/// Of one crate, so that a large one does not outweigh the others.
const MOST_FILES: usize = 12;
const LARGEST: u64 = 48 * 1024;

/// The files by extension, each by its path below the registry.
pub(crate) type Files = Vec<(&'static str, Vec<(String, Vec<u8>)>)>;

/// `None` without a registry.
pub(crate) fn files() -> Option<Files> {
    let mut all: Files = EXTENSIONS.iter().map(|extension| (*extension, Vec::new())).collect();
    for directory in crates(&registry()?) {
        let mut paths = Vec::new();
        collect(&directory, &mut paths);
        // Not always the first letters of the alphabet.
        paths.sort_by_key(|path| (path.as_os_str().len() * 7919 % 101, path.clone()));
        for path in paths.into_iter().take(MOST_FILES) {
            let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
            let Some((_, files)) = all.iter_mut().find(|(known, _)| *known == extension) else { continue };
            let Ok(content) = fs::read(&path) else { continue };
            let name = directory.parent().and_then(|root| path.strip_prefix(root).ok()).unwrap_or(&path);
            files.push((name.display().to_string(), content));
        }
    }
    all.iter().any(|(_, files)| !files.is_empty()).then_some(all)
}

fn registry() -> Option<PathBuf> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")))?;
    Some(home.join("registry").join("src")).filter(|path| path.is_dir())
}

/// The directories of the crates, of all indices and versions.
fn crates(registry: &Path) -> Vec<PathBuf> {
    let mut found: Vec<_> = entries(registry).iter().flat_map(|index| entries(index)).collect();
    found.retain(|directory| {
        let name = directory.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        CRATES.iter().any(|known| {
            let version = name.strip_prefix(known).and_then(|rest| rest.strip_prefix('-'));
            version.is_some_and(|version| version.starts_with(|c: char| c.is_ascii_digit()))
        })
    });
    found.sort();
    found
}

fn collect(directory: &Path, files: &mut Vec<PathBuf>) {
    for path in entries(directory) {
        let known = path.extension().and_then(|e| e.to_str()).is_some_and(|e| EXTENSIONS.contains(&e));
        if path.is_dir() {
            collect(&path, files);
        } else if known && path.metadata().is_ok_and(|data| data.len() <= LARGEST) {
            files.push(path);
        }
    }
}

fn entries(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}
