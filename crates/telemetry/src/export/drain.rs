//! The task that takes what waits to the exporter.

use std::{pin::pin, sync::Arc, time::Duration};

use tokio::{
    sync::{mpsc, oneshot},
    time::{Instant, sleep_until, timeout},
};

use super::{
    Carrier, Failed, Outbox, Tally,
    attempt::{attempt, close, quietly},
    taken::Taken,
};
use crate::settings::BatchSettings;

/// How items are sent.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) batch: BatchSettings,
    /// How long one export may take.
    pub(crate) timeout: Duration,
}

/// What a task is told.
pub(crate) enum Command<T> {
    /// Send by this one from now on. The old one is given back, once its last export is over; that has
    /// until the deadline.
    Swap {
        carrier: Box<dyn Carrier<T>>,
        plan: Plan,
        deadline: Instant,
        old: oneshot::Sender<Box<dyn Carrier<T>>>,
    },
    /// Do not wait with what waits. Tell when it has been tried.
    Flush { done: oneshot::Sender<()> },
    /// Take nothing more, send what waits, and end. Tells how much was left.
    Stop { deadline: Instant, left: oneshot::Sender<usize> },
}

/// How long an export may go on when its exporter is to go, and how long closing that may take.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// The time until then, but enough for an exporter that has nothing more to do.
pub(crate) fn remaining(deadline: Instant) -> Duration {
    deadline.saturating_duration_since(Instant::now()).max(Duration::from_millis(500))
}

pub(crate) struct Drain<T> {
    outbox: Arc<Outbox<T>>,
    tally: Arc<Tally>,
    carrier: Box<dyn Carrier<T>>,
    plan: Plan,
    commands: mpsc::Receiver<Command<T>>,
    pause: Pause,
    /// Who waits for how many more items to be tried.
    flushes: Vec<(usize, oneshot::Sender<()>)>,
}

/// What the task has heard: a command, or that nobody is left to give any.
type Heard<T> = Option<Command<T>>;

impl<T: Send + 'static> Drain<T> {
    pub(crate) fn new(
        outbox: Arc<Outbox<T>>,
        tally: Arc<Tally>,
        carrier: Box<dyn Carrier<T>>,
        plan: Plan,
        commands: mpsc::Receiver<Command<T>>,
    ) -> Self {
        Self { outbox, tally, carrier, plan, commands, pause: Pause::default(), flushes: Vec::new() }
    }

    pub(crate) async fn run(mut self) {
        loop {
            match self.work().await {
                Some(Command::Swap { carrier, plan, old, .. }) => {
                    self.plan = plan;
                    self.pause = Pause::default();
                    // Whoever has asked may be gone. Then there is nobody to close it, and it is dropped.
                    let _ = old.send(std::mem::replace(&mut self.carrier, carrier));
                }
                Some(Command::Flush { done }) => self.flush(done),
                Some(Command::Stop { deadline, left }) => {
                    let _ = left.send(self.finish(deadline).await);
                    return self.shut(remaining(deadline)).await;
                }
                None => {
                    self.finish(Instant::now() + PATIENCE).await;
                    return self.shut(PATIENCE).await;
                }
            }
        }
    }

    /// Sends batches until there is something else to do.
    async fn work(&mut self) -> Heard<T> {
        loop {
            tokio::select! {
                biased;
                heard = self.commands.recv() => return heard,
                () = self.outbox.due(&self.plan.batch, self.pause, !self.flushes.is_empty()) => {}
            }
            let batch = self.outbox.take(self.plan.batch.size);
            if let Some(heard) = self.export(batch).await {
                return heard;
            }
        }
    }

    /// Sends a batch, by one exporter, once, and tells what was heard meanwhile.
    async fn export(&mut self, batch: Vec<T>) -> Option<Heard<T>> {
        let count = batch.len();
        if count == 0 {
            // Nothing waits any more, and so nobody should.
            self.flushes.clear();
            return None;
        }
        let mut deadline = Instant::now() + self.plan.timeout;
        let mut heard = None;
        let result = {
            let mut exporting = pin!(quietly(self.carrier.export(batch)));
            loop {
                tokio::select! {
                    biased;
                    result = &mut exporting => break result,
                    () = sleep_until(deadline) => break Err(Failed::TimedOut),
                    told = self.commands.recv(), if heard.is_none() => match told {
                        Some(Command::Flush { done }) => self.flushes.push((count + self.outbox.len(), done)),
                        told => {
                            deadline = deadline.min(deadline_of(told.as_ref()));
                            heard = Some(told);
                        }
                    },
                }
            }
        };
        self.settle(count, &result);
        heard
    }

    /// Notes how an export of so many items has ended.
    fn settle(&mut self, count: usize, result: &Result<Taken, Failed>) {
        self.tally.exported(count, result);
        self.tally.confess(self.outbox.dropped());
        self.pause = if result.is_ok() { Pause::default() } else { self.pause.longer(self.plan.batch.delay) };
        for (missing, _) in &mut self.flushes {
            *missing = missing.saturating_sub(count);
        }
        self.tell_flushed();
    }

    fn flush(&mut self, done: oneshot::Sender<()>) {
        self.flushes.push((self.outbox.len(), done));
        self.tell_flushed();
    }

    fn tell_flushed(&mut self) {
        for (_, done) in self.flushes.extract_if(.., |(missing, _)| *missing == 0) {
            let _ = done.send(());
        }
    }

    /// The end: what waits is still sent, if that is done in time; how much was not.
    async fn finish(&mut self, deadline: Instant) -> usize {
        self.outbox.close();
        while Instant::now() < deadline {
            let batch = self.outbox.take(self.plan.batch.size);
            let count = batch.len();
            if count == 0 {
                break;
            }
            let by = deadline.min(Instant::now() + self.plan.timeout);
            let result = attempt(self.carrier.export(batch), by).await;
            self.settle(count, &result);
        }
        let left = self.outbox.clear();
        self.tally.confess(self.outbox.dropped());
        left
    }

    /// Closes the exporter.
    async fn shut(self, patience: Duration) {
        shut(self.carrier, patience).await;
    }
}

/// Closes an exporter that has made its last export.
pub(crate) async fn shut<T: 'static>(carrier: Box<dyn Carrier<T>>, patience: Duration) {
    let shutdown = move |patience| {
        // How that goes serves nobody: all has been sent, or given up.
        let _ = carrier.shutdown(patience);
    };
    close(shutdown, patience).await;
}

/// Until when an export may go on that somebody waits for.
fn deadline_of<T>(told: Option<&Command<T>>) -> Instant {
    match told {
        Some(Command::Swap { deadline, .. } | Command::Stop { deadline, .. }) => *deadline,
        _ => Instant::now() + PATIENCE,
    }
}

/// After a failure: a back end that is down is not asked without end, and what comes meanwhile waits for it
/// as long as there is room.
#[derive(Clone, Copy, Debug, Default)]
struct Pause {
    length: Duration,
    until: Option<Instant>,
}

impl Pause {
    const LONGEST: Duration = Duration::from_secs(5);

    fn longer(self, first: Duration) -> Self {
        let length = (self.length * 2).max(first).min(Self::LONGEST);
        Self { length, until: Some(Instant::now() + length) }
    }
}

impl<T> Outbox<T> {
    /// Resolves when a batch is to be sent: a whole one waits, or some have waited long enough.
    async fn due(&self, batch: &BatchSettings, pause: Pause, hurry: bool) {
        if hurry {
            return;
        }
        if let Some(until) = pause.until {
            sleep_until(until).await;
        }
        let _ = timeout(batch.delay, self.batch(batch.size)).await;
    }
}
