//! The tools that servers list.

mod listed;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt, fs, io,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, OnceLock, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

use self::listed::{Page, Server, Tools};

const MAX_SERVERS: usize = 1_024;

/// The tools that each server lists: what metric labels are bounded by, and which parameters are secret.
///
/// It learns from every `tools/list` that passes. A clone is a handle to the same catalog. It is bounded:
/// 1,024 servers of 4,096 tools each, with names of up to 256 bytes, and 256 secret parameters a server.
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
    secrets: OnceLock<Box<dyn SecretParameters>>,
    /// Held while `secrets` is told, so that what it hears last is what holds.
    telling: Mutex<()>,
}

/// Knows which parameters of a tool are secret, and wants to know of all of them.
///
/// The catalog reads no schemas by itself; see [`Catalog::watch_secrets`].
pub trait SecretParameters: Send + Sync + 'static {
    /// The names of the parameters that a tool's `inputSchema` or `outputSchema` marks as secret.
    fn of_schema(&self, schema: &str) -> Vec<String>;

    /// The secret parameters of all tools of all servers are now these. Called while the listing
    /// that changed them is on its way to its client, so it must not block.
    fn changed(&self, parameters: &BTreeSet<String>);
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
        let remembered: BTreeMap<String, Tools> = serde_json::from_slice(&text).unwrap_or_default();
        let server = |(name, tools)| (name, Server::of(tools));
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
        servers.get(server).is_some_and(|server| server.tools.contains_key(tool))
    }

    /// The tools of a server, in order.
    #[must_use]
    pub fn tools(&self, server: &str) -> Vec<String> {
        let servers = self.0.servers.read().unwrap_or_else(PoisonError::into_inner);
        servers.get(server).map(|server| server.tools.keys().cloned().collect()).unwrap_or_default()
    }

    /// How many tools a server has.
    #[must_use]
    pub fn count(&self, server: &str) -> usize {
        let servers = self.0.servers.read().unwrap_or_else(PoisonError::into_inner);
        servers.get(server).map_or(0, |server| server.tools.len())
    }

    /// The parameters that the schemas of listed tools mark as secret, of all servers together.
    #[must_use]
    pub fn secret_parameters(&self) -> BTreeSet<String> {
        let servers = self.0.servers.read().unwrap_or_else(PoisonError::into_inner);
        servers.values().flat_map(|server| server.tools.values().flatten()).cloned().collect()
    }

    /// Has the schemas of tools read for secret parameters, from now on, and tells of those that are
    /// remembered. Only the first to watch is told.
    ///
    /// ```
    /// use std::collections::BTreeSet;
    /// use gate_mcp::{Catalog, SecretParameters};
    ///
    /// struct Passwords;
    ///
    /// impl SecretParameters for Passwords {
    ///     fn of_schema(&self, schema: &str) -> Vec<String> {
    ///         // Whoever masks has a better idea of what a schema says.
    ///         schema.contains("password").then(|| "note".to_owned()).into_iter().collect()
    ///     }
    ///
    ///     fn changed(&self, parameters: &BTreeSet<String>) {
    ///         assert!(parameters.contains("note"));
    ///     }
    /// }
    ///
    /// let catalog = Catalog::default();
    /// catalog.watch_secrets(Passwords);
    /// let tool = br#"{"tools":[{"name":"login","inputSchema":{"properties":{"note":{"format":"password"}}}}]}"#;
    /// catalog.learn("site", tool, true);
    /// assert_eq!(Vec::from_iter(catalog.secret_parameters()), ["note"]);
    /// ```
    pub fn watch_secrets(&self, secrets: impl SecretParameters) {
        if self.0.secrets.set(Box::new(secrets)).is_ok() && !self.secret_parameters().is_empty() {
            self.tell_secrets();
        }
    }

    fn tell_secrets(&self) {
        let _telling = self.0.telling.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(secrets) = self.0.secrets.get() {
            secrets.changed(&self.secret_parameters());
        }
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
        let secrets = self.0.secrets.get();
        let of_schema = |schema: &str| secrets.map(|secrets| secrets.of_schema(schema)).unwrap_or_default();
        let Some(page) = Page::of(result, of_schema) else { return };
        let change = {
            let mut servers = self.0.servers.write().unwrap_or_else(PoisonError::into_inner);
            let new = !servers.contains_key(server);
            if new && servers.len() >= MAX_SERVERS {
                return;
            }
            let change = servers.entry(server.to_owned()).or_default().learn(page, first);
            if new || change.any {
                self.0.changes.fetch_add(1, Relaxed);
            }
            change
        };
        if change.secrets {
            self.tell_secrets();
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

    /// Takes the word of a schema that is no more than a list of names.
    #[derive(Default, Clone)]
    struct Listed(Arc<Mutex<Vec<BTreeSet<String>>>>);

    impl SecretParameters for Listed {
        fn of_schema(&self, schema: &str) -> Vec<String> {
            serde_json::from_str(schema).unwrap()
        }

        fn changed(&self, parameters: &BTreeSet<String>) {
            self.0.lock().unwrap().push(parameters.clone());
        }
    }

    fn tool(name: &str, secret: &[&str]) -> String {
        serde_json::json!({"tools": [{"name": name, "inputSchema": secret}]}).to_string()
    }

    #[test]
    fn secret_parameters_are_told_when_a_server_changes_them() {
        let (catalog, heard) = (Catalog::default(), Listed::default());
        catalog.watch_secrets(heard.clone());
        catalog.learn("a", tool("x", &["note"]).as_bytes(), true);
        catalog.learn("a", tool("x", &["note"]).as_bytes(), true);
        catalog.learn("b", tool("y", &[]).as_bytes(), true);
        catalog.learn("b", tool("y", &["memo", "note"]).as_bytes(), true);
        catalog.learn("a", tool("x", &[]).as_bytes(), true);
        catalog.learn("b", tool("z", &[]).as_bytes(), true);
        let heard: Vec<_> =
            heard.0.lock().unwrap().iter().map(|names| Vec::from_iter(names.clone())).collect();
        assert_eq!(heard, [vec!["note"], vec!["memo", "note"], vec!["memo", "note"], vec![]]);
    }

    #[test]
    fn what_a_tool_gives_back_may_be_secret_too() {
        let catalog = Catalog::default();
        catalog.watch_secrets(Listed::default());
        let tool = r#"{"tools":[{"name":"x","inputSchema":["note"],"outputSchema":["memo"]}]}"#;
        catalog.learn("a", tool.as_bytes(), true);
        assert_eq!(Vec::from_iter(catalog.secret_parameters()), ["memo", "note"]);
    }

    #[test]
    fn secret_parameters_are_remembered_and_bounded() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("catalog.json");
        let catalog = Catalog::open(&path).unwrap();
        catalog.watch_secrets(Listed::default());
        let many: Vec<_> = (0..10_000).map(|n| format!("p{n}")).collect();
        let many: Vec<_> = many.iter().map(String::as_str).collect();
        catalog.learn("a", tool("x", &many).as_bytes(), true);
        catalog.save().unwrap();

        let again = Catalog::open(&path).unwrap();
        assert_eq!(again.secret_parameters(), catalog.secret_parameters());
        assert!((1..=256).contains(&again.secret_parameters().len()));
        let heard = Listed::default();
        again.watch_secrets(heard.clone());
        assert_eq!(*heard.0.lock().unwrap(), [again.secret_parameters()]);
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
        assert_eq!(catalog.tools("a").len(), 4_096);
    }
}
