//! Values that are code, or a form for a text: told by how they are written.

use super::variable;
use crate::class::Bytes;
use crate::kinds::{Kinds, Look};
use crate::scan::named::line::next_line;
use crate::scan::named::site::Site;
use crate::scan::named::text::ends_with_folded;

/// Whether a value is a part of a program, or what it puts a text together with.
pub(super) fn is_code(value: Look<'_>, site: &Site<'_>) -> bool {
    let Look { bytes, kinds } = value;
    const SIGNS: Kinds = Kinds::SPACE.or(Kinds::BACKSLASH).or(Kinds::NEWLINE).or(Kinds::TAB);
    kinds.any(SIGNS) && is_glue(bytes)
        || kinds.any(Kinds::PERCENT) && is_directives(bytes)
        || kinds.any(Kinds::DOT) && (is_joined(bytes) || is_called(bytes) || is_entry_point(value))
        || kinds.any(Kinds::SLASH) && is_route(bytes)
        || kinds.any(Kinds::PLUS) && is_between_plus(bytes)
        || kinds.any(Kinds::AT) && is_razor(bytes)
        || kinds.any(Kinds::AT) && kinds.any(Kinds::BACKSLASH) && is_action(bytes)
        || kinds.any(Kinds::BANG) && is_tagged(bytes)
        || kinds.any(Kinds::COLON) && is_item(bytes)
        || kinds.any(Kinds::DOLLAR) && variable::is_variable(bytes, site)
        || kinds.any(Kinds::PAREN) && (is_expression(bytes) || is_cut_call(value))
        || is_own_name_and_more(value, site)
        || bytes.starts_with(b"\\(") && matches!(bytes.get(2), Some(b'.' | b'['))
        || is_beginning(bytes, site.name())
        || kinds.only(Kinds::LETTER) && is_chained(bytes, site)
}

/// `;\n`, ` +\n  `: signs between texts, and the blanks of lines.
fn is_glue(value: &[u8]) -> bool {
    let mut rest = value;
    let (mut blank, mut sign) = (false, false);
    while let Some((&first, after)) = rest.split_first() {
        rest = match (first, after) {
            (b'\\', [b'n' | b'r' | b't' | b'\\', after @ ..]) => {
                blank = true;
                after
            }
            (b' ' | b'\n' | b'\r' | b'\t', _) => {
                blank = true;
                after
            }
            (b'+' | b'.' | b',' | b';' | b'\'' | b'&' | b'|' | b'(' | b')' | b'{' | b'[', _) => {
                sign = true;
                after
            }
            _ => return false,
        };
    }
    blank && sign
}

/// `%w`, `%[5]s`, `%3`, `%s\n%s`, `requested=%s;`: what a text is put in for, and nothing else.
fn is_directives(value: &[u8]) -> bool {
    let word = value.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
    let mut rest = if value.get(word) == Some(&b'=') { &value[word + 1..] } else { value };
    let mut found = false;
    while let Some((&first, after)) = rest.split_first() {
        rest = match (first, after) {
            (b'%', _) => {
                let Some(end) = directive(after) else { return false };
                found = true;
                &after[end..]
            }
            (b'\\', [b'n' | b't', after @ ..]) => after,
            (b' ' | b':' | b',' | b';' | b'.', _) => after,
            _ => return false,
        };
    }
    found
}

/// How long a directive is after its sign: `s`, `[5]s`, `1$s`, and the `3` of Qt.
fn directive(text: &[u8]) -> Option<usize> {
    let digits = |text: &[u8]| text.iter().take(2).take_while(|byte| byte.is_ascii_digit()).count();
    let placed = match text {
        [b'[', rest @ ..] => {
            let len = digits(rest);
            if rest.get(len) != Some(&b']') {
                return None;
            }
            len + 2
        }
        _ => match digits(text) {
            0 => 0,
            len if text.get(len) == Some(&b'$') => len + 1,
            1 => return (!text.get(1).is_some_and(u8::is_ascii_alphanumeric)).then_some(1),
            _ => return None,
        },
    };
    let verb = matches!(text.get(placed), Some(b's' | b'd' | b'v' | b'w' | b'q' | b'@'));
    let ends = !text.get(placed + 1).is_some_and(u8::is_ascii_alphanumeric);
    (verb && ends).then_some(placed + 1)
}

/// `[parameters('appSecret')]`, by which a template of Azure gives what is known elsewhere
/// (<https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions>).
fn is_expression(value: &[u8]) -> bool {
    let Some(inner) = value.strip_prefix(b"[").and_then(|rest| rest.strip_suffix(b"]")) else {
        return false;
    };
    let len = inner.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    len > 2 && inner[0].is_ascii_lowercase() && inner.get(len) == Some(&b'(') && inner.contains(&b')')
}

