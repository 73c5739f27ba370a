//! Grafana Cloud's OTLP gateway.
//!
//! <https://grafana.com/docs/grafana-cloud/send-data/otlp/send-data-otlp/>: the stack's page names the host;
//! the user is the instance id, the password a token of an access policy.

use super::{LOGS_ENDPOINT, METRICS_ENDPOINT, TRACES_ENDPOINT, token};
use crate::{
    Secret,
    provider::{Destination, Exporters, Field, Otlp, Provider, ProviderError},
    settings::{Compression, Protocol},
};

#[derive(Debug)]
pub(super) struct Grafana;

impl Provider for Grafana {
    fn name(&self) -> &'static str {
        "grafana"
    }

    fn options(&self) -> &'static [Field] {
        const {
            &[
                Field::required("instance_id", "the id of the stack's OTLP instance"),
                Field::optional("region", "as in prod-eu-west-2, if no endpoint is set"),
                TRACES_ENDPOINT,
                METRICS_ENDPOINT,
                LOGS_ENDPOINT,
            ]
        }
    }

    fn credentials(&self) -> &'static [Field] {
        const { &[Field::required("token", "a token of an access policy that may write")] }
    }

    fn exporters(&self, destination: &Destination<'_>) -> Result<Exporters, ProviderError> {
        let user = destination.option("instance_id")?;
        let basic = token::basic(user, destination.credential("token")?);
        // Whoever pastes an endpoint pastes it with its path.
        let base = match &destination.settings().endpoint {
            Some(_) => "https://grafana.net".to_owned(),
            None => format!("https://otlp-gateway-{}.grafana.net/otlp", destination.option("region")?),
        };
        Otlp::new(destination)
            .protocols(&[Protocol::HttpProtobuf, Protocol::HttpJson])
            .base(base)
            .compression(Compression::Gzip)
            .secret_header("authorization", &Secret::new(basic))?
            .exporters()
    }
}
