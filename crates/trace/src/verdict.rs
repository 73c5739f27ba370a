//! What a span's status and `error.type` are, which metrics say in the same words.

pub(crate) use gate_call::{Judged, Verdict, outcome_of};
