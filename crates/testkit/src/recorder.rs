use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Context;
use bytes::{Buf, Bytes, BytesMut};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::{
        Mutex,
        mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    },
    time::{Instant, timeout},
};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::reply::{Reply, Step};

/// How long a test waits for something that should happen at once.
const PATIENCE: Duration = Duration::from_secs(10);

/// A request head beyond this is refused by closing the connection.
const HEAD_LIMIT: usize = 1 << 20;

/// An HTTP/1.1 upstream that keeps what it was sent and answers what it was told to.
///
/// It is plain TCP, with no HTTP library between the test and the wire: the recorded head is the
/// very bytes that came, and a [`Reply`] may be no HTTP at all.
#[derive(Debug)]
pub struct Recorder {
    addr: SocketAddr,
    requests: Mutex<UnboundedReceiver<Recorded>>,
    departures: Mutex<UnboundedReceiver<Instant>>,
    _stop: DropGuard,
}

/// A request as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The request line and the headers, with the empty line that ends them.
    pub head: Bytes,
    /// The body, without its chunk framing.
    pub body: Bytes,
}

impl Recorder {
    /// Answers every request as `script` says.
    ///
    /// # Errors
    ///
    /// If no socket can be bound.
    pub async fn start(script: impl Fn(&Recorded) -> Reply + Send + Sync + 'static) -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let addr = listener.local_addr()?;
        let (request, requests) = unbounded_channel();
        let (departure, departures) = unbounded_channel();
        let stop = CancellationToken::new();

        let accepting = stop.clone();
        tokio::spawn(async move {
            let script: Arc<Script> = Arc::new(script);
            while let Some(Ok((stream, _))) = accepting.run_until_cancelled(listener.accept()).await {
                let connection = Connection {
                    stream,
                    unread: BytesMut::new(),
                    request: request.clone(),
                    departure: departure.clone(),
                };
                let (script, stop) = (Arc::clone(&script), accepting.clone());
                tokio::spawn(async move {
                    // A connection that fails is what some scripts are for.
                    let _ = stop.run_until_cancelled(connection.serve(&*script)).await;
                });
            }
        });

        Ok(Self {
            addr,
            requests: Mutex::new(requests),
            departures: Mutex::new(departures),
            _stop: stop.drop_guard(),
        })
    }

    /// Answers every request with the same reply.
    ///
    /// # Errors
    ///
    /// If no socket can be bound.
    pub async fn always(reply: Reply) -> anyhow::Result<Self> {
        Self::start(move |_| reply.clone()).await
    }

    /// Where it listens.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// The URL of `path`, which starts with a slash.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.addr)
    }

    /// The next request, in order of arrival, once its body is complete.
    ///
    /// # Errors
    ///
    /// If none comes within ten seconds.
    pub async fn request(&self) -> anyhow::Result<Recorded> {
        timeout(PATIENCE, async { self.requests.lock().await.recv().await })
            .await
            .context("no request came")?
            .context("the recorder has stopped")
    }

    /// When the next client left in the middle of a reply.
    ///
    /// # Errors
    ///
    /// If none does within ten seconds.
    pub async fn departure(&self) -> anyhow::Result<Instant> {
        timeout(PATIENCE, async { self.departures.lock().await.recv().await })
            .await
            .context("no client left")?
            .context("the recorder has stopped")
    }
}

impl Recorded {
    /// The values of a header, in order, as they came.
    pub fn header<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a [u8]> {
        self.lines().skip(1).filter_map(move |line| {
            let colon = line.iter().position(|byte| *byte == b':')?;
            line[..colon].eq_ignore_ascii_case(name.as_bytes()).then(|| line[colon + 1..].trim_ascii())
        })
    }

    /// The request line.
    #[must_use]
    pub fn request_line(&self) -> &[u8] {
        self.lines().next().unwrap_or_default()
    }

