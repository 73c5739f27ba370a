//! What the gateway's audit trail must hold of a client that went through the steps.

use std::{
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

use super::admin::Admin;

/// The tools that every client calls once, and what must be recorded of that.
const ONCE: [(&str, &str); 7] = [
    ("echo", "ok"),
    ("leak", "ok"),
    ("summarize", "ok"),
    ("countdown", "ok"),
    ("slow", "cancelled"),
    ("fail", "tool_error"),
    ("boom", "rpc_error"),
];
/// What every client asks while it waits, as often as it takes: before and after it cancels, at least.
const POLLED: (&str, usize) = ("whoami", 2);
/// What SDKs do by themselves, once, where there are sessions and where there are none.
const IN_SESSION: [&str; 4] =
    ["initialize", "notifications/initialized", "notifications/cancelled", "DELETE"];
const SESSIONLESS: [&str; 1] = ["server/discover"];
/// What they do as well, but how often, or how it ends, is theirs.
const LISTING: &str = "tools/list";
const STREAM: &str = "GET";

/// Rows are written in batches, a moment after their calls have ended.
const PATIENCE: Duration = Duration::from_secs(10);
/// Nothing is written any more when nothing was for so long.
const QUIET: Duration = Duration::from_millis(500);

/// Who went through the steps, and what it saw.
pub(crate) struct Expected<'a> {
    /// As clients are recorded: `name/version`.
    pub(crate) client: String,
    /// Whether it speaks an era with sessions.
    pub(crate) in_session: bool,
    /// Its own transcript, for what only the server can say.
    pub(crate) transcript: &'a Value,
}

/// What was recorded of one client.
pub(crate) struct Trail {
    pub(crate) rows: usize,
    /// What is not as it should be.
    pub(crate) wrong: Vec<String>,
}

/// Reads the rows that came after `mark`, and judges them.
pub(crate) fn check(admin: &Admin, mark: Option<&str>, expected: &Expected) -> anyhow::Result<Trail> {
    let deadline = Instant::now() + PATIENCE;
    let mut before = 0;
    loop {
        let rows = admin.rows_after(mark)?;
        let wrong = expected.complaints(&rows);
        let settled = wrong.is_empty() && rows.len() == before;
        if settled || Instant::now() > deadline {
            return Ok(Trail { rows: rows.len(), wrong });
        }
        before = rows.len();
        thread::sleep(QUIET);
    }
}

impl Expected<'_> {
    fn complaints(&self, rows: &[Value]) -> Vec<String> {
        let tools = ONCE.iter().flat_map(|(tool, status)| once(rows, "tool", tool, status));
        let protocol = self.methods().iter().flat_map(|method| once(rows, "method", method, "ok"));
        let common = rows.iter().flat_map(|row| self.identity(row));
        let odd = rows.iter().filter(|row| !self.is_expected(row));
        let odd = odd.map(|row| format!("nobody asked for {}", name(row)));
        let mut wrong: Vec<String> = tools.chain(protocol).chain(common).chain(odd).collect();
        wrong.extend(several(rows, "tool", POLLED.0, POLLED.1));
        wrong.extend(several(rows, "method", LISTING, 1));
        wrong.extend(self.session(rows));
        wrong.extend(self.usage(rows));
        wrong.extend(self.secrets(rows));
        wrong
    }

    fn methods(&self) -> &'static [&'static str] {
        if self.in_session { &IN_SESSION } else { &SESSIONLESS }
    }

    fn is_expected(&self, row: &Value) -> bool {
        let method = row["method"].as_str().unwrap_or_default();
        if method == "tools/call" {
            let called = ONCE.map(|(tool, _)| tool).into_iter().chain([POLLED.0]);
            return row["source_type"] == "tool" && called.into_iter().any(|tool| row["tool"] == tool);
        }
        let stream = self.in_session && method == STREAM;
        stream || method == LISTING || self.methods().contains(&method)
    }

    /// What every row must say, whatever it is of.
    fn identity(&self, row: &Value) -> Vec<String> {
        let is_text = |name: &str| row[name].as_str().is_some_and(|text| !text.is_empty());
        let client = row["client"] == self.client.as_str();
        let checks = [
            ("client", client),
            ("server", row["server"] == "demo"),
            ("session_id", is_text("session_id") == self.in_session),
            ("request_id", is_text("request_id")),
            ("trace_id", is_text("trace_id")),
            ("latency_ms", row["latency_ms"].as_f64().is_some_and(|took| took < 30_000.0)),
        ];
        let wrong = checks.into_iter().filter(|(_, holds)| !holds);
        wrong.map(|(column, _)| format!("{column} is {} in {}", row[column], name(row))).collect()
    }

    /// All in one session, on whose stream the client waited to the end.
    fn session(&self, rows: &[Value]) -> Option<String> {
        let first = rows.first()?["session_id"].as_str();
        if rows.iter().any(|row| row["session_id"].as_str() != first) {
            return Some("the rows are of more than one session".to_owned());
        }
        // Either side may be the first to close it.
        let ends = rows.iter().filter(|row| row["method"] == STREAM).map(|row| &row["status"]);
        let fair = ends.clone().all(|status| status == "ok" || status == "disconnected");
        let streams = ends.count();
        let wrong = !fair || streams != usize::from(self.in_session);
        wrong.then(|| format!("{streams} event streams are recorded, or how they ended is wrong"))
    }

    /// The tokens that the tool said it took.
    fn usage(&self, rows: &[Value]) -> Option<String> {
        let said = &self.transcript["steps"]["usage"]["_meta"]["usage"];
        let row = rows.iter().find(|row| row["tool"] == "summarize")?;
        let same = row["tokens"]["input"] == said["input_tokens"]
            && row["tokens"]["output"] == said["output_tokens"];
        (!same || said.is_null()).then(|| format!("tokens are {}, and the tool said {said}", row["tokens"]))
    }

    /// What the client was given as it is, no row may hold.
    fn secrets(&self, rows: &[Value]) -> Option<String> {
        let leaked = &self.transcript["steps"]["leak"]["structuredContent"];
        let Some(secret) = leaked["password"].as_str() else {
            return Some("the client was given no password".to_owned());
        };
        let row = rows.iter().find(|row| row["tool"] == "leak")?;
        let kept = row["response"].to_string();
        if rows.iter().any(|row| row.to_string().contains(secret)) {
            return Some("a row holds the planted password".to_owned());
        }
        (!kept.contains("***")).then(|| format!("what leak answered is recorded as {kept}"))
    }
}

