//! What the integration tests share: observers that write down what they hear, scripted bodies, a
//! handler that misbehaves on demand, and real servers and clients around them.

#![allow(dead_code, reason = "each test binary uses its own part of this module")]
#![allow(unreachable_pub, reason = "a test module has no public interface")]

pub mod handler;
pub mod net;
pub mod probe;
pub mod rows;
pub mod script;

pub use self::{
    handler::{Handler, Reply},
    net::{Protocol, Server, client},
    probe::{Event, Log, observed},
    script::{Script, Step},
};

pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// How deep the stack of observing layers is: every row of the outcome table is shown with each.
pub const DEPTHS: [usize; 2] = [1, 4];
