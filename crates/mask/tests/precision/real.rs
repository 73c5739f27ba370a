//! Source files of well-known crates, as they lie in the local cargo registry.

use std::fs;
use std::path::{Path, PathBuf};

const CRATES: &[&str] = &[
    "aho-corasick",
    "anyhow",
    "arc-swap",
    "async-trait",
    "autocfg",
    "base64",
    "bitflags",
    "bstr",
    "bumpalo",
    "bytes",
    "cc",
    "chrono",
    "clap_builder",
    "clap_lex",
    "crc32fast",
    "criterion",
    "crossbeam-channel",
    "crossbeam-epoch",
    "either",
    "event-listener",
    "fastrand",
    "flume",
    "futures-channel",
    "futures-util",
    "getrandom",
    "globset",
    "h2",
    "hashbrown",
    "http",
    "http-body",
    "http-body-util",
    "httparse",
    "hyper",
    "hyper-util",
    "indexmap",
    "itertools",
    "itoa",
    "jiff",
    "js-sys",
    "libc",
    "lock_api",
    "log",
    "loom",
    "matchit",
    "memchr",
    "metrics",
    "mime",
    "mio",
    "num-traits",
    "once_cell",
    "opentelemetry",
    "parking_lot",
    "percent-encoding",
    "petgraph",
    "portable-atomic",
    "proc-macro2",
    "proptest",
    "quick_cache",
    "quote",
    "rapidhash",
    "rayon",
    "ref-cast-impl",
    "regex-automata",
    "regex-syntax",
    "ring",
    "rmcp",
    "rustix",
    "rustls",
    "rustls-pki-types",
    "schemars",
    "semver",
    "serde",
    "serde_derive",
    "serde_json",
    "sharded-slab",
    "slab",
    "smallvec",
    "socket2",
    "syn",
    "tempfile",
    "thiserror",
    "time",
    "tokio",
    "tokio-macros",
    "tokio-util",
    "toml_edit",
    "tower",
    "tower-http",
    "tracing",
    "tracing-core",
    "tracing-subscriber",
    "unicode-ident",
    "uuid",
    "wasi",
    "winapi",
    "windows-sys",
    "winnow",
    "zerocopy",
];
/// Files of these crates that do hold one, or what may be taken for one: made up for a test, shown
/// in an example, or the token of a badge.
const HOLD_SECRETS: &[(&str, &str)] = &[
    ("arc-swap", "README.md"),
    ("h2", "src/hpack/encoder.rs"),
    ("http", "src/uri/"),
    ("http", "tests/header_map.rs"),
    ("httparse", "benches/"),
    ("hyper", "src/ffi/"),
    ("hyper-util", "src/client/proxy/matcher.rs"),
    ("rmcp", "src/transport/auth/"),
    ("rmcp", "tests/"),
    ("thiserror", "tests/test_transparent.rs"),
    ("time", "README.md"),
    ("tower-http", "src/auth/"),
    ("tower-http", "src/validate_request.rs"),
];
const EXTENSIONS: &[&str] = &["rs", "toml", "md", "json", "yml"];
/// What else is text in a tree of files.
const MORE_EXTENSIONS: &[&str] = &[
    "txt", "h", "c", "cc", "cpp", "hpp", "S", "s", "py", "sh", "yaml", "js", "ts", "tsx", "css", "html",
    "go", "java", "lock", "xml", "proto", "cfg", "ini", "conf", "in", "pl", "rst", "lua", "rb", "php", "sql",
    "svg", "cmake", "log", "env", "graphql", "tf", "adoc", "1", "8", "kt", "swift", "cs", "ps1", "bat",
    "scss", "vue", "diff", "jsonl",
];
/// Of one crate, so that a large one does not outweigh the others.
const MOST_FILES: usize = 24;
const LARGEST: u64 = 48 * 1024;

/// The files by extension, each by its path below the registry.
pub(crate) type Files = Vec<(&'static str, Vec<(String, Vec<u8>)>)>;

/// `None` without a registry.
pub(crate) fn files() -> Option<Files> {
    let mut all: Files = EXTENSIONS.iter().map(|extension| (*extension, Vec::new())).collect();
    for (name, directory) in crates(&registry()?) {
        for (path, inner) in chosen(name, &directory) {
            let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
            let Some((_, files)) = all.iter_mut().find(|(known, _)| *known == extension) else { continue };
            let Ok(content) = fs::read(&path) else { continue };
            files.push((format!("{}/{inner}", file_name(&directory)), content));
        }
    }
    all.iter().any(|(_, files)| !files.is_empty()).then_some(all)
}

pub(crate) fn registry() -> Option<PathBuf> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")))?;
    Some(home.join("registry").join("src")).filter(|path| path.is_dir())
}

/// All files below a directory.
pub(crate) fn all_files(root: &Path) -> Files {
    let mut paths = Vec::new();
    collect(root, &[EXTENSIONS, MORE_EXTENSIONS], &mut paths);
    paths.sort();
    let files = paths.iter().filter_map(|path| {
        let name = path.strip_prefix(root).ok()?.to_string_lossy().into_owned();
        Some((name, fs::read(path).ok()?))
    });
    vec![("all", files.collect())]
}

/// The crates and their directories, of all indices and versions.
fn crates(registry: &Path) -> Vec<(&'static str, PathBuf)> {
    let named = |directory: PathBuf| {
        let full = file_name(&directory);
        let is_known = |known: &&&str| {
            let version = full.strip_prefix(**known).and_then(|rest| rest.strip_prefix('-'));
            version.is_some_and(|version| version.starts_with(|c: char| c.is_ascii_digit()))
        };
        let known = CRATES.iter().find(is_known)?;
        Some((*known, directory))
    };
    let mut found: Vec<_> =
        entries(registry).iter().flat_map(|index| entries(index)).filter_map(named).collect();
    found.sort();
    found
}

/// Some of the files of a crate, with their paths in it.
fn chosen(name: &str, directory: &Path) -> Vec<(PathBuf, String)> {
    let mut paths = Vec::new();
    collect(directory, &[EXTENSIONS], &mut paths);
    let mut files: Vec<_> = paths
        .into_iter()
        .filter_map(|path| {
            let inner = path.strip_prefix(directory).ok()?.to_str()?.to_owned();
            let holds = HOLD_SECRETS.iter().any(|(other, file)| *other == name && inner.starts_with(file));
            (!holds).then_some((path, inner))
        })
        .collect();
    // Not always the first letters of the alphabet.
    files.sort_by_key(|(_, inner)| (inner.len() * 7919 % 101, inner.clone()));
    files.truncate(MOST_FILES);
    files
}

fn collect(directory: &Path, extensions: &[&[&str]], files: &mut Vec<PathBuf>) {
    for path in entries(directory) {
        let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
        let known = extensions.iter().any(|list| list.contains(&extension));
        if path.is_dir() {
            collect(&path, extensions, files);
        } else if known && path.metadata().is_ok_and(|data| data.len() <= LARGEST) {
            files.push(path);
        }
    }
}

fn entries(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
