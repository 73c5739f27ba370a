//! The server speaks both HTTP versions and lets go of its connections.

use std::convert::Infallible;

use bytes::Bytes;
use http::{Request, Response, Version};
use http_body_util::Full;
use hyper::body::Incoming;
use testkit::Server;

async fn say_version(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    Ok(Response::new(Full::from(format!("{:?}", request.version()))))
}

#[tokio::test]
async fn both_http_versions() -> anyhow::Result<()> {
    let server = Server::serve(tower::service_fn(say_version)).await?;
    let one = reqwest::Client::new().get(server.url("/")).send().await?;
    assert_eq!((one.version(), one.text().await?.as_str()), (Version::HTTP_11, "HTTP/1.1"));

    let two = reqwest::Client::builder().http2_prior_knowledge().build()?.get(server.url("/")).send().await?;
    assert_eq!((two.version(), two.text().await?.as_str()), (Version::HTTP_2, "HTTP/2.0"));
    Ok(())
}

#[tokio::test]
async fn shutdown_frees_the_port() -> anyhow::Result<()> {
    let server = Server::serve(tower::service_fn(say_version)).await?;
    let url = server.url("/");
    let client = reqwest::Client::new();
    client.get(&url).send().await?;
    server.shutdown().await;
    assert!(client.get(&url).send().await.is_err());
    Ok(())
}
