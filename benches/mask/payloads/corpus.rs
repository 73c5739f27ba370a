//! Text that people wrote: the sources of the crates in the local registry.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use super::rng::Rng;

const CODE: &[&str] = &["rs", "c", "h", "js", "py", "json", "toml"];
const PROSE: &[&str] = &["md"];

/// No file is more of the whole than this, however large: generated tables are no typical code.
const FILE_SHARE: usize = 64 * 1024;
/// Nor is a crate.
const CRATE_FILES: usize = 24;
const LARGEST_READ: u64 = 16 * 1024 * 1024;

/// Pieces of real files of one kind, in an order that looks random, again from the first when all were
/// taken.
pub(crate) struct Corpus {
    extensions: &'static [&'static str],
    crates: Vec<PathBuf>,
    next_crate: usize,
    files: Vec<PathBuf>,
    text: String,
    rng: Rng,
}

impl Corpus {
    pub(crate) fn code() -> Self {
        Self::new(CODE, "code")
    }

    pub(crate) fn prose() -> Self {
        Self::new(PROSE, "prose")
    }

    fn new(extensions: &'static [&'static str], seed: &str) -> Self {
        let mut rng = Rng::named(seed);
        let mut crates = registry();
        if crates.is_empty() {
            eprintln!("note: no crates in the cargo registry; the workspace's own files are used");
            crates = workspace();
        }
        crates.sort();
        rng.shuffle(&mut crates);
        Self { extensions, crates, next_crate: 0, files: Vec::new(), text: String::new(), rng }
    }

    /// About `len` bytes of one file, cut between lines where there are any.
    pub(crate) fn piece(&mut self, len: usize) -> String {
        while self.text.trim().is_empty() {
            self.text = self.next_file();
        }
        let wanted = self.text.floor_char_boundary(len);
        let line_end = self.text.as_bytes()[..wanted].iter().rposition(|&byte| byte == b'\n');
        let end = line_end.map_or(wanted.max(self.text.ceil_char_boundary(1)), |at| at + 1);
        let rest = self.text.split_off(end);
        std::mem::replace(&mut self.text, rest)
    }

    /// A few words of a paragraph, on one line.
    pub(crate) fn sentence(&mut self, len: usize) -> String {
        loop {
            let words = self.piece(len.max(160)).split_whitespace().collect::<Vec<_>>().join(" ");
            let end = words.floor_char_boundary(len);
            if words[..end].contains(' ') {
                return words[..end].to_owned();
            }
        }
    }

    fn next_file(&mut self) -> String {
        loop {
            let Some(path) = self.files.pop() else {
                self.next_crate();
                continue;
            };
            if fs::metadata(&path).is_ok_and(|it| it.len() > LARGEST_READ) {
                continue;
            }
            let Ok(mut text) = fs::read_to_string(&path) else { continue };
            if text.len() > FILE_SHARE {
                let start = text.floor_char_boundary(self.rng.below(text.len() - FILE_SHARE));
                text = text.split_off(start);
                text.truncate(text.floor_char_boundary(FILE_SHARE));
            }
            return text;
        }
    }

    fn next_crate(&mut self) {
        let root = &self.crates[self.next_crate % self.crates.len()];
        self.next_crate += 1;
        walk(root, self.extensions, &mut self.files);
        self.files.sort();
        self.rng.shuffle(&mut self.files);
        self.files.truncate(CRATE_FILES);
    }
}

/// The folders of the crates that cargo has unpacked.
fn registry() -> Vec<PathBuf> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| env::home_dir().map(|it| it.join(".cargo")));
    let Some(home) = home else { return Vec::new() };
    children(&home.join("registry/src")).iter().flat_map(|it| children(it)).collect()
}

fn workspace() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    ["crates", "benches", "docs", "examples"].map(|it| root.join(it)).to_vec()
}

fn children(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    entries.filter_map(|it| Some(it.ok()?.path())).collect()
}

fn walk(folder: &Path, extensions: &[&str], found: &mut Vec<PathBuf>) {
    for path in children(folder) {
        let extension = path.extension().and_then(|it| it.to_str()).unwrap_or_default();
        if extensions.contains(&extension) && path.is_file() {
            found.push(path);
        } else if path.is_dir() && !path.is_symlink() {
            walk(&path, extensions, found);
        }
    }
}
