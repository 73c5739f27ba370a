//! What passes is what was sent: bodies to the byte, every end-to-end header, the status.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
    time::Duration,
};

use proptest::{
    collection::vec,
    option,
    prelude::*,
    sample::select,
    test_runner::{Config, TestRunner},
};
use testkit::{Recorded, Reply};

use crate::{
    common::{Running, Scripted},
    wire::{Answer, Ask},
};

#[derive(Clone, Debug)]
struct Case {
    method: &'static str,
    query: &'static str,
    headers: Headers,
    request_id: Option<&'static str>,
    body: Body,
    chunk: Option<usize>,
    status: u16,
    reply_headers: Headers,
    reply: Body,
    reply_chunk: Option<usize>,
}

type Headers = Vec<(&'static str, Vec<u8>)>;

#[derive(Clone, Debug)]
struct Body {
    kind: Option<&'static str>,
    bytes: Vec<u8>,
}

#[test]
fn every_byte_and_every_header_passes_both_ways() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let script = Arc::new(Mutex::new(Reply::new(500).body("")));
    let scripted = Arc::clone(&script);
    let (upstream, gateway) = runtime.block_on(async {
        let upstream = Scripted::start(move |_| scripted.lock().unwrap().clone()).await;
        let url = upstream.0.url("/mcp");
        // Where trace context goes along, that is what changes: see the tests of propagation.
        let gateway = format!("[upstreams.u]\nurl = \"{url}\"\npropagate = \"off\"");
        (upstream, Running::start(&gateway).await)
    });
    let config = Config { cases: 64, failure_persistence: None, ..Config::default() };
    let passed = TestRunner::new(config).run(&case(), |case| {
        *script.lock().unwrap() = case.scripted();
        let (sent, got) = runtime.block_on(async {
            let answer = case.ask().send(gateway.addr).await;
            (upstream.request().await, answer)
        });
        case.check_request(&sent, &upstream.0.addr().to_string());
        case.check_answer(&got);
        Ok(())
    });
    passed.unwrap();
}

impl Case {
    fn ask(&self) -> Ask {
        let mut ask = Ask::new(self.method, &format!("/mcp/u{}", self.query));
        for (name, value) in &self.headers {
            ask = ask.header(name, value);
        }
        if let Some(id) = self.request_id {
            ask = ask.header("X-Request-Id", id);
        }
        if let Some(kind) = self.body.kind {
            ask = ask.header("Content-Type", kind);
        }
        // For one hop only, each of them.
        ask = ask.header("Keep-Alive", "timeout=5").header("TE", "trailers").header("X-Hop", "1");
        ask = ask.header("Connection", "x-hop");
        match self.chunk {
            Some(size) => ask.chunked(&self.body.bytes, size),
            None => ask.body(&self.body.bytes),
        }
    }

    fn scripted(&self) -> Reply {
        let mut reply = Reply::new(self.status).header("keep-alive", "timeout=5");
        for (name, value) in &self.reply_headers {
            reply = reply.header(name, value);
        }
        if let Some(kind) = self.reply.kind {
            reply = reply.header("Content-Type", kind);
        }
        match self.reply_chunk {
            _ if self.has_no_body() => reply.send(""),
            Some(size) => {
                let chunks = self.reply.bytes.chunks(size.max(1)).map(<[u8]>::to_vec);
                reply.frames(chunks.collect::<Vec<_>>(), Duration::ZERO)
            }
            None => reply.body(self.reply.bytes.clone()),
        }
    }

    fn has_no_body(&self) -> bool {
        matches!(self.status, 204 | 304)
    }

    fn check_request(&self, got: &Recorded, host: &str) {
        let line = format!("{} /mcp{} HTTP/1.1", self.method, self.query);
        assert_eq!(String::from_utf8_lossy(got.request_line()), line);
        assert_eq!(got.header("host").collect::<Vec<_>>(), [host.as_bytes()]);
        assert!(got.body == self.body.bytes, "the upstream got another body: {:?}", got.body);

        let mut expected = grouped(&self.headers);
        expected.entry(Ask::MARK.to_owned()).or_default().push(b"1".to_vec());
        if let Some(kind) = self.body.kind {
            expected.insert("content-type".to_owned(), vec![kind.into()]);
        }
        if let Some(values) = expected.get_mut("accept-encoding") {
            *values = vec![b"identity".to_vec()];
        }
        let ids: Vec<_> = got.header("x-request-id").collect();
        match self.request_id {
            Some(id) => assert_eq!(ids, [id.as_bytes()]),
            None => assert_eq!(ids.len(), 1, "a request id is minted"),
        }
        let mut passed = all_of(got);
        for ours in ["host", "x-request-id", "content-length", "transfer-encoding"] {
            passed.remove(ours);
        }
        assert_eq!(shown(&passed), shown(&expected));
    }