/// `base64(encoded_id`, `.length) : null`: what is called before the value ends.
fn is_cut_call(Look { bytes, kinds }: Look<'_>) -> bool {
    const NAMES: Kinds = Kinds::LOWER.or(Kinds::UNDERSCORE).or(Kinds::DIGIT).or(Kinds::PAREN);
    if let Some(method) = bytes.strip_prefix(b".") {
        let len = method.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        return len > 2 && matches!(method.get(len), Some(b'(' | b')'));
    }
    let mut parts = bytes.split(|byte| *byte == b'(');
    let (callee, inner) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    kinds.only(NAMES)
        && callee.len() > 2
        && inner.len() > 2
        && inner.contains(&b'_')
        && !inner.iter().any(u8::is_ascii_digit)
        && parts.next().is_none()
}

/// `sessionId: sessionIdToUse`: a variable that is called like the name of two words, and more.
fn is_own_name_and_more(Look { bytes, kinds }: Look<'_>, site: &Site<'_>) -> bool {
    let name = site.name();
    let Some((own, more)) = bytes.split_at_checked(name.len()).filter(|_| kinds.only(Kinds::LETTER)) else {
        return false;
    };
    let humps = name.windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    let bare = || matches!(site.view.bytes.get(site.key.end..), Some([b':', b' ', rest @ ..]) if rest.starts_with(bytes));
    humps && own.eq_ignore_ascii_case(name) && more.first().is_some_and(u8::is_ascii_uppercase) && bare()
}

/// `..api_key or `, ` . $name . `: what Lua or PHP joins to the string before.
fn is_joined(value: &[u8]) -> bool {
    value.starts_with(b" . ") && value.ends_with(b" . ")
        || value.strip_prefix(b"..").is_some_and(|rest| {
            rest.first().is_some_and(|byte| byte.is_ascii_lowercase() || *byte == b' ')
                && rest.contains(&b' ')
                || !rest.is_empty() && rest.ends_with(b"..")
        })
}

/// `+strconv.Quote(value)+`: what stands between two strings that are joined.
fn is_between_plus(value: &[u8]) -> bool {
    let inner = value.trim_ascii().strip_prefix(b"+").and_then(|rest| rest.strip_suffix(b"+"));
    inner.is_some_and(|inner| inner.trim_ascii().first().is_some_and(u8::is_ascii_alphabetic))
        && value.contains(&b'(') | value.starts_with(b" ")
}

/// `base64.b64encode(f`, after which a string begins; `authorization.issue_token!` of Ruby.
fn is_called(value: &[u8]) -> bool {
    static PATH: Bytes = Bytes::alnum_and(b"_.");
    let len = PATH.run(value);
    let (path, rest) = value.split_at(len);
    let Some(dot) = path.iter().position(|byte| *byte == b'.') else {
        return false;
    };
    let step = |step: &[u8]| step.first().is_some_and(u8::is_ascii_lowercase);
    let called = matches!(rest, b"(" | b"(f" | b"(b" | b"(r");
    let asked = matches!(rest, b"!" | b"?") && path[dot..].contains(&b'_');
    (called || asked) && path.split(|byte| *byte == b'.').all(step)
}

/// `package.module:ClassName`: where a program begins
/// (<https://packaging.python.org/specifications/entry-points/>).
fn is_entry_point(Look { bytes, kinds }: Look<'_>) -> bool {
    const PATH: Kinds = Kinds::LETTER.or(Kinds::DOT).or(Kinds::UNDERSCORE).or(Kinds::COLON);
    let mut parts = bytes.splitn(2, |byte| *byte == b':');
    let (module, class) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let step =
        |step: &[u8]| step.len() > 1 && step.iter().all(|byte| byte.is_ascii_lowercase() || *byte == b'_');
    kinds.only(PATH)
        && module.contains(&b'.')
        && module.split(|byte| *byte == b'.').all(step)
        && class.first().is_some_and(u8::is_ascii_uppercase)
        && class.iter().all(u8::is_ascii_alphabetic)
}

/// `/auth`, `/api/boards/:boardId/export?authToken=:token`: where a server listens, with what is put in after a
/// colon or between braces.
fn is_route(value: &[u8]) -> bool {
    let Some(route) = value.strip_prefix(b"/") else {
        return false;
    };
    let (path, query) = match route.iter().position(|byte| *byte == b'?') {
        Some(at) => (&route[..at], &route[at + 1..]),
        None => (route, &[][..]),
    };
    let letters =
        |text: &[u8]| !text.is_empty() && text.iter().all(|byte| byte.is_ascii_alphabetic() || *byte == b'_');
    let small = |text: &[u8]| {
        text.len() > 2 && text.iter().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'-' | b'_'))
    };
    let put_in = |text: &[u8]| match text {
        [b':', name @ ..] | [b'{', name @ .., b'}'] => letters(name),
        _ => false,
    };
    let mut given = false;
    let mut member = |text: &[u8]| {
        given = true;
        text.iter()
            .position(|byte| *byte == b'=')
            .is_some_and(|at| letters(&text[..at]) && put_in(&text[at + 1..]))
    };
    let queried = query.is_empty() || query.split(|byte| *byte == b'&').all(&mut member);
    let placed = path.split(|byte| *byte == b'/').any(put_in);
    let mut steps = path.split(|byte| *byte == b'/');
    queried && steps.all(|step| small(step) || put_in(step) || (placed || given) && letters(step))
}

