//! Names of several words as people write them: `Client secret: …`.

use super::line::Line;
use super::site::Site;
use crate::words::{List, numbers};

/// No words before a name are longer, together.
const LONGEST: usize = 32;

/// Words that say whose a secret is, or of which kind; and none of a sentence.
static OWNERS: List = List::new(&numbers([
    "access",
    "account",
    "admin",
    "alarm",
    "api",
    "app",
    "auth",
    "aws",
    "azure",
    "bot",
    "card",
    "client",
    "cluster",
    "database",
    "db",
    "deploy",
    "device",
    "door",
    "encryption",
    "ftp",
    "garage",
    "gate",
    "gcp",
    "generated",
    "github",
    "gitlab",
    "jira",
    "jwt",
    "kafka",
    "ldap",
    "login",
    "mail",
    "master",
    "mongo",
    "mysql",
    "new",
    "oauth",
    "old",
    "personal",
    "postgres",
    "primary",
    "private",
    "prod",
    "redis",
    "refresh",
    "registry",
    "root",
    "safe",
    "sap",
    "secret",
    "server",
    "service",
    "session",
    "shared",
    "signing",
    "sim",
    "slack",
    "smtp",
    "ssh",
    "staging",
    "storage",
    "stripe",
    "temporary",
    "test",
    "user",
    "voicemail",
    "vpn",
    "web",
    "webhook",
    "wifi",
    "your",
]));

/// Whether only such words are before the name on its line, of which the first is capital: in code
/// that would be a type.
pub(super) fn begins(site: &Site<'_>) -> bool {
    let before = site.before();
    // What most names have before them is none.
    let Some(label) = before.strip_suffix(b" ").map(|before| &before[words(before)..]) else {
        return false;
    };
    label.first().is_some_and(u8::is_ascii_uppercase)
        && label.split(|byte| *byte == b' ').all(|word| OWNERS.has(word))
        && Line::after(&before[..before.len() - label.len() - 1], site).is_own()
}

/// Where the words at the end of a text begin.
pub(super) fn words(text: &[u8]) -> usize {
    let letter = |byte: &&u8| byte.is_ascii_alphabetic() || **byte == b' ';
    let (before, words) =
        text.split_at(text.len() - text.iter().rev().take(LONGEST).take_while(letter).count());
    // The letter of an escape is no word's.
    let words = if before.ends_with(b"\\") { words.get(1..).unwrap_or_default() } else { words };
    text.len() - words.trim_ascii_start().len()
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_sorted() {
        assert!(super::OWNERS.is_sorted());
    }
}
