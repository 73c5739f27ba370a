//! Which properties a JSON Schema marks as secret.
//!
//! The text is read once, leniently, with bounds on depth and on what is kept: a schema comes
//! from a server that nobody vouches for.

use crate::scan::skip::{Quote, quote};

/// Values nested deeper than this are not read.
const DEEPEST: usize = 64;
/// So many names are kept, and so many references.
const MOST: usize = 256;
/// Members that hold the schema of a tool's arguments, of what it gives back, and of what a server asks
/// its user for.
const SCHEMAS: [&str; 5] = ["inputSchema", "input_schema", "parameters", "outputSchema", "requestedSchema"];
/// Longer names are no key names.
const LONGEST: usize = 128;

/// The names of the properties that a JSON Schema marks as secret: by `"format": "password"`,
/// `"writeOnly": true`, `"x-sensitive": true` or what else is common for it.
///
/// Properties of properties count, as do items of arrays, alternatives, and definitions that
/// are referred to. What is no JSON gives what was read up to there.
///
/// ```
/// use gate_mask::{Masker, sensitive_properties};
///
/// let schema = r#"{
///     "type": "object",
///     "properties": {
///         "user": {"type": "string"},
///         "note": {"type": "string", "format": "password"}
///     }
/// }"#;
/// let names = sensitive_properties(schema);
/// assert_eq!(names, ["note"]);
///
/// let masker = Masker::builder().exact_keys(names).build()?;
/// let call = masker.mask_str(r#"{"note": "abc", "release_note": "2.0"}"#);
/// assert_eq!(call.get(), r#"{"note": "***", "release_note": "2.0"}"#);
/// # Ok::<(), gate_mask::BuildError>(())
/// ```
#[must_use]
pub fn sensitive_properties(schema: &str) -> Vec<String> {
    let mut reader = Reader::of(schema, 0);
    // An error ends the reading; what was found before it counts.
    let _ = reader.value(None, Role::Schema);
    reader.found.resolve()
}

/// The names that the schemas of tools in a document mark as secret, as [`sensitive_properties`] reads
/// them: `inputSchema` and `outputSchema` in an MCP server's answer to `tools/list`, `requestedSchema` where
/// it asks its user for something (<https://modelcontextprotocol.io/specification/2025-06-18/client/elicitation>),
/// `input_schema` and `parameters` in a request to a model, wherever in the document it is, also in a
/// string of JSON.
///
/// ```
/// let listed = r#"{"tools":[{"name":"open","inputSchema":{"type":"object",
///     "properties":{"gate":{"type":"string","x-sensitive":true}}}}]}"#;
/// assert_eq!(gate_mask::sensitive_parameters(listed), ["gate"]);
/// ```
#[must_use]
pub fn sensitive_parameters(document: &str) -> Vec<String> {
    let mut names = Vec::new();
    for member in SCHEMAS {
        let mut rest = document;
        while let Some((before, after)) = rest.split_once(member) {
            rest = after;
            let Some((slashes, after)) = quoted(before, after) else {
                continue;
            };
            // What was read is not read again, so that this takes no longer than the document is.
            let mut reader = Reader::of(after, slashes);
            let _ = reader.take(b':').and_then(|()| reader.value(None, Role::Schema));
            rest = reader.rest;
            let more = reader.found.resolve().into_iter().filter(|name| !names.contains(name));
            names.extend(more.take(MOST - names.len()).collect::<Vec<_>>());
        }
    }
    names
}

/// The backslashes of the quotes around a name, and what follows it.
fn quoted<'d>(before: &str, after: &'d str) -> Option<(u8, &'d str)> {
    let before = before.strip_suffix('"')?;
    let slashes = before.bytes().rev().take(DEEPEST).take_while(|&byte| byte == b'\\').count();
    // A backslash at the end of what is before a string belongs to no quote of JSON.
    let slashes = u8::try_from(slashes).ok().filter(|slashes| (slashes + 1).is_power_of_two())?;
    let after = after.strip_prefix(&before[before.len() - usize::from(slashes)..])?;
    Some((slashes, after.strip_prefix('"')?))
}

