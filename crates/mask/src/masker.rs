use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, LazyLock};

use crate::error::BuildError;
use crate::findings::Findings;
use crate::hidden::deltas;
use crate::masked::{Masked, owned_text};
use crate::names::KeyNames;
use crate::scan::Scanner;
use crate::scan::engine::Engine;
use crate::stream::MaskStream;
use crate::style::Style;

static DEFAULT: LazyLock<Arc<Engine>> = LazyLock::new(|| {
    let engine = Engine::new(KeyNames::default(), &[], Style::default());
    Arc::new(engine.expect("the built-in rules fit the automaton; a unit test builds them"))
});

/// Masks secrets by their format and by the name of their key.
///
/// Cheap to clone. `Masker::default()` has every built-in rule; [`Masker::builder`] changes that.
///
/// ```
/// let masker = gate_mask::Masker::default();
///
/// let masked = masker.mask_str(r#"{"user": "ada", "apiKey": 12345}"#);
/// assert_eq!(masked.get(), r#"{"user": "ada", "apiKey": "***"}"#);
/// ```
#[derive(Clone)]
pub struct Masker {
    engine: Arc<Engine>,
}

impl Default for Masker {
    fn default() -> Self {
        Self { engine: Arc::clone(&DEFAULT) }
    }
}

impl Masker {
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
        match self.scan(text.as_bytes()) {
            // Spans start and end beside ASCII bytes, so the text stays UTF-8.
            Some((bytes, findings)) => Masked::new(Cow::Owned(owned_text(bytes)), findings),
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
        if !self.sensitive_key(key) {
            return self.mask_str(value);
        }
        let mut findings = Findings::default();
        match self.engine.mask_whole_value(value.as_bytes(), &mut findings) {
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
        self.engine.sensitive_key(key.as_bytes())
    }

    /// Masks a document that comes in chunks, in constant memory.
    pub fn stream(&self) -> MaskStream {
        MaskStream::new(Arc::clone(&self.engine))
    }

    /// The masked bytes, or `None` if nothing was found.
    fn scan(&self, input: &[u8]) -> Option<(Vec<u8>, Findings)> {
        let masked = self.scan_once(input);
        let text = masked.as_ref().map_or(input, |(bytes, _)| bytes);
        let Some((bytes, mut findings)) = deltas::mask(&self.engine, text) else {
            return masked;
        };
        if let Some((_, first)) = masked {
            findings.merge(&first);
        }
        Some((bytes, findings))
    }

    fn scan_once(&self, input: &[u8]) -> Option<(Vec<u8>, Findings)> {
        let mut scanner = Scanner::default();
        let mut next = Some(scanner.next_span(&self.engine, input, true)?);
        let mut out = Vec::with_capacity(input.len() + 16);
        let mut findings = Findings::default();
        let mut copied = 0;
        while let Some(span) = next {
            out.extend_from_slice(&input[copied..span.start]);
            span.write_mark(&self.engine, input, &mut out);
            self.engine.record(span.rule, &mut findings);
            copied = span.end;
            next = scanner.next_span(&self.engine, input, true);
        }
        out.extend_from_slice(&input[copied..]);
        Some((out, findings))
    }
}

impl fmt::Debug for Masker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Masker").field("style", &self.engine.style()).finish_non_exhaustive()
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
    rules_off: Vec<String>,
    style: Style,
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

    /// Switches a rule off by its id, as listed by [`rules`](crate::rules).
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
    /// A rule id that does not exist, or a key name without a word to search for.
    pub fn build(self) -> Result<Masker, BuildError> {
        let names = KeyNames::with_extra(&self.key_names)?;
        let engine = Engine::new(names, &self.rules_off, self.style)?;
        Ok(Masker { engine: Arc::new(engine) })
    }
}

impl fmt::Debug for MaskerBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MaskerBuilder")
            .field("key_names", &self.key_names.len())
            .field("rules_off", &self.rules_off.len())
            .field("style", &self.style)
            .finish()
    }
}
