use std::{io, net::SocketAddr, sync::Arc};

use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    sync::{mpsc, oneshot},
};
use tokio_rustls::TlsAcceptor;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{connection::Connection, kept::Kept};

/// How many connections may wait to be accepted.
const BACKLOG: u32 = 1024;

/// Whether to listen, and whom to tell when that is so.
pub(super) type Command = (bool, oneshot::Sender<io::Result<()>>);

/// Accepts connections while it is told to listen, always on the same port.
pub(super) struct Listener {
    addr: SocketAddr,
    door: Door,
    tls: Option<TlsAcceptor>,
    kept: Arc<Kept>,
    connections: TaskTracker,
    /// Closes them.
    close: CancellationToken,
}

enum Door {
    Open(TcpListener),
    /// The port stays ours: bound, but nobody listens, so that connections to it are refused.
    Shut(TcpSocket),
    /// Between the two, and after either could not be had.
    Gone,
}

impl Listener {
    pub(super) async fn bind(tls: Option<TlsAcceptor>, kept: Arc<Kept>) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let addr = listener.local_addr()?;
        let (connections, close) = (TaskTracker::new(), CancellationToken::new());
        Ok(Self { addr, door: Door::Open(listener), tls, kept, connections, close })
    }

    pub(super) fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Runs until nobody can command it any more.
    pub(super) async fn run(mut self, mut commands: mpsc::UnboundedReceiver<Command>) {
        loop {
            tokio::select! {
                command = commands.recv() => {
                    let Some((listen, done)) = command else { break };
                    let _ = done.send(if listen { self.open() } else { self.shut().await });
                }
                stream = self.door.accept() => self.admit(stream),
            }
        }
        self.close.cancel();
    }

    fn admit(&self, stream: TcpStream) {
        let connection = Connection::new(Arc::clone(&self.kept));
        let (tls, close) = (self.tls.clone(), self.close.clone());
        self.connections.spawn(async move { close.run_until_cancelled(connection.serve(stream, tls)).await });
    }

    fn open(&mut self) -> io::Result<()> {
        let socket = match std::mem::replace(&mut self.door, Door::Gone) {
            Door::Open(listener) => {
                self.door = Door::Open(listener);
                return Ok(());
            }
            Door::Shut(socket) => socket,
            Door::Gone => bound(self.addr)?,
        };
        self.door = Door::Open(socket.listen(BACKLOG)?);
        Ok(())
    }

    /// Comes back when nobody is connected any more, and nobody can connect.
    async fn shut(&mut self) -> io::Result<()> {
        if !matches!(self.door, Door::Shut(_)) {
            // The listener must be gone before its port can be bound again.
            self.door = Door::Gone;
            self.door = Door::Shut(bound(self.addr)?);
        }
        std::mem::take(&mut self.close).cancel();
        self.connections.close();
        self.connections.wait().await;
        self.connections.reopen();
        Ok(())
    }
}

impl Door {
    /// The next connection; never, while it is not open.
    async fn accept(&self) -> TcpStream {
        loop {
            let Self::Open(listener) = self else { return std::future::pending().await };
            if let Ok((stream, _)) = listener.accept().await {
                return stream;
            }
            // Out of descriptors, most likely: what is closed elsewhere gives some back.
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    }
}

fn bound(addr: SocketAddr) -> io::Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    // Connections that have been closed linger on this port.
    #[cfg(not(windows))]
    socket.set_reuseaddr(true)?;
    socket.bind(addr)?;
    Ok(socket)
}
