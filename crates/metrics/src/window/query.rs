//! What can be asked.

use std::time::Duration;

use super::{
    LONGEST_WINDOW,
    timeline::{SLOT, TIERS, Tier},
};

/// Asks for a window that ends now.
///
/// ```
/// use std::time::Duration;
/// use gate_metrics::window::{By, WindowQuery};
///
/// let hour = Duration::from_secs(3_600);
/// let slow_tools = WindowQuery::last(hour).by(By::Tool).server("files").bucket(hour / 12);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct WindowQuery {
    window: Duration,
    bucket: Option<Duration>,
    pub(super) by: By,
    /// The server, method and tool that alone count.
    names: [Option<Box<str>>; 3],
}

/// What statistics there is one of each for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum By {
    /// Each server.
    #[default]
    Server,
    /// Each tool of each server, and one for each server's calls of no tool.
    Tool,
    /// Each method of each server.
    Method,
}

impl WindowQuery {
    /// Of all calls in so much time: ten seconds at least, and [`LONGEST_WINDOW`] at most.
    pub fn last(window: Duration) -> Self {
        let window = window.clamp(SLOT, LONGEST_WINDOW);
        Self { window, bucket: None, by: By::default(), names: [const { None }; 3] }
    }

    /// One statistic for each of these.
    pub fn by(mut self, by: By) -> Self {
        self.by = by;
        self
    }

    /// Points for a chart, too, each for so much time, which is rounded up to what is kept apart: ten seconds in
    /// windows of up to ten minutes, a minute in those of up to an hour, else a quarter of an hour.
    pub fn bucket(mut self, bucket: Duration) -> Self {
        self.bucket = Some(bucket);
        self
    }

    /// Calls of this server alone.
    pub fn server(self, server: impl Into<Box<str>>) -> Self {
        self.only(0, server.into())
    }

    /// Calls of this method alone.
    pub fn method(self, method: impl Into<Box<str>>) -> Self {
        self.only(1, method.into())
    }

    /// Calls of tools of this name alone.
    pub fn tool(self, tool: impl Into<Box<str>>) -> Self {
        self.only(2, tool.into())
    }

    fn only(mut self, place: usize, name: Box<str>) -> Self {
        self.names[place] = Some(name);
        self
    }

    pub(super) fn window(&self) -> Duration {
        self.window
    }

    /// The finest tier that goes back so far.
    pub(super) fn tier(&self) -> usize {
        let goes_back = |tier: &Tier| tier.reach() >= self.window;
        TIERS.iter().position(goes_back).unwrap_or(TIERS.len() - 1)
    }

    /// How many slots a point is for, if there are to be points.
    pub(super) fn slots_per_point(&self) -> Option<u32> {
        let width = TIERS[self.tier()].width;
        let slots = self.bucket?.as_secs().div_ceil(SLOT.as_secs()).max(1);
        // More than the window is one point in any case.
        let slots = u32::try_from(slots).unwrap_or(u32::MAX).min(TIERS[2].width * (TIERS[2].kept + 1));
        Some(slots.next_multiple_of(width))
    }

    pub(super) fn takes(&self, names: [&str; 3]) -> bool {
        self.names.iter().zip(names).all(|(only, name)| only.as_ref().is_none_or(|only| **only == *name))
    }
}
