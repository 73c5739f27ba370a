//! What usually stands with a name, and may have been drawn: `"password": "kR3vX9…"` of JSON,
//! `DB_PASSWORD=kR3vX9…` of an environment, `password: kR3vX9…` of YAML, `&api_key=kR3vX9…` of a query,
//! `Authorization: Bearer kR3vX9…` of a request, `… password=kR3vX9… ip=…` of a log, `const token = "kR3vX9…";`
//! of code. It is told without all the questions that others raise. In debug builds those are asked, too, and
//! must agree.

use super::code::assigned;
use super::headers::scheme::scheme_len;
use super::key::Key;
use super::site::{SHOWN, Site};
use super::text::{Quoting, ends_with_folded, is_one_of};
use super::{Value, judge, sibling};
use crate::class::{ALNUM, NAME};
use crate::kinds::{Kinds, Look};
use crate::names::{MAX_NAME, Sense};
use crate::scan::engine::{Engine, RuleId};
use crate::scan::skip::{Ends, Skip};
use crate::scan::{Open, State, View};

/// A sensitive name, and the secret that is its value.
pub(super) struct Usual<'v> {
    name: &'v [u8],
    /// Where the name ends.
    end: usize,
    secret: Open,
}

impl Usual<'_> {
    /// Its value, as if everything had been asked.
    pub(super) fn secret(self, state: &mut State, engine: &Engine) -> Open {
        state.names = self.end;
        Open { rule: engine.rule_of_key(self.name), ..self.secret }
    }

    /// Whether this is what was found when everything was asked.
    pub(super) fn is(&self, value: &Value, state: &State) -> bool {
        let Value::Secret(asked) = value else {
            return false;
        };
        let own = &self.secret;
        let same_end = match (&asked.skip, &own.skip) {
            (Skip::Str { depth, .. }, Skip::Str { depth: own, .. }) => depth == own,
            (Skip::Plain { ends, .. }, Skip::Plain { ends: own, .. }) => ends == own,
            (Skip::Run { known, class: None }, Skip::Run { known: own, .. }) => known == own,
            _ => false,
        };
        let plain = asked.quote.is_none() && asked.follow.is_none();
        let same_place = (asked.start, asked.resume, state.names) == (own.start, own.resume, self.end);
        same_end && plain && same_place
    }
}

/// What stands with the name around the hit.
#[inline]
pub(super) fn usual<'v>(view: &View<'v>, state: &mut State, engine: &Engine) -> Option<Usual<'v>> {
    let end = view.hit + NAME.short_run(view.bytes.get(view.hit..)?);
    // Most names end otherwise.
    let (form, width) = Form::after(view.bytes.get(end..)?)?;
    let start = view.hit - NAME.run_back(view.bytes.get(view.floor..view.hit)?);
    let form = form.before(view.bytes[view.floor..start].last());
    let (secret, value) = form.secret(view, end + width)?;
    let name = view.bytes.get(start..end)?;
    if name.len() > MAX_NAME || !form.begins(view, start) || !form.may_have(name) {
        return None;
    }
    let sense = state.memo.sense(name, || engine.sense(name))?;
    let named = matches!(sense, Sense::Any | Sense::Scalar) && !engine.stays(view, &secret);
    // Letters may be a name, as programs have them.
    let is_name = || !value.kinds.any(Kinds::DIGIT) && engine.sense(value.bytes).is_some();
    let is_secret = named
        && (judge::is_clear(value)
            || form.may_be_weak(value) && !is_name() && {
                let key = Key::between(start, end);
                let quoting = form.quoting();
                let site = Site { quoting, ..Site::new(view, &key, sense, engine, state) };
                let is_none = match form {
                    Form::Member(_) => sibling::says_none(&site, &secret),
                    Form::Logged => assigned::is_code(&site, end + width),
                    _ => false,
                };
                !is_none && judge::is_secret(value, &site)
            });
    is_secret.then_some(Usual { name, end, secret })
}

