//! Whether letters were drawn at random: they stand beside each other as in no word, and capitals
//! and digits where no name has them.

/// Of the letters after each letter, those that hardly any word and any name in code has there.
const RARE: [&[u8]; LETTERS] = [
    b"aehjoqz",
    b"bdfghknpqvwxz",
    b"bfgjqvwxz",
    b"hjkqvwxz",
    b"hjz",
    b"bcdghjknpqvwxz",
    b"bdfjkqtvwxyz",
    b"bcdfghjklnpqsvwxz",
    b"hijkquwy",
    b"bcdfghijklmnopqrtuvwxyz",
    b"bcdfghjkmnopqrtvwxyz",
    b"bcghjmnqrwxz",
    b"fghjknqrvwxz",
    b"bhjqrwxz",
    b"ehjqz",
    b"bfgjmnqvwxz",
    b"abcdefghijkmnopqrstvwxyz",
    b"hjqwxz",
    b"jxz",
    b"bgjknqvxz",
    b"hjkquvwxyz",
    b"bcdfghjklmnopqrstuvwxyz",
    b"bcdfgjklmpqtuvwxyz",
    b"bdfghjklmnoqrsuvwxyz",
    b"bdfghijkqruvwxyz",
    b"bcdfghijklmnpqrstuvwxyz",
];

const LETTERS: usize = 26;
/// In a shorter text too little is seen.
const SHORTEST: usize = 8;
/// A text of shorter parts may be code that was made small.
const LONGEST_PART: usize = 5;
/// What no text of words has so many of.
const ODD: usize = 3;
/// One in so many is odd where letters were drawn.
const ONE_IN: usize = 4;

/// [`RARE`], by the low bits of the first letter, which both cases share: a bit for each second one.
static PAIRS: [u32; 32] = {
    let mut pairs = [0; 32];
    let mut first = 0;
    while first < LETTERS {
        let mut at = 0;
        while at < RARE[first].len() {
            pairs[first + 1] |= 1 << low(RARE[first][at]);
            at += 1;
        }
        first += 1;
    }
    pairs
};

const fn low(byte: u8) -> usize {
    (byte % 32) as usize
}

/// Whether no one made the text of words. It should be no longer than what is shown of a value.
pub(crate) fn is_drawn(text: &[u8]) -> bool {
    if text.len() < SHORTEST {
        return false;
    }
    let odd = text.windows(2).filter(|pair| is_odd(pair[0], pair[1])).count() + short_words(text);
    let part = || text.split(|byte| !byte.is_ascii_alphanumeric()).any(|part| part.len() >= LONGEST_PART);
    odd >= ODD && odd * ONE_IN >= text.len() && part()
}

/// Whether two letters are rare beside each other, or a digit stands within a word.
fn is_odd(first: u8, second: u8) -> bool {
    if !second.is_ascii_alphabetic() {
        return false;
    }
    // With a capital a word begins.
    let begins = first.is_ascii_lowercase() && second.is_ascii_uppercase();
    let rare = || PAIRS[low(first)] >> low(second) & 1 == 1;
    first.is_ascii_digit() || first.is_ascii_alphabetic() && !begins && rare()
}

/// How many words of one letter or two are beside others that only a capital parts from them.
fn short_words(text: &[u8]) -> usize {
    let short = |letters: &[u8]| {
        let (mut words, mut short, mut rest) = (0, 0, letters);
        while !rest.is_empty() {
            let (word, after) = rest.split_at(first_word(rest));
            words += 1;
            short += usize::from(word.len() <= 2);
            rest = after;
        }
        if words > 1 { short } else { 0 }
    };
    text.split(|byte| !byte.is_ascii_alphabetic()).map(short).sum()
}

/// How long the first word is: `parse` of `parseHTML`, `HTML` of `HTMLBody`.
fn first_word(letters: &[u8]) -> usize {
    let capitals = letters.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    let small = letters[capitals..].iter().take_while(|byte| byte.is_ascii_lowercase()).count();
    // The last of several capitals begins the next word.
    if capitals > 1 && small > 0 { capitals - 1 } else { capitals + small }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_from_what_was_drawn() {
        let drawn = [
            "Hev.aTeUfnrA8ZZBe",
            "r.xrFfHU-uQXRH1nFNj",
            "ig.ndWH_mSIpaOn7f",
            "PECx1yYHjuQ.TdnWe",
            "Sm.kVJxyrjd4SrVJB",
            "aBAezAaUemAZJFLlKThrTe",
        ];
        for text in drawn {
            assert!(is_drawn(text.as_bytes()), "{text}");
        }
        let words = [
            "self.password",
            "process.env.API_SECRET",
            "response.data.accessToken2",
            "settings.DB_PASSWORD",
            "crypto.createHmacSHA256",
            "JSONWebKeySet.fromX509Chain",
            "req.session.i18n.utf8String",
            "e.Zt.bQ.xR",
            "swordfish.hunter",
            "k8sSecretsV1beta1.getOAuth2Token",
            "",
        ];
        for text in words {
            assert!(!is_drawn(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn words_begin_with_capitals() {
        for (letters, len) in [("parseHTML", 5), ("HTMLBody", 4), ("HTML", 4), ("Body", 4), ("aB", 1)] {
            assert_eq!(first_word(letters.as_bytes()), len, "{letters}");
        }
    }
}
