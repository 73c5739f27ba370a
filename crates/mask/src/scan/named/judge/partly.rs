//! Values of which only a part is secret: what stands before or after it is public.

use crate::kinds::Look;
use crate::mark::MARK;
use crate::scan::named::site::Site;
use crate::scan::named::text::ends_with_folded;

/// No user's name and no access key is longer.
const LONGEST: usize = 128;
/// A signature is no further from what begins an authorization.
const SIGNATURE: usize = 512;
/// No signature in hexadecimal is shorter.
const DIGITS: usize = 32;

/// What of a value is secret.
pub(crate) enum Part {
    All,
    /// What comes after so many bytes.
    From(usize),
    /// So many bytes.
    Only(usize),
}

impl Part {
    /// `None` if it is masked already, or rules of their own find it.
    pub(crate) fn of(value: Look<'_>, start: usize, site: &Site<'_>) -> Option<Self> {
        // What most names fail comes first.
        let part = match site.name().last() {
            Some(b'n' | b'N') => (!is_signed(value, start, site)).then_some(Self::All),
            Some(b'l' | b'L') => Some(scope(value.bytes, site.name()).map_or(Self::All, Self::Only)),
            Some(b's' | b'h') if site.name().starts_with(b"--") => {
                Some(user(value.bytes, site.name()).map_or(Self::All, Self::From))
            }
            Some(b'o' | b'O' | b't') if is_login(site.name()) => {
                Some(after_user(value.bytes).map_or(Self::All, Self::From))
            }
            _ => return Some(Self::All),
        };
        let secret = match part {
            Some(Self::From(from)) => &value.bytes[from..],
            Some(Self::Only(len)) => &value.bytes[..len],
            Some(Self::All) => return part,
            None => MARK,
        };
        let masked = site.engine.style().is_mark(secret);
        site.marked.set(site.marked.get() || masked);
        part.filter(|_| !masked)
    }
}

/// `AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`: rules of their own find the key and
/// the signature (<https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html>).
fn is_signed(value: Look<'_>, start: usize, site: &Site<'_>) -> bool {
    const NAME: &[u8] = b"Signature=";
    if !value.bytes.starts_with(b"Credential=") || !ends_with_folded(site.name(), b"authorization") {
        return false;
    }
    let bytes = site.view.bytes;
    let line = &bytes[start..bytes.len().min(start + SIGNATURE)];
    let Some(at) = line.windows(NAME.len()).position(|part| part == NAME) else {
        return false;
    };
    let signature = &line[at + NAME.len()..];
    let digits = signature.iter().take(DIGITS).take_while(|byte| byte.is_ascii_hexdigit()).count();
    !line[..at].contains(&b'\n') && (digits == DIGITS || signature.starts_with(MARK))
}

/// `AKIA…/20260314/eu-west-1/s3/aws4_request`: where the scope of the key begins, which says where
/// and when it may be used.
fn scope(value: &[u8], name: &[u8]) -> Option<usize> {
    if !ends_with_folded(name, b"credential") {
        return None;
    }
    let slashes: [&[u8]; 4] = [b"/", b"%2F", b"%2f", b"\\/"];
    let len = (0..value.len()).find(|&at| slashes.iter().any(|slash| value[at..].starts_with(slash)))?;
    let slash = slashes.iter().find(|slash| value[len..].starts_with(slash))?;
    let date = &value[len + slash.len()..];
    let digits = date.iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
    (len > 0 && digits == 8).then_some(len)
}

/// `ci:X` after `--creds` or `--auth`: where the password begins.
fn user(value: &[u8], name: &[u8]) -> Option<usize> {
    if !ends_with_folded(name, b"creds") && !ends_with_folded(name, b"auth") {
        return None;
    }
    after_user(value)
}

/// Whether a name is that of a user and a password: `basic.auth.user.info`, `npmAuthIdent`.
fn is_login(name: &[u8]) -> bool {
    ends_with_folded(name, b"user.info")
        || ends_with_folded(name, b"user_info")
        || ends_with_folded(name, b"authident")
}

/// Where the password begins after `ci:`.
fn after_user(value: &[u8]) -> Option<usize> {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"_.@-".contains(byte);
    let len = value.iter().take(LONGEST).take_while(|byte| plain(byte)).count();
    let password = value.get(len..)?.strip_prefix(b":")?;
    (len > 0 && password.first().is_some_and(|byte| *byte != b'/')).then_some(len + 1)
}
