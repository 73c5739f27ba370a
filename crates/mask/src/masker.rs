use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, LazyLock};

use arc_swap::ArcSwap;

use crate::builder::MaskerBuilder;
use crate::custom::Own;
use crate::document::Document;
use crate::error::BuildError;
use crate::findings::Findings;
use crate::hidden::deltas;
use crate::masked::{Masked, owned_text};
use crate::names::KeyNames;
use crate::scan::engine::Engine;
use crate::scan::{Scanner, Span};
use crate::stream::MaskStream;
use crate::style::Style;

static DEFAULT: LazyLock<Arc<Engine>> = LazyLock::new(|| {
    let engine = Engine::new(KeyNames::default(), &[], Style::default(), Own::default());
    Arc::new(engine.expect("the built-in rules fit the automaton; a unit test builds them"))
});

/// Masks secrets by their format and by the name of their key.
///
/// `Masker::default()` has every built-in rule of secrets; [`Masker::builder`] changes that. A
/// clone is cheap and shares its rules with the original, also when they are
/// [replaced](Masker::replace).
///
/// ```
/// let masker = gate_mask::Masker::default();
///
/// let masked = masker.mask_str(r#"{"user": "ada", "apiKey": 12345}"#);
/// assert_eq!(masked.get(), r#"{"user": "ada", "apiKey": "***"}"#);
/// ```
#[derive(Clone)]
pub struct Masker {
    engine: Arc<ArcSwap<Engine>>,
}

impl Default for Masker {
    fn default() -> Self {
        Self::new(Arc::clone(&DEFAULT))
    }
}

impl Masker {
    pub(crate) fn new(engine: Arc<Engine>) -> Self {
        Self { engine: Arc::new(ArcSwap::new(engine)) }
    }

    /// A masker that differs from the default.
    pub fn builder() -> MaskerBuilder {
        MaskerBuilder::default()
    }

