//! Objects under a telling name that hold what a program says: `{"add": "Ajouter un secret", "name": "Nom", …}`.

use super::record::members;
use crate::kinds::Look;
use crate::scan::named::judge;
use crate::scan::named::site::Site;
use crate::scan::named::text::literal;

/// So many members are read,
const MEMBERS: usize = 12;
/// and so many of them must be texts.
const TEXTS: usize = 4;
/// One in so many may be something else.
const OTHERS: usize = 4;

/// Whether the object whose first member is at `first` is one of texts, and among them a sentence: it is looked into.
pub(super) fn has(site: &Site<'_>, first: usize, depth: u8) -> bool {
    let bytes = site.view.bytes;
    let (mut texts, mut spoken, mut others) = (0, 0, 0);
    for (_, at) in members(site, first, depth).take(MEMBERS) {
        let Some(string) = literal(bytes, at) else {
            // Another object of them.
            others += usize::from(bytes.get(at) != Some(&b'{'));
            continue;
        };
        let text = Look::at(site.shown(string.content, &string.skip));
        let shown = judge::is_shown(text, site.name());
        texts += usize::from(shown);
        others += usize::from(!shown);
        spoken += usize::from(shown && judge::is_spoken(text.bytes));
        if others > OTHERS {
            return false;
        }
    }
    texts >= TEXTS && spoken > 0 && others * OTHERS <= texts
}
