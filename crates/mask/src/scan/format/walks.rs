//! The arguments of commands that were gone through, so that many commands in a row go through them
//! once.
//!
//! A command that is itself an argument of an earlier one of its kind has arguments of which all is
//! known already: nothing was found in them, or a secret that is found again.

use std::cell::{Cell, RefCell};

use super::arguments::{Arguments, Form};
use super::usage::Usage;

/// What was gone through last. Positions are in the window.
#[derive(Default)]
pub(crate) struct Walks {
    last: RefCell<Option<Walk>>,
    absent: Cell<Option<Absent>>,
}

/// From the arguments of one command on, as far as they were seen.
pub(super) struct Walk {
    usage: Usage,
    form: Form,
    /// Arguments begin at these places, a bit each.
    places: [u64; WORDS],
    first: usize,
    /// The last of them.
    last: usize,
    pub(super) end: End,
}

/// How far a walk came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// Not to the end of the command.
    Open,
    /// To what ends a command.
    Nothing,
    /// To a secret.
    Found(usize, usize),
}

/// More places than a view shows.
const WORDS: usize = crate::scan::LOOK_AHEAD / 64 + 2;

/// A stretch without some byte, which may be at its end.
#[derive(Clone, Copy)]
struct Absent {
    byte: u8,
    start: usize,
    end: usize,
}

/// Most commands have fewer arguments, and are not worth remembering.
const FEW: usize = 4;

impl Walks {
    /// Whether a byte is in `bytes`, the window up to some place, from `from` on. Where it is known
    /// not to be, it is not looked for.
    pub(super) fn has(&self, byte: u8, bytes: &[u8], from: usize) -> bool {
        let known = self.absent.get().filter(|it| it.byte == byte && (it.start..=it.end).contains(&from));
        let Absent { start, end, .. } = known.unwrap_or(Absent { byte, start: from, end: from });
        let rest = bytes.get(end..).unwrap_or_default();
        let absent = rest.iter().position(|&it| it == byte);
        self.absent.set(Some(Absent { byte, start, end: end + absent.unwrap_or(rest.len()) }));
        absent.is_some()
    }

    /// Goes through arguments, or on from where that stopped before. `look` takes the next and tells
    /// whether it ends the walk.
    pub(super) fn go(
        &self,
        usage: Usage,
        mut arguments: Arguments<'_>,
        mut look: impl FnMut(&mut Arguments<'_>) -> End,
    ) -> End {
        let mut last = self.last.borrow_mut();
        arguments.skip_blanks();
        let is_known = last.as_ref().is_some_and(|walk| walk.usage == usage && walk.leads_to(&arguments));
        let walk = match &mut *last {
            Some(walk) if is_known => walk,
            other => {
                let mut walk = Walk::new(usage, &arguments);
                if let Some(end) = first(&mut walk, &mut arguments, &mut look) {
                    return end;
                }
                other.insert(walk)
            }
        };
        arguments.at = walk.last;
        while matches!(walk.end, End::Open) {
            let end = look(&mut arguments);
            arguments.skip_blanks();
            if !arguments.is_settled() {
                // Another view may show more of it.
                return go_on(end, &mut arguments, look);
            }
            match end {
                End::Open => walk.add(arguments.at),
                end => walk.end = end,
            }
        }
        walk.end
    }

    /// Forgets all: the window lost its beginning.
    pub(crate) fn clear(&self) {
        self.last.take();
        self.absent.take();
    }
}

/// What ends a walk, if the first few arguments do.
fn first(
    walk: &mut Walk,
    arguments: &mut Arguments<'_>,
    look: &mut impl FnMut(&mut Arguments<'_>) -> End,
) -> Option<End> {
    for _ in 0..FEW {
        match look(arguments) {
            End::Open => {}
            end => return Some(end),
        }
        arguments.skip_blanks();
        if arguments.is_settled() {
            walk.add(arguments.at);
        }
    }
    None
}

/// Goes on to where the view ends.
fn go_on(
    mut end: End,
    arguments: &mut Arguments<'_>,
    mut look: impl FnMut(&mut Arguments<'_>) -> End,
) -> End {
    while matches!(end, End::Open) {
        end = look(arguments);
    }
    end
}

impl Walk {
    fn new(usage: Usage, arguments: &Arguments<'_>) -> Self {
        let (form, at) = (arguments.form, arguments.at);
        let mut this = Self { usage, form, places: [0; WORDS], first: at, last: at, end: End::Open };
        this.add(at);
        this
    }

    /// Whether arguments of it are what arguments begin with.
    fn leads_to(&self, arguments: &Arguments<'_>) -> bool {
        let (at, form) = (arguments.at, arguments.form);
        let near = self.first.max(self.last.saturating_sub(64 * (WORDS - 2)));
        let is_place = || self.places[at / 64 % WORDS] >> (at % 64) & 1 == 1;
        form == self.form && (near..=self.last).contains(&at) && is_place()
    }

    fn add(&mut self, at: usize) {
        for word in self.last / 64 + 1..=at / 64 {
            self.places[word % WORDS] = 0;
        }
        self.places[at / 64 % WORDS] |= 1 << (at % 64);
        self.last = at;
    }
}

#[cfg(test)]
mod tests {
    use super::super::command;
    use super::*;

    const USER: Usage = Usage::User(b"-u", b':');

    fn walk(walks: &Walks, bytes: &[u8], body: usize) -> End {
        walks.go(USER, Arguments::after(bytes, body), |arguments| command::next(arguments, USER))
    }

    #[test]
    fn what_is_known_of_arguments_is_what_a_walk_finds_anew() {
        let words = [
            "a",
            "%20curl ",
            "'b c'",
            "\\\"d",
            "-u",
            "e:f",
            "--user=g:h",
            "\\",
            ";",
            "***",
            "i\"",
            "x=curl ",
        ];
        let separators = [" ", "", "  ", ",", "\\t"];
        for seed in 0_usize..400 {
            let pick = |at: usize| (seed * 7 + at * (5 + seed % 11) + at * at * 3) % 97;
            let text: String = (0..60)
                .flat_map(|at| {
                    [words[pick(at) % (1 + seed % words.len())], separators[pick(at + 1) % separators.len()]]
                })
                .collect();
            let known = Walks::default();
            for (at, name) in text.match_indices("curl ") {
                let body = at + name.len();
                let view = &text.as_bytes()[..text.len().min(body + 24 + seed % 90)];
                let anew = walk(&Walks::default(), view, body);
                assert_eq!(walk(&known, view, body), anew, "{text} at {at}");
                assert_eq!(walk(&known, view, body), anew, "{text} at {at} again");
            }
        }
    }

    #[test]
    fn a_byte_is_there_or_not_whatever_was_asked_before() {
        let text = b"some words - and a dash, then none for long, and - one";
        let walks = Walks::default();
        for from in 0..text.len() {
            for end in [from, from + 9, from + 20, text.len()].map(|end| end.min(text.len())) {
                assert_eq!(
                    walks.has(b'-', &text[..end], from),
                    text[from..end].contains(&b'-'),
                    "{from} {end}"
                );
            }
        }
    }
}
