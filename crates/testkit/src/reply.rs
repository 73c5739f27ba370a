use std::time::Duration;

use bytes::{BufMut, Bytes, BytesMut};

/// What a [`Recorder`](crate::Recorder) does with one request: steps, taken in order.
///
/// ```
/// use std::time::Duration;
/// use testkit::Reply;
///
/// let whole = Reply::new(200).header("content-type", "application/json").body("{}");
/// let events = Reply::new(200)
///     .header("content-type", "text/event-stream")
///     .frames(["data: 1\n\n", "data: 2\n\n"], Duration::from_millis(100));
/// let broken = Reply::new(200).header("content-length", "100").send("half").reset();
/// let garbage = Reply::raw(b"\x16\x03\x01 not HTTP".as_slice()).close();
/// let never = Reply::hang();
/// ```
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct Reply {
    head: BytesMut,
    pub(crate) steps: Vec<Step>,
}

/// One step of a [`Reply`].
#[derive(Debug, Clone)]
pub enum Step {
    /// Writes these bytes as they are.
    Send(Bytes),
    /// Waits, while watching for the client's leaving.
    Wait(Duration),
    /// Does nothing until the client leaves.
    Hang,
    /// Ends the connection in order.
    Close,
    /// Ends the connection with a TCP reset.
    Reset,
}

impl Reply {
    /// Starts a response with `status`; headers follow, then one of the methods that send.
    pub fn new(status: u16) -> Self {
        let head = format!("HTTP/1.1 {status} Scripted\r\n");
        Self { head: head.as_bytes().into(), steps: Vec::new() }
    }

    /// Sends these bytes in place of a response.
    pub fn raw(bytes: impl Into<Bytes>) -> Self {
        Self::default().step(Step::Send(bytes.into()))
    }

    /// Never answers.
    pub fn hang() -> Self {
        Self::default().step(Step::Hang)
    }

    /// Adds a header. Nothing is checked, so that wrong ones can be sent too.
    pub fn header(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.head.put(name.as_bytes());
        self.head.put(&b": "[..]);
        self.head.put(value.as_ref());
        self.head.put(&b"\r\n"[..]);
        self
    }

    /// Sends the body whole, with its Content-Length.
    pub fn body(self, body: impl Into<Bytes>) -> Self {
        let body = body.into();
        self.header("content-length", body.len().to_string()).send(body)
    }

    /// Sends the body in chunks, one per frame, each after a `pause`.
    pub fn frames<F: Into<Bytes>>(self, frames: impl IntoIterator<Item = F>, pause: Duration) -> Self {
        let mut reply = self.header("transfer-encoding", "chunked").send("");
        for frame in frames {
            reply = reply.step(Step::Wait(pause)).chunk(frame);
        }
        reply.send("0\r\n\r\n")
    }

    /// Sends one chunk of a body whose Transfer-Encoding header was added by hand.
    pub fn chunk(self, data: impl Into<Bytes>) -> Self {
        let data = data.into();
        let mut chunk = BytesMut::from(format!("{:x}\r\n", data.len()).as_bytes());
        chunk.put(data);
        chunk.put(&b"\r\n"[..]);
        self.send(chunk.freeze())
    }

    /// Sends the head, if it is still to be sent, and these bytes as they are.
    pub fn send(mut self, bytes: impl Into<Bytes>) -> Self {
        let mut out = std::mem::take(&mut self.head);
        if !out.is_empty() {
            out.put(&b"\r\n"[..]);
        }
        out.put(bytes.into());
        self.step(Step::Send(out.freeze()))
    }

    /// Waits.
    pub fn wait(self, pause: Duration) -> Self {
        self.step(Step::Wait(pause))
    }

    /// Waits until the client leaves.
    pub fn then_hang(self) -> Self {
        self.step(Step::Hang)
    }

    /// Ends the connection in order.
    pub fn close(self) -> Self {
        self.step(Step::Close)
    }

    /// Ends the connection with a TCP reset.
    pub fn reset(self) -> Self {
        self.step(Step::Reset)
    }

    fn step(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }
}
