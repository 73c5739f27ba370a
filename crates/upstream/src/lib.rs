#![doc = include_str!("../README.md")]

mod body;
mod erased;
mod error;
mod headers;
mod remote;
mod target;

pub use self::{
    body::{RequestBody, ResponseBody},
    erased::Upstream,
    error::{Trouble, UpstreamError},
    remote::{HttpUpstream, HttpUpstreamBuilder},
};

/// Any error that can travel between threads.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;
