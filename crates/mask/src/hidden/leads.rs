//! What the literal pass looks for so that nothing hidden is passed by.
//!
//! Encoders write quotes, brackets and `=` as escapes in any text, so those lead nowhere by
//! themselves. A letter or digit is escaped only to hide it; and where a rule's own literal has a
//! character that encoders replace, it is searched for as they write it, too.

use super::coding::Coding;
use crate::literal::{Pattern, SHORTEST};

/// What a literal leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lead {
    Percent,
    Script,
    Slash,
    Entity,
    /// An encoded URL, which may have a user and a password.
    Userinfo,
    /// A line that goes on with the data of an event.
    Line,
}

impl Lead {
    /// What is written there, if it is an escape.
    #[inline]
    pub(super) fn coding(self) -> Option<Coding> {
        match self {
            Self::Percent | Self::Userinfo => Some(Coding::Percent),
            Self::Script => Some(Coding::Script),
            Self::Slash => Some(Coding::Slash),
            Self::Entity => Some(Coding::Entity),
            Self::Line => None,
        }
    }
}

/// Letters, digits, dash, dot and underscore as escapes, and a blank as forms write it.
const LETTERS: &[(&str, Lead)] = &[
    ("%[46][1-9A-Fa-f][0-9A-Za-z_%.-]", Lead::Percent),
    ("%[57][0-9AaFf][0-9A-Za-z_%.-]", Lead::Percent),
    ("%3[0-9][0-9A-Za-z_%.-]", Lead::Percent),
    ("%2[DdEe][0-9A-Za-z_%.-]", Lead::Percent),
    ("[Bb][Ee][Aa][Rr][Ee][Rr]+", Lead::Percent),
    ("%25[4-7][0-9A-Fa-f]", Lead::Percent),
    ("%252[DdEe]", Lead::Percent),
    // What a signature in a query follows, and what is inside of a bot's token: nothing else there tells.
    ("%253[Dd]", Lead::Percent),
    ("%3[Aa]AA[0-9A-Za-z_-]", Lead::Percent),
    ("%3[Aa]%2[Ff]%2[Ff]", Lead::Userinfo),
    ("\\u00[4-7][0-9A-Fa-f]", Lead::Script),
    ("\\u003[0-9]", Lead::Script),
    ("\\u002[DdEe]", Lead::Script),
    ("\\u{[4-7][0-9A-Fa-f]}", Lead::Script),
    // `\/` in JSON in JSON.
    ("\\\\/\\", Lead::Slash),
    ("\\x[4-7][0-9A-Fa-f]", Lead::Script),
    ("\\x3[0-9]", Lead::Script),
    ("&#[Xx][4-7][0-9A-Fa-f];", Lead::Entity),
    ("&#[Xx]3[0-9];", Lead::Entity),
    ("&#[Xx]2[DdEe];", Lead::Entity),
    ("&#4[5689];", Lead::Entity),
    ("&#5[0-7];", Lead::Entity),
    ("&#6[5-9];", Lead::Entity),
    ("&#[78][0-9];", Lead::Entity),
    ("&#9[05789];", Lead::Entity),
    ("&#1[0-2][0-9];", Lead::Entity),
    // A line of an event that goes on where the last one stopped: JSON that begins anew there
    // was not cut inside a word.
    ("[\n\r]data: [!-Z\\-z|}~]", Lead::Line),
    ("[\n\r]data:  ", Lead::Line),
    ("[\n\r]data:[!-Z\\-z|}~]", Lead::Line),
];

/// A quote, an equals sign and a colon; what else the sets take in leads nowhere.
const AFTER_NAMES: &[(&str, Lead)] = &[
    ("%2[27]", Lead::Percent),
    ("%3[da]", Lead::Percent),
    ("&[qa][up]o[ts];", Lead::Entity),
    ("&#3[49];", Lead::Entity),
    ("&#[56][18];", Lead::Entity),
    ("&#x[23][27ad];", Lead::Entity),
];

/// The patterns that lead to what is hidden by itself.
pub(crate) fn leads() -> impl Iterator<Item = (Pattern, Lead)> {
    LETTERS.iter().map(|&(text, lead)| (Pattern::parse(text), lead))
}

