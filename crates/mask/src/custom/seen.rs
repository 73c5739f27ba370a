//! How far each rule has searched.

/// By the index of a custom rule, where in the window its search stands.
///
/// A hit before that was covered by an earlier one: so the hits of a rule, however many, search a
/// byte about twice. Holds no memory until a custom rule has a hit.
#[derive(Default)]
pub(crate) struct Seen {
    up_to: Vec<usize>,
}

impl Seen {
    pub(crate) fn of(&mut self, rule: usize) -> &mut usize {
        if self.up_to.len() <= rule {
            self.up_to.resize(rule + 1, 0);
        }
        &mut self.up_to[rule]
    }

    /// Whether no custom rule had a hit.
    pub(crate) fn is_unused(&self) -> bool {
        self.up_to.is_empty()
    }

    /// Tells that the window lost its first `by` bytes.
    pub(crate) fn shift(&mut self, by: usize) {
        for up_to in &mut self.up_to {
            *up_to = up_to.saturating_sub(by);
        }
    }
}
