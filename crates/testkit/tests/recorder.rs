//! The recorder against a real HTTP client, and against bytes written by hand.

use std::time::{Duration, Instant};

use reqwest::Client;
use testkit::{Recorder, Reply};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

#[tokio::test]
async fn the_head_and_the_body_are_kept_to_the_byte() -> anyhow::Result<()> {
    let recorder = Recorder::always(Reply::new(201).header("x-a", "b").body("hi")).await?;
    let head = "POST /p?q HTTP/1.1\r\nhOsT: h\r\nX-Twice: 1\r\nx-twice:2\r\n";
    let sized = format!("{head}Content-Length: 3\r\n\r\n");
    let chunked = format!("{head}Transfer-Encoding: chunked\r\n\r\n");

    let mut stream = TcpStream::connect(recorder.addr()).await?;
    stream.write_all(sized.as_bytes()).await?;
    stream.write_all(b"\0\r\n").await?;
    stream.write_all(chunked.as_bytes()).await?;
    stream.write_all(b"2;x=y\r\nab\r\n1\r\nc\r\n0\r\nt: u\r\n\r\n").await?;

    let first = recorder.request().await?;
    assert_eq!(first.head, sized);
    assert_eq!(first.body, b"\0\r\n".as_slice());
    assert_eq!(first.request_line(), b"POST /p?q HTTP/1.1");
    let twice: Vec<_> = first.header("x-twice").collect();
    assert_eq!(twice, [b"1", b"2"]);
    let second = recorder.request().await?;
    assert_eq!((second.head, second.body), (chunked.into(), "abc".into()));

    let answer = b"HTTP/1.1 201 Scripted\r\nx-a: b\r\ncontent-length: 2\r\n\r\nhi";
    let mut answers = vec![0; 2 * answer.len()];
    stream.read_exact(&mut answers).await?;
    assert_eq!(answers, answer.repeat(2));
    Ok(())
}

#[tokio::test]
async fn frames_leave_one_by_one() -> anyhow::Result<()> {
    let pause = Duration::from_millis(60);
    let reply = Reply::new(200).frames(["one", "two", "three"], pause);
    let recorder = Recorder::always(reply).await?;

    let mut response = Client::new().get(recorder.url("/")).send().await?;
    let asked = Instant::now();
    let mut frames = Vec::new();
    while let Some(frame) = response.chunk().await? {
        frames.push(frame);
    }
    assert_eq!(frames, ["one", "two", "three"]);
    assert!(asked.elapsed() >= 2 * pause);
    Ok(())
}

#[tokio::test]
async fn a_body_breaks_off_as_told() -> anyhow::Result<()> {
    for reply in [
        Reply::new(200).header("content-length", "100").send("half").reset(),
        Reply::new(200).header("content-length", "100").send("half").close(),
    ] {
        let recorder = Recorder::always(reply).await?;
        let response = Client::new().get(recorder.url("/")).send().await?;
        assert!(response.bytes().await.is_err());
    }
    let garbage = Recorder::always(Reply::raw("not HTTP at all\r\n\r\n").close()).await?;
    assert!(Client::new().get(garbage.url("/")).send().await.is_err());
    Ok(())
}

#[tokio::test]
async fn a_departure_is_noticed_before_and_after_the_head() -> anyhow::Result<()> {
    for reply in [Reply::hang(), Reply::new(200).header("x-a", "b").send("").then_hang()] {
        let recorder = Recorder::always(reply).await?;
        let asking = tokio::spawn(async move {
            let response = Client::new().get(recorder.url("/")).timeout(Duration::from_millis(80));
            let gave_up = match response.send().await {
                Ok(response) => response.bytes().await.is_err(),
                Err(_) => true,
            };
            anyhow::Ok((recorder, gave_up))
        });
        let (recorder, gave_up) = asking.await??;
        assert!(gave_up);
        let left = recorder.departure().await?;
        assert!(left.elapsed() < Duration::from_secs(1));
    }
    Ok(())
}
