//! The URL that an upstream's requests go to.

use std::fmt;

use http::{
    Uri,
    uri::{Authority, PathAndQuery, Scheme},
};

use crate::{Trouble, UpstreamError};

/// A checked URL. `Debug` shows no query.
pub(crate) struct Target {
    scheme: Scheme,
    authority: Authority,
    base: PathAndQuery,
}

impl Target {
    pub(crate) fn parse(url: &str) -> Result<Self, UpstreamError> {
        let refused = |why| UpstreamError::new(Trouble::Url(why));
        // A fragment is never sent; what parses it away would hide a mistake.
        if url.contains('#') {
            return Err(refused("a fragment is never sent"));
        }
        let uri: Uri = url.parse().map_err(|_| refused("it cannot be read as a URL"))?;
        let parts = uri.into_parts();
        let scheme = parts.scheme.ok_or_else(|| refused("it must start with http:// or https://"))?;
        if scheme != Scheme::HTTP && scheme != Scheme::HTTPS {
            return Err(refused("it must start with http:// or https://"));
        }
        let authority = parts.authority.ok_or_else(|| refused("it names no host"))?;
        if authority.as_str().contains('@') {
            return Err(refused("a user or password in it would end up in logs; send a header instead"));
        }
        if authority.host().is_empty() {
            return Err(refused("it names no host"));
        }
        let base = parts.path_and_query.unwrap_or_else(|| PathAndQuery::from_static("/"));
        Ok(Self { scheme, authority, base })
    }

    pub(crate) fn is_secure(&self) -> bool {
        self.scheme == Scheme::HTTPS
    }

    /// Where a request goes whose URI is relative to this one: `/` is the URL itself.
    pub(crate) fn join(&self, relative: &Uri) -> Uri {
        let mut parts = http::uri::Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = Some(self.path_and_query(relative));
        // Scheme, authority and path are all there, which is all that can be wrong.
        Uri::from_parts(parts).unwrap_or_default()
    }

    fn path_and_query(&self, relative: &Uri) -> PathAndQuery {
        let is_self = matches!(relative.path(), "/" | "");
        if is_self && relative.query().is_none() {
            return self.base.clone();
        }
        let mut joined = String::with_capacity(self.base.as_str().len() + relative.path().len() + 32);
        if is_self {
            joined.push_str(self.base.path());
        } else {
            joined.push_str(self.base.path().trim_end_matches('/'));
            joined.push_str(relative.path());
        }
        let queries = [self.base.query(), relative.query()];
        for (query, separator) in queries.into_iter().flatten().zip(['?', '&']) {
            joined.push(separator);
            joined.push_str(query);
        }
        // Both halves were valid, and nothing but `?` and `&` lies between.
        PathAndQuery::try_from(joined).unwrap_or_else(|_| self.base.clone())
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}{}", self.scheme, self.authority, self.base.path())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(url: &str, relative: &str) -> String {
        Target::parse(url).unwrap().join(&relative.parse().unwrap()).to_string()
    }

    #[test]
    fn paths_and_queries_are_joined() {
        assert_eq!(joined("http://a/mcp", "/"), "http://a/mcp");
        assert_eq!(joined("http://a/mcp/", "/"), "http://a/mcp/");
        assert_eq!(joined("http://a:81", "/"), "http://a:81/");
        assert_eq!(joined("http://a/mcp", "/x/y%2F"), "http://a/mcp/x/y%2F");
        assert_eq!(joined("http://a/mcp/", "/x"), "http://a/mcp/x");
        assert_eq!(joined("http://a/mcp?k=1", "/"), "http://a/mcp?k=1");
        assert_eq!(joined("http://a/mcp?k=1", "/?x=%20&y"), "http://a/mcp?k=1&x=%20&y");
        assert_eq!(joined("http://a/mcp", "/x?y=2"), "http://a/mcp/x?y=2");
        assert_eq!(joined("https://[::1]:8443/m", "/?q"), "https://[::1]:8443/m?q");
    }

    #[test]
    fn what_cannot_be_used_is_refused_without_repeating_it() {
        for url in ["mcp", "/mcp", "ftp://a/", "http://", "http://u:hunter2@a/", "http://a/#hunter2"] {
            let error = Target::parse(url).unwrap_err().to_string();
            assert!(!error.contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn debug_shows_no_query() {
        let target = Target::parse("http://a/mcp?key=hunter2").unwrap();
        assert_eq!(format!("{target:?}"), "http://a/mcp");
    }
}
