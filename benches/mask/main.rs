//! What masking costs, beside what others would do on the same payloads in the same run.
//!
//! ```sh
//! cargo bench -p benches --bench mask                                   # all
//! cargo bench -p benches --bench mask -- --class code --size 64k --contender ours,literals
//! cargo bench -p benches --bench mask -- --profile-loop json 64k 10     # for perf or callgrind
//! ```
//!
//! One thread, and its own time. Each class has hundreds of different buffers, which take turns, so that no cache and no
//! branch predictor has learned what comes; contenders take turns round by round. A figure is the median
//! of the rounds.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark prints its tables and notes")]

mod clock;
mod contenders;
mod measure;
mod memory;
mod options;
mod payloads;
mod profile;
mod report;
mod sweep;
#[path = "../valgrind.rs"]
mod valgrind;

use clap::Parser;

use self::{
    contenders::Contender,
    options::Options,
    payloads::{Payloads, Size, adversarial},
};

fn main() {
    let options = Options::parse();
    if let Some(what) = &options.only {
        return memory::only(what);
    }
    if let Some(what) = &options.profile_loop {
        return profile::run(what, &options);
    }
    if options.sweep {
        return sweep::run(&options);
    }
    if options.dense {
        return sweep::dense(&options);
    }
    if !options.memory {
        speed(&options);
    }
    if options.memory || options.is_whole() {
        memory::print(&options);
    }
}

fn speed(options: &Options) {
    let mut contenders = contenders::all(&options.contender);
    report::legend(options);
    if !options.adversarial {
        options.sizes().into_iter().for_each(|size| classes(options, &mut contenders, size));
    }
    if options.class.is_empty() {
        worst_cases(options, &mut contenders);
    }
}

/// All classes of one size, clean and dirty.
fn classes(options: &Options, contenders: &mut [Contender], size: Size) {
    report::head(&size.to_string(), contenders);
    let mut notes = Vec::new();
    for class in options.classes() {
        let payloads = Payloads::new(class, size, options.variety());
        notes.push(report::origin(class, &payloads));
        if payloads.clean.is_empty() {
            continue;
        }
        let sets = [&payloads.clean[..], &payloads.dirty];
        let [clean, dirty] = measure::run(options, contenders, Some(class), sets);
        report::row(class.name(), &clean, contenders);
        report::row("  dirty", &dirty, contenders);
        notes.push(report::dirty(&clean, &dirty, payloads.planted));
        if size == Size::Small {
            notes.push(report::nanos(&clean, &dirty, &payloads));
        }
    }
    println!("\n{}", notes.join("\n"));
}

fn worst_cases(options: &Options, contenders: &mut [Contender]) {
    let sizes = options.sizes().into_iter().filter(|size| *size != Size::Small);
    for size in sizes {
        report::head(&format!("adversarial {size}"), contenders);
        let mut slowest = report::Slowest::default();
        for (name, make) in adversarial::INPUTS {
            let [series] = measure::run(options, contenders, None, [&[make(size.bytes())]]);
            report::row(name, &series, contenders);
            slowest.see(name, &series);
        }
        slowest.print();
    }
}
