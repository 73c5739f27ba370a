//! Headers of HTTP: the scheme of an authorization ([`scheme`]), and cookies, of which each is a secret of
//! its own ([`cookies`], [`cookie`]).

pub(super) mod cookie;
pub(super) mod cookies;
pub(super) mod scheme;
