//! What one line may begin with, and how another begins alike.

use std::borrow::Cow;

use crate::class::{Bytes, NAME};
use crate::scan::named::text::color_len;

/// A thing that lines begin with.
#[derive(Clone)]
pub(super) enum Part<'t> {
    /// A number and its sign, as tools show a file: `   12\t`, `12→`, `12: `.
    Number { sign: u8, blank: bool },
    /// Where a search has found it: `src/app.yml:12:`, `src/app.yml-13-`.
    Place(Cow<'t, [u8]>),
    /// `2026-03-04T10:10:10.123Z `.
    Time,
    /// What wrote the line, on each another: `[worker-9] `.
    Writer,
    /// The same on all lines: `> `, `# `, `web-1  | `.
    Same(Cow<'t, [u8]>),
    /// The code of a colour, on each line another; a code that ends a line belongs to it, too.
    Color,
    /// The sign of a diff.
    Changed,
}

/// No file has more lines.
const DIGITS: usize = 7;
/// No name of a service or a file is longer.
const NAMED: usize = 96;

/// A number at the start of a line.
struct Number {
    value: u32,
    sign: u8,
    len: usize,
}

impl<'t> Part<'t> {
    /// What both lines begin with, and how long it is in each; the other is the next or the one before.
    /// Words are a part after another only.
    pub(super) fn of(
        line: &'t [u8],
        other: &[u8],
        is_next: bool,
        is_first: bool,
    ) -> Option<(Self, usize, usize)> {
        let both =
            |part: Self| Some((part.len_in(line)?, part.len_in(other)?)).map(|(own, its)| (part, own, its));
        let same = |len: usize| Self::Same(line[..len].into());
        Self::number(line, other, is_next)
            .or_else(|| Self::place(line, other, is_next))
            .or_else(|| time_len(line).map(|_| Self::Time))
            .or_else(|| (!is_first).then_some(Self::Writer).filter(|writer| writer.len_in(line).is_some()))
            .or_else(|| {
                (color_len(line, 0).is_some() && color_len(other, 0).is_some()).then_some(Self::Color)
            })
            .and_then(both)
            .or_else(|| same_len(line).map(same).and_then(both))
            .or_else(|| is_changed(line, other).then_some(Self::Changed).and_then(both))
            .or_else(|| words_len(line, other, is_first).map(same).and_then(both))
    }

    /// The same for longer than the text is seen.
    pub(super) fn kept(self) -> Part<'static> {
        match self {
            Self::Place(name) => Part::Place(name.into_owned().into()),
            Self::Same(same) => Part::Same(same.into_owned().into()),
            Self::Number { sign, blank } => Part::Number { sign, blank },
            Self::Time => Part::Time,
            Self::Writer => Part::Writer,
            Self::Color => Part::Color,
            Self::Changed => Part::Changed,
        }
    }

    fn number(line: &[u8], other: &[u8], is_next: bool) -> Option<Self> {
        let (own, its) = (Number::of(line)?, Number::of(other)?);
        let blank = line.get(own.len) == Some(&b' ') && matches!(other.get(its.len), Some(b' ') | None);
        let blank = blank && own.sign == b':';
        (own.sign == its.sign && counts(own.value, its.value, is_next))
            .then_some(Self::Number { sign: own.sign, blank })
    }

    fn place(line: &'t [u8], other: &[u8], is_next: bool) -> Option<Self> {
        (1..=name_len(line)).find_map(|len| {
            let (own, _) = numbered(&line[len..])?;
            let (its, _) = numbered(other.strip_prefix(&line[..len])?)?;
            counts(own, its, is_next).then_some(Self::Place(line[..len].into()))
        })
    }

    /// How much of a line is this.
    pub(super) fn len_in(&self, line: &[u8]) -> Option<usize> {
        match self {
            Self::Number { sign, blank } => {
                let number = Number::of(line).filter(|number| number.sign == *sign)?;
                Some(number.len + usize::from(*blank && line.get(number.len) == Some(&b' ')))
            }
            Self::Place(name) => numbered(line.strip_prefix(&**name)?).map(|(_, len)| name.len() + len),
            Self::Time => time_len(line),
            Self::Writer => writer_len(line),
            Self::Color => color_len(line, 0).or_else(|| line.is_empty().then_some(0)),
            Self::Same(same) if line.starts_with(same) => Some(same.len()),
            // On an empty line, no blank is at its end.
            Self::Same(same) => (line == same.trim_ascii_end()).then_some(line.len()),
            Self::Changed => match line.first() {
                None => Some(0),
                Some(b'+' | b'-' | b' ' | b'\\') => Some(1),
                Some(_) => None,
            },
        }
    }
}

