//! What each layer of the stack costs, in process, around a service that does nothing: nanoseconds,
//! allocations and instructions of a 1 KB call, beside tower-http's `TraceLayer` alone.
//!
//! ```sh
//! cargo bench -p benches --bench stack                      # all, with instructions if valgrind is there
//! cargo bench -p benches --bench stack -- --only trace 20000  # one stack, so many calls, nothing measured
//! ```

#![expect(clippy::print_stdout, reason = "a benchmark prints its table")]

mod call;
mod instructions;
mod stacks;

use std::{hint::black_box, time::Instant};

use stacks::Stack;

/// Long enough to see past the clock, short enough to fit between what else the machine does.
const CALLS: u32 = 20_000;
const ROUNDS: usize = 25;

struct Figures {
    name: &'static str,
    nanos: f64,
    allocations: f64,
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

/// What `instructions` runs under valgrind.
fn only(arguments: &[String]) {
    let [name, calls, ..] = arguments else { panic!("--only takes a stack's name and a number of calls") };
    let mut stacks = stacks::all();
    let stack = stacks.iter_mut().find(|stack| stack.name == name).expect("the name of a stack");
    let calls: u32 = calls.parse().expect("a number of calls");
    (0..calls).for_each(|_| (stack.call)());
}

fn measure() -> Vec<Figures> {
    let mut stacks = stacks::all();
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
        allocations: allocations(stack),
        instructions: instructions::of(stack.name),
    };
    stacks.iter_mut().zip(nanos).map(figures).collect()
}

fn time(stack: &mut Stack) -> f64 {
    let start = Instant::now();
    (0..CALLS).for_each(|_| black_box(&mut stack.call)());
    start.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS)
}

fn allocations(stack: &mut Stack) -> f64 {
    let counted = allocation_counter::measure(|| (0..1000).for_each(|_| (stack.call)()));
    counted.count_total as f64 / 1000.0
}

fn report(all: &[Figures]) {
    let find = |name| all.iter().find(|figures| figures.name == name).expect("a stack that is measured");
    let bare = find("bare");
    let peer = find("tower-http").nanos - bare.nanos;
    println!(
        "{:<22}{:>8}{:>9}{:>7}{:>12}{:>8}{:>8}{:>14}",
        "stack", "ns", "over", "x bare", "x TraceLayer", "allocs", "over", "instructions"
    );
    for each in all {
        let over = each.nanos - bare.nanos;
        println!(
            "{:<22}{:>8.0}{:>9.0}{:>7.2}{:>12.2}{:>8.1}{:>8.1}{:>14}",
            each.name,
            each.nanos,
            over,
            each.nanos / bare.nanos,
            over / peer,
            each.allocations,
            each.allocations - bare.allocations,
            each.instructions.map_or_else(|| "-".to_owned(), |count| format!("{count:.0}")),
        );
    }
    println!("\n`over` is over bare; `x TraceLayer` is over bare as a multiple of tower-http's.");
    println!("instructions: {}", instructions::command("NAME", 20_000));
}
