//! The road from what was observed to the provider: a bounded queue for each signal, and the exporter at
//! its end, which can be swapped for another while the road is in use.

mod attempt;
mod carrier;
mod drain;
mod exporter;
mod lane;
mod outbox;
mod taken;
mod tally;
#[cfg(test)]
mod tests;

pub(crate) use self::{
    attempt::{Failed, attempt, close, quietly},
    carrier::{Carrier, Masked},
    drain::{PATIENCE, Plan, remaining},
    lane::{Lane, SLACK},
    outbox::Outbox,
    tally::{Counts, Tally, shown},
};
pub use self::{
    exporter::{DynLogExporter, DynMetricExporter, DynSpanExporter, Exporting},
    taken::rejected,
    tally::LastError,
};
