//! Keeps the catalog of listed tools, which the gateway asks for by itself where nobody has, and forgets
//! sessions that are over.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::{Duration, Instant},
};

use gate_mcp::{Catalog, Sessions, list_tools};
use http::Uri;
use tokio_util::sync::CancellationToken;

use crate::route::Routes;

const EVERY: Duration = Duration::from_secs(1);
const PATIENCE: Duration = Duration::from_secs(30);
const LONGEST_PAUSE: Duration = Duration::from_secs(300);

/// Lists what wants listing and saves what changed, until told to stop.
pub(crate) async fn keep(catalog: Catalog, sessions: Sessions, routes: Routes, stop: CancellationToken) {
    let _ = stop.run_until_cancelled(list_and_save(&catalog, &sessions, &routes)).await;
    save(&catalog).await;
}

async fn list_and_save(catalog: &Catalog, sessions: &Sessions, routes: &Routes) {
    let mut pauses: HashMap<Arc<str>, Pause> = HashMap::new();
    let mut listed: HashSet<Arc<str>> = HashSet::new();
    let endpoint = Uri::from_static("/");
    loop {
        for (name, server) in routes.iter() {
            let pause = pauses.entry(Arc::clone(name)).or_default();
            // What is remembered may have changed, and whether the server is there nobody knows yet.
            let wanted = !listed.contains(name) || catalog.wants_listing(name);
            if !wanted || !pause.is_over() {
                continue;
            }
            let listing = list_tools(server.clone(), &endpoint, name, catalog);
            match tokio::time::timeout(PATIENCE, listing).await {
                Ok(Ok(tools)) => {
                    *pause = Pause::default();
                    listed.insert(Arc::clone(name));
                    tracing::info!(server = &**name, tools, "listed the tools of a server");
                }
                Ok(Err(error)) => pause.lengthen(name, &error.to_string()),
                Err(_) => {
                    server.gave_no_answer();
                    pause.lengthen(name, "the server took too long");
                }
            }
        }
        save(catalog).await;
        // Ends the calls of sessions that nobody has come back to.
        sessions.sweep();
        tokio::time::sleep(EVERY).await;
    }
}

/// Files are written where blocking is allowed.
async fn save(catalog: &Catalog) {
    let catalog = catalog.clone();
    let saved = tokio::task::spawn_blocking(move || catalog.save()).await;
    if let Ok(Err(error)) = saved {
        tracing::warn!(%error, "the catalog of tools could not be saved");
    }
}

/// How long to leave a server alone that could not be listed.
#[derive(Default)]
struct Pause {
    until: Option<Instant>,
    length: Duration,
}

impl Pause {
    fn is_over(&self) -> bool {
        self.until.is_none_or(|until| Instant::now() >= until)
    }

    fn lengthen(&mut self, server: &str, why: &str) {
        self.length = (self.length * 2).clamp(EVERY, LONGEST_PAUSE);
        self.until = Some(Instant::now() + self.length);
        let again_in = self.length.as_secs();
        tracing::warn!(server, error = why, again_in, "a server's tools could not be listed");
    }
}
