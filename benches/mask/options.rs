//! The command line.

use std::time::Duration;

use clap::{Parser, builder::PossibleValuesParser};

use crate::{
    contenders,
    payloads::{Class, Size, Variety},
};

/// Measures what masking costs, beside what others would do.
#[derive(Debug, Parser)]
pub(crate) struct Options {
    /// Only payloads of these classes, and no adversarial ones.
    #[arg(long, value_delimiter = ',')]
    pub(crate) class: Vec<Class>,

    /// Only payloads of these sizes.
    #[arg(long, value_delimiter = ',')]
    pub(crate) size: Vec<Size>,

    /// Only these contenders.
    #[arg(long, value_delimiter = ',', value_parser = PossibleValuesParser::new(contenders::names()))]
    pub(crate) contender: Vec<String>,

    /// Only the adversarial inputs.
    #[arg(long, conflicts_with = "class")]
    pub(crate) adversarial: bool,

    /// Every literal of every rule over and over, with other things between two of them: the slowest.
    #[arg(long, conflicts_with_all = ["class", "adversarial"])]
    pub(crate) sweep: bool,

    /// Every literal and every name as close as they can stand, in many forms and never alike: the slowest.
    #[arg(long, conflicts_with_all = ["class", "adversarial", "sweep"])]
    pub(crate) dense: bool,

    /// How long each contender is measured on the payloads of a class and size, all rounds together.
    #[arg(long, default_value_t = 0.3)]
    seconds: f64,

    /// Between how many rounds that time is shared.
    #[arg(long, default_value_t = 7)]
    rounds: usize,

    /// A look rather than a figure: little time, few buffers, nothing counted.
    #[arg(long)]
    quick: bool,

    /// Measures no speed, only what is allocated.
    #[arg(long)]
    pub(crate) memory: bool,

    /// Measures nothing, and masks in a loop for a profiler: a class or an adversarial input, a size, and
    /// seconds.
    #[arg(long, num_args = 3, value_names = ["CLASS", "SIZE", "SECONDS"])]
    pub(crate) profile_loop: Option<Vec<String>>,

    /// With --profile-loop: payloads with secrets.
    #[arg(long, requires = "profile_loop")]
    pub(crate) dirty: bool,

    /// What is counted in a process of its own.
    #[arg(long, num_args = 3, hide = true)]
    pub(crate) only: Option<Vec<String>>,

    /// Given by `cargo bench`; without it, as in `cargo test`, a quick round shows that all works.
    #[arg(long, hide = true)]
    bench: bool,
}

impl Options {
    fn is_quick(&self) -> bool {
        self.quick || !self.bench
    }

    /// Whether all is measured.
    pub(crate) fn is_whole(&self) -> bool {
        let some = self.class.is_empty() && self.size.is_empty() && self.contender.is_empty();
        some && !self.adversarial && !self.sweep && !self.dense && !self.is_quick()
    }

    pub(crate) fn variety(&self) -> Variety {
        if self.is_quick() { Variety::Little } else { Variety::Full }
    }

    pub(crate) fn rounds(&self) -> usize {
        if self.is_quick() { 3 } else { self.rounds.clamp(1, 1_000) }
    }

    /// How long a round of one contender takes.
    pub(crate) fn round(&self) -> Duration {
        let seconds = if self.is_quick() { 0.03 } else { self.seconds.clamp(0.001, 3_600.0) };
        Duration::from_secs_f64(seconds / self.rounds() as f64)
    }

    pub(crate) fn sizes(&self) -> Vec<Size> {
        let all = [Size::Small, Size::Medium, Size::Large];
        all.into_iter().filter(|it| self.size.is_empty() || self.size.contains(it)).collect()
    }

    pub(crate) fn classes(&self) -> Vec<Class> {
        let all = <Class as clap::ValueEnum>::value_variants();
        let asked = |it: &Class| self.class.is_empty() || self.class.contains(it);
        all.iter().copied().filter(asked).collect()
    }
}
