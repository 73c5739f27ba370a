//! From the start of a secret to its end, in any number of steps.

use std::cmp::Ordering;

use super::armor::Armor;
use super::endings::{Escape, Tag};
use super::until::Until;
use crate::class::{Bytes, Class};

/// What is left of a secret. It is fed windows and keeps its state between them.
#[derive(Debug, Clone)]
pub(crate) enum Skip {
    /// So many bytes that were looked at already, then all of `class`.
    Run { known: usize, class: Option<Class> },
    /// A string whose quotes take `depth` backslashes.
    Str { depth: u8, slashes: usize },
    /// A part of such a string, up to a semicolon.
    Item { depth: u8, slashes: usize },
    /// A JSON array or object inside `depth`.
    Container { depth: u8, nesting: u32, in_string: bool, slashes: usize },
    /// A value without JSON quotes.
    Plain { ends: Ends, slashes: usize, escape: Escape, tag: Tag },
    /// A value with an end of its own.
    Until(Until),
    /// The base64 lines of a private key.
    Armor(Armor),
}

/// What ends a value without JSON quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ends {
    /// A word in running text, a query or a list.
    Word,
    /// A word that has the line for itself.
    LineWord,
    /// The line.
    Line,
    /// A semicolon or the line.
    Cookie,
    /// The same, or a blank: in a sentence.
    CookieWord,
}

pub(crate) enum Progress {
    /// The window ended first.
    More,
    /// The secret ends before this position.
    Done(usize),
}

/// No end is found further back than this; less than `LOOK_BEHIND`.
const GIVE_BACK: usize = 64;

impl Skip {
    pub(crate) fn string(depth: u8) -> Self {
        Self::Str { depth, slashes: 0 }
    }

    pub(crate) fn container(depth: u8) -> Self {
        Self::Container { depth, nesting: 0, in_string: false, slashes: 0 }
    }

    pub(crate) fn plain(ends: Ends) -> Self {
        Self::Plain { ends, slashes: 0, escape: Escape::default(), tag: Tag::default() }
    }

    /// Whether it has come to the bracket that closes it.
    pub(crate) fn is_closed(&self) -> bool {
        matches!(self, Self::Container { nesting: 0, .. })
    }

    /// The same from so much further on: what was counted ends where it did.
    pub(crate) fn behind(self, len: usize) -> Self {
        match self {
            Self::Run { known, class } => Self::Run { known: known.saturating_sub(len), class },
            skip => skip,
        }
    }

    /// The same from the start, for what ends at quotes.
    pub(crate) fn anew(&self) -> Option<Self> {
        match self {
            Self::Str { depth, .. } => Some(Self::string(*depth)),
            Self::Container { depth, .. } => Some(Self::container(*depth)),
            _ => None,
        }
    }

    /// The same before the backslashes that stand where it ended: they are met again.
    pub(crate) fn before_slashes(mut self) -> Self {
        if let Self::Str { slashes, .. }
        | Self::Item { slashes, .. }
        | Self::Container { slashes, .. }
        | Self::Plain { slashes, .. } = &mut self
        {
            *slashes = 0;
        }
        self
    }

    /// Forgets a double quote in it that none like it may end.
    pub(crate) fn forget_quote(&mut self) {
        if let Self::Until(until) = self {
            until.forget_quote();
        }
    }

    /// Goes on from `from`, where the last call stopped. `end`: the window is the last.
    pub(crate) fn advance(&mut self, window: &[u8], from: usize, end: bool) -> Progress {
        let found = match self {
            Self::Run { known, class } => return run(known, *class, window, from, end),
            Self::Until(until) => return until.advance(window, from, end),
            Self::Str { depth, slashes } => end_of_string(*depth, slashes, window, from),
            Self::Item { depth, slashes } => end_of_item(*depth, slashes, window, from),
            Self::Container { .. } => self.end_of_container(window, from),
            Self::Plain { ends, slashes, escape, tag } => {
                end_of_plain(*ends, (slashes, escape, tag), window, from)
            }
            Self::Armor(armor) => armor.advance(window, from, end),
        };
        match found {
            None if !end => Progress::More,
            found => Progress::Done(found.unwrap_or(window.len())),
        }
    }

    fn end_of_container(&mut self, window: &[u8], from: usize) -> Option<usize> {
        let Self::Container { depth, nesting, in_string, slashes } = self else {
            return None;
        };
        for (at, &byte) in window.iter().enumerate().skip(from) {
            match byte {
                b'"' => match quote(*slashes, *depth) {
                    Quote::Same => *in_string = !*in_string,
                    // The string that holds all of this ends.
                    Quote::Outer(own) => return Some(at - own),
                    Quote::Inner => {}
                },
                b'{' | b'[' if !*in_string => *nesting = nesting.saturating_add(1),
                b'}' | b']' if !*in_string => {
                    *nesting = nesting.saturating_sub(1);
                    if *nesting == 0 {
                        return Some(at + 1);
                    }
                }
                _ => {}
            }
            count(slashes, byte);
        }
        None
    }
}

