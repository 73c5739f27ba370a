//! What the API shows. Of what is secret it shows that it is there.

use gate_mask::Masker;
use gate_telemetry::{
    ApplyError, SignalStatus,
    provider::{Field, Provider, Signal},
};
use serde_json::{Map, Value, json};

use super::{TelemetryControl, TelemetryOrigin};
use crate::item::rfc3339;

/// The settings in use, and how each signal fares.
pub(super) fn state(control: &dyn TelemetryControl, masker: &Masker) -> Value {
    let telemetry = control.telemetry();
    let mut settings = serde_json::to_value(telemetry.settings()).unwrap_or_default();
    masked(&mut settings, masker);
    let names = control.credentials();
    let is_header = |name: &&String| name.starts_with("header.");
    let there = |name: &str| (name.to_owned(), Value::from(true));
    settings["credentials"] =
        names.iter().filter(|name| !is_header(name)).map(|name| there(name)).collect::<Map<_, _>>().into();
    settings["headers"] =
        names.iter().filter_map(|name| name.strip_prefix("header.")).map(there).collect::<Map<_, _>>().into();
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

/// An address may have a key in its query, and an option may be one.
fn masked(value: &mut Value, masker: &Masker) {
    match value {
        Value::String(text) => *text = masker.mask_str(text).into_owned().into_inner(),
        Value::Object(members) => members.values_mut().for_each(|member| masked(member, masker)),
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
