//! The measurements, interleaved: each round visits every target at every concurrency.

use std::time::Duration;

use anyhow::Result;

use crate::{
    load::{Load, Seen, Target, Until},
    options::Options,
    process::Process,
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
}

impl Contender {
    fn start(name: &'static str, arguments: &[&str], path: &'static str) -> Result<Self> {
        Ok(Self { name, process: Process::start(arguments)?, path })
    }

    async fn measure(&mut self, options: &Options, concurrency: usize) -> Result<Sample> {
        let target = Target { address: self.process.address(), path: self.path };
        let mut load = Load::connect(&target, concurrency).await?;
        load.run(Until::Elapsed(options.warm_up())).await?;
        let before = self.process.cpu()?;
        let seen = load.run(Until::Elapsed(options.measured())).await?;
        Ok(Sample::new(&seen, self.process.cpu()? - before))
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

pub(crate) async fn run(options: &Options) -> Result<Vec<Series>> {
    let direct = Contender::start("direct", &["upstream"], "/mcp")?;
    let upstream = direct.process.address().to_string();
    let floor = Contender::start("floor", &["floor", &upstream], "/mcp")?;
    let mut contenders = [direct, floor];

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
    Ok(all)
}
