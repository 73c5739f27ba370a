//! The ids that a span gives to the lines inside it.

use std::fmt;

use tracing::{
    Subscriber,
    field::{Field, Visit},
    span,
};
use tracing_subscriber::{
    layer::Context,
    registry::{LookupSpan, Scope},
};

use crate::{names::Names, short::Short};

/// The names of the ids, in the order in which a line shows them.
pub(crate) const NAMES: [&str; 3] = ["request_id", "trace_id", "span_id"];

/// What a valid id is never longer than: 128 characters and some.
const LIMIT: usize = 160;

/// A span's own ids, masked: the request id comes from outside.
#[derive(Debug, Default)]
pub(crate) struct Ids([Option<Box<str>>; NAMES.len()]);

/// The ids of a line: of each, the one of the innermost span that has it. Empty, if none has.
#[derive(Debug, Default)]
pub(crate) struct LineIds([String; NAMES.len()]);

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
    pub(crate) fn clear(&mut self) {
        self.0.iter_mut().for_each(String::clear);
    }

    /// Adds what is missing from the spans, the innermost first.
    pub(crate) fn find<'a, S>(&mut self, scope: Option<Scope<'a, S>>)
    where
        S: Subscriber + LookupSpan<'a>,
    {
        for span in scope.into_iter().flatten() {
            let extensions = span.extensions();
            let Some(Ids(own)) = extensions.get() else { continue };
            for (found, own) in self.0.iter_mut().zip(own) {
                if let Some(own) = own.as_deref().filter(|_| found.is_empty()) {
                    found.push_str(own);
                }
            }
            if self.0.iter().all(|id| !id.is_empty()) {
                break;
            }
        }
    }

    /// The ids that are known, with their names.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        NAMES.into_iter().zip(&self.0).filter(|(_, id)| !id.is_empty()).map(|(name, id)| (name, &**id))
    }
}

/// Keeps a span's ids with it.
pub(crate) fn keep<S>(ids: Ids, id: &span::Id, ctx: &Context<'_, S>)
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    if ids.is_empty() {
        return;
    }
    let Some(span) = ctx.span(id) else { return };
    let mut extensions = span.extensions_mut();
    match extensions.get_mut::<Ids>() {
        Some(known) => known.merge(ids),
        None => extensions.insert(ids),
    }
}

/// Finds the ids among a span's fields.
pub(crate) struct Find<'a> {
    pub(crate) ids: Ids,
    pub(crate) names: &'a Names,
}

impl Find<'_> {
    fn keep(&mut self, at: usize, text: &str) {
        if text.len() > LIMIT || text.is_empty() {
            return;
        }
        self.ids.0[at] = Some(if is_plain(text) {
            text.into()
        } else {
            self.names.masker().mask_str(text).into_inner().into()
        });
    }
}

/// Digits and dashes alone, as in the ids that we make ourselves: no rule of the masker matches them.
fn is_plain(id: &str) -> bool {
    // Without a way out at the first other byte many are compared at once.
    !id.bytes().fold(false, |other, byte| other | !matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b'-'))
}

impl Visit for Find<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        if let Some(at) = self.names.of(field.name()).id {
            self.keep(at, value);
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let Some(at) = self.names.of(field.name()).id else { return };
        if let Some(text) = Short::<LIMIT>::of(value) {
            self.keep(at, text.as_str());
        }
    }
}

#[cfg(test)]
mod tests {
    use gate_mask::Masker;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn masking_changes_no_plain_id(id in "[0-9a-f-]{1,160}") {
            prop_assert!(is_plain(&id));
            let masker = Masker::default();
            prop_assert!(masker.mask_str(&id).findings().is_empty());
        }
    }
}
