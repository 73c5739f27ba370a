use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, LazyLock};

use arc_swap::ArcSwap;

use crate::custom::{CustomRule, KnownValue, Own, Settings};
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
    fn new(engine: Arc<Engine>) -> Self {
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
            return Some(mask_spans(&engine, document, scanner, first?));
        };
        let mut scanner = Scanner::default();
        let Some(first) = scanner.next_span(&engine, &joined, true) else {
            return Some((D::owned(joined), findings));
        };
        let (bytes, more) = mask_spans(&engine, &joined[..], scanner, first);
        findings.merge(&more);
        Some((D::owned(bytes), findings))
    }
}

/// Masks the first span of a document, and all that the scanner finds after it.
fn mask_spans<D: Document + ?Sized>(
    engine: &Engine,
    document: &D,
    mut scanner: Scanner,
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

/// Builds a [`Masker`] that differs from the default.
///
/// ```
/// use gate_mask::{Masker, Style};
///
/// let masker = Masker::builder()
///     .sensitive_key("badge number")
///     .without_rule("url-userinfo")
///     .style(Style::KeepLast4)
///     .build()?;
/// assert_eq!(masker.mask_str(r#"{"badgeNumber": 7}"#).get(), r#"{"badgeNumber": "***"}"#);
/// # Ok::<(), gate_mask::BuildError>(())
/// ```
#[derive(Clone, Default)]
#[must_use]
pub struct MaskerBuilder {
    key_names: Vec<String>,
    exact_keys: Vec<String>,
    rules_off: Vec<String>,
    style: Style,
    own: Settings,
}

impl MaskerBuilder {
    /// Adds a key name whose values are always masked, in any case and with any separator, alone
    /// or as the end of a longer name.
    pub fn sensitive_key(mut self, name: impl Into<String>) -> Self {
        self.key_names.push(name.into());
        self
    }

    /// Adds several key names; see [`sensitive_key`](Self::sensitive_key).
    pub fn sensitive_keys<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.key_names.extend(names.into_iter().map(Into::into));
        self
    }

    /// Adds a key name that counts only as a whole, in any case and with any separator: with
    /// `note`, a `release_note` stays. For what
    /// [`sensitive_properties`](crate::sensitive_properties) finds in a schema.
    pub fn exact_key(mut self, name: impl Into<String>) -> Self {
        self.exact_keys.push(name.into());
        self
    }

    /// Adds several such names; see [`exact_key`](Self::exact_key).
    pub fn exact_keys<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.exact_keys.extend(names.into_iter().map(Into::into));
        self
    }

    /// Takes a key name out of those that are sensitive, in any spelling of this very name.
    ///
    /// ```
    /// # use gate_mask::Masker;
    /// let masker = Masker::builder().allow_key("session").build()?;
    /// let text = r#"{"Session": "morning", "session_token": "abc"}"#;
    /// assert_eq!(masker.mask_str(text).get(), r#"{"Session": "morning", "session_token": "***"}"#);
    /// # Ok::<(), gate_mask::BuildError>(())
    /// ```
    pub fn allow_key(mut self, name: impl Into<String>) -> Self {
        self.own.allowed_keys.push(name.into());
        self
    }

    /// A value that stays, whatever rule finds it, if it is all that the rule would mask.
    ///
    /// ```
    /// # use gate_mask::Masker;
    /// let masker = Masker::builder().allow_value("changeme").build()?;
    /// let text = "password=changeme&token=changeme2";
    /// assert_eq!(masker.mask_str(text).get(), "password=changeme&token=***");
    /// # Ok::<(), gate_mask::BuildError>(())
    /// ```
    pub fn allow_value(mut self, value: impl Into<String>) -> Self {
        self.own.allowed_values.push(value.into());
        self
    }

    /// Adds a rule of one's own.
    pub fn rule(mut self, rule: CustomRule) -> Self {
        self.own.rules.push(rule);
        self
    }

    /// Adds several rules; see [`rule`](Self::rule).
    pub fn rules(mut self, rules: impl IntoIterator<Item = CustomRule>) -> Self {
        self.own.rules.extend(rules);
        self
    }

    /// Masks a value that is known to be secret, of 6 to 320 bytes, wherever it stands: as it is,
    /// and in base64 (also in the middle of a longer text), percent-encoded, escaped as in JSON
    /// or XML, and in hexadecimal.
    ///
    /// Several values may have one id, which findings name. The value is never shown.
    ///
    /// ```
    /// # use gate_mask::Masker;
    /// let masker = Masker::builder().known_value("db-password", "tr0ub4dor&3").build()?;
    /// assert_eq!(masker.mask_str("it is tr0ub4dor&3").get(), "it is ***");
    /// assert_eq!(masker.mask_str("q=tr0ub4dor%263").get(), "q=***");
    /// # Ok::<(), gate_mask::BuildError>(())
    /// ```
    pub fn known_value(mut self, id: impl Into<String>, value: impl AsRef<[u8]>) -> Self {
        self.own.known.push(KnownValue { id: id.into(), value: value.as_ref().to_vec() });
        self
    }

    /// Whether personal data is masked too, counted as [`Family::Pii`](crate::Family::Pii): mail
    /// addresses, phone numbers, payment cards, bank accounts, national ids. Off by default.
    ///
    /// ```
    /// # use gate_mask::Masker;
    /// let masker = Masker::builder().pii(true).build()?;
    /// assert_eq!(masker.mask_str("ada@lovelace.org paid").get(), "*** paid");
    /// # Ok::<(), gate_mask::BuildError>(())
    /// ```
    pub fn pii(mut self, on: bool) -> Self {
        self.own.pii = on;
        self
    }

    /// Switches a rule off by its id, as listed by [`rules`](crate::rules), or one's own.
    pub fn without_rule(mut self, id: impl Into<String>) -> Self {
        self.rules_off.push(id.into());
        self
    }

    /// What a masked value becomes; `***` by default.
    pub fn style(mut self, style: Style) -> Self {
        self.style = style;
        self
    }

    /// Builds the masker.
    ///
    /// # Errors
    ///
    /// A rule id that does not exist, a key name without a word to search for, a custom rule or
    /// known value that cannot be one. One that is refused refuses all.
    pub fn build(self) -> Result<Masker, BuildError> {
        self.engine().map(Masker::new)
    }

    fn engine(self) -> Result<Arc<Engine>, BuildError> {
        let key_names: Vec<String> = self.key_names.iter().chain(self.own.key_names()).cloned().collect();
        let names = KeyNames::new(&key_names, &self.exact_keys)?;
        let engine = Engine::new(names, &self.rules_off, self.style, self.own.compile()?)?;
        Ok(Arc::new(engine))
    }
}

impl fmt::Debug for MaskerBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MaskerBuilder")
            .field("key_names", &self.key_names.len())
            .field("exact_keys", &self.exact_keys.len())
            .field("rules_off", &self.rules_off.len())
            .field("style", &self.style)
            .field("rules", &self.own.rules)
            .field("known_values", &self.own.known.len())
            .field("pii", &self.own.pii)
            .finish()
    }
}
