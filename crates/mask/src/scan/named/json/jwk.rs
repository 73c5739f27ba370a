//! Private keys in JSON (<https://www.rfc-editor.org/rfc/rfc7517>), and in maps of other languages,
//! `'kty' => 'EC'`: which of the members are secret is said by another one, `"kty"`, and that may stand anywhere
//! among them.

use crate::class::{BASE64URL, DASH_ALNUM, WORD};
use crate::mark::MARK;
use crate::scan::engine::RuleId;
use crate::scan::follow::Follow;
use crate::scan::format::Candidate;
use crate::scan::named::text::{gap, trim_gap};
use crate::scan::skip::{Skip, slashes_before};
use crate::scan::{Open, View, placeholder};

/// The types of keys (<https://www.iana.org/assignments/jose/jose.xhtml#web-key-types>).
const TYPES: &[&[u8]] = &[b"RSA", b"EC", b"OKP", b"oct", b"AKP"];
/// What only the owner of a key has (<https://www.rfc-editor.org/rfc/rfc7518#section-6>).
const PRIVATE: &[&[u8]] = &[b"d", b"p", b"q", b"dp", b"dq", b"qi", b"k", b"priv"];
/// So many members before or after one are read.
const MOST: usize = 24;
/// No secret is shorter.
const SHORTEST: usize = 8;
/// Strings nested deeper than this many backslashes are not read.
const DEEPEST: usize = 63;

/// The first secret member of a key; the literal has `kty` between its quotes.
pub(crate) fn private_jwk(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, rule, .. } = *candidate;
    let members = Members::around(view)?;
    let start = view.hit - members.slashes;
    let kty = members.at(view.bytes, start)?;
    if kty.name != b"kty" || !TYPES.contains(&view.bytes.get(kty.start..kty.end)?) {
        return None;
    }
    let secret = members.first_before(view, start);
    secret.map(|(from, to)| members.open(view, rule, from, to)).or_else(|| members.after(view, rule, kty.end))
}

/// The members of an object: how many backslashes are before their quotes, what quotes those are, and what stands
/// between a name and its value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Members {
    slashes: usize,
    quote: u8,
    sign: &'static [u8],
}

/// A member: its name, and where its value is if that is a string.
struct Member<'b> {
    name: &'b [u8],
    start: usize,
    end: usize,
    /// What follows the value.
    after: usize,
}

impl Members {
    /// Those whose quotes are like the one at the hit.
    fn around(view: &View<'_>) -> Option<Self> {
        let before = view.bytes.get(view.floor..view.hit)?;
        let slashes = slashes_before(before, before.len());
        let quote = *view.bytes.get(view.hit)?;
        let name = Self { slashes, quote, sign: b":" };
        let (_, end) = name.string(view.bytes, view.hit - slashes)?;
        let arrow = view.bytes.get(gap(view.bytes, name.quote(view.bytes, end)?)..)?.starts_with(b"=>");
        (slashes <= DEEPEST).then_some(Self { sign: if arrow { b"=>" } else { b":" }, ..name })
    }

    /// The next secret member after the one whose string ended at the view's hit.
    pub(crate) fn next(self, view: &View<'_>, rule: RuleId) -> Option<Open> {
        self.after(view, rule, view.hit)
    }

    /// The first secret member after the string that ends at `end`.
    fn after(self, view: &View<'_>, rule: RuleId, end: usize) -> Option<Open> {
        let bytes = view.bytes;
        let mut at = self.quote(bytes, end)?;
        for _ in 0..MOST {
            at = gap(bytes, at);
            if bytes.get(at) != Some(&b',') {
                return None;
            }
            let member = self.at(bytes, gap(bytes, at + 1))?;
            if member.is_secret(bytes) {
                return Some(self.open(view, rule, member.start, member.end));
            }
            at = member.after;
        }
        None
    }

