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
    /// Headers of no table.
    pub(crate) headers: usize,
    /// How far the last run goes.
    pub(crate) runs: Runs,
    /// What key names say.
    pub(crate) memo: Memo,
    /// How far each custom rule has searched.
    pub(crate) custom: Seen,
    /// What was decoded.
    pub(crate) hidden: Hidden,
}

/// All places that a state remembers, but for those that only spare work.
pub(super) type Positions = [usize; 2 + Hidden::POSITIONS];

impl State {
    pub(super) fn shift(&mut self, by: usize) {
        self.names = self.names.saturating_sub(by);
        self.headers = self.headers.saturating_sub(by);
        self.runs.clear();
        self.custom.shift(by);
        self.hidden.shift(by);
    }

    /// What is remembered, counted from `base`: what is before it will not be asked for.
    ///
    /// `None` if a custom rule remembers something, too.
    pub(super) fn positions(&self, base: usize) -> Option<Positions> {
        let mut all = [self.names; 2 + Hidden::POSITIONS];
        all[1] = self.headers;
        all[2..].copy_from_slice(&self.hidden.positions());
        self.custom.is_unused().then(|| all.map(|position| position.saturating_sub(base)))
    }

    /// Goes so far over text that is as what was looked at.
    pub(super) fn advance(&mut self, by: usize) {
        self.names += by;
        self.headers += by;
        self.hidden.advance(by);
    }
}
