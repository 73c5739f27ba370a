//! The roles: what a child process does, from its address on standard output to the end of its input.

use std::{fs::File, net::SocketAddr, path::Path, sync::Arc};

use anyhow::Result;
use bytes::Bytes;
use gate_telemetry::{Format, LogHandle, Logs};
use http::{Request, Response};
use http_body_util::Full;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use mcp_gateway::{Config, Gateway};
use tokio::{io::AsyncReadExt, net::TcpListener};

use crate::{floor::Floor, options::GatewayJob, process::announce, upstream::Upstream};

pub(crate) async fn upstream() -> Result<()> {
    let upstream = Arc::new(Upstream::new());
    until_abandoned(async |stream| {
        let upstream = Arc::clone(&upstream);
        let service = service_fn(move |request: Request<Incoming>| {
            let upstream = Arc::clone(&upstream);
            async move { upstream.serve(request).await as Result<Response<Full<Bytes>>, _> }
        });
        tokio::spawn(http1::Builder::new().serve_connection(stream, service));
    })
    .await
}

pub(crate) async fn floor(upstream: SocketAddr) -> Result<()> {
    let floor = Arc::new(Floor::new(upstream)?);
    until_abandoned(async |stream| {
        let floor = Arc::clone(&floor);
        let service = service_fn(move |request| {
            let floor = Arc::clone(&floor);
            async move { floor.forward(request).await }
        });
        tokio::spawn(http1::Builder::new().serve_connection(stream, service));
    })
    .await
}

pub(crate) async fn gateway(job: &GatewayJob) -> Result<()> {
    let GatewayJob { upstream, data, no_audit, no_log } = job;
    let config = Config::from_toml(&format!(
        "data_dir = {data:?}\n[upstreams.bench]\nurl = \"http://{upstream}/mcp\"\n[audit]\nenabled = {}\n",
        !no_audit
    ))?;
    let gateway = Gateway::builder(config).build().await?;
    // As in the gateway's own program, the handle is kept to the end.
    let _logs = if *no_log { None } else { Some(start_logs(data)?) };
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    announce(listener.local_addr()?);
    let _stopped = gateway.serve(listener, abandoned()).await;
    Ok(())
}

fn start_logs(data: &Path) -> Result<LogHandle> {
    let log = Arc::new(File::create(data.join("log.json"))?);
    Ok(Logs::new().format(Format::Json).writer(log).init()?)
}

/// Accepts connections until whoever started this process goes away.
async fn until_abandoned(accepted: impl AsyncFn(TokioIo<tokio::net::TcpStream>)) -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    announce(listener.local_addr()?);
    let accept = async {
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            accepted(TokioIo::new(stream)).await;
        }
    };
    tokio::select! {
        ended = accept => ended,
        () = abandoned() => Ok(()),
    }
}

/// Standard input has ended: the parent holds the other end for as long as it lives.
async fn abandoned() {
    let mut rest = Vec::new();
    let _ = tokio::io::stdin().read_to_end(&mut rest).await;
}
