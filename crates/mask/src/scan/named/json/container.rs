//! Members of JSON whose value is no string.

use super::schema::is_schema;
use super::steps::{MEMBERS, Next, after_value, next, opening_brace};
use super::{connections, described, homonym, leaves, listed, property, record, sibling, texts, vocabulary};
use crate::class::Bytes;
use crate::kinds::Look;
use crate::mark::MARK;
use crate::names::Sense;
use crate::scan::Open;
use crate::scan::engine::RuleId;
use crate::scan::named::headers::cookies;
use crate::scan::named::judge::harmless::is_harmless;
use crate::scan::named::judge::stated::is_state;
use crate::scan::named::judge::{self, suspect};
use crate::scan::named::site::Site;
use crate::scan::named::text::{
    ends_with_folded, gap, is_one_of, literal, object_depth, opening_quote, quoted_word,
};
use crate::scan::skip::{Progress, Skip};

/// The first secret of an array or object at `at`, which the others follow.
pub(crate) fn container(site: &Site<'_>, at: usize, depth: u8) -> Option<Open> {
    let bytes = site.view.bytes;
    let first = gap(bytes, at + 1);
    let empty = matches!(bytes.get(first), Some(b'}' | b']'));
    let object = bytes[at] == b'{';
    let drawn = || match opening_brace(bytes, first) {
        _ if object => has_drawn(site, first, depth),
        Some(member) => has_value(site, member, depth),
        None => is_drawn(site, first),
    };
    let secret = site.sense == Sense::Any || site.sense == Sense::Random && drawn();
    // `[{}, {}]`
    let hollow = !object && opening_brace(bytes, first).is_some_and(|at| bytes.get(at) == Some(&b'}'));
    // `"\"secrets\": [\n" + "…"`: a program goes on in another string.
    let cut = opening_quote(bytes, first).is_some_and(|(own, _)| own < depth);
    if empty || cut || hollow || !secret || !object && is_prose(site, first) {
        return None;
    }
    if let Some(found) = cookies::array(site, first, depth).filter(|_| !object) {
        return found;
    }
    if !object && listed::are_no_secrets(site, first, depth) {
        return None;
    }
    if object && is_only_string(bytes, first, depth) {
        return site.literal(first);
    }
    if ends_string(bytes, first, depth) {
        return None;
    }
    if let Some(at) = if object { None } else { only_key(bytes, first, depth) } {
        return site.literal(at);
    }
    if object && (texts::has(site, first, depth) || defines_terms(bytes, first)) {
        return None;
    }
    let object = if object { Some(first) } else { opening_brace(bytes, first) };
    if let Some(at) = object {
        if is_schema(site, at, depth) {
            return property::given(site, at, depth);
        }
        if let Some(value) = typed_member(bytes, at, depth) {
            return site.literal(value);
        }
        let told = || connections::are_told(site, at, depth);
        if is_code(bytes, at)
            || holds_code(bytes, at, depth)
            || is_piece(site, at, depth)
            || record::is_one(site, at, depth)
            || homonym::is_traded(site, at, depth)
            || described::is_described(site, at, depth)
            || judge::is_of_files(site.name())
            || told()
        {
            return None;
        }
    }
    leaves::first(site, at, depth)
}

/// `{"…"}`, by which Go gives a list its only string.
fn is_only_string(bytes: &[u8], at: usize, depth: u8) -> bool {
    let end = opening_quote(bytes, at).and_then(|_| after_value(bytes, at, depth));
    end.is_some_and(|end| bytes.get(gap(bytes, end)) == Some(&b'}'))
}

/// `"\"secrets\": [\n" +`: the string that the list begins in ends, and what is in the list stands in others.
fn ends_string(bytes: &[u8], at: usize, depth: u8) -> bool {
    opening_quote(bytes, at).is_some_and(|(own, _)| own < depth)
}

