//! Paths without the ids in them.

use std::borrow::Cow;

/// Replaces what looks like an id by `:id`: numbers, UUIDs, hashes and long opaque tokens.
///
/// ```
/// use gate_metrics::normalize_path;
///
/// assert_eq!(normalize_path("/users/42/orders"), "/users/:id/orders");
/// assert_eq!(normalize_path("/s/0198a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"), "/s/:id");
/// assert_eq!(normalize_path("/api/v1/audit/tool-calls"), "/api/v1/audit/tool-calls");
/// ```
///
/// Names are endless, too, and this cannot tell them: it is no bound by itself.
#[must_use]
pub fn normalize_path(path: &str) -> Cow<'_, str> {
    if !path.split('/').any(is_id) {
        return Cow::Borrowed(path);
    }
    let mut normal = String::with_capacity(path.len());
    for (index, segment) in path.split('/').enumerate() {
        if index > 0 {
            normal.push('/');
        }
        normal.push_str(if is_id(segment) { ":id" } else { segment });
    }
    Cow::Owned(normal)
}

fn is_id(segment: &str) -> bool {
    is_number(segment) || is_hash(segment) || is_opaque(segment)
}

fn is_number(segment: &str) -> bool {
    !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit())
}

/// Sixteen hexadecimal digits or more, in groups or not: hashes, UUIDs, object ids.
fn is_hash(segment: &str) -> bool {
    let digits = segment.bytes().filter(u8::is_ascii_hexdigit).count();
    digits >= 16 && segment.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

/// Twenty characters or more, some of them digits: ULIDs, nanoids, tokens.
fn is_opaque(segment: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'~');
    segment.len() >= 20
        && segment.bytes().all(allowed)
        && segment.bytes().filter(u8::is_ascii_digit).count() >= 2
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ids_go() {
        for id in [
            "0",
            "1234567890123456789012345",
            "0198a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b",
            "0198A1B2C3D47E5F8A9B0C1D2E3F4A5B",
            "507f1f77bcf86cd799439011",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "01J5ZK8Q6R7S8T9V0W1X2Y3Z4A",
            "V1StGXR8_Z5jdHi6B-myT",
        ] {
            assert_eq!(normalize_path(&format!("/a/{id}/b")), "/a/:id/b", "{id}");
            assert_eq!(normalize_path(&format!("/{id}")), "/:id", "{id}");
        }
    }

    #[test]
    fn names_stay() {
        for path in [
            "",
            "/",
            "//",
            "*",
            "/v1/users",
            "/healthz",
            "/mcp/github",
            "/.well-known/oauth-protected-resource",
        ] {
            assert_eq!(normalize_path(path), path);
        }
    }

    proptest! {
        #[test]
        fn it_settles_and_keeps_the_shape(path in "(/[-0-9a-zA-Z_.~%:]{0,40}){0,6}") {
            let once = normalize_path(&path).into_owned();
            prop_assert_eq!(&*normalize_path(&once), &once);
            prop_assert_eq!(once.matches('/').count(), path.matches('/').count());
        }
    }
}
