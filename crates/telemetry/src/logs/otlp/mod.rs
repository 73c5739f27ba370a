//! From `tracing` events to OpenTelemetry's log records.
//!
//! [`Records`] makes a `tracing` layer whose events come out of a [`RecordHandle`], masked. A record has the
//! ids that the [log line](crate::Logs) of the same event has: those of the innermost span that states each,
//! the request's as the attribute `request_id`. Its instrumentation scope is the event's target, its body the
//! message.

mod filter;
mod layer;
mod record;
mod set_up;

pub(crate) use self::record::RawRecord;
pub use self::{
    filter::RecordFilter,
    layer::RecordLayer,
    set_up::{FilteredRecords, RecordHandle, Records},
};
