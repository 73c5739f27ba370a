use std::fmt;

use serde_json::Value as Json;

use super::received::Received;

/// Where something was found in what was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place {
    /// Which request, counted from 0 in order of arrival.
    pub request: usize,
    /// The path of that request.
    pub path: String,
    /// Which part of it.
    pub part: Part,
    /// What is around it; bytes that are no text are shown as such.
    pub excerpt: String,
}

/// A part of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// The path and the query.
    Uri,
    /// The header of this name.
    Header(String),
    /// The body, compression undone, at this byte.
    Body(usize),
    /// A string in a JSON body, its escapes undone.
    JsonString,
}

/// How much of its surroundings is shown on either side.
const AROUND: usize = 40;

pub(super) fn places(request: usize, received: &Received, needle: &[u8], but: &[&str]) -> Vec<Place> {
    assert!(!needle.is_empty(), "nothing is everywhere");
    let path = received.uri.path();
    let place = |part, haystack: &[u8], at| {
        let excerpt = excerpt(haystack, at, needle.len());
        Place { request, path: path.to_owned(), part, excerpt }
    };
    let mut found = Vec::new();

    let uri = received.uri.to_string();
    found.extend(positions(uri.as_bytes(), needle).map(|at| place(Part::Uri, uri.as_bytes(), at)));

    let asked = |name: &str| !but.iter().any(|other| other.eq_ignore_ascii_case(name));
    for (name, value) in received.headers.iter().filter(|(name, _)| asked(name.as_str())) {
        let part = || Part::Header(name.as_str().to_owned());
        found.extend(positions(value.as_bytes(), needle).map(|at| place(part(), value.as_bytes(), at)));
    }

    // What cannot be decompressed is searched as it came.
    let body = received.plain().unwrap_or_else(|_| received.body.clone());
    let before = found.len();
    found.extend(positions(&body, needle).map(|at| place(Part::Body(at), &body, at)));
    if found.len() == before
        && let Ok(json) = serde_json::from_slice(&body)
    {
        strings(&json, &mut |text| {
            let text = text.as_bytes();
            found.extend(positions(text, needle).map(|at| place(Part::JsonString, text, at)));
        });
    }
    found
}

/// Calls `see` with every string in it, names too.
fn strings(json: &Json, see: &mut impl FnMut(&str)) {
    match json {
        Json::String(text) => see(text),
        Json::Array(items) => items.iter().for_each(|item| strings(item, see)),
        Json::Object(members) => {
            for (name, value) in members {
                see(name);
                strings(value, see);
            }
        }
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

fn positions<'a>(haystack: &'a [u8], needle: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    let windows = haystack.windows(needle.len()).enumerate();
    windows.filter(move |(_, window)| *window == needle).map(|(at, _)| at)
}

fn excerpt(haystack: &[u8], at: usize, length: usize) -> String {
    let end = (at + length + AROUND).min(haystack.len());
    haystack[at.saturating_sub(AROUND)..end].escape_ascii().to_string()
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "request {} to {}, ", self.request, self.path)?;
        match &self.part {
            Part::Uri => f.write_str("the URI")?,
            Part::Header(name) => write!(f, "the header {name}")?,
            Part::Body(at) => write!(f, "the body at {at}")?,
            Part::JsonString => f.write_str("a string in the body")?,
        }
        write!(f, ": …{}…", self.excerpt)
    }
}
