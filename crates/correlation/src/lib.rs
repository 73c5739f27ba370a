#![doc = include_str!("../README.md")]

mod generate;
mod layer;
mod observer;
mod rules;

pub use self::{
    generate::MakeUuidV7,
    layer::{RequestIdBuilder, RequestIdLayer},
    observer::RequestIdObserver,
};
pub use tower_http::request_id::{MakeRequestId, RequestId};
