//! What is known of the names of fields, so that each is looked at once and not at every line.

use std::{borrow::Cow, fmt, ptr, sync::OnceLock};

use gate_mask::{Masked, Masker};

use crate::logs::{ID_NAMES, RESERVED};

/// What a name means for its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// Its value is masked whatever it looks like.
    pub(crate) secret: bool,
    pub(crate) message: bool,
    /// A line has something else of this name.
    pub(crate) reserved: bool,
    /// Which of the [ids](ID_NAMES) it is.
    pub(crate) id: Option<usize>,
    /// What it says about a span, if it is no attribute of one.
    #[cfg(feature = "export")]
    pub(crate) mark: Option<Mark>,
}

/// What a field says about the span itself. The names are those of `gate-trace`, which knows some of them
/// from `tracing-opentelemetry`.
#[cfg(feature = "export")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    Name,
    Kind,
    StatusCode,
    StatusMessage,
    Link,
    TraceId,
    SpanId,
    ParentSpanId,
    Sampled,
    FirstByte,
}

#[cfg(feature = "export")]
impl Mark {
    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "otel.name" => Self::Name,
            "otel.kind" => Self::Kind,
            "otel.status_code" => Self::StatusCode,
            "otel.status_message" | "otel.status_description" => Self::StatusMessage,
            "otel.link" => Self::Link,
            "trace_id" => Self::TraceId,
            "span_id" => Self::SpanId,
            "parent_span_id" => Self::ParentSpanId,
            "sampled" => Self::Sampled,
            "gate.first_byte_ms" => Self::FirstByte,
            _ => return None,
        })
    }
}

/// The names that were seen, in a table that is never locked.
pub(crate) struct Names {
    masker: Masker,
    known: Box<[OnceLock<(&'static str, Name)>]>,
}

/// How many names are remembered, as a power of two. More than these are looked at anew each time.
const ROOM: u32 = 9;
/// How many places a name may take.
const PROBES: usize = 8;

impl Names {
    pub(crate) fn new(masker: Masker) -> Self {
        Self { masker, known: (0..1 << ROOM).map(|_| OnceLock::new()).collect() }
    }

    pub(crate) fn masker(&self) -> &Masker {
        &self.masker
    }

    /// The value of a field, masked.
    pub(crate) fn mask<'a>(&self, key: &str, name: Name, value: &'a str) -> Masked<Cow<'a, str>> {
        if name.secret { self.masker.mask_value_of(key, value) } else { self.masker.mask_str(value) }
    }

    /// A static name never changes, so where it lies says which it is.
    #[inline]
    pub(crate) fn of(&self, name: &'static str) -> Name {
        let hash = (name.as_ptr().addr() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let first = (hash >> (u64::BITS - ROOM)) as usize;
        for probe in 0..PROBES {
            let place = &self.known[(first + probe) % self.known.len()];
            // What is there is asked for apart, as making it is rare, and long.
            let (known, about) = match place.get() {
                Some(found) => found,
                None => place.get_or_init(|| (name, self.look_at(name))),
            };
            if ptr::eq(*known, name) {
                return *about;
            }
        }
        self.look_at(name)
    }

    fn look_at(&self, name: &str) -> Name {
        Name {
            secret: self.masker.sensitive_key(name),
            message: name == "message",
            reserved: RESERVED.contains(&name),
            id: ID_NAMES.iter().position(|id| *id == name),
            #[cfg(feature = "export")]
            mark: Mark::of(name),
        }
    }
}

impl fmt::Debug for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Names").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_names_than_there_is_room_for_are_still_told_apart() {
        let names = Names::new(Masker::default());
        let many: Vec<&'static str> = (0..2000)
            .map(|n| {
                let name = if n % 2 == 0 { format!("password_{n}") } else { format!("count_{n}") };
                &*name.leak()
            })
            .collect();
        for _ in 0..2 {
            for (n, name) in many.iter().enumerate() {
                assert_eq!(names.of(name).secret, n % 2 == 0, "{name}");
            }
        }
        assert!(names.of("message").message && names.of("message").reserved);
        assert_eq!(names.of("span_id").id, Some(2));
    }

    #[test]
    fn a_name_that_begins_another_is_not_the_other() {
        let names = Names::new(Masker::default());
        let long: &'static str = "api_key_count";
        let (short, count) = (&long[..7], &long[8..]);
        assert!(names.of(short).secret);
        assert!(!names.of(long).secret && !names.of(count).secret);
    }
}
