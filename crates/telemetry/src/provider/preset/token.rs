//! Credentials in a header.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::Secret;

/// `Basic` of RFC 7617.
pub(super) fn basic(user: &str, password: &Secret) -> String {
    format!("Basic {}", STANDARD.encode(format!("{user}:{}", password.expose())))
}

/// `Bearer` of RFC 6750.
#[cfg(any(feature = "azure", feature = "google"))]
pub(super) fn bearer(token: &str) -> Result<http::HeaderValue, opentelemetry_http::HttpError> {
    let mut header = http::HeaderValue::from_str(&format!("Bearer {token}"))
        .map_err(|_| "the token that was fetched cannot be a header")?;
    header.set_sensitive(true);
    Ok(header)
}
