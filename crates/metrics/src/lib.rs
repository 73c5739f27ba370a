#![doc = include_str!("../README.md")]

mod calls;
pub mod catalogue;
mod endpoint;
mod http_view;
mod labels;
mod layer;
mod meter;
mod observer;
mod path;
mod series;
mod source;
pub mod window;

pub use self::{
    labels::{KnownNames, OTHER},
    layer::{MetricsBuilder, MetricsLayer},
    meter::Meter,
    observer::MetricsObserver,
    path::normalize_path,
};
