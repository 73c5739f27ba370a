#![doc = include_str!("../README.md")]

mod audit;
mod console;
mod error;
mod token;

pub use self::{console::Console, token::AdminToken};
