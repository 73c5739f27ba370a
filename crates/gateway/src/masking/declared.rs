//! Parameters that the schemas of listed tools call secret.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
};

use gate_mask::{Masker, MaskerBuilder, is_key_name};
use gate_mcp::SecretParameters;
use tokio::runtime::Handle;

/// So many are masked, of all servers together: each name is one more thing to search for.
const MOST: usize = 256;

/// Puts the rules in force that the settings and the listed schemas make together.
#[derive(Clone)]
pub(super) struct Declared(Arc<Inner>);

struct Inner {
    masker: Masker,
    settings: MaskerBuilder,
    /// The schemas are read anyway, so that the catalog is complete when this is switched on.
    on: bool,
    wanted: Mutex<BTreeSet<String>>,
    in_force: Mutex<BTreeSet<String>>,
}

impl Declared {
    pub(super) fn new(masker: Masker, settings: MaskerBuilder, on: bool) -> Self {
        let (wanted, in_force) = (Mutex::default(), Mutex::default());
        Self(Arc::new(Inner { masker, settings, on, wanted, in_force }))
    }

    /// Builds the rules, which takes some tens of milliseconds, unless they are in force already.
    pub(super) fn put_in_force(&self) {
        let Inner { masker, settings, wanted, in_force, .. } = &*self.0;
        let mut in_force = in_force.lock().unwrap_or_else(PoisonError::into_inner);
        let parameters = wanted.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if *in_force == parameters {
            return;
        }
        // One that the engine refuses would have it refuse all.
        let (names, useless): (Vec<_>, Vec<_>) = parameters.iter().partition(|name| is_key_name(name));
        if !useless.is_empty() || names.len() > MOST {
            let not_masked = useless.len() + names.len().saturating_sub(MOST);
            tracing::warn!(not_masked, "schemas call more parameters secret than can be masked by name");
        }
        let names = names.into_iter().take(MOST);
        if let Err(error) = masker.replace(settings.clone().exact_keys(names)) {
            tracing::warn!(%error, "parameters that schemas call secret are not masked by name");
        }
        *in_force = parameters;
    }
}

impl SecretParameters for Declared {
    fn of_schema(&self, schema: &str) -> Vec<String> {
        gate_mask::sensitive_properties(schema)
    }

    fn changed(&self, parameters: &BTreeSet<String>) {
        if !self.0.on {
            return;
        }
        self.0.wanted.lock().unwrap_or_else(PoisonError::into_inner).clone_from(parameters);
        let this = self.clone();
        // A listing is on its way to a client, and must not wait.
        match Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn_blocking(move || this.put_in_force())),
            Err(_) => this.put_in_force(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn declared(settings: MaskerBuilder, on: bool) -> Declared {
        Declared::new(settings.clone().build().unwrap(), settings, on)
    }

    fn names(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn what_is_declared_is_masked_beside_what_is_set() {
        let declared = declared(Masker::builder().sensitive_key("badge"), true);
        let masker = declared.0.masker.clone();
        let text = r#"{"note": "a", "release_note": "b", "badge": "c", "memo": "d"}"#;
        declared.changed(&names(&["note", "x", "наперёд"]));
        let expected = r#"{"note": "***", "release_note": "b", "badge": "***", "memo": "d"}"#;
        assert_eq!(masker.mask_str(text).get(), expected);
        declared.changed(&names(&["memo"]));
        let expected = r#"{"note": "a", "release_note": "b", "badge": "***", "memo": "***"}"#;
        assert_eq!(masker.mask_str(text).get(), expected);
    }

    #[test]
    fn too_many_are_bounded_and_none_are_masked_if_switched_off() {
        let many: BTreeSet<_> = (0..5_000).map(|n| format!("parameter{n:04}")).collect();
        let on = declared(Masker::builder(), true);
        on.changed(&many);
        assert_eq!(on.0.masker.mask_str(r#"{"parameter0000": "a"}"#).get(), r#"{"parameter0000": "***"}"#);
        let off = declared(Masker::builder(), false);
        off.changed(&many);
        assert_eq!(off.0.masker.mask_str(r#"{"parameter0000": "a"}"#).get(), r#"{"parameter0000": "a"}"#);
    }
}
