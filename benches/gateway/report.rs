//! The table, and how it compares with what is aimed at.

use std::time::Duration;

use crate::{
    conversation,
    options::Options,
    rounds::{Results, Sample, Series},
};

pub(crate) fn print(options: &Options, Results { all, rows }: &Results) {
    println!(
        "\n1 KB tools/call ({} bytes asked, {} answered), {} rounds of {:?}: median (best) of the rounds",
        conversation::question().len(),
        conversation::answer().len(),
        options.rounds(),
        options.measured(),
    );
    println!("ratios to the floor are of one round each: median (best)\n");
    println!(
        "{:>3}  {:<18} {:>17} {:>15} {:>17} {:>15}  {:>13} {:>13}",
        "c", "target", "calls/s", "p50 µs", "p99 µs", "CPU µs/call", "calls ÷ floor", "CPU ÷ floor"
    );
    for series in all {
        let floor = all.iter().find(|it| it.target == "floor" && it.concurrency == series.concurrency);
        let Some(floor) = floor else { continue };
        println!(
            "{:>3}  {:<18} {:>17} {:>15} {:>17} {:>15}  {:>13} {:>13}",
            series.concurrency,
            series.target,
            most(&series.each(|it| it.per_second)).show(0),
            least(&series.each(|it| micros(it.p50))).show(1),
            least(&series.each(|it| micros(it.p99))).show(1),
            least(&series.each(|it| micros(it.cpu))).show(2),
            most(&series.against(floor, |it| it.per_second)).show(2),
            least(&series.against(floor, |it| micros(it.cpu))).show(2),
        );
    }
    println!("\n{rows} calls through the audited gateway, {rows} audit rows, masked");
}

impl Series {
    fn each(&self, value: impl Fn(&Sample) -> f64) -> Vec<f64> {
        self.samples.iter().map(value).collect()
    }

    /// Ratios of what was measured in the same round, while the machine was in the same mood.
    fn against(&self, floor: &Self, value: impl Fn(&Sample) -> f64) -> Vec<f64> {
        self.samples.iter().zip(&floor.samples).map(|(mine, floor)| value(mine) / value(floor)).collect()
    }
}

struct Spread {
    median: f64,
    best: f64,
}

impl Spread {
    fn show(&self, decimals: usize) -> String {
        format!("{:.decimals$} ({:.decimals$})", self.median, self.best)
    }
}

fn least(values: &[f64]) -> Spread {
    Spread { median: median(values), best: values.iter().copied().fold(f64::INFINITY, f64::min) }
}

fn most(values: &[f64]) -> Spread {
    Spread { median: median(values), best: values.iter().copied().fold(0.0, f64::max) }
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[middle] } else { (sorted[middle - 1] + sorted[middle]) / 2.0 }
}

fn micros(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}
