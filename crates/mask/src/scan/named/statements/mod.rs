//! Values that the words around a name tell of: those of a sentence ([`prose`]), or of a command and of a
//! file of settings, where the value follows after a blank ([`directive`]).

pub(super) mod directive;
pub(super) mod prose;
