//! Keys in the addresses that somebody broadcasts to: `rtmp://a.rtmp.youtube.com/live2/KEY`.

use super::Candidate;
use crate::class::{BASE64URL, DIGIT};
use crate::scan::{Open, placeholder};

/// No name of a stream that people make up is so long and has a digit.
const SHORTEST: usize = 16;
const SIGN: &[u8] = b"://";

/// The last step of a path of two or more.
pub(crate) fn stream_key(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, rule, body, .. } = *candidate;
    // The literal ends with the scheme's `s` or its colon.
    let sign = body - usize::from(view.bytes[body - 1] == b':');
    let at = sign + SIGN.len();
    view.bytes.get(sign..at).filter(|sign| *sign == SIGN)?;
    let ends = |byte: &u8| {
        !byte.is_ascii_graphic() || matches!(byte, b'"' | b'\'' | b'`' | b'\\' | b'?' | b'<' | b'|')
    };
    let rest = &view.bytes[at..];
    let url = &rest[..rest.iter().position(ends).unwrap_or(rest.len())];
    let key = url.rsplit(|&byte| byte == b'/').next()?;
    let path = url[..url.len() - key.len()].iter().filter(|&&byte| byte == b'/').count() >= 2;
    let written = BASE64URL.run(key) == key.len() && key.iter().any(|&byte| DIGIT.has(byte));
    let start = at + url.len() - key.len();
    let likely = path && written && key.len() >= SHORTEST && !placeholder::is_sample(key);
    likely.then(|| Open::known(rule, start, start + key.len()))
}
