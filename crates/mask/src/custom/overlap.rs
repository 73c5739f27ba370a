//! Known values that run into what is masked already: one may begin inside another.

use super::known::Exact;
use super::place::Fitted;
use crate::literal::SHORTEST;
use crate::scan::{LOOK_BEHIND, View};

/// By so many first bytes a form is found.
const LEAD: usize = if SHORTEST < 4 { SHORTEST } else { 4 };

/// The forms of all known values, by their first bytes in lower case.
#[derive(Default)]
pub(crate) struct Overlaps {
    starts: Vec<([u8; LEAD], usize)>,
}

impl Overlaps {
    pub(crate) fn new(exact: &[Exact]) -> Self {
        let lead = |(index, exact): (usize, &Exact)| Some((lead_of(exact.bytes())?, index));
        let mut starts: Vec<_> = exact.iter().enumerate().filter_map(lead).collect();
        starts.sort_unstable();
        Self { starts }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Where that ends which begins in `from..end`, or in what is found so, and ends last.
    ///
    /// Bounded by how far `view_at` sees from `end`.
    pub(crate) fn end<'w>(
        &self,
        exact: &[Exact],
        (from, end): (usize, usize),
        view_at: impl Fn(usize) -> View<'w>,
    ) -> usize {
        let (mut at, mut last) = (from, end);
        while at < last && at < end + LOOK_BEHIND {
            let view = view_at(at);
            let ends = self.at(exact, &view).filter(|found| found.quote.is_none());
            last = ends.map(|found| found.end).max().map_or(last, |end| last.max(end));
            at += 1;
        }
        last
    }

    /// What begins shortly before the view's hit and ends behind it, from the first on.
    pub(crate) fn before<'w>(
        &self,
        exact: &[Exact],
        (from, start): (usize, usize),
        view_at: impl Fn(usize) -> View<'w>,
    ) -> Option<(usize, Fitted)> {
        (from..start).find_map(|at| {
            let view = view_at(at);
            let index = self.indices(&view).find(|&index| {
                exact.get(index).and_then(|exact| exact.find(&view)).is_some_and(|found| found.end > start)
            })?;
            Some((index, exact.get(index)?.find(&view)?))
        })
    }

    fn at<'e>(&'e self, exact: &'e [Exact], view: &'e View<'_>) -> impl Iterator<Item = Fitted> + 'e {
        self.indices(view).filter_map(|index| exact.get(index)?.find(view))
    }

    fn indices<'e>(&'e self, view: &View<'_>) -> impl Iterator<Item = usize> + use<'e> {
        let lead = view.bytes.get(view.hit..).and_then(lead_of);
        let first =
            lead.map_or(self.starts.len(), |lead| self.starts.partition_point(|start| start.0 < lead));
        let same = self.starts.get(first..).unwrap_or_default().iter();
        same.take_while(move |start| Some(start.0) == lead).map(|start| start.1)
    }
}

fn lead_of(bytes: &[u8]) -> Option<[u8; LEAD]> {
    bytes.first_chunk::<LEAD>().map(|lead| lead.map(|byte| byte.to_ascii_lowercase()))
}
