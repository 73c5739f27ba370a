//! What the literal pass looks for so that nothing hidden is passed by.
//!
//! Encoders write quotes, brackets and `=` as escapes in any text, so those lead nowhere by
//! themselves. A letter or digit is escaped only to hide it; and where a rule's own literal has a
//! character that encoders replace, it is searched for as they write it, too.

use super::coding::Coding;
use crate::literal::Pattern;

/// What a literal leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lead {
    Percent,
    Script,
    Slash,
    Entity,
    /// A URL that may have a user and a password.
    Userinfo(Written),
    /// A line that goes on with the data of an event.
    Line,
}

/// How a URL is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    Percent,
    Slash,
}

impl From<Written> for Coding {
    fn from(written: Written) -> Self {
        match written {
            Written::Percent => Self::Percent,
            Written::Slash => Self::Slash,
        }
    }
}

/// Letters, digits, dash, dot and underscore, as escapes.
const LETTERS: &[(&str, Lead)] = &[
    ("%[46][1-9A-Fa-f][0-9A-Za-z_%.-]", Lead::Percent),
    ("%[57][0-9AaFf][0-9A-Za-z_%.-]", Lead::Percent),
    ("%3[0-9][0-9A-Za-z_%.-]", Lead::Percent),
    ("%25[4-7][0-9A-Fa-f]", Lead::Percent),
    ("\\u00[4-7][0-9A-Fa-f]", Lead::Script),
    ("\\u003[0-9]", Lead::Script),
    ("\\u002[DdEe]", Lead::Script),
    ("\\u{[4-7][0-9A-Fa-f]}", Lead::Script),
    ("\\x[4-7][0-9A-Fa-f]", Lead::Script),
    ("\\x3[0-9]", Lead::Script),
    ("&#[Xx][4-7][0-9A-Fa-f];", Lead::Entity),
    ("&#[Xx]3[0-9];", Lead::Entity),
    ("&#4[5689];", Lead::Entity),
    ("&#5[0-7];", Lead::Entity),
    ("&#6[5-9];", Lead::Entity),
    ("&#[78][0-9];", Lead::Entity),
    ("&#9[05789];", Lead::Entity),
    ("&#1[0-2][0-9];", Lead::Entity),
    // A line of an event that goes on where the last one stopped: JSON that begins anew there
    // was not cut inside a word.
    ("[\n\r]data: [!-Z\\-z|}~]", Lead::Line),
    ("[\n\r]data:[!-Z\\-z|}~]", Lead::Line),
];

/// A quote, an equals sign and a colon.
const AFTER_NAMES: &[(&str, Lead)] = &[
    ("%22", Lead::Percent),
    ("%3[da]", Lead::Percent),
    ("&quot;", Lead::Entity),
    ("&#34;", Lead::Entity),
    ("&#61;", Lead::Entity),
];

/// The patterns that lead to what is hidden by itself.
pub(crate) fn leads() -> impl Iterator<Item = (Pattern, Lead)> {
    LETTERS.iter().map(|&(text, lead)| (Pattern::parse(text), lead))
}

/// How encoders write the literal of a rule, if it has characters that they replace.
pub(crate) fn written(literal: &str) -> impl Iterator<Item = (Pattern, Lead)> {
    let url = literal.starts_with("://");
    let leads = [
        (Coding::Percent, if url { Lead::Userinfo(Written::Percent) } else { Lead::Percent }),
        (Coding::Script, Lead::Script),
        (Coding::Slash, if url { Lead::Userinfo(Written::Slash) } else { Lead::Slash }),
        (Coding::Entity, Lead::Entity),
    ];
    leads.into_iter().filter_map(move |(coding, lead)| {
        let text = encoded(literal, coding);
        (text != literal).then(|| (Pattern::parse(&text), lead))
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

/// A literal with every character replaced that the coding replaces in any text. What stands in
/// brackets stays: no literal needs more.
fn encoded(literal: &str, coding: Coding) -> String {
    let mut text = String::new();
    let mut in_set = false;
    for letter in literal.chars() {
        match letter {
            '[' => in_set = true,
            ']' => in_set = false,
            _ => {}
        }
        match escape(letter, coding).filter(|_| !in_set && letter != ']') {
            Some(escape) => text.push_str(&escape),
            None => text.push(letter),
        }
    }
    text
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