/// What a value is in a schema.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Schema,
    /// Names, each with a schema.
    Properties,
    /// Names of definitions, each with a schema.
    Definitions,
    /// Nothing that is looked at.
    Other,
}

/// Whose schema is read.
#[derive(Clone, Copy)]
enum Owner<'o> {
    Property(&'o str),
    Definition(&'o str),
}

#[derive(Default)]
struct Found {
    properties: Vec<String>,
    definitions: Vec<String>,
    /// Property and definition.
    references: Vec<(String, String)>,
}

impl Found {
    fn mark(&mut self, owner: Option<Owner<'_>>) {
        let (list, name) = match owner {
            Some(Owner::Property(name)) => (&mut self.properties, name),
            Some(Owner::Definition(name)) => (&mut self.definitions, name),
            None => return,
        };
        if list.len() < MOST && !list.iter().any(|known| known == name) {
            list.push(name.to_owned());
        }
    }

    fn refer(&mut self, owner: Option<Owner<'_>>, target: &str) {
        let definition = target.rsplit('/').next().unwrap_or_default();
        if let (Some(Owner::Property(name)), true) = (owner, self.references.len() < MOST) {
            self.references.push((name.to_owned(), definition.to_owned()));
        }
    }

    fn resolve(mut self) -> Vec<String> {
        for (property, definition) in std::mem::take(&mut self.references) {
            if self.definitions.contains(&definition) {
                self.mark(Some(Owner::Property(&property)));
            }
        }
        self.properties
    }
}

struct Reader<'s> {
    rest: &'s str,
    depth: usize,
    /// The backslashes of a quote: so deep the text is in strings of JSON.
    slashes: u8,
    found: Found,
}

/// The text is no JSON, or nested too deep.
struct Unreadable;

impl<'s> Reader<'s> {
    fn of(text: &'s str, slashes: u8) -> Self {
        Self { rest: text, depth: 0, slashes, found: Found::default() }
    }

