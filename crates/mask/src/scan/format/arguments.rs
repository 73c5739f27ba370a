//! The arguments of a command: in a shell, in a string of JSON, or as a list of strings.

use crate::class::Bytes;
use crate::scan::skip::{Quote, quote};

/// Strings nested deeper than this many backslashes (five levels) are not read.
const DEEPEST: usize = 31;

/// One argument, without its quotes.
#[derive(Clone, Copy)]
pub(super) struct Argument {
    pub(super) start: usize,
    pub(super) end: usize,
    /// A quote stands right after it, as in `-p'secret'`.
    quote_after: bool,
}

/// Goes from argument to argument, up to the end of the command.
pub(super) struct Arguments<'v> {
    bytes: &'v [u8],
    pub(super) at: usize,
    pub(super) form: Form,
}

/// How arguments are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// As in a shell, with blanks between them.
    Shell,
    /// `["curl", "-u", …]`: every argument is a string.
    Strings,
    /// `[curl, -u, …]` of YAML.
    Flow,
}

impl<'v> Arguments<'v> {
    /// `at` is after the command's name and the byte that ends it: a blank, or a quote with its
    /// backslashes.
    pub(super) fn after(bytes: &'v [u8], at: usize) -> Self {
        match bytes[at - 1] {
            b'"' | b'\'' => Self { bytes, at, form: Form::Strings },
            b',' => Self { bytes, at, form: Form::Flow },
            b'\\' => {
                let slashes = bytes[at..].iter().take_while(|&&byte| byte == b'\\').count();
                match bytes.get(at + slashes) {
                    Some(b'"') => Self { bytes, at: at + slashes + 1, form: Form::Strings },
                    // An escape, of which the backslash is a part.
                    _ => Self { bytes, at: at - 1, form: Form::Shell },
                }
            }
            _ => Self { bytes, at, form: Form::Shell },
        }
    }

    /// What an argument may be in.
    pub(super) fn bytes(&self) -> &'v [u8] {
        self.bytes
    }

    /// An argument without its quotes.
    pub(super) fn text(&self, argument: Argument) -> &'v [u8] {
        &self.bytes[argument.start..argument.end]
    }

    /// The content of the quotes that stand right after `argument`.
    pub(super) fn quoted_after(&mut self, argument: Argument) -> Option<Argument> {
        let quoted = argument.quote_after && self.at == argument.end;
        quoted.then(|| self.next()).flatten()
    }

    /// Whether more text would change nothing of what came so far.
    pub(super) fn is_settled(&self) -> bool {
        // Backslashes belong to what follows.
        self.bytes.get(self.at..).is_some_and(|rest| rest.iter().any(|&byte| byte != b'\\'))
    }

    /// Goes to the next argument's quote or first byte; `None` at the end of the command.
    pub(super) fn skip_blanks(&mut self) -> Option<()> {
        loop {
            let rest = self.bytes.get(self.at..)?;
            let listed = self.form == Form::Strings;
            self.at += match *rest.first()? {
                b' ' | b'\t' | b',' => 1,
                b':' | b'[' | b']' | b'\n' | b'\r' if listed => 1,
                b'\\' => match blank_escape(rest, listed) {
                    Blank::Skip(len) => len,
                    Blank::End => return None,
                    Blank::No => return Some(()),
                },
                b'\n' | b'\r' | b'|' | b';' | b'&' | b'<' | b'>' | b')' | b'}' | b']' | b'`' => return None,
                _ => return Some(()),
            };
        }
    }

    /// The string whose quote is after `depth` backslashes.
    fn quoted(&mut self, single: bool, depth: usize) -> Option<Argument> {
        // A quote of level `l` takes 2^l - 1.
        if depth > DEEPEST || !(depth + 1).is_power_of_two() {
            return None;
        }
        let start = self.at + depth + 1;
        let mut slashes = 0;
        for (at, &byte) in self.bytes.iter().enumerate().skip(start) {
            let closes = match byte {
                b'\'' => single.then_some(0),
                b'"' if single => return None,
                b'"' => match quote(slashes, u8::try_from(depth).ok()?) {
                    Quote::Same => Some(depth),
                    Quote::Outer(_) => return None,
                    Quote::Inner => None,
                },
                b'\n' | b'\r' => return None,
                _ => None,
            };
            slashes = if byte == b'\\' { slashes + 1 } else { 0 };
            if let Some(own) = closes {
                self.at = at + 1;
                return Some(Argument { start, end: at - own, quote_after: false });
            }
        }
        self.at = self.bytes.len();
        None
    }

    fn plain(&mut self) -> Argument {
        let start = self.at;
        static ENDS: Bytes = Bytes::of(b" \t\n\x0c\r\"'`|;&<>)\\");
        let rest = &self.bytes[start..];
        static FLOW_ENDS: Bytes = Bytes::of(b" \t\n\x0c\r\"'`|;&<>)\\,]}");
        let ends = if self.form == Form::Flow { &FLOW_ENDS } else { &ENDS };
        // An escape at its beginning is whole: `\u001b`.
        let slashes = rest.iter().take_while(|&&byte| byte == b'\\').count();
        let escape = if slashes > 0 { (slashes + 1).min(rest.len()) } else { 0 };
        let mut len = (escape + ends.run_to(&rest[escape..])).max(1).min(rest.len());
        while let Some(slash) = escaped_slash(&rest[len..]) {
            len += slash + ends.run_to(&rest[len + slash..]);
        }
        self.at = start + len;
        let after = &self.bytes[self.at..];
        let slashes = after.iter().take_while(|&&byte| byte == b'\\').count();
        let quote_after = matches!(after.get(slashes), Some(b'"' | b'\''));
        Argument { start, end: self.at, quote_after }
    }
}

impl Iterator for Arguments<'_> {
    type Item = Argument;

    fn next(&mut self) -> Option<Argument> {
        self.skip_blanks()?;
        let rest = &self.bytes[self.at..];
        let slashes = rest.iter().take_while(|&&byte| byte == b'\\').count();
        match *rest.get(slashes)? {
            b'"' => self.quoted(false, slashes),
            b'\'' if slashes == 0 => self.quoted(true, 0),
            _ if self.form == Form::Strings => None,
            // The string was the name of a member: the one that the command stands in has ended.
            b':' if self.bytes[..self.at].ends_with(b"\"") => None,
            _ => Some(self.plain()),
        }
    }
}

/// What a backslash between two arguments means.
enum Blank {
    /// The command goes on in the next line.
    Skip(usize),
    End,
    /// It belongs to what follows.
    No,
}

/// How long the `\/` is that a text begins with, as PHP writes the slashes of a path.
fn escaped_slash(rest: &[u8]) -> Option<usize> {
    let slashes = rest.iter().take_while(|&&byte| byte == b'\\').count();
    (slashes > 0 && rest.get(slashes) == Some(&b'/')).then_some(slashes + 1)
}

fn blank_escape(rest: &[u8], list: bool) -> Blank {
    let slashes = rest.iter().take_while(|&&byte| byte == b'\\').count();
    match rest.get(slashes) {
        Some(b'\n') => Blank::Skip(slashes + 1),
        Some(b'\r') => Blank::Skip(slashes + 2),
        Some(b'n' | b'r') if list || slashes >= 3 => Blank::Skip(slashes + 1),
        Some(b't') => Blank::Skip(slashes + 1),
        Some(b'n' | b'r') | None => Blank::End,
        Some(_) => Blank::No,
    }
}