impl Number {
    /// `   12\t`, `12→`, `12:`, `12 |`; the tab and the arrow may be escaped, and a search has a dash before lines
    /// that are only beside what it has found.
    fn of(line: &[u8]) -> Option<Self> {
        let blanks = line.iter().take_while(|byte| **byte == b' ').count();
        let (value, digits) = digits(&line[blanks..])?;
        let at = blanks + digits;
        let rest = &line[at..];
        let slashes = rest.iter().take_while(|byte| **byte == b'\\').count();
        let (sign, len) = match &rest[slashes..] {
            [b't', ..] if slashes > 0 => (b'\t', slashes + 1),
            [b'u', b'2', b'1', b'9', b'2', ..] if slashes > 0 => (b'>', slashes + 5),
            _ if rest.starts_with("→".as_bytes()) => (b'>', "→".len()),
            [b'\t', ..] => (b'\t', 1),
            [b':' | b'-', ..] => (b':', 1),
            [b' ', b'|', b' ', ..] => (b'|', 3),
            [b' ', b'|'] => (b'|', 2),
            _ => return None,
        };
        Some(Self { value, sign, len: at + len })
    }
}

/// How long what a line begins with is, where it can be told without another: a number, where a search has found it, the
/// sign of what is quoted.
pub(crate) fn known_len(line: &[u8]) -> Option<usize> {
    let place = || (1..=name_len(line)).find_map(|len| Some(len + numbered(&line[len..])?.1));
    let quoted = || line.starts_with(b"> ").then_some(2);
    Number::of(line).map(|number| number.len).or_else(quoted).or_else(place)
}

/// How long the name of a file is that a line may begin with.
fn name_len(line: &[u8]) -> usize {
    let name = |byte: &&u8| NAME.has(**byte) || matches!(**byte, b'.' | b'/' | b'-');
    line.iter().take(NAMED).take_while(name).count()
}

/// Whether one number follows the other.
fn counts(own: u32, its: u32, is_next: bool) -> bool {
    if is_next { its == own + 1 } else { own == its + 1 }
}

fn digits(text: &[u8]) -> Option<(u32, usize)> {
    let len = text.iter().take(DIGITS + 1).take_while(|byte| byte.is_ascii_digit()).count();
    let value = text[..len].iter().fold(0, |value, digit| value * 10 + u32::from(digit - b'0'));
    (1..=DIGITS).contains(&len).then_some((value, len))
}

/// `:12:` or `-13-`, and how long it is.
fn numbered(text: &[u8]) -> Option<(u32, usize)> {
    let sign = *text.first().filter(|sign| matches!(sign, b':' | b'-'))?;
    let (value, len) = digits(&text[1..])?;
    (text.get(1 + len) == Some(&sign)).then_some((value, len + 2))
}

/// `2026-03-04T10:10:10.123Z `, `[2026-03-04 10:10:10] `, `10:10:10.123 `, `Mar  4 10:10:10 `.
fn time_len(line: &[u8]) -> Option<usize> {
    static CLOCK: Bytes = Bytes::of(b"0123456789:.,Z+-");
    /// A `0` stands for a digit or a blank, `A` and `a` for letters, `T` for itself or a blank.
    const TIMES: [&[u8]; 3] = [b"0000-00-00T00:00:00", b"00:00:00", b"Aaa 00 00:00:00"];
    let open = usize::from(line.first() == Some(&b'['));
    let fits = |(byte, sign): (&u8, &u8)| match sign {
        b'0' => byte.is_ascii_digit() || *byte == b' ',
        b'T' => matches!(byte, b'T' | b' '),
        b'A' => byte.is_ascii_uppercase(),
        b'a' => byte.is_ascii_lowercase(),
        sign => byte == sign,
    };
    let begins =
        |time: &&[u8]| line.get(open..open + time.len()).is_some_and(|own| own.iter().zip(*time).all(fits));
    let time = open + TIMES.into_iter().find(begins)?.len();
    let rest = &line[time..];
    let clock = CLOCK.run(rest) + open;
    (rest.get(clock) == Some(&b' ')).then_some(time + clock + 1)
}

