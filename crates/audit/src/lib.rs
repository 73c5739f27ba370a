#![doc = include_str!("../README.md")]

mod id;
mod layer;
mod pipeline;
mod record;
mod status;
mod store;

pub use gate_call::{Direction, Kind};

pub use self::{
    id::{ParseError, RecordId},
    layer::{Audit, AuditFuture, AuditLayer},
    pipeline::{DrainReport, OnFull, Pipeline, PipelineOptions, StartError, Stats},
    record::{AuditRecord, RecordedPayload, Redactions},
    status::Status,
    store::{
        AuditStore, Cursor, Filter, MemoryStore, Page, Rows, StatusFilter, StoreError, StoreFuture, Total,
    },
};
