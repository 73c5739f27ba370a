//! The kinds, by theme.

mod api;
mod binary;
mod code;
mod config;
mod documents;
mod ids;
mod keys;
mod logs;
mod mcp;
mod names;
mod placeholders;
mod prose;
mod scripts;
mod services;
mod sources;
mod traps;

use crate::form::Kind;

pub(crate) fn all() -> impl Iterator<Item = &'static Kind> {
    [
        ids::KINDS,
        keys::KINDS,
        binary::KINDS,
        names::KINDS,
        placeholders::KINDS,
        api::KINDS,
        mcp::KINDS,
        code::KINDS,
        scripts::KINDS,
        config::KINDS,
        logs::KINDS,
        prose::KINDS,
        traps::KINDS,
        documents::KINDS,
        services::KINDS,
        sources::KINDS,
    ]
    .into_iter()
    .flatten()
}
