//! YAML.

pub(super) mod argv;
pub(super) mod block;
pub(super) mod lines;
pub(super) mod mapping;
