//! Near misses and secrets as close as they can stand, no two of them alike: nothing repeats, so each
//! has to be looked at.

use super::{rng::Rng, sweep};

/// What stands before a word, between it and a value, and after the value.
struct Form {
    before: &'static str,
    between: &'static str,
    after: &'static str,
}

const FORMS: &[Form] = &[
    form("", "", ""),
    form("", "=", " "),
    form("", "=", "\n"),
    form("", "=", "&"),
    form("", ": ", "\n"),
    form("", ":", ","),
    form("", " ", " "),
    form("", "%20", "%20"),
    form("", "%3D", "%26"),
    form("", " = '", "';\n"),
    form("\"", "\":\"", "\","),
    form("\\\"", "\\\":\\\"", "\\\","),
];

const fn form(before: &'static str, between: &'static str, after: &'static str) -> Form {
    Form { before, between, after }
}

/// A word in a form, over and over, each time with another value.
pub(crate) struct Dense {
    word: String,
    form: &'static Form,
}

/// Every literal and every name in every form.
pub(crate) fn all() -> Vec<Dense> {
    let words = sweep::words();
    words.iter().flat_map(|word| FORMS.iter().map(|form| Dense { word: word.clone(), form })).collect()
}

impl Dense {
    pub(crate) fn title(&self) -> String {
        let Form { before, between, after } = self.form;
        format!("{before}{}{between}…{after}", self.word)
    }

    pub(crate) fn text(&self, size: usize) -> String {
        let mut rng = Rng::named(&self.title());
        let mut text = String::with_capacity(size + 64);
        while text.len() < size {
            text.push_str(self.form.before);
            text.push_str(&self.word);
            text.push_str(self.form.between);
            text.push_str(&value(&mut rng));
            text.push_str(self.form.after);
        }
        text.truncate(size);
        text
    }
}

/// A few letters, mostly; at times a number, what may be a secret, or what stands for one.
fn value(rng: &mut Rng) -> String {
    match rng.below(8) {
        0 => rng.below(10_000).to_string(),
        1 => {
            let len = rng.between(6, 16);
            rng.alnum(len)
        }
        2 => rng.pick(&["$1", "null", "xxx", "a-b", "x.y", "you"]).to_owned(),
        _ => {
            let len = rng.between(1, 4);
            (0..len).map(|_| char::from(b'a' + rng.below(26) as u8)).collect()
        }
    }
}
