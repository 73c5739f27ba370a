//! What a kind is made of, and the ways its text reaches a gateway.

use serde_json::{Value, json};

use crate::fill::{camel, capital, fill};
use crate::rng::Rng;

/// One sort of text that holds no secret.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    form: Form,
}

enum Form {
    /// One of these, whole.
    Texts(&'static [&'static str]),
    /// A few to many lines of these.
    Lines(&'static [&'static str]),
    /// One of these, which are JSON.
    Json(&'static [&'static str]),
    /// One of the names, which blanks part, with one of the values: in JSON, YAML, a query … and any spelling of the name.
    Named(&'static str, &'static [&'static str]),
    /// Code makes it, as it is no text or too long to be a template.
    Made(fn(&mut Rng) -> Vec<u8>),
}

pub(crate) const fn texts(name: &'static str, templates: &'static [&'static str]) -> Kind {
    Kind { name, form: Form::Texts(templates) }
}

pub(crate) const fn lines(name: &'static str, templates: &'static [&'static str]) -> Kind {
    Kind { name, form: Form::Lines(templates) }
}

pub(crate) const fn json(name: &'static str, templates: &'static [&'static str]) -> Kind {
    Kind { name, form: Form::Json(templates) }
}

pub(crate) const fn named(name: &'static str, names: &'static str, values: &'static [&'static str]) -> Kind {
    Kind { name, form: Form::Named(names, values) }
}

pub(crate) const fn made(name: &'static str, make: fn(&mut Rng) -> Vec<u8>) -> Kind {
    Kind { name, form: Form::Made(make) }
}

impl Kind {
    /// How many documents let every template be seen.
    pub(crate) fn documents(&self) -> usize {
        match self.form {
            Form::Texts(all) | Form::Lines(all) | Form::Json(all) => all.len().clamp(24, 40),
            Form::Named(names, _) => (2 * names.split_whitespace().count()).clamp(24, 40),
            Form::Made(_) => 12,
        }
    }

    pub(crate) fn document(&self, seed: usize) -> Vec<u8> {
        let mut rng = Rng::seeded(self.name, seed as u64);
        let rng = &mut rng;
        match self.form {
            Form::Texts(all) => {
                let text = fill(rng, all[seed % all.len()]);
                dressed(rng, text).into_bytes()
            }
            Form::Lines(all) => {
                let text = some_lines(rng, all, seed);
                dressed(rng, text).into_bytes()
            }
            Form::Json(all) => {
                let text = fill(rng, all[seed % all.len()]);
                let value = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e} in {text}"));
                json_dressed(rng, text, value).into_bytes()
            }
            Form::Named(names, values) => {
                let names: Vec<_> = names.split_whitespace().collect();
                let value = rng.pick(values);
                let value = fill(rng, value);
                let text = assigned(rng, names[seed % names.len()], &value);
                dressed(rng, text).into_bytes()
            }
            Form::Made(make) => make(rng),
        }
    }
}

fn some_lines(rng: &mut Rng, all: &[&str], seed: usize) -> String {
    let others = rng.pick(&[0, 1, 3, 12]);
    let mut lines = vec![fill(rng, all[seed % all.len()])];
    for _ in 0..others {
        let template = rng.pick(all);
        lines.push(fill(rng, template));
    }
    let last = lines.len() - 1;
    lines.swap(0, rng.below(last + 1));
    lines.join("\n")
}

/// A text as it is, or inside what a gateway sees.
fn dressed(rng: &mut Rng, text: String) -> String {
    match rng.below(12) {
        0..4 => text,
        4 => text + "\n",
        // As tools show a file, and a change of it.
        10 => numbered(&text),
        11 => prefixed(rng, &text),
        5 => format!("{}\n\n```\n{text}\n```\n", fill(rng, "See ‹path›, changed by ‹user› on ‹date›:")),
        6 => tool_result(rng, &text),
        7 => tool_result(rng, &json!({ "output": text, "exit_code": 0 }).to_string()),
        8 => {
            let arguments = json!({ "path": fill(rng, "‹path›"), "content": text });
            let params = json!({ "name": "write_file", "arguments": arguments });
            json!({ "jsonrpc": "2.0", "id": rng.below(99), "method": "tools/call", "params": params })
                .to_string()
        }
        _ => format!("event: message\nid: {}\ndata: {}\n\n", rng.below(99), tool_result(rng, &text)),
    }
}

fn numbered(text: &str) -> String {
    text.lines().enumerate().map(|(at, line)| format!("{:>6}\t{line}\n", at + 1)).collect()
}

fn prefixed(rng: &mut Rng, text: &str) -> String {
    let mark = rng.pick(&["+", "-", " ", "> ", "// ", "# ", "    "]);
    text.lines().map(|line| format!("{mark}{line}\n")).collect()
}

fn json_dressed(rng: &mut Rng, text: String, value: Value) -> String {
    match rng.below(7) {
        0 | 1 => text,
        2 => value.to_string(),
        3 => format!("{value:#}"),
        4 => tool_result(rng, &text),
        5 => tool_result(rng, &format!("{value:#}")),
        _ => {
            let result = json!({ "content": [], "structuredContent": value });
            let answer = json!({ "jsonrpc": "2.0", "id": rng.below(99), "result": result });
            format!("event: message\ndata: {answer}\n\n")
        }
    }
}

fn tool_result(rng: &mut Rng, text: &str) -> String {
    let result = json!({ "content": [{ "type": "text", "text": text }], "isError": false });
    json!({ "jsonrpc": "2.0", "id": rng.below(99), "result": result }).to_string()
}

/// A name and its value as one of many languages writes it.
fn assigned(rng: &mut Rng, snake: &str, value: &str) -> String {
    let name = spelled(rng, snake);
    let plain = value.chars().all(|c| c.is_ascii_digit() || c == '.') || matches!(value, "true" | "false");
    let quoted = if plain { value.to_owned() } else { json!(value).to_string() };
    match rng.below(12) {
        0..3 => format!("{{\"{name}\":{quoted}}}"),
        3 | 4 => fill(rng, "{\"id\": ‹int:1-999›, \"@\": §, \"items\": [\"‹word›\"], \"ok\": true}")
            .replace('@', &name)
            .replace('§', &quoted),
        5 => fill(rng, "‹word›:\n  id: ‹int:1-999›\n  @: §\n  enabled: true\n")
            .replace('@', &name)
            .replace('§', value),
        6 => format!("[{}]\n{name} = {quoted}\n", fill(rng, "‹word›")),
        7 => format!("{}={value}", snake.to_uppercase()),
        8 => fill(rng, "https://‹host›/v1/‹word›?limit=‹int:1-99›&@=§&sort=asc")
            .replace('@', &name)
            .replace('§', &percent(value)),
        9 => format!("<{name}>{}</{name}>", xml(value)),
        10 => fill(rng, "‹time› INFO ‹word›: done in ‹int:1-999›ms @=§ status=200")
            .replace('@', &name)
            .replace('§', &quoted),
        _ => fill(rng, "client.‹word›(limit=‹int:1-99›, @=§)")
            .replace('@', &snake.replace('-', "_"))
            .replace('§', &quoted),
    }
}

fn spelled(rng: &mut Rng, snake: &str) -> String {
    match rng.below(8) {
        0..3 => snake.to_owned(),
        3..6 => camel(snake),
        6 => capital(&camel(snake)),
        _ => snake.replace('_', "-"),
    }
}

fn percent(value: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.~".contains(&b);
    value.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

fn xml(value: &str) -> String {
    value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
