//! Frames: a length, a checksum over the length and the content, the content.

use crate::{
    AuditRecord,
    chain::{Link, Mac, WriterId},
    record::canonical,
};

/// The bytes of a frame before its content.
pub(super) const HEAD: usize = 8;
/// The bytes of a link: the writer, the number, the hash.
const LINK: usize = 16 + 8 + 32;

/// What the bytes at some place are.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Frame<'a> {
    /// A whole one.
    Whole(&'a [u8]),
    /// The beginning of one that needs so many bytes in all, as far as its length can be believed.
    Part(usize),
    /// None.
    Corrupt,
}

/// Appends a frame around what `fill` appends.
pub(super) fn push(into: &mut Vec<u8>, fill: impl FnOnce(&mut Vec<u8>)) {
    let start = into.len();
    into.extend_from_slice(&[0; HEAD]);
    fill(into);
    // Payloads are captured up to a cap, and nothing in memory comes near four gigabytes.
    let length = u32::try_from(into.len() - start - HEAD).unwrap_or(u32::MAX).to_le_bytes();
    let sum = checksum(length, &into[start + HEAD..]).to_le_bytes();
    into[start..start + 4].copy_from_slice(&length);
    into[start + 4..start + HEAD].copy_from_slice(&sum);
}

/// Reads the frame that `bytes` begin with.
pub(super) fn read(bytes: &[u8]) -> Frame<'_> {
    let Some((length, rest)) = bytes.split_first_chunk::<4>() else { return Frame::Part(HEAD) };
    let Some((sum, rest)) = rest.split_first_chunk::<4>() else { return Frame::Part(HEAD) };
    let whole = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
    match rest.get(..whole) {
        None => Frame::Part(whole.saturating_add(HEAD)),
        Some(content) if checksum(*length, content) == u32::from_le_bytes(*sum) => Frame::Whole(content),
        Some(_) => Frame::Corrupt,
    }
}

/// What would be the content, if a record's frame began here: by its first bytes, not by its checksum.
pub(super) fn claimed_record(bytes: &[u8]) -> Option<&[u8]> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    let content = rest.get(HEAD - 4..)?.get(..length)?;
    let canonical = match content.first()? {
        0 => content.get(1..),
        1 => content.get(1 + LINK..),
        _ => None,
    };
    canonical?.starts_with(&canonical::BEGINNING).then_some(content)
}

/// Never that of zeros: a file that a crash has left full of them holds no empty frames.
fn checksum(length: [u8; 4], content: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(b"gate");
    hasher.update(&length);
    hasher.update(content);
    hasher.finalize()
}

/// Appends a record as a frame: whether it has a link, the link, its canonical bytes.
pub(super) fn push_record(into: &mut Vec<u8>, record: &AuditRecord) {
    push(into, |into| {
        into.push(u8::from(record.link.is_some()));
        if let Some(Link { writer, number, mac }) = &record.link {
            into.extend_from_slice(writer.as_bytes());
            into.extend_from_slice(&number.to_be_bytes());
            into.extend_from_slice(mac.as_bytes());
        }
        canonical::encode(record, into);
    });
}

/// Reads what [`push_record`] framed; `None` if it is something else.
pub(super) fn record(content: &[u8]) -> Option<AuditRecord> {
    let (link, canonical) = split_link(content)?;
    let mut record = canonical::decode(canonical)?;
    record.link = link;
    Some(record)
}

/// The link of a framed record, and the rest.
pub(super) fn split_link(content: &[u8]) -> Option<(Option<Link>, &[u8])> {
    match content.split_first()? {
        (0, rest) => Some((None, rest)),
        (1, rest) => {
            let (writer, rest) = rest.split_first_chunk()?;
            let (number, rest) = rest.split_first_chunk()?;
            let (mac, rest) = rest.split_first_chunk()?;
            let writer = WriterId::from_bytes(*writer)?;
            Some((Some(Link { writer, number: u64::from_be_bytes(*number), mac: Mac::new(*mac) }), rest))
        }
        _ => None,
    }
}
