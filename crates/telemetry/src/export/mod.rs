//! The road from what was observed to the provider: a bounded queue for each signal, and the exporter at
//! its end, which can be swapped for another while the road is in use.

mod attempt;
mod carrier;
mod drain;
mod exporter;
mod lane;
mod outbox;
mod tally;
#[cfg(test)]
mod tests;

pub use self::{
    exporter::{DynLogExporter, DynMetricExporter, DynSpanExporter, Exporting},
    tally::LastError,
};
pub(crate) use self::{
    attempt::{Failed, attempt, close},
    carrier::{Carrier, LogItem, SpanItem},
    drain::Plan,
    lane::Lane,
    outbox::Outbox,
    tally::{Counts, Tally},
};
