//! The kinds of secrets, and the documents made of them.

mod code;
mod config;
mod files;
mod headers;
mod hidden;
mod hidden_base64;
mod hidden_sse;
mod keys;
mod members;
mod names;
mod pairs;
mod shell;
mod urls;
mod vendors;

use std::ops::Range;

use crate::carrier::{Shape, carry};
use crate::fill::fill;
use crate::rng::Rng;
use crate::text::Text;

/// Documents of each kind.
pub(crate) const SEEDS: u64 = 12;

/// How a secret can be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Family {
    /// By its own format, or that of what it stands in.
    SelfIdentifying,
    /// By the name of its key.
    ByName,
    /// By either, once an encoding is seen through.
    Hidden,
}

/// A kind of secret, and how to make one.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    pub(crate) family: Family,
    shape: Shape,
    make: Make,
}

enum Make {
    /// The seeds take turns.
    Templates(&'static [&'static str]),
    With(fn(&mut Rng) -> Text),
    /// The text of one secret comes in parts.
    Parts(fn(&mut Rng) -> Text),
}

/// A row of a table of kinds.
type Row = (&'static str, Shape, &'static [&'static str]);
/// A row for what no template can say.
type Made = (&'static str, Shape, fn(&mut Rng) -> Text);

/// One document, and where its secrets are.
pub(crate) struct Case {
    pub(crate) kind: &'static str,
    pub(crate) family: Family,
    pub(crate) seed: u64,
    pub(crate) document: Vec<u8>,
    pub(crate) secrets: Vec<Range<usize>>,
    /// What may be masked along with a secret or may stay.
    pub(crate) spare: Vec<Range<usize>>,
    /// The secrets are the parts of one, and a stream may not know it.
    pub(crate) parts: bool,
}

pub(crate) fn kinds() -> Vec<Kind> {
    let mut kinds = Vec::new();
    let mut add = |family, rows: &[Row], made: &[Made]| {
        kinds.extend(rows.iter().map(|&(name, shape, templates)| Kind {
            name,
            family,
            shape,
            make: Make::Templates(templates),
        }));
        kinds.extend(made.iter().map(|&(name, shape, make)| Kind {
            name,
            family,
            shape,
            make: Make::With(make),
        }));
    };
    add(Family::SelfIdentifying, vendors::CLOUDS, &[]);
    add(Family::SelfIdentifying, vendors::FORGES, &[]);
    add(Family::SelfIdentifying, vendors::AI, &[]);
    add(Family::SelfIdentifying, vendors::CHAT_AND_MAIL, &[]);
    add(Family::SelfIdentifying, vendors::PAYMENT, &[]);
    add(Family::SelfIdentifying, vendors::OBSERVABILITY, &[]);
    add(Family::SelfIdentifying, vendors::DATA, &[]);
    add(Family::SelfIdentifying, vendors::PLATFORMS, &[]);
    add(Family::SelfIdentifying, keys::TEMPLATES, keys::MADE);
    add(Family::SelfIdentifying, headers::TEMPLATES, &[]);
    add(Family::SelfIdentifying, urls::USERINFO, &[]);
    add(Family::SelfIdentifying, urls::QUERIES, &[]);
    add(Family::SelfIdentifying, urls::CONNECTIONS, &[]);
    add(Family::SelfIdentifying, shell::TEMPLATES, &[]);
    add(Family::SelfIdentifying, files::TEMPLATES, files::MADE);
    add(Family::ByName, names::NAMES, &[]);
    add(Family::ByName, members::LOOKS, members::MADE);
    add(Family::ByName, pairs::PAIRS, &[]);
    add(Family::ByName, config::TEMPLATES, &[]);
    add(Family::ByName, code::TEMPLATES, &[]);
    add(Family::Hidden, hidden::TEMPLATES, hidden::MADE);
    add(Family::Hidden, &[], hidden_base64::MADE);
    add(Family::Hidden, hidden_sse::TEMPLATES, hidden_sse::MADE);
    kinds.extend(hidden_sse::PARTS.iter().map(|&(name, shape, make)| Kind {
        name,
        family: Family::Hidden,
        shape,
        make: Make::Parts(make),
    }));
    kinds
}

impl Kind {
    pub(crate) fn case(&self, seed: u64) -> Case {
        let mut rng = Rng::new(self.name, seed);
        let turn = seed as usize;
        let text = match self.make {
            Make::Templates(templates) => {
                let template = templates[turn % templates.len()];
                Text::parse(&fill(&mut rng, template))
            }
            Make::With(make) | Make::Parts(make) => make(&mut rng),
        };
        // Kinds of one shape start at different surroundings.
        let turn = turn + Rng::new(self.name, 0).below(64);
        let text = carry(&mut rng, self.shape, &text, turn);
        let parts = matches!(self.make, Make::Parts(_));
        let Text { bytes: document, secrets, spare } = text;
        Case { kind: self.name, family: self.family, seed, document, secrets, spare, parts }
    }
}
