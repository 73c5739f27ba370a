//! The OTLP receiver against the exporters that applications use.