/// `@ViewData[`, `@Model.Token`: what Razor puts in
/// (<https://learn.microsoft.com/aspnet/core/mvc/views/razor>).
fn is_razor(value: &[u8]) -> bool {
    let Some(name) = value.strip_prefix(b"@") else {
        return false;
    };
    let len = name.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    len > 2
        && name.first().is_some_and(u8::is_ascii_uppercase)
        && name.iter().skip(1).take(len - 1).any(u8::is_ascii_lowercase)
        && match &name[len..] {
            [b'[' | b'(', ..] => true,
            [b'.', rest @ ..] => rest.first().is_some_and(u8::is_ascii_uppercase),
            _ => false,
        }
}

/// `Api\LoginController@show`: what answers a request, by its class and its method
/// (<https://laravel.com/docs/controllers>).
fn is_action(value: &[u8]) -> bool {
    let mut parts = value.splitn(2, |byte| *byte == b'@');
    let (class, method) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let method =
        method.first().is_some_and(u8::is_ascii_lowercase) && method.iter().all(u8::is_ascii_alphanumeric);
    let mut steps = class.split(|byte| *byte == b'\\').filter(|step| !step.is_empty());
    method
        && class.ends_with(b"Controller")
        && steps.all(|step| step[0].is_ascii_uppercase() && step.iter().all(u8::is_ascii_alphanumeric))
}

/// `!ImportValue stack-token`, `!GetAtt Key.Arn`: what YAML is told to put in.
fn is_tagged(value: &[u8]) -> bool {
    let Some(tag) = value.strip_prefix(b"!") else {
        return false;
    };
    let len = tag.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let small = tag.iter().take(len).any(u8::is_ascii_lowercase);
    len > 2 && small && tag.first().is_some_and(u8::is_ascii_uppercase) && tag.get(len) == Some(&b' ')
}

/// `sqlx::types::Text<password::Hash>`: a type of Rust or C++ by its path.
fn is_item(value: &[u8]) -> bool {
    static TYPE: Bytes = Bytes::letters_and(b"_:<>");
    let mut steps = value.split(|byte| matches!(byte, b':' | b'<' | b'>')).filter(|step| !step.is_empty());
    let path = value.windows(2).filter(|pair| *pair == b"::").count();
    path > 0
        && TYPE.run(value) == value.len()
        && value[0].is_ascii_lowercase()
        && steps.all(|step| step.len() > 1)
}

/// `AWS `, `MAC id="`: what credentials begin with that are put in after it.
fn is_beginning(value: &[u8], name: &[u8]) -> bool {
    let head =
        value.strip_suffix(b" ").or_else(|| value.strip_suffix(b"=\"")).or_else(|| value.strip_suffix(b"="));
    let words = |head: &[u8]| {
        !head.is_empty()
            && head.len() < 16
            && head.iter().all(|byte| byte.is_ascii_alphabetic() || *byte == b' ')
    };
    let cookie =
        |head: &[u8]| !head.is_empty() && head.iter().all(|byte| byte.is_ascii_lowercase() || *byte == b'_');
    is_flag(value)
        || head.is_some_and(words) && ends_with_folded(name, b"authorization")
        || value.strip_suffix(b"=").is_some_and(cookie) && ends_with_folded(name, b"cookie")
}

/// ` --username=`: an option of a command, for what is put in after it.
fn is_flag(value: &[u8]) -> bool {
    let option = value.trim_ascii_start().strip_prefix(b"--").and_then(|rest| rest.strip_suffix(b"="));
    let letter = |byte: &u8| byte.is_ascii_lowercase() || *byte == b'-';
    option.is_some_and(|option| option.len() > 1 && option.iter().all(letter))
}

/// `token: z`, of which the next line begins with a dot: what methods are called of.
fn is_chained(value: &[u8], site: &Site<'_>) -> bool {
    const LONGEST: usize = 16;
    const GAP: usize = 4;
    const INDENT: usize = 64;
    if value.len() > LONGEST {
        return false;
    }
    let rest = site.view.bytes.get(site.key.end..).unwrap_or_default();
    let sign = rest.iter().take(GAP).take_while(|byte| matches!(byte, b':' | b' ' | b'=')).count();
    let after = rest.get(sign..).and_then(|rest| rest.strip_prefix(value)).unwrap_or_default();
    let Some((next, _)) = next_line(after, 0) else {
        return false;
    };
    let line = &after[next..];
    let indent = line.iter().take(INDENT).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    // On the left, YAML has keys that begin so.
    sign > 0 && indent > 0 && matches!(&line[indent..], [b'.', first, ..] if first.is_ascii_lowercase())
}
