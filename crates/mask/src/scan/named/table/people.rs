//! Rows of people: whose password it is shows that a mere word is one.

use crate::kinds::{Kinds, Look};
use crate::scan::engine::Engine;
use crate::scan::named::judge::{stated, types};
use crate::scan::named::statements::prose;
use crate::scan::named::text::{ends_with_folded, is_one_of};

/// A shorter word says something more often: `true`, `none`, `text`; a shorter number counts.
const SHORTEST: usize = 6;
const LONGEST: usize = 32;

/// The columns that tell of people, a bit each.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct People {
    /// Their numbers,
    ids: u64,
    /// their addresses,
    mails: u64,
    /// and their passwords.
    passwords: u64,
    /// Their tokens and secrets, which may be numbers.
    tokens: u64,
    /// A number or an address was seen in the row.
    seen: bool,
}

impl People {
    /// Adds a column.
    pub(super) fn add(&mut self, name: &[u8], bit: u64) {
        match () {
            () if is_one_of(&["id", "uid", "user_id"], name) => self.ids |= bit,
            () if is_one_of(&["email", "e-mail", "mail"], name) => self.mails |= bit,
            () if is_one_of(&["password", "passwd", "pwd"], name) => self.passwords |= bit,
            () => {}
        }
    }

    /// Adds a column that tells of secrets.
    pub(super) fn add_secret(&mut self, name: &[u8], bit: u64) {
        let is = |end: &&[u8]| ends_with_folded(name, end);
        self.tokens |= if [&b"token"[..], b"secret"].iter().any(is) { bit } else { 0 };
    }

    /// The same at the start of a row.
    pub(super) fn unseen(self) -> Self {
        Self { seen: false, ..self }
    }

    /// Sees what a row has in a column.
    pub(super) fn see(&mut self, column: u8, Look { bytes, kinds }: Look<'_>) {
        let has = |columns: u64| columns >> column & 1 == 1;
        let number = has(self.ids) && kinds.only(Kinds::DIGIT) && !bytes.is_empty();
        self.seen |= number || has(self.mails) && kinds.any(Kinds::AT);
    }

    /// Whether a number is a secret: whose it is was seen before it, and it is too long to count something.
    pub(super) fn is_number(self, column: u8, Look { bytes, kinds }: Look<'_>) -> bool {
        let own = self.tokens >> column & 1 == 1;
        self.seen && own && (SHORTEST..LONGEST).contains(&bytes.len()) && kinds.only(Kinds::DIGIT)
    }

    /// Whether a word is a password: whose it is was seen before it, and it says nothing.
    pub(super) fn is_word(self, column: u8, Look { bytes, kinds }: Look<'_>, engine: &Engine) -> bool {
        self.seen
            && self.passwords >> column & 1 == 1
            && (SHORTEST..LONGEST).contains(&bytes.len())
            && kinds.only(Kinds::LETTER)
            && kinds.any(Kinds::LOWER)
            && !stated::is_how(bytes)
            && !prose::is_how(bytes)
            && !types::is_type(bytes)
            && engine.sense(bytes).is_none()
    }
}
