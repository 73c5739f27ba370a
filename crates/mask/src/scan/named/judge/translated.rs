//! What a form says of a password in the language of its reader.

use crate::kinds::{Kinds, Look};
use crate::scan::placeholder::has_folded;

/// What passwords, keys, codes and sessions are called elsewhere, in Latin letters.
const PASSWORDS: &[&str] = &[
    "passwort",
    "kennwort",
    "schlüssel",
    "geheim",
    "wachtwoord",
    "mot de passe",
    "phrase secr",
    "jeton",
    "contraseña",
    "contrasenya",
    "contrasinal",
    "contrasigno",
    "pasahitz",
    "pasfhocal",
    "pasvort",
    "clave",
    "secreto",
    "senha",
    "palavra-passe",
    "palavra de passe",
    "segredo",
    "parola",
    "segreto",
    "hasło",
    "hasła",
    "heslo",
    "hesla",
    "parol",
    "passord",
    "lösenord",
    "adgangskode",
    "kodeord",
    "salasana",
    "salasõna",
    "jelszó",
    "şifre",
    "lozink",
    "katalaluan",
    "geslo",
    "mật khẩu",
    "kata sandi",
    "slaptažod",
    "sitzung",
    "sesión",
    "sessão",
    "sessione",
    "sesja",
    "istunto",
    "oturum",
];

/// None of them is shorter.
const SHORTEST: usize = 5;

/// The letters of each, a bit a letter.
static PASSWORD_LETTERS: [u32; PASSWORDS.len()] = {
    let mut all = [0; PASSWORDS.len()];
    let mut at = 0;
    while at < all.len() {
        all[at] = letters(PASSWORDS[at].as_bytes());
        at += 1;
    }
    all
};

/// Which letters a text has, a bit each. A bit of its own says that there is what is no letter.
const fn letters(text: &[u8]) -> u32 {
    const OTHER: u32 = 1 << 31;
    let mut all = 0;
    let mut at = 0;
    while at < text.len() {
        let letter = text[at].to_ascii_lowercase();
        all |= if letter.is_ascii_lowercase() { 1 << (letter - b'a') } else { OTHER };
        at += 1;
    }
    all
}

/// Whether a word begins with what a password is called elsewhere, and goes on: `senhaforte`, `contraseñaabc`.
fn has_more(word: &[u8]) -> bool {
    const ENDING: usize = 2;
    let goes_on = |rest: &[u8]| rest.iter().filter(|byte| byte.is_ascii_alphabetic()).count() > ENDING;
    PASSWORDS.iter().any(|of| word.strip_prefix(of.as_bytes()).is_some_and(goes_on))
}

/// Letters of another script, or the word for a password in another language.
pub(super) fn is_translated(value: Look<'_>) -> bool {
    let Look { bytes, kinds } = value;
    // One small word with more to it than an ending is what somebody chose.
    if !kinds.any(Kinds::SPACE) && bytes.first().is_some_and(u8::is_ascii_lowercase) && has_more(bytes) {
        return false;
    }
    let text = |byte: &u8| !byte.is_ascii() || byte.is_ascii_alphabetic() || b" .,:;?!'()-".contains(byte);
    if kinds.only(Kinds::LETTER) {
        return is_password_elsewhere(bytes);
    }
    let foreign = bytes.iter().all(|byte| !byte.is_ascii() || b" .,:;?!'()".contains(byte));
    let said = kinds.any(Kinds::OTHER)
        && kinds.any(Kinds::SPACE)
        && bytes.first().is_some_and(|byte| byte.is_ascii_uppercase() || !byte.is_ascii());
    let mixed = || is_of_two_scripts(value) || has_drawn_letters(value);
    let words = bytes.iter().all(text) && !(kinds.any(Kinds::OTHER) && mixed());
    words && (foreign || said || has_other_script(value) || is_password_elsewhere(bytes))
}

/// Whether some letters are of another script, as in `APIキー` and `ПИН-код`.
fn has_other_script(Look { bytes, kinds }: Look<'_>) -> bool {
    // The first bytes of letters from Greek on, without those of signs and pictures.
    let letter = |byte: &&u8| matches!(byte, 0xce..=0xe1 | 0xe3..=0xef);
    kinds.any(Kinds::OTHER) && bytes.iter().filter(letter).count() >= 2
}

