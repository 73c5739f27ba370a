//! Azure Monitor Application Insights.
//!
//! Two ways in. With a connection string,
//! <https://learn.microsoft.com/azure/azure-monitor/app/connection-strings>, which is not OTLP and goes
//! through a crate of its own. Or natively,
//! <https://learn.microsoft.com/azure/azure-monitor/containers/opentelemetry-protocol-ingestion>, to the
//! URLs of a data collection rule, with a token of Microsoft Entra.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::{HeaderValue, Method, Request, header};
use opentelemetry_application_insights::Exporter;
use opentelemetry_http::{HttpClient, HttpError};
use opentelemetry_sdk::metrics::Temporality;
use serde::Deserialize;
use tokio::sync::Mutex;

use super::{LOGS_ENDPOINT, METRICS_ENDPOINT, TRACES_ENDPOINT, token};
use crate::{
    Secret,
    provider::{
        Destination, Exporters, Field, Otlp, Provider, ProviderError, Signal,
        otlp::{Authorize, Authorizing, Client, Telling, Tls},
    },
    settings::Protocol,
};

#[derive(Debug)]
pub(super) struct Azure;

/// Where tokens come from, in the public cloud.
const AUTHORITY: &str = "https://login.microsoftonline.com";
const SCOPE: &str = "https://monitor.azure.com/.default";
/// How long before its end a token is fetched anew.
const EARLY: Duration = Duration::from_secs(300);
/// How long a token is kept at most, whatever Entra says of it, whose own last less.
const LONGEST: Duration = Duration::from_secs(2 * 24 * 60 * 60);

impl Provider for Azure {
    fn name(&self) -> &'static str {
        "azure"
    }

    fn options(&self) -> &'static [Field] {
        const {
            &[
                Field::optional("tenant_id", "the directory's id, for OTLP"),
                Field::optional("client_id", "the application's id, for OTLP"),
                Field::optional("authority", "where tokens come from, in a sovereign cloud"),
                TRACES_ENDPOINT,
                METRICS_ENDPOINT,
                LOGS_ENDPOINT,
            ]
        }
    }

    fn credentials(&self) -> &'static [Field] {
        const {
            &[
                Field::optional("connection_string", "of an Application Insights resource"),
                Field::optional("client_secret", "the application's secret, for OTLP"),
            ]
        }
    }

    fn exporters(&self, destination: &Destination<'_>) -> Result<Exporters, ProviderError> {
        match destination.credentials().get("connection_string") {
            Some(connection) => insights(destination, connection),
            None => otlp(destination),
        }
    }
}

fn insights(destination: &Destination<'_>, connection: &Secret) -> Result<Exporters, ProviderError> {
    let settings = destination.settings();
    let mut exporters = Exporters::default();
    let mut tls = Tls::new(&settings.tls);
    if settings.traces {
        exporters.traces = Some(Box::new(insights_exporter(destination, connection, &mut tls)?));
    }
    if settings.metrics {
        exporters.metrics = Some(Box::new(insights_exporter(destination, connection, &mut tls)?));
    }
    if settings.logs {
        exporters.logs = Some(Box::new(insights_exporter(destination, connection, &mut tls)?));
    }
    Ok(exporters)
}

fn insights_exporter(
    destination: &Destination<'_>,
    connection: &Secret,
    tls: &mut Tls<'_>,
) -> Result<Telling<Exporter<Client>>, ProviderError> {
    // Whatever the string says, it is sent over TLS.
    let client = Client::new(tls, "https:", destination.settings().timeout)?;
    let reason = client.reason();
    // The reason may quote the string.
    let exporter = Exporter::new_from_connection_string(connection.expose(), client).map_err(|_| {
        ProviderError::invalid("the credential `connection_string`", "it is no connection string")
    })?;
    let endpoint = connection.expose().split(';').find_map(|part| part.strip_prefix("IngestionEndpoint="));
    Ok(Telling::new(exporter, endpoint.unwrap_or_default(), Some(reason)))
}

fn otlp(destination: &Destination<'_>) -> Result<Exporters, ProviderError> {
    let settings = destination.settings();
    let authority = destination.option("authority").unwrap_or(AUTHORITY);
    let url = format!("{authority}/{}/oauth2/v2.0/token", destination.option("tenant_id")?);
    let entra = Entra {
        client_id: destination.option("client_id")?.to_owned(),
        client_secret: destination.credential("client_secret")?.clone(),
        client: Client::new(&mut Tls::new(&settings.tls), &url, settings.timeout)?,
        url,
        known: Mutex::new(None),
    };
    let wanted = [
        (Signal::Traces, settings.traces, "traces_endpoint"),
        (Signal::Metrics, settings.metrics, "metrics_endpoint"),
        (Signal::Logs, settings.logs, "logs_endpoint"),
    ];
    let mut otlp = Otlp::new(destination)
        .protocols(&[Protocol::HttpProtobuf])
        .temporality(Temporality::Delta)
        .authorize(None, Arc::new(entra));
    for (signal, _, option) in wanted.into_iter().filter(|(_, wanted, _)| *wanted) {
        otlp = otlp.url(signal, destination.option(option)?);
    }
    otlp.exporters()
}

/// Fetches tokens by the client credentials flow, and keeps each for as long as it is good:
/// <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow>.
struct Entra {
    url: String,
    client_id: String,
    client_secret: Secret,
    client: Client,
    known: Mutex<Option<(HeaderValue, Instant)>>,
}

/// What the flow answers.
#[derive(Deserialize)]
struct Answer {
    access_token: String,
    expires_in: u64,
}

impl Entra {
    async fn header(&self) -> Result<HeaderValue, HttpError> {
        let mut known = self.known.lock().await;
        if let Some((header, until)) = &*known
            && Instant::now() < *until
        {
            return Ok(header.clone());
        }
        let Answer { access_token, expires_in } = self.fetch().await?;
        let until = Instant::now() + Duration::from_secs(expires_in).min(LONGEST).saturating_sub(EARLY);
        Ok(known.insert((token::bearer(&access_token)?, until)).0.clone())
    }

    async fn fetch(&self) -> Result<Answer, HttpError> {
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "client_credentials")
            .append_pair("client_id", &self.client_id)
            .append_pair("client_secret", self.client_secret.expose())
            .append_pair("scope", SCOPE)
            .finish();
        let request = Request::builder()
            .method(Method::POST)
            .uri(&self.url)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Bytes::from(form))?;
        let response = self.client.send_bytes(request).await?;
        if !response.status().is_success() {
            return Err(format!("Entra gave no token: {}", response.status()).into());
        }
        serde_json::from_slice(response.body()).map_err(|_| "Entra's answer has no token in it".into())
    }
}

impl Authorize for Entra {
    fn authorize<'a>(&'a self, request: &'a mut Request<Bytes>) -> Authorizing<'a> {
        Box::pin(async move {
            request.headers_mut().insert(header::AUTHORIZATION, self.header().await?);
            Ok(())
        })
    }
}

impl fmt::Debug for Entra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entra").field("url", &self.url).finish_non_exhaustive()
    }
}
