//! Waiting for records to become durable, for so long.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use tokio::time::{Sleep, sleep};

use super::{BeforeResponse, stats::Counters, ticket::Ticket};

/// The records that somebody waits for.
#[derive(Default)]
pub(crate) struct Waiting {
    pub(crate) tickets: Vec<Ticket>,
    lost: bool,
    sleep: Option<Pin<Box<Sleep>>>,
}

impl Waiting {
    pub(crate) fn of(tickets: Vec<Ticket>) -> Self {
        Self { tickets, ..Self::default() }
    }

    /// For a record that there is no room for.
    pub(crate) fn lost() -> Self {
        Self { lost: true, ..Self::default() }
    }

    /// Whether to go on: when the records are durable, or were not to be waited for any longer.
    pub(crate) fn poll(
        &mut self,
        cx: &mut Context<'_>,
        options: BeforeResponse,
        counters: &Counters,
    ) -> Poll<bool> {
        if self.tickets.is_empty() && !self.lost {
            return Poll::Ready(true);
        }
        let durable = ready!(self.poll_durable(cx, options));
        (self.sleep, self.lost) = (None, false);
        if !durable {
            let counter = if options.fail_open { &counters.released } else { &counters.withheld };
            counter.add(1);
        }
        Poll::Ready(durable || options.fail_open)
    }

    fn poll_durable(&mut self, cx: &mut Context<'_>, options: BeforeResponse) -> Poll<bool> {
        let mut pending = false;
        for ticket in &self.tickets {
            match ticket.poll(cx) {
                Poll::Ready(false) => return Poll::Ready(false),
                Poll::Ready(true) => {}
                Poll::Pending => pending = true,
            }
        }
        if self.lost || !pending {
            return Poll::Ready(!self.lost);
        }
        let timer = self.sleep.get_or_insert_with(|| Box::pin(sleep(options.timeout)));
        timer.as_mut().poll(cx).map(|()| false)
    }
}
