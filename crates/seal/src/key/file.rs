//! A key's file.

use std::{
    fs::{File, Metadata},
    io::{self, Read as _},
    path::Path,
};

use zeroize::Zeroizing;

use super::{LENGTH, MasterKey, text};
use crate::{SealError, disk, error::Fault};

/// No key is near as long, with whatever blank around it.
const LONGEST: usize = 1024;

pub(super) fn read(path: &Path) -> Result<MasterKey, SealError> {
    let file = File::open(path).map_err(reading)?;
    // Of what has been opened, not of what the name may stand for by now.
    let metadata = file.metadata().map_err(reading)?;
    if !metadata.is_file() {
        return Err(Fault::BadKey("it is not a regular file").into());
    }
    guard(&metadata, path)?;
    let mut content = Zeroizing::new([0; LONGEST]);
    let length = fill(file, &mut content[..]).map_err(reading)?;
    if length == LONGEST {
        return Err(Fault::BadKey("the file is too long for one").into());
    }
    MasterKey::parse(str::from_utf8(&content[..length]).map_err(|_| Fault::BadKey("not text"))?)
}

/// Reads what another process has just minted.
pub(super) fn read_others(path: &Path) -> Result<MasterKey, SealError> {
    let key = MasterKey::from_file(path)?;
    // The other may not have come to it, and what we seal must not outlive the key.
    disk::sync_directory(path).map_err(|error| SealError::from(Fault::Io("syncing", error)).at_path(path))?;
    Ok(key)
}

pub(super) fn write_new(path: &Path, key: &[u8; LENGTH]) -> Result<(), SealError> {
    let line = text::encode(key);
    Ok(disk::create_new(path, &line[..]).map_err(|error| Fault::Io("writing a new key", error))?)
}

fn reading(error: io::Error) -> Fault {
    Fault::Io("reading the key", error)
}

/// Not `read_to_end`, whose buffers nobody wipes.
fn fill(mut file: File, buffer: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while length < buffer.len() {
        match file.read(&mut buffer[length..]) {
            Ok(0) => break,
            Ok(more) => length += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(length)
}

#[cfg(unix)]
fn guard(metadata: &Metadata, path: &Path) -> Result<(), Fault> {
    use std::os::unix::fs::MetadataExt as _;

    let (owner, us) = (metadata.uid(), rustix::process::geteuid().as_raw());
    if owner != us {
        return Err(Fault::Foreign { owner, us });
    }
    match metadata.mode() & 0o7777 {
        0o600 | 0o400 => Ok(()),
        mode => Err(Fault::Exposed { mode, path: path.to_owned() }),
    }
}

/// Elsewhere, who may read a file is not in a mode: its directory must see to it.
#[cfg(not(unix))]
fn guard(_: &Metadata, _: &Path) -> Result<(), Fault> {
    Ok(())
}
