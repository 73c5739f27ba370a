//! Secrets that the name of their key gives away.
//!
//! A hit is a fragment of a name. [`key`] finds the name around it; if the name is sensitive, it is a
//! [`site`], and [`place`] decides from how the name stands where its value is. What it knows of each way to
//! write one is in a room of its own: [`json`], [`yaml`], [`code`], [`markup`], [`table`], [`headers`], values
//! without quotes in [`words`], and what is said in [`statements`]; [`manifest`] is told by no name but by
//! what kind of thing it is. [`secret`] makes a span of what is there,
//! if [`judge`] says that it is a secret.
//!
//! [`text`], [`mod@line`] and [`label`] are steps that all of them share; [`reading`] is the text of a string of
//! JSON as its reader has it.

mod accessor;
mod code;
mod filled;
mod headers;
mod json;
mod judge;
mod key;
mod label;
mod line;
pub(super) mod manifest;
mod margin;
mod markup;
mod place;
mod quoting;
mod reading;
mod secret;
mod site;
mod statements;
mod table;
pub(super) mod text;
mod usual;
mod words;
mod yaml;

use code::list;
pub(crate) use code::positional::positional;
pub(super) use headers::cookies::Cookies;
pub(super) use headers::scheme::scheme_len;
pub(super) use json::jwk::Members;
pub(crate) use json::jwk::private_jwk;
pub(super) use json::leaves::Leaves;
use json::{account, elastic, sibling};
pub(crate) use json::{listed_key, sensitive_value, typed_value};
use key::Key;
pub(super) use manifest::Resource;
pub(crate) use manifest::kubernetes_secret;
pub(super) use margin::{Beyond, known_len as margin_len};
use place::{bare, quoted};
use site::Site;
pub(super) use table::Table;
pub(super) use text::{TrimSuffix, is_one_of};
use usual::usual;

use super::ahead::Ahead;
use super::engine::Engine;
use super::{Open, State, View};
use crate::names::{MAX_NAME, Sense};

/// Whether something stands with a name.
pub(super) enum Told {
    /// A secret, or a mark in the place of one.
    Secret,
    /// Nothing, though the name is a sensitive one.
    Nothing,
    /// No such name is there.
    Other,
}

/// Adds the secret that belongs to the name around a hit, and tells whether there is one or a
/// mark in its place.
///
/// `state.names` is the end of the last name looked at: many fragments may hit in one name.
#[inline(never)]
pub(super) fn find(view: &View<'_>, state: &mut State, engine: &Engine, found: &mut Ahead) -> Told {
    if view.hit < state.names {
        return Told::Other;
    }
    let usual = usual(view, state, engine);
    if let Some(usual) = usual {
        // Everything is asked as well where it must agree.
        debug_assert!(usual.is(&ask(view, state, engine, found), state));
        state.memo.widen();
        found.add(usual.secret(state, engine), view.bytes);
        return Told::Secret;
    }
    match ask(view, state, engine, found) {
        Value::Secret(secret) => {
            state.memo.widen();
            if !state.hidden.reads_otherwise(engine, view, &secret, found) {
                found.add(secret, view.bytes);
            }
        }
        Value::Marked => {}
        Value::Missing => return Told::Nothing,
        Value::None => return Told::Other,
    }
    Told::Secret
}

/// What stands with a name.
enum Value {
    Secret(Open),
    /// A mark, in the place of one.
    Marked,
    /// Nothing that is secret.
    Missing,
    /// The name is no sensitive one.
    None,
}

/// What stands with the name around a hit. Adds what else it tells of.
#[inline(never)]
fn ask(view: &View<'_>, state: &mut State, engine: &Engine, found: &mut Ahead) -> Value {
    let key = Key::around(view).with_path(view);
    state.names = key.seen;
    let quoting = key.quoting(view);
    if quoting.is_none() && !bare::may_follow(view.bytes, &key) {
        return Value::None;
    }
    if view.bytes[view.floor..key.start].ends_with(b"***[") {
        // The rule of a fingerprint.
        return Value::None;
    }
    if key.is_resource(view) {
        return Value::None;
    }
    let mut room = [0; MAX_NAME];
    let Some(name) = key.name(view, &mut room) else {
        return Value::None;
    };
    let told = || code::calls::told(view, &key, name).and_then(|told| engine.sense(told));
    let Some(sense) = state.memo.sense(name, || engine.sense(name)).or_else(told) else {
        let other = accessor::secret(view, &key, name).filter(|open| !engine.stays(view, open));
        return other.map_or(Value::None, Value::Secret);
    };
    let after = quoting.map_or(key.end, |(_, after)| after);
    if margin::may_be(view, (&key, after))
        && let Some(value) = margin::value(view, (&key, after), state, engine, found)
    {
        return value;
    }
    if quoting.is_none() && sense == Sense::Random && is_one_of(&["tokens", "sessions"], name) {
        // Most are variables of a parser.
        if !list::may_follow(view.bytes, key.end) {
            return Value::None;
        }
    }
    // What stands under a path is looked into: it may be a resource.
    let sense = if key.is_path() && sense == Sense::Any { Sense::Scalar } else { sense };
    let around = quoting.map(|(quoting, _)| quoting);
    let mut site = Site { quoting: around, ..Site::new(view, &key, sense, engine, state) };
    site.sense = account::sense(&site, after);
    let span = match quoting {
        Some((quoting, after)) => quoted::value(&site, quoting, after, found),
        None => bare::value(&site, found),
    };
    let span = span.filter(|span| !engine.stays(view, span) && !sibling::says_none(&site, span));
    state.names = site.seen.get();
    state.headers = site.headers.get();
    let Some(span) = span else {
        let marked = site.marked.get();
        if !marked
            && !view.is_part()
            && let Some(value) = margin::respelled(view, &key, state, engine, found)
        {
            return value;
        }
        return if marked { Value::Marked } else { Value::Missing };
    };
    if let Some(again) = elastic::encoded(&site) {
        engine.add_found(view, again, found);
    }
    Value::Secret(Open { rule: engine.rule_of_key(name), ..span })
}
