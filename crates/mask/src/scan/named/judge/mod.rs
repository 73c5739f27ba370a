//! Whether a value is a secret, given its name.
//!
//! What needs no masking under any name is in [`harmless`]; of other values, [`stated`], [`vocabulary`],
//! [`translated`], [`foreign`] and [`version`] tell that they say something of a secret, are words that others
//! have in its place, are labels of a form, or are versions of packages, [`options`] that they choose one, and
//! [`types`] has words that are no values at all. [`said`] tells sentences and labels in any language by how
//! they are written, [`complained`] what a form says in a list, [`label`] by the words of the name,
//! [`address`] pages and hosts, [`amount`] how long or since when a secret is good, [`counted`] how long or how many by what is around it, [`constant`] what
//! constants hold, [`called`] what something is called, [`mod@pattern`] regular expressions, [`other`] what
//! some names hold as often, [`digest`] what was made of a secret, [`unset`] that there is none, [`permitted`] what
//! somebody may do with secrets. [`code`] knows parts of programs, [`variable`] what stands for a value by a name,
//! [`put_in`] what they put in for a value, [`assembled`] what they put together, [`bound`] what a template binds.
//! By the lines beside it, which [`siblings`] reads, [`catalog`] tells a text from a secret by what [`texts`] counts,
//! and [`registry`] a name; [`alike`] tells one by the words of its own name, and [`thing`] by how others are
//! written. [`looks`] and, where that is too little, [`suspect`] say that a value looks drawn at random or made up,
//! [`session`] that it is one of a session, [`sentence`] and [`passphrase`] what words it has. [`unescaped`] reads
//! escapes, [`partly`] says what of a value is secret, [`connects`] and [`link`] that
//! a connection string or an address has a secret with a name of its own.

mod address;
mod alike;
mod amount;
mod assembled;
mod bound;
pub(super) mod called;
mod catalog;
mod code;
mod complained;
pub(super) mod connects;
mod constant;
pub(super) mod counted;
mod digest;
mod foreign;
pub(super) mod harmless;
mod label;
mod link;
mod looks;
mod options;
mod other;
pub(super) mod partly;
pub(super) mod passphrase;
mod pattern;
mod permitted;
mod put_in;
mod registry;
mod said;
mod sentence;
mod session;
mod siblings;
pub(super) mod stated;
pub(super) mod suspect;
mod texts;
mod thing;
mod translated;
pub(super) mod types;
mod unescaped;
mod unset;
mod variable;
pub(super) mod version;
mod vocabulary;

pub(super) use address::is_url;
pub(super) use amount::{is_chosen, is_duration};
pub(super) use catalog::{is_shown, is_spoken};
pub(super) use complained::is_complained;
pub(super) use digest::is_of_files;
use harmless::is_harmless;
pub(super) use label::is_label;
use label::{is_required, is_title};
use link::{is_page, is_parameter};
pub(super) use looks::{is_code, is_no_name, is_opaque, is_random, is_scrambled, is_uuid};
use other::{has_own_password, is_contact, is_left_open, is_other};
use passphrase::is_long_passphrase;
pub(super) use put_in::{is_put_in, is_template};
pub(super) use said::is_rest_of_label;
pub(super) use sentence::{is_compound, is_link, is_message, is_phrase, is_prose, words};
use session::is_session_id;
use stated::is_stated;
use unset::is_unset;

use crate::kinds::{Kinds, Look};
use crate::names::Sense;
use crate::scan::named::site::Site;
use crate::scan::named::text::ends_with_folded;

/// Whether `value`, or the beginning of one that is longer, is a secret.
pub(super) fn is_secret(value: Look<'_>, site: &Site<'_>) -> bool {
    let fits = match site.sense {
        Sense::Any | Sense::Scalar => true,
        Sense::Opaque => is_opaque(value) && !is_place(value.bytes, site.name()) || is_long_passphrase(value),
        Sense::Random => is_random(value) || is_session_id(value, site),
        Sense::Digits => is_code(value),
        Sense::Drawn => is_drawn(value) || is_key_by_id(value, site.name()),
        Sense::Chosen => is_drawn(value) || suspect::is_made_up(value),
    };
    if !fits {
        return false;
    }
    // What is beside these tells more.
    let told = ends_with_folded(site.name(), b"dsn") || site.name() == b"tokenData";
    let clear = is_clear(value) && !told && !is_own_name(value.bytes, site.name());
    if clear && !cfg!(debug_assertions) {
        return true;
    }
    let none = is_none(value, site);
    debug_assert!(!(clear && none));
    !none
}

/// Whether a value is no secret, though it looks as the name wants it.
fn is_none(value: Look<'_>, site: &Site<'_>) -> bool {
    is_harmless(value, site.engine)
        || is_label(value, site.name())
        || is_title(value, site)
        || value.kinds.any(Kinds::STAR) && is_required(value, site)
        || is_other(value, site.name())
        || is_left_open(value, site)
        || is_contact(value, site)
        || has_own_password(value, site)
        || is_unset(value, site)
        || is_page(value, site)
        || is_parameter(value, site)
        || address::is_plain(value, site)
        || amount::is_amount(value, site)
        || constant::is_constant(value, site)
        || pattern::is_pattern(value, site)
        || said::is_said(value, site)
        || is_stated(value, site)
        || code::is_code(value, site)
        || assembled::is_assembled(value, site)
        || bound::is_bound(value, site)
        || registry::is_of_reader(value, site)
        || registry::is_name(value, site)
        || alike::is_alike(value, site)
        || thing::is_thing(value, site)
        || catalog::is_text(value, site)
}

/// Drawn from letters of both cases and digits: nothing that is no secret looks so, under most names. In debug
/// builds all else is asked, too, and must agree.
pub(super) fn is_clear(Look { bytes, kinds }: Look<'_>) -> bool {
    const LONG_ENOUGH: usize = 10;
    let mixed = kinds.any(Kinds::UPPER) && kinds.any(Kinds::LOWER) && kinds.any(Kinds::DIGIT);
    // An address, the name of a class or a port; filler.
    let telling = matches!(bytes, [b'0', b'x', ..] | [b'V', b'1' | b'2', ..] | [b'G', b'P', ..])
        // What is yours is to be put there.
        || matches!(bytes, [b'Y' | b'y', b'o', b'u', b'r', b'A'..=b'Z', ..])
        || matches!(bytes, [.., b'x' | b'X', b'x' | b'X'] | [.., b'0', b'0']);
    mixed && kinds.only(Kinds::ALNUM) && bytes.len() >= LONG_ENOUGH && !telling
}

/// `secretKey1 = "secretKey1"`: a constant and what it is called, which was not drawn.
pub(super) fn is_own_name(value: &[u8], name: &[u8]) -> bool {
    value == name
}

fn is_drawn(value: Look<'_>) -> bool {
    is_random(value) && is_no_name(value) && !value.bytes.starts_with(b"pk")
}

/// `merchant_key: a91c38c3-…`: what services give for a key is often a UUID.
fn is_key_by_id(value: Look<'_>, name: &[u8]) -> bool {
    is_uuid(value.bytes) && ends_with_folded(name, b"key")
}

/// A directory, where `pwd` says where something runs.
fn is_place(value: &[u8], name: &[u8]) -> bool {
    ends_with_folded(name, b"pwd") && matches!(value, [b'/' | b'~' | b'.', ..] | [_, b':', ..])
}
