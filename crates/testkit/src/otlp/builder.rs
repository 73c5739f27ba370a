use std::{sync::Arc, thread};

use anyhow::Context;
use tokio::{
    runtime,
    sync::{mpsc, oneshot},
};

use super::{
    kept::Kept,
    listener::Listener,
    receiver::{OtlpReceiver, Running},
    tls::Pki,
};

/// How an [`OtlpReceiver`] is to be.
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct OtlpBuilder {
    encryption: Encryption,
}

#[derive(Debug, Clone, Copy, Default, PartialEq)]
enum Encryption {
    #[default]
    None,
    Tls,
    MutualTls,
}

impl OtlpBuilder {
    /// Speaks TLS, with a certificate for `localhost` and `127.0.0.1` that a CA of its own signed.
    pub fn tls(mut self) -> Self {
        self.encryption = Encryption::Tls;
        self
    }

    /// Speaks TLS, and only to clients that show a certificate which the same CA signed.
    pub fn mutual_tls(mut self) -> Self {
        self.encryption = Encryption::MutualTls;
        self
    }

    /// Starts to listen, on a thread of its own.
    ///
    /// # Errors
    ///
    /// If there is no thread, socket or certificate to be had.
    pub async fn start(self) -> anyhow::Result<OtlpReceiver> {
        let pki = match self.encryption {
            Encryption::None => None,
            Encryption::Tls => Some(Pki::mint(false)?),
            Encryption::MutualTls => Some(Pki::mint(true)?),
        };
        let (acceptor, certificates) = pki.map(|pki| (pki.acceptor, pki.certificates)).unzip();
        let kept = Arc::new(Kept::default());
        let (commander, commands) = mpsc::unbounded_channel();
        let (ready, listening) = oneshot::channel();

        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let shared = Arc::clone(&kept);
        let thread = thread::Builder::new().name("otlp-receiver".to_owned()).spawn(move || {
            runtime.block_on(async move {
                match Listener::bind(acceptor, shared).await {
                    Ok(listener) => {
                        let _ = ready.send(Ok(listener.addr()));
                        listener.run(commands).await;
                    }
                    Err(error) => drop(ready.send(Err(error))),
                }
            });
        })?;
        let addr = listening.await.context("the receiver's thread has ended")??;
        Ok(OtlpReceiver::new(addr, kept, certificates, Running::new(commander, thread)))
    }
}
