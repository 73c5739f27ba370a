/// What a record tells of a call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EntryKind {
    /// All of it, at its end.
    #[default]
    Call,
    /// That it is about to be made.
    Intent,
    /// What happened after its end, as a disconnect. Nothing that is kept is ever rewritten.
    Event,
}

impl EntryKind {
    /// Every kind of entry.
    pub const ALL: [Self; 3] = [Self::Call, Self::Intent, Self::Event];

    /// The kind of this [name](Self::as_str).
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|entry| entry.as_str() == name)
    }

    /// A short, stable name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Intent => "intent",
            Self::Event => "event",
        }
    }
}
