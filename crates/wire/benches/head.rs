//! Reading the head of a `tools/call` (method, id, name, `_meta`) beside the usual ways.
//!
//! `cargo bench -p gate-wire` prints criterion's figures and, at the end, the ratios.

#![allow(missing_docs, reason = "criterion's macros make public items")]
#![allow(clippy::print_stdout, reason = "it is what a benchmark is for")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use gate_wire::{Limits, Message, MessageReader, read};
use rmcp::model::ClientJsonRpcMessage;

/// Arguments that are mostly text: source code in long strings, with an escape now and then.
fn strings(size: usize) -> String {
    let line = r#"    let answer = service.call(request).await?; // as the caller sees it\n"#;
    let file = line.repeat(40);
    let mut files = Vec::new();
    while files.len() * file.len() < size {
        files.push(format!(r#"{{"path":"src/{}.rs","text":"{file}"}}"#, files.len()));
    }
    if size < file.len() {
        files = vec![format!(r#"{{"path":"src/a.rs","text":"{}"}}"#, line.repeat(size / line.len()))];
    }
    format!(r#"{{"files":[{}]}}"#, files.join(","))
}

/// Arguments that are mostly brackets, quotes and small numbers.
fn structure(size: usize) -> String {
    let mut rows = String::new();
    let mut row = 0;
    while rows.len() < size {
        let comma = if row == 0 { "" } else { "," };
        rows += &format!(r#"{comma}{{"id":{row},"tags":["a","b"],"at":{{"x":1.5,"y":-2}},"ok":true}}"#);
        row += 1;
    }
    format!(r#"{{"rows":[{rows}]}}"#)
}

fn call(arguments: &str) -> Vec<u8> {
    format!(
        r#"{{"jsonrpc":"2.0","id":42,"method":"tools/call","params":{{"name":"write_files","arguments":{arguments},"_meta":{{"progressToken":"p-1","traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}}}}}}"#
    )
    .into_bytes()
}

fn bodies() -> Vec<(String, Vec<u8>)> {
    let sizes = [("1KB", 1 << 10), ("64KB", 1 << 16), ("1MB", 1 << 20)];
    let both = |(name, size)| {
        [
            (format!("strings/{name}"), call(&strings(size))),
            (format!("structure/{name}"), call(&structure(size))),
        ]
    };
    sizes.into_iter().flat_map(both).collect()
}

/// The facts that a gateway wants of a request.
fn with_wire(body: &[u8]) -> usize {
    let messages = read(body, Limits::default()).expect("the body is a message");
    let call = messages.first();
    let texts = [call.method(), call.name(), call.traceparent()];
    let length: usize = texts.iter().flatten().map(|text| text.len()).sum();
    length + call.id().map_or(0, |id| id.raw().len())
}

/// The same bytes as they would stream by, in frames of 16 KiB.
fn with_reader(body: &[u8]) -> usize {
    let mut length = 0;
    let mut reader = MessageReader::new(Limits::default());
    for chunk in body.chunks(16 << 10) {
        reader.push(chunk, &mut |message: &Message<'_>| {
            length += message.name().map_or(0, |name| name.len());
        });
    }
    reader.finish().expect("the body is a message");
    length
}

fn with_serde(body: &[u8]) -> usize {
    let call: serde_json::Value = serde_json::from_slice(body).expect("the body is a message");
    let meta = &call["params"]["_meta"];
    [&call["method"], &call["params"]["name"], &meta["traceparent"]]
        .iter()
        .filter_map(|text| text.as_str())
        .map(str::len)
        .sum()
}

fn with_rmcp(body: &[u8]) -> usize {
    let message: ClientJsonRpcMessage = serde_json::from_slice(body).expect("the body is a message");
    match message {
        ClientJsonRpcMessage::Request(request) => request.request.method().len(),
        _ => unreachable!("the body is a request"),
    }
}

type Reading = (&'static str, fn(&[u8]) -> usize);

const READINGS: [Reading; 4] = [
    ("wire", with_wire),
    ("wire, streaming", with_reader),
    ("serde_json::Value", with_serde),
    ("rmcp", with_rmcp),
];

fn heads(criterion: &mut Criterion) {
    for (name, body) in bodies() {
        let mut group = criterion.benchmark_group(format!("head/{name}"));
        group.throughput(Throughput::Bytes(body.len() as u64));
        group.sample_size(10);
        group.warm_up_time(Duration::from_millis(200));
        group.measurement_time(Duration::from_millis(600));
        for (reader, reading) in READINGS {
            group.bench_with_input(BenchmarkId::from_parameter(reader), &body, |bencher, body| {
                bencher.iter(|| reading(black_box(body)));
            });
        }
        group.finish();
    }
    ratios();
}

/// One line a body: throughput, and how many times as long the others take.
fn ratios() {
    println!("\nhead of a tools/call: GB/s, and the time of the others in multiples of ours");
    for (name, body) in bodies() {
        let times = READINGS.map(|(_, reading)| time(reading, &body));
        let speed = |time: Duration| body.len() as f64 / time.as_secs_f64() / 1e9;
        let ratio = |time: Duration| time.as_secs_f64() / times[0].as_secs_f64();
        println!(
            "{name:15} {:7} bytes: wire {:6.2} GB/s, streaming {:6.2} GB/s; serde_json::Value {:.2} GB/s ({:.0} x), rmcp {:.2} GB/s ({:.0} x)",
            body.len(),
            speed(times[0]),
            speed(times[1]),
            speed(times[2]),
            ratio(times[2]),
            speed(times[3]),
            ratio(times[3]),
        );
    }
}

/// The best of several runs.
fn time(reading: fn(&[u8]) -> usize, body: &[u8]) -> Duration {
    let rounds = (1 << 22) / body.len() as u32 + 1;
    let once = || {
        let start = Instant::now();
        for _ in 0..rounds {
            black_box(reading(black_box(body)));
        }
        start.elapsed() / rounds
    };
    (0..9).map(|_| once()).min().unwrap_or_default()
}

criterion_group!(benches, heads);
criterion_main!(benches);
