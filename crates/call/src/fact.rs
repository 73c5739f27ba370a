//! Write-once facts.

/// Declares write-once facts as pairs of a getter and a `set_…` method on a handle.
///
/// The first statement of a fact stands: whoever knows it first states it, nobody rewrites it. A
/// statement made after the record has ended is refused and counted.
macro_rules! facts {
    ($handle:ident { $($(#[$doc:meta])* $name:ident / $set:ident: $type:ty,)+ }) => {
        #[derive(Default)]
        pub(crate) struct Facts {
            $($name: std::sync::OnceLock<$type>,)+
        }

        impl $handle {
            $(
                $(#[$doc])*
                #[must_use]
                pub fn $name(&self) -> Option<&$type> {
                    self.facts().$name.get()
                }

                #[doc = concat!("States [`", stringify!($name), "`](Self::", stringify!($name),
                    "). Returns whether this statement stands: the first one does.")]
                pub fn $set(&self, value: impl Into<$type>) -> bool {
                    self.in_time() && self.facts().$name.set(value.into()).is_ok()
                }
            )+
        }
    };
}

pub(crate) use facts;
