//! What `tracing` remembers of who wants what.

use tracing::{Dispatch, callsite::rebuild_interest_cache, subscriber::NoSubscriber};

/// Asks all subscribers anew, wherever in the process they are used.
pub(crate) fn ask_anew() {
    // While there is one subscriber, `tracing` asks the one that is this thread's, which may be none. Having
    // seen a second one makes it ask all that there are.
    drop(Dispatch::new(NoSubscriber::default()));
    rebuild_interest_cache();
}
