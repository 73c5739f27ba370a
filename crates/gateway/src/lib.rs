#![doc = include_str!("../README.md")]

mod admin;
mod audit;
mod builder;
pub mod config;
mod error;
mod front;
mod gateway;
mod health;
mod hop;
mod idle;
mod key;
mod listing;
mod masking;
mod metrics;
mod origin;
mod private;
mod retention;
mod route;
mod server;
mod stack;
mod telemetry;
mod trail;

pub use self::{
    admin::AdminTokenOrigin,
    builder::GatewayBuilder,
    config::{Config, ConfigError},
    error::GatewayError,
    gateway::{Gateway, Stopped},
    masking::Masking,
    telemetry::{Rotated, rotate_master_key},
    trail::Trail,
};
