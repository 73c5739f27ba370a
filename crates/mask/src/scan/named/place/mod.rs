//! Where the value of a name is, as the name stands: between quotes ([`quoted`]) or without them ([`bare`]),
//! and then before a colon ([`colon`]).
//!
//! Each looks at the sign after the name, and asks the room that knows what is written so.

pub(super) mod bare;
mod colon;
pub(super) mod quoted;
