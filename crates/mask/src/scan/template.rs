//! Values that a template, a shell or a format puts there later.

use super::drawn::is_drawn;
use super::named::TrimSuffix;
use super::slots;
use crate::class::Bytes;
use crate::kinds::{Kinds, Look};

/// Whether a value is nothing else: names between brackets, and words around them.
pub(super) fn is_filled_in(value: Look<'_>) -> bool {
    let Look { bytes, kinds } = value;
    is_template(bytes)
        || kinds.any(Kinds::BRACE) && is_expansion(bytes)
        || kinds.any(Kinds::BRACE.or(Kinds::BACKSLASH).or(Kinds::PERCENT)) && is_interpolated(bytes)
        || kinds.any(Kinds::SQUARE) && is_optional(bytes)
        || kinds.any(Kinds::DOLLAR) && is_variable(bytes)
        || slots::has_only(value)
        || kinds.any(Kinds::SPACE) && is_command(bytes)
        || kinds.any(Kinds::QUOTE)
            && (is_program(bytes) || inside(bytes, b"'", b"'").is_some_and(is_expansion))
        || kinds.any(Kinds::QUOTE) && is_between_strings(bytes)
        || kinds.any(Kinds::AT) && inside(bytes, b"@", b"@").is_some_and(is_substituted)
}

/// `@ADMIN_TOKEN@`, `@tsig_key@`: a name that is put in as by autoconf
/// (<https://www.gnu.org/software/autoconf/manual/autoconf.html#Setting-Output-Variables>).
fn is_substituted(name: &[u8]) -> bool {
    let capitals = name.iter().all(|byte| byte.is_ascii_uppercase() || *byte == b'_');
    let small = name.iter().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'-'));
    name.len() > 2 && (capitals || small && name.iter().any(|byte| matches!(byte, b'_' | b'-')))
}

/// `'.csrf_token().'`, `' + token + '`: one string ends, something is added to it, and then another string.
fn is_between_strings(value: &[u8]) -> bool {
    let added = inside(value, b"'", b"'").map(<[u8]>::trim_ascii);
    matches!(added, Some([b'.' | b'+', first, .., b'.' | b'+'])
        if first.is_ascii_alphabetic() || matches!(first, b' ' | b'$' | b'_' | b'\\'))
}

/// `ID[:PATH]`: words in capitals, of which the last may be left out.
fn is_optional(value: &[u8]) -> bool {
    let word =
        |text: &[u8]| text.len() > 1 && text.iter().all(|byte| byte.is_ascii_uppercase() || *byte == b'_');
    let open = value.iter().position(|byte| *byte == b'[');
    let parts = open.and_then(|at| Some((&value[..at], value[at + 1..].strip_suffix(b"]")?)));
    parts.is_some_and(|(first, last)| {
        let sign = last.first().is_some_and(|byte| b":=,./|@".contains(byte));
        sign && word(first) && word(&last[1..])
    })
}

/// `` `cat token.txt` ``: a shell puts there what a program prints.
fn is_command(value: &[u8]) -> bool {
    const PROGRAMS: &[&[u8]] = &[
        b"aws",
        b"az",
        b"base64",
        b"bw",
        b"cat",
        b"curl",
        b"date",
        b"docker",
        b"echo",
        b"gcloud",
        b"gh",
        b"git",
        b"gpg",
        b"head",
        b"jq",
        b"kubectl",
        b"op",
        b"openssl",
        b"pass",
        b"printenv",
        b"security",
        b"sops",
        b"terraform",
        b"vault",
    ];
    let program = inside(value, b"`", b"`").and_then(|inner| inner.split(|byte| *byte == b' ').next());
    program.is_some_and(|program| PROGRAMS.contains(&program))
}

/// `` `password-command` ``, `` `~/bin/mail-password` ``: the same of a program with such a name.
fn is_program(value: &[u8]) -> bool {
    let name = inside(value, b"`", b"`").unwrap_or_default();
    name.iter().all(|byte| byte.is_ascii_lowercase() || b"-/~.".contains(byte))
        && name.iter().any(|byte| matches!(byte, b'-' | b'/'))
}

