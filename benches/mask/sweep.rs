//! The rule table against itself: every literal, over and over, and what of all that is slowest.

use crate::{
    contenders::{self, Contender},
    measure,
    options::Options,
    payloads::{Size, sweep},
};

/// So many are shown.
const SHOWN: usize = 20;
/// What no input should be slower than, in megabytes a second, and what none should be slower than at last.
const BARS: [f64; 2] = [250.0, 500.0];

pub(crate) fn run(options: &Options) {
    let contender = options.contender.first().map_or(contenders::OURS, String::as_str);
    let mut contenders = contenders::all(&[contender.to_owned()]);
    let contender = contenders.first_mut().expect("the name of a contender");
    let units = sweep::units();
    for size in options.sizes().into_iter().filter(|size| *size != Size::Small) {
        slowest(&format!("repeated {size}"), contender, &units, |unit| sweep::same(unit, size.bytes()));
        slowest(&format!("varied {size}"), contender, &units, |unit| sweep::varied(unit, size.bytes()));
    }
}

fn slowest(title: &str, contender: &mut Contender, units: &[String], text: impl Fn(&str) -> String) {
    let speed = |unit: &String| (measure::glance(contender, text(unit)), unit.clone());
    let mut all: Vec<_> = units.iter().map(speed).collect();
    all.sort_by(|(left, _), (right, _)| left.total_cmp(right));
    let below = BARS.map(|bar| all.iter().filter(|(speed, _)| *speed < bar).count());
    let [least, goal] = BARS;
    println!("\n{title}: {} inputs, {} below {least} MB/s, {} below {goal}", all.len(), below[0], below[1]);
    for (speed, unit) in &all[..all.len().min(SHOWN)] {
        let findings = (contender.mask)(&text(unit));
        println!("{speed:>9.0}  {findings:>7} found  {unit:?}");
    }
}
