//! The scheme of an authorization header, which is no secret.

use crate::class::DASH_ALNUM;
use crate::words::{LONGEST, List, numbers};

/// Words before the credentials in an authorization header.
static SCHEMES: List = List::new(&numbers([
    "api-key",
    "apikey",
    "aws4-hmac-sha256",
    "basic",
    "bearer",
    "bot",
    "digest",
    "dpop",
    "flyv1",
    "genie-key",
    "geniekey",
    "gnap",
    "hawk",
    "key",
    "klaviyo-api-key",
    "negotiate",
    "ntlm",
    "privatetoken",
    "sharedkey",
    "sharedkeylite",
    "splunk",
    "sso-key",
    "ssws",
    "token",
]));

/// How much of a header value is an authorization scheme, with its space.
pub(crate) fn scheme_len(value: &[u8]) -> usize {
    let space = DASH_ALNUM.short_run(&value[..value.len().min(LONGEST)]);
    let is_word = value.get(space) == Some(&b' ');
    let known = is_word && SCHEMES.has(&value[..space]) && value.len() > space + 1;
    if known { space + 1 + lead_len(&value[..space], &value[space + 1..]) } else { 0 }
}

/// How much of what follows a scheme is no secret yet: the account of
/// <https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key>, and the name in
/// `Token token=…`.
fn lead_len(scheme: &[u8], rest: &[u8]) -> usize {
    const ACCOUNT: usize = 64;
    const NAME: &[u8] = b"token=";
    if scheme.get(..9).is_some_and(|shared| shared.eq_ignore_ascii_case(b"sharedkey")) {
        let len = DASH_ALNUM.short_run(&rest[..rest.len().min(ACCOUNT)]);
        return if rest.get(len) == Some(&b':') { len + 1 } else { 0 };
    }
    let value = rest.get(NAME.len()).is_some_and(|&byte| !matches!(byte, b'"' | b'\\' | b'\''));
    if scheme.eq_ignore_ascii_case(b"token") && rest.starts_with(NAME) && value { NAME.len() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_are_sorted_words_of_letters_digits_and_dashes() {
        assert!(SCHEMES.is_sorted());
        for scheme in SCHEMES.numbers() {
            let bytes = scheme.to_be_bytes();
            let len = DASH_ALNUM.run(&bytes);
            assert!(len > 0 && bytes[len..].iter().all(|&byte| byte == 0), "{scheme:x}");
        }
    }
}
