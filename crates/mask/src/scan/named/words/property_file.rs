//! Settings in files of properties: by paths, and messages, whose values have blanks and no quotes.

use super::value::Value;
use crate::class::ALNUM;
use crate::kinds::Kinds;
use crate::scan::named::judge;
use crate::scan::named::line::line_before;
use crate::scan::named::site::Site;
use crate::scan::skip::Skip;
use crate::scan::until::Until;
use crate::words::{List, numbers};

/// What messages are for: the first steps of their names.
static PLACES: List = List::new(&numbers([
    "button", "dialog", "error", "errors", "field", "form", "help", "hint", "i18n", "label", "labels",
    "menu", "message", "messages", "msg", "page", "prompt", "text", "title", "tooltip", "ui", "view",
]));

/// Whether what begins at `start` is what a program says to people: `login.password=Mot de passe`,
/// `label.api-key=API key`.
pub(super) fn is_message(site: &Site<'_>, start: usize, value: &Value<'_>) -> bool {
    let name = site.name();
    let Some(dot) = name.iter().position(|byte| *byte == b'.') else {
        return false;
    };
    // A message has more than a word, of which none has a digit.
    if value.after.first() != Some(&b' ') || value.has_digit() || !value.kinds.only(TEXT) {
        return false;
    }
    let line = Value::up_to(site, start, &Skip::Until(Until::line())).look();
    judge::is_label(line, name) || PLACES.has(&name[..dot]) && judge::is_message(line.bytes)
}

/// Whether the name ends a path of sections that begins its line: `Movies:ServiceApiKey = …`, as .NET lists what is
/// kept outside of the project (<https://learn.microsoft.com/aspnet/core/security/app-secrets>).
pub(super) fn is_of_section(site: &Site<'_>) -> bool {
    let section =
        |part: &[u8]| part.first().is_some_and(u8::is_ascii_alphabetic) && ALNUM.run(part) == part.len();
    // The string that holds the text begins.
    let text = line_before(site).and_then(|line| line.rsplit(|byte| *byte == b'"').next());
    let sections = text.and_then(|line| line.strip_suffix(b":"));
    sections.is_some_and(|path| path.split(|byte| *byte == b':').all(section))
}

const TEXT: Kinds = Kinds::LETTER.or(Kinds::OTHER).or(Kinds::DASH);

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_sorted() {
        assert!(super::PLACES.is_sorted());
    }
}