    fn value(&mut self, owner: Option<Owner<'_>>, role: Role) -> Result<(), Unreadable> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Unreadable);
        }
        match self.peek() {
            Some(b'{') => self.object(owner, role)?,
            Some(b'[') => self.array(owner, role)?,
            Some(b'"') => drop(self.string()?),
            Some(_) => drop(self.bare()?),
            None => return Err(Unreadable),
        }
        self.depth -= 1;
        Ok(())
    }

    fn object(&mut self, owner: Option<Owner<'_>>, role: Role) -> Result<(), Unreadable> {
        self.take(b'{')?;
        while self.peek() != Some(b'}') {
            let name = unescaped(self.string()?);
            self.take(b':')?;
            match role {
                Role::Properties => self.value(Some(Owner::Property(&name)), Role::Schema)?,
                Role::Definitions => self.value(Some(Owner::Definition(&name)), Role::Schema)?,
                Role::Schema => self.keyword(&name, owner)?,
                Role::Other => self.value(None, Role::Other)?,
            }
            if self.peek() == Some(b',') {
                self.take(b',')?;
            }
        }
        self.take(b'}')
    }

    fn array(&mut self, owner: Option<Owner<'_>>, role: Role) -> Result<(), Unreadable> {
        self.take(b'[')?;
        while self.peek() != Some(b']') {
            self.value(owner, role)?;
            if self.peek() == Some(b',') {
                self.take(b',')?;
            }
        }
        self.take(b']')
    }

    /// A member of a schema.
    fn keyword(&mut self, name: &str, owner: Option<Owner<'_>>) -> Result<(), Unreadable> {
        match (name, self.peek()) {
            ("properties" | "patternProperties", Some(b'{')) => self.value(None, Role::Properties),
            ("$defs" | "definitions", Some(b'{')) => self.value(None, Role::Definitions),
            (
                "items"
                | "prefixItems"
                | "contains"
                | "additionalProperties"
                | "anyOf"
                | "oneOf"
                | "allOf"
                | "then"
                | "else"
                | "if",
                Some(b'{' | b'['),
            ) => self.value(owner, Role::Schema),
            ("$ref", Some(b'"')) => {
                let target = unescaped(self.string()?);
                self.found.refer(owner, &target);
                Ok(())
            }
            ("format", Some(b'"')) => {
                if matches!(&*unescaped(self.string()?), "password" | "secret") {
                    self.found.mark(owner);
                }
                Ok(())
            }
            ("writeOnly" | "x-sensitive" | "x-secret" | "sensitive" | "secret", Some(b't')) => {
                if self.bare()? == "true" {
                    self.found.mark(owner);
                }
                Ok(())
            }
            _ => self.value(None, Role::Other),
        }
    }

    /// The next byte that is no white space.
    fn peek(&mut self) -> Option<u8> {
        loop {
            self.rest = self.rest.trim_ascii_start();
            let slashes = self.rest.bytes().take_while(|&byte| byte == b'\\').count();
            let byte = *self.rest.as_bytes().get(slashes)?;
            match (byte, slashes == usize::from(self.slashes)) {
                (b'"', true) => return Some(byte),
                (b'"', false) => return None,
                (b'n' | b'r' | b't', _) if slashes > 0 => self.rest = &self.rest[slashes + 1..],
                _ => return Some(byte).filter(|_| slashes == 0),
            }
        }
    }

    fn take(&mut self, byte: u8) -> Result<(), Unreadable> {
        if self.peek() != Some(byte) {
            return Err(Unreadable);
        }
        let own = if byte == b'"' { usize::from(self.slashes) } else { 0 };
        self.rest = &self.rest[own + 1..];
        Ok(())
    }

    /// The content of a string, escapes and all.
    fn string(&mut self) -> Result<&'s str, Unreadable> {
        self.take(b'"')?;
        let mut slashes = 0;
        for (at, byte) in self.rest.bytes().enumerate() {
            if byte == b'"' {
                match quote(slashes, self.slashes) {
                    Quote::Same => {
                        let content = &self.rest[..at - usize::from(self.slashes)];
                        self.rest = &self.rest[at + 1..];
                        return Ok(content);
                    }
                    Quote::Outer(_) => break,
                    Quote::Inner => {}
                }
            }
            slashes = if byte == b'\\' { slashes + 1 } else { 0 };
        }
        Err(Unreadable)
    }

    /// A number or a word.
    fn bare(&mut self) -> Result<&'s str, Unreadable> {
        let ends = |c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '-' | '.');
        let len = self.rest.find(ends).unwrap_or(self.rest.len());
        if len == 0 {
            return Err(Unreadable);
        }
        let (word, rest) = self.rest.split_at(len);
        self.rest = rest;
        Ok(word)
    }
}

/// The text of a string's content, as far as it counts: names are short.
fn unescaped(content: &str) -> String {
    let mut text = String::new();
    let mut rest = content.chars();
    while let Some(c) = rest.next() {
        if text.len() >= LONGEST {
            break;
        }
        text.push(match (c, c == '\\') {
            (_, true) => escaped(&mut rest),
            (c, false) => c,
        });
    }
    text
}

fn escaped(rest: &mut std::str::Chars<'_>) -> char {
    match rest.next() {
        Some('n') => '\n',
        Some('t') => '\t',
        Some('u') => {
            let unit: String = rest.by_ref().take(4).collect();
            u32::from_str_radix(&unit, 16)
                .ok()
                .and_then(char::from_u32)
                .unwrap_or(char::REPLACEMENT_CHARACTER)
        }
        Some(c) => c,
        None => '\\',
    }
}

#[cfg(test)]
mod tests {
    use super::{sensitive_parameters, sensitive_properties};

