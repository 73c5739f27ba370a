//! A verifier of AWS Signature Version 4, made from AWS's description of it and of nothing else.
//!
//! It shares no code with any signer, so that a signer's mistakes are not repeated here. What it was
//! written from: "Create a signed AWS API request" in the IAM User Guide; S3's own rules (paths are
//! encoded once there, and not normalised) and signatures in the query are left out.

mod authorization;
mod canonical;
#[cfg(test)]
mod tests;

use std::time::SystemTime;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;

use self::{authorization::Authorization, canonical::Canonical};
use super::{received::Received, value::hex};

/// How far a signature's time may be from ours, in seconds.
const SKEW: i64 = 15 * 60;

/// Checks the signature of a request as the service would that holds the secret.
///
/// `body_hash` is what the signer must have put for the body: [`hash`] of the body as sent
/// (compressed, that is), or a constant such as `UNSIGNED-PAYLOAD`.
///
/// # Errors
///
/// What is wrong, with the canonical request that was expected.
pub fn verify(
    received: &Received,
    access_key: &str,
    secret: &str,
    region: &str,
    service: &str,
    body_hash: &str,
) -> Result<(), String> {
    let canonical = Canonical {
        method: received.method.as_str(),
        path: received.uri.path(),
        query: received.uri.query().unwrap_or_default(),
        headers: canonical::headers(received)?,
        body_hash,
    };
    let credentials = Credentials { access_key, secret, region, service };
    check(&canonical, &credentials, received.at)
}

/// SHA-256 in hexadecimal.
#[must_use]
pub fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Whose signature is expected, and for what.
struct Credentials<'a> {
    access_key: &'a str,
    secret: &'a str,
    region: &'a str,
    service: &'a str,
}

fn check(request: &Canonical<'_>, credentials: &Credentials<'_>, now: SystemTime) -> Result<(), String> {
    let authorization = Authorization::parse(request.header("authorization")?)?;
    let date = request.header("x-amz-date")?;
    check_date(date, now)?;

    let Credentials { access_key, secret, region, service } = credentials;
    let day = date.get(..8).unwrap_or_default();
    let scope = format!("{day}/{region}/{service}/aws4_request");
    let expected = format!("{access_key}/{scope}");
    if authorization.credential != expected {
        return Err(format!("the credential is {:?}, not {expected:?}", authorization.credential));
    }
    check_signed_headers(request, &authorization)?;
    if request.header("x-amz-content-sha256").is_ok_and(|stated| stated != request.body_hash) {
        return Err("x-amz-content-sha256 is not the hash of the body".to_owned());
    }

    let canonical = request.text(&authorization.signed_headers)?;
    let to_sign = format!("AWS4-HMAC-SHA256\n{date}\n{scope}\n{}", hash(canonical.as_bytes()));
    let key = [day, region, service, "aws4_request"]
        .iter()
        .fold(format!("AWS4{secret}").into_bytes(), |key, part| hmac(&key, part.as_bytes()));
    let signature = hex(&hmac(&key, to_sign.as_bytes()));
    if authorization.signature != signature {
        return Err(format!("the signature does not fit the canonical request:\n{canonical}"));
    }
    Ok(())
}

/// AWS wants `host` signed, and every `x-amz-` header that is sent; a list out of order is not one.
fn check_signed_headers(request: &Canonical<'_>, authorization: &Authorization<'_>) -> Result<(), String> {
    let signed = &authorization.signed_headers;
    if !signed.is_sorted() {
        return Err(format!("the signed headers are not in order: {signed:?}"));
    }
    let must = request.headers.keys().filter(|name| *name == "host" || name.starts_with("x-amz-"));
    match must.into_iter().find(|name| !signed.contains(&name.as_str())) {
        Some(name) => Err(format!("the header {name} is sent unsigned")),
        None => Ok(()),
    }
}

fn check_date(date: &str, now: SystemTime) -> Result<(), String> {
    let signed = timestamp(date).ok_or_else(|| format!("{date:?} is not a time"))?;
    let now = OffsetDateTime::from(now).unix_timestamp();
    match (now - signed).abs() {
        0..=SKEW => Ok(()),
        skew => Err(format!("it was signed {skew} seconds away from now")),
    }
}

/// Seconds since 1970 of `20150830T123600Z`.
fn timestamp(date: &str) -> Option<i64> {
    let (day, clock) = date.strip_suffix('Z')?.split_once('T')?;
    let well_formed =
        |digits: &str, length| digits.len() == length && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !well_formed(day, 8) || !well_formed(clock, 6) {
        return None;
    }
    let month = time::Month::try_from(day[4..6].parse::<u8>().ok()?).ok()?;
    let day = time::Date::from_calendar_date(day[..4].parse().ok()?, month, day[6..].parse().ok()?).ok()?;
    let (hour, minute, second) =
        (clock[..2].parse().ok()?, clock[2..4].parse().ok()?, clock[4..].parse().ok()?);
    Some(day.with_hms(hour, minute, second).ok()?.assume_utc().unix_timestamp())
}

fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(message);
    mac.finalize().into_bytes().to_vec()
}
