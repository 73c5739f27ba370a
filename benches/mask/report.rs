//! The tables.

use crate::{
    contenders::{self, Contender, Role},
    measure::Series,
    options::Options,
    payloads::{Class, Payloads},
};

/// How to read the tables.
pub(crate) fn legend(options: &Options) {
    println!(
        "MB/s of the thread's own time: the median of {} rounds of {:?}",
        options.rounds(),
        options.round()
    );
    println!("÷ best: ours by the fastest of the others that mask; literals, memmem and memcpy do not");
}

pub(crate) fn head(title: &str, contenders: &[Contender]) {
    print!("\n{title:<20}");
    for contender in contenders {
        match contender.name {
            name if name == contenders::OURS => print!("{:>24}", "ours (min…max)"),
            name => print!("{name:>11}"),
        }
    }
    println!("{:>10}{:>10}{:>11}", "÷ best", "÷ dd-sds", "÷ literals");
}

/// One set of buffers: what each contender made of it, and ours in proportion.
pub(crate) fn row(title: &str, all: &[Series], contenders: &[Contender]) {
    print!("{title:<20}");
    for contender in contenders {
        let series = find(all, contender.name);
        let speed = series.map_or_else(|| "-".to_owned(), |it| format!("{:.0}", it.median()));
        match series {
            Some(series) if contender.name == contenders::OURS => print!("{:>24}", spread(series)),
            _ => print!("{speed:>11}"),
        }
    }
    let against = |other: Option<&Series>| match (find(all, contenders::OURS), other) {
        (Some(ours), Some(other)) => format!("{:.2}", ours.against(other)),
        _ => "-".to_owned(),
    };
    let peers = all.iter().filter(|it| matches!(it.role, Role::Peer | Role::JsonPeer));
    let best = peers.max_by(|a, b| a.median().total_cmp(&b.median()));
    println!(
        "{:>10}{:>10}{:>11}",
        against(best),
        against(find(all, contenders::DATADOG)),
        against(find(all, contenders::LITERALS)),
    );
}

/// How the buffers came to be; that what our engine would mask was left out is for the reader to know.
pub(crate) fn origin(class: Class, payloads: &Payloads) -> String {
    let Payloads { clean, drawn, dropped, dropped_buffers, .. } = payloads;
    format!(
        "{:<12} {} buffers; as not clean, {dropped} of {drawn} pieces and {dropped_buffers} buffers were dropped",
        class.name(),
        clean.len(),
    )
}

/// What secrets cost, and who masks how many of them.
pub(crate) fn dirty(clean: &[Series], dirty: &[Series], planted: usize) -> String {
    let ratio = |it: &Series| {
        let clean = find(clean, it.name)?;
        Some(format!("{} {:.0}% ({} of {planted})", it.name, it.against(clean) * 100.0, it.findings))
    };
    let shown = dirty.iter().filter(|it| it.role != Role::Scale).filter_map(ratio);
    format!("{:<12} dirty ÷ clean (findings): {}", "", shown.collect::<Vec<_>>().join(", "))
}

/// What a small call takes.
pub(crate) fn nanos(clean: &[Series], dirty: &[Series], payloads: &Payloads) -> String {
    let shown = |title: &str, all: &[Series], buffers: &[String]| {
        let bytes = buffers.iter().map(String::len).sum::<usize>() as f64 / buffers.len() as f64;
        let nanos = |it: &Series| format!("{} {:.0}", it.name, bytes / it.median() * 1e3);
        format!("{title}: {}", all.iter().map(nanos).collect::<Vec<_>>().join(", "))
    };
    let clean = shown("clean", clean, &payloads.clean);
    format!("{:<12} ns a call, {clean}\n{:<26}{}", "", "", shown("dirty", dirty, &payloads.dirty))
}

/// The slowest input of each contender.
#[derive(Default)]
pub(crate) struct Slowest(Vec<(&'static str, &'static str, f64)>);

impl Slowest {
    pub(crate) fn see(&mut self, input: &'static str, all: &[Series]) {
        for series in all {
            let speed = series.median();
            match self.0.iter_mut().find(|(contender, ..)| *contender == series.name) {
                Some(least) if least.2 > speed => (least.1, least.2) = (input, speed),
                Some(_) => {}
                None => self.0.push((series.name, input, speed)),
            }
        }
    }

    pub(crate) fn print(&self) {
        println!("\nslowest:");
        for (contender, input, speed) in &self.0 {
            println!("  {contender:<12}{speed:>9.0}  {input}");
        }
    }
}

fn spread(series: &Series) -> String {
    let least = series.speeds.iter().copied().fold(f64::INFINITY, f64::min);
    let most = series.speeds.iter().copied().fold(0.0, f64::max);
    format!("{:.0} ({least:.0}…{most:.0})", series.median())
}

fn find<'a>(all: &'a [Series], name: &str) -> Option<&'a Series> {
    all.iter().find(|it| it.name == name)
}
