use std::{fmt, sync::Arc};

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        RootCertStore, ServerConfig, crypto::ring, pki_types::PrivateKeyDer, server::WebPkiClientVerifier,
    },
};

/// What the client of a receiver with TLS needs, in PEM.
#[derive(Clone)]
#[non_exhaustive]
pub struct Certificates {
    /// The CA, to be trusted.
    pub ca: String,
    /// A certificate for the client to show.
    pub client_certificate: String,
    /// The key to it.
    pub client_key: String,
}

/// A CA of a test's own, minted at run time so that no key is ever in the repository.
pub(super) struct Pki {
    pub(super) acceptor: TlsAcceptor,
    pub(super) certificates: Certificates,
}

impl Pki {
    pub(super) fn mint(client_must_show: bool) -> anyhow::Result<Self> {
        let mut authority = named("testkit CA")?;
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let key = KeyPair::generate()?;
        let ca = authority.self_signed(&key)?;
        let issuer = Issuer::new(authority, key);

        let mut server = CertificateParams::new(["localhost".to_owned(), "127.0.0.1".to_owned()])?;
        server.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let server_key = KeyPair::generate()?;
        let server = server.signed_by(&server_key, &issuer)?;

        let mut client = named("testkit client")?;
        client.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        let client_key = KeyPair::generate()?;
        let client = client.signed_by(&client_key, &issuer)?;

        // The provider is named, so that none need be installed for the whole process.
        let provider = Arc::new(ring::default_provider());
        let config = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()?;
        let config = if client_must_show {
            let mut roots = RootCertStore::empty();
            roots.add(ca.der().clone())?;
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build()?;
            config.with_client_cert_verifier(verifier)
        } else {
            config.with_no_client_auth()
        };
        let server_key = PrivateKeyDer::Pkcs8(server_key.serialize_der().into());
        let mut config = config.with_single_cert(vec![server.der().clone()], server_key)?;
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];

        let certificates = Certificates {
            ca: ca.pem(),
            client_certificate: client.pem(),
            client_key: client_key.serialize_pem(),
        };
        Ok(Self { acceptor: TlsAcceptor::from(Arc::new(config)), certificates })
    }
}

fn named(name: &str) -> anyhow::Result<CertificateParams> {
    let mut params = CertificateParams::new(Vec::new())?;
    params.distinguished_name.push(DnType::CommonName, name);
    Ok(params)
}

impl fmt::Debug for Certificates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificates").finish_non_exhaustive()
    }
}
