//! What may be asked of the trail, and how.

use axum::extract::{FromRequestParts, Query};
use gate_audit::{EntryKind, Filter, FilterError, Page};
use http::request::Parts;

use crate::error::ApiError;

/// A filter as people ask for it, in an API's query or on a command line: ended calls, unless they ask for
/// another `entry`, or for `all` of them.
///
/// ```
/// use gate_console::Question;
///
/// let mut question = Question::default();
/// question.set("status", "error")?;
/// let filter = question.into_filter();
/// assert!(filter.entry.is_some());
/// # Ok::<(), gate_audit::FilterError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Question(Filter);

impl Default for Question {
    fn default() -> Self {
        Self(Filter::default().entry(EntryKind::Call))
    }
}

impl Question {
    /// Sets a condition, as [`Filter::set`] does.
    ///
    /// # Errors
    ///
    /// As [`Filter::set`].
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), FilterError> {
        if (key, value) == ("entry", "all") {
            self.0.entry = None;
            return Ok(());
        }
        self.0.set(key, value)
    }

    /// The filter that was asked for.
    pub fn into_filter(self) -> Filter {
        self.0
    }
}

/// The pairs of a query, in its order.
pub(crate) struct Pairs(Vec<(String, String)>);

impl<S: Sync> FromRequestParts<S> for Pairs {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let pairs = Query::try_from_uri(&parts.uri);
        let unreadable = |_| ApiError::BadRequest("the query cannot be read".to_owned());
        pairs.map(|Query(pairs)| Self(pairs)).map_err(unreadable)
    }
}

/// The parameters of a query, told apart. An unknown one is refused: a misspelt filter would show too much.
pub(crate) struct Parameters {
    question: Question,
    others: Vec<(&'static str, String)>,
}

/// What asks for a page.
pub(crate) const PAGING: [&str; 4] = ["limit", "cursor", "page", "offset"];

impl Parameters {
    /// A filter, and the parameters `also`.
    pub(crate) fn of_filter(pairs: Pairs, also: &[&'static str]) -> Result<Self, ApiError> {
        Self::read(pairs, &Filter::KEYS, also)
    }

    /// The parameters `known`, and no filter.
    pub(crate) fn of(pairs: Pairs, known: &[&'static str]) -> Result<Self, ApiError> {
        Self::read(pairs, &[], known)
    }

    fn read(pairs: Pairs, conditions: &[&'static str], also: &[&'static str]) -> Result<Self, ApiError> {
        let mut read = Self { question: Question::default(), others: Vec::new() };
        let mut seen = Vec::new();
        for (key, value) in pairs.0 {
            let named = |keys: &[&'static str]| keys.iter().copied().find(|known| *known == key);
            if let Some(condition) = named(conditions) {
                if seen.contains(&condition) {
                    return Err(ApiError::BadRequest(format!("`{condition}` is given twice")));
                }
                seen.push(condition);
                let set = read.question.set(condition, &value);
                set.map_err(|error| ApiError::BadRequest(error.to_string()))?;
            } else if let Some(other) = named(also) {
                read.others.push((other, value));
            } else {
                return Err(unknown(&key, conditions, also));
            }
        }
        Ok(read)
    }

    /// A parameter that may be given once.
    pub(crate) fn one<T>(
        &self,
        name: &'static str,
        expected: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, ApiError> {
        let mut values = self.all(name);
        let Some(value) = values.next() else { return Ok(None) };
        if values.next().is_some() {
            return Err(ApiError::BadRequest(format!("`{name}` is given twice")));
        }
        let wrong = || ApiError::BadRequest(format!("`{name}` must be {expected}"));
        read(value).map(Some).ok_or_else(wrong)
    }

    /// Every value of a parameter that may be given more than once.
    pub(crate) fn all(&self, name: &'static str) -> impl Iterator<Item = &str> {
        self.others.iter().filter(move |(other, _)| *other == name).map(|(_, value)| value.as_str())
    }

    /// The page that is asked for: behind a cursor, or so many pages or rows on.
    pub(crate) fn page(&self) -> Result<Page, ApiError> {
        let limit = self.one("limit", "a number", |text| text.parse().ok())?;
        let cursor = self.one("cursor", "the `next` of an earlier page", |text| text.parse().ok())?;
        let number = self.one("page", "a number from 1 on", |text| text.parse().ok().filter(|n| *n > 0))?;
        let offset = self.one("offset", "a number", |text| text.parse::<u64>().ok())?;
        let page = limit.map_or_else(Page::default, Page::first);
        match (cursor, number, offset) {
            (None, None, None) => Ok(page),
            (Some(cursor), None, None) => Ok(page.after(cursor)),
            (None, Some(number), None) => {
                let before: u64 = number;
                Ok(page.offset((before - 1).saturating_mul(u64::from(page.limit()))))
            }
            (None, None, Some(offset)) => Ok(page.offset(offset)),
            _ => {
                Err(ApiError::BadRequest("only one of `cursor`, `page` and `offset` can be meant".to_owned()))
            }
        }
    }

    pub(crate) fn into_filter(self) -> Filter {
        self.question.into_filter()
    }
}

/// Names the parameter if it can be a misspelt one; what else it is stays unsaid.
fn unknown(key: &str, conditions: &[&str], also: &[&str]) -> ApiError {
    let known: Vec<_> = conditions.iter().chain(also).copied().collect();
    let like_a_name = key.len() <= 32 && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let named = if like_a_name && !key.is_empty() { format!(" `{key}`") } else { String::new() };
    ApiError::BadRequest(format!("there is no such parameter{named}; there is {}", known.join(", ")))
}
