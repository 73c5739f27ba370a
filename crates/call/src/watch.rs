//! The traits by which a layer learns what happens.

use std::{any::Any, fmt, ops, sync::Arc};

use http::{Extensions, HeaderMap, Request, StatusCode, Version};
use smallvec::SmallVec;

use crate::{Call, Exchange};

/// What a layer does with each request: the heart of a layer built on
/// [`Observe`](crate::observe::Observe).
pub trait Observer {
    /// What is entered around every poll of the inner service's future and body.
    type Scope: Scope;

    /// A request arrives. Push a [`Watch`] to hear how it goes on.
    fn begin<B>(&self, exchange: &Exchange, request: &mut Request<B>, watches: &mut Watches) -> Self::Scope;

    /// A request arrives whose exchange this very layer has begun to watch before: a retry above it, or
    /// the same layer applied twice. Its watches stay and go on hearing.
    fn again<B>(&self, exchange: &Exchange, request: &mut Request<B>) -> Self::Scope;
}

/// What is entered around every poll, such as a span. `()` costs nothing.
pub trait Scope {
    /// Calls `f` inside the scope.
    fn enter<R>(&self, f: impl FnOnce() -> R) -> R;
}

impl Scope for () {
    fn enter<R>(&self, f: impl FnOnce() -> R) -> R {
        f()
    }
}

impl<A: Scope, B: Scope> Scope for (A, B) {
    fn enter<R>(&self, f: impl FnOnce() -> R) -> R {
        self.0.enter(|| self.1.enter(f))
    }
}

/// Makes the record, and nothing of it.
impl Observer for () {
    type Scope = ();

    fn begin<B>(&self, _: &Exchange, _: &mut Request<B>, _: &mut Watches) {}

    fn again<B>(&self, _: &Exchange, _: &mut Request<B>) {}
}

/// Two observers in one layer; the first is the outer one.
impl<A: Observer, C: Observer> Observer for (A, C) {
    type Scope = (A::Scope, C::Scope);

    fn begin<B>(&self, exchange: &Exchange, request: &mut Request<B>, watches: &mut Watches) -> Self::Scope {
        let outer = self.0.begin(exchange, request, watches);
        (outer, self.1.begin(exchange, request, watches))
    }

    fn again<B>(&self, exchange: &Exchange, request: &mut Request<B>) -> Self::Scope {
        let outer = self.0.again(exchange, request);
        (outer, self.1.again(exchange, request))
    }
}

/// Hears how one exchange goes on.
///
/// Every method runs on the request's own path: none may block, and heavy work is enqueued. A panic in
/// one is caught; it loses that observation and nothing else.
///
/// What a watch hears of heads and bodies is what passes *its own layer*: outside a compression layer
/// that is compressed bytes. `finish` comes from the outermost layer, once, whatever happens.
pub trait Watch: Any + Send + Sync {
    /// What this watch wants to hear. Asked once, when it is pushed.
    fn wants(&self) -> Interest {
        Interest::FINISH
    }

    /// A piece of the request body. Needs [`TapRequest`](crate::observe::TapRequest) below the layer.
    fn request_data(&self, _exchange: &Exchange, _data: &[u8]) {}

    /// The response's head. With a retry inside, once for each attempt that answers.
    fn response(&self, _exchange: &Exchange, _head: ResponseHead<'_>) {}

    /// A piece of the response body.
    fn response_data(&self, _exchange: &Exchange, _data: &[u8]) {}

    /// A call has begun. Return a watch to hear of its end.
    fn call(&self, _call: &Call) -> Option<Box<dyn CallWatch>> {
        None
    }

    /// The exchange has ended, and every call that ends with it.
    fn finish(&self, _exchange: &Exchange) {}
}

/// Hears how one call ends.
pub trait CallWatch: Send + Sync + 'static {
    /// The call has ended: exactly once, on whichever task saw it. May not block.
    fn finish(self: Box<Self>, call: &Call);
}

/// The head of a response, open to added headers and extensions.
#[derive(Debug)]
#[non_exhaustive]
pub struct ResponseHead<'a> {
    /// The status.
    pub status: StatusCode,
    /// The protocol version.
    pub version: Version,
    /// The headers.
    pub headers: &'a mut HeaderMap,
    /// The extensions.
    pub extensions: &'a mut Extensions,
}

/// A set of the things a [`Watch`] may hear. `FINISH` is always in it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Interest(u8);

impl Interest {
    /// The end of the exchange.
    pub const FINISH: Self = Self(0);
    /// Pieces of the request body.
    pub const REQUEST_DATA: Self = Self(1);
    /// The head of the response.
    pub const RESPONSE: Self = Self(2);
    /// Pieces of the response body.
    pub const RESPONSE_DATA: Self = Self(4);
    /// Calls that somebody has started, or stated something of.
    pub const STATED_CALLS: Self = Self(8);
    /// All calls: also the one that an exchange is where nobody has said so. It is made for these watches,
    /// so who has no use for it should not ask.
    pub const CALLS: Self = Self(8 | 16);

    /// Whether all of `other` is in this set.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    pub(crate) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// What is heard at a layer's own position, rather than through the exchange.
    pub(crate) const AT_SEAT: Self = Self(Self::REQUEST_DATA.0 | Self::RESPONSE.0 | Self::RESPONSE_DATA.0);
}

impl ops::BitOr for Interest {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl fmt::Debug for Interest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = [
            (Self::REQUEST_DATA, "REQUEST_DATA"),
            (Self::RESPONSE, "RESPONSE"),
            (Self::RESPONSE_DATA, "RESPONSE_DATA"),
            (Self::STATED_CALLS, "STATED_CALLS"),
            (Self::CALLS, "CALLS"),
        ];
        let set = names.iter().filter(|(interest, _)| self.contains(*interest));
        f.debug_set().entry(&"FINISH").entries(set.map(|(_, name)| name)).finish()
    }
}

/// Where an [`Observer`] leaves its watches.
#[derive(Default)]
pub struct Watches {
    pub(crate) list: WatchList,
}

pub(crate) type WatchList = SmallVec<[Registered; 2]>;

#[derive(Clone)]
pub(crate) struct Registered {
    pub(crate) wants: Interest,
    pub(crate) watch: Arc<dyn Watch>,
}

impl Watches {
    /// Adds a watch; watches are called in the order in which they were added.
    pub fn push(&mut self, watch: impl Watch) {
        self.push_shared(Arc::new(watch));
    }

    /// Adds a watch that the layer keeps a handle to, or shares between exchanges.
    pub fn push_shared(&mut self, watch: Arc<dyn Watch>) {
        self.list.push(Registered { wants: watch.wants(), watch });
    }
}

impl fmt::Debug for Watches {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.list.iter().map(|registered| registered.wants)).finish()
    }
}
