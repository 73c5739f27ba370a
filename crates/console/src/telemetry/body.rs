//! Settings in the body of a request.

use std::collections::BTreeMap;

use gate_telemetry::{Secret, Settings, settings::HEADER};
use serde_json::{Map, Value};

use super::TelemetryChange;
use crate::error::ApiError;

/// Reads what somebody asks for. A refusal names the setting, and shows no value.
pub(super) fn change(body: &[u8]) -> Result<TelemetryChange, ApiError> {
    // What serde says of its own about JSON is a place, or, with a text that is cut off, the text.
    let Ok(Value::Object(mut asked)) = serde_json::from_slice(body) else {
        return Err(bad("the body must be a JSON object with the settings of [telemetry]"));
    };
    let mut credentials = BTreeMap::new();
    for (table, prefix) in [("credentials", ""), ("headers", HEADER)] {
        for (name, value) in secrets(table, asked.remove(table))? {
            credentials.insert(format!("{prefix}{name}"), value);
        }
    }
    let settings = match serde_json::from_value(Value::Object(asked.clone())) {
        Ok(settings) => settings,
        Err(_) => return Err(bad(&why(&asked))),
    };
    Ok(TelemetryChange { settings, credentials })
}

type Secrets = Vec<(String, Option<Secret>)>;

fn secrets(table: &str, asked: Option<Value>) -> Result<Secrets, ApiError> {
    let texts =
        || bad(&format!("{table}: must be an object whose values are strings, or null to remove one"));
    let members = match asked {
        None => return Ok(Vec::new()),
        Some(Value::Object(members)) => members,
        Some(_) => return Err(texts()),
    };
    let secret = |(name, value)| match value {
        Value::Null => Ok((name, None)),
        Value::String(text) => Ok((name, Some(Secret::new(text)))),
        _ => Err(texts()),
    };
    members.into_iter().map(secret).collect()
}

/// Which of the settings cannot be meant: the first that is refused when it is alone.
fn why(asked: &Map<String, Value>) -> String {
    for (name, value) in asked {
        let Some(error) = refused(name, value.clone()) else { continue };
        let within = value.as_object().into_iter().flatten().find_map(|(member, value)| {
            let alone = Map::from_iter([(member.clone(), value.clone())]);
            Some((member, refused(name, Value::Object(alone))?))
        });
        return match within {
            Some((member, error)) => format!("{}.{}: {error}", shown(name), shown(member)),
            None => format!("{}: {error}", shown(name)),
        };
    }
    "these settings cannot be meant".to_owned()
}

fn refused(name: &str, value: Value) -> Option<String> {
    let alone = Value::Object(Map::from_iter([(name.to_owned(), value)]));
    let error = serde_json::from_value::<Settings>(alone).err()?.to_string();
    // What was found may be a secret in the wrong place; what was expected tells enough.
    let expected = error.rsplit_once("expected ").map(|(_, expected)| expected);
    Some(match expected {
        Some(expected) if error.starts_with("unknown field") => {
            format!("there is no such setting; there is {expected}")
        }
        Some(expected) => format!("must be {expected}"),
        None => "has no such value".to_owned(),
    })
}

/// A name that somebody else made up.
fn shown(name: &str) -> String {
    name.chars().filter(|character| !character.is_control()).take(64).collect()
}

fn bad(why: &str) -> ApiError {
    ApiError::BadRequest(why.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(body: &str) -> String {
        match change(body.as_bytes()) {
            Err(ApiError::BadRequest(why)) => why,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn settings_and_secrets_are_read_apart() {
        let body = br#"{"provider": "otlp", "batch": {"queue": 9}, "keep_slow": 1.5,
            "credentials": {"api_key": "a", "old": null}, "headers": {"x-key": "b"}}"#;
        let TelemetryChange { settings, credentials } = change(body).unwrap();
        assert_eq!((settings.provider.as_str(), settings.batch.queue), ("otlp", 9));
        assert!(settings.credentials.is_empty() && settings.headers.is_empty());
        let read: Vec<_> =
            credentials.iter().map(|(name, it)| (&**name, it.as_ref().map(Secret::expose))).collect();
        assert_eq!(read, [("api_key", Some("a")), ("header.x-key", Some("b")), ("old", None)]);
        assert!(change(b"{}").unwrap().credentials.is_empty());
        let none = change(br#"{"endpoint": null, "keep_slow": null}"#).unwrap().settings;
        assert_eq!((none.endpoint, none.keep_slow), (None, None));
    }

    #[test]
    fn refusals_name_the_setting_and_show_no_value() {
        let cases = [
            (r#"{"sample_ratio": "hunter2"}"#, "sample_ratio: must be f64"),
            (r#"{"batch": {"queue": "hunter2"}}"#, "batch.queue: must be usize"),
            (r#"{"batch": "hunter2"}"#, "batch: must be "),
            (r#"{"protocol": "hunter2"}"#, "protocol: must be one of `grpc`"),
            (r#"{"end_point": "hunter2"}"#, "end_point: there is no such setting; there is one of `serv"),
            (r#"{"timeout": -1}"#, "timeout: has no such value"),
            (r#"{"credentials": {"api_key": 4711}}"#, "credentials: must be an object"),
            (r#"{"headers": "hunter2"}"#, "headers: must be an object"),
            (r#"{"endpoint": "hunter2"#, "the body must be a JSON object"),
            (r#"["hunter2"]"#, "the body must be a JSON object"),
        ];
        for (body, expected) in cases {
            let why = refusal(body);
            assert!(why.starts_with(expected), "{why}");
            assert!(!why.contains("hunter2") && !why.contains("4711"), "{why}");
        }
    }
}
