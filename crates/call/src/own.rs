//! Copies of what came off a connection.
//!
//! Such a value is a slice of the connection's read buffer: kept, it keeps all of that, eight kilobytes or
//! many more, however short it is itself.

use bytes::Bytes;
use http::{
    Uri,
    uri::{Authority, PathAndQuery},
};

/// The same URI in memory of its own.
///
/// Its parts are parsed once more, as the types have no other way in; should one of them not be read as it
/// was before, the slices stay.
pub(crate) fn uri(uri: &Uri) -> Uri {
    let mut parts = uri.clone().into_parts();
    let authority = parts.authority.take().map(|it| Authority::from_maybe_shared(copy(it.as_str())));
    let path = parts.path_and_query.take().map(|it| match it.as_str() {
        "/" => Ok(PathAndQuery::from_static("/")),
        text => PathAndQuery::from_maybe_shared(copy(text)),
    });
    let (Ok(authority), Ok(path)) = (authority.transpose(), path.transpose()) else { return uri.clone() };
    (parts.authority, parts.path_and_query) = (authority, path);
    Uri::from_parts(parts).unwrap_or_else(|_| uri.clone())
}

fn copy(text: &str) -> Bytes {
    Bytes::copy_from_slice(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_reads_the_same_and_shares_nothing() {
        for text in [
            "/",
            "*",
            "/mcp/a?b=c&d=%20",
            "/é?",
            "//double",
            "example.com:443",
            "http://me:pw@example.com:8080/x?y",
            "https://example.com",
            "custom+scheme://host/x",
        ] {
            let Ok(whole) = Uri::from_maybe_shared(copy(text)) else { continue };
            let own = uri(&whole);
            assert_eq!(own, whole, "{text}");
            assert_eq!(own.to_string(), whole.to_string());
            let (path, authority) = (own.path_and_query(), own.authority());
            let at = |uri: &Uri| {
                let path = uri.path_and_query().map(|path| path.as_str().as_ptr());
                (path, uri.authority().map(|authority| authority.as_str().as_ptr()))
            };
            assert!(path.is_none_or(|path| path == "/") || at(&own).0 != at(&whole).0, "{text}");
            assert!(authority.is_none() || at(&own).1 != at(&whole).1, "{text}");
        }
    }
}
