//! Text that knows where its secrets are, through every way of wrapping it.

use std::ops::Range;

use crate::rng::Rng;

/// Around a secret in a template.
const SECRET: (char, char) = ('⟦', '⟧');
/// Around what may be masked along with a secret or may stay: an id, an authorization scheme.
const SPARE: (char, char) = ('⟨', '⟩');

pub(crate) const BASE64: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
pub(crate) const BASE64URL: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

#[derive(Clone, Default)]
pub(crate) struct Text {
    pub(crate) bytes: Vec<u8>,
    pub(crate) secrets: Vec<Range<usize>>,
    pub(crate) spare: Vec<Range<usize>>,
}

impl Text {
    /// Reads a template's marks: `user:⟦secret⟧@host`.
    pub(crate) fn parse(template: &str) -> Self {
        let mut text = Self::default();
        let mut start = 0;
        for char in template.chars() {
            let here = text.bytes.len();
            if char == SECRET.0 || char == SPARE.0 {
                start = here;
            } else if char == SECRET.1 {
                text.secrets.push(start..here);
            } else if char == SPARE.1 {
                text.spare.push(start..here);
            } else {
                text.bytes.extend(char.encode_utf8(&mut [0; 4]).bytes());
            }
        }
        text
    }

    pub(crate) fn push(&mut self, other: &Self) {
        let shift = self.bytes.len();
        let moved = |range: &Range<usize>| range.start + shift..range.end + shift;
        self.secrets.extend(other.secrets.iter().map(moved));
        self.spare.extend(other.spare.iter().map(moved));
        self.bytes.extend(&other.bytes);
    }

    pub(crate) fn push_str(&mut self, text: &str) {
        self.bytes.extend(text.bytes());
    }

    /// The text in place of `{}` in a template, which may hold secrets of its own.
    pub(crate) fn within(&self, template: &str) -> Self {
        let (before, after) = template.split_once("{}").expect("a carrier has a place for its text");
        let mut all = Self::parse(before);
        all.push(self);
        all.push(&Self::parse(after));
        all
    }

    /// A part, with its part of the secrets.
    pub(crate) fn slice(&self, range: Range<usize>) -> Self {
        let clip = |own: &Range<usize>| {
            let part = own.start.max(range.start)..own.end.min(range.end);
            (part.start < part.end).then(|| part.start - range.start..part.end - range.start)
        };
        Self {
            bytes: self.bytes[range.clone()].to_vec(),
            secrets: self.secrets.iter().filter_map(clip).collect(),
            spare: self.spare.iter().filter_map(clip).collect(),
        }
    }

    /// The whole becomes one secret.
    pub(crate) fn all_secret(mut self) -> Self {
        self.secrets = std::iter::once(0..self.bytes.len()).collect();
        self.spare.clear();
        self
    }

    /// What is no secret may be masked too.
    pub(crate) fn all_spare(mut self) -> Self {
        let mut rest = 0;
        self.spare.clear();
        for secret in &self.secrets {
            self.spare.push(rest..secret.start);
            rest = secret.end;
        }
        self.spare.push(rest..self.bytes.len());
        self.spare.retain(|range| !range.is_empty());
        self
    }

    pub(crate) fn is_json(&self) -> bool {
        serde_json::from_slice::<serde_json::Value>(&self.bytes).is_ok()
    }

    /// As the content of a JSON string.
    pub(crate) fn json(&self) -> Self {
        self.rewrite(|char, out| match char {
            b"\"" => out.extend(b"\\\""),
            b"\\" => out.extend(b"\\\\"),
            b"\n" => out.extend(b"\\n"),
            b"\r" => out.extend(b"\\r"),
            b"\t" => out.extend(b"\\t"),
            other => out.extend(other),
        })
    }

    /// As the content of a JSON string written by a tool that escapes all but ASCII.
    pub(crate) fn json_ascii(&self) -> Self {
        self.json().rewrite(|char, out| match std::str::from_utf8(char) {
            Ok(text) if !text.is_ascii() => {
                out.extend(text.encode_utf16().flat_map(|unit| format!("\\u{unit:04x}").into_bytes()));
            }
            _ => out.extend(char),
        })
    }

