//! The receiver misbehaves as told, and the exporters notice.

use std::{
    future::Future,
    time::{Duration, Instant},
};

use opentelemetry_sdk::{error::OTelSdkResult, trace::SpanExporter as _};
use testkit::otlp::{Behaviour, Failure, OtlpReceiver, Signal, Verdict};
use tokio::time::sleep;

use crate::{
    exporter::{How, Over},
    telemetry::plain_spans,
};

const ALL: [Over; 3] = [Over::Grpc, Over::Protobuf, Over::Json];
const SOON: Duration = Duration::from_millis(300);

/// Sends two spans with a new exporter that tries again `retries` times.
async fn send(receiver: &OtlpReceiver, over: Over, retries: usize) -> anyhow::Result<OTelSdkResult> {
    let how = How { timeout: SOON * 10, retries, ..How::new(over, receiver) };
    Ok(how.build()?.spans.export(plain_spans(2)?).await)
}

#[tokio::test]
async fn failures_are_told_in_the_words_of_the_transport() -> anyhow::Result<()> {
    let failures = [
        (Failure::BadRequest, "400", "InvalidArgument"),
        (Failure::Unauthorized, "401", "Unauthenticated"),
        (Failure::Throttled { retry_after: None }, "429", "ResourceExhausted"),
        (Failure::Unavailable { retry_after: None }, "503", "Unavailable"),
    ];
    for over in ALL {
        let receiver = OtlpReceiver::start().await?;
        for (failure, status, code) in failures {
            receiver.behave(Behaviour::Fail(failure)).await?;
            let error = send(&receiver, over, 0).await?.expect_err("it is refused").to_string();
            let word = if over == Over::Grpc { code } else { status };
            assert!(error.contains(word), "{failure:?} over {over:?}: {error}");
        }
        let requests = receiver.requests();
        assert_eq!(requests.len(), failures.len());
        // It was understood all the same.
        assert!(requests.iter().all(|request| request.verdict == Verdict::Refused && request.export.is_ok()));
        assert_eq!((receiver.count(Signal::Traces), receiver.spans().len()), (0, 0));
    }
    Ok(())
}

#[tokio::test]
async fn what_is_sent_again_is_counted_once() -> anyhow::Result<()> {
    for over in ALL {
        let receiver = OtlpReceiver::start().await?;
        receiver.behave(Behaviour::Fail(Failure::Unavailable { retry_after: None })).await?;
        let recovers = async {
            receiver.wait_for(|receiver| receiver.requests().len() >= 2, 30 * SOON).await;
            receiver.behave(Behaviour::Answer).await
        };
        let (sent, recovered) = tokio::join!(send(&receiver, over, 200), recovers);
        sent??;
        recovered?;
        assert!(receiver.requests().len() >= 3, "over {over:?}: {}", receiver.dump());
        assert_eq!((receiver.count(Signal::Traces), receiver.spans().len()), (2, 2));
    }
    Ok(())
}

#[tokio::test]
async fn a_delay_that_is_told_is_kept() -> anyhow::Result<()> {
    for over in ALL {
        let receiver = OtlpReceiver::start().await?;
        let retry_after = Some(Duration::from_secs(1));
        receiver.behave(Behaviour::Fail(Failure::Throttled { retry_after })).await?;
        assert!(send(&receiver, over, 1).await?.is_err());
        let [first, second] = &receiver.requests()[..] else { panic!("{over:?}: {}", receiver.dump()) };
        let waited = second.instant - first.instant;
        assert!(waited >= Duration::from_secs(1), "{waited:?} over {over:?}");
    }
    Ok(())
}