/// Where the key is that is the only member of the only object in a list: `[{"current_key": "…"}]`. It goes
/// without what is around it.
fn only_key(bytes: &[u8], at: usize, depth: u8) -> Option<usize> {
    let (word, after) = quoted_word(bytes, opening_brace(bytes, at)?, depth)?;
    let value = gap(bytes, gap(bytes, after) + 1);
    let object = ends_with_folded(word, b"key") && next(bytes, value, depth)? == Next::Ends(Some(b'}'));
    let alone = || matches!(next(bytes, at, depth), Some(Next::Ends(Some(b']'))));
    (object && opening_quote(bytes, value).is_some() && alone()).then_some(value)
}

/// Where the value is in an object that has it and its type: `{"type": "custom", "value": "…"}`.
fn typed_member(bytes: &[u8], at: usize, depth: u8) -> Option<usize> {
    let (_, after) = quoted_word(bytes, at, depth).filter(|(word, _)| *word == b"type")?;
    let Next::Begins(second) = next(bytes, gap(bytes, gap(bytes, after) + 1), depth)? else {
        return None;
    };
    let (_, after) = quoted_word(bytes, second, depth).filter(|(word, _)| *word == b"value")?;
    let value = gap(bytes, gap(bytes, after) + 1);
    let last = || next(bytes, value, depth) == Some(Next::Ends(Some(b'}')));
    (opening_quote(bytes, value).is_some() && last()).then_some(value)
}

/// `'{"user":"ada","pin":"…"}'`: an object that a shell hands over as it is. It goes whole, as a string
/// does, and the quotes stay. `None` if there is no such one at `at`.
pub(crate) fn in_single_quotes(site: &Site<'_>, at: usize) -> Option<Option<Open>> {
    let bytes = site.view.bytes;
    let depth = object_depth(bytes, at + 1).filter(|_| bytes.get(at) == Some(&b'\''))?;
    let ends = match Skip::container(depth).advance(bytes, at + 1, false) {
        Progress::Done(end) => bytes.get(end) == Some(&b'\''),
        Progress::More => true,
    };
    let whole = |open: Open| {
        let open = if leaves::is_one(&open) { leaves::whole(at + 1, depth) } else { open };
        Open { quote: None, ..open }
    };
    ends.then(|| container(site, at + 1, depth).map(whole))
}

/// `["mDxbmZUMdZIRGhdi"]`, and not the words of a text or the address of a contract.
pub(super) fn is_drawn(site: &Site<'_>, at: usize) -> bool {
    literal(site.view.bytes, at).is_some_and(|item| {
        let value = Look::at(site.shown(item.content, &item.skip));
        let drawn = judge::is_random(value) || suspect::is_password(value) || suspect::is_short(value);
        !value.bytes.starts_with(b"0x") && drawn
    })
}

/// `{"primary": "mDxbmZUMdZIRGhdi"}`, or what was drawn and whose it is.
fn has_drawn(site: &Site<'_>, at: usize, depth: u8) -> bool {
    let bytes = site.view.bytes;
    let Some((word, after)) = quoted_word(bytes, at, depth) else {
        return false;
    };
    suspect::is_word(Look::at(word)) || is_drawn(site, gap(bytes, gap(bytes, after) + 1))
}

/// `[{"value": "fmrKx3uQ3vUfpSHmnMIhiA"}]`: what was drawn is the value of the first member, and no name
/// in code, as what a parser reads.
fn has_value(site: &Site<'_>, at: usize, depth: u8) -> bool {
    let bytes = site.view.bytes;
    let Some((b"value" | b"token", after)) = quoted_word(bytes, at, depth) else {
        return false;
    };
    literal(bytes, gap(bytes, gap(bytes, after) + 1)).is_some_and(|value| {
        let value = Look::at(site.shown(value.content, &value.skip));
        judge::is_random(value) && judge::is_no_name(value) && !value.bytes.starts_with(b"0x")
    })
}

/// `{"@id": "sec:privateKey", "@type": "@id"}`: what a term of a context is defined by
/// (<https://www.w3.org/TR/json-ld11/#expanded-term-definition>).
fn defines_terms(bytes: &[u8], at: usize) -> bool {
    let key = opening_quote(bytes, at).and_then(|(_, content)| bytes.get(content..));
    key.is_some_and(|key| [&b"@id"[..], b"@type", b"@container"].iter().any(|word| key.starts_with(word)))
}

