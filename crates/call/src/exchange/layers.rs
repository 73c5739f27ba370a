//! The layers that watch an exchange.

use std::{any::Any, sync::Arc};

use super::Exchange;
use crate::{
    LateError, Watch,
    observe::LayerId,
    watch::{Interest, Registered, WatchList},
};

/// Which layers the request that carries this handle has passed: a bit each, by the order in which they
/// registered. A request that is made anew further out, as a retry does, has not passed those further in.
#[derive(Clone, Copy, Default)]
pub(super) struct Passed(u32);

impl Exchange {
    /// The first watch of this type here. So an observer that meets an exchange
    /// [again](crate::Observer::again) finds what it left there; none, once the exchange has ended.
    #[must_use]
    pub fn watch<W: Watch>(&self) -> Option<Arc<W>> {
        let state = self.state();
        let mut all = state.layers.iter().flat_map(|(_, watches)| watches);
        all.find_map(|registered| {
            let watch: Arc<dyn Any + Send + Sync> = Arc::clone(&registered.watch) as _;
            watch.downcast().ok()
        })
    }

    /// The watches that a layer has registered here, if it has.
    pub(crate) fn registered(&self, layer: LayerId) -> Result<Option<(usize, WatchList)>, LateError> {
        let state = self.state();
        if state.closed {
            return Err(self.too_late());
        }
        let place = state.layers.iter().position(|(id, _)| *id == layer);
        Ok(place.map(|place| (place, state.layers[place].1.clone())))
    }

    /// Whether the request that carries this handle has passed the layer at this place.
    pub(crate) fn has_passed(&self, place: usize) -> bool {
        self.1.0 & bit(place) != 0
    }

    pub(crate) fn pass(&mut self, place: usize) {
        self.1.0 |= bit(place);
    }

    /// All watches that want something, of all layers so far.
    pub(crate) fn watches(&self, interest: Interest) -> WatchList {
        flatten(&self.state().layers, interest)
    }

    /// Registers a layer's watches. Should the exchange end before that, on another task, they hear at
    /// once how: what has been begun is finished.
    pub(crate) fn register(&self, layer: LayerId, watches: WatchList) -> Option<usize> {
        let mut state = self.state();
        if state.closed {
            drop(state);
            self.finish(&watches);
            return None;
        }
        state.layers.push((layer, watches));
        Some(state.layers.len() - 1)
    }
}

/// None for the thirty-third layer and on: those count as not passed.
fn bit(place: usize) -> u32 {
    u32::try_from(place).ok().and_then(|place| 1_u32.checked_shl(place)).unwrap_or_default()
}

pub(super) fn flatten(layers: &[(LayerId, WatchList)], interest: Interest) -> WatchList {
    let all = layers.iter().flat_map(|(_, watches)| watches);
    all.filter(|registered: &&Registered| registered.wants.contains(interest)).cloned().collect()
}
