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

/// In place of a class: streams, of all classes or of each adversarial input, of so many megabytes.
const STREAM: &str = "stream";
const ALL_CLASSES: (&str, u32) = ("classes", 64);
const ADVERSARIAL: (&str, u32) = ("adversarial", 4);
const CHUNK: usize = 16 * 1024;
const DHAT: [&str; 2] = ["--tool=dhat", "--dhat-out-file=/dev/null"];
const PEAK: &str = "At t-gmax: ";

pub(crate) fn print(options: &Options) {
    println!("\nallocations of a clean call of 64k (ours, stream):");
    for class in options.classes() {
        let count = |contender| valgrind::allocations(&[class.name(), contender], FEW_CALLS, MANY_CALLS);
        println!("  {:<12}{:>6}{:>6}", class.name(), shown(count(contenders::OURS)), shown(count("stream")));
    }
    println!("\npeak memory of a stream, its output aside:");
    for (what, megabytes) in [ALL_CLASSES, ADVERSARIAL] {
        println!("  {what:<12}{megabytes:>4} MB{:>9} bytes", shown(stream_peak(what, megabytes)));
    }
    println!("counted as by: {}", valgrind::command(&DHAT, &[STREAM, ALL_CLASSES.0], ALL_CLASSES.1));
}

/// Over what the process holds that pushes nothing.
fn stream_peak(what: &str, megabytes: u32) -> Option<f64> {
    let peak = |megabytes| valgrind::count(&DHAT, PEAK, &[STREAM, what], megabytes);
    let (idle, busy) = (peak(0)?, peak(megabytes)?);
    Some(busy.saturating_sub(idle) as f64)
}

fn shown(count: Option<f64>) -> String {
    count.map_or_else(|| "- (no valgrind)".to_owned(), |count| format!("{count:.0}"))
}

/// What runs under valgrind: a class and a contender, and how often; or streams, of what, and how much.
pub(crate) fn only(what: &[String]) {
    let [class, contender, calls] = what else { unreachable!("the command line takes three values") };
    let calls: u32 = calls.parse().expect("a number of calls");
    if class == STREAM {
        return streams(contender == ADVERSARIAL.0, calls as usize);
    }
    let class = Class::from_str(class, true).expect("the name of a class");
    let payloads = Payloads::new(class, Size::Medium, Variety::Little);
    let mut contenders = contenders::all(std::slice::from_ref(contender));
    let contender = contenders.first_mut().expect("the name of a contender");
    for at in 0..calls as usize {
        black_box((contender.mask)(&payloads.clean[at % payloads.clean.len()]));
    }
}

/// All classes one after the other through one stream, or each adversarial input through its own.
fn streams(adversarial: bool, megabytes: usize) {
    let classes = [Class::Code, Class::Json, Class::Sse];
    let inputs: Vec<Vec<String>> = if adversarial {
        adversarial::INPUTS.iter().map(|(_, make)| vec![make(Size::Large.bytes())]).collect()
    } else {
        let dirty = |class| Payloads::new(class, Size::Medium, Variety::Little).dirty;
        vec![classes.into_iter().flat_map(dirty).collect()]
    };
    let masker = Masker::default();
    // So large that what was needed to make the engine and the inputs is no peak any more.
    let mut out = Vec::with_capacity(64 << 20);
    for buffers in &inputs {
        let mut stream = masker.stream();
        let mut left = megabytes * 1_000_000;
        let chunks = buffers.iter().cycle().flat_map(|buffer| buffer.as_bytes().chunks(CHUNK));
        for chunk in chunks {
            if left == 0 {
                break;
            }
            stream.push(chunk, &mut out);
            out.clear();
            left = left.saturating_sub(chunk.len());
        }
        black_box(stream.finish(&mut out));
    }
}
