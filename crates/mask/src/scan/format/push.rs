//! The secret of a subscription to push messages, beside its public key: `keys: { p256dh: '…', auth: '…' }`.

use super::Candidate;
use crate::class::{BASE64URL, WORD};
use crate::scan::{Open, View};

/// What the secret is called (<https://www.rfc-editor.org/rfc/rfc8291#section-3.2>).
const NAME: &[u8] = b"auth";
/// How many letters its 16 bytes take.
const LETTERS: usize = 22;
/// The two are not further apart than this.
const FAR: usize = 240;
/// What stands between a name and its value.
const SIGNS: usize = 8;

/// The literal is the name of the public key.
pub(crate) fn push_secret(candidate: &Candidate<'_>) -> Option<Open> {
    let Candidate { view, rule, body, .. } = *candidate;
    let rest = &view.bytes[body..view.bytes.len().min(body + FAR)];
    let after = || rest.windows(NAME.len()).position(|part| part == NAME).map(|at| body + at);
    let lowest = view.floor.max(view.hit.saturating_sub(FAR));
    let before = || {
        let text = &view.bytes[lowest..view.hit];
        text.windows(NAME.len()).rposition(|part| part == NAME).map(|at| lowest + at)
    };
    let found = after().and_then(|at| value(view, at)).or_else(|| before().and_then(|at| value(view, at)));
    found.map(|start| Open::known(rule, start, start + LETTERS))
}

/// Where the value begins of the name that begins at `at`, if it is a string of so many letters.
fn value(view: &View<'_>, at: usize) -> Option<usize> {
    let name_ends = at + NAME.len();
    let rest = view.bytes.get(name_ends..)?;
    let signs = rest.iter().take(SIGNS).take_while(|byte| b"\"'\\:=> ".contains(byte)).count();
    let quoted = matches!(rest[..signs].last(), Some(b'"' | b'\''));
    let begins = at == view.floor || !WORD.has(view.bytes[at - 1]);
    let value = rest.get(signs..)?;
    let whole = BASE64URL.run(value) == LETTERS && value.len() > LETTERS;
    (quoted && begins && whole).then_some(name_ends + signs)
}
