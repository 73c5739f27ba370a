//! One contender in a loop, for a profiler.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use clap::ValueEnum;

use crate::{
    clock, contenders,
    options::Options,
    payloads::{Class, Payloads, Size, Variety, adversarial, dense},
};

/// Masks payloads of a class, or one adversarial or dense input, for so many seconds.
pub(crate) fn run(what: &[String], options: &Options) {
    let [class, size, seconds] = what else { unreachable!("the command line takes three values") };
    let size = Size::from_str(size, true).expect("a size: 1k, 64k or 1m");
    let seconds: f64 = seconds.parse().expect("a number of seconds");
    let buffers = buffers(class, size, options);
    let name = options.contender.first().map_or(contenders::OURS, String::as_str);
    let mut contenders = contenders::all(&[name.to_owned()]);
    let contender = contenders.first_mut().expect("the name of a contender");
    let (start, own_start, mut bytes) = (Instant::now(), clock::now(), 0);
    let end = Duration::from_secs_f64(seconds);
    while start.elapsed() < end {
        for buffer in &buffers {
            black_box((contender.mask)(black_box(buffer)));
            bytes += buffer.len();
        }
    }
    println!("{:.0} MB/s", bytes as f64 / (clock::now() - own_start).as_secs_f64() / 1e6);
}

fn buffers(class: &str, size: Size, options: &Options) -> Vec<String> {
    if let Ok(class) = Class::from_str(class, true) {
        let payloads = Payloads::new(class, size, Variety::Full);
        return if options.dirty { payloads.dirty } else { payloads.clean };
    }
    if let Some((_, make)) = adversarial::INPUTS.iter().find(|(name, _)| *name == class) {
        return vec![make(size.bytes())];
    }
    let dense = dense::all().into_iter().find(|dense| dense.title() == class);
    vec![dense.expect("a class, or the name of an adversarial or a dense input").text(size.bytes())]
}
