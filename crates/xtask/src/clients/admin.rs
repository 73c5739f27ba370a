//! The gateway's admin API, as far as the audit trail goes.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use anyhow::{Context, bail};
use serde_json::Value;

/// How long one answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// The trail of a gateway.
pub(crate) struct Admin {
    authority: String,
    token: String,
}

impl Admin {
    /// Of the gateway that has an MCP endpoint at `url`.
    pub(crate) fn of(url: &str, token: &str) -> anyhow::Result<Self> {
        let rest = url.strip_prefix("http://").with_context(|| format!("{url}: not an http:// URL"))?;
        let authority = rest.split('/').next().unwrap_or_default();
        Ok(Self { authority: authority.to_owned(), token: token.to_owned() })
    }

    /// The id of the newest row.
    pub(crate) fn newest(&self) -> anyhow::Result<Option<String>> {
        let page = self.get("?limit=1")?;
        Ok(page["items"][0]["id"].as_str().map(str::to_owned))
    }

    /// The rows that are newer than this one, oldest first.
    pub(crate) fn rows_after(&self, id: Option<&str>) -> anyhow::Result<Vec<Value>> {
        let mut page = self.get("?limit=200")?;
        let Value::Array(mut rows) = page["items"].take() else { bail!("a page without items") };
        let known = rows.iter().position(|row| row["id"].as_str() == id);
        if known.is_none() && !page["next"].is_null() {
            bail!("more than a page of new rows");
        }
        rows.truncate(known.unwrap_or(rows.len()));
        // That somebody looked is in the trail, too.
        rows.retain(|row| row["user"] != "admin");
        rows.reverse();
        Ok(rows)
    }

    /// HTTP/1.0, whose answers end with their connection: no more of a client is needed here.
    fn get(&self, query: &str) -> anyhow::Result<Value> {
        let Self { authority, token } = self;
        let mut stream = TcpStream::connect(authority)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        write!(
            stream,
            "GET /api/v1/audit/tool-calls{query} HTTP/1.0\r\nhost: {authority}\r\n\
             authorization: Bearer {token}\r\n\r\n"
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let (head, body) = answer.split_once("\r\n\r\n").context("no answer")?;
        let status = head.lines().next().unwrap_or_default();
        if !status.contains(" 200 ") {
            bail!("the admin API answers {status}: {body}");
        }
        Ok(serde_json::from_str(body)?)
    }
}
