//! Single words, and sentences with a number, that a form says in the language of its reader.

use super::translated::is_password_elsewhere;
use crate::kinds::{Kinds, Look};
use crate::scan::named::text::is_one_of;
use crate::scan::placeholder::has_folded;

/// What secrets and passwords are called elsewhere, with a capital first: in small letters, each may be a
/// password itself.
const WORDS: &[&str] = &[
    "Anahtar",
    "Avain",
    "Chave",
    "Chiave",
    "Ficha",
    "Geslo",
    "Gettone",
    "Gizli",
    "Imfihlo",
    "Hemlig",
    "Hemlighet",
    "Hemmelig",
    "Hemmelighed",
    "Hemmelighet",
    "Klíč",
    "Kľúč",
    "Klucz",
    "Kulcs",
    "Llave",
    "Nyckel",
    "Nøgle",
    "Nøkkel",
    "Paslaptis",
    "Rahasia",
    "Saladus",
    "Salajane",
    "Salaisuus",
    "Sekret",
    "Sigriet",
    "Skrivnost",
    "Sleutel",
    "Tajemství",
    "Tajemstvo",
    "Titok",
    "Zugangsdaten",
    "Şifre",
    "Żeton",
];

/// What forms call sessions, cookies, codes and what one signs in with.
const LABELS: &[&str] = &[
    "Anmeldedaten",
    "Biscotti",
    "Ciasteczka",
    "Credenciais",
    "Credenciales",
    "Credenziali",
    "Einmalcode",
    "Engangskode",
    "Galletas",
    "Identifiants",
    "Informasjonskapsler",
    "Inloggegevens",
    "Kakor",
    "Munkamenet",
    "Relace",
    "Sessie",
    "Sitzungen",
    "Tunnukset",
    "Tunnusluku",
    "Zugangscode",
];

/// No word of a label is longer.
const LONGEST: usize = 20;

/// `Sekret` under any name; `Identifiants`, `Témoins` and `Cookie-Einstellungen` under one that says no more
/// than what it is. Of English words, the first may be a value.
pub(super) fn is_word(value: Look<'_>, name: &[u8]) -> bool {
    const LETTERS: Kinds = Kinds::LETTER.or(Kinds::OTHER).or(Kinds::DASH);
    let Look { bytes, kinds } = value;
    let begins = bytes.first().is_some_and(|byte| byte.is_ascii_uppercase() || !byte.is_ascii());
    // What most values fail comes first.
    if !begins || !kinds.only(LETTERS) {
        return false;
    }
    let listed = |words: &[&str]| words.iter().any(|word| word.as_bytes() == bytes);
    listed(WORDS) || is_bare(name) && (listed(LABELS) || is_named(value, name))
}

/// `Témoins`, which no key of a program is, and two words of which one is the name.
fn is_named(Look { bytes, kinds }: Look<'_>, name: &[u8]) -> bool {
    let mut parts = bytes.splitn(2, |byte| *byte == b'-');
    let (first, second) = (parts.next().unwrap_or_default(), parts.next());
    let same = |word: &[u8]| word.eq_ignore_ascii_case(last(name));
    match second {
        None => kinds.any(Kinds::OTHER) && is_capital(first),
        Some(second) => (same(first) || same(second)) && is_capital(first) && is_capital(second),
    }
}

/// Whether a name is nothing but the word for something that nobody chooses a word for: `token`,
/// `label.session`. Those of an environment are in capitals, and have values.
fn is_bare(name: &[u8]) -> bool {
    const NAMES: &[&str] =
        &["token", "session", "cookie", "cookies", "credential", "credentials", "pin", "otp"];
    let last = last(name);
    last.iter().any(u8::is_ascii_lowercase) && is_one_of(NAMES, last)
}

/// The last step of a path.
fn last(name: &[u8]) -> &[u8] {
    name.rsplit(|byte| *byte == b'.').next().unwrap_or_default()
}

/// Whether a word has a capital first, and no other, in any script that has them.
fn is_capital(word: &[u8]) -> bool {
    const SHORTEST: usize = 3;
    let Ok(word) = std::str::from_utf8(word) else {
        return false;
    };
    let mut letters = word.chars();
    let (first, len) = (letters.next(), word.chars().take(LONGEST + 1).count());
    (SHORTEST..=LONGEST).contains(&len)
        && first.is_some_and(char::is_uppercase)
        && letters.all(char::is_lowercase)
}

/// How what a password must have is called, or begins: characters, digits, minutes.
const COUNTED: &[&str] = &[
    "caract",
    "caratter",
    "carácter",
    "chiffre",
    "cifr",
    "cyfr",
    "dígito",
    "karakter",
    "merkki",
    "minut",
    "siffr",
    "tecken",
    "tegn",
    "teken",
    "zeichen",
    "ziffer",
    "znak",
    "знак",
    "символ",
    "цифр",
    "минут",
    "χαρακτ",
    "ký tự",
    "字",
    "位",
    "桁",
    "分",
    "秒",
    "자",
    "文字",
];

/// `Le mot de passe doit contenir au moins 8 caractères.`: a sentence with a number of no more digits than what
/// is counted, and the word for a password or for what is counted; of the East, where no blanks part words,
/// letters only.
pub(super) fn is_sentence(Look { bytes, kinds }: Look<'_>) -> bool {
    const DIGITS: usize = 3;
    const BLANKS: usize = 3;
    const SHORTEST: usize = 18;
    if !kinds.any(Kinds::DIGIT) || !kinds.any(Kinds::SPACE.or(Kinds::OTHER)) || bytes.len() < SHORTEST {
        return false;
    }
    let counts = || COUNTED.iter().any(|word| has_folded(bytes, word.as_bytes()));
    let number = |part: &[u8]| part.len() <= DIGITS && part.iter().all(u8::is_ascii_digit);
    if bytes.iter().all(|byte| !byte.is_ascii() || byte.is_ascii_digit() || b" .,:;?!-()".contains(byte)) {
        let foreign = bytes.iter().filter(|byte| !byte.is_ascii()).count();
        let mut runs = bytes.split(|byte| !byte.is_ascii_digit()).filter(|run| !run.is_empty());
        let counted =
            runs.next().is_some_and(number) && runs.next().is_none_or(number) && runs.next().is_none();
        return counted && foreign >= SHORTEST && counts();
    }
    let ends = matches!(bytes.last(), Some(b'.' | b'!' | b'?'));
    let starts = bytes.first().is_some_and(|byte| byte.is_ascii_uppercase() || !byte.is_ascii());
    let letter = |byte: &u8| !byte.is_ascii() || byte.is_ascii_alphabetic();
    let word = |part: &[u8]| {
        let part = part.strip_suffix(b".").or_else(|| part.strip_suffix(b",")).unwrap_or(part);
        number(part) || part.iter().all(|byte| letter(byte) || b"'-():;!?".contains(byte))
    };
    let words = || bytes.split(|byte| *byte == b' ');
    starts
        && ends
        && words().count() > BLANKS
        && words().all(word)
        && words().filter(|part| part.iter().any(u8::is_ascii_digit)).count() <= 2
        && (is_password_elsewhere(bytes) || counts())
}
