//! A buffer in pieces, between which secrets can be planted.

use super::{Class, Size, api, base64, corpus::Corpus, is_clean, logs, rng::Rng, secrets, sse};

const SECRET_EVERY: usize = 10 * 1024;
const LARGEST_PIECE: usize = 2 * 1024;

/// Where the pieces of one class come from.
pub(crate) struct Source {
    class: Class,
    size: usize,
    corpus: Corpus,
    pub(crate) rng: Rng,
    pub(crate) drawn: usize,
    pub(crate) dropped: usize,
}

/// One buffer.
pub(crate) struct Draft {
    class: Class,
    size: usize,
    before: String,
    pieces: Vec<String>,
    after: &'static str,
}

impl Source {
    pub(crate) fn new(class: Class, size: Size) -> Self {
        let corpus = match class {
            Class::Code | Class::Base64Text => Corpus::code(),
            Class::Json | Class::Logs | Class::Base64 | Class::Sse => Corpus::prose(),
        };
        let rng = Rng::named(&format!("{} {size}", class.name()));
        Self { class, size: size.bytes(), corpus, rng, drawn: 0, dropped: 0 }
    }

    pub(crate) fn draft(&mut self) -> Draft {
        if self.class == Class::Json { self.document() } else { self.text() }
    }

    fn text(&mut self) -> Draft {
        let (mut pieces, mut left) = (Vec::new(), self.size);
        while left > 0 {
            let mut piece = self.clean_piece(Self::text_piece);
            piece.truncate(piece.floor_char_boundary(left));
            if piece.is_empty() {
                break;
            }
            left -= piece.len();
            pieces.push(piece);
        }
        Draft { class: self.class, size: self.size, before: String::new(), pieces, after: "" }
    }

    fn text_piece(&mut self) -> String {
        let len = LARGEST_PIECE.min(self.size / 3);
        match self.class {
            Class::Logs => logs::line(&mut self.rng, &mut self.corpus),
            Class::Sse => sse::events(&mut self.rng, &mut self.corpus),
            Class::Base64 => base64::of_bytes(&mut self.rng, len),
            Class::Base64Text => base64::of_text(&mut self.corpus, len),
            Class::Code | Class::Json => self.corpus.piece(len),
        }
    }

    /// A JSON document: as many items as there is room for, and an item that fills it up.
    fn document(&mut self) -> Draft {
        let kind = api::any_kind(&mut self.rng);
        let before = (kind.before)(&mut self.rng);
        let mut left = self.size.saturating_sub(before.len() + kind.after.len());
        let (mut pieces, mut misses) = (Vec::new(), 0);
        while misses < 4 {
            let item = self.clean_piece(|it| api::item(kind, &mut it.rng, &mut it.corpus));
            if item.len() < left {
                left -= item.len() + 1;
                pieces.push(item);
            } else {
                misses += 1;
            }
        }
        if let Some(room) = left.checked_sub(r#"{"note":""}"#.len()) {
            pieces.push(format!(r#"{{"note":"{}"}}"#, self.plain(room)));
        }
        Draft { class: self.class, size: self.size, before, pieces, after: kind.after }
    }

    /// Words that need no escapes.
    fn plain(&mut self, len: usize) -> String {
        let mut text = String::with_capacity(len + 200);
        while text.len() < len {
            let sentence = self.corpus.sentence(120);
            text.extend(sentence.chars().filter(|it| it.is_ascii_alphanumeric() || *it == ' '));
            text.push(' ');
        }
        text.truncate(len);
        text
    }

    /// One that our engine finds nothing in. Small, so that little is dropped with what it does find.
    fn clean_piece(&mut self, mut make: impl FnMut(&mut Self) -> String) -> String {
        loop {
            let piece = make(self);
            self.drawn += 1;
            if is_clean(&piece) {
                return piece;
            }
            self.dropped += 1;
        }
    }
}

impl Draft {
    pub(crate) fn clean(&self) -> String {
        format!("{}{}{}", self.before, self.pieces.join(self.separator()), self.after)
    }

    /// With secrets between the pieces, and how many.
    pub(crate) fn dirty(&self, rng: &mut Rng) -> (String, usize) {
        let every = SECRET_EVERY.min(self.size / 2);
        let most = (self.size / SECRET_EVERY).max(1);
        let (mut pieces, mut since, mut planted) = (Vec::new(), 0, 0);
        for (at, piece) in self.pieces.iter().enumerate() {
            pieces.push(piece.clone());
            since += piece.len();
            let last = at + 1 == self.pieces.len();
            if planted < most && (since >= every || last && planted == 0) {
                pieces.push(secrets::piece(self.class, rng));
                (since, planted) = (0, planted + 1);
            }
        }
        (format!("{}{}{}", self.before, pieces.join(self.separator()), self.after), planted)
    }

    fn separator(&self) -> &'static str {
        if self.class == Class::Json { "," } else { "" }
    }
}