    fn lines(&self) -> impl Iterator<Item = &[u8]> {
        self.head.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end)
    }

    fn content_length(&self) -> Option<usize> {
        let value = self.header("content-length").next()?;
        std::str::from_utf8(value).ok()?.parse().ok()
    }

    fn is_chunked(&self) -> bool {
        self.header("transfer-encoding").any(|value| value.to_ascii_lowercase().ends_with(b"chunked"))
    }
}

type Script = dyn Fn(&Recorded) -> Reply + Send + Sync;

struct Connection {
    stream: TcpStream,
    unread: BytesMut,
    request: UnboundedSender<Recorded>,
    departure: UnboundedSender<Instant>,
}

impl Connection {
    async fn serve(mut self, script: &Script) -> io::Result<()> {
        self.stream.set_nodelay(true)?;
        loop {
            let recorded = self.read_request().await?;
            let reply = script(&recorded);
            let _ = self.request.send(recorded);
            for step in reply.steps {
                self.take(step).await?;
            }
        }
    }

    /// Takes one step; an error ends the connection.
    async fn take(&mut self, step: Step) -> io::Result<()> {
        match step {
            Step::Send(bytes) => self.stream.write_all(&bytes).await,
            Step::Wait(pause) => match timeout(pause, self.client_left()).await {
                Ok(left) => Err(left),
                Err(_) => Ok(()),
            },
            Step::Hang => Err(self.client_left().await),
            Step::Close => {
                self.stream.shutdown().await?;
                Err(io::ErrorKind::ConnectionAborted.into())
            }
            Step::Reset => {
                self.stream.set_zero_linger()?;
                Err(io::ErrorKind::ConnectionReset.into())
            }
        }
    }

    /// Comes back when the client has closed its side, and notes when that was.
    async fn client_left(&mut self) -> io::Error {
        let error = loop {
            if let Err(error) = self.read_more().await {
                break error;
            }
        };
        let _ = self.departure.send(Instant::now());
        error
    }

    async fn read_request(&mut self) -> io::Result<Recorded> {
        let head_end = loop {
            if let Some(at) = find(&self.unread, b"\r\n\r\n") {
                break at + 4;
            }
            if self.unread.len() > HEAD_LIMIT {
                return Err(io::ErrorKind::InvalidData.into());
            }
            self.read_more().await?;
        };
        let mut recorded = Recorded { head: self.unread.split_to(head_end).freeze(), body: Bytes::new() };
        recorded.body = if recorded.is_chunked() {
            self.read_chunks().await?
        } else {
            self.read_exact(recorded.content_length().unwrap_or(0)).await?
        };
        Ok(recorded)
    }

    async fn read_chunks(&mut self) -> io::Result<Bytes> {
        let mut body = BytesMut::new();
        loop {
            let line = self.read_line().await?;
            let size = line.split(|byte| *byte == b';').next().unwrap_or_default();
            let size = std::str::from_utf8(size.trim_ascii())
                .ok()
                .and_then(|hex| usize::from_str_radix(hex, 16).ok())
                .ok_or(io::ErrorKind::InvalidData)?;
            if size == 0 {
                break;
            }
            body.extend_from_slice(&self.read_exact(size).await?);
            self.read_line().await?;
        }
        // Trailers, up to the empty line.
        while !self.read_line().await?.is_empty() {}
        Ok(body.freeze())
    }

    async fn read_line(&mut self) -> io::Result<Bytes> {
        let end = loop {
            if let Some(at) = find(&self.unread, b"\r\n") {
                break at;
            }
            self.read_more().await?;
        };
        let line = self.unread.split_to(end).freeze();
        self.unread.advance(2);
        Ok(line)
    }

    async fn read_exact(&mut self, length: usize) -> io::Result<Bytes> {
        while self.unread.len() < length {
            self.read_more().await?;
        }
        Ok(self.unread.split_to(length).freeze())
    }

    async fn read_more(&mut self) -> io::Result<()> {
        match self.stream.read_buf(&mut self.unread).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}
