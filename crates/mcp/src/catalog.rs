//! The tools that servers list.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt, fs, io,
    path::{Path, PathBuf},
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

use gate_wire::{Kind, Value};

const MAX_TOOLS: usize = 4_096;
const MAX_NAME: usize = 256;
const MAX_SERVERS: usize = 1_024;

/// The tools that each server lists: what metric labels are bounded by.
///
/// It learns from every `tools/list` that passes. A clone is a handle to the same catalog. It is bounded:
/// 1,024 servers of 4,096 tools each, with names of up to 256 bytes.
///
/// ```
/// use gate_mcp::Catalog;
///
/// let catalog = Catalog::default();
/// catalog.learn("github", br#"{"tools":[{"name":"search_code"}]}"#, true);
/// assert!(catalog.knows("github", "search_code"));
/// assert!(!catalog.knows("github", "invented"));
/// ```
#[derive(Clone, Default)]
pub struct Catalog(Arc<Inner>);

#[derive(Default)]
struct Inner {
    servers: RwLock<BTreeMap<String, Server>>,
    changes: AtomicU64,
    saved: AtomicU64,
    path: Option<PathBuf>,
}

#[derive(Default)]
struct Server {
    tools: BTreeSet<String>,
    /// The pages so far of a listing that began with its first one.
    listing: Option<BTreeSet<String>>,
    stale: bool,
}

impl Catalog {
    /// A catalog that is remembered in a file. A file that cannot be read as a catalog counts as empty:
    /// what it held can be listed again.
    ///
    /// ```
    /// # let path = std::env::temp_dir().join(format!("gate-mcp-doc-{}.json", std::process::id()));
    /// use gate_mcp::Catalog;
    ///
    /// let catalog = Catalog::open(&path)?;
    /// catalog.learn("github", br#"{"tools":[{"name":"search_code"}]}"#, true);
    /// catalog.save()?;
    /// assert_eq!(Catalog::open(&path)?.tools("github"), ["search_code"]);
    /// # std::fs::remove_file(path)?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the file is there and cannot be opened.
    pub fn open(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        let text = match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            read => read?,
        };
        let remembered: BTreeMap<String, BTreeSet<String>> =
            serde_json::from_slice(&text).unwrap_or_default();
        let server = |(name, tools)| (name, Server { tools, ..Server::default() });
        let servers = remembered.into_iter().map(server);
        let servers = RwLock::new(servers.collect());
        Ok(Self(Arc::new(Inner { servers, path: Some(path), ..Inner::default() })))
    }

    /// Writes the catalog to its file, if there is one and anything has changed: whole or not at all. It
    /// blocks while it writes.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn save(&self) -> io::Result<()> {
        let changes = self.0.changes.load(Relaxed);
        let Some(path) = self.0.path.as_deref().filter(|_| changes != self.0.saved.load(Relaxed)) else {
            return Ok(());
        };
        let text = {
            let servers = self.0.servers.read().unwrap_or_else(PoisonError::into_inner);
            let tools: BTreeMap<_, _> = servers.iter().map(|(name, server)| (name, &server.tools)).collect();
            serde_json::to_vec_pretty(&tools)?
        };
        replace(path, &text)?;
        self.0.saved.store(changes, Relaxed);
        Ok(())
    }

    /// Whether a server has listed a tool.
    #[must_use]
    pub fn knows(&self, server: &str, tool: &str) -> bool {
        let servers = self.0.servers.read().unwrap_or_else(PoisonError::into_inner);
        servers.get(server).is_some_and(|server| server.tools.contains(tool))
    }

    /// The tools of a server, in order.
    #[must_use]
    pub fn tools(&self, server: &str) -> Vec<String> {
        let servers = self.0.servers.read().unwrap_or_else(PoisonError::into_inner);
        servers.get(server).map(|server| server.tools.iter().cloned().collect()).unwrap_or_default()
    }

    /// Whether a server should be asked for its tools: it never was, or it said that they changed.
    #[must_use]
    pub fn wants_listing(&self, server: &str) -> bool {
        let servers = self.0.servers.read().unwrap_or_else(PoisonError::into_inner);
        servers.get(server).is_none_or(|server| server.stale)
    }

    /// Takes in the result of a `tools/list`; `first` when it is the first page. A listing that was seen
    /// whole replaces what was known; a page of one adds to it. What is not such a result changes nothing.
    pub fn learn(&self, server: &str, result: &[u8], first: bool) {
        let Some(page) = Page::of(result) else { return };
        let mut servers = self.0.servers.write().unwrap_or_else(PoisonError::into_inner);
        if !servers.contains_key(server) && servers.len() >= MAX_SERVERS {
            return;
        }
        let new = !servers.contains_key(server);
        if servers.entry(server.to_owned()).or_default().learn(page, first) || new {
            self.0.changes.fetch_add(1, Relaxed);
        }
    }

    /// A server has said that its tools changed.
    pub fn mark_stale(&self, server: &str) {
        let mut servers = self.0.servers.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = servers.get_mut(server) {
            known.stale = true;
        }
    }
}

impl fmt::Debug for Catalog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let servers = self.0.servers.read().unwrap_or_else(PoisonError::into_inner);
        f.debug_map().entries(servers.iter().map(|(name, server)| (name, server.tools.len()))).finish()
    }
}

