//! An OTLP collector for tests: it keeps all it gets, and misbehaves when told to.
//!
//! [`OtlpReceiver`] listens on one port of the loopback interface for gRPC (tonic's services) and
//! for HTTP at any path, in protobuf and in JSON, compressed or not, with or without TLS. It runs on a
//! thread of its own: an exporter that blocks the thread of a test, as `force_flush` does, still
//! finds somebody to talk to.
//!
//! What it got can be asked for as it was sent ([`Received`]) or flattened ([`ReceivedSpan`],
//! [`ReceivedLog`], [`ReceivedPoint`]). The flattened views hold what was *accepted*: a batch that
//! was refused and sent again is there once.
//!
//! ```
//! use std::time::Duration;
//! use testkit::otlp::{Behaviour, OtlpReceiver, Signal};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> anyhow::Result<()> {
//! let receiver = OtlpReceiver::start().await?;
//! // The exporter under test is given `receiver.endpoint()`, or `receiver.url("/v1/traces")`.
//! # let client = hyper_util::client::legacy::Client::builder(hyper_util::rt::TokioExecutor::new()).build_http();
//! # let request = http::Request::post(receiver.url("/v1/traces"))
//! #     .header("content-type", "application/json")
//! #     .body(http_body_util::Full::<bytes::Bytes>::from(
//! #         r#"{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0af7651916cd43dd8448eb211c80319c",
//! #         "spanId":"b7ad6b7169203331","name":"GET /","kind":2}]}]}]}"#,
//! #     ))?;
//! # assert!(client.request(request).await?.status().is_success());
//! receiver.wait_for(|got| got.count(Signal::Traces) == 1, Duration::from_secs(5)).await;
//!
//! let trace = receiver.spans()[0].trace_id.clone();
//! assert_eq!(receiver.tree(&trace).to_string(), "- GET / [server]\n");
//! assert!(receiver.grep("hunter2", &[]).is_empty());
//!
//! receiver.behave(Behaviour::Hang).await?;
//! # Ok(())
//! # }
//! ```

mod behaviour;
mod builder;
mod catalogue;
mod connection;
mod exchange;
mod export;
mod grep;
mod grpc;
mod http_answer;
mod kept;
mod listener;
mod log;
mod metric;
mod received;
mod receiver;
pub mod sigv4;
mod span;
mod tls;
mod tree;
mod value;

pub use behaviour::{Behaviour, Failure};
pub use builder::OtlpBuilder;
pub use catalogue::assert_catalogued;
pub use export::{Export, Signal};
pub use grep::{Part, Place};
pub use log::ReceivedLog;
pub use metric::{Histogram, MetricKind, PointValue, ReceivedPoint, Temporality};
pub use received::{Received, Transport, Verdict};
pub use receiver::OtlpReceiver;
pub use span::{ReceivedSpan, SpanEvent, SpanKind, SpanLink, Status};
pub use tls::Certificates;
pub use tree::Tree;
pub use value::{Attributes, Value};