/// `<token>`, `{{ token }}`, `%TOKEN%`: a name between brackets.
fn is_template(value: &[u8]) -> bool {
    const NAMED: &[(&[u8], &[u8])] = &[
        (b"{", b"}"),
        (b"%", b"%"),
        (b"%(", b")s"),
        (b"$(", b")"),
        (b"__", b"__"),
        (b"@@", b"@@"),
        (b"#{", b"}"),
        (b"#{", b"}#"),
    ];
    const ANY: &[(&[u8], &[u8])] = &[
        (b"<", b">"),
        (b"&lt;", b"&gt;"),
        (b"{{", b"}}"),
        (b"${{", b"}}"),
        (b"<%", b"%>"),
        (b"{=", b"=}"),
        (b"<<", b">>"),
    ];
    // PHP
    if value.starts_with(b"<?=") || value.starts_with(b"<?php ") {
        return true;
    }
    // Around the settings of a statement.
    let brackets = value.iter().rev().take_while(|byte| **byte == b')').count();
    let value = if value.starts_with(b"{") { &value[..value.len() - brackets] } else { value };
    let named = |(open, close): &(&[u8], &[u8])| inside(value, open, close).is_some_and(is_name);
    let any = |(open, close): &(&[u8], &[u8])| {
        inside(value, open, close).is_some_and(|inner| !inner.iter().any(|byte| matches!(byte, b'<' | b'>')))
    };
    // What all of those lists begin with.
    let opens = matches!(value.first(), Some(b'<' | b'&' | b'{' | b'$' | b'%' | b'_' | b'@' | b'#'));
    opens && !is_wrapped(value) && (any_of(ANY, any) || any_of(NAMED, named))
}

/// `{MRvguLJxPuy6iCC6NTLz}`, `<x9Kq2mVb7Lw4Zt>`: whether what is between brackets was drawn. Some write so what they
/// encrypted, or where a value begins and ends, and no name of a variable looks like it.
pub(crate) fn is_wrapped(value: &[u8]) -> bool {
    const SHORTEST: usize = 16;
    let drawn = |inner: &[u8]| inner.len() >= SHORTEST && is_drawn_word(inner);
    inside(value, b"{", b"}").is_some_and(drawn) || is_encrypted(value) || is_in_angles(value)
}

/// `<x9Kq2mVb7Lw4Zt>`, `&lt;x9Kq2mVb7Lw4Zt&gt;`, with what may follow it.
pub(crate) fn is_in_angles(value: &[u8]) -> bool {
    const SHORTEST: usize = 12;
    let Some(inner) = value.strip_prefix(b"<").or_else(|| value.strip_prefix(b"&lt;")) else {
        return false;
    };
    let len = WORD.run(inner);
    let closes = matches!(inner.get(len..), Some([b'>', ..] | [b'&', b'g', b't', b';', ..]));
    closes && len >= SHORTEST && is_drawn_word(&inner[..len])
}

/// Letters and digits that were drawn, and none of the signs that part words.
fn is_drawn_word(inner: &[u8]) -> bool {
    WORD.run(inner) == inner.len() && inner.iter().any(u8::is_ascii_digit) && is_drawn(inner)
}

/// What is drawn is made of.
static WORD: Bytes = Bytes::alnum_and(b"+/=");

/// `{AQAAABAAAA…}`, perhaps with a word before it: what Jenkins encrypted
/// (<https://www.jenkins.io/doc/developer/security/secrets/>).
fn is_encrypted(value: &[u8]) -> bool {
    const BEGINS: &[u8] = b"AQAAAB";
    inside(value, b"{", b"}").is_some_and(|inner| inner.windows(BEGINS.len()).any(|part| part == BEGINS))
}

fn any_of<T>(list: &[T], test: impl Fn(&T) -> bool) -> bool {
    list.iter().any(test)
}

pub(super) fn inside<'v>(value: &'v [u8], open: &[u8], close: &[u8]) -> Option<&'v [u8]> {
    value.strip_prefix(open)?.strip_suffix(close)
}

/// What a template puts between its brackets.
fn is_name(text: &[u8]) -> bool {
    text.iter().all(|byte| byte.is_ascii_alphanumeric() || b"_-. {}/$:[]'()".contains(byte))
}