/// One page of a listing.
struct Page {
    tools: BTreeSet<String>,
    more: bool,
}

impl Page {
    fn of(result: &[u8]) -> Option<Self> {
        let result = Value::read(result).ok()?;
        let listed = result.get("tools").filter(|tools| tools.kind() == Kind::Array)?;
        let names = listed.elements().filter_map(|tool| Some(tool.get("name")?.as_str()?.into_owned()));
        let tools = names.filter(|name| name.len() <= MAX_NAME).take(MAX_TOOLS).collect();
        let more = result.get("nextCursor").is_some_and(|cursor| !cursor.is_null());
        Some(Self { tools, more })
    }
}

impl Server {
    /// Returns whether anything is new.
    fn learn(&mut self, page: Page, first: bool) -> bool {
        if first {
            self.listing = Some(BTreeSet::new());
        }
        let before = self.tools.len();
        add(&mut self.tools, &page.tools);
        if let Some(listing) = &mut self.listing {
            add(listing, &page.tools);
        }
        let added = self.tools.len() > before;
        // Whoever reads only some of the pages leaves it open what is on the others.
        self.stale = page.more;
        let Some(whole) = self.listing.take_if(|_| !page.more) else { return added };
        let removed = self.tools.len() > whole.len();
        self.tools = whole;
        added || removed
    }
}

fn add(known: &mut BTreeSet<String>, listed: &BTreeSet<String>) {
    let room = MAX_TOOLS.saturating_sub(known.len());
    let new: Vec<_> = listed.difference(known).take(room).cloned().collect();
    known.extend(new);
}

/// Writes beside the file and renames, so that a crash leaves the old one or the new one.
fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    let beside = path.with_extension("new");
    fs::write(&beside, text)?;
    fs::rename(&beside, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_remembered() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("catalog.json");
        let catalog = Catalog::open(&path).unwrap();
        assert!(catalog.wants_listing("a"));
        catalog.learn("a", br#"{"tools":[{"name":"x"},{"name":"y"}]}"#, true);
        catalog.save().unwrap();

        let again = Catalog::open(&path).unwrap();
        assert_eq!(again.tools("a"), ["x", "y"]);
        assert!(!again.wants_listing("a"));
        again.mark_stale("a");
        assert!(again.wants_listing("a"));
    }

    #[test]
    fn a_whole_listing_replaces_and_a_page_adds() {
        let catalog = Catalog::default();
        catalog.learn("a", br#"{"tools":[{"name":"x"}],"nextCursor":"2"}"#, true);
        catalog.learn("a", br#"{"tools":[{"name":"y"}]}"#, false);
        assert_eq!(catalog.tools("a"), ["x", "y"]);
        catalog.learn("a", br#"{"tools":[{"name":"z"}]}"#, true);
        assert_eq!(catalog.tools("a"), ["z"]);
        catalog.learn("a", br#"{"no":"tools"}"#, true);
        catalog.learn("a", b"garbage", true);
        assert_eq!(catalog.tools("a"), ["z"]);
    }

    #[test]
    fn a_listing_seen_whole_replaces_also_in_pages() {
        let catalog = Catalog::default();
        catalog.learn("a", br#"{"tools":[{"name":"old"}]}"#, true);
        catalog.learn("a", br#"{"tools":[{"name":"x"}],"nextCursor":"2"}"#, true);
        assert_eq!(catalog.tools("a"), ["old", "x"]);
        assert!(catalog.wants_listing("a"), "the other pages were not seen");
        catalog.learn("a", br#"{"tools":[{"name":"y"}],"nextCursor":null}"#, false);
        assert_eq!(catalog.tools("a"), ["x", "y"]);
        assert!(!catalog.wants_listing("a"));
    }

    #[test]
    fn a_page_without_the_one_before_only_adds() {
        let catalog = Catalog::default();
        catalog.learn("a", br#"{"tools":[{"name":"x"}]}"#, true);
        catalog.learn("a", br#"{"tools":[{"name":"y"}]}"#, false);
        assert_eq!(catalog.tools("a"), ["x", "y"]);
    }

    #[test]
    fn a_file_that_is_no_catalog_counts_as_empty() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("catalog.json");
        fs::write(&path, "{half").unwrap();
        let catalog = Catalog::open(&path).unwrap();
        assert!(catalog.wants_listing("a"));
        catalog.learn("a", br#"{"tools":[]}"#, true);
        catalog.save().unwrap();
        assert!(!Catalog::open(&path).unwrap().wants_listing("a"), "a server without tools is known");
    }

    #[test]
    fn nothing_new_writes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("catalog.json");
        let catalog = Catalog::open(&path).unwrap();
        catalog.learn("a", br#"{"tools":[{"name":"x"}]}"#, true);
        catalog.save().unwrap();
        fs::remove_file(&path).unwrap();
        catalog.learn("a", br#"{"tools":[{"name":"x"}]}"#, true);
        catalog.save().unwrap();
        assert!(!path.exists());
    }

    #[test]
    fn it_is_bounded() {
        let catalog = Catalog::default();
        let tools: Vec<_> = (0..10_000).map(|n| format!(r#"{{"name":"t{n}"}}"#)).collect();
        catalog.learn("a", format!(r#"{{"tools":[{}]}}"#, tools.join(",")).as_bytes(), true);
        assert_eq!(catalog.tools("a").len(), MAX_TOOLS);
    }
}
