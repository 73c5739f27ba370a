//! Which key names are sensitive, whatever their spelling.
//!
//! A name is split into words (`DB_PASSWORD`, `x-api-key`, `clientSecret`). What it ends in
//! decides: `password_reset_url` is a URL and `token_type` a type, whatever they begin with.

mod lists;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use lists::FRAGMENTS;
use lists::{ENDINGS, LAST_WORDS, NEUTRAL, OTHER_TOKENS, OWNED, OWNERS, QUESTIONS, TOKEN_OWNERS};
use words::Words;

use crate::error::BuildError;

/// Longer names are no names.
pub(crate) const MAX_NAME: usize = 128;
const MAX_EXTRA: usize = 1024;

/// The built-in names and the operator's own.
#[derive(Clone, Default)]
pub(crate) struct KeyNames {
    /// Folded: lower case, no separators.
    extra: Vec<String>,
    /// The longest word of each.
    fragments: Vec<String>,
}

impl KeyNames {
    pub(crate) fn with_extra(names: &[String]) -> Result<Self, BuildError> {
        if names.len() > MAX_EXTRA {
            return Err(BuildError::too_many_key_names(MAX_EXTRA));
        }
        let mut this = Self::default();
        for name in names {
            let bad = || BuildError::bad_key_name(name);
            let words = Words::split(name.as_bytes()).ok_or_else(bad)?;
            let longest = words.iter().max_by_key(|word| word.len()).ok_or_else(bad)?;
            if longest.len() < 3 {
                return Err(bad());
            }
            this.fragments.push(String::from_utf8_lossy(longest).into_owned());
            this.extra.push(String::from_utf8_lossy(words.folded()).into_owned());
        }
        Ok(this)
    }

    /// The literals that lead to the extra names.
    pub(crate) fn fragments(&self) -> impl Iterator<Item = &str> {
        self.fragments.iter().map(String::as_str)
    }

    pub(crate) fn is_sensitive(&self, name: &[u8]) -> bool {
        let Some(words) = Words::split(name) else {
            return false;
        };
        // In a shell, the exact name is the working directory.
        if matches!(name, b"PWD" | b"OLDPWD") {
            return false;
        }
        self.is_extra(&words) || is_built_in(words)
    }

    fn is_extra(&self, words: &Words) -> bool {
        let starts = || words.bounds().iter().map(|&(start, _)| usize::from(start));
        self.extra.iter().any(|extra| {
            words.folded().ends_with(extra.as_bytes())
                && starts().any(|start| start + extra.len() == words.folded().len())
        })
    }
}

fn is_built_in(mut words: Words) -> bool {
    if words.len() > 1 && QUESTIONS.contains(&words.word(0)) {
        return false;
    }
    loop {
        if tells(&words) {
            return true;
        }
        if words.len() < 2 || !is_neutral(&words) {
            return false;
        }
        words.drop_last();
    }
}

fn is_neutral(words: &Words) -> bool {
    let last = words.word(words.len() - 1);
    let before = words.word(words.len() - 2);
    NEUTRAL.contains(&last)
        || last.bytes().all(|b| b.is_ascii_digit())
        || last == "code" && matches!(before, "pin" | "otp" | "totp" | "mfa")
}

/// Whether the end of the name says that its value is secret.
fn tells(words: &Words) -> bool {
    let last = words.word(words.len() - 1);
    let before = if words.len() > 1 { words.word(words.len() - 2) } else { "" };
    let folded = words.folded();
    // The last byte alone rules nearly all of them out.
    let ends =
        |ending: &&str| ending.as_bytes().last() == folded.last() && folded.ends_with(ending.as_bytes());
    if ENDINGS.iter().any(ends) || LAST_WORDS.contains(&last) {
        return true;
    }
    if let Some(joined) = last.strip_suffix("token") {
        return token_is_secret(before, joined);
    }
    match last {
        "tokens" => TOKEN_OWNERS.contains(&before),
        "bearer" => words.len() == 1,
        // `pass` alone is a test result.
        "pass" => OWNERS.contains(&before),
        _ if OWNED.contains(&last) => words.len() == 1 || OWNERS.contains(&before),
        _ => ["dbpass", "userpass", "dbpwd", "userpwd", "userpin"].contains(&last),
    }
}

/// `joined` is what the last word has before `token`, as in `nextpagetoken`.
fn token_is_secret(before: &str, joined: &str) -> bool {
    if joined.is_empty() {
        return !OTHER_TOKENS.contains(&before);
    }
    // Short ones would be found at the end of other words: `backendtoken`.
    !OTHER_TOKENS.iter().any(|other| joined == *other || other.len() > 3 && joined.ends_with(other))
}