/// `парольaDqM密码`: one word in which letters of the West and of the East are beside one another, as no
/// language writes.
fn is_of_two_scripts(Look { bytes, kinds }: Look<'_>) -> bool {
    // The first bytes of letters from Greek to Arabic, and of those of China, Japan and Korea.
    let west = |byte: &u8| matches!(byte, 0xce..=0xdb);
    let east = |byte: &u8| matches!(byte, 0xe3..=0xed);
    !kinds.any(Kinds::SPACE) && bytes.iter().any(west) && bytes.iter().any(east)
}

/// `парольZtHW`, `密码是PTm`, `şifreMgHgLhl`: one word in which Latin letters follow others, as no language writes
/// with Greek and Cyrillic ones, and with those of China and Japan only names (`APIキー`, `GitHubトークン`); or in
/// which they have capitals here and there.
fn has_drawn_letters(Look { bytes, kinds }: Look<'_>) -> bool {
    if !kinds.any(Kinds::LETTER) || kinds.any(Kinds::SPACE) {
        return false;
    }
    let mut at = 0;
    while let Some(first) = bytes[at..].iter().position(u8::is_ascii_alphabetic).map(|next| at + next) {
        let (ascii, len) = latin(&bytes[first..]);
        let (before, run) = (&bytes[..first], &bytes[first..first + ascii]);
        let (word, after) = bytes[first..].split_at(len);
        let beside = matches!(before, [.., 0xce..=0xd3, _]) || matches!(after, [0xce..=0xd3, ..]);
        let eastern = matches!(before, [.., 0xe3..=0xed, _, _]);
        let capitals = word.iter().skip(1).filter(|byte| byte.is_ascii_uppercase()).count();
        let drawn =
            eastern && (!is_name(run) || after.is_empty() && is_mixed(run) || len > ascii && capitals > 0);
        if beside || drawn || rises(word) > 1 {
            return true;
        }
        at = first + len;
    }
    false
}

/// How many Latin letters a text begins with: those of ASCII, and all.
fn latin(text: &[u8]) -> (usize, usize) {
    let ascii = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let mut len = ascii;
    loop {
        len += match &text[len..] {
            [first, ..] if first.is_ascii_alphabetic() => 1,
            [0xc3..=0xc9, _, ..] => 2,
            _ => return (ascii, len),
        };
    }
}

/// How often a capital follows a small letter.
fn rises(word: &[u8]) -> usize {
    let small = |byte: u8| byte.is_ascii_lowercase() || !byte.is_ascii();
    word.windows(2).filter(|pair| small(pair[0]) && pair[1].is_ascii_uppercase()).count()
}

/// Whether a few letters change their case after the first, as in `SdO`: what a label ends with is a word.
fn is_mixed(letters: &[u8]) -> bool {
    const LONGEST: usize = 4;
    let changes = |pair: &[u8]| pair[0].is_ascii_uppercase() != pair[1].is_ascii_uppercase();
    let capital = letters.first().is_some_and(u8::is_ascii_uppercase);
    let rest = letters.get(usize::from(capital)..).unwrap_or_default();
    letters.len() <= LONGEST && rest.windows(2).any(changes) && !matches!(letters, b"iOS" | b"WiFi" | b"VoIP")
}

/// Whether letters may be a word, or words that capitals part: `ID`, `Key`, `GitHub`.
fn is_name(letters: &[u8]) -> bool {
    let capitals = letters.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    let small = letters[capitals..].iter().take_while(|byte| byte.is_ascii_lowercase()).count();
    let whole = capitals + small == letters.len();
    letters.len() > 1 && (!whole || small != 1)
}

/// Whether a text has the word for a password in another language.
pub(super) fn is_password_elsewhere(text: &[u8]) -> bool {
    if text.len() < SHORTEST {
        return false;
    }
    // Most have not even the letters for one.
    let letters = letters(text);
    let mut words = PASSWORDS.iter().zip(&PASSWORD_LETTERS);
    PASSWORD_LETTERS.iter().fold(false, |any, word| any | (word & !letters == 0))
        && words.any(|(word, of)| of & !letters == 0 && has_folded(text, word.as_bytes()))
}
