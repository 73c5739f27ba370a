//! The OTLP receiver against the exporters that applications use.

mod behaviours;
mod exporter;
mod telemetry;
mod transports;
mod views;
mod wire;
