//! The words that decide. Lists that are searched for a whole word are sorted.

mod fragments;
mod keys;
mod others;
mod owners;

pub(crate) use fragments::FRAGMENTS;
pub(super) use keys::{KEYS, OTHER_KEYS, SERVICES, endings};
pub(super) use others::{LISTS, NEUTRAL, OTHER_TOKENS, QUESTIONS, TOKEN_OWNERS};
pub(super) use owners::{CODES, JOINED, LAST_WORDS, OWNED, OWNERS, PASSWORD_OWNERS, RANKS, SHORT_PASSWORDS};
