//! Members of JSON.

pub(super) mod connections;
pub(super) mod container;
pub(super) mod described;
pub(super) mod elastic;
pub(super) mod jwk;
pub(super) mod listed;
pub(super) mod pair;
pub(super) mod property;
pub(super) mod public;
pub(super) mod schema;
pub(super) mod sibling;
