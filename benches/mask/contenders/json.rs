//! The walk of a JSON document: read it, mask by name and by pattern, write it.

use std::{borrow::Cow, hint::black_box};

use regex_automata::meta;
use serde_json::Value;

use super::{Mask, formats, regexes};

struct Walk {
    names: meta::Regex,
    formats: meta::Regex,
    findings: usize,
}

pub(crate) fn walk() -> Mask {
    let names = meta::Regex::new(&formats::key_name()).expect("the pattern of names is valid");
    let mut walk = Walk { names, formats: regexes::multi(), findings: 0 };
    Box::new(move |text| {
        walk.findings = 0;
        // What is no JSON would have to be refused, or passed on as it is.
        let Ok(mut document) = serde_json::from_str(text) else { return 0 };
        walk.value(&mut document);
        black_box(serde_json::to_vec(&document).unwrap_or_default());
        walk.findings
    })
}

impl Walk {
    fn value(&mut self, value: &mut Value) {
        match value {
            Value::String(text) => self.text(text),
            Value::Array(items) => items.iter_mut().for_each(|item| self.value(item)),
            Value::Object(members) => {
                for (name, value) in members {
                    if self.names.is_match(name.as_str()) {
                        *value = Value::String("***".to_owned());
                        self.findings += 1;
                    } else {
                        self.value(value);
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn text(&mut self, text: &mut String) {
        let spans = regexes::spans(&self.formats, text.as_bytes());
        let (masked, findings) = regexes::replace(text.as_bytes(), spans);
        if let Cow::Owned(masked) = masked {
            *text = String::from_utf8_lossy(&masked).into_owned();
            self.findings += findings;
        }
    }
}
