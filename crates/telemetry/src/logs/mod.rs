//! Log lines: one masked line for each event.

mod clock;
mod error;
mod fields;
mod filter;
mod ids;
mod layer;
mod line;
#[cfg(feature = "export")]
mod otlp;
mod queue;
mod set_up;
mod sink;

#[cfg(feature = "export")]
pub(crate) use self::otlp::RawRecord;
#[cfg(feature = "export")]
pub use self::otlp::{FilteredRecords, RecordFilter, RecordHandle, RecordLayer, Records};
pub use self::{
    error::LogError,
    layer::LogLayer,
    set_up::{FilteredLog, Format, LogHandle, Logs},
};
pub(crate) use self::{ids::NAMES as ID_NAMES, line::RESERVED};