    /// Some letters as `\u0061`, in the content of a JSON string.
    pub(crate) fn unicode_escaped(&self, rng: &mut Rng, percent: usize, upper: bool) -> Self {
        let mut after_slash = false;
        self.rewrite(|char, out| {
            let letter = !after_slash && char[0].is_ascii_alphanumeric() && rng.chance(percent);
            after_slash = !after_slash && char == b"\\";
            match (letter, upper) {
                (true, true) => out.extend(format!("\\u{:04X}", char[0]).bytes()),
                (true, false) => out.extend(format!("\\u{:04x}", char[0]).bytes()),
                (false, _) => out.extend(char),
            }
        })
    }

    /// `/` as `\/`, as some JSON writers have it.
    pub(crate) fn slashes_escaped(&self) -> Self {
        self.rewrite(|char, out| out.extend(if char == b"/" { b"\\/" } else { char }))
    }

    pub(crate) fn percent_encoded(&self) -> Self {
        self.rewrite(|char, out| {
            for byte in char {
                let plain = byte.is_ascii_alphanumeric() || b"-_.~".contains(byte);
                if plain { out.push(*byte) } else { out.extend(format!("%{byte:02X}").bytes()) }
            }
        })
    }

    pub(crate) fn replaced(&self, from: u8, to: &str) -> Self {
        self.rewrite(|char, out| out.extend(if char == [from] { to.as_bytes() } else { char }))
    }

    /// In base64: the characters that carry a bit of a secret are secret, the others spare.
    pub(crate) fn base64(&self, alphabet: &str, padded: bool) -> Self {
        let alphabet = alphabet.as_bytes();
        let mut bytes = Vec::new();
        for group in self.bytes.chunks(3) {
            let bits = (0..3).fold(0, |bits, at| bits << 8 | u32::from(*group.get(at).unwrap_or(&0)));
            for at in 0..=group.len() {
                bytes.push(alphabet[(bits >> (18 - 6 * at) & 63) as usize]);
            }
            bytes.extend(b"==".iter().take(if padded { 3 - group.len() } else { 0 }));
        }
        let cover = |range: &Range<usize>| range.start * 8 / 6..(range.end * 8).div_ceil(6);
        let secrets = self.secrets.iter().map(cover).collect();
        Self { bytes, secrets, spare: Vec::new() }.all_spare()
    }

    /// JSON with other white space between its tokens.
    pub(crate) fn respaced(&self, style: Spacing) -> Self {
        let mut in_string = false;
        let mut escaped = false;
        let mut depth = 0;
        let mut open = false;
        let mut rewriter = Rewriter::new(self.bytes.len());
        for (at, byte) in self.bytes.iter().enumerate() {
            let mut lead = Vec::new();
            if !in_string {
                let closes = matches!(byte, b'}' | b']');
                depth -= usize::from(closes);
                let after = at.checked_sub(1).map_or(b' ', |last| self.bytes[last]);
                let breaks = if closes { !open } else { after == b',' || open };
                style.lead(&mut lead, after, breaks, depth);
                open = matches!(byte, b'{' | b'[');
                depth += usize::from(open);
            }
            rewriter.emit(1, &lead, |out| out.push(*byte));
            in_string ^= *byte == b'"' && !escaped;
            escaped = in_string && *byte == b'\\' && !escaped;
        }
        rewriter.finish(self)
    }

    fn rewrite(&self, mut each: impl FnMut(&[u8], &mut Vec<u8>)) -> Self {
        let mut rewriter = Rewriter::new(self.bytes.len());
        let mut rest = &self.bytes[..];
        while let [first, ..] = rest {
            let len = match first {
                0xc2..=0xdf => 2,
                0xe0..=0xef => 3,
                0xf0..=0xf4 => 4,
                _ => 1,
            };
            let (char, after) = rest.split_at(len.min(rest.len()));
            rewriter.emit(char.len(), b"", |out| each(char, out));
            rest = after;
        }
        rewriter.finish(self)
    }
}

