//! Which endpoint an exchange was for.

use std::{borrow::Cow, fmt, sync::Arc};

use gate_call::Exchange;
use hashbrown::HashSet;
use http::{Extensions, StatusCode};

use crate::{labels::OTHER, normalize_path};

pub(crate) type RouteOf = dyn for<'a> Fn(&'a Extensions) -> Option<&'a str> + Send + Sync;
pub(crate) type PathLabel = dyn for<'a> Fn(&'a str) -> Option<Cow<'a, str>> + Send + Sync;

/// The route if one is known, else what the path may be called.
#[derive(Clone, Default)]
pub(crate) struct Endpoints {
    pub(crate) route: Option<Arc<RouteOf>>,
    pub(crate) paths: Paths,
}

#[derive(Clone, Default)]
pub(crate) enum Paths {
    #[default]
    Unnamed,
    Known(Arc<HashSet<Box<str>>>),
    Label(Arc<PathLabel>),
}

impl Endpoints {
    /// States the route, if the request tells it and nobody has.
    pub(crate) fn state_route(&self, exchange: &Exchange, extensions: &Extensions) {
        if let Some(route_of) = &self.route
            && exchange.route().is_none()
            && let Some(route) = route_of(extensions)
        {
            exchange.set_route(route);
        }
    }

    pub(crate) fn label<'a>(&self, exchange: &'a Exchange) -> Cow<'a, str> {
        match exchange.route() {
            Some(route) => Cow::Borrowed(route),
            None => self.paths.label(exchange),
        }
    }
}

impl Paths {
    fn label<'a>(&self, exchange: &'a Exchange) -> Cow<'a, str> {
        let path = exchange.uri().path();
        let label = match self {
            Self::Unnamed => None,
            Self::Known(known) => Some(normalize_path(path)).filter(|path| known.contains(&**path)),
            // Nobody vouches for a path that was not found.
            Self::Label(_) if exchange.status() == Some(StatusCode::NOT_FOUND) => None,
            Self::Label(label) => label(path),
        };
        label.unwrap_or(Cow::Borrowed(OTHER))
    }
}

impl fmt::Debug for Endpoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let paths = match self.paths {
            Paths::Unnamed => "Unnamed",
            Paths::Known(_) => "Known",
            Paths::Label(_) => "Label",
        };
        f.debug_struct("Endpoints").field("route", &self.route.is_some()).field("paths", &paths).finish()
    }
}
