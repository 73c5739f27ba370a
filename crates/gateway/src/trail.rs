use std::{fmt, sync::Arc};

use gate_audit::{AuditStore, Retention, chain::ChainKey};
use gate_store::Location;

use crate::{
    config::Config,
    error::{GatewayError, Kind},
};

/// The audit trail of a gateway, for tools that work on it while the gateway runs, or does not.
///
/// What is done here is recorded nowhere: whoever may open the store may do what they like with it.
pub struct Trail {
    store: Arc<dyn AuditStore>,
    retention: Retention,
    key: Option<ChainKey>,
}

impl Trail {
    /// Opens the trail that a gateway with these settings keeps.
    ///
    /// # Errors
    ///
    /// When there is none, or it cannot be opened.
    pub async fn open(config: &Config) -> Result<Self, GatewayError> {
        let database = config.database().map_err(Kind::Config)?;
        config.audit.check_retention().map_err(Kind::Config)?;
        let key = config.known_chain_key().map_err(Kind::Config)?;
        // Looking for a trail makes none.
        if let Location::Sqlite(path) = &database
            && !path.is_file()
        {
            return Err(Kind::NoTrail(path.clone()).into());
        }
        let store = database.open().await.map_err(Kind::Store)?.store();
        Ok(Self { store, retention: config.audit.retention(), key })
    }

    /// What keeps it.
    #[must_use]
    pub fn store(&self) -> &dyn AuditStore {
        &*self.store
    }

    /// The key that seals it, if one is at hand.
    #[must_use]
    pub fn key(&self) -> Option<&ChainKey> {
        self.key.as_ref()
    }

    /// What of it is kept, by the settings.
    pub fn retention(&self) -> Retention {
        self.retention
    }
}

impl fmt::Debug for Trail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Trail")
            .field("retention", &self.retention)
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}
