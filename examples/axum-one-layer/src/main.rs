//! The service with its one layer: `cargo run -p axum-one-layer`.
#![expect(clippy::print_stdout, reason = "this is what the user reads")]

use std::{error::Error, sync::Arc, time::Duration};

use gate_audit::{Pipeline, PipelineOptions};
use gate_mask::Masker;
use gate_store::SqliteStore;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let store = Arc::new(SqliteStore::open("audit.db").await?);
    let sink = Arc::clone(&store);
    let (audit, pipeline) = Pipeline::start(sink, Masker::default(), PipelineOptions::default())?;

    // The one layer.
    let app = axum_one_layer::app().layer(audit);

    let listener = TcpListener::bind("127.0.0.1:3000").await?;
    println!("http://{}/skills/summarise and /sandbox; the trail is in audit.db", listener.local_addr()?);
    let stop = async { _ = tokio::signal::ctrl_c().await };
    axum::serve(listener, app).with_graceful_shutdown(stop).await?;

    // In this order: no more calls, then the rest of the records, then the file.
    let report = pipeline.shutdown(Duration::from_secs(10)).await;
    println!("{} records written at the end, {} left", report.written, report.left);
    store.close().await?;
    Ok(())
}
