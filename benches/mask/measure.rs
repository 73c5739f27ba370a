//! The measurements, interleaved: each round visits every contender, on the same buffers, clean and dirty.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use crate::{
    clock,
    contenders::{Contender, Role},
    options::Options,
    payloads::Class,
};

/// A contender that takes longer than this many rounds for one call is measured by that call alone.
const PATIENCE: u32 = 20;

/// All that was measured of one contender on one set of buffers.
#[derive(Debug)]
pub(crate) struct Series {
    pub(crate) name: &'static str,
    pub(crate) role: Role,
    /// Megabytes a second, in the order of the rounds.
    pub(crate) speeds: Vec<f64>,
    /// Findings in a rotation of all buffers.
    pub(crate) findings: usize,
}

/// Where a contender is in its rotation of the buffers.
struct Place {
    next: usize,
    calls: usize,
    rounds: usize,
}

/// A contender's work on one of the sets.
struct Cell<'a> {
    set: usize,
    buffers: &'a [String],
    place: Place,
    series: Series,
}

/// Measures all contenders that can mask these sets of buffers; the series of each set. `class` is `None`
/// for adversarial ones.
pub(crate) fn run<const SETS: usize>(
    options: &Options,
    contenders: &mut [Contender],
    class: Option<Class>,
    sets: [&[String]; SETS],
) -> [Vec<Series>; SETS] {
    let mut contenders: Vec<_> = contenders.iter_mut().filter(|it| it.takes(class)).collect();
    let mut cells: Vec<_> = contenders.iter_mut().map(|it| sets_of(options, it, sets)).collect();
    for round in 0..options.rounds() {
        for (contender, cells) in contenders.iter_mut().zip(&mut cells) {
            for cell in cells.iter_mut().filter(|it| round < it.place.rounds) {
                cell.series.speeds.push(time(contender, &mut cell.place, cell.buffers));
            }
        }
    }
    let mut all = [const { Vec::new() }; SETS];
    for (contender, cells) in contenders.iter_mut().zip(cells) {
        for mut cell in cells {
            if cell.place.rounds > 0 {
                cell.series.findings = cell.buffers.iter().map(|it| (contender.mask)(it)).sum();
            }
            all[cell.set].push(cell.series);
        }
    }
    all
}

/// The speed on one buffer, at a glance: there are thousands of them.
pub(crate) fn glance(contender: &mut Contender, buffer: String) -> f64 {
    const CALLS: usize = 8;
    let buffers = [buffer];
    let mut place = Place { next: 0, calls: 1, rounds: 0 };
    time(contender, &mut place, &buffers);
    place.calls = CALLS;
    median(&[(); 3].map(|()| time(contender, &mut place, &buffers)))
}

fn sets_of<'a, const SETS: usize>(
    options: &Options,
    contender: &mut Contender,
    sets: [&'a [String]; SETS],
) -> Vec<Cell<'a>> {
    let cell = |(set, buffers): (usize, &'a [String])| {
        let (place, first) = warm_up(options, contender, buffers);
        let speeds = if place.rounds == 0 { vec![first] } else { Vec::new() };
        let series = Series { name: contender.name, role: contender.role, speeds, findings: 0 };
        Cell { set, buffers, place, series }
    };
    sets.into_iter().enumerate().map(cell).collect()
}

/// Fills caches and lazy automata, and finds out how many calls make a round. Also the speed of the slowest
/// case: one call.
fn warm_up(options: &Options, contender: &mut Contender, buffers: &[String]) -> (Place, f64) {
    let mut place = Place { next: 0, calls: 1, rounds: options.rounds() };
    let start = Instant::now();
    let first = time(contender, &mut place, buffers);
    if start.elapsed() > options.round() * PATIENCE {
        return (Place { rounds: 0, ..place }, first);
    }
    let (mut calls, start) = (0, Instant::now());
    while start.elapsed() < options.round() / 2 {
        call(contender, &mut place, buffers);
        calls += 1;
    }
    let each = start.elapsed().max(Duration::from_nanos(1)) / calls.max(1);
    place.calls = (options.round().as_secs_f64() / each.as_secs_f64().max(1e-9)).ceil().max(1.0) as usize;
    (place, first)
}

/// The speed of a round, in megabytes a second.
fn time(contender: &mut Contender, place: &mut Place, buffers: &[String]) -> f64 {
    let mut bytes = 0;
    let start = clock::now();
    for _ in 0..place.calls {
        bytes += call(contender, place, buffers);
    }
    let elapsed = (clock::now() - start).max(Duration::from_nanos(1));
    bytes as f64 / elapsed.as_secs_f64() / 1e6
}

/// Masks the next buffer; how long it was.
fn call(contender: &mut Contender, place: &mut Place, buffers: &[String]) -> usize {
    let buffer = black_box(buffers[place.next].as_str());
    place.next += 1;
    if place.next == buffers.len() {
        place.next = 0;
    }
    black_box((contender.mask)(buffer));
    buffer.len()
}

impl Series {
    pub(crate) fn median(&self) -> f64 {
        median(&self.speeds)
    }

    /// How much faster it is, round by round: the machine was in the same mood for both.
    pub(crate) fn against(&self, other: &Self) -> f64 {
        let pairs = self.speeds.iter().zip(&other.speeds);
        if self.speeds.len() == other.speeds.len() {
            return median(&pairs.map(|(mine, other)| mine / other).collect::<Vec<_>>());
        }
        self.median() / other.median()
    }
}

pub(crate) fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => f64::NAN,
        len if len % 2 == 1 => sorted[middle],
        _ => (sorted[middle - 1] + sorted[middle]) / 2.0,
    }
}