#[tokio::test]
async fn it_hangs_having_read_all() -> anyhow::Result<()> {
    for over in ALL {
        let receiver = OtlpReceiver::start().await?;
        receiver.behave(Behaviour::Hang).await?;
        let long_read = async {
            receiver.wait_for(|receiver| !receiver.requests().is_empty(), 30 * SOON).await;
            sleep(SOON).await;
        };
        tokio::select! {
            answer = send(&receiver, over, 0) => panic!("{answer:?} over {over:?}"),
            () = long_read => {}
        }
        let requests = receiver.requests();
        assert_eq!(requests.len(), 1);
        assert_eq!(requests[0].verdict, Verdict::Unanswered);
        assert_eq!(requests[0].export.as_ref().map(|export| export.len()), Ok(2));
        assert_eq!(receiver.count(Signal::Traces), 0);

        receiver.behave(Behaviour::Answer).await?;
        send(&receiver, over, 0).await??;
        assert_eq!(receiver.count(Signal::Traces), 2);
    }
    Ok(())
}

#[tokio::test]
async fn it_is_slow() -> anyhow::Result<()> {
    for over in ALL {
        let receiver = OtlpReceiver::start().await?;
        receiver.behave(Behaviour::Slow(SOON)).await?;
        let (took, sent) = timed(send(&receiver, over, 0)).await;
        sent??;
        assert!(took >= SOON, "{took:?} over {over:?}");
        assert_eq!(receiver.count(Signal::Traces), 2);
    }
    Ok(())
}

async fn timed<T>(future: impl Future<Output = T>) -> (Duration, T) {
    let began = Instant::now();
    let output = future.await;
    (began.elapsed(), output)
}

#[tokio::test]
async fn it_refuses_connections_and_listens_again_on_its_port() -> anyhow::Result<()> {
    for over in ALL {
        let receiver = OtlpReceiver::start().await?;
        let exporter = How::new(over, &receiver).build()?.spans;
        exporter.export(plain_spans(1)?).await?;
        assert_eq!(receiver.connections_open(), 1);

        for _ in 0..3 {
            receiver.behave(Behaviour::Refuse).await?;
            assert_eq!(receiver.connections_open(), 0);
            let refused = std::net::TcpStream::connect(receiver.addr()).expect_err("nobody listens");
            assert_eq!(refused.kind(), std::io::ErrorKind::ConnectionRefused);
            assert!(exporter.export(plain_spans(1)?).await.is_err());

            receiver.behave(Behaviour::Answer).await?;
            exporter.export(plain_spans(1)?).await?;
        }
        assert_eq!(receiver.count(Signal::Traces), 4);
    }
    Ok(())
}

#[tokio::test]
async fn it_resets_the_connection_in_mid_request() -> anyhow::Result<()> {
    for over in ALL {
        let receiver = OtlpReceiver::start().await?;
        let exporter = How::new(over, &receiver).build()?.spans;
        exporter.export(plain_spans(1)?).await?;
        receiver.behave(Behaviour::Reset).await?;
        assert!(exporter.export(plain_spans(1)?).await.is_err());
        let verdicts: Vec<_> = receiver.requests().iter().map(|received| received.verdict).collect();
        assert_eq!(verdicts[..2], [Verdict::Accepted, Verdict::CutOff], "over {over:?}");

        receiver.behave(Behaviour::Answer).await?;
        exporter.export(plain_spans(1)?).await?;
        assert_eq!(receiver.count(Signal::Traces), 2);
    }
    Ok(())
}

#[tokio::test]
async fn it_takes_a_part() -> anyhow::Result<()> {
    for over in ALL {
        let receiver = OtlpReceiver::start().await?;
        receiver.behave(Behaviour::Partial { rejected: 1, message: "too long".to_owned() }).await?;
        // The exporter logs it, and has done what it could.
        send(&receiver, over, 3).await??;
        assert_eq!(receiver.requests().len(), 1);
        assert_eq!(receiver.count(Signal::Traces), 2);
    }
    Ok(())
}

#[tokio::test]
#[should_panic(expected = "1 requests")]
async fn waiting_in_vain_shows_what_there_was() {
    let receiver = OtlpReceiver::start().await.expect("there is a port");
    send(&receiver, Over::Grpc, 0).await.expect("there are spans").expect("it is taken");
    receiver.wait_for(|receiver| receiver.count(Signal::Traces) == 3, SOON / 10).await;
}
