use std::collections::BTreeMap;

use crate::otlp::received::Received;

/// What is signed of a request.
#[derive(Debug)]
pub(super) struct Canonical<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    pub(super) query: &'a str,
    /// By name in lower case; the values of a header sent several times are joined by commas.
    pub(super) headers: BTreeMap<String, String>,
    pub(super) body_hash: &'a str,
}

/// The headers of a request, with the host that HTTP/2 sends elsewhere.
pub(super) fn headers(received: &Received) -> Result<BTreeMap<String, String>, String> {
    let mut headers = BTreeMap::new();
    for (name, value) in &received.headers {
        let value = value.to_str().map_err(|_| format!("the header {name} is no text"))?;
        add(&mut headers, name.as_str(), value);
    }
    if let Some(authority) = received.uri.authority() {
        headers.entry("host".to_owned()).or_insert_with(|| authority.to_string());
    }
    Ok(headers)
}

/// Adds a header, its value trimmed and with one space where there were several.
pub(super) fn add(headers: &mut BTreeMap<String, String>, name: &str, value: &str) {
    let value = value.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    headers
        .entry(name.to_ascii_lowercase())
        .and_modify(|before| {
            before.push(',');
            before.push_str(&value);
        })
        .or_insert(value);
}

impl Canonical<'_> {
    pub(super) fn header(&self, name: &str) -> Result<&str, String> {
        self.headers.get(name).map(String::as_str).ok_or_else(|| format!("there is no header {name}"))
    }

    /// The canonical request.
    pub(super) fn text(&self, signed_headers: &[&str]) -> Result<String, String> {
        let mut lines = vec![self.method.to_owned(), path(self.path), query(self.query)];
        for name in signed_headers {
            lines.push(format!("{name}:{}", self.header(name)?));
        }
        lines.extend([String::new(), signed_headers.join(";"), self.body_hash.to_owned()]);
        Ok(lines.join("\n"))
    }
}

/// The path without dot segments and empty ones, each segment encoded, though it is so already.
fn path(path: &str) -> String {
    let mut segments = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()),
            other => segments.push(encode(other.as_bytes())),
        }
    }
    let stays_open = ["/", "/.", "/.."].iter().any(|end| path.ends_with(end)) && !segments.is_empty();
    format!("/{}{}", segments.join("/"), if stays_open { "/" } else { "" })
}

/// The parameters, encoded anew and in order.
fn query(query: &str) -> String {
    let mut parameters: Vec<_> = query
        .split('&')
        .filter(|parameter| !parameter.is_empty())
        .map(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            (encode(&decode(name)), encode(&decode(value)))
        })
        .collect();
    parameters.sort();
    let pairs: Vec<_> = parameters.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("&")
}

/// Everything but RFC 3986's unreserved characters, in upper-case hexadecimal.
fn encode(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                text.push(char::from(*byte));
            }
            other => text.push_str(&format!("%{other:02X}")),
        }
    }
    text
}

fn decode(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let escaped = (*first == b'%').then(|| after.get(..2)).flatten();
        let byte = escaped.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = &after[if byte.is_some() { 2 } else { 0 }..];
    }
    bytes
}
