#![doc = include_str!("../README.md")]

mod about;
mod call;
mod error;
mod exchange;
mod fact;
pub mod known;
pub mod observe;
mod outcome;
mod own;
mod payload;
mod verdict;
mod watch;

pub use self::{
    about::{Carried, Client, Direction, Enter, Kind, RemoteContext, RpcFault, TokenUsage, TraceIds},
    call::Call,
    error::LateError,
    exchange::Exchange,
    outcome::{End, Failure, Outcome},
    payload::Payload,
    verdict::{ErrorType, Judged, Verdict, outcome_of},
    watch::{CallWatch, Interest, Observer, ResponseHead, Scope, Watch, Watches},
};
