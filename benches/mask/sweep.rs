//! The rule table against itself: every literal, over and over, and what of all that is slowest.

use crate::{
    contenders::{self, Contender},
    measure,
    options::Options,
    payloads::{Size, dense, sweep},
};

/// So many are shown.
const SHOWN: usize = 20;
/// What no input should be slower than, in megabytes a second, and what none should be slower than at last.
const BARS: [f64; 2] = [250.0, 500.0];

/// What an input is called, and how one of so many bytes is made.
type Input<'i> = (String, Box<dyn Fn(usize) -> String + 'i>);

/// Every literal and every name with something between, always the same and not always.
pub(crate) fn run(options: &Options) {
    let units = sweep::units();
    let inputs = |make: fn(&str, usize) -> String| -> Vec<Input<'_>> {
        let input = |unit| -> Input<'_> { (String::clone(unit), Box::new(move |size| make(unit, size))) };
        units.iter().map(input).collect()
    };
    slowest(options, &[("repeated", inputs(sweep::same)), ("varied", inputs(sweep::varied))]);
}

/// Every literal and every name in every form, each time with another value.
pub(crate) fn dense(options: &Options) {
    let all = dense::all();
    let inputs = all.iter().map(|it| -> Input<'_> { (it.title(), Box::new(|size| it.text(size))) }).collect();
    slowest(options, &[("dense", inputs)]);
}

fn slowest(options: &Options, sets: &[(&str, Vec<Input<'_>>)]) {
    let contender = options.contender.first().map_or(contenders::OURS, String::as_str);
    let mut contenders = contenders::all(&[contender.to_owned()]);
    let contender = contenders.first_mut().expect("the name of a contender");
    for size in options.sizes().into_iter().filter(|size| *size != Size::Small) {
        sets.iter().for_each(|(title, inputs)| slowest_of(title, contender, inputs, size));
    }
}

fn slowest_of(title: &str, contender: &mut Contender, inputs: &[Input<'_>], size: Size) {
    let mut all: Vec<_> =
        inputs.iter().map(|input| (measure::glance(contender, (input.1)(size.bytes())), input)).collect();
    all.sort_by(|(left, _), (right, _)| left.total_cmp(right));
    let below = BARS.map(|bar| all.iter().filter(|(speed, _)| *speed < bar).count());
    let [least, goal] = BARS;
    println!(
        "\n{title} {size}: {} inputs, {} below {least} MB/s, {} below {goal}",
        all.len(),
        below[0],
        below[1]
    );
    let place = |part: f64| all.get((all.len() as f64 * part) as usize).map_or(f64::NAN, |it| it.0);
    println!(
        "least {:.0}, 1% {:.0}, 10% {:.0}, median {:.0}",
        place(0.0),
        place(0.01),
        place(0.1),
        place(0.5)
    );
    for (speed, (name, make)) in &all[..all.len().min(SHOWN)] {
        let findings = (contender.mask)(&make(size.bytes()));
        println!("{speed:>9.0}  {findings:>7} found  {name:?}");
    }
}
