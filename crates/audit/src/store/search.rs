use std::{borrow::Cow, fmt};

use crate::AuditRecord;

/// Words to look for in a record's arguments, response and error: all must be there.
///
/// A word is a run of letters and digits, in any script, in upper or lower case. `*` behind one stands for
/// any ending.
///
/// ```
/// use gate_audit::Search;
///
/// assert!(Search::parse("quarterly repo*").is_some());
/// assert!(Search::parse(" - ").is_none());
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Search(Vec<Term>);

/// One word that is looked for.
#[derive(Clone, PartialEq, Eq)]
pub struct Term {
    /// In lower case.
    pub word: String,
    /// Whether any ending may follow.
    pub is_prefix: bool,
}

/// Who asks for more words than this is told so: to leave some out would show too much.
const MOST: usize = 16;

impl Search {
    /// Reads what a user typed; `None` if there is no word in it, or more than 16.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut terms = Vec::new();
        for (at, word) in words_at(text).take(MOST + 1) {
            let is_prefix = text[at + word.len()..].starts_with('*');
            terms.push(Term { word: lower_case(word).into_owned(), is_prefix });
        }
        (1..=MOST).contains(&terms.len()).then_some(Self(terms))
    }

    /// The words.
    pub fn terms(&self) -> impl ExactSizeIterator<Item = &Term> {
        self.0.iter()
    }

    /// Whether every word is in the record. Stores that find by other means must agree with this.
    #[must_use]
    pub fn matches(&self, record: &AuditRecord) -> bool {
        let mut missing: Vec<&Term> = self.0.iter().collect();
        for word in Self::words_of(record) {
            missing.retain(|term| !term.is(&word));
            if missing.is_empty() {
                return true;
            }
        }
        false
    }

    /// Every word of a record, as it is looked for: those of its error, its arguments and its response.
    pub fn words_of(record: &AuditRecord) -> impl Iterator<Item = Cow<'_, str>> {
        let texts = [&record.error, &record.arguments.text, &record.response.text];
        texts.into_iter().flatten().flat_map(|text| Self::words_in(text.get()))
    }

    /// Every word of one of a record's texts, as it is looked for: what an index is made of.
    pub fn words_in(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
        words_at(text).map(|(_, word)| lower_case(word))
    }
}

impl Term {
    fn is(&self, word: &str) -> bool {
        if self.is_prefix { word.starts_with(&self.word) } else { word == self.word }
    }
}

/// In lower case, and still one word: that of `İ` has a mark behind the letter, which is neither letter nor digit.
fn lower_case(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return Cow::Borrowed(word);
    }
    let mut lower = word.to_lowercase();
    if !lower.is_ascii() {
        lower.retain(char::is_alphanumeric);
    }
    Cow::Owned(lower)
}

fn words_at(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let start = text.as_ptr().addr();
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(move |word| (word.as_ptr().addr() - start, word))
}

impl fmt::Display for Search {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().enumerate().try_for_each(|(index, term)| {
            let space = if index == 0 { "" } else { " " };
            let any = if term.is_prefix { "*" } else { "" };
            write!(f, "{space}{}{any}", term.word)
        })
    }
}

impl fmt::Debug for Search {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Search").field("terms", &self.0.len()).finish()
    }
}

impl fmt::Debug for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Term").field("is_prefix", &self.is_prefix).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use gate_call::Kind;
    use gate_mask::Masked;

    use super::*;
    use crate::{RecordId, Status};

    #[test]
    fn every_word_must_be_there_in_any_case() {
        let mut record = AuditRecord::new(RecordId::at(SystemTime::now()), Kind::Tool, Status::Ok);
        let text = |text: &str| Some(Masked::assume_masked_from_store(text.to_owned()));
        record.arguments.text = text(r#"{"path": "Über/die_Brücke"}"#);
        record.error = text("not found");
        let found = |words: &str| Search::parse(words).unwrap().matches(&record);
        for words in ["über", "BRÜCKE not", "brü*", "path: found", "d* di* die*"] {
            assert!(found(words), "{words}");
        }
        for words in ["brü", "ber", "found missing", "*ber x"] {
            assert!(!found(words), "{words}");
        }
    }

    #[test]
    fn what_is_kept_of_it_reads_back_as_the_same() {
        for text in ["quarterly REPO*", "İstanbul Straße* ΣΟΦΟΣ ǅ", "ﬁ K 東京*"] {
            let search = Search::parse(text).unwrap();
            assert_eq!(Search::parse(&search.to_string()), Some(search), "{text}");
        }
    }

    #[test]
    fn no_word_is_left_out() {
        assert_eq!(Search::parse(&"word ".repeat(16)).unwrap().terms().len(), 16);
        assert!(Search::parse(&"word ".repeat(17)).is_none());
    }
}
