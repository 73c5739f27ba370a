#![doc = include_str!("../README.md")]

mod answer;
mod ask;
mod body;
mod catalog;
mod context;
mod conversation;
mod kept;
mod layer;
mod list;
mod method;
mod observer;
mod peek;
mod propagate;
mod refusal;
mod reply;
mod session;

pub use self::{
    body::{PeekBody, RefusalBody},
    catalog::{Catalog, SecretParameters},
    layer::{Mcp, McpLayer, McpLayerBuilder},
    list::{ListError, list_tools},
    observer::McpObserver,
    peek::{Peek, PeekFuture},
    propagate::{Propagate, PropagateBody, PropagateLayer},
    reply::error_reply,
    session::Sessions,
};
