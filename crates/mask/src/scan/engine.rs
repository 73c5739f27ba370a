//! The rules in force, ready to search, and what each literal leads to.

use std::fmt;

use super::ahead::Ahead;
use super::format::{self, Candidate};
use super::named::{self, Told};
use super::searched::{OwnRules, Searched, Target};
use super::{Open, State, View, placeholder};
use crate::base64::Decoder;
use crate::custom::{AllowedValues, FoldedName, MAX_PATTERN, Own};
use crate::error::BuildError;
use crate::findings::{Findings, RuleName};
use crate::hidden::Lead;
use crate::kinds::Look;
use crate::literal::Literals;
use crate::mark;
use crate::names::{KeyNames, Sense};
use crate::pii::NumberRules;
use crate::rules::{Family, KEY_NAME, Shape, rules};
use crate::style::{Secret, Style};

/// The rules in force, ready to search.
pub(crate) struct Engine {
    literals: Literals,
    /// By pattern of the literal pass.
    targets: Vec<Target>,
    /// The same: what many patterns may hit in. It is asked of each hit, so it is small.
    wholes: Vec<Whole>,
    /// By [`RuleId`].
    rules: Vec<Known>,
    names: Option<KeyNames>,
    style: Style,
    decoder: Decoder,
    own: OwnRules,
    numbers: NumberRules,
    allowed_keys: Vec<FoldedName>,
    allowed_values: AllowedValues,
}

/// A rule of this engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RuleId(u16);

impl RuleId {
    /// The rule of sensitive key names, the first of the tables.
    pub(crate) const KEY_NAME: Self = Self(0);
}

/// What is looked at once, however many patterns hit in it.
#[derive(Clone, Copy)]
enum Whole {
    /// Nothing but the hit itself.
    Hit,
    Name,
    Hidden(Lead),
}

const _: () = assert!(size_of::<Whole>() == 1);

impl Whole {
    fn of(target: &Target) -> Self {
        match target {
            Target::Name => Self::Name,
            Target::Hidden(lead) => Self::Hidden(*lead),
            _ => Self::Hit,
        }
    }
}

/// What findings say of a rule.
struct Known {
    name: RuleName,
    family: Family,
}

fn next_id(known: &[Known]) -> Result<RuleId, BuildError> {
    u16::try_from(known.len()).map(RuleId).map_err(|_| BuildError::automaton())
}

/// More patterns than this, and the literal pass would let so much through that it is no filter.
const MOST_PATTERNS: usize = 1 << 16;

impl Engine {
    pub(crate) fn new(names: KeyNames, off: &[String], style: Style, own: Own) -> Result<Self, BuildError> {
        let is_own = |id: &str| own.rules.iter().any(|rule| *rule.id == *id);
        if let Some(id) = off.iter().find(|id| rules().all(|rule| rule.id != **id) && !is_own(id)) {
            return Err(BuildError::unknown_rule(id));
        }
        let on = |id: &str| off.iter().all(|off| off != id);
        let mut searched = Searched::default();
        let mut known = Vec::new();
        let mut numbers = NumberRules::default();
        for rule in rules() {
            let id = next_id(&known)?;
            known.push(Known { name: RuleName::Static(rule.id), family: rule.family });
            if on(rule.id) && (own.pii || rule.family != Family::Pii) {
                searched.add_rule(id, rule);
                if let Shape::Number(number) = rule.shape {
                    numbers.add(id, number);
                }
            }
        }
        searched.add_escapes();
        if on(KEY_NAME) {
            searched.add_names(&names);
        }
        if !numbers.is_empty() {
            searched.add_numbers();
        }
        let mut rules = OwnRules::default();
        for rule in own.rules.into_iter().filter(|rule| on(&rule.id)) {
            let id = next_id(&known)?;
            known.push(Known { name: RuleName::Shared(rule.id.clone()), family: rule.family });
            rules.add(id, rule, &mut searched);
        }
        if searched.patterns.len() > MOST_PATTERNS {
            return Err(BuildError::automaton());
        }
        Ok(Self {
            literals: Literals::new(searched.patterns),
            wholes: searched.targets.iter().map(Whole::of).collect(),
            targets: searched.targets,
            rules: known,
            names: on(KEY_NAME).then_some(names),
            style,
            decoder: Decoder::new(),
            own: rules.ready(),
            numbers,
            allowed_keys: own.allowed_keys,
            allowed_values: own.allowed_values,
        })
    }

    pub(crate) fn style(&self) -> &Style {
        &self.style
    }

    pub(crate) fn rule_id(&self, rule: RuleId) -> &str {
        self.rules[usize::from(rule.0)].name.as_str()
    }

    pub(crate) fn literals(&self) -> &Literals {
        &self.literals
    }

    /// Counts a masked value.
    pub(crate) fn record(&self, rule: RuleId, findings: &mut Findings) {
        let known = &self.rules[usize::from(rule.0)];
        findings.add(&known.name, known.family, 1);
    }

    /// What a key name says of its value, if anything.
    pub(crate) fn sense(&self, name: &[u8]) -> Option<Sense> {
        self.names.as_ref().filter(|_| !self.is_allowed(name))?.sense(name)
    }

    fn is_allowed(&self, name: &[u8]) -> bool {
        self.allowed_keys.iter().any(|allowed| allowed.is(name))
    }

    /// Whether the values of a key are secret whatever they look like.
    pub(crate) fn is_sensitive(&self, name: &[u8]) -> bool {
        !self.is_allowed(name) && self.names.as_ref().is_some_and(|names| names.is_sensitive(name))
    }

