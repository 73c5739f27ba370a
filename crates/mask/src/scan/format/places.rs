//! Secrets that are arguments by themselves, told by their place or by what stands before them.

use super::arguments::{Argument, Arguments};
use super::flags::{Found, after_mark};
use super::usage::ends_in_command;
use super::walks::End;

/// The argument at a place among those that are no flags.
pub(super) fn last(mut arguments: Arguments<'_>, flag: Option<u8>, place: usize) -> End {
    let mut places = 0;
    let mut lettered = false;
    let mut image = false;
    while let Some(argument) = arguments.next() {
        let text = arguments.text(argument);
        if ends_in_command(text) {
            break;
        }
        let is_flag = text.starts_with(b"-");
        lettered |= flag.is_none_or(|flag| is_flag && text.contains(&flag));
        // `--entrypoint htpasswd httpd:2 -Bbn ada X`: the image that has the command is none of its arguments.
        image |= !is_flag && flag.is_some() && text.contains(&b':');
        if image && is_flag && flag.is_some_and(|flag| text.contains(&flag)) {
            (places, image) = (0, false);
        }
        // Without a file, there is one argument less.
        places += if is_flag { usize::from(flag.is_some() && text.contains(&b'n')) } else { 1 };
        if lettered && places == place && !is_flag {
            return End::Found(argument.start, argument.end);
        }
        // What follows is further on than that place.
        if places >= place || super::has_mark(text) {
            break;
        }
    }
    End::Nothing
}

/// `user:X`, the first argument.
pub(super) fn first(mut arguments: Arguments<'_>, mark: u8) -> End {
    let Some(argument) = arguments.next() else {
        return End::Nothing;
    };
    let (start, end) = after_mark(&mut arguments, argument, argument.start, mark);
    End::Found(start, end)
}

/// `X`, `user X`, and nothing after it. Of mail, the first argument is a way to sign in, in capitals.
pub(super) fn at_end(mut arguments: Arguments<'_>) -> End {
    let (Some(first), second) = (arguments.next(), arguments.next()) else {
        return End::Nothing;
    };
    let way = |byte: &u8| byte.is_ascii_uppercase() || matches!(byte, b'-' | b'0'..=b'9');
    if arguments.text(first).iter().all(way) || second.is_some() && arguments.next().is_some() {
        return End::Nothing;
    }
    let last = second.unwrap_or(first);
    End::Found(last.start, last.end)
}

/// A name, and its value: what the name says is secret, or what is more than a word.
pub(super) fn setting(mut arguments: Arguments<'_>) -> End {
    const NAMES: &[&[u8]] = &[b"password", b"pwd", b"secret", b"token", b"key"];
    let (Some(name), Some(value)) = (arguments.next(), arguments.next()) else {
        return End::Nothing;
    };
    let (name, text) = (arguments.text(name), arguments.text(value));
    let ends =
        |end: &&[u8]| name.len() >= end.len() && name[name.len() - end.len()..].eq_ignore_ascii_case(end);
    // Of a URL or a connection string, the password is found by itself.
    let parts = text.contains(&b';') || text.windows(3).any(|part| part == b"://");
    let opaque =
        text.len() >= 8 && text.iter().any(u8::is_ascii_digit) && text.iter().any(u8::is_ascii_alphabetic);
    let secret = !parts && (NAMES.iter().any(ends) || opaque);
    if secret { End::Found(value.start, value.end) } else { End::Nothing }
}

/// `user:X` after the address of a host, as Bundler keeps it.
pub(super) fn after_host(host: &[u8], arguments: &mut Arguments<'_>) -> Option<Found> {
    const OTHERS: &[&[u8]] = &[b"-", b"build.", b"local.", b"mirror."];
    if !host.contains(&b'.') || OTHERS.iter().any(|other| host.starts_with(other)) {
        return None;
    }
    let argument = arguments.next()?;
    let text = arguments.text(argument);
    let colon = text.iter().position(|&byte| byte == b':').filter(|&at| at > 0)?;
    let user = text[..colon].iter().all(|byte| byte.is_ascii_alphanumeric() || b"_.@-".contains(byte));
    (user && !text[colon..].starts_with(b":/")).then_some((argument.start + colon + 1, argument.end))
}

/// What is long and no word, and neither a flag nor a setting.
pub(super) fn token(text: &[u8], argument: Argument) -> Option<Found> {
    let body = text.len() - text.iter().rev().take_while(|&&byte| byte == b'=').count();
    let drawn = text.len() >= 20 && text.iter().any(u8::is_ascii_digit) && !text[..body].contains(&b'=');
    (drawn && !text.starts_with(b"-")).then_some((argument.start, argument.end))
}
