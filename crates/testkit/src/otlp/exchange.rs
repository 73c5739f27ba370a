use std::{
    convert::Infallible,
    future::pending,
    sync::Arc,
    time::{Instant, SystemTime},
};

use bytes::{Bytes, BytesMut};
use http::{Request, Response, request::Parts};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tonic::body::Body;

use super::{
    behaviour::{Behaviour, Failure},
    export::Export,
    grpc, http_answer,
    kept::Kept,
    received::{Received, Transport, Verdict, transport},
};

/// What the requests of one connection have in common.
#[derive(Debug, Clone)]
pub(super) struct Peer {
    pub(super) connection: usize,
    pub(super) tls: bool,
    pub(super) client_certificate: bool,
    pub(super) kept: Arc<Kept>,
    /// Resets the connection.
    pub(super) cut: CancellationToken,
}

/// What is said to a request that can be read.
#[derive(Debug, Clone)]
pub(super) enum Answer {
    Accept,
    Partial { rejected: i64, message: String },
    Fail(Failure),
}

impl Peer {
    /// Reads a request, keeps it, and answers as the behaviour at its arrival says.
    pub(super) async fn serve(self, request: Request<Incoming>) -> Result<Response<Body>, Infallible> {
        let behaviour = self.kept.behaviour();
        let (parts, body) = request.into_parts();
        if behaviour == Behaviour::Reset {
            return self.reset(&parts, body).await;
        }
        let Ok(body) = body.collect().await.map(http_body_util::Collected::to_bytes) else {
            // The client broke off, and hears no answer.
            self.keep(&parts, Bytes::new(), Verdict::CutOff, Err("broken off by the client".to_owned()));
            return pending().await;
        };

        let answer = Answer::from(&behaviour);
        let (response, export) = match transport(&parts) {
            Transport::Grpc => grpc::answer(&parts, body.clone(), answer.clone()).await,
            Transport::Http => {
                let received = self.received(&parts, body.clone());
                let export = http_answer::decode(&received);
                (http_answer::answer(&received, &export, &answer), export)
            }
        };
        let verdict = match (&behaviour, &export) {
            (Behaviour::Hang, _) => Verdict::Unanswered,
            (Behaviour::Fail(_), _) | (_, Err(_)) => Verdict::Refused,
            (_, Ok(_)) => Verdict::Accepted,
        };
        self.keep(&parts, body, verdict, export);

        match behaviour {
            Behaviour::Hang => pending().await,
            Behaviour::Slow(delay) => sleep(delay).await,
            _ => {}
        }
        Ok(response)
    }

    /// Takes what comes first of the body, and has the connection reset.
    async fn reset(&self, parts: &Parts, mut body: Incoming) -> Result<Response<Body>, Infallible> {
        let mut part = BytesMut::new();
        if let Some(Ok(frame)) = body.frame().await
            && let Some(data) = frame.data_ref()
        {
            part.extend_from_slice(data);
        }
        self.keep(parts, part.freeze(), Verdict::CutOff, Err("cut off, as told".to_owned()));
        self.cut.cancel();
        pending().await
    }

    fn keep(&self, parts: &Parts, body: Bytes, verdict: Verdict, export: Result<Export, String>) {
        self.kept.push(Received { verdict, export, ..self.received(parts, body) });
    }

    /// The request, before it is known what becomes of it.
    fn received(&self, parts: &Parts, body: Bytes) -> Received {
        Received {
            at: SystemTime::now(),
            instant: Instant::now(),
            transport: transport(parts),
            version: parts.version,
            connection: self.connection,
            tls: self.tls,
            client_certificate: self.client_certificate,
            method: parts.method.clone(),
            uri: parts.uri.clone(),
            headers: parts.headers.clone(),
            body,
            verdict: Verdict::Unanswered,
            export: Err("not read yet".to_owned()),
        }
    }
}

impl From<&Behaviour> for Answer {
    fn from(behaviour: &Behaviour) -> Self {
        match behaviour {
            Behaviour::Partial { rejected, message } => {
                Self::Partial { rejected: *rejected, message: message.clone() }
            }
            Behaviour::Fail(failure) => Self::Fail(*failure),
            _ => Self::Accept,
        }
    }
}
