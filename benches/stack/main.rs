//! What each layer of the stack costs, in process, around a service that does nothing: nanoseconds,
//! allocations and instructions of a 1 KB call, beside tower-http's `TraceLayer` alone.
//!
//! ```sh
//! cargo bench -p benches --bench stack                      # all; counted, where valgrind is there
//! cargo bench -p benches --bench stack -- --only trace 20000  # one stack, so many calls, nothing measured
//! ```

#![expect(clippy::print_stdout, reason = "a benchmark prints its table")]

mod call;
mod stacks;
#[path = "../valgrind.rs"]
mod valgrind;

use std::{hint::black_box, time::Instant};

use stacks::Stack;
use tokio::runtime::Runtime;

/// Long enough to see past the clock, short enough to fit between what else the machine does.
const CALLS: u32 = 20_000;
const ROUNDS: usize = 25;

/// What is counted, in a process of its own.
const COUNTED_CALLS: u32 = 10_000;
const FEW_CALLS: u32 = 2_000;
/// The instructions of the calls alone, on their own thread, whatever goes on elsewhere.
const CALLGRIND: [&str; 3] =
    ["--tool=callgrind", "--toggle-collect=stack::call::send*", "--callgrind-out-file=/dev/null"];

struct Figures {
    name: &'static str,
    nanos: f64,
    allocations: Option<f64>,
    instructions: Option<f64>,
}

fn main() {
    // Spans are made and closed, and go nowhere: the cost of writing them is the subscriber's.
    tracing_subscriber::util::SubscriberInitExt::init(tracing_subscriber::registry());
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.iter().position(|argument| argument == "--only") {
        Some(place) => only(&arguments[place + 1..]),
        None => report(&measure()),
    }
}

/// What runs under valgrind.
fn only(arguments: &[String]) {
    let [name, calls, ..] = arguments else { panic!("--only takes a stack's name and a number of calls") };
    let runtime = runtime();
    let mut stacks = stacks::all(&runtime);
    let stack = stacks.iter_mut().find(|stack| stack.name == name).expect("the name of a stack");
    let calls: u32 = calls.parse().expect("a number of calls");
    (0..calls).for_each(|_| (stack.call)());
}

fn measure() -> Vec<Figures> {
    let runtime = runtime();
    let mut stacks = stacks::all(&runtime);
    let mut nanos = vec![f64::INFINITY; stacks.len()];
    // All in turn, and the best round of each: whatever else runs here disturbs all alike.
    for _ in 0..ROUNDS {
        for (stack, best) in stacks.iter_mut().zip(&mut nanos) {
            *best = best.min(time(stack));
        }
    }
    let figures = |(stack, nanos): (&mut Stack, f64)| Figures {
        name: stack.name,
        nanos,
        allocations: valgrind::allocations(&[stack.name], FEW_CALLS, COUNTED_CALLS),
        instructions: instructions(stack.name),
    };
    stacks.iter_mut().zip(nanos).map(figures).collect()
}

/// Instructions of a call; nothing where there is no valgrind.
fn instructions(name: &str) -> Option<f64> {
    let counted = valgrind::count(&CALLGRIND, "Collected : ", &[name], COUNTED_CALLS)?;
    Some(counted as f64 / f64::from(COUNTED_CALLS))
}

/// Where audit records are written.
fn runtime() -> Runtime {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder.worker_threads(1).enable_time().build().expect("a runtime")
}

fn time(stack: &mut Stack) -> f64 {
    let start = Instant::now();
    (0..CALLS).for_each(|_| black_box(&mut stack.call)());
    start.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS)
}

fn report(all: &[Figures]) {
    let find = |name| all.iter().find(|figures| figures.name == name).expect("a stack that is measured");
    let bare = find("bare");
    let peer = find("tower-http").nanos - bare.nanos;
    println!(
        "{:<12}{:>8}{:>9}{:>9}{:>14}{:>9}{:>8}{:>14}{:>9}",
        "stack", "ns", "over", "x bare", "x TraceLayer", "allocs", "over", "instructions", "over"
    );
    for each in all {
        let over = each.nanos - bare.nanos;
        println!(
            "{:<12}{:>8.0}{:>9.0}{:>9.2}{:>14.2}{:>9}{:>8}{:>14}{:>9}",
            each.name,
            each.nanos,
            over,
            each.nanos / bare.nanos,
            over / peer,
            shown(each.allocations),
            shown(difference(each.allocations, bare.allocations)),
            shown(each.instructions),
            shown(difference(each.instructions, bare.instructions)),
        );
    }
    println!("\n`over` is over bare; `x TraceLayer` is over bare as a multiple of tower-http's.");
    println!("instructions: {}", valgrind::command(&CALLGRIND, &["NAME"], COUNTED_CALLS));
}

fn difference(count: Option<f64>, floor: Option<f64>) -> Option<f64> {
    Some(count? - floor?)
}

fn shown(count: Option<f64>) -> String {
    count.map_or_else(|| "-".to_owned(), |count| format!("{count:.0}"))
}
