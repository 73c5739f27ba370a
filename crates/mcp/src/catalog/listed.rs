//! What one server has listed.

use std::collections::BTreeMap;

use gate_wire::{Kind, Value};

const MAX_TOOLS: usize = 4_096;
const MAX_NAME: usize = 256;
/// The secret parameters that are kept of a page, and of a server.
const MAX_SECRETS: usize = 256;

/// Tools by name, each with its secret parameters.
pub(super) type Tools = BTreeMap<String, Vec<String>>;

#[derive(Default)]
pub(super) struct Server {
    pub(super) tools: Tools,
    /// The pages so far of a listing that began with its first one.
    listing: Option<Tools>,
    pub(super) stale: bool,
}

/// What a listing changed.
#[derive(Default)]
pub(super) struct Change {
    pub(super) any: bool,
    pub(super) secrets: bool,
}

impl Server {
    pub(super) fn of(tools: Tools) -> Self {
        Self { tools, ..Self::default() }
    }

    pub(super) fn learn(&mut self, page: Page, first: bool) -> Change {
        if first {
            self.listing = Some(Tools::new());
        }
        let before = self.tools.clone();
        if let Some(listing) = &mut self.listing {
            add(listing, page.tools.clone());
        }
        add(&mut self.tools, page.tools);
        // Whoever reads only some of the pages leaves it open what is on the others.
        self.stale = page.more;
        if let Some(whole) = self.listing.take_if(|_| !page.more) {
            self.tools = whole;
        }
        Change {
            any: before != self.tools,
            secrets: !before.values().flatten().eq(self.tools.values().flatten()),
        }
    }
}

/// What is listed again is as it is now.
fn add(known: &mut Tools, listed: Tools) {
    let mut room = MAX_SECRETS.saturating_sub(known.values().map(Vec::len).sum());
    for (name, mut secrets) in listed {
        if known.len() >= MAX_TOOLS && !known.contains_key(&name) {
            continue;
        }
        room += known.get(&name).map_or(0, Vec::len);
        secrets.truncate(room);
        room -= secrets.len();
        known.insert(name, secrets);
    }
}

/// One page of a listing.
pub(super) struct Page {
    tools: Tools,
    more: bool,
}

impl Page {
    /// `secrets` reads from a schema which parameters are secret.
    pub(super) fn of(result: &[u8], secrets: impl Fn(&str) -> Vec<String>) -> Option<Self> {
        let result = Value::read(result).ok()?;
        let listed = result.get("tools").filter(|tools| tools.kind() == Kind::Array)?;
        let mut page = Tools::new();
        for tool in listed.elements() {
            let Some(name) = tool.get("name").and_then(|name| Some(name.as_str()?.into_owned())) else {
                continue;
            };
            if name.len() > MAX_NAME || page.len() >= MAX_TOOLS {
                continue;
            }
            let of_schema = |schema: &str| {
                let schema = tool.get(schema);
                let schema = schema.as_ref().and_then(|schema| std::str::from_utf8(schema.raw()).ok());
                schema.map(&secrets).unwrap_or_default()
            };
            // What a tool gives back may be as secret as what it takes.
            let mut own: Vec<_> = ["inputSchema", "outputSchema"].into_iter().flat_map(of_schema).collect();
            own.retain(|secret| secret.len() <= MAX_NAME);
            own.truncate(MAX_SECRETS);
            page.insert(name, own);
        }
        let more = result.get("nextCursor").is_some_and(|cursor| !cursor.is_null());
        Some(Self { tools: page, more })
    }
}
