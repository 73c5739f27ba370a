//! Values that the words around a name tell of: those of a sentence ([`prose`], [`given`]), of a label
//! ([`labelled`], [`below`], [`shown`]), of a prompt ([`expected`]), or of a command and of a file of settings, where the value follows
//! after a blank ([`directive`], [`setting`]).

pub(super) mod below;
pub(super) mod directive;
pub(super) mod expected;
pub(super) mod given;
pub(super) mod labelled;
pub(super) mod prose;
mod setting;
pub(super) mod shown;