    fn check_answer(&self, got: &Answer) {
        assert_eq!(got.status, self.status);
        assert!(got.whole);
        let expected = if self.has_no_body() { &[][..] } else { &self.reply.bytes };
        assert!(got.body == expected, "the client got another body: {:?}", got.body);
        if let Some(id) = self.request_id {
            assert_eq!(got.values("x-request-id"), [id.as_bytes()]);
        }
        let mut expected = grouped(&self.reply_headers);
        if let Some(kind) = self.reply.kind {
            expected.insert("content-type".to_owned(), vec![kind.into()]);
        }
        let names: BTreeSet<_> = got.headers.iter().map(|(name, _)| name.clone()).collect();
        let values = |name: &String| got.values(name).into_iter().map(<[u8]>::to_vec).collect();
        let mut passed: BTreeMap<_, Vec<_>> = names.iter().map(|name| (name.clone(), values(name))).collect();
        assert_eq!(passed.remove("x-request-id").map(|ids| ids.len()), Some(1));
        // A response without a date gets one from whoever receives it (RFC 9110, section 6.6.1).
        if !expected.contains_key("date") {
            passed.remove("date");
        }
        for framing in ["connection", "content-length", "transfer-encoding"] {
            passed.remove(framing);
        }
        assert_eq!(shown(&passed), shown(&expected));
    }
}

fn grouped(headers: &Headers) -> BTreeMap<String, Vec<Vec<u8>>> {
    let mut grouped = BTreeMap::<_, Vec<_>>::new();
    for (name, value) in headers {
        grouped.entry(name.to_ascii_lowercase()).or_default().push(value.trim_ascii().to_vec());
    }
    grouped
}

fn all_of(request: &Recorded) -> BTreeMap<String, Vec<Vec<u8>>> {
    let lines = request.head.split(|byte| *byte == b'\n').skip(1);
    let names = lines.filter_map(|line| {
        let colon = line.iter().position(|byte| *byte == b':')?;
        Some(String::from_utf8_lossy(&line[..colon]).to_ascii_lowercase())
    });
    let names: BTreeSet<_> = names.collect();
    let values = |name: &str| request.header(name).map(<[u8]>::to_vec).collect();
    names.into_iter().map(|name| (name.clone(), values(&name))).collect()
}

fn shown(headers: &BTreeMap<String, Vec<Vec<u8>>>) -> Vec<String> {
    let line = |(name, values): (&String, &Vec<Vec<u8>>)| {
        let values: Vec<_> = values.iter().map(|value| value.escape_ascii().to_string()).collect();
        format!("{name}: {values:?}")
    };
    headers.iter().map(line).collect()
}

fn case() -> impl Strategy<Value = Case> {
    let chunk = || option::of(select(&[1_usize, 7, 100, 4_096, 70_000][..]));
    let asked = (
        select(&["POST", "POST", "POST", "PUT", "GET", "DELETE"][..]),
        select(&["", "?", "?a=1&b=%20c", "?x"][..]),
        headers(&REQUEST_HEADERS),
        option::of(Just("an-id-of-the-client")),
        body(),
        chunk(),
    );
    let answered = (
        select(&[200_u16, 200, 201, 202, 204, 304, 400, 401, 404, 405, 418, 429, 500, 503, 599][..]),
        headers(&RESPONSE_HEADERS),
        body(),
        chunk(),
    );
    (asked, answered).prop_map(|(asked, answered)| {
        let (method, query, headers, request_id, mut body, chunk) = asked;
        let (status, reply_headers, reply, reply_chunk) = answered;
        // Only what can be read as JSON is let through as JSON, so POST says so only where it is true.
        if method == "GET" {
            body = Body { kind: None, bytes: Vec::new() };
        }
        // A chunk of a byte each is for small bodies.
        let chunk = chunk.map(|size| size.max(body.bytes.len() / 2_000));
        let reply_chunk = reply_chunk.map(|size: usize| size.max(reply.bytes.len() / 500));
        Case { method, query, headers, request_id, body, chunk, status, reply_headers, reply, reply_chunk }
    })
}

