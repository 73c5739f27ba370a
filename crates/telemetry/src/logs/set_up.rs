//! Setting logs up.

use std::{
    fmt,
    io::{self, IsTerminal as _},
    sync::Arc,
};

use gate_mask::Masker;
use tracing::Subscriber;
use tracing_subscriber::{
    EnvFilter, Layer, Registry,
    filter::Filtered,
    fmt::{MakeWriter, writer::BoxMakeWriter},
    layer::SubscriberExt as _,
    registry::LookupSpan,
    reload,
};

use super::{LogError, LogLayer, filter, layer::stderr, line::Shape, sink::Sink};
use crate::names::Names;

/// The layer with its filter, to be put onto a registry.
pub type FilteredLog<S> = Filtered<LogLayer, reload::Layer<EnvFilter, S>, S>;

/// How lines look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// [`Pretty`](Self::Pretty) if the lines go to a terminal, otherwise [`Json`](Self::Json).
    #[default]
    Auto,
    /// One JSON object a line.
    Json,
    /// For eyes.
    Pretty,
}

/// What is logged, how, and where to.
///
/// ```
/// use gate_telemetry::{Format, Logs};
///
/// let logs = Logs::new().filter("warn,my_app=debug").format(Format::Json);
/// let (subscriber, handle) = logs.subscriber()?;
/// tracing::subscriber::with_default(subscriber, || tracing::warn!("to standard error"));
/// assert_eq!(handle.lost(), 0);
/// # Ok::<(), gate_telemetry::LogError>(())
/// ```
#[must_use]
pub struct Logs {
    filter: String,
    format: Format,
    masker: Masker,
    writer: Option<BoxMakeWriter>,
}

impl Default for Logs {
    fn default() -> Self {
        Self { filter: "info".to_owned(), format: Format::Auto, masker: Masker::default(), writer: None }
    }
}

impl Logs {
    /// What is at least `info`, to standard error.
    pub fn new() -> Self {
        Self::default()
    }

    /// What is logged: a level, or directives such as `warn,my_crate=debug`.
    pub fn filter(mut self, directives: impl Into<String>) -> Self {
        self.filter = directives.into();
        self
    }

    /// How lines look.
    pub fn format(mut self, format: Format) -> Self {
        self.format = format;
        self
    }

    /// What masks them; the default masker, if not set.
    pub fn masker(mut self, masker: Masker) -> Self {
        self.masker = masker;
        self
    }

    /// Where they go, if not to standard error. A line is written in one call, maybe together with others
    /// of the same place in the program.
    pub fn writer<W>(mut self, writer: W) -> Self
    where
        W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
    {
        self.writer = Some(BoxMakeWriter::new(writer));
        self
    }

    /// Logs all that happens in the process.
    ///
    /// # Errors
    ///
    /// When the filter cannot be read, or the process has a subscriber already.
    pub fn init(self) -> Result<LogHandle, LogError> {
        let (subscriber, handle) = self.subscriber()?;
        tracing::subscriber::set_global_default(subscriber).map_err(LogError::global)?;
        Ok(handle)
    }

    /// A subscriber that only logs, for use without a global one.
    ///
    /// # Errors
    ///
    /// When the filter cannot be read.
    pub fn subscriber(
        self,
    ) -> Result<(impl Subscriber + for<'a> LookupSpan<'a> + Send + Sync, LogHandle), LogError> {
        let (layer, handle) = self.layer::<Registry>()?;
        Ok((tracing_subscriber::registry().with(layer), handle))
    }

    /// A layer to put onto a registry beside others, which its filter does not concern.
    ///
    /// # Errors
    ///
    /// When the filter cannot be read.
    pub fn layer<S>(self) -> Result<(FilteredLog<S>, LogHandle), LogError>
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
    {
        let (filter, reload) = reload::Layer::<EnvFilter, S>::new(filter::parse(&self.filter)?);
        let set = Box::new(move |filter| reload.reload(filter).map_err(|_| LogError::gone()));
        let shape = self.shape();
        let sink = Sink::new(shape, self.writer.unwrap_or_else(stderr));
        sink.open();
        let handle = LogHandle(Arc::new(Handle { set, sink: Arc::clone(&sink) }));
        let layer = LogLayer { names: Names::new(self.masker), sink };
        Ok((layer.with_filter(filter), handle))
    }

    fn shape(&self) -> Shape {
        let terminal = self.writer.is_none() && io::stderr().is_terminal();
        match self.format {
            Format::Json => Shape::Json,
            Format::Auto if !terminal => Shape::Json,
            Format::Auto | Format::Pretty => Shape::Pretty { ansi: terminal },
        }
    }
}

impl fmt::Debug for Logs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Logs")
            .field("filter", &self.filter)
            .field("format", &self.format)
            .finish_non_exhaustive()
    }
}

/// Changes logs while they run. Cheap to clone.
///
/// Keep one until the process ends: as long as there is one, a thread of the logs' own does the writing.
/// When the last one is dropped, what still waits is written, and from then on each line is written by the
/// thread that logs it.
#[derive(Clone)]
pub struct LogHandle(Arc<Handle>);

struct Handle {
    set: Box<dyn Fn(EnvFilter) -> Result<(), LogError> + Send + Sync>,
    sink: Arc<Sink>,
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.sink.close();
    }
}

impl LogHandle {
    /// Changes what is logged, from now on.
    ///
    /// # Errors
    ///
    /// When the filter cannot be read, in which case nothing changes, or the logs are gone.
    pub fn set_filter(&self, directives: &str) -> Result<(), LogError> {
        (self.0.set)(filter::parse(directives)?)
    }

    /// Waits until all lines so far are written; not for ever, if the writer is stuck.
    pub fn flush(&self) {
        self.0.sink.flush();
    }

    /// How many lines could not be written, or came faster than they could be.
    #[must_use]
    pub fn lost(&self) -> u64 {
        self.0.sink.lost()
    }
}

impl fmt::Debug for LogHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogHandle").field("lost", &self.lost()).finish_non_exhaustive()
    }
}
