//! Whether anybody listens, by what `tracing` remembers of it.
//!
//! To ask the subscriber itself is dearer. And to ask about what does not follow makes filtered layers miss
//! whatever follows instead.

use tracing::{
    Level, Metadata,
    callsite::{DefaultCallsite, Identifier},
    field::FieldSet,
    level_filters::LevelFilter,
    metadata::Kind,
};

use crate::{FIRST_BYTE_TARGET, LINE_TARGET, SPAN_TARGET, UNSAMPLED_TARGET, semconv};

/// A place in the program from which nothing is ever said: its interest stands for that of others.
macro_rules! probe {
    ($name:ident, $target:expr, $level:expr, $kind:expr, $fields:expr) => {
        static $name: DefaultCallsite = {
            static METADATA: Metadata<'static> = Metadata::new(
                "probe",
                $target,
                $level,
                None,
                None,
                None,
                FieldSet::new($fields, Identifier(&$name)),
                $kind,
            );
            DefaultCallsite::new(&METADATA)
        };
    };
}

probe!(LINE, LINE_TARGET, Level::WARN, Kind::EVENT, &[]);
probe!(FIRST_BYTE, FIRST_BYTE_TARGET, Level::DEBUG, Kind::EVENT, &[]);
// With the fields that filters may be about.
probe!(SPAN, SPAN_TARGET, Level::INFO, Kind::SPAN, semconv::ATTRIBUTES);
probe!(UNSAMPLED, UNSAMPLED_TARGET, Level::INFO, Kind::SPAN, semconv::ATTRIBUTES);

/// Whether a span may be seen.
pub(crate) fn span() -> bool {
    LevelFilter::current() >= Level::INFO && !SPAN.interest().is_never()
}

/// Whether a line may be written for a call.
pub(crate) fn line() -> bool {
    !LINE.interest().is_never()
}

/// Whether an event may be seen when the first byte passes.
pub(crate) fn first_byte() -> bool {
    LevelFilter::current() >= Level::DEBUG && !FIRST_BYTE.interest().is_never()
}

/// Whether more than the ids of an unsampled span may be looked at.
pub(crate) fn unsampled() -> bool {
    !UNSAMPLED.interest().is_never()
}
