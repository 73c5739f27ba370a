/// How much of what was said is exported. What is over is dropped, and spans say how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The most attributes of a span or log record.
    pub attributes: usize,
    /// The most events of a span.
    pub events: usize,
    /// The most attributes of an event.
    pub event_attributes: usize,
    /// The most links of a span.
    pub links: usize,
    /// The longest text, in bytes. A longer one is cut, after it was masked.
    pub text: usize,
}

impl Limits {
    /// What a rule of the masker may look at beyond the text it judges, and some: with so much more of a text
    /// than is exported, masking knows what it would know of the whole.
    const AHEAD: usize = 2 * 1024;

    /// The longest text that is kept until it is masked.
    pub(super) fn unmasked(&self) -> usize {
        self.text.saturating_add(Self::AHEAD)
    }
}

impl Default for Limits {
    /// The defaults of the OpenTelemetry specification, and 4,095 bytes a text, which every back end takes.
    fn default() -> Self {
        Self { attributes: 128, events: 128, event_attributes: 128, links: 128, text: 4095 }
    }
}
