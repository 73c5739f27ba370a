#![doc = include_str!("../README.md")]

pub mod chain;
mod journal;
mod layer;
mod pipeline;
mod record;
mod store;

pub use gate_call::{Direction, Kind};

pub use self::{
    journal::{Fsync, JournalOptions},
    layer::{Audit, AuditBody, AuditFuture, AuditLayer, Intent, IntentFuture, IntentLayer},
    pipeline::{
        BeforeResponse, DrainReport, OnFull, PayloadRule, Pipeline, PipelineOptions, StartError, Stats,
    },
    record::{
        AuditRecord, EntryKind, ParseError, PayloadPolicy, RecordId, RecordedPayload, Redactions, Status,
    },
    store::{
        AuditSink, AuditStore, Cursor, Extent, Filter, FilterError, Hold, MemoryStore, Page, Preview, Pruned,
        Retention, Rows, Search, StatusFilter, StoreError, StoreFuture, StoreHealth, Strays, TableExtent,
        Term, Total, Usage, UsageBy, UsageQuery,
    },
};
