use std::{error, fmt, io, net::SocketAddr, path::PathBuf};

use gate_audit::{StartError, StoreError};
use gate_upstream::UpstreamError;
use metrics_exporter_prometheus::BuildError;

use crate::config::ConfigError;

/// Why a gateway could not be built. Its text is meant for whoever runs it.
#[derive(Debug)]
pub struct GatewayError(Kind);

#[derive(Debug)]
pub(crate) enum Kind {
    Config(ConfigError),
    DataDir(PathBuf, io::Error),
    Store(StoreError),
    Audit(StartError),
    NoTrail(PathBuf),
    Upstream(String, UpstreamError),
    NoBuiltin(String, String),
    Metrics(BuildError),
    MetricsListen(SocketAddr, io::Error),
}

impl fmt::Display for GatewayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Config(error) => error.fmt(f),
            Kind::DataDir(path, _) => write!(f, "data_dir: {} cannot be used", path.display()),
            Kind::Store(error) => error.fmt(f),
            Kind::Audit(error) => error.fmt(f),
            Kind::NoTrail(path) => write!(f, "audit.store: there is no audit trail at {}", path.display()),
            Kind::Upstream(name, error) => write!(f, "upstreams.{name}: {error}"),
            Kind::NoBuiltin(name, known) => {
                write!(f, "upstreams.{name}: there is no such builtin; there is: {known}")
            }
            Kind::Metrics(error) => error.fmt(f),
            Kind::MetricsListen(address, _) => write!(f, "metrics.listen: cannot listen on {address}"),
        }
    }
}

impl error::Error for GatewayError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match &self.0 {
            Kind::Config(_) | Kind::NoBuiltin(..) | Kind::Metrics(_) | Kind::NoTrail(_) => None,
            Kind::DataDir(_, error) | Kind::MetricsListen(_, error) => Some(error),
            // Their own texts were shown in place of one of ours; what is left is why.
            Kind::Store(error) => error.source(),
            Kind::Audit(error) => error.source(),
            Kind::Upstream(_, error) => error.source(),
        }
    }
}

impl From<Kind> for GatewayError {
    fn from(kind: Kind) -> Self {
        Self(kind)
    }
}