    /// Masks a text or JSON document. Clean input is borrowed and costs no allocation.
    ///
    /// JSON stays valid JSON, and no byte changes but those of a secret.
    ///
    /// ```
    /// use std::borrow::Cow;
    ///
    /// let masker = gate_mask::Masker::default();
    /// let clean = masker.mask_str("nothing to hide");
    /// assert!(matches!(clean.get(), Cow::Borrowed(_)));
    ///
    /// let url = masker.mask_str("postgres://app:s3cret@db/main");
    /// assert_eq!(url.get(), "postgres://app:***@db/main");
    /// ```
    pub fn mask_str<'a>(&self, text: &'a str) -> Masked<Cow<'a, str>> {
        match self.scan(text) {
            Some((masked, findings)) => Masked::new(Cow::Owned(masked), findings),
            None => Masked::new(Cow::Borrowed(text), Findings::default()),
        }
    }

    /// Like [`mask_str`](Self::mask_str), for bytes that may not be UTF-8.
    ///
    /// ```
    /// let masked = gate_mask::Masker::default().mask_bytes(b"\xff password=hunter2");
    /// assert_eq!(masked.get().as_ref(), b"\xff password=***");
    /// ```
    pub fn mask_bytes<'a>(&self, bytes: &'a [u8]) -> Masked<Cow<'a, [u8]>> {
        match self.scan(bytes) {
            Some((bytes, findings)) => Masked::new(Cow::Owned(bytes), findings),
            None => Masked::new(Cow::Borrowed(bytes), Findings::default()),
        }
    }

    /// Masks a value whose name is known: a header, an environment variable, a span attribute.
    ///
    /// The whole value if [`sensitive_key`](Self::sensitive_key) says so (an authorization
    /// scheme stays readable), else what [`mask_str`](Self::mask_str) finds in it.
    ///
    /// ```
    /// let masker = gate_mask::Masker::default();
    /// assert_eq!(masker.mask_value_of("X-Api-Key", "abc").get(), "***");
    /// assert_eq!(masker.mask_value_of("Authorization", "Digest abc").get(), "Digest ***");
    /// assert_eq!(masker.mask_value_of("Accept", "text/html").get(), "text/html");
    /// ```
    pub fn mask_value_of<'a>(&self, key: &str, value: &'a str) -> Masked<Cow<'a, str>> {
        // One engine for the question and the answer, whatever is replaced meanwhile.
        let engine = self.engine.load();
        if !engine.is_sensitive(key.as_bytes()) {
            return self.mask_str(value);
        }
        let mut findings = Findings::default();
        match engine.mask_whole_value(key.as_bytes(), value.as_bytes(), &mut findings) {
            Some(bytes) => Masked::new(Cow::Owned(owned_text(bytes)), findings),
            None => Masked::new(Cow::Borrowed(value), findings),
        }
    }

    /// Whether the values of `key` are masked whatever they look like.
    ///
    /// ```
    /// let masker = gate_mask::Masker::default();
    /// assert!(masker.sensitive_key("DB_PASSWORD"));
    /// assert!(!masker.sensitive_key("max_tokens"));
    /// ```
    pub fn sensitive_key(&self, key: &str) -> bool {
        self.engine.load().is_sensitive(key.as_bytes())
    }

    /// Masks a document that comes in chunks, in constant memory.
    pub fn stream(&self) -> MaskStream {
        MaskStream::new(self.engine.load_full())
    }

    /// Puts the rules of `builder` in force, for this masker and all its clones.
    ///
    /// What is being masked, a stream included, ends with the rules it began with.
    ///
    /// # Errors
    ///
    /// As [`MaskerBuilder::build`]; the rules that were in force stay.
    ///
    /// ```
    /// use gate_mask::{CustomRule, Masker};
    ///
    /// let masker = Masker::default();
    /// let clone = masker.clone();
    /// masker.replace(Masker::builder().rule(CustomRule::new("ticket").regex(r"TICKET-\d+")))?;
    /// assert_eq!(clone.mask_str("TICKET-12").get(), "***");
    ///
    /// assert!(masker.replace(Masker::builder().rule(CustomRule::new("ticket").regex("("))).is_err());
    /// assert_eq!(clone.mask_str("TICKET-12").get(), "***");
    /// # Ok::<(), gate_mask::BuildError>(())
    /// ```
    pub fn replace(&self, builder: MaskerBuilder) -> Result<(), BuildError> {
        self.engine.store(builder.engine()?);
        Ok(())
    }

    /// The masked document, or `None` if nothing was found.
    fn scan<D: Document + ?Sized>(&self, document: &D) -> Option<(D::Owned, Findings)> {
        let engine = self.engine.load();
        let input = document.bytes();
        // A clean document is searched once, and what was searched is near for what comes next.
        let mut scanner = Scanner::default();
        let first = scanner.next_span(&engine, input, true);
        // What many events show between them goes first: a part of it may look like all of it.
        let Some((joined, mut findings)) = deltas::mask(&engine, input) else {
            return Some(mask_spans(&engine, document, &mut scanner, first?));
        };
        let mut scanner = Scanner::default();
        let Some(first) = scanner.next_span(&engine, &joined, true) else {
            return Some((D::owned(joined), findings));
        };
        let (bytes, more) = mask_spans(&engine, &joined[..], &mut scanner, first);
        findings.merge(&more);
        Some((D::owned(bytes), findings))
    }
}

/// Masks the first span of a document, and all that the scanner finds after it.
fn mask_spans<D: Document + ?Sized>(
    engine: &Engine,
    document: &D,
    scanner: &mut Scanner,
    first: Span,
) -> (D::Owned, Findings) {
    let input = document.bytes();
    let mut next = Some(first);
    let mut out = D::copy_of(input.len() + 16);
    let mut mark = Vec::new();
    let mut findings = Findings::default();
    let mut copied = 0;
    while let Some(span) = next {
        document.copy(copied..span.start, &mut out);
        mark.clear();
        span.write_mark(engine, input, None, &mut mark);
        D::add(&mark, &mut out);
        engine.record(span.rule, &mut findings);
        copied = span.end;
        next = scanner.next_span(engine, input, true);
    }
    document.copy(copied..input.len(), &mut out);
    (out, findings)
}

impl fmt::Debug for Masker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Masker").field("style", self.engine.load().style()).finish_non_exhaustive()
    }
}
