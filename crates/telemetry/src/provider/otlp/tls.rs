//! Whom we trust, and who we are.

use std::{fs, path::Path, sync::Arc};

use hyper_rustls::ConfigBuilderExt as _;
use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use tonic::transport::{Certificate, ClientTlsConfig, Identity};

use crate::{provider::ProviderError, settings::TlsSettings};

/// For HTTP.
pub(super) fn config(tls: &TlsSettings) -> Result<ClientConfig, ProviderError> {
    let refuse = |error: rustls::Error| ProviderError::invalid("TLS", error);
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(refuse)?;
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

/// The certificate and its key, as PEM.
fn identity(tls: &TlsSettings) -> Result<Option<(Vec<u8>, Vec<u8>)>, ProviderError> {
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