/// How encoders write the literal of a rule, if it has characters that they replace.
///
/// Only of what stands in URLs, queries and headers: nobody encodes a command, and each pattern
/// costs the literal pass a little.
pub(crate) fn written(literal: &str) -> impl Iterator<Item = (Pattern, Lead)> {
    let header = literal.starts_with("[Bb]");
    let leads = [
        (Coding::Percent, Lead::Percent),
        (Coding::Script, Lead::Script),
        (Coding::Slash, Lead::Slash),
        (Coding::Entity, Lead::Entity),
    ];
    leads.into_iter().filter_map(move |(coding, lead)| {
        let own = literal.contains('\\');
        let encoded_somewhere = header && coding == Coding::Percent || literal.ends_with('=');
        // What comes before the letters is checked once it is decoded.
        let literal = match literal.split_once(']') {
            Some((set, rest)) if set.starts_with('[') && rest.len() >= SHORTEST => rest,
            _ => literal,
        };
        let text = encoded(literal, coding);
        (text != literal && !own && encoded_somewhere).then(|| (Pattern::parse(&text), lead))
    })
}

/// How encoders write what may follow a key name, for a fragment that takes it in.
pub(crate) fn written_name(fragment: &str) -> impl Iterator<Item = (Pattern, Lead)> {
    let follows = match fragment.strip_suffix(']') {
        Some(set) => set.rfind('['),
        None => fragment.len().checked_sub(1),
    };
    let stem = follows.filter(|&at| fragment[at..].contains('"')).map(|at| &fragment[..at]);
    stem.into_iter().flat_map(|stem| {
        AFTER_NAMES
            .iter()
            .map(move |&(after, lead)| (Pattern::parse(&format!("{stem}{after}")).ignoring_case(), lead))
    })
}

/// A literal with every character replaced that the coding replaces in any text.
fn encoded(literal: &str, coding: Coding) -> String {
    let mut text = String::new();
    let mut rest = literal;
    while let Some(letter) = rest.chars().next() {
        let set = rest.strip_prefix('[').and_then(|set| set.split_once(']'));
        let (plain, written) = match set {
            Some((set, _)) => (&rest[..set.len() + 2], encoded_set(set, coding)),
            None => (&rest[..letter.len_utf8()], escape(letter, coding)),
        };
        text.push_str(written.as_deref().unwrap_or(plain));
        rest = &rest[plain.len()..];
    }
    text
}

/// A set of which no member is left as it is; no letter, digit or range.
fn encoded_set(set: &str, coding: Coding) -> Option<String> {
    let mut escapes = set.chars().map(|letter| escape(letter, coding));
    if set.contains('-') || set.contains(char::is_alphanumeric) {
        return None;
    }
    if coding != Coding::Percent {
        return escapes.flatten().next();
    }
    escapes.all(|escape| escape.is_some()).then(|| {
        let hex = |at: usize| {
            set.bytes()
                .map(|byte| format!("{byte:02X}{byte:02x}"))
                .fold(String::new(), |digits, hex| digits + &hex[at..=at] + &hex[at + 2..at + 3])
        };
        format!("%[{}][{}]", hex(0), hex(1))
    })
}

fn escape(letter: char, coding: Coding) -> Option<String> {
    let either_case = |digit: char| match digit {
        'A'..='F' => format!("[{digit}{}]", digit.to_ascii_lowercase()),
        _ => digit.to_string(),
    };
    let hex = || format!("{:02X}", u32::from(letter)).chars().map(either_case).collect::<String>();
    match coding {
        Coding::Percent if !letter.is_alphanumeric() && !"-._~*!'()".contains(letter) => {
            Some(format!("%{}", hex()))
        }
        Coding::Script if "<>&='\"".contains(letter) => Some(format!("\\u00{}", hex())),
        Coding::Slash if letter == '/' => Some("\\/".to_owned()),
        Coding::Entity => match letter {
            '"' => Some("&quot;".to_owned()),
            '&' => Some("&amp;".to_owned()),
            '<' => Some("&lt;".to_owned()),
            '>' => Some("&gt;".to_owned()),
            _ => None,
        },
        _ => None,
    }
}
