//! Messages in files of properties, whose values have blanks and no quotes.

use super::value::Value;
use crate::kinds::Kinds;
use crate::scan::named::judge;
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

const TEXT: Kinds = Kinds::LETTER.or(Kinds::OTHER).or(Kinds::DASH);

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_sorted() {
        assert!(super::PLACES.is_sorted());
    }
}
