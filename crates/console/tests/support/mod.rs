//! The API as its users meet it: over a socket.
#![allow(dead_code, unreachable_pub, reason = "each test binary uses a part of it")]

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::SeqCst},
    },
    time::{Duration, SystemTime},
};

use gate_audit::{
    AuditRecord, AuditSink, AuditStore, Filter, Hold, Kind, MemoryStore, Page, Pruned, RecordId, Rows,
    Status, StoreFuture, StoreHealth, Strays, TableExtent, Usage, UsageQuery,
    chain::{ChainKey, ChainStart, Checkpoint, WriterId},
};
use gate_console::{AdminToken, Console};
use gate_mask::Masked;
use http::{Method, StatusCode};
use serde_json::Value;

pub const TOKEN: &str = "the-token-of-this-test";

/// A console that is served.
pub struct Api {
    base: String,
    client: reqwest::Client,
}

impl Api {
    pub async fn of(store: Arc<dyn AuditStore>) -> Self {
        Self::serve(Console::new(AdminToken::of(TOKEN), store)).await
    }

    pub async fn serve(console: Console) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let base = format!("http://{}", listener.local_addr().expect("bound"));
        let router = console.into_router();
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { base, client: reqwest::Client::new() }
    }

    pub async fn send(&self, method: Method, path: &str, body: &str) -> reqwest::Response {
        let request = self.client.request(method, format!("{}{path}", self.base)).bearer_auth(TOKEN);
        request.body(body.to_owned()).send().await.expect("an answer")
    }

    pub async fn get(&self, path: &str) -> (StatusCode, Value) {
        let answer = self.send(Method::GET, path, "").await;
        let status = answer.status();
        (status, answer.json().await.expect("JSON"))
    }

    /// What must be there.
    pub async fn found(&self, path: &str) -> Value {
        let (status, value) = self.get(path).await;
        assert_eq!(status, StatusCode::OK, "{path}: {value}");
        value
    }

    /// What is refused, and why.
    pub async fn refused(&self, path: &str) -> String {
        let (status, value) = self.get(path).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{path}: {value}");
        value["error"].as_str().expect("a sentence").to_owned()
    }

    pub async fn items(&self, query: &str) -> Vec<Value> {
        let page = self.found(&format!("/api/v1/audit/tool-calls?{query}")).await;
        page["items"].as_array().expect("items").clone()
    }

    pub async fn text(&self, path: &str) -> String {
        let answer = self.send(Method::GET, path, "").await;
        assert_eq!(answer.status(), StatusCode::OK);
        answer.text().await.expect("a body")
    }

    /// The last line of an answer that tells how far it is.
    pub async fn last_line(&self, method: Method, path: &str) -> Value {
        let answer = self.send(method, path, "").await;
        assert_eq!(answer.status(), StatusCode::OK);
        let text = answer.text().await.expect("a body");
        let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        let done: Vec<_> = lines.iter().filter(|line| line["done"] == true).collect();
        assert_eq!(done.len(), 1, "{text}");
        lines.last().expect("a line").clone()
    }

    pub async fn without_token(&self, path: &str) -> reqwest::Response {
        self.client.get(format!("{}{path}", self.base)).send().await.expect("an answer")
    }
}

pub fn text(text: &str) -> Option<Masked<String>> {
    Some(Masked::assume_masked_from_store(text.to_owned()))
}

/// A call of so many seconds ago.
pub fn record(age: u64, tool: &str) -> AuditRecord {
    let ended = SystemTime::now() - Duration::from_secs(age);
    let mut record = AuditRecord::new(RecordId::at(ended), Kind::Tool, Status::Ok);
    record.server = text("demo");
    record.name = text(tool);
    record.request_id = text(&format!("request-{age}"));
    record
}

/// Counts what is asked of a store.
pub struct Counting {
    store: MemoryStore,
    pub queries: AtomicU64,
}

impl Counting {
    pub fn new(store: MemoryStore) -> Self {
        Self { store, queries: AtomicU64::new(0) }
    }
}

impl AuditSink for Counting {
    fn append<'a>(&'a self, batch: &'a [AuditRecord]) -> StoreFuture<'a, ()> {
        self.store.append(batch)
    }

    fn begin_chain<'a>(&'a self, start: &'a ChainStart) -> StoreFuture<'a, ()> {
        self.store.begin_chain(start)
    }

    fn ping(&self) -> StoreFuture<'_, ()> {
        self.store.ping()
    }
}

impl AuditStore for Counting {
    fn query<'a>(&'a self, filter: &'a Filter, page: &'a Page) -> StoreFuture<'a, Rows> {
        self.queries.fetch_add(1, SeqCst);
        self.store.query(filter, page)
    }

    fn get(&self, id: RecordId) -> StoreFuture<'_, Option<AuditRecord>> {
        self.store.get(id)
    }

    fn health(&self) -> StoreFuture<'_, StoreHealth> {
        self.store.health()
    }

    fn usage(&self, query: UsageQuery) -> StoreFuture<'_, Vec<Usage>> {
        self.store.usage(query)
    }

    fn extents(&self, before: Option<RecordId>) -> StoreFuture<'_, Vec<TableExtent>> {
        self.store.extents(before)
    }

    fn newest(&self, rows: Option<u64>, bytes: Option<u64>) -> StoreFuture<'_, Option<RecordId>> {
        self.store.newest(rows, bytes)
    }

    fn prune<'a>(&'a self, cut_off: RecordId, key: Option<&'a ChainKey>) -> StoreFuture<'a, Pruned> {
        self.store.prune(cut_off, key)
    }

    fn hold<'a>(&'a self, hold: &'a Hold) -> StoreFuture<'a, ()> {
        self.store.hold(hold)
    }

    fn holds(&self) -> StoreFuture<'_, Vec<Hold>> {
        self.store.holds()
    }

    fn release<'a>(&'a self, name: &'a str, key: Option<&'a ChainKey>) -> StoreFuture<'a, bool> {
        self.store.release(name, key)
    }

    fn chains(&self) -> StoreFuture<'_, Vec<ChainStart>> {
        self.store.chains()
    }

    fn sealed(&self, writer: WriterId, after: u64, limit: usize) -> StoreFuture<'_, Vec<AuditRecord>> {
        self.store.sealed(writer, after, limit)
    }

    fn checkpoints(&self, writer: WriterId) -> StoreFuture<'_, Vec<Checkpoint>> {
        self.store.checkpoints(writer)
    }

    fn strays(&self, since: Option<RecordId>) -> StoreFuture<'_, Strays> {
        self.store.strays(since)
    }
}
