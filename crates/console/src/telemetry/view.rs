//! What the API shows. Of what is secret it shows that it is there.

use gate_mask::Masker;
use gate_telemetry::{
    ApplyError, SignalStatus,
    provider::{Field, Provider, Signal},
    settings::HEADER,
};
use serde_json::{Map, Value, json};

use super::{TelemetryControl, TelemetryOrigin};
use crate::item::rfc3339;

/// The settings in use, and how each signal fares.
pub(super) fn state(control: &dyn TelemetryControl, masker: &Masker) -> Value {
    let telemetry = control.telemetry();
    let mut settings = serde_json::to_value(telemetry.settings()).unwrap_or_default();
    mask("", &mut settings, masker);
    let names = control.credentials();
    let is_header = |name: &&String| name.starts_with(HEADER);
    let there = |name: &str| (name.to_owned(), Value::from(true));
    settings["credentials"] =
        names.iter().filter(|name| !is_header(name)).map(|name| there(name)).collect::<Map<_, _>>().into();
    settings["headers"] =
        names.iter().filter_map(|name| name.strip_prefix(HEADER)).map(there).collect::<Map<_, _>>().into();
    let origin = match control.origin() {
        TelemetryOrigin::Configuration => "configuration",
        TelemetryOrigin::Api => "api",
    };
    let status = telemetry.status();
    json!({
        "origin": origin,
        "settings": settings,
        "status": {
            "traces": signal(&status.traces),
            "metrics": signal(&status.metrics),
            "logs": signal(&status.logs),
        },
    })
}

/// An address may have a key in its query, and an option or an attribute may be one, as its name says.
fn mask(name: &str, value: &mut Value, masker: &Masker) {
    match value {
        Value::String(text) => *text = masker.mask_value_of(name, text).into_owned().into_inner(),
        Value::Object(members) => members.iter_mut().for_each(|(name, value)| mask(name, value, masker)),
        _ => {}
    }
}

fn signal(status: &SignalStatus) -> Value {
    let SignalStatus { on, queued, exported, failed, failures, dropped, .. } = *status;
    let last_success = status.last_success.map(rfc3339);
    let last_error = status.last_error.as_ref();
    let last_error = last_error.map(|error| json!({ "at": rfc3339(error.at), "reason": error.reason }));
    json!({
        "on": on,
        "queued": queued,
        "exported": exported,
        "failed": failed,
        "failures": failures,
        "dropped": dropped,
        "last_success": last_success,
        "last_error": last_error,
    })
}

/// What settings can name.
pub(super) fn providers(control: &dyn TelemetryControl) -> Value {
    let none = json!({ "name": "none", "options": [], "credentials": [] });
    let known = control.telemetry().providers().map(provider);
    let items: Vec<_> = [none].into_iter().chain(known).collect();
    json!({ "items": items })
}

fn provider(provider: &dyn Provider) -> Value {
    let fields = |fields: &[Field]| fields.iter().map(field).collect::<Vec<_>>();
    json!({
        "name": provider.name(),
        "options": fields(provider.options()),
        "credentials": fields(provider.credentials()),
    })
}

fn field(field: &Field) -> Value {
    json!({ "name": field.name, "about": field.about, "required": field.required })
}

/// Why settings are refused; if it is for what the back end says, for each signal.
pub(super) fn refusal(error: &ApplyError) -> Value {
    let reason = |signal: Signal| {
        let unreachable = error.unreachable_signals().iter().find(|unreachable| unreachable.signal == signal);
        unreachable.map(|unreachable| (signal.as_str().to_owned(), Value::from(unreachable.reason.as_str())))
    };
    let signals: Map<_, _> = Signal::ALL.into_iter().filter_map(reason).collect();
    json!({ "error": error.to_string(), "signals": signals })
}

#[cfg(test)]
mod tests {
    use gate_telemetry::Settings;

    use super::*;

    #[test]
    fn what_a_name_says_is_secret_is_not_shown() {
        let mut settings = Settings::default();
        settings.endpoint = Some("https://host/v1?api_key=hunter2".to_owned());
        settings.tls.key_file = Some("/etc/gate/client.pem".into());
        for (name, value) in [("region", "eu"), ("tenant_id", "a-tenant"), ("log_stream", "gate")] {
            settings.options.insert(name.to_owned(), value.to_owned());
        }
        let plain = serde_json::to_value(&settings).unwrap();
        settings.options.insert("api_key".to_owned(), "hunter2".to_owned());
        settings.resource.insert("db_password".to_owned(), "hunter2".to_owned());
        let mut shown = serde_json::to_value(&settings).unwrap();
        mask("", &mut shown, &Masker::default());
        assert!(!shown.to_string().contains("hunter2"), "{shown}");
        for part in ["provider", "service_name", "tls", "timeout", "batch"] {
            assert_eq!(shown[part], plain[part]);
        }
        for (name, value) in plain["options"].as_object().unwrap() {
            assert_eq!(shown["options"][name], *value);
        }
    }
}