/// The one row of its kind.
fn once(rows: &[Value], column: &str, value: &str, status: &str) -> Option<String> {
    let found: Vec<&Value> = rows.iter().filter(|row| row[column] == value).collect();
    match found.as_slice() {
        [row] if row["status"] == status => None,
        [row] => Some(format!("{value} is recorded as {}, not {status}", row["status"])),
        rows => Some(format!("{value} is recorded {} times", rows.len())),
    }
}

/// So many rows of a kind, or more, and all ok.
fn several(rows: &[Value], column: &str, value: &str, least: usize) -> Option<String> {
    let found: Vec<&Value> = rows.iter().filter(|row| row[column] == value).collect();
    let wrong = found.len() < least || found.iter().any(|row| row["status"] != "ok");
    wrong.then(|| format!("{value} is recorded {} times, or not always as ok", found.len()))
}

fn name(row: &Value) -> String {
    format!("{} {} ({})", row["method"], row["tool"], row["status"])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn row(method: &str, tool: &str, status: &str) -> Value {
        let kind = if method == "tools/call" { "tool" } else { "mcp" };
        let (tokens, response) = match tool {
            "summarize" => (json!({"input": 4, "output": 2}), json!("a summary")),
            _ => (json!({}), json!("password=***")),
        };
        json!({
            "method": method, "tool": tool, "status": status, "source_type": kind, "tokens": tokens,
            "client": "test/1", "server": "demo", "session_id": "s", "request_id": "r", "trace_id": "t",
            "latency_ms": 1.5, "response": response,
        })
    }

    /// A trail as it should be, in a session.
    fn trail() -> Vec<Value> {
        let tools = ONCE.iter().map(|(tool, status)| row("tools/call", tool, status));
        let polled = [0; 3].map(|_| row("tools/call", POLLED.0, "ok"));
        let others = IN_SESSION.iter().chain([&LISTING, &STREAM]).map(|method| row(method, "", "ok"));
        tools.chain(polled).chain(others).collect()
    }

    fn complaints(rows: &[Value]) -> Vec<String> {
        let transcript = json!({ "steps": {
            "usage": { "_meta": { "usage": { "input_tokens": 4, "output_tokens": 2 } } },
            "leak": { "structuredContent": { "password": concat!("tulip", "-mania") } },
        } });
        let expected = Expected { client: "test/1".to_owned(), in_session: true, transcript: &transcript };
        expected.complaints(rows)
    }

    #[test]
    fn a_trail_as_it_should_be_passes() {
        assert_eq!(complaints(&trail()), [""; 0]);
    }

    #[test]
    fn no_row_can_be_missing_or_be_there_twice() {
        let is_polled = |row: &Value| row["tool"] == POLLED.0;
        for at in 0..trail().len() {
            let (mut missing, mut twice) = (trail(), trail());
            let row = missing.remove(at);
            twice.push(row.clone());
            let free = is_polled(&row) || row["method"] == LISTING;
            assert!(is_polled(&row) || !complaints(&missing).is_empty(), "{row}");
            assert!(free || !complaints(&twice).is_empty(), "{row}");
        }
        assert!(!complaints(&[]).is_empty());
    }

    #[test]
    fn no_column_can_be_wrong() {
        let wrong = [
            ("status", json!("denied")),
            ("client", Value::Null),
            ("server", json!("other")),
            ("session_id", json!("another")),
            ("request_id", json!("")),
            ("trace_id", Value::Null),
            ("latency_ms", Value::Null),
            ("method", json!("tools/run")),
            ("response", json!(concat!("tulip", "-mania"))),
        ];
        for (column, value) in wrong {
            for at in 0..trail().len() {
                let mut rows = trail();
                rows[at][column] = value.clone();
                assert!(!complaints(&rows).is_empty(), "{column} of {}", rows[at]);
            }
        }
        let mut rows = trail();
        rows.iter_mut().for_each(|row| row["tokens"] = json!({}));
        assert!(!complaints(&rows).is_empty());
    }
}
