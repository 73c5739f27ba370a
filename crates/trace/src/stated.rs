//! The ids of a span as its fields state them.

use crate::{context::write_hex, place::Place, wanted};

/// The ids of a [`Place`] in hexadecimal: whoever reads them takes text, and none is formatted for it.
pub(crate) struct Stated {
    trace_id: [u8; 32],
    span_id: [u8; 16],
    parent: Option<[u8; 16]>,
    pub(crate) sampled: bool,
}

impl Stated {
    pub(crate) fn of(place: &Place) -> Self {
        let Place { ids, parent, .. } = place;
        let parent = parent.map(|parent| hex(&parent.span_id));
        Self { trace_id: hex(&ids.trace_id), span_id: hex(&ids.span_id), parent, sampled: ids.sampled }
    }

    pub(crate) fn trace_id(&self) -> &str {
        text(&self.trace_id)
    }

    pub(crate) fn span_id(&self) -> &str {
        text(&self.span_id)
    }

    pub(crate) fn parent(&self) -> Option<&str> {
        self.parent.as_ref().map(|parent| text(parent))
    }

    /// Whether anybody looks at more of the span than its ids.
    pub(crate) fn is_told(&self) -> bool {
        self.sampled || wanted::unsampled()
    }
}

/// A span of this name that says no more than its ids, which lines inside it want: below the one around it, or
/// the one that is current. A macro, because name and parent are part of what the other one makes of a span.
macro_rules! bare_span {
    ($(parent: $around:expr,)? $name:literal, $stated:expr, $request_id:expr) => {
        tracing::span!(
            target: $crate::SPAN_TARGET,
            $(parent: $around,)?
            tracing::Level::INFO,
            $name,
            { $crate::semconv::TRACE_ID } = $stated.trace_id(),
            { $crate::semconv::SPAN_ID } = $stated.span_id(),
            { $crate::semconv::PARENT_SPAN_ID } = $stated.parent(),
            { $crate::semconv::SAMPLED } = $stated.sampled,
            { $crate::semconv::REQUEST_ID } = $request_id,
        )
    };
}

pub(crate) use bare_span;

fn hex<const N: usize>(id: &[u8]) -> [u8; N] {
    let mut digits = [b'0'; N];
    write_hex(id, &mut digits);
    digits
}

fn text(digits: &[u8]) -> &str {
    // They are hexadecimal.
    str::from_utf8(digits).unwrap_or_default()
}
