//! What makes the trail hard to forge: a keyed hash chain for each writer, and what its gaps are sealed with.

mod anchor;
mod checkpoint;
mod key;
mod link;
mod runs;
mod seal;
mod start;
mod verify;

pub use self::{
    checkpoint::{Checkpoint, CheckpointReason},
    key::{ChainKey, KeyId, KeyRing},
    link::{Link, Mac, WriterId},
    runs::runs,
    seal::{Chain, Head},
    start::ChainStart,
    verify::{Flaw, FlawKind, Verdict, verify},
};