/// How a name and its value are written.
#[derive(Clone, Copy)]
enum Form {
    /// In quotes of so many backslashes, as members of an object.
    Member(u8),
    /// On a line of their own.
    Variable,
    /// On a line of a mapping of YAML.
    Setting,
    /// In a query, between others.
    Parameter,
    /// A header of a request, on a line of its own.
    Header,
    /// Among other words of a line.
    Logged,
    /// A string that is assigned.
    Assigned,
}

/// What comes before a token in the header that has one.
const BEARER: &[u8] = b": Bearer ";

/// Of what is shorter, a header says no more than any text.
const SHORTEST_TOKEN: usize = 6;
/// So many blanks may stand before a member.
const INDENT: usize = 32;

impl Form {
    /// What form follows a name, and how far after that the value starts.
    #[inline]
    fn after(name: &[u8]) -> Option<(Self, usize)> {
        match name {
            [b'=', b'"', ..] => Some((Self::Assigned, 2)),
            [b' ', b'=', b' ', b'"', ..] => Some((Self::Assigned, 4)),
            [b'=', ..] => Some((Self::Variable, 1)),
            [b'"', b':', b'"', ..] => Some((Self::Member(0), 3)),
            [b'"', b':', b' ', b'"', ..] => Some((Self::Member(0), 4)),
            [b'\\', b'"', b':', b'\\', b'"', ..] => Some((Self::Member(1), 5)),
            [b'\\', b'"', b':', b' ', b'\\', b'"', ..] => Some((Self::Member(1), 6)),
            [b':', b' ', ..] if name.starts_with(BEARER) => Some((Self::Header, BEARER.len())),
            [b':', b' ', next, ..] if next.is_ascii_alphanumeric() => Some((Self::Setting, 2)),
            _ => None,
        }
    }

    /// What form it is then, by what stands before the name.
    #[inline]
    fn before(self, before: Option<&u8>) -> Self {
        match (self, before) {
            (Self::Variable, Some(b'&')) => Self::Parameter,
            (Self::Variable, Some(b' ')) => Self::Logged,
            _ => self,
        }
    }