    /// The first secret member of those before the one that begins at `start`.
    ///
    /// Nothing is read across a mark: before it may be more than a look back reaches, and masking
    /// twice must find no more than masking once.
    fn first_before(self, view: &View<'_>, start: usize) -> Option<(usize, usize)> {
        let bytes = view.bytes;
        let (mut first, mut at) = (None, start);
        for _ in 0..MOST {
            let before = trim_gap(bytes.get(view.floor..at)?);
            let Some(before) = before.strip_suffix(b",") else {
                break;
            };
            let Some((begins, member)) = self.before(bytes, view.floor, trim_gap(before).len()) else {
                break;
            };
            if bytes.get(member.start..member.end)?.starts_with(MARK) {
                break;
            }
            if member.is_secret(bytes) {
                first = Some((member.start, member.end));
            }
            at = begins;
        }
        first
    }

    /// The member that ends so many bytes after `floor`, and where it begins.
    fn before<'b>(self, bytes: &'b [u8], floor: usize, len: usize) -> Option<(usize, Member<'b>)> {
        let seen = bytes.get(floor..floor + len)?;
        let value = match seen.last()? {
            b']' => seen.iter().rposition(|&byte| byte == b'[')?,
            &last if last == self.quote => {
                let inner = &seen[..seen.len() - 1];
                inner.iter().rposition(|&byte| byte == self.quote)?.checked_sub(self.slashes)?
            }
            _ => seen.len() - WORD.run_back(seen),
        };
        let name = trim_gap(trim_gap(&seen[..value]).strip_suffix(self.sign)?);
        let quotes = 2 * (self.slashes + 1);
        let inner = name.len().checked_sub(self.slashes + 1)?;
        let letters = DASH_ALNUM.run_back(&name[..inner]).max(WORD.run_back(&name[..inner]));
        let begins = floor + name.len().checked_sub(quotes + letters)?;
        let member = self.at(bytes, begins)?;
        (member.after == floor + len).then_some((begins, member))
    }

    /// The member that begins at `at`.
    fn at<'b>(self, bytes: &'b [u8], at: usize) -> Option<Member<'b>> {
        let (start, end) = self.string(bytes, at)?;
        let name = &bytes[start..end];
        let colon = gap(bytes, self.quote(bytes, end)?);
        if !bytes.get(colon..)?.starts_with(self.sign) {
            return None;
        }
        let value = gap(bytes, colon + self.sign.len());
        if let Some((start, end)) = self.string(bytes, value) {
            // What the view cuts off has no end.
            let after = if end == bytes.len() { end } else { self.quote(bytes, end)? };
            return Some(Member { name, start, end, after });
        }
        let rest = bytes.get(value..)?;
        let len = match rest.first()? {
            b'[' => rest.iter().position(|&byte| byte == b']')? + 1,
            _ => WORD.run(rest),
        };
        let after = value + len;
        (len > 0).then_some(Member { name, start: value, end: value, after })
    }

    /// What is between the quote at `at` and the next sign that ends or escapes something.
    fn string(self, bytes: &[u8], at: usize) -> Option<(usize, usize)> {
        let start = self.quote(bytes, at)?;
        let rest = bytes.get(start..)?;
        let ends = |&byte: &u8| byte == self.quote || byte == b'\\' || byte == b'\n';
        let len = rest.iter().position(ends).unwrap_or(rest.len());
        Some((start, start + len))
    }

    /// After the quote at `at`.
    fn quote(self, bytes: &[u8], at: usize) -> Option<usize> {
        let rest = bytes.get(at..)?;
        let sign = rest.get(self.slashes)?;
        let whole = *sign == self.quote && rest[..self.slashes].iter().all(|&byte| byte == b'\\');
        whole.then_some(at + self.slashes + 1)
    }

    /// A span after which other members may follow.
    fn open(self, view: &View<'_>, rule: RuleId, start: usize, end: usize) -> Open {
        let class = (end == view.bytes.len()).then_some(BASE64URL);
        let skip = Skip::Run { known: end - start, class };
        Open { follow: Some(Follow::Members(Box::new(self))), ..Open::new(rule, start, skip) }
    }
}

impl Member<'_> {
    fn is_secret(&self, bytes: &[u8]) -> bool {
        let value = bytes.get(self.start..self.end).unwrap_or_default();
        PRIVATE.contains(&self.name)
            && value.len() >= SHORTEST
            && BASE64URL.run(value) == value.len()
            && !placeholder::is_sample(value)
    }
}
