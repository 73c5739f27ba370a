//! What a scanner remembers of what it has looked at.

use super::runs::Runs;
use crate::custom::Seen;
use crate::hidden::Hidden;
use crate::names::Memo;

/// What was looked at already, so that nothing is looked at twice. Positions are in the window.
#[derive(Default)]
pub(crate) struct State {
    /// Key names before this.
    pub(crate) names: usize,
    /// How far the last run goes.
    pub(crate) runs: Runs,
    /// What key names say.
    pub(crate) memo: Memo,
    /// How far each custom rule has searched.
    pub(crate) custom: Seen,
    /// What was decoded.
    pub(crate) hidden: Hidden,
}

impl State {
    pub(super) fn shift(&mut self, by: usize) {
        self.names = self.names.saturating_sub(by);
        self.runs.clear();
        self.custom.shift(by);
        self.hidden.shift(by);
    }
}
