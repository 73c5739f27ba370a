//! Who masks: ours and the others, each as good as its own documentation makes it.

mod datadog;
mod formats;
mod json;
mod literals;
mod ours;
mod regexes;

use crate::payloads::Class;

/// One way to mask a payload, or what only searches or copies it.
pub(crate) struct Contender {
    pub(crate) name: &'static str,
    pub(crate) role: Role,
    pub(crate) mask: Mask,
}

/// Masks a payload, and tells how often it found something. What it makes goes through `black_box`.
pub(crate) type Mask = Box<dyn FnMut(&str) -> usize>;

/// A contender that is not made yet.
type Maker = (&'static str, Role, fn() -> Mask);

/// What a contender is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Ours,
    /// Masks, as we do.
    Peer,
    /// Masks, and understands nothing but JSON.
    JsonPeer,
    /// Only searches or copies: the scale.
    Scale,
}

pub(crate) const OURS: &str = "ours";
pub(crate) const DATADOG: &str = "dd-sds";
pub(crate) const LITERALS: &str = "literals";

const ALL: [Maker; 9] = [
    (OURS, Role::Ours, ours::whole),
    ("stream", Role::Ours, ours::stream),
    ("regex-meta", Role::Peer, regexes::meta),
    ("regex-loop", Role::Peer, regexes::one_by_one),
    ("json-walk", Role::JsonPeer, json::walk),
    (DATADOG, Role::Peer, datadog::scanner),
    (LITERALS, Role::Scale, literals::packed),
    ("memmem", Role::Scale, literals::memmem),
    ("memcpy", Role::Scale, literals::copy),
];

pub(crate) fn names() -> [&'static str; ALL.len()] {
    ALL.map(|(name, ..)| name)
}

/// All, or those that were asked for.
pub(crate) fn all(only: &[String]) -> Vec<Contender> {
    let asked = |name: &str| only.is_empty() || only.iter().any(|it| it == name);
    ALL.into_iter()
        .filter(|(name, ..)| asked(name))
        .map(|(name, role, make)| Contender { name, role, mask: make() })
        .collect()
}

impl Contender {
    /// Whether it can do anything with a payload of the class; `None` is an adversarial input.
    pub(crate) fn takes(&self, class: Option<Class>) -> bool {
        self.role != Role::JsonPeer || class == Some(Class::Json)
    }
}
