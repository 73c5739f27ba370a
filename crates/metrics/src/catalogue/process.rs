//! The process, by the names that Prometheus's own clients use.

use metrics::Unit;

use super::Metric;

pub(super) static PROCESS: &[Metric] = &[
    PROCESS_CPU,
    PROCESS_RESIDENT,
    PROCESS_VIRTUAL,
    PROCESS_OPEN_FDS,
    PROCESS_MAX_FDS,
    PROCESS_THREADS,
    PROCESS_START,
];

/// Processor time.
pub const PROCESS_CPU: Metric =
    Metric { unit: Unit::Seconds, ..Metric::counter("process_cpu_seconds_total", &[]) }
        .of_gateway()
        .tells("Processor time that the process has used, of user and system, in whole seconds.")
        .moves("The process works.");

/// Memory in use.
pub const PROCESS_RESIDENT: Metric = Metric::gauge("process_resident_memory_bytes", Unit::Bytes, &[])
    .of_gateway()
    .tells("Memory of the process that is in RAM.")
    .moves("The process takes memory, and gives it back.");

/// Address space.
pub const PROCESS_VIRTUAL: Metric = Metric::gauge("process_virtual_memory_bytes", Unit::Bytes, &[])
    .of_gateway()
    .tells("Address space of the process.")
    .moves("The process maps memory.");

/// File descriptors.
pub const PROCESS_OPEN_FDS: Metric = Metric::gauge("process_open_fds", Unit::Count, &[])
    .of_gateway()
    .tells("File descriptors that are open: files, connections.")
    .moves("A file or a connection is opened, and closed.");

/// How many file descriptors there may be.
pub const PROCESS_MAX_FDS: Metric = Metric::gauge("process_max_fds", Unit::Count, &[])
    .of_gateway()
    .tells("How many file descriptors may be open; not there if there is no limit.")
    .moves("The gateway starts.");

/// Threads.
pub const PROCESS_THREADS: Metric = Metric::gauge("process_threads", Unit::Count, &[])
    .of_gateway()
    .tells("Threads of the process.")
    .moves("A thread starts, and ends.");

/// When the process started.
pub const PROCESS_START: Metric = Metric::gauge("process_start_time_seconds", Unit::Seconds, &[])
    .of_gateway()
    .tells("When the process started, in seconds since 1970.")
    .moves("The gateway starts.");
