//! The journal's files, for their owner alone.

use std::{
    fs::{self, DirBuilder, File, OpenOptions, TryLockError},
    io::{self, Write},
    path::{Path, PathBuf},
};

use super::{JournalError, header};
use crate::chain::Head;

/// A directory that this process alone uses, as long as this lives.
pub(crate) struct Directory {
    path: PathBuf,
    /// Locked; the lock goes with the process, however that ends.
    _lock: File,
}

const LOCK: &str = "lock";
const HEAD: &str = "head";
const SEGMENT: &str = "journal";
/// What a segment is called that could not be read to its end: kept for whoever looks into it.
const CORRUPT: &str = "corrupt";
/// So many of them are kept: what is damaged again and again must not fill the disk.
const KEPT_ASIDE: usize = 8;

impl Directory {
    pub(super) fn open(path: &Path) -> Result<Self, JournalError> {
        let unusable = |error| JournalError::unusable(path, error);
        private_dir().recursive(true).create(path).map_err(unusable)?;
        let lock = private_file().create(true).append(true).open(path.join(LOCK)).map_err(unusable)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path: path.to_owned(), _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(JournalError::in_use(path)),
            Err(TryLockError::Error(error)) => Err(unusable(error)),
        }
    }

    pub(super) fn is_there(&self) -> bool {
        self.path.join(LOCK).exists()
    }

    /// The numbers of the segments, the oldest first.
    pub(super) fn segments(&self) -> io::Result<Vec<u64>> {
        let mut numbers = Vec::new();
        for entry in fs::read_dir(&self.path)? {
            let name = PathBuf::from(entry?.file_name());
            let stem = name.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
            if let Ok(number) = u64::from_str_radix(stem, 16)
                // Another's file may look like one of ours.
                && self.path_of(number) == self.path.join(&name)
            {
                numbers.push(number);
            }
        }
        numbers.sort_unstable();
        Ok(numbers)
    }

    pub(super) fn size(&self, number: u64) -> io::Result<u64> {
        Ok(fs::metadata(self.path_of(number))?.len())
    }

    pub(super) fn read(&self, number: u64) -> io::Result<File> {
        File::open(self.path_of(number))
    }

    pub(super) fn create(&self, number: u64) -> io::Result<File> {
        private_file().write(true).create_new(true).open(self.path_of(number))
    }

    /// Forgets what lies behind `end` of a segment.
    pub(super) fn cut(&self, number: u64, end: u64) -> io::Result<()> {
        OpenOptions::new().write(true).open(self.path_of(number))?.set_len(end)
    }

    pub(super) fn remove(&self, number: u64) -> io::Result<()> {
        fs::remove_file(self.path_of(number))
    }

    /// Keeps a segment that cannot be read, in the stead of the oldest ones if there are too many. Returns how
    /// many those were.
    pub(super) fn set_aside(&self, number: u64) -> io::Result<u64> {
        let path = self.path_of(number);
        let mut aside = path.with_extension(CORRUPT);
        // Once the journal has been empty, numbers come again.
        for copy in 2_u32.. {
            if !aside.exists() {
                break;
            }
            aside = path.with_extension(format!("{copy}.{CORRUPT}"));
        }
        fs::rename(path, aside)?;
        Ok(self.discard_oldest_aside())
    }

    /// What cannot be looked at or removed now is met again the next time.
    fn discard_oldest_aside(&self) -> u64 {
        let files = fs::read_dir(&self.path).into_iter().flatten().flatten();
        let aside =
            files.filter(|file| Path::new(&file.file_name()).extension().is_some_and(|it| it == CORRUPT));
        // Numbers come again: what was written to last tells their order.
        let dated = aside.filter_map(|file| Some((file.metadata().ok()?.modified().ok()?, file.path())));
        let mut dated: Vec<_> = dated.collect();
        dated.sort_unstable();
        let excess = dated.len().saturating_sub(KEPT_ASIDE);
        dated[..excess].iter().filter(|(_, path)| fs::remove_file(path).is_ok()).count() as u64
    }

    /// So that a new file's name survives the power's going, too.
    pub(super) fn sync(&self) -> io::Result<()> {
        if cfg!(unix) { File::open(&self.path)?.sync_all() } else { Ok(()) }
    }

    /// The head that was noted last.
    pub(super) fn head(&self) -> Option<Head> {
        header::read_head(&fs::read(self.path.join(HEAD)).ok()?)
    }

    /// Notes how far a chain has come, in the stead of what was noted before.
    pub(super) fn note_head(&self, head: Head) -> io::Result<()> {
        let (new, path) = (self.path.join("head.new"), self.path.join(HEAD));
        let mut file = private_file().write(true).create(true).truncate(true).open(&new)?;
        file.write_all(&header::head(head))?;
        file.sync_all()?;
        fs::rename(new, path)
    }

    fn path_of(&self, number: u64) -> PathBuf {
        self.path.join(format!("{number:016x}.{SEGMENT}"))
    }
}

fn private_dir() -> DirBuilder {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
