//! HTTP/1.1 by hand: what a test says is what is on the wire, and what it gets is what was there.

use std::net::SocketAddr;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use crate::common::PATIENCE;

/// A request.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    method: String,
    path: String,
    host: Option<String>,
    headers: Vec<(String, Vec<u8>)>,
    framed: Vec<u8>,
}

impl Ask {
    /// Marks a test's requests among those that the gateway makes by itself.
    pub(crate) const MARK: &str = "x-test";

    pub(crate) fn new(method: &str, path: &str) -> Self {
        let (method, path) = (method.to_owned(), path.to_owned());
        Self { method, path, host: None, headers: Vec::new(), framed: Vec::new() }.header(Self::MARK, "1")
    }

    /// A JSON POST to a server, with a request id by which its audit row is found.
    pub(crate) fn call(server: &str, request_id: &str, body: &str) -> Self {
        Self::new("POST", &format!("/mcp/{server}"))
            .header("content-type", "application/json")
            .header("accept", "application/json, text/event-stream")
            .header("x-request-id", request_id)
            .body(body)
    }

    pub(crate) fn host(mut self, host: &str) -> Self {
        self.host = Some(host.to_owned());
        self
    }

    pub(crate) fn header(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.headers.push((name.to_owned(), value.as_ref().to_vec()));
        self
    }

    pub(crate) fn body(mut self, body: impl AsRef<[u8]>) -> Self {
        self.framed.extend_from_slice(body.as_ref());
        self.header("Content-Length", body.as_ref().len().to_string())
    }

    pub(crate) fn chunked(mut self, body: &[u8], size: usize) -> Self {
        for chunk in body.chunks(size.max(1)) {
            self.framed.extend_from_slice(format!("{:X}\r\n", chunk.len()).as_bytes());
            self.framed.extend_from_slice(chunk);
            self.framed.extend_from_slice(b"\r\n");
        }
        self.framed.extend_from_slice(b"0\r\n\r\n");
        self.header("Transfer-Encoding", "chunked")
    }

    /// The head and the body as they go over the wire.
    pub(crate) fn bytes(&self, to: SocketAddr) -> Vec<u8> {
        let host = self.host.clone().unwrap_or_else(|| to.to_string());
        let mut bytes = format!("{} {} HTTP/1.1\r\nHost: {host}\r\n", self.method, self.path).into_bytes();
        for (name, value) in &self.headers {
            bytes.extend_from_slice(name.as_bytes());
            bytes.extend_from_slice(b": ");
            bytes.extend_from_slice(value);
            bytes.extend_from_slice(b"\r\n");
        }
        bytes.extend_from_slice(b"\r\n");
        bytes.extend_from_slice(&self.framed);
        bytes
    }

    /// Sends it, and reads the connection to its end.
    pub(crate) async fn send(&self, to: SocketAddr) -> Answer {
        let asking = self.clone().header("Connection", "close").bytes(to);
        let (mut read, mut write) = TcpStream::connect(to).await.unwrap().into_split();
        // While it writes, it reads: the answer to a request that is refused comes early.
        let writing = tokio::spawn(async move { write.write_all(&asking).await.map(|()| write) });
        let mut bytes = Vec::new();
        // A reset ends an answer as well as an end does.
        let _ = timeout(PATIENCE, read.read_to_end(&mut bytes)).await.expect("an answer in time");
        writing.abort();
        Answer::parse(&bytes)
    }

    /// Sends it, and leaves the connection open.
    pub(crate) async fn open(&self, to: SocketAddr) -> TcpStream {
        let mut stream = TcpStream::connect(to).await.unwrap();
        stream.set_nodelay(true).unwrap();
        stream.write_all(&self.bytes(to)).await.unwrap();
        stream
    }
}

/// A response.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    pub(crate) body: Vec<u8>,
    /// Whether the body came to the end that its framing promised.
    pub(crate) whole: bool,
}

impl Answer {
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        let shown = || String::from_utf8_lossy(&bytes[..bytes.len().min(400)]).into_owned();
        let end = find(bytes, b"\r\n\r\n").unwrap_or_else(|| panic!("no response: {:?}", shown()));
        let mut lines = bytes[..end].split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end);
        let status = lines.next().and_then(|line| std::str::from_utf8(line.get(9..12)?).ok()?.parse().ok());
        let header = |line: &[u8]| {
            let colon = line.iter().position(|byte| *byte == b':').expect("a colon");
            let name = String::from_utf8_lossy(&line[..colon]).to_ascii_lowercase();
            (name, line[colon + 1..].trim_ascii().to_vec())
        };
        let headers: Vec<_> = lines.map(header).collect();
        let status = status.unwrap_or_else(|| panic!("no status: {:?}", shown()));
        let mut answer = Self { status, headers, body: Vec::new(), whole: true };
        let rest = &bytes[end + 4..];
        if answer.values("transfer-encoding") == [b"chunked"] {
            (answer.body, answer.whole) = dechunk(rest);
        } else {
            let length = answer
                .values("content-length")
                .first()
                .and_then(|length| std::str::from_utf8(length).ok()?.parse::<usize>().ok());
            answer.whole = length.is_none_or(|length| length == rest.len());
            answer.body = rest.to_vec();
        }
        answer
    }

    /// The values of a header, in order.
    pub(crate) fn values(&self, name: &str) -> Vec<&[u8]> {
        self.headers.iter().filter(|(key, _)| key == name).map(|(_, value)| &value[..]).collect()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        let text = String::from_utf8_lossy(&self.body);
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
    }
}

fn dechunk(mut rest: &[u8]) -> (Vec<u8>, bool) {
    let mut body = Vec::new();
    while let Some(end) = find(rest, b"\r\n") {
        let size = std::str::from_utf8(&rest[..end]).ok().and_then(|hex| usize::from_str_radix(hex, 16).ok());
        let Some(size) = size else { break };
        if size == 0 {
            return (body, true);
        }
        let data = &rest[end + 2..];
        body.extend_from_slice(&data[..size.min(data.len())]);
        rest = data.get(size + 2..).unwrap_or_default();
    }
    (body, false)
}

pub(crate) fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}
