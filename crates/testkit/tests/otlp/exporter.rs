//! The exporters of `opentelemetry-otlp`, in all the ways in which they can be made.

use std::{collections::HashMap, sync::Arc, time::Duration};

use hyper_rustls::HttpsConnectorBuilder;
use opentelemetry_http::{HttpClient, hyper::HyperClient};
use opentelemetry_otlp::{
    Compression, LogExporter, MetricExporter, Protocol, RetryPolicy, SpanExporter, WithExportConfig,
    WithHttpConfig, WithTonicConfig,
    tonic_types::{
        metadata::MetadataMap,
        transport::{Certificate, ClientTlsConfig, Identity},
    },
};
use opentelemetry_sdk::{logs::LogExporter as _, metrics::Temporality, trace::SpanExporter as _};
use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use testkit::otlp::{Certificates, OtlpReceiver};

use crate::telemetry::resource;

/// How to send.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Over {
    Grpc,
    Protobuf,
    Json,
}

/// How to make an exporter.
pub(crate) struct How<'a> {
    pub(crate) over: Over,
    pub(crate) gzip: bool,
    pub(crate) show_certificate: bool,
    pub(crate) receiver: &'a OtlpReceiver,
    pub(crate) timeout: Duration,
    pub(crate) retries: usize,
}

/// One exporter of each kind.
pub(crate) struct Exporters {
    pub(crate) spans: SpanExporter,
    pub(crate) logs: LogExporter,
    pub(crate) metrics: MetricExporter,
}

impl<'a> How<'a> {
    pub(crate) fn new(over: Over, receiver: &'a OtlpReceiver) -> Self {
        let timeout = Duration::from_secs(10);
        Self { over, gzip: false, show_certificate: false, receiver, timeout, retries: 0 }
    }

    pub(crate) fn build(&self) -> anyhow::Result<Exporters> {
        let (mut spans, mut logs, metrics) = match self.over {
            Over::Grpc => (
                self.grpc(SpanExporter::builder().with_tonic()).build()?,
                self.grpc(LogExporter::builder().with_tonic()).build()?,
                self.grpc(MetricExporter::builder().with_temporality(Temporality::Delta).with_tonic())
                    .build()?,
            ),
            Over::Protobuf | Over::Json => (
                self.http(SpanExporter::builder().with_http(), "/v1/traces")?.build()?,
                self.http(LogExporter::builder().with_http(), "/v1/logs")?.build()?,
                self.http(
                    MetricExporter::builder().with_temporality(Temporality::Delta).with_http(),
                    "/v1/metrics",
                )?
                .build()?,
            ),
        };
        spans.set_resource(&resource());
        logs.set_resource(&resource());
        Ok(Exporters { spans, logs, metrics })
    }

    fn grpc<B: WithExportConfig + WithTonicConfig>(&self, builder: B) -> B {
        let mut metadata = MetadataMap::new();
        metadata.insert("x-tenant", "blue".parse().expect("it is text"));
        let mut builder = builder
            .with_endpoint(self.receiver.endpoint())
            .with_timeout(self.timeout)
            .with_metadata(metadata)
            .with_retry_policy(self.retry());
        if self.gzip {
            builder = builder.with_compression(Compression::Gzip);
        }
        if let Some(certificates) = self.receiver.certificates() {
            let mut tls = ClientTlsConfig::new().ca_certificate(Certificate::from_pem(&certificates.ca));
            if self.show_certificate {
                let Certificates { client_certificate, client_key, .. } = certificates;
                tls = tls.identity(Identity::from_pem(client_certificate, client_key));
            }
            builder = builder.with_tls_config(tls);
        }
        builder
    }

    fn http<B: WithExportConfig + WithHttpConfig>(&self, builder: B, path: &str) -> anyhow::Result<B> {
        let protocol = if self.over == Over::Json { Protocol::HttpJson } else { Protocol::HttpBinary };
        let mut builder = builder
            .with_endpoint(self.receiver.url(path))
            .with_protocol(protocol)
            .with_timeout(self.timeout)
            .with_headers(HashMap::from([("x-tenant".to_owned(), "blue".to_owned())]))
            .with_retry_policy(self.retry());
        if self.gzip {
            builder = builder.with_compression(Compression::Gzip);
        }
        // Without TLS it is the exporter's own client, which is reqwest's.
        if let Some(certificates) = self.receiver.certificates() {
            builder = builder.with_shared_http_client(self.https(certificates)?);
        }
        Ok(builder)
    }

    fn https(&self, certificates: &Certificates) -> anyhow::Result<Arc<dyn HttpClient>> {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(certificates.ca.as_bytes())?)?;
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots);
        let config = if self.show_certificate {
            let certificate = CertificateDer::from_pem_slice(certificates.client_certificate.as_bytes())?;
            let key = PrivateKeyDer::from_pem_slice(certificates.client_key.as_bytes())?;
            config.with_client_auth_cert(vec![certificate], key)?
        } else {
            config.with_no_client_auth()
        };
        let connector =
            HttpsConnectorBuilder::new().with_tls_config(config).https_only().enable_http1().build();
        Ok(Arc::new(HyperClient::new(connector, self.timeout, None)))
    }

    fn retry(&self) -> RetryPolicy {
        RetryPolicy::recommended()
            .with_max_retries(self.retries)
            .with_initial_delay(Duration::from_millis(10))
            .with_max_jitter(Duration::ZERO)
    }
}
