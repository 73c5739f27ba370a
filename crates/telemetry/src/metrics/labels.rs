//! What attributes say: each value comes from a bounded set, whatever clients and servers make up.

use gate_call::{ErrorType, known};
use http::{Method, Uri, Version};
use opentelemetry::Value;

use super::semconv::OTHER;

pub(super) fn http_method(method: &Method) -> &'static str {
    known::http_method(method).unwrap_or(OTHER)
}

/// HTTP/1 does not tell; what comes in plain there is `http`, whoever has terminated TLS before.
pub(super) fn scheme(uri: &Uri) -> &'static str {
    if uri.scheme_str() == Some("https") { "https" } else { "http" }
}

pub(super) fn http_version(version: Version) -> Option<&'static str> {
    Some(match version {
        Version::HTTP_09 => "0.9",
        Version::HTTP_10 => "1.0",
        Version::HTTP_11 => "1.1",
        Version::HTTP_2 => "2",
        Version::HTTP_3 => "3",
        _ => return None,
    })
}

pub(super) fn mcp_method(method: &str) -> &'static str {
    known::mcp_request(method).unwrap_or(OTHER)
}

/// The revisions of the protocol that exist. None, where a client has made one up.
pub(super) fn mcp_version(version: &str) -> Option<&'static str> {
    const KNOWN: [&str; 5] = ["2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"];
    KNOWN.into_iter().find(|known| *known == version)
}

/// A JSON-RPC error's code: those that JSON-RPC reserves, as servers may make up any.
pub(super) fn rpc_code(code: i64) -> Value {
    if (-32_768..=-32_000).contains(&code) { code.to_string().into() } else { OTHER.into() }
}

pub(super) fn error_type(error: ErrorType) -> Value {
    match error {
        ErrorType::Name(name) => name.into(),
        ErrorType::Code(code) => rpc_code(code),
        ErrorType::Status(status) => status.as_str().to_owned().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_make_up_is_not_passed_on() {
        assert_eq!(http_method(&Method::from_bytes(b"get").unwrap()), OTHER);
        assert_eq!(http_method(&Method::POST), "POST");
        assert_eq!(mcp_method("tools/call2"), OTHER);
        assert_eq!(mcp_method("tasks/get"), "tasks/get");
        assert_eq!(mcp_version("2099-01-01"), None);
        assert_eq!(rpc_code(-32_601), "-32601".into());
        assert_eq!(rpc_code(4_711), OTHER.into());
        assert_eq!(scheme(&Uri::from_static("gopher://x/")), "http");
    }
}