    #[test]
    fn every_schema_of_a_document_is_read() {
        let tool =
            |name: &str| format!(r#"{{"inputSchema" : {{"properties":{{"{name}":{{"writeOnly":true}}}}}}}}"#);
        let document = format!("data: [{},{}]\n\nx {} \"inputSchema\":", tool("a"), tool("b"), tool("a"));
        assert_eq!(sensitive_parameters(&document), ["a", "b"]);
        assert!(sensitive_parameters(&"\"inputSchema\":[".repeat(10_000)).is_empty());
        let many: String = (0..1000).map(|n| tool(&format!("p{n}"))).collect();
        assert_eq!(sensitive_parameters(&many).len(), 256);
    }

    #[test]
    fn schemas_are_read_under_each_of_their_names_and_in_strings() {
        let schema = |name: &str| {
            serde_json::json!({"type": "object", "properties": {
                name: {"type": "string", "description": "a \"key\"\\", "format": "password"}, "open": {}
            }})
        };
        let tools = serde_json::json!([
            {"name": "a", "inputSchema": schema("gate")},
            {"type": "function", "function": {"name": "b", "parameters": schema("hatch")}},
            {"name": "c", "input_schema": schema("valve"), "outputSchema": schema("sluice")},
            {"method": "elicitation/create", "params": {"message": "?", "requestedSchema": schema("weir")}},
        ]);
        for mut text in [tools.to_string(), format!("{tools:#}")] {
            for _ in 0..4 {
                assert_eq!(
                    sensitive_parameters(&text),
                    ["gate", "valve", "hatch", "sluice", "weir"],
                    "{text}"
                );
                text = serde_json::json!({ "text": text, "n": 1 }).to_string();
            }
        }
        let others = r#"{"parameters":[{"name":"a","in":"query"}],"b":"parameters","c":"\"parameters\":"}"#;
        assert!(sensitive_parameters(others).is_empty());
        assert!(sensitive_parameters(&"\\\"parameters\\\":{".repeat(10_000)).is_empty());
    }

    #[test]
    fn marks_are_found_wherever_a_property_may_be() {
        let schema = r##"{
            "$schema": "http://json-schema.org/draft-07/schema#",
            "properties": {
                "plain": {"type": "string", "default": "format: password"},
                "a": {"type": ["string", "null"], "writeOnly": true},
                "b": {"type": "array", "items": {"type": "string", "format": "password"}},
                "c": {"properties": {"d": {"x-sensitive": true}, "format": {"type": "string"}}},
                "e": {"anyOf": [{"type": "null"}, {"type": "string", "format": "password"}]},
                "f": {"$ref": "#/$defs/Secret"},
                "g": {"writeOnly": false, "enum": ["writeOnly", {"writeOnly": true}]},
                "\u0068": {"format": "password"}
            },
            "$defs": {"Secret": {"type": "string", "format": "password"}, "Open": {"type": "string"}}
        }"##;
        assert_eq!(sensitive_properties(schema), ["a", "b", "d", "e", "h", "f"]);
    }

    #[test]
    fn marks_are_written_in_many_ways() {
        let schema = r#"{"properties": {
            "a": {"type": "string", "format": "secret"},
            "b": {"type": "string", "secret": true},
            "c": {"type": "string", "sensitive": true},
            "d": {"type": "string", "x-secret": true},
            "e": {"type": "string", "format": "secretary"},
            "f": {"type": "string", "secret": false, "title": "secret"},
            "secret": {"type": "boolean", "default": true}
        }}"#;
        assert_eq!(sensitive_properties(schema), ["a", "b", "c", "d"]);
    }

    #[test]
    fn what_is_no_schema_is_survived() {
        for text in
            ["", "null", "[", "{\"properties\":{\"a\":{\"format\":\"password\"", "\u{e9}", "{\"a\":1,}", "{{"]
        {
            let found = sensitive_properties(text);
            assert!(found.is_empty() || found == ["a"], "{text}");
        }
        assert!(sensitive_properties(&"[".repeat(100_000)).is_empty());
        let many: String = (0..1000).map(|n| format!("\"p{n}\":{{\"writeOnly\":true}},")).collect();
        assert_eq!(sensitive_properties(&format!("{{\"properties\":{{{many}}}}}")).len(), 256);
    }
}
