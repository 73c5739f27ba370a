//! Messages of JSON-RPC, each of which is whole.
//!
//! Answers to two requests look alike, `{"jsonrpc":"2.0","id":1,"result":{"text":"a"}}`, and so do two
//! entries of a log, but neither goes on with the text of the other. What does go on in messages of one
//! `id`, or of none, is a text in parts if its member says so.

use crate::kinds::Kinds;

/// No member stands further from the version than this, written by hand or not.
const BESIDE: usize = 32;
/// The version is not looked for further back.
const START: usize = 256;
const VERSION: &[u8] = b"\"jsonrpc\"";

/// Whether what stands at the last quote before a place, or after it, is the `id` of a message: a number
/// after `"id":`, or a string.
pub(super) fn identifies(event: &[u8], quote: usize) -> bool {
    let before = event[..quote].trim_ascii_end();
    let before = before.strip_suffix(b":").map_or(before, <[u8]>::trim_ascii_end);
    let before = before.strip_suffix(b"\"").unwrap_or(before);
    let Some(before) = before.strip_suffix(b"\"id") else { return false };
    let near = before.len().saturating_sub(BESIDE)..event.len().min(quote + 2 * BESIDE);
    has_version(&event[near])
}

/// Whether a message does not go on with the secret that another ends in: its first word has letters of both cases
/// only where it begins, and none but capital ones beside digits: `42`, `Done`, `2026-03-04T10`.
pub(super) fn begins_anew(message: &[u8]) -> bool {
    let word =
        message.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte)).count();
    let word = &message[..word];
    let (all, after_first) = (Kinds::of(word), Kinds::of(word.get(1..).unwrap_or_default()));
    let both_cases = after_first.any(Kinds::LOWER) && after_first.any(Kinds::UPPER);
    let numbered = all.any(Kinds::LOWER) && all.any(Kinds::DIGIT);
    !(both_cases || numbered)
}

/// Whether a string after this is of a message.
pub(super) fn is_message(before: &[u8]) -> bool {
    has_version(&before[before.len().saturating_sub(START)..])
}

fn has_version(part: &[u8]) -> bool {
    part.windows(VERSION.len()).any(|part| part == VERSION)
}