/// `${TOKEN}`, `${env:TOKEN}`, `${TOKEN:?not set}`. `${TOKEN:-default}` holds more than a name.
fn is_expansion(value: &[u8]) -> bool {
    let Some(inner) = inside(value, b"${", b"}") else {
        return false;
    };
    let name =
        inner.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"_-.:/ ".contains(byte)).count();
    let default = inner.windows(2).position(|pair| matches!(pair, b":-" | b":="));
    match default {
        Some(at) => inner.len() == at + 2 || inner[at + 2] == b'$',
        None => name == inner.len() || inner.windows(2).any(|pair| pair == b":?"),
    }
}

/// `Bearer-${token}`, `#{key}:#{pepper}`, `{$this->id}` of PHP, `\(user):\(password)` of Swift, `%(Item.Value)` of MSBuild: words
/// around what is put in.
fn is_interpolated(value: &[u8]) -> bool {
    let numbered = has_numbers_around(value);
    let plain =
        |b: &u8| b.is_ascii_alphabetic() || b"-_:./ ${}=!@&%".contains(b) || numbered && b.is_ascii_digit();
    let code = |b: &u8| is_name(std::slice::from_ref(b)) || b"!?,&|>@".contains(b);
    let (mut rest, mut names) = (value, 0);
    while let Some(open) =
        rest.windows(2).position(|pair| matches!(pair, b"${" | b"#{" | b"{$" | b"\\(" | b"%("))
    {
        let (before, inner) = rest.split_at(open + 2);
        // In strings of strings its backslash is escaped.
        let text =
            if before.ends_with(b"(") { before[..open].trim_suffix_of(b"\\") } else { &before[..open] };
        let Some(len) = closing(inner, before[open + 1]) else {
            // A string inside of it ends what is seen.
            let called = inner.ends_with(b" ") && inner.contains(&b'.');
            let ends = |end: &&[u8]| inner.ends_with(end);
            let goes_on = called || [&b"("[..], b"[", b"?? ", b"|| "].iter().any(ends);
            return goes_on && inner.iter().all(code) && text.iter().all(plain);
        };
        let has_default = inner[..len].windows(2).any(|pair| pair == b":-");
        let compares = compares(&inner[..len]);
        let code = |b: &u8| code(b) || compares && *b == b'=';
        if has_default || !inner[..len].iter().all(code) || !text.iter().all(plain) {
            return false;
        }
        (rest, names) = (&inner[len + 1..], names + 1);
    }
    names > 0 && rest.iter().all(plain)
}

/// `a == null || b != 0`: whether every sign of equality is one of a comparison.
fn compares(text: &[u8]) -> bool {
    let is = |at: usize, signs: &[u8]| text.get(at).is_some_and(|byte| signs.contains(byte));
    let compared = |at: usize| is(at + 1, b"=") || at > 0 && is(at - 1, b"=!");
    (0..text.len()).filter(|&at| text[at] == b'=').all(compared)
}

/// `#{parts[0]}_9223372036854775807#{parts[1]}`: whether of what is around two names in Ruby there is nothing but a number
/// and signs.
fn has_numbers_around(value: &[u8]) -> bool {
    let (mut rest, mut names) = (value, 0);
    let around = |text: &[u8]| text.iter().all(|byte| byte.is_ascii_digit() || b"-_:.".contains(byte));
    while let Some(open) = rest.windows(2).position(|pair| pair == b"#{") {
        let Some(len) = closing(&rest[open + 2..], b'{').filter(|_| around(&rest[..open])) else {
            return false;
        };
        (rest, names) = (&rest[open + 2 + len + 1..], names + 1);
    }
    names > 1 && around(rest)
}

/// Where the bracket is that closes the one before `text`.
fn closing(text: &[u8], open: u8) -> Option<usize> {
    let close = if open == b'(' { b')' } else { b'}' };
    let mut nesting = 0_usize;
    for (at, byte) in text.iter().enumerate() {
        match *byte {
            byte if byte == open => nesting += 1,
            byte if byte == close && nesting == 0 => return Some(at),
            byte if byte == close => nesting -= 1,
            _ => {}
        }
    }
    None
}

