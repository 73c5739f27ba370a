//! What a segment begins with, and the note of a head.

use super::frame::{self, Frame};
use crate::chain::{ChainStart, Head, KeyId, Mac, WriterId};

/// What kind of file it is, and in which version.
const MAGIC: [u8; 8] = *b"gateaud1";

/// A segment's first bytes.
pub(super) fn header(start: Option<&ChainStart>) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    frame::push(&mut bytes, |into| {
        let Some(start) = start else { return };
        into.extend_from_slice(start.writer.as_bytes());
        into.extend_from_slice(&start.key.0);
        into.extend_from_slice(start.mac.as_bytes());
        into.push(u8::from(start.previous.is_some()));
        start.previous.into_iter().for_each(|head| push_head(into, head));
        into.extend_from_slice(start.instance.as_bytes());
    });
    bytes
}

/// Reads a segment's first bytes: the chain that it belongs to, and where its records begin. The inner
/// `Err` says how many bytes it takes to tell.
pub(super) fn read(bytes: &[u8]) -> Option<Result<(Option<ChainStart>, usize), usize>> {
    let Some((magic, rest)) = bytes.split_first_chunk() else { return Some(Err(MAGIC.len())) };
    if *magic != MAGIC {
        return None;
    }
    match frame::read(rest) {
        Frame::Whole([]) => Some(Ok((None, MAGIC.len() + frame::HEAD))),
        Frame::Whole(content) => {
            Some(Ok((Some(read_start(content)?), MAGIC.len() + frame::HEAD + content.len())))
        }
        Frame::Part(needed) => Some(Err(MAGIC.len().saturating_add(needed))),
        Frame::Corrupt => None,
    }
}

fn read_start(content: &[u8]) -> Option<ChainStart> {
    let (writer, rest) = content.split_first_chunk()?;
    let (key, rest) = rest.split_first_chunk()?;
    let (mac, rest) = rest.split_first_chunk()?;
    let (has_previous, mut rest) = rest.split_first()?;
    let mut previous = None;
    if *has_previous == 1 {
        let (head, after) = split_head(rest)?;
        (previous, rest) = (Some(head), after);
    }
    let instance = str::from_utf8(rest).ok()?.to_owned();
    let (writer, key, mac) = (WriterId::from_bytes(*writer)?, KeyId(*key), Mac::new(*mac));
    Some(ChainStart { writer, instance, key, previous, mac })
}

/// A head, as it is noted beside the segments.
pub(super) fn head(head: Head) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    frame::push(&mut bytes, |into| push_head(into, head));
    bytes
}

pub(super) fn read_head(bytes: &[u8]) -> Option<Head> {
    match frame::read(bytes.strip_prefix(&MAGIC)?) {
        Frame::Whole(content) => split_head(content).map(|(head, _)| head),
        _ => None,
    }
}

fn push_head(into: &mut Vec<u8>, head: Head) {
    into.extend_from_slice(head.writer.as_bytes());
    into.extend_from_slice(&head.number.to_be_bytes());
    into.extend_from_slice(head.mac.as_bytes());
}

fn split_head(bytes: &[u8]) -> Option<(Head, &[u8])> {
    let (writer, rest) = bytes.split_first_chunk()?;
    let (number, rest) = rest.split_first_chunk()?;
    let (mac, rest) = rest.split_first_chunk()?;
    let (writer, number, mac) = (WriterId::from_bytes(*writer)?, u64::from_be_bytes(*number), Mac::new(*mac));
    Some((Head { writer, number, mac }, rest))
}
