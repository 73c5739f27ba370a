//! What masking allocates, counted by valgrind in processes of their own.

use std::hint::black_box;

use clap::ValueEnum;
use gate_mask::Masker;

use crate::{
    contenders,
    options::Options,
    payloads::{Class, Payloads, Size, Variety, adversarial},
    valgrind,
};

const FEW_CALLS: u32 = 32;
const MANY_CALLS: u32 = 96;

/// In place of a class: the stream, on so many megabytes.
const STREAM: &str = "stream";
const STREAM_MEGABYTES: u32 = 64;
const CHUNK: usize = 16 * 1024;
const DHAT: [&str; 2] = ["--tool=dhat", "--dhat-out-file=/dev/null"];
const PEAK: &str = "At t-gmax: ";

pub(crate) fn print(options: &Options) {
    println!("\nallocations of a clean call of 64k (ours, stream):");
    for class in options.classes() {
        let count = |contender| valgrind::allocations(&[class.name(), contender], FEW_CALLS, MANY_CALLS);
        println!("  {:<12}{:>6}{:>6}", class.name(), shown(count(contenders::OURS)), shown(count("stream")));
    }
    println!("peak memory of a stream of {STREAM_MEGABYTES} MB, its output aside: {}", shown(stream_peak()));
    println!("  {}", valgrind::command(&DHAT, &[STREAM, "all"], STREAM_MEGABYTES));
}

/// Over what the process holds that pushes nothing.
fn stream_peak() -> Option<f64> {
    let peak = |megabytes| valgrind::count(&DHAT, PEAK, &[STREAM, "all"], megabytes);
    let (idle, busy) = (peak(0)?, peak(STREAM_MEGABYTES)?);
    Some(busy.saturating_sub(idle) as f64)
}

fn shown(count: Option<f64>) -> String {
    count.map_or_else(|| "- (no valgrind)".to_owned(), |count| format!("{count:.0}"))
}

/// What runs under valgrind: a class and a contender, or the stream; then how often, or how much.
pub(crate) fn only(what: &[String]) {
    let [class, contender, calls] = what else { unreachable!("the command line takes three values") };
    let calls: u32 = calls.parse().expect("a number of calls");
    if class == STREAM {
        return stream(calls as usize);
    }
    let class = Class::from_str(class, true).expect("the name of a class");
    let payloads = Payloads::new(class, Size::Medium, Variety::Little);
    let mut contenders = contenders::all(std::slice::from_ref(contender));
    let contender = contenders.first_mut().expect("the name of a contender");
    for at in 0..calls as usize {
        black_box((contender.mask)(&payloads.clean[at % payloads.clean.len()]));
    }
}

/// Everything there is, one after the other, through one stream.
fn stream(megabytes: usize) {
    let inputs = inputs();
    let mut stream = Masker::default().stream();
    // So large that what was needed to make the engine and the inputs is no peak any more.
    let mut out = Vec::with_capacity(64 << 20);
    let mut left = megabytes * 1_000_000;
    for chunk in inputs.iter().cycle().flat_map(|input| input.as_bytes().chunks(CHUNK)) {
        if left == 0 {
            break;
        }
        stream.push(chunk, &mut out);
        out.clear();
        left = left.saturating_sub(chunk.len());
    }
    black_box(stream.finish(&mut out));
}

fn inputs() -> Vec<String> {
    let classes = [Class::Code, Class::Json, Class::Sse];
    let dirty = classes.into_iter().flat_map(|it| Payloads::new(it, Size::Medium, Variety::Little).dirty);
    let adversarial = adversarial::INPUTS.iter().map(|(_, make)| make(Size::Large.bytes()));
    adversarial.chain(dirty).collect()
}
