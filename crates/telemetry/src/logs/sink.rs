//! Where lines go: through a bounded queue to a thread that writes them, or straight to the writer.
//!
//! The thread works for as long as there is a [`LogHandle`](crate::LogHandle). Without one nobody could
//! tell it that the process is about to end, so from then on each line is written where it is logged.

use std::{
    fmt,
    io::Write as _,
    mem,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    thread,
    time::{Duration, Instant},
};

use tracing::{Level, Metadata};
use tracing_subscriber::fmt::{MakeWriter as _, writer::BoxMakeWriter};

use super::{line::Shape, queue::Queue};

/// How long the writer waits for more lines before it asks to be woken: waking it costs what a write does.
const LINGER: Duration = Duration::from_millis(5);
/// How often at most the log says that lines were lost.
const CONFESS: Duration = Duration::from_secs(1);
/// How long a flush waits for a writer that is stuck.
const PATIENCE: Duration = Duration::from_secs(5);

/// Takes whole lines. They never mix.
pub(crate) struct Sink {
    shape: Shape,
    writer: BoxMakeWriter,
    lost: AtomicU64,
    state: Mutex<State>,
    /// There is something to do for the thread.
    work: Condvar,
    /// The thread has done something.
    done: Condvar,
}

#[derive(Default)]
struct State {
    queue: Queue,
    /// Lines are queued; otherwise they are written at once.
    open: bool,
    /// The thread waits to be woken.
    idle: bool,
    /// Somebody waits for all lines to be written.
    hurry: bool,
    /// How many lines were queued, taken from the queue by the thread, and written, since the beginning.
    queued: u64,
    taken: u64,
    written: u64,
}

impl Sink {
    pub(crate) fn new(shape: Shape, writer: BoxMakeWriter) -> Arc<Self> {
        let (state, work, done) = <(Mutex<State>, Condvar, Condvar)>::default();
        Arc::new(Self { shape, writer, lost: AtomicU64::new(0), state, work, done })
    }

    /// From now on lines are written by a thread, if the system has one to give.
    pub(crate) fn open(self: &Arc<Self>) {
        self.lock().open = true;
        let worker = Worker(Arc::clone(self));
        // The worker closes the sink when it is dropped, here as in the thread.
        let _ = thread::Builder::new().name("gate-log".to_owned()).spawn(move || worker.run());
    }

    /// Writes what is queued. From now on each line is written at once.
    pub(crate) fn close(&self) {
        self.lock().open = false;
        self.flush();
    }

    /// Waits until all lines are written, or the writer seems stuck.
    pub(crate) fn flush(&self) {
        let mut state = self.lock();
        state.hurry = true;
        self.work.notify_all();
        let queued = state.queued;
        let _state = self.done.wait_timeout_while(state, PATIENCE, |state| state.written < queued);
    }

    pub(crate) fn lost(&self) -> u64 {
        self.lost.load(Relaxed)
    }

    pub(crate) fn shape(&self) -> Shape {
        self.shape
    }

    /// Takes a line.
    pub(crate) fn write(&self, metadata: &'static Metadata<'static>, line: &str) {
        let mut state = self.lock();
        if !state.open {
            drop(state);
            return self.write_now(metadata, line.as_bytes());
        }
        if !state.queue.push(metadata, line) {
            self.lost.fetch_add(1, Relaxed);
            return;
        }
        state.queued += 1;
        // An error may be the last thing that a process says.
        let urgent = *metadata.level() == Level::ERROR || state.queue.is_filling();
        if mem::replace(&mut state.idle, false) || urgent {
            state.hurry |= urgent;
            drop(state);
            self.work.notify_all();
        }
    }

    /// In one call. There is nowhere to report a failure to but a count.
    fn write_now(&self, metadata: &Metadata<'_>, lines: &[u8]) {
        if self.writer.make_writer_for(metadata).write_all(lines).is_err() {
            self.lost.fetch_add(lines.iter().filter(|byte| **byte == b'\n').count() as u64, Relaxed);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The thread's part. However it ends, lines do not wait for it any more.
struct Worker(Arc<Sink>);

impl Worker {
    fn run(&self) {
        let mut lines = Queue::default();
        let mut confessed = Confessed::default();
        while self.wait(&mut lines) {
            for (metadata, lines) in lines.chunks() {
                self.0.write_now(metadata, lines);
            }
            lines.clear();
            if confessed.is_due() {
                self.confess(&mut confessed);
            }
        }
        self.confess(&mut confessed);
    }

    /// Takes the lines that are queued, as soon as there are any; false, once there will be no more.
    fn wait(&self, lines: &mut Queue) -> bool {
        let Self(sink) = self;
        let mut state = sink.lock();
        state.written = state.taken;
        sink.done.notify_all();
        if state.open && !state.hurry {
            state = sink
                .work
                .wait_timeout_while(state, LINGER, |state| state.open && !state.hurry)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
        while state.open && state.queue.is_empty() {
            state.idle = true;
            state.hurry = false;
            state = sink.work.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.idle = false;
        state.hurry = false;
        mem::swap(&mut state.queue, lines);
        state.taken = state.queued;
        !lines.is_empty()
    }

    /// Says how many lines were lost, if any were.
    fn confess(&self, confessed: &mut Confessed) {
        let lost = self.0.lost();
        if lost == confessed.lost {
            return;
        }
        let line = self.0.shape.lost(lost - confessed.lost);
        *confessed = Confessed { lost, at: Some(Instant::now()) };
        // Where this fails there is nobody left to tell.
        let _ = self.0.writer.make_writer().write_all(line.as_bytes());
    }
}

/// What was said of lost lines, and when.
#[derive(Default)]
struct Confessed {
    lost: u64,
    at: Option<Instant>,
}

impl Confessed {
    fn is_due(&self) -> bool {
        self.at.is_none_or(|at| at.elapsed() >= CONFESS)
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        // Only a writer that panics leaves any. What follows is written, or panics, where it is logged.
        let left = state.queued - state.written;
        self.0.lost.fetch_add(left, Relaxed);
        state.open = false;
        state.written = state.queued;
        state.queue.clear();
        self.0.done.notify_all();
    }
}

impl fmt::Debug for Sink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sink").field("shape", &self.shape).field("lost", &self.lost()).finish_non_exhaustive()
    }
}