/// `{registry_id}-auth-token`: names in braces, and words around them. A string inside of one ends what is seen:
/// `{id}_{data[`.
pub(crate) fn is_put_together(value: &[u8]) -> bool {
    let plain = |byte: &u8| byte.is_ascii_alphabetic() || b"-_:./ @'".contains(byte);
    let (mut rest, mut names) = (value, 0);
    while let Some(open) = rest.iter().position(|&byte| byte == b'{') {
        let Some(len) = rest[open..].iter().position(|&byte| byte == b'}') else {
            let path = rest[open + 1..].strip_suffix(b"[");
            let named =
                |path: &[u8]| path.iter().all(|byte| byte.is_ascii_alphabetic() || b"_.".contains(byte));
            return path.is_some_and(|path| path.len() > 1 && named(path)) && rest[..open].iter().all(plain);
        };
        if len < 2 || !is_name(&rest[open + 1..open + len]) || !rest[..open].iter().all(plain) {
            return false;
        }
        (rest, names) = (&rest[open + len + 1..], names + 1);
    }
    names > 0 && rest.iter().all(plain)
}

/// Where the default of `${TOKEN:-default}` is.
pub(crate) fn default_of(value: &[u8]) -> Option<(usize, usize)> {
    let inner = inside(value, b"${", b"}")?;
    let at = inner.windows(2).position(|pair| matches!(pair, b":-" | b":="))?;
    Some((at + 4, value.len() - 1))
}

/// `TOKEN:?token is not set}`, after `${`: what a shell says where a variable has no value, or takes from
/// another place.
pub(crate) fn has_message(text: &[u8]) -> bool {
    const LONGEST: usize = 96;
    let text = &text[..text.len().min(LONGEST)];
    let len = text.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
    let (name, rest) = text.split_at(len);
    let says = matches!(rest, [b':', b'?', ..])
        || rest.starts_with(b"?") && !name.iter().any(u8::is_ascii_lowercase);
    let takes =
        matches!(rest, [b':', b'-' | b'=', b'$', b'(' | b'{', ..] | [b'-' | b'=', b'$', b'(' | b'{', ..]);
    // A quote ends the string that all of it stands in, unless the message has quotes.
    let quoted = matches!(rest, [b':', b'?', b'"', ..] | [b'?', b'"', ..]);
    let end =
        rest.iter().find(|&&byte| matches!(byte, b'}' | b'\n' | b'\r' | b'\\') || byte == b'"' && !quoted);
    (says || takes) && name.first().is_some_and(|byte| !byte.is_ascii_digit()) && end == Some(&b'}')
}

/// `$NAME`, `$$NAME` of Compose, which leaves one of the signs to the shell, `'$NAME'`, `$NAME/path`, `/$NAME/path`, `$env:Name` of PowerShell.
fn is_variable(value: &[u8]) -> bool {
    // A shell puts it in between the quotes of another program.
    let value = inside(value, b"'", b"'").unwrap_or(value);
    let rooted = value.strip_prefix(b"/").filter(|rest| rest.contains(&b'/')).unwrap_or(value);
    let Some(name) = rooted.strip_prefix(b"$") else {
        return false;
    };
    // `$job.'credentials'` of PowerShell: a member in quotes follows.
    if name
        .strip_suffix(b".")
        .is_some_and(|name| !name.is_empty() && name.iter().all(u8::is_ascii_alphabetic))
    {
        return true;
    }
    let name = name.strip_prefix(b"$").filter(|name| name.contains(&b'_')).unwrap_or(name);
    // A parameter of SQL or of a shell.
    if name.len() <= 2 && name.first().is_some_and(|byte| (b'1'..=b'9').contains(byte)) {
        return name.iter().all(u8::is_ascii_digit);
    }
    let begins = |name: &[u8]| name.first().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_');
    if let Some(name) = name.strip_prefix(b"env:") {
        return begins(name) && name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    }
    let len = name.iter().position(|byte| *byte == b'/').unwrap_or(name.len());
    let (name, path) = name.split_at(len);
    let file = |byte: &u8| byte.is_ascii_alphabetic() || b"/._-".contains(byte);
    begins(name)
        && name.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_')
        && path.iter().all(file)
}