/// `[worker-9] `, `[http-nio-8080-exec-1] `, `[main] `.
fn writer_len(line: &[u8]) -> Option<usize> {
    static NAMES: Bytes = Bytes::alnum_and(b"_.:/#@-");
    let name = line.strip_prefix(b"[")?;
    let len = NAMES.run(&name[..name.len().min(NAMED)]);
    let (after, blank) = (&name[len..], b"] ");
    // On an empty line, no blank is at its end.
    let ends = after.starts_with(blank) || after == blank.trim_ascii_end();
    (len > 0 && ends).then(|| line.len().min(len + "[] ".len()))
}

/// `host app[123]: `, `INFO `, `root - DEBUG - ` after a time, and `[pod/web-1] ` by itself: what both lines begin
/// with, up to a blank. What wrote a line is another part.
fn words_len(line: &[u8], other: &[u8], is_first: bool) -> Option<usize> {
    static WORDS: Bytes = Bytes::alnum_and(b" _.:/[]()=,@#|>-");
    if is_first && line.first() != Some(&b'[') {
        return None;
    }
    let alike =
        line.iter().zip(other).take(NAMED).take_while(|(own, its)| own == its && WORDS.has(**own)).count();
    let writer = line[..alike].windows(2).position(|pair| pair == b" [").map(|blank| blank + 1);
    let alike = writer.map_or(alike, |writer| writer.min(alike));
    let closes = |end: &usize| match &line[..*end] {
        [.., b']' | b':' | b'|' | b'>' | b')'] => true,
        // One begins an item, too.
        [.., before, b' ', b'-'] => before.is_ascii_alphanumeric() || *before == b']',
        said => said
            .rsplit(|byte| *byte == b' ')
            .next()
            .is_some_and(|word| word.iter().all(u8::is_ascii_uppercase)),
    };
    let ends = |end: &usize| line[*end] == b' ' && line[*end - 1] != b' ';
    (1..alike).rev().filter(ends).find(closes).map(|end| end + 1)
}

/// `> `, `# `, `// `, ` * `, `web-1  | `, the code of a colour.
fn same_len(line: &[u8]) -> Option<usize> {
    let blanks = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let rest = &line[blanks..];
    let run = |sign: u8| rest.iter().take_while(|byte| **byte == sign).count();
    let mark = match rest {
        [b'>', ..] => 1,
        [b'#', ..] => run(b'#'),
        [b'/', b'/', ..] => run(b'/'),
        [b'*', b' ', ..] => 1,
        [0x1b, ..] => return Some(blanks + color_len(rest, 0)?),
        _ => service_len(rest)?,
    };
    let after = blanks + mark;
    Some(after + usize::from(line.get(after) == Some(&b' ')))
}

/// `web-1  |`.
fn service_len(line: &[u8]) -> Option<usize> {
    let name = |byte: &&u8| NAME.has(**byte) || **byte == b'-';
    let len = line.iter().take(NAMED).take_while(name).count();
    let blanks = line[len..].iter().take_while(|byte| **byte == b' ').count();
    let at = len + blanks;
    (len > 0 && blanks > 0 && line.get(at) == Some(&b'|') && matches!(line.get(at + 1), Some(b' ') | None))
        .then_some(at + 1)
}

/// Whether both begin as lines of a diff do. A dash and a blank begin items of a list, too.
fn is_changed(line: &[u8], other: &[u8]) -> bool {
    let item =
        |line: &[u8]| matches!(line, [b'-', b' ', next, ..] if *next != b' ') || line.starts_with(b"--");
    match (line.first(), other.first()) {
        (Some(b'+'), Some(b'+' | b' ' | b'-')) => true,
        (Some(b'-'), Some(b'+')) => true,
        (Some(b'-'), Some(b'-' | b' ')) => !item(line) && !item(other),
        (Some(b' '), Some(b'+')) => true,
        (Some(b' '), Some(b'-')) => !item(other),
        _ => false,
    }
}
