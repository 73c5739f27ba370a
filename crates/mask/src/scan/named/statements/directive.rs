//! Names whose value follows after a blank, as the word before them or their file says, and switches.

use crate::class::NAME;
use crate::kinds::{Kinds, Look};
use crate::scan::Open;
use crate::scan::named::headers::cookies;
use crate::scan::named::json::container::in_single_quotes;
use crate::scan::named::judge::{self, suspect};
use crate::scan::named::line::{Line, ends_at, line_at_end};
use crate::scan::named::site::Site;
use crate::scan::named::statements::setting;
use crate::scan::named::text::{self, first_word, first_word_of_line, is_one_of, literal, spaces};
use crate::scan::named::words::word;
use crate::scan::skip::{Ends, Skip};

/// No registry's address is longer, in the settings of npm.
const LONGEST_REGISTRY: usize = 120;
/// No path of a parameter is.
const PATH: usize = 96;

/// Whether the word at `at` is the value of the name.
pub(crate) fn takes_word(site: &Site<'_>, at: usize) -> bool {
    is_command(site) || is_set(site, at)
}

/// Names that the settings of kickstart, slapd, Redis and keepalived begin lines with.
pub(crate) fn is_directive(name: &[u8]) -> bool {
    is_one_of(&["rootpw", "bindpw", "requirepass", "masterauth", "auth_pass"], name)
}

/// `rootpw value` alone on its line; `password value` of msmtp and others, which must be no word.
fn is_set(site: &Site<'_>, at: usize) -> bool {
    const MIXED: [Kinds; 3] = [Kinds::LOWER, Kinds::UPPER, Kinds::DIGIT];
    let known = is_directive(site.name());
    let password = is_one_of(&["password", "passwd"], site.name());
    if !known && !password && !setting::may_be(site) {
        return false;
    }
    let bytes = site.view.bytes;
    let word = first_word_of_line(&bytes[at..]);
    let alone = !word.starts_with(b"-") && ends_at(bytes, at + word.len());
    let look = Look::at(word);
    // A word may have a number, once.
    let numbers = || word.chunk_by(|one, next| one.is_ascii_digit() && next.is_ascii_digit());
    let twice = || numbers().filter(|part| part[0].is_ascii_digit()).count() > 1;
    let chosen =
        || password && suspect::is_chosen(look) && MIXED.iter().all(|kind| look.kinds.any(*kind)) && twice();
    // A word in a comment is the example that the file came with.
    let switched_off = || known && !look.kinds.only(Kinds::LOWER) && is_switched_off(site);
    let own = || Line::of(site).is_own() || switched_off();
    alone && ((known || chosen()) && own() || setting::is_one(site, at, word))
}

/// `# requirepass maple7rs`: a setting in a comment that is all of its line.
fn is_switched_off(site: &Site<'_>) -> bool {
    let before = site.before().trim_ascii_end().strip_suffix(b"#");
    before.is_some_and(|before| Line::after(before, site) == Line::Start)
}

/// Where the value is that a device's or an installer's settings have: `enable secret 0 value`,
/// `username ada privilege 15 secret value`, `user ada insecure-password value`,
/// `rootpw --plaintext value`, each to the end of its line.
pub(crate) fn of_device(site: &Site<'_>, at: usize) -> Option<usize> {
    const PLAIN: &[u8] = b"--plaintext ";
    const CISCO: &[&[u8]] = &[b"enable ", b"username "];
    let bytes = site.view.bytes;
    let rest = bytes.get(at..)?;
    let (start, sure, begins): (_, _, &[&[u8]]) = match (site.name(), rest) {
        (b"insecure-password", _) => (at, true, &[b"user "]),
        (b"rootpw", _) if rest.starts_with(PLAIN) => (at + PLAIN.len(), true, &[b""]),
        (name, _) if !is_one_of(&["secret", "password"], name) => return None,
        // In clear, or as it was coded.
        (_, [b'0' | b'4'..=b'9', b' ', ..]) => (at + 2, true, CISCO),
        _ => (at, false, CISCO),
    };
    let word = first_word_of_line(bytes.get(start..)?);
    let alone = !word.is_empty() && ends_at(bytes, start + word.len());
    let opaque = || judge::is_opaque(Look::at(word));
    // `enable secret scanning` is said of a service.
    if !alone || !sure && !opaque() {
        return None;
    }
    let told = || site.name() == b"insecure-password" && opaque();
    // What is before may be a prompt, or the start of a string that holds the line.
    let line = line_at_end(site.before());
    let line = line.rsplit(|byte| matches!(byte, b'"' | b'#')).next().unwrap_or_default().trim_ascii_start();
    (begins.iter().any(|begin| line.starts_with(begin)) || told()).then_some(start)
}

/// `10.0.0.1 %any : PSK "…"` of `ipsec.secrets`, `set(API_KEY "…")` of `CMake`.
pub(crate) fn takes_string(site: &Site<'_>) -> bool {
    let before = site.before();
    is_command(site) || site.name() == b"PSK" && before.ends_with(b": ") || before.ends_with(b"set(")
}

/// Whether the word before says that a name and a value follow: `ENV KEY value`.
pub(super) fn is_command(site: &Site<'_>) -> bool {
    const COMMANDS: &[&[u8]] = &[
        b"ENV ",
        b"setenv ",
        b"setx ",
        b"set -gx ",
        b"set -x ",
        b"set -Ux ",
        b"configure set ",
        b"proxy_set_header ",
        b"config set ",
        b"CONFIG SET ",
        b"SetEnv ",
        b"fastcgi_param ",
        b"RequestHeader set ",
        b"git config --global ",
    ];
    // What all of those end with.
    let before = without_registry(site.before());
    before.ends_with(b" ") && COMMANDS.iter().any(|command| before.ends_with(command))
}

