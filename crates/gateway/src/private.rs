//! Files and directories that only their owner may read.

use std::{fs, io, io::Write, path::Path};

use uuid::Uuid;

/// Makes a directory, and those above it.
pub(crate) fn create_dir(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(path)
}

/// Writes a file in the stead of what was there: after a crash, one of the two is.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let draft = path.with_extension(Uuid::new_v4().simple().to_string());
    let written = write(&draft, bytes).and_then(|()| fs::rename(&draft, path));
    if written.is_err() {
        let _ = fs::remove_file(draft);
    }
    written.and_then(|()| sync_directory(path))
}

/// Writes a file that is not there yet: all of it, or none.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let draft = path.with_extension(Uuid::new_v4().simple().to_string());
    let written = write(&draft, bytes).and_then(|()| fs::hard_link(&draft, path));
    // A link of its own is all that `path` needs of it.
    let _ = fs::remove_file(draft);
    written.and_then(|()| sync_directory(path))
}

/// Removes a file, if it is there.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed.and_then(|()| sync_directory(path)),
    }
}

/// Writes a file.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.write(true).create(true).truncate(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// So that what was done to a name survives the power's going, too.
fn sync_directory(path: &Path) -> io::Result<()> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if cfg!(unix) { fs::File::open(directory)?.sync_all() } else { Ok(()) }
}
