use std::{error, fmt};

/// Why logs could not be set up or changed.
#[derive(Debug)]
#[non_exhaustive]
pub struct LogError(Kind);

#[derive(Debug)]
enum Kind {
    Filter(tracing_subscriber::filter::ParseError),
    Global(tracing::subscriber::SetGlobalDefaultError),
    Gone,
}

impl LogError {
    pub(crate) fn filter(error: tracing_subscriber::filter::ParseError) -> Self {
        Self(Kind::Filter(error))
    }

    pub(crate) fn global(error: tracing::subscriber::SetGlobalDefaultError) -> Self {
        Self(Kind::Global(error))
    }

    pub(crate) fn gone() -> Self {
        Self(Kind::Gone)
    }
}

impl fmt::Display for LogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &self.0 {
            Kind::Filter(_) => "the log filter cannot be read",
            Kind::Global(_) => "another subscriber has already been set for the whole process",
            Kind::Gone => "the logs whose filter this is are gone",
        })
    }
}

impl error::Error for LogError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match &self.0 {
            Kind::Filter(error) => Some(error),
            Kind::Global(error) => Some(error),
            Kind::Gone => None,
        }
    }
}