    /// What starts at `start`, if it may have been drawn, and ends as it should.
    fn secret<'v>(self, view: &View<'v>, start: usize) -> Option<(Open, Look<'v>)> {
        const STOPS: Kinds = Kinds::DOUBLE_QUOTE.or(Kinds::BACKSLASH).or(Kinds::NEWLINE).or(Kinds::SPACE);
        let rest = view.bytes.get(start..)?;
        let shown = &rest[..rest.len().min(SHOWN)];
        let (len, kinds) = match self {
            Self::Parameter => {
                let len = ALNUM.short_run(shown);
                (len, Kinds::of(&shown[..len]))
            }
            _ => Kinds::up_to(shown, STOPS),
        };
        let own = |skip| Open { resume: len, ..Open::new(RuleId::KEY_NAME, start, skip) };
        let open = match (self, &shown[len..]) {
            (Self::Member(depth @ 0), [b'"', b',' | b'}', ..])
            | (Self::Member(depth @ 1), [b'\\', b'"', b',' | b'}', ..]) => own(Skip::string(depth)),
            (Self::Variable | Self::Header | Self::Setting, [b'\n', ..]) => own(Skip::plain(Ends::LineWord)),
            (Self::Logged, [b'\n', ..]) => own(Skip::plain(Ends::Word)),
            (Self::Logged, [b' ', next @ ..]) if is_member(next) => own(Skip::plain(Ends::Word)),
            (Self::Assigned, [b'"', b';' | b'\n', ..]) => own(Skip::string(0)),
            (Self::Parameter, [b'&', next @ ..]) if is_member(next) => {
                Open::known(RuleId::KEY_NAME, start, start + len)
            }
            _ => return None,
        };
        let fits = match (self, &shown[..len]) {
            // A key is handed on, a mail has its colon so, and a scheme is no secret.
            (Self::Logged, value) => !matches!(value, b"key" | b"3A") && scheme_len(shown) == 0,
            // What a manual calls a value.
            (Self::Variable, _) => !kinds.only(Kinds::UPPER),
            (Self::Header, _) => len >= SHORTEST_TOKEN && kinds.any(Kinds::DIGIT),
            // `0x0f` is a number.
            (Self::Setting, value) => !value.starts_with(b"0x"),
            _ => true,
        };
        let may_be = len > 0 && kinds.only(Kinds::ALNUM) && fits;
        may_be.then_some((open, Look { bytes: &shown[..len], kinds }))
    }

    /// Whether a name that starts at `start` begins a member, or a line.
    fn begins(self, view: &View<'_>, start: usize) -> bool {
        let before = &view.bytes[view.floor..start];
        let before = match self {
            Self::Member(0) => before.strip_suffix(b"\""),
            Self::Member(_) => before.strip_suffix(b"\\\""),
            Self::Variable | Self::Header => return before.last() == Some(&b'\n'),
            Self::Parameter => return before.last() == Some(&b'&'),
            Self::Logged => return is_after_word(before),
            Self::Assigned => return is_after_words(before),
            Self::Setting => {
                let blanks = before.iter().rev().take(INDENT).take_while(|byte| **byte == b' ').count();
                return before[..before.len() - blanks].last() == Some(&b'\n');
            }
        };
        let before = before.unwrap_or_default();
        let blank = |byte: &&u8| matches!(byte, b' ' | b'\n');
        let blanks = before.iter().rev().take(INDENT).take_while(blank).count();
        matches!(before[..before.len() - blanks], [.., b'{' | b','] | [.., b'\\', b'n'])
    }

    /// What stands around the name.
    fn quoting(self) -> Option<Quoting> {
        if let Self::Member(depth) = self { Some(Quoting::Double(depth)) } else { None }
    }

    /// Whether what may have been chosen is a secret, too, if its value is. In YAML words may be types, and numbers
    /// may count.
    fn may_be_weak(self, Look { bytes, kinds }: Look<'_>) -> bool {
        const SHORTEST: usize = 6;
        let plain = || bytes.len() >= SHORTEST && kinds.any(Kinds::DIGIT) && kinds.any(Kinds::LOWER);
        !matches!(self, Self::Setting) || plain() && !kinds.any(Kinds::UPPER)
    }

    /// Whether nothing more is to be asked of such a name: of some, what is beside them tells more; of others
    /// the value may be a list.
    fn may_have(self, name: &[u8]) -> bool {
        const ASKED: &[&str] = &["token", "token_str", "tokendata", "secretkey", "api_key"];
        const LISTED: &[&str] = &["cookie", "cookies", "dsn"];
        let plain = match self {
            // A sentence may end in a name, and a dash stand before a number.
            Self::Member(_) => !name.iter().any(|byte| matches!(byte, b'.' | b'-')),
            Self::Variable | Self::Setting | Self::Parameter | Self::Logged | Self::Assigned => {
                name.iter().all(|&byte| byte.is_ascii_alphanumeric() || byte == b'_')
            }
            Self::Header => return is_one_of(&["authorization", "proxy-authorization"], name),
        };
        // What most names fail comes first.
        let asked = || matches!(name.len(), 5 | 7 | 9) && is_one_of(ASKED, name);
        let listed = || {
            let ends = matches!(name.last(), Some(b'e' | b'E' | b's' | b'S' | b'n' | b'N'));
            ends && LISTED.iter().any(|end| ends_with_folded(name, end.as_bytes()))
        };
        plain && !listed() && !asked()
    }
}

/// Whether a name and its value follow: `ip=10`.
fn is_member(next: &[u8]) -> bool {
    let len = NAME.short_run(next);
    len > 0 && matches!(next[len..], [b'=', b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9', ..])
}

/// Whether a word of a line ends here, and a blank: `… user=ada `.
fn is_after_word(before: &[u8]) -> bool {
    let escaped = matches!(before, [.., b'\\', b'a'..=b'z', b' ']);
    matches!(before, [.., b'a'..=b'z' | b'0'..=b'9' | b':', b' '])
        && !escaped
        && !before.ends_with(b"export ")
}

/// Whether nothing but words is before this on its line: `    const `.
fn is_after_words(before: &[u8]) -> bool {
    let words = |byte: &&u8| byte.is_ascii_lowercase() || **byte == b' ';
    let len = before.iter().rev().take(INDENT).take_while(words).count();
    before[..before.len() - len].last() == Some(&b'\n')
}
