//! How the last run has left the newest segment.

use std::io::{self, ErrorKind, Read};

use super::{Directory, frame, ledger::Segment, read::open, window::Window};
use crate::chain::Head;

/// More than this behind a fault is no tail that a crash has torn: a batch is smaller.
const MOST: u64 = 64 << 20;

/// Cuts off the frame that a segment ends in the midst of, if it does; all of it, if that is its header.
///
/// Only where no whole record follows: a crash leaves the beginning of what was being written, and nothing
/// behind it. A length that was changed looks the same, but hides records; its reader shall find it damaged.
pub(super) fn cut_torn(directory: &Directory, number: u64) -> io::Result<()> {
    let mut open = match open(directory, Segment::earlier(number, directory.size(number)?)) {
        Ok(open) => open,
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => return remove_if_empty(directory, number),
        // Its reader will find the same.
        Err(error) if error.kind() == ErrorKind::InvalidData => return Ok(()),
        Err(error) => return Err(error),
    };
    let window = &mut open.window;
    pass_whole(window, |_| {});
    if !window.is_in_part() || window.place() == window.end() {
        return Ok(());
    }
    let place = window.place();
    let Some(rest) = rest(window)? else { return Ok(()) };
    if next_whole(&rest, 1).is_none() { directory.cut(number, place) } else { Ok(()) }
}

/// A segment whose header is cut, unless records follow: then it was changed, not cut.
fn remove_if_empty(directory: &Directory, number: u64) -> io::Result<()> {
    let mut bytes = Vec::new();
    directory.read(number)?.take(MOST).read_to_end(&mut bytes)?;
    if next_whole(&bytes, 0).is_none() { directory.remove(number) } else { Ok(()) }
}

/// The head that a segment's last record tells, whatever is damaged before it: what is missing from a chain
/// shows only against a head that comes after it.
pub(super) fn last_head(directory: &Directory, number: u64) -> Option<Head> {
    let size = directory.size(number).ok()?;
    let mut open = open(directory, Segment::earlier(number, size)).ok()?;
    let mut head = None;
    let mut note = |content: &[u8]| {
        if let Some((Some(link), _)) = frame::split_link(content) {
            head = Some(link.into());
        }
    };
    pass_whole(&mut open.window, &mut note);
    let rest = rest(&mut open.window).ok().flatten().unwrap_or_default();
    let mut at = 0;
    while let Some((next, content)) = next_whole(&rest, at) {
        note(content);
        at = next + frame::HEAD + content.len();
    }
    head
}

/// Passes frames up to the end, or to what is none.
fn pass_whole(window: &mut Window, mut see: impl FnMut(&[u8])) {
    while let Ok(Some(content)) = window.frame() {
        let length = frame::HEAD + content.len();
        see(content);
        window.pass(length);
    }
}

/// What is from here to the segment's end, unless that is too much.
fn rest(window: &mut Window) -> io::Result<Option<Vec<u8>>> {
    let length = window.end() - window.place();
    if length > MOST {
        return Ok(None);
    }
    let mut rest = window.ahead().to_vec();
    window.rest().read_to_end(&mut rest)?;
    rest.truncate(usize::try_from(length).unwrap_or(usize::MAX));
    Ok(Some(rest))
}

/// The first whole record from `from` on, and where it begins.
///
/// Every place is looked at. What is no record is told by a few bytes as a rule; what payloads make look like
/// many is not summed for ever, but taken for one.
fn next_whole(bytes: &[u8], from: usize) -> Option<(usize, &[u8])> {
    let mut budget = bytes.len().saturating_mul(4);
    for at in from..bytes.len() {
        let here = &bytes[at..];
        let Some(content) = frame::claimed_record(here) else { continue };
        let is_whole = matches!(frame::read(here), frame::Frame::Whole(_));
        if is_whole || budget < content.len() {
            return Some((at, content));
        }
        budget -= content.len();
    }
    None
}
