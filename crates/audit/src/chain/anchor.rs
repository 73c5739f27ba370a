//! Heads as texts: what was told to the outside, and comes back from there.

use std::{fmt, str::FromStr};

use super::{Head, Mac};
use crate::ParseError;

/// As `writer:number:hash`.
impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.writer, self.number, self.mac)
    }
}

impl FromStr for Head {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let mut parts = text.split(':');
        let (Some(writer), Some(number), Some(mac), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(ParseError);
        };
        let number = number.parse().map_err(|_| ParseError)?;
        Ok(Self { writer: writer.parse()?, number, mac: mac.parse()? })
    }
}

impl FromStr for Mac {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return Err(ParseError);
        }
        let value = |digit: u8| char::from(digit).to_digit(16).ok_or(ParseError);
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = (value(pair[0])? << 4 | value(pair[1])?) as u8;
        }
        Ok(Self::new(bytes))
    }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;
    use crate::chain::WriterId;

    #[test]
    fn heads_read_back_and_nothing_else_does() {
        let head = Head { writer: WriterId::at(SystemTime::now()), number: 7, mac: Mac::new([0xa5; 32]) };
        let text = head.to_string();
        assert_eq!(text.parse(), Ok(head));
        for wrong in
            ["", "::", &text[1..], &text[..text.len() - 1], &format!("{text}:1"), &format!("{text}é")]
        {
            assert_eq!(wrong.parse::<Head>(), Err(ParseError), "{wrong}");
        }
    }
}
