//! One signal's road, from outside.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use gate_mask::Masker;
use tokio::{
    runtime::Handle,
    sync::{
        mpsc::{self, error::SendError},
        oneshot,
    },
    task::JoinHandle,
    time::{Instant, timeout_at},
};

use super::{
    Carrier, Outbox, Plan, Tally,
    drain::{Command, Drain, PATIENCE, shut},
};
use crate::provider::Signal;

/// The queue of a signal, and the task that empties it, if the signal is on.
pub(crate) struct Lane<T> {
    outbox: Arc<Outbox<T>>,
    tally: Arc<Tally>,
    task: Mutex<Option<Task<T>>>,
}

struct Task<T> {
    commands: mpsc::Sender<Command<T>>,
    running: JoinHandle<()>,
}

/// How long beyond its deadline a task may take to close its exporter.
pub(crate) const SLACK: Duration = Duration::from_secs(1);

impl<T: Send + 'static> Lane<T> {
    /// It is off.
    pub(crate) fn new(signal: Signal, masker: Masker, outbox: Arc<Outbox<T>>) -> Self {
        let tally = Arc::new(Tally::new(signal, masker));
        Self { outbox, tally, task: Mutex::new(None) }
    }

    pub(crate) fn outbox(&self) -> &Arc<Outbox<T>> {
        &self.outbox
    }

    pub(crate) fn tally(&self) -> &Arc<Tally> {
        &self.tally
    }

    /// Sends by this carrier from now on, and closes the one there was. Not to be called while another call
    /// of this or of [`remove`](Self::remove) is under way.
    pub(crate) async fn install(&self, runtime: &Handle, carrier: Box<dyn Carrier<T>>, plan: Plan) {
        self.outbox.open(plan.batch.queue, plan.batch.size);
        let Some(commands) = self.commands() else { return self.start(runtime, carrier, plan) };
        let (old, given_back) = oneshot::channel();
        let deadline = Instant::now() + PATIENCE;
        match commands.send(Command::Swap { carrier, plan, deadline, old }).await {
            Ok(()) => {
                if let Ok(old) = given_back.await {
                    shut(old, PATIENCE).await;
                }
            }
            // Only a task that was killed with its runtime does not hear.
            Err(SendError(Command::Swap { carrier, plan, .. })) => self.start(runtime, carrier, plan),
            Err(_) => {}
        }
    }

    fn start(&self, runtime: &Handle, carrier: Box<dyn Carrier<T>>, plan: Plan) {
        let (commands, told) = mpsc::channel(4);
        let (outbox, tally) = (Arc::clone(&self.outbox), Arc::clone(&self.tally));
        let running = runtime.spawn(Drain::new(outbox, tally, carrier, plan, told).run());
        *self.task() = Some(Task { commands, running });
    }

    /// Sends what waits, and ends; how many were left at the deadline, which are given up.
    pub(crate) async fn remove(&self, deadline: Instant) -> usize {
        let task = self.task().take();
        let Some(mut task) = task else { return 0 };
        let (left, abandoned) = oneshot::channel();
        let stopped = async {
            task.commands.send(Command::Stop { deadline, left }).await.ok()?;
            let left = abandoned.await.ok();
            (&mut task.running).await.ok().and(left)
        };
        let left = timeout_at(deadline + SLACK, stopped).await.ok().flatten();
        // What follows does something only if the task has not done it, or could not.
        task.running.abort();
        self.outbox.close();
        left.unwrap_or(0) + self.outbox.clear()
    }

    /// Sends what waits by now; how many wait at the deadline.
    pub(crate) async fn flush(&self, deadline: Instant) -> usize {
        let Some(commands) = self.commands() else { return 0 };
        let (done, flushed) = oneshot::channel();
        let flushing = async {
            commands.send(Command::Flush { done }).await.ok()?;
            flushed.await.ok()
        };
        match timeout_at(deadline, flushing).await {
            Ok(_) => 0,
            Err(_) => self.outbox.len(),
        }
    }

    fn commands(&self) -> Option<mpsc::Sender<Command<T>>> {
        self.task().as_ref().map(|task| task.commands.clone())
    }

    fn task(&self) -> MutexGuard<'_, Option<Task<T>>> {
        self.task.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> fmt::Debug for Lane<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lane")
            .field("outbox", &self.outbox)
            .field("tally", &self.tally)
            .finish_non_exhaustive()
    }
}
