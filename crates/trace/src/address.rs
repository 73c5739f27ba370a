//! Whom a request is for.

use std::fmt;

use http::{HeaderMap, Uri, header, uri::Scheme};

/// The host and the port that a request names, in its URI or its `Host`.
pub(crate) fn of_request<'a>(uri: &'a Uri, headers: &'a HeaderMap) -> (Option<&'a str>, Option<u16>) {
    let named = uri.authority().map(|authority| authority.as_str());
    let text = named.or_else(|| headers.get(header::HOST)?.to_str().ok());
    text.map_or((None, None), split)
}

/// The host and the port of a URL; the scheme's, if it names none.
pub(crate) fn of_url(uri: &Uri) -> (Option<&str>, Option<u16>) {
    let (host, port) = uri.authority().map_or((None, None), |authority| split(authority.as_str()));
    let usual = match uri.scheme() {
        Some(scheme) if *scheme == Scheme::HTTP => Some(80),
        Some(scheme) if *scheme == Scheme::HTTPS => Some(443),
        _ => None,
    };
    (host, port.or(usual))
}

fn split(authority: &str) -> (Option<&str>, Option<u16>) {
    // What stands before an `@` is a user and a password.
    let authority = authority.rsplit('@').next().unwrap_or_default();
    let (host, port) = match authority.rsplit_once(':') {
        // The colon of an IPv6 address is inside its brackets.
        Some((host, port)) if !port.ends_with(']') => (host, port.parse().ok()),
        _ => (authority, None),
    };
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    ((!bare.is_empty()).then_some(bare), port)
}

/// A URL without its user, password, query and fragment, which may be secrets.
pub(crate) struct Url<'a>(pub(crate) &'a Uri);

impl fmt::Display for Url<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(uri) = self;
        let authority = uri.authority().map_or("", |authority| authority.as_str());
        let authority = authority.rsplit('@').next().unwrap_or_default();
        write!(f, "{}://{authority}{}", uri.scheme_str().unwrap_or("http"), uri.path())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_ports() {
        assert_eq!(split("example.com"), (Some("example.com"), None));
        assert_eq!(split("example.com:8080"), (Some("example.com"), Some(8080)));
        assert_eq!(split("[::1]:8080"), (Some("::1"), Some(8080)));
        assert_eq!(split("[::1]"), (Some("::1"), None));
        assert_eq!(split("me:hunter2@a:1"), (Some("a"), Some(1)));
        assert_eq!(split(""), (None, None));
        assert_eq!(split("a:no"), (Some("a"), None));
        let usual = |url: &'static str| of_url(&Uri::from_static(url)).1;
        assert_eq!([usual("https://a/"), usual("http://a/"), usual("/")], [Some(443), Some(80), None]);
    }

    #[test]
    fn a_url_is_shown_without_what_may_be_secret() {
        let shown = |url: &'static str| Url(&Uri::from_static(url)).to_string();
        assert_eq!(shown("https://me:hunter2@a:8443/mcp?key=hunter2"), "https://a:8443/mcp");
        assert_eq!(shown("http://[::1]:1/"), "http://[::1]:1/");
    }
}
