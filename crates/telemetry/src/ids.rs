//! The ids that a span gives to the lines inside it.

use std::fmt;

use gate_mask::Masker;
use tracing::{
    Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::registry::{LookupSpan, Scope};

/// The names of the ids, in the order in which a line shows them.
pub(crate) const NAMES: [&str; 3] = ["request_id", "trace_id", "span_id"];

/// What a valid id is never longer than: 128 characters and some.
const LIMIT: usize = 160;

/// A span's own ids, masked: the request id comes from outside.
#[derive(Debug, Default)]
pub(crate) struct Ids([Option<Box<str>>; NAMES.len()]);

/// The ids of a line: of each, the one of the innermost span that has it.
#[derive(Debug, Default)]
pub(crate) struct LineIds([Option<Box<str>>; NAMES.len()]);

impl Ids {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }

    pub(crate) fn merge(&mut self, newer: Self) {
        for (mine, newer) in self.0.iter_mut().zip(newer.0) {
            *mine = newer.or(mine.take());
        }
    }
}

impl LineIds {
    pub(crate) fn of<'a, S>(scope: Option<Scope<'a, S>>) -> Self
    where
        S: Subscriber + LookupSpan<'a>,
    {
        let mut ids = Self::default();
        for span in scope.into_iter().flatten() {
            let extensions = span.extensions();
            let Some(Ids(own)) = extensions.get() else { continue };
            ids.0.iter_mut().zip(own).filter(|(found, _)| found.is_none()).for_each(|(found, own)| {
                found.clone_from(own);
            });
            if ids.0.iter().all(Option::is_some) {
                break;
            }
        }
        ids
    }

    /// The ids that are known, with their names.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        NAMES.into_iter().zip(&self.0).filter_map(|(name, id)| Some((name, id.as_deref()?)))
    }
}

/// Finds the ids among a span's fields.
pub(crate) struct Find<'a> {
    pub(crate) ids: Ids,
    pub(crate) masker: &'a Masker,
}

impl Find<'_> {
    fn keep(&mut self, field: &Field, text: impl FnOnce() -> String) {
        let Some(at) = NAMES.iter().position(|name| *name == field.name()) else { return };
        let text = text();
        if text.len() <= LIMIT {
            self.ids.0[at] = Some(self.masker.mask_str(&text).into_inner().into());
        }
    }
}

impl Visit for Find<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.keep(field, || value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.keep(field, || format!("{value:?}"));
    }
}
