use gate_mask::Masked;

/// The arguments or the response of a call, masked and bounded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordedPayload {
    /// The text, if it was seen and kept: masked, or the digest in its stead.
    pub text: Option<Masked<String>>,
    /// How long the whole was, in bytes; none was seen if `None`.
    pub size: Option<u64>,
    /// Whether the text is only the beginning of the whole, or was left out for want of room.
    pub truncated: bool,
    /// What was to be kept of it.
    pub policy: PayloadPolicy,
}

/// What is kept of a payload.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PayloadPolicy {
    /// The masked text.
    #[default]
    Masked,
    /// A keyed digest of the whole, as `hmac-sha256:…`: the same payload is recognised, and not read.
    Digest,
    /// Its size only.
    Off,
}

impl PayloadPolicy {
    /// Every policy.
    pub const ALL: [Self; 3] = [Self::Masked, Self::Digest, Self::Off];

    /// The policy of this [name](Self::as_str).
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.as_str() == name)
    }

    /// A short, stable name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Masked => "masked",
            Self::Digest => "digest",
            Self::Off => "off",
        }
    }
}
