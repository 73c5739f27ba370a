//! The measurements, interleaved: each round visits every target at every concurrency.

use std::{fs, path::Path, time::Duration};

use anyhow::{Context, Result};
use tempfile::TempDir;

use crate::{
    load::{Load, Seen, Target, Until},
    options::Options,
    process::Process,
    trail::Trail,
};

/// What one measurement gave.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sample {
    pub(crate) per_second: f64,
    pub(crate) p50: Duration,
    pub(crate) p99: Duration,
    /// Of the proxy's process, for one call.
    pub(crate) cpu: Duration,
}

/// All that was measured of one target at one concurrency, in the order of the rounds.
#[derive(Debug)]
pub(crate) struct Series {
    pub(crate) target: &'static str,
    pub(crate) concurrency: usize,
    pub(crate) samples: Vec<Sample>,
}

struct Contender {
    name: &'static str,
    process: Process,
    path: &'static str,
    trail: Option<Trail>,
}

impl Contender {
    fn start(name: &'static str, arguments: &[&str], path: &'static str) -> Result<Self> {
        Ok(Self { name, process: Process::start(arguments)?, path, trail: None })
    }

    async fn measure(&mut self, options: &Options, concurrency: usize) -> Result<Sample> {
        let target = Target { address: self.process.address(), path: self.path };
        let mut load = Load::connect(&target, concurrency).await?;
        let warm = load.run(Until::Elapsed(options.warm_up())).await?;
        self.written(&warm).await?;
        let before = self.process.cpu()?;
        let seen = load.run(Until::Elapsed(options.measured())).await?;
        self.written(&seen).await?;
        Ok(Sample::new(&seen, self.process.cpu()? - before))
    }

    /// Waits until what was seen is in the audit trail, if there is one.
    async fn written(&mut self, seen: &Seen) -> Result<()> {
        let Some(trail) = &mut self.trail else { return Ok(()) };
        trail.due += seen.latencies.len() as u64;
        trail.wait().await
    }
}

impl Sample {
    fn new(seen: &Seen, cpu: Duration) -> Self {
        let calls = seen.latencies.len();
        let at = |share: f64| seen.latencies[((calls - 1) as f64 * share) as usize];
        Self {
            per_second: calls as f64 / seen.elapsed.as_secs_f64(),
            p50: at(0.5),
            p99: at(0.99),
            cpu: cpu.div_f64(calls as f64),
        }
    }
}

/// All that was measured, and that the audit trail is whole.
#[derive(Debug)]
pub(crate) struct Results {
    pub(crate) all: Vec<Series>,
    pub(crate) rows: u64,
}

pub(crate) async fn run(options: &Options) -> Result<Results> {
    let data = TempDir::new()?;
    let mut contenders = contenders(data.path()).await?;

    let mut all: Vec<Series> = Vec::new();
    for &concurrency in &options.concurrency {
        all.extend(contenders.iter().map(|it| Series { target: it.name, concurrency, samples: Vec::new() }));
    }
    for _ in 0..options.rounds() {
        for series in &mut all {
            let contender = contenders.iter_mut().find(|it| it.name == series.target);
            let contender = contender.expect("a series is of a contender");
            series.samples.push(contender.measure(options, series.concurrency.max(1)).await?);
        }
    }
    let mut rows = 0;
    for trail in contenders.iter().filter_map(|it| it.trail.as_ref()) {
        rows += trail.check().await?;
    }
    Ok(Results { all, rows })
}

async fn contenders(data: &Path) -> Result<Vec<Contender>> {
    let direct = Contender::start("direct", &["upstream"], "/mcp")?;
    let upstream = direct.process.address().to_string();
    let floor = Contender::start("floor", &["floor", &upstream], "/mcp")?;
    let mut contenders = vec![direct, floor];
    for (name, flags) in GATEWAYS {
        let data = data.join(name);
        fs::create_dir(&data)?;
        let data_text = data.to_str().context("a temporary directory has a plain name")?;
        let arguments = [&["gateway", &upstream, data_text], flags].concat();
        let mut gateway = Contender::start(name, &arguments, "/mcp/bench")?;
        if !flags.contains(&"--no-audit") {
            gateway.trail = Some(Trail::open(&data).await?);
        }
        contenders.push(gateway);
    }
    Ok(contenders)
}

const GATEWAYS: [(&str, &[&str]); 3] = [
    ("gateway", &[]),
    ("gateway, audit off", &["--no-audit"]),
    ("… and log off", &["--no-audit", "--no-log"]),
];
