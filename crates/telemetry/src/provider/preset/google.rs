//! Google Cloud's OTLP endpoint.
//!
//! <https://cloud.google.com/stackdriver/docs/reference/telemetry/overview>: a bearer token for each
//! request, and the project as the resource attribute `gcp.project_id`.

use std::{fmt, sync::Arc};

use bytes::Bytes;
use gcp_auth::{CustomServiceAccount, TokenProvider};
use http::{Request, header::AUTHORIZATION};
use tokio::sync::OnceCell;

use super::{LOGS_ENDPOINT, METRICS_ENDPOINT, TRACES_ENDPOINT, token};
use crate::{
    Secret,
    provider::{
        Destination, Exporters, Field, Otlp, Provider, ProviderError,
        otlp::{Authorize, Authorizing},
    },
    settings::Protocol,
};

#[derive(Debug)]
pub(super) struct Google;

const SCOPE: &str = "https://www.googleapis.com/auth/cloud-platform";

impl Provider for Google {
    fn name(&self) -> &'static str {
        "google"
    }

    fn options(&self) -> &'static [Field] {
        const {
            &[
                Field::optional("project", "the project, if the credentials do not name it"),
                TRACES_ENDPOINT,
                METRICS_ENDPOINT,
                LOGS_ENDPOINT,
            ]
        }
    }

    fn credentials(&self) -> &'static [Field] {
        const {
            &[Field::optional(
                "service_account",
                "a service account's key as JSON; else the default credentials",
            )]
        }
    }

    fn resource(&self, destination: &Destination<'_>) -> Vec<(&'static str, String)> {
        let set = destination.option("project").ok().map(str::to_owned);
        let key = destination.credentials().get("service_account");
        let project = set.or_else(|| account(key?).ok()?.project_id().map(str::to_owned));
        project.map(|project| ("gcp.project_id", project)).into_iter().collect()
    }

    fn exporters(&self, destination: &Destination<'_>) -> Result<Exporters, ProviderError> {
        let account = destination.credentials().get("service_account").map(account).transpose()?;
        let tokens = account.map(|account| Arc::new(account) as Arc<dyn TokenProvider>);
        Otlp::new(destination)
            .protocols(&[Protocol::HttpProtobuf, Protocol::HttpJson])
            .base("https://telemetry.googleapis.com")
            .authorize(None, Arc::new(Account(OnceCell::new_with(tokens))))
            .exporters()
    }
}

fn account(key: &Secret) -> Result<CustomServiceAccount, ProviderError> {
    // The library's reason may quote the key.
    CustomServiceAccount::from_json(key.expose()).map_err(|_| {
        ProviderError::invalid("the credential `service_account`", "it is no service account's key")
    })
}

/// Whoever has tokens, and keeps them until they run out: the account that was set, or what is found on this
/// machine when it is first asked.
struct Account(OnceCell<Arc<dyn TokenProvider>>);

impl Authorize for Account {
    fn authorize<'a>(&'a self, request: &'a mut Request<Bytes>) -> Authorizing<'a> {
        Box::pin(async move {
            let tokens = self.0.get_or_try_init(gcp_auth::provider).await?;
            let token = tokens.token(&[SCOPE]).await?;
            request.headers_mut().insert(AUTHORIZATION, token::bearer(token.as_str())?);
            Ok(())
        })
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account").finish_non_exhaustive()
    }
}
