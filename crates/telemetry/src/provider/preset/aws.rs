//! AWS CloudWatch's OTLP endpoints.
//!
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-OTLPEndpoint.html>: a host for
//! each signal, only OTLP over HTTP, each request signed with Signature Version 4; log records name their
//! group and stream in headers.

use std::{env, sync::Arc, time::SystemTime};

use aws_credential_types::Credentials as AwsCredentials;
use aws_sigv4::{
    http_request::{SignableBody, SignableRequest, SigningSettings, sign},
    sign::v4,
};
use aws_smithy_runtime_api::client::identity::Identity;
use bytes::Bytes;
use http::{HeaderMap, Request, header};
use opentelemetry_http::HttpError;

use super::{LOGS_ENDPOINT, METRICS_ENDPOINT, TRACES_ENDPOINT};
use crate::{
    provider::{
        Destination, Exporters, Field, Otlp, Provider, ProviderError, Signal,
        otlp::{Authorize, Authorizing},
    },
    settings::{Compression, Protocol},
};

#[derive(Debug)]
pub(super) struct Aws;

/// The service that takes each signal, which is also the first part of its host's name.
const SERVICES: [(Signal, &str); 3] =
    [(Signal::Traces, "xray"), (Signal::Metrics, "monitoring"), (Signal::Logs, "logs")];
/// 5 MB a request.
const MAX_BODY: usize = 5_000_000;

impl Provider for Aws {
    fn name(&self) -> &'static str {
        "aws"
    }

    fn options(&self) -> &'static [Field] {
        const {
            &[
                Field::optional("region", "the region, else $AWS_REGION"),
                Field::optional("log_group", "the log group, for log records"),
                Field::optional("log_stream", "the log stream, for log records"),
                TRACES_ENDPOINT,
                METRICS_ENDPOINT,
                LOGS_ENDPOINT,
            ]
        }
    }

    fn credentials(&self) -> &'static [Field] {
        const {
            &[
                Field::optional("access_key_id", "else $AWS_ACCESS_KEY_ID"),
                Field::optional("secret_access_key", "else $AWS_SECRET_ACCESS_KEY"),
                Field::optional("session_token", "of temporary credentials, else $AWS_SESSION_TOKEN"),
            ]
        }
    }

    fn exporters(&self, destination: &Destination<'_>) -> Result<Exporters, ProviderError> {
        let region = region(destination)?;
        let identity = identity(destination)?;
        let mut otlp = Otlp::new(destination)
            .protocols(&[Protocol::HttpProtobuf, Protocol::HttpJson])
            .compression(Compression::Gzip);
        for (signal, service) in SERVICES {
            let signer = Signer { identity: identity.clone(), region: region.clone(), service };
            otlp = otlp
                .url(signal, format!("https://{service}.{region}.amazonaws.com/v1/{signal}"))
                .max_body(signal, MAX_BODY)
                .authorize(Some(signal), Arc::new(signer));
        }
        if destination.settings().logs {
            otlp = otlp
                .header_of(Signal::Logs, "x-aws-log-group", destination.option("log_group")?)?
                .header_of(Signal::Logs, "x-aws-log-stream", destination.option("log_stream")?)?;
        }
        otlp.exporters()
    }
}

fn region(destination: &Destination<'_>) -> Result<String, ProviderError> {
    match destination.option("region") {
        Ok(region) => Ok(region.to_owned()),
        Err(missing) => env::var("AWS_REGION").map_err(|_| missing),
    }
}

fn identity(destination: &Destination<'_>) -> Result<Identity, ProviderError> {
    let find = |name: &'static str, variable: &str| match destination.credential(name) {
        Ok(secret) => Ok(secret.expose().to_owned()),
        Err(missing) => env::var(variable).map_err(|_| missing),
    };
    let key = find("access_key_id", "AWS_ACCESS_KEY_ID")?;
    let secret = find("secret_access_key", "AWS_SECRET_ACCESS_KEY")?;
    let token = find("session_token", "AWS_SESSION_TOKEN").ok();
    Ok(AwsCredentials::new(key, secret, token, None, "settings").into())
}

/// Signs for one service. The crate's own `Debug` shows no secret.
#[derive(Debug)]
struct Signer {
    identity: Identity,
    region: String,
    service: &'static str,
}

impl Signer {
    fn sign(&self, request: &mut Request<Bytes>) -> Result<(), HttpError> {
        let params = v4::SigningParams::builder()
            .identity(&self.identity)
            .region(&self.region)
            .name(self.service)
            .time(SystemTime::now())
            .settings(SigningSettings::default())
            .build()?
            .into();
        let uri = request.uri().to_string();
        let headers = signed(request.headers());
        let signable = SignableRequest::new(
            request.method().as_str(),
            &uri,
            headers,
            SignableBody::Bytes(request.body()),
        )?;
        let (instructions, _) = sign(signable, &params)?.into_parts();
        instructions.apply_to_request_http1x(request);
        Ok(())
    }
}

/// All but what proxies and clients on the way may change.
fn signed(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    headers
        .iter()
        .filter(|(name, _)| **name != header::USER_AGENT)
        .filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)))
}

impl Authorize for Signer {
    fn authorize<'a>(&'a self, request: &'a mut Request<Bytes>) -> Authorizing<'a> {
        Box::pin(async move { self.sign(request) })
    }
}
