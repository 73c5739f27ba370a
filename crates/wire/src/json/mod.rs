//! JSON as far as the messages need it: a scanner that takes chunks and tells a visitor about
//! the members it knows, and a borrowed cursor over bytes in memory. Both stand on the same
//! primitives: [`skip`] finds ends, [`block`] classifies bytes, [`text`] decodes strings.

mod block;
mod canonical;
mod number;
mod scanner;
mod skip;
pub(crate) mod text;
mod value;

pub(crate) use canonical::{Canonical, canonical};
pub(crate) use scanner::{Scanner, Visitor};
pub use value::{Elements, Entries, Entry, Kind, Value};