fn run(known: &mut usize, class: Option<Class>, window: &[u8], from: usize, end: bool) -> Progress {
    let step = (*known).min(window.len() - from);
    *known -= step;
    let at = from + step;
    let Some(class) = class else {
        return if *known == 0 || end { Progress::Done(at) } else { Progress::More };
    };
    let at = at + class.run(&window[at..]);
    if at < window.len() || end { Progress::Done(at) } else { Progress::More }
}

fn end_of_string(depth: u8, slashes: &mut usize, window: &[u8], from: usize) -> Option<usize> {
    static TELLING: Bytes = Bytes::of(b"\"\\");
    let plain = if *slashes == 0 { TELLING.run_to(window.get(from..).unwrap_or_default()) } else { 0 };
    for (at, &byte) in window.iter().enumerate().skip(from + plain) {
        if byte == b'"' {
            match quote(*slashes, depth) {
                Quote::Same => return Some(at - usize::from(depth)),
                Quote::Outer(own) => return Some(at - own),
                Quote::Inner => {}
            }
        }
        count(slashes, byte);
    }
    None
}

fn end_of_item(depth: u8, slashes: &mut usize, window: &[u8], from: usize) -> Option<usize> {
    for (at, &byte) in window.iter().enumerate().skip(from) {
        match byte {
            b';' => return Some(at),
            b'"' => match quote(*slashes, depth) {
                Quote::Same => return Some(at - usize::from(depth)),
                Quote::Outer(own) => return Some(at - own),
                Quote::Inner => {}
            },
            _ => {}
        }
        count(slashes, byte);
    }
    None
}

fn end_of_plain(
    ends: Ends,
    (slashes, escape, tag): (&mut usize, &mut Escape, &mut Tag),
    window: &[u8],
    from: usize,
) -> Option<usize> {
    // Where no backslash is in sight, only an end tells anything.
    let unescaped = *slashes == 0 && escape.seen == 0 && tag.seen == 0;
    let plain = if unescaped { ends.telling().run_to(window.get(from..).unwrap_or_default()) } else { 0 };
    for (at, &byte) in window.iter().enumerate().skip(from + plain) {
        if escape.next(*slashes, byte).is_some_and(|hidden| ends.at(hidden)) {
            return Some(at - escape.before_last());
        }
        if *slashes > 0 && matches!(byte, b'"' | b'n' | b'r' | b't') {
            return Some(at - given_back(*slashes));
        }
        if let Some(before) = tag.next(byte) {
            return Some(at - before);
        }
        if ends.at(byte) {
            let own = if matches!(byte, b'"' | b'\'') { given_back(*slashes) } else { 0 };
            return Some(at - own);
        }
        count(slashes, byte);
    }
    None
}

impl Ends {
    fn at(self, byte: u8) -> bool {
        self.telling().has(byte) && byte != b'\\' && (!matches!(byte, b'<' | b']') || self == Self::Word)
    }

    /// What ends a value, the backslash, and what a tag or `]]>` begins with.
    fn telling(self) -> &'static Bytes {
        static WORD: Bytes = Bytes::of(b" \t\n\x0c\r\0\x1b\"'`&;,)]}<>|\\");
        static LINE_WORD: Bytes = Bytes::of(b" \t\n\x0c\r\0\x1b\"'`&;<]\\");
        static LINE: Bytes = Bytes::of(b"\n\r\0\x1b\"'`<]\\");
        static COOKIE: Bytes = Bytes::of(b"\n\r\0\x1b\"'`;<]\\");
        static COOKIE_WORD: Bytes = Bytes::of(b" \t\n\r\0\x1b\"'`;<]\\");
        match self {
            Self::Word => &WORD,
            Self::LineWord => &LINE_WORD,
            Self::Line => &LINE,
            Self::Cookie => &COOKIE,
            Self::CookieWord => &COOKIE_WORD,
        }
    }
}

/// What a double quote means to a string or container.
pub(crate) enum Quote {
    Same,
    /// It ends a string further out; so many backslashes are its own.
    Outer(usize),
    Inner,
}

/// Reads a quote by the backslashes before it.
///
/// A quote of level `l` takes 2^l - 1 backslashes and a backslash in its string 2^(l+1), so the
/// level is the number of trailing ones in the length of the run.
pub(crate) fn quote(slashes: usize, depth: u8) -> Quote {
    let level = slashes.trailing_ones();
    match level.cmp(&depth.trailing_ones()) {
        Ordering::Less => Quote::Outer((1 << level) - 1),
        Ordering::Equal => Quote::Same,
        Ordering::Greater => Quote::Inner,
    }
}

pub(super) fn count(slashes: &mut usize, byte: u8) {
    *slashes = if byte == b'\\' { *slashes + 1 } else { 0 };
}

/// The backslashes that belong to what follows; of a long run a part of the same parity.
pub(super) fn given_back(slashes: usize) -> usize {
    if slashes <= GIVE_BACK { slashes } else { GIVE_BACK - (slashes & 1) }
}

/// How many backslashes end before `at`.
pub(crate) fn slashes_before(bytes: &[u8], at: usize) -> usize {
    bytes[..at].iter().rev().take_while(|&&byte| byte == b'\\').count()
}