    pub(crate) fn decoder(&self) -> Decoder {
        self.decoder
    }

    /// Whether a hit is in a name or an escape that was looked at: most are.
    #[inline]
    pub(crate) fn was_seen(&self, pattern: usize, hit: usize, state: &State) -> bool {
        match self.wholes[pattern] {
            Whole::Hit => false,
            Whole::Name => hit < state.names,
            Whole::Hidden(lead) => state.hidden.was_decoded(lead, hit),
        }
    }

    /// Adds what secret there is at a hit of `pattern`, which starts at `view.hit`.
    ///
    /// `state` says what was looked at, for many literals may hit in one name or word.
    pub(crate) fn verify(&self, view: &View<'_>, pattern: usize, state: &mut State, found: &mut Ahead) {
        match self.targets[pattern] {
            Target::Format(rule, shape) => {
                // A token that is written as itself to its first escape only.
                let body = view.hit + self.literals.len_of(pattern);
                state.hidden.within_word(self, view, body, found);
                let candidate = Candidate { view, rule, body, style: &self.style, runs: &state.runs };
                if let Some(span) = format::verify(&candidate, shape)
                    && !state.hidden.reads_otherwise(self, view, &span, found)
                {
                    self.add_found(view, span, found);
                }
            }
            Target::Name => {
                let seen = state.names;
                let told = named::find(view, state, self, found);
                let end = state.names;
                match told {
                    Told::Secret => state.hidden.after_name(self, view, end, found),
                    _ if end == seen => {}
                    Told::Nothing => {
                        state.hidden.beside_name(self, view, end, found);
                        state.hidden.around_name(self, view, end, found);
                    }
                    Told::Other => state.hidden.beside_name(self, view, end, found),
                }
            }
            Target::Hidden(lead) => state.hidden.at(self, view, lead, found),
            Target::Number => {
                if let Some(span) = self.numbers.at(view) {
                    self.add_found(view, span, found);
                }
            }
            Target::Custom(rule, index) => {
                let body = view.hit + self.literals.len_of(pattern);
                self.own.custom[index].find((view, body), state.custom.of(index), &self.style, |secret| {
                    self.add_found(view, Open { skip: secret.skip, ..secret.fitted.open(rule) }, found);
                });
            }
            Target::Exact(rule, index) => {
                if let Some(secret) = self.own.exact[index].find(view) {
                    self.known_before(view, found);
                    self.add_found(view, secret.open(rule), found);
                }
            }
        }
    }

    /// Adds a known value that begins shortly before the one at the view's hit and runs into it:
    /// what tells of it may stand further on.
    fn known_before(&self, view: &View<'_>, found: &mut Ahead) {
        let from = view.hit.saturating_sub(MAX_PATTERN).max(view.floor);
        let before = self.own.overlaps.before(&self.own.exact, (from, view.hit), |at| view.before(at));
        let rule = before.and_then(|(index, _)| self.own.exact_rules.get(index));
        if let Some(((_, fitted), rule)) = before.zip(rule) {
            self.add_found(view, fitted.open(*rule), found);
        }
    }

    /// Whether values are known, which may run into whatever is masked.
    pub(crate) fn has_known(&self) -> bool {
        !self.own.overlaps.is_empty()
    }

    /// Where a span ends with the known values that begin in `from..end` of it and end behind it.
    pub(super) fn end_of_known(&self, window: &[u8], (from, end): (usize, usize), floor: usize) -> usize {
        self.own.overlaps.end(&self.own.exact, (from, end), |at| View::new(window, at, floor))
    }

    pub(crate) fn add_found(&self, view: &View<'_>, span: Open, found: &mut Ahead) {
        if !self.stays(view, &span) {
            found.add(span, view.bytes);
        }
    }

    /// Whether what was found is a mark with a tag, or a part of one, or allowed.
    pub(crate) fn stays(&self, view: &View<'_>, span: &Open) -> bool {
        // Where it ends is seldom asked for.
        let end = || view.end_of(span.start, &span.skip);
        mark::is_tagged(view.bytes, view.floor, span.start, end)
            || !self.allowed_values.is_empty()
                && view.bytes.get(span.start..end()).is_some_and(|value| self.allowed_values.allows(value))
    }

    /// The rule that a sensitive key is of: an operator's, or the one of all key names.
    pub(crate) fn rule_of_key(&self, name: &[u8]) -> RuleId {
        let own = self.own.named.iter().find(|(own, _)| own.ends(name));
        own.map_or(RuleId::KEY_NAME, |(_, rule)| *rule)
    }

    /// Masks the value of a sensitive key that stands for itself; `None` if nothing is secret.
    pub(crate) fn mask_whole_value(
        &self,
        key: &[u8],
        value: &[u8],
        findings: &mut Findings,
    ) -> Option<Vec<u8>> {
        let start = named::scheme_len(value);
        let secret = &value[start..];
        if placeholder::is_harmless(Look::at(secret), &self.style) || self.allowed_values.allows(secret) {
            return None;
        }
        let mut out = value[..start].to_vec();
        let rule = self.rule_of_key(key);
        let (len, id) = (secret.len(), self.rule_id(rule));
        self.style.write_mark(Secret { rule: id, len, tail: secret, lost: None, bare: false }, &mut out);
        self.record(rule, findings);
        Some(out)
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").field("literals", &self.targets.len()).finish_non_exhaustive()
    }
}
