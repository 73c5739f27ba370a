//! Values of YAML on lines of their own: below a key ([`block`]; [`settings`] that only refer to values are
//! none), as members below a telling name ([`mapping`]), beside a name that is a value itself ([`lines`], for
//! HCL, too), and as the items of a list that are the arguments of a program ([`argv`]).

pub(super) mod argv;
pub(super) mod block;
pub(super) mod lines;
pub(super) mod mapping;
mod settings;