/// `npm config set //registry.npmjs.org/:_authToken`: what stands before the registry of a name.
fn without_registry(before: &[u8]) -> &[u8] {
    if !before.ends_with(b":") {
        return before;
    }
    let len = before.iter().rev().take(LONGEST_REGISTRY).take_while(|&&byte| byte != b' ').count();
    let (rest, registry) = before.split_at(before.len() - len);
    if registry.starts_with(b"//") { rest } else { before }
}

/// `pulumi config set --secret name value`, where more flags may come before the name.
pub(super) fn secret(site: &Site<'_>, mut at: usize) -> Option<Open> {
    const FLAGS: usize = 3;
    let bytes = site.view.bytes;
    for _ in 0..FLAGS {
        let word = first_word(bytes.get(at..)?);
        let end = at + word.len();
        at = spaces(bytes, end);
        // The line ends, escaped or not.
        if at == end || word.contains(&b'\\') {
            return None;
        }
        if !word.starts_with(b"-") {
            return argument(site, at);
        }
    }
    None
}

/// `aws ssm put-parameter --name /prod/password --value …`, with the type before the value or not.
pub(crate) fn parameter(site: &Site<'_>, at: usize) -> Option<Open> {
    const TYPE: &[u8] = b"--type SecureString ";
    let bytes = site.view.bytes;
    let rest = bytes.get(at..).filter(|rest| rest.starts_with(b"--"))?;
    let at = at + if rest.starts_with(TYPE) { TYPE.len() } else { 0 };
    if !matches!(bytes.get(at..)?.strip_prefix(b"--value")?, [b' ' | b'=', ..]) {
        return None;
    }
    let path = |byte: &&u8| NAME.has(**byte) || **byte == b'/';
    let before = site.before();
    let before = &before[..before.len() - before.iter().rev().take(PATH).take_while(path).count()];
    before.ends_with(b"--name ").then(|| argument(site, spaces(bytes, at + b"--value ".len()))).flatten()
}

/// `/password:X` of Windows; in a route a word follows.
pub(crate) fn switch(site: &Site<'_>, at: usize) -> Option<Open> {
    let before = site.before().strip_suffix(b"/")?;
    let password = is_one_of(&["password", "pass", "pwd"], site.name());
    if !before.ends_with(b" ") || !password && !is_one_of(&["token", "secret", "apikey"], site.name()) {
        return None;
    }
    let value = Look::at(first_word(&site.view.bytes[at..]));
    let with_user = || line_at_end(before).windows(3).any(|part| part.eq_ignore_ascii_case(b" /u"));
    let fits = if password { judge::is_opaque(value) || with_user() } else { suspect::is_short(value) };
    fits.then(|| argument(site, at)).flatten()
}

/// `--password value`.
pub(crate) fn flag(site: &Site<'_>, at: usize) -> Option<Open> {
    // `mysql -psecret db`: the value of a short flag is a part of it, and the next argument another.
    if matches!(site.name(), b"-psecret" | b"-ppassword" | b"-ppasswd" | b"-ppass") {
        return None;
    }
    if site.name() == b"--secret" && site.before().ends_with(b"config set ") {
        return secret(site, at);
    }
    if is_done(site, at) {
        return None;
    }
    // `--cookie id=…`; a file of them has no sign.
    let cookies = cookies::list(site, at, &Skip::plain(Ends::CookieWord));
    cookies.unwrap_or_else(|| argument(site, at))
}

/// `-secret "scheduler-token" deleted`: what kubectl did with one, on a line that was taken out.
fn is_done(site: &Site<'_>, at: usize) -> bool {
    const DONE: &[&[u8]] =
        &[b"configured", b"created", b"deleted", b"edited", b"labeled", b"patched", b"unchanged"];
    let named = site.name().eq_ignore_ascii_case(b"-secret");
    let Some(string) = literal(site.view.bytes, at).filter(|_| named) else {
        return false;
    };
    let end = site.view.end_of(string.content, &string.skip) + string.quote.width();
    let after = site.view.bytes.get(end..).and_then(|rest| rest.strip_prefix(b" ")).unwrap_or_default();
    DONE.iter().any(|done| after.starts_with(done))
}

fn argument(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    if let Some(object) = in_single_quotes(site, at) {
        return object;
    }
    if let Some(string) = literal(bytes, at).filter(|_| matches!(bytes[at], b'"' | b'\'' | b'\\' | b'`')) {
        return (!text::closes(bytes, string.content)).then(|| site.literal(at)).flatten();
    }
    word::argument(site, at)
}

/// `az keyvault secret set --name x --value …`: the value of a flag that does not tell.
pub(crate) fn of_vault(site: &Site<'_>, at: usize) -> Option<Open> {
    const VALUE: &[u8] = b" --value";
    const FAR: usize = 200;
    let bytes = site.view.bytes;
    if site.name() != b"secret" || !site.before().ends_with(b"keyvault ") {
        return None;
    }
    let line = bytes.get(at..)?.strip_prefix(b"set")?;
    let line = &line[..line.iter().take(FAR).take_while(|byte| !b"\n;|&".contains(byte)).count()];
    let flag = line.windows(VALUE.len()).position(|part| part == VALUE)?;
    let end = at + b"set".len() + flag + VALUE.len();
    matches!(bytes.get(end), Some(b' ' | b'=')).then(|| argument(site, spaces(bytes, end + 1))).flatten()
}
