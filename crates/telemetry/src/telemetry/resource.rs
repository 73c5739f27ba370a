//! Whose telemetry it is.

use gate_mask::Masker;
use opentelemetry::KeyValue;
use opentelemetry_sdk::{
    Resource,
    resource::{EnvResourceDetector, ResourceDetector as _, TelemetryResourceDetector},
};

use crate::{Settings, export::shown, spans::random_id};

/// The conventions by which our resources, spans and metrics are named.
const SCHEMA: &str = "https://opentelemetry.io/schemas/1.42.0";

/// The longest value of an attribute, in bytes.
const LONGEST: usize = 4095;

/// What is known of the process, whatever the settings are.
pub(super) fn identity(version: Option<&str>, masker: &Masker) -> Vec<KeyValue> {
    let version = version.map(|version| KeyValue::new("service.version", shown(masker, version, LONGEST)));
    version.into_iter().chain([KeyValue::new("service.instance.id", random_uuid())]).collect()
}

/// A version 4 UUID: a new one for each process, as the conventions ask.
fn random_uuid() -> String {
    let mut bytes: [u8; 16] = random_id();
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut text = format!("{:032x}", u128::from_be_bytes(bytes));
    [20, 16, 12, 8].into_iter().for_each(|place| text.insert(place, '-'));
    text
}

/// All of it; what an operator sets goes before what the back end asks for, and both before what is in the
/// environment as `OTEL_RESOURCE_ATTRIBUTES`, where those who run a process describe it.
pub(super) fn resource(
    settings: &Settings,
    identity: &[KeyValue],
    wanted: Vec<(&'static str, String)>,
    masker: &Masker,
) -> Resource {
    let masked = |name: &str, value: &str| {
        let value = masker.mask_value_of(name, value).into_inner();
        KeyValue::new(name.to_owned(), shown(masker, &value, LONGEST))
    };
    let environment = EnvResourceDetector::new().detect();
    Resource::builder_empty()
        .with_schema_url([], SCHEMA)
        .with_attributes(environment.iter().map(|(name, value)| masked(name.as_str(), &value.as_str())))
        .with_detector(Box::new(TelemetryResourceDetector))
        .with_attributes(identity.iter().cloned())
        .with_attributes(wanted.iter().map(|(name, value)| masked(name, value)))
        .with_attributes(settings.resource.iter().map(|(name, value)| masked(name, value)))
        .with_attribute(KeyValue::new("service.name", shown(masker, &settings.service_name, LONGEST)))
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instance_has_an_id_of_its_own() {
        let (one, other) = (random_uuid(), random_uuid());
        assert_ne!(one, other);
        assert_eq!(one.len(), 36);
        assert_eq!(one.as_bytes()[14], b'4');
        assert!(matches!(one.as_bytes()[19], b'8' | b'9' | b'a' | b'b'), "{one}");
    }

    #[test]
    fn its_attributes_are_masked() {
        let masker = Masker::default();
        let mut settings = Settings { service_name: "weather".to_owned(), ..Settings::default() };
        settings.resource.insert("db_password".to_owned(), "hunter2".to_owned());
        settings.resource.insert("deployment.environment.name".to_owned(), "test".to_owned());
        settings.resource.insert("service.name".to_owned(), "another".to_owned());
        let resource = resource(&settings, &identity(Some("1.2.3"), &masker), Vec::new(), &masker);
        let of = |name: &'static str| resource.get(&name.into()).map(|value| value.to_string());
        assert_eq!(resource.schema_url(), Some(SCHEMA));
        assert_eq!(of("service.name").as_deref(), Some("weather"));
        assert_eq!(of("service.version").as_deref(), Some("1.2.3"));
        assert_eq!(of("deployment.environment.name").as_deref(), Some("test"));
        assert_eq!(of("telemetry.sdk.language").as_deref(), Some("rust"));
        assert!(of("service.instance.id").is_some());
        assert!(!of("db_password").expect("it is there, masked").contains("hunter2"));
    }
}