const REQUEST_HEADERS: [&str; 16] = [
    "Accept",
    "ACCEPT-encoding",
    "accept-language",
    "Authorization",
    "cookie",
    "Cookie",
    "Last-Event-ID",
    "MCP-Protocol-Version",
    "mcp-session-id",
    "Referer",
    "TraceParent",
    "User-Agent",
    "Via",
    "X-Forwarded-For",
    "x-oDD-cASE",
    "x-twice",
];

const RESPONSE_HEADERS: [&str; 12] = [
    "Cache-Control",
    "Date",
    "ETag",
    "Location",
    "mcp-session-id",
    "Retry-After",
    "Server",
    "Set-Cookie",
    "Set-cookie",
    "Vary",
    "WWW-Authenticate",
    "x-oDD-cASE",
];

fn headers(names: &'static [&'static str]) -> impl Strategy<Value = Headers> {
    vec((select(names), header_value()), 0..12)
}

/// Visible text, blanks inside of it, and the bytes that are not text at all.
fn header_value() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![8 => 0x21..=0x7e_u8, 1 => Just(b' '), 1 => Just(b'\t'), 1 => 0x80..=0xff_u8];
    vec(byte, 0..40).prop_map(|value| value.trim_ascii().to_vec())
}

fn body() -> impl Strategy<Value = Body> {
    let plain = |kind, bytes| Body { kind, bytes };
    prop_oneof![
        6 => (select(&["application/json", "Application/JSON; charset=utf-8"][..]), message())
            .prop_map(move |(kind, text)| plain(Some(kind), text.into_bytes())),
        1 => Just(plain(None, Vec::new())),
        1 => vec(any::<u8>(), 0..2_000).prop_map(move |bytes| plain(Some("application/octet-stream"), bytes)),
        1 => vec(any::<u8>(), 0..50).prop_map(move |bytes| plain(None, bytes)),
        1 => "data: \\PC{0,40}\r?\n\r?\n".prop_map(move |text| plain(Some("text/event-stream"), text.into())),
        1 => (100_000..400_000_usize).prop_map(move |length| {
            let text = format!(r#"{{"jsonrpc":"2.0","method":"notifications/x","params":{{"p":"{}"}}}}"#, "é".repeat(length / 2));
            plain(Some("application/json"), text.into_bytes())
        }),
    ]
}

/// A JSON-RPC message that no serializer would write so.
fn message() -> impl Strategy<Value = String> {
    let blank = || select(&["", " ", "\t", "\r\n  ", "  \n"][..]);
    let id = select(
        &["1", "-0", "1e2", "1.0", "123456789012345678901234567890", r#""""#, r#""\u00e9\"/\/""#, "null"][..],
    );
    let method = select(&[r#""tools\/call""#, r#""tools/call""#, r#""ping""#, r#""\u0078/y""#][..]);
    let value =
        select(&["{}", "[1, 2 ,3 ]", r#""\ud83d\ude00 \\ \t""#, "1.50e+10", "true", r#"{"a":1,"a":2}"#][..]);
    (id, method, vec((blank(), value), 1..5), blank(), blank(), any::<bool>()).prop_map(
        |(id, method, values, a, b, is_answer)| {
            let values: Vec<_> = values.iter().map(|(blank, value)| format!("{blank}{value}")).collect();
            let values = values.join(",");
            match is_answer {
                true => format!(r#"{a}{{"id":{b}{id},{a}"result":{{"content":[{values}]}},"jsonrpc":"2.0"{b}}}{a}"#),
                false => format!(
                    r#"{a}{{{b}"params":{a}{{"name":"echo","arguments":{{"v":[{values}]}},"x":{b}null}},"id":{b}{id}{a},"method"{a}:{method},"jsonrpc":"2.0"}}{b}"#
                ),
            }
        },
    )
}