/// What no JSON begins a member with: `{ finding: Finding{…}, … }` of Go, `{{ .Values.token }}`,
/// `{:hex, …}` of Elixir.
fn is_code(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_some_and(|byte| {
        byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'{' | b'%' | b'.' | b':' | b'&')
    })
}

/// `{"value": options["password"]}`, `{"add": _("Add a token")}`: what a program reads or calls stands first.
fn holds_code(bytes: &[u8], at: usize, depth: u8) -> bool {
    static PATH: Bytes = Bytes::alnum_and(b"_.");
    let Some((_, after)) = quoted_word(bytes, at, depth) else {
        return false;
    };
    let colon = gap(bytes, after);
    let rest = bytes.get(gap(bytes, colon + 1)..).unwrap_or_default();
    let len = PATH.run(rest);
    let begins = rest.first().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_');
    bytes.get(colon) == Some(&b':') && begins && matches!(rest.get(len), Some(b'(' | b'['))
}

/// `{"id": 1576, "text": " hello", "logprob": -0.21}`: what a language model wrote.
fn is_piece(site: &Site<'_>, mut at: usize, depth: u8) -> bool {
    let bytes = site.view.bytes;
    if !ends_with_folded(site.name(), b"token") {
        return false;
    }
    for _ in 0..MEMBERS {
        let Some((word, after)) = quoted_word(bytes, at, depth) else {
            return false;
        };
        if is_one_of(sibling::OF_PIECES, word) {
            return true;
        }
        let Some(end) = after_value(bytes, gap(bytes, gap(bytes, after) + 1), depth) else {
            return false;
        };
        let comma = gap(bytes, end);
        if bytes.get(comma) != Some(&b',') {
            return false;
        }
        at = gap(bytes, comma + 1);
    }
    false
}

/// `["The password is too short."]`, `["expired"]`.
fn is_prose(site: &Site<'_>, at: usize) -> bool {
    let Some(literal) = literal(site.view.bytes, at) else {
        return false;
    };
    let value = site.shown(literal.content, &literal.skip);
    // What stands beside a mark or nothing may be a secret.
    site.byte(at).is_some_and(|byte| byte != b'{')
        && !matches!(value, b"" | MARK)
        && (judge::is_prose(value)
            || is_state(value, site.name())
            || is_harmless(Look::at(value), site.engine))
}

/// A number at `at` becomes a string.
pub(crate) fn number(site: &Site<'_>, at: usize, depth: u8) -> Option<Open> {
    if matches!(site.sense, Sense::Opaque | Sense::Random | Sense::Drawn | Sense::Chosen) {
        return None;
    }
    let rest = &site.view.bytes[at..];
    let digits = |byte: &u8| byte.is_ascii_digit() || b"+-.eE".contains(byte);
    let len = rest.iter().take_while(|byte| digits(byte)).count();
    let ends = match rest.get(len) {
        Some(next) => matches!(next, b',' | b'}' | b']' | b'\\') || next.is_ascii_whitespace(),
        None => true,
    };
    let digit = len == 1 && site.name().eq_ignore_ascii_case(b"token");
    let port = len < 3 && sibling::says_port(site, at + len);
    let count =
        digit || port || len < 4 && counts(site.name()) || judge::counted::is_count(&rest[..len], site);
    let count = count || site.sense == Sense::Digits && !judge::is_code(Look::at(&rest[..len]));
    // `9.0.6` of YAML is the version of a package.
    let version = rest[..len].iter().filter(|byte| **byte == b'.').count() > 1;
    let number = ends && !count && !version && rest[..len].iter().any(u8::is_ascii_digit);
    let secret = number && !vocabulary::has(site, at + len, depth);
    secret.then(|| Open { quote: Some(depth), ..Open::known(RuleId::KEY_NAME, at, at + len) })
}

/// Whether a small number under this name says how many there are, or where in a table it is.
fn counts(name: &[u8]) -> bool {
    let plural = matches!(name, [.., b's' | b'S']) && !ends_with_folded(name, b"pass");
    plural || [&b"cookie"[..], b"authorization", b"session"].iter().any(|end| ends_with_folded(name, end))
}