/// White space between the tokens of JSON.
#[derive(Clone, Copy)]
pub(crate) enum Spacing {
    /// As Python writes it: a blank after each comma and colon.
    Blanks,
    /// A line for each member, indented by so much.
    Lines(&'static str),
}

impl Spacing {
    fn lead(self, lead: &mut Vec<u8>, after: u8, breaks: bool, depth: usize) {
        match self {
            Self::Blanks if matches!(after, b',' | b':') => lead.push(b' '),
            Self::Lines(_) if after == b':' => lead.push(b' '),
            Self::Lines(indent) if breaks => {
                lead.push(b'\n');
                lead.extend(indent.repeat(depth).bytes());
            }
            _ => {}
        }
    }
}

/// Where each byte of a text ends up.
struct Rewriter {
    out: Vec<u8>,
    starts: Vec<usize>,
    ends: Vec<usize>,
}

impl Rewriter {
    fn new(len: usize) -> Self {
        Self {
            out: Vec::with_capacity(len * 2),
            starts: Vec::with_capacity(len),
            ends: Vec::with_capacity(len),
        }
    }

    /// The next bytes of the text become what `write` writes, after `lead`, which is not theirs.
    fn emit(&mut self, bytes: usize, lead: &[u8], write: impl FnOnce(&mut Vec<u8>)) {
        self.out.extend(lead);
        let start = self.out.len();
        write(&mut self.out);
        self.starts.extend(std::iter::repeat_n(start, bytes));
        self.ends.extend(std::iter::repeat_n(self.out.len(), bytes));
    }

    fn finish(self, old: &Text) -> Text {
        let moved = |range: &Range<usize>| self.starts[range.start]..self.ends[range.end - 1];
        let secrets = old.secrets.iter().map(moved).collect();
        let spare = old.spare.iter().map(moved).collect();
        Text { bytes: self.out, secrets, spare }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret_of(text: &Text) -> String {
        String::from_utf8(text.bytes[text.secrets[0].clone()].to_vec()).unwrap()
    }

    #[test]
    fn a_secret_keeps_its_place() {
        let text = Text::parse("a ⟨id⟩:⟦s\"é/1⟧ z");
        assert_eq!(secret_of(&text), "s\"é/1");
        assert_eq!(text.spare.first(), Some(&(2..4)));
        assert_eq!(secret_of(&text.json().json()), "s\\\\\\\"é/1");
        assert_eq!(secret_of(&text.json_ascii()), "s\\\"\\u00e9/1");
        assert_eq!(secret_of(&text.percent_encoded()), "s%22%C3%A9%2F1");
        assert_eq!(secret_of(&text.within("é{}.")), "s\"é/1");
    }

    #[test]
    fn base64_covers_every_bit_of_the_secret() {
        let text = Text::parse("user:⟦pass⟧!");
        let encoded = text.base64(BASE64, true);
        assert_eq!(encoded.bytes, b"dXNlcjpwYXNzIQ==");
        assert_eq!(secret_of(&encoded), "pwYXNz");
        assert_eq!(encoded.spare, [0..6, 12..16]);
    }

    #[test]
    fn other_spacing_is_the_same_json() {
        let text = Text::parse(r#"{"a":[1,{"b":"x,{\"y"}],"c":⟦{"d":[]}⟧,"e":{}}"#);
        let value: serde_json::Value = serde_json::from_slice(&text.bytes).unwrap();
        for style in [Spacing::Blanks, Spacing::Lines("  "), Spacing::Lines("\t")] {
            let other = text.respaced(style);
            assert_eq!(serde_json::from_slice::<serde_json::Value>(&other.bytes).unwrap(), value);
            assert!(secret_of(&other).starts_with('{') && secret_of(&other).ends_with('}'));
        }
        let lines = String::from_utf8(text.respaced(Spacing::Lines("  ")).bytes).unwrap();
        assert_eq!(lines, serde_json::to_string_pretty(&value).unwrap());
    }
}
