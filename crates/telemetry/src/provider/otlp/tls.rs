//! Whom we trust, and who we are.

use std::{fs, path::Path, sync::Arc};

use hyper_rustls::ConfigBuilderExt as _;
use rustls::{
    ClientConfig, ConfigBuilder, RootCertStore, WantsVerifier,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use tonic::transport::{Certificate, ClientTlsConfig, Identity};

use crate::{provider::ProviderError, settings::TlsSettings};

/// The configuration of HTTP clients that share one. What the system trusts is read when the first of them
/// needs it, which takes milliseconds.
pub(crate) struct Tls<'a> {
    settings: &'a TlsSettings,
    read: Option<ClientConfig>,
}

impl<'a> Tls<'a> {
    pub(crate) fn new(settings: &'a TlsSettings) -> Self {
        Self { settings, read: None }
    }

    /// For requests to `url`: over plain HTTP nobody need be trusted.
    pub(super) fn config_for(&mut self, url: &str) -> Result<ClientConfig, ProviderError> {
        if !url.starts_with("https:") {
            return Ok(builder()?.with_root_certificates(RootCertStore::empty()).with_no_client_auth());
        }
        let read = match self.read.take() {
            Some(read) => read,
            None => config(self.settings)?,
        };
        Ok(self.read.insert(read).clone())
    }
}

fn config(tls: &TlsSettings) -> Result<ClientConfig, ProviderError> {
    let builder = builder()?;
    let builder = match &tls.ca_file {
        Some(file) => builder.with_root_certificates(authorities(file)?),
        None => builder.with_native_roots().map_err(|error| ProviderError::invalid("TLS", error))?,
    };
    match identity(tls)? {
        None => Ok(builder.with_no_client_auth()),
        Some((cert, key)) => {
            let certs: Vec<_> = CertificateDer::pem_slice_iter(&cert)
                .collect::<Result<_, _>>()
                .map_err(|error| ProviderError::invalid("tls.cert_file", error))?;
            let key = PrivateKeyDer::from_pem_slice(&key)
                .map_err(|_| ProviderError::invalid("tls.key_file", "there is no private key in it"))?;
            builder.with_client_auth_cert(certs, key).map_err(refuse)
        }
    }
}

fn builder() -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, ProviderError> {
    let provider = Arc::new(ring::default_provider());
    ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().map_err(refuse)
}

fn refuse(error: rustls::Error) -> ProviderError {
    ProviderError::invalid("TLS", error)
}

/// For gRPC.
pub(super) fn grpc_config(tls: &TlsSettings) -> Result<ClientTlsConfig, ProviderError> {
    let config = match &tls.ca_file {
        Some(file) => {
            authorities(file)?;
            ClientTlsConfig::new().ca_certificate(Certificate::from_pem(read("tls.ca_file", file)?))
        }
        None => ClientTlsConfig::new().with_native_roots(),
    };
    Ok(match identity(tls)? {
        None => config,
        Some((cert, key)) => config.identity(Identity::from_pem(cert, key)),
    })
}

fn authorities(file: &Path) -> Result<RootCertStore, ProviderError> {
    let pem = read("tls.ca_file", file)?;
    let mut store = RootCertStore::empty();
    for cert in CertificateDer::pem_slice_iter(&pem) {
        let cert = cert.map_err(|error| ProviderError::invalid("tls.ca_file", error))?;
        store.add(cert).map_err(|error| ProviderError::invalid("tls.ca_file", error))?;
    }
    if store.is_empty() {
        return Err(ProviderError::invalid("tls.ca_file", "there is no certificate in it"));
    }
    Ok(store)
}

/// A certificate and its key, as PEM.
type Pair = (Vec<u8>, Vec<u8>);

fn identity(tls: &TlsSettings) -> Result<Option<Pair>, ProviderError> {
    match (&tls.cert_file, &tls.key_file) {
        (None, None) => Ok(None),
        (Some(cert), Some(key)) => Ok(Some((read("tls.cert_file", cert)?, read("tls.key_file", key)?))),
        (Some(_), None) => Err(ProviderError::invalid("tls.cert_file", "tls.key_file is missing")),
        (None, Some(_)) => Err(ProviderError::invalid("tls.key_file", "tls.cert_file is missing")),
    }
}

fn read(what: &'static str, file: &Path) -> Result<Vec<u8>, ProviderError> {
    fs::read(file).map_err(|error| ProviderError::invalid(what, format_args!("{}: {error}", file.display())))
}
