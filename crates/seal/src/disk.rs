//! Files that are there whole or not at all, for their owner alone.

use std::{
    fs::File,
    io::{self, Write as _},
    path::Path,
};

use tempfile::NamedTempFile;

/// Puts a file where none is; if there is one, it fails with `AlreadyExists`. Nobody sees half of it.
pub(crate) fn create_new(path: &Path, content: &[u8]) -> io::Result<()> {
    write_beside(path, content)?.persist_noclobber(path).map_err(|error| error.error)?;
    sync_directory(path)
}

/// Puts a file in another's stead. After a crash, one of the two is there.
pub(crate) fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    write_beside(path, content)?.persist(path).map_err(|error| error.error)?;
    sync_directory(path)
}

/// So that the name of a new file survives the power's going, too.
pub(crate) fn sync_directory(path: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(directory(path))?.sync_all() } else { Ok(()) }
}

/// In the same directory, since a rename is atomic within one file system only. Made with `O_EXCL` and mode
/// 0600, and removed again if it comes to nothing.
fn write_beside(path: &Path, content: &[u8]) -> io::Result<NamedTempFile> {
    let mut file = tempfile::Builder::new().prefix(".seal-").suffix(".tmp").tempfile_in(directory(path))?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    Ok(file)
}

fn directory(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
