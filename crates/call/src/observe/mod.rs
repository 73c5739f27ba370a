//! The one observed service, future and body.
//!
//! Every observing layer is [`ObserveLayer`] around an [`Observer`](crate::Observer). The outermost one
//! makes the [`Exchange`](crate::Exchange) and decides when it has ended; layers further in find it in
//! the request's extensions and only register. A layer used alone is its own outermost.

mod body;
mod future;
mod layer;
mod seat;
mod service;
mod tap;

pub use self::{
    body::ObservedBody,
    future::ObserveFuture,
    layer::ObserveLayer,
    service::Observe,
    tap::{TapRequest, TappedBody},
};
pub(crate) use layer::LayerId;
