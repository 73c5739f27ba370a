//! Input, and whether all of it is there already.

use std::io::{self, ErrorKind, Read};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

/// The most that is read at once.
const CHUNK: usize = 64 * 1024;
/// A longer document is not waited for,
const SHORT: usize = 512 * 1024;
/// nor is one that takes longer to come: somebody may watch it arrive.
const PATIENCE: Duration = Duration::from_millis(250);

/// The chunks of an input, or why there are no more.
pub(crate) struct Chunks(Receiver<io::Result<Vec<u8>>>);

/// What has come of a document.
pub(crate) enum Arrived {
    All(Vec<u8>),
    /// More may come.
    Some(Vec<u8>),
}

impl Chunks {
    /// Reads in a thread of its own: a reader that waits cannot be told to stop.
    pub(crate) fn of(mut input: impl Read + Send + 'static) -> Self {
        let (sender, chunks) = sync_channel(1);
        thread::spawn(move || {
            let mut chunk = vec![0; CHUNK];
            loop {
                let read = match input.read(&mut chunk) {
                    Ok(0) => return,
                    Ok(read) => Ok(chunk[..read].to_vec()),
                    Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                    Err(error) => Err(error),
                };
                let is_last = read.is_err();
                // Nobody waits for it any more, or nothing follows.
                if sender.send(read).is_err() || is_last {
                    return;
                }
            }
        });
        Self(chunks)
    }

    /// All of a short document that comes at once, or the beginning of another.
    pub(crate) fn arrived(&mut self) -> io::Result<Arrived> {
        let end = Instant::now() + PATIENCE;
        let mut begun = Vec::new();
        while begun.len() <= SHORT {
            match self.0.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(chunk) => begun.extend(chunk?),
                Err(RecvTimeoutError::Disconnected) => return Ok(Arrived::All(begun)),
                Err(RecvTimeoutError::Timeout) => break,
            }
        }
        Ok(Arrived::Some(begun))
    }
}

impl Iterator for Chunks {
    type Item = io::Result<Vec<u8>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.recv().ok()
    }
}
