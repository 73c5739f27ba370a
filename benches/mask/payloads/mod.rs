//! What is masked: many different buffers of each class and size, the same in each run.

pub(crate) mod adversarial;
mod api;
mod base64;
mod corpus;
pub(crate) mod dense;
mod draft;
mod logs;
mod rng;
mod secrets;
mod sse;
pub(crate) mod sweep;

use std::{borrow::Cow, fmt};

use clap::ValueEnum;
use gate_mask::Masker;

use self::draft::Source;

/// What a payload is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Class {
    /// Source files of the crates in the local cargo registry.
    Code,
    /// Answers of APIs, each a whole document.
    Json,
    /// Lines of proxies, services and machines.
    Logs,
    /// Of random bytes, in one run.
    Base64,
    /// Of source files, in one run.
    Base64Text,
    /// Events of models and of MCP servers.
    Sse,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Size {
    #[value(name = "1k")]
    Small,
    #[value(name = "64k")]
    Medium,
    #[value(name = "1m")]
    Large,
}

/// How many buffers take turns: enough that none is met in a cache that has learned it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Variety {
    Full,
    /// For a look, not for a figure.
    Little,
}

/// The buffers of a class and size, and how they came to be.
#[derive(Debug)]
pub(crate) struct Payloads {
    pub(crate) clean: Vec<String>,
    /// The same with a secret every 10 KiB, at least one.
    pub(crate) dirty: Vec<String>,
    pub(crate) planted: usize,
    /// Pieces that were drawn, and those of them that our engine finds something in.
    pub(crate) drawn: usize,
    pub(crate) dropped: usize,
    /// Buffers dropped, where only the whole had something in it.
    pub(crate) dropped_buffers: usize,
}

impl Payloads {
    pub(crate) fn new(class: Class, size: Size, variety: Variety) -> Self {
        let wanted = size.buffers(variety);
        let mut source = Source::new(class, size);
        let mut all = Self {
            clean: Vec::new(),
            dirty: Vec::new(),
            planted: 0,
            drawn: 0,
            dropped: 0,
            dropped_buffers: 0,
        };
        // Bounded: an engine that finds something everywhere is measured on what there is.
        for _ in 0..wanted * 2 {
            if all.clean.len() == wanted {
                break;
            }
            let draft = source.draft();
            let clean = draft.clean();
            if !is_clean(&clean) {
                all.dropped_buffers += 1;
                continue;
            }
            let (dirty, planted) = draft.dirty(&mut source.rng);
            all.clean.push(clean);
            all.dirty.push(dirty);
            all.planted += planted;
        }
        (all.drawn, all.dropped) = (source.drawn, source.dropped);
        all
    }
}

/// Whether our engine finds nothing: a clean buffer must take the path of clean ones.
fn is_clean(text: &str) -> bool {
    matches!(Masker::default().mask_bytes(text.as_bytes()).get(), Cow::Borrowed(_))
}

impl Class {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Json => "json",
            Self::Logs => "logs",
            Self::Base64 => "base64",
            Self::Base64Text => "base64-text",
            Self::Sse => "sse",
        }
    }
}

impl Size {
    pub(crate) fn bytes(self) -> usize {
        match self {
            Self::Small => 1 << 10,
            Self::Medium => 64 << 10,
            Self::Large => 1 << 20,
        }
    }

    fn buffers(self, variety: Variety) -> usize {
        match (self, variety) {
            (Self::Small, Variety::Full) => 512,
            (Self::Medium, Variety::Full) => 224,
            (Self::Large, Variety::Full) => 24,
            (Self::Small, Variety::Little) => 64,
            (Self::Medium, Variety::Little) => 16,
            (Self::Large, Variety::Little) => 2,
        }
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Small => "1k",
            Self::Medium => "64k",
            Self::Large => "1m",
        })
    }
}
