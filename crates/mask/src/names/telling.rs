//! Most words are the name of nothing: that they have no two telling letters in a row says so.

/// One of these is in every built-in name, case and separators left out.
const PAIRS: &[&[u8; 2]] = &[
    b"al", b"ar", b"cr", b"ds", b"ee", b"ey", b"fi", b"hm", b"if", b"jw", b"mn", b"nn", b"ns", b"od", b"ok",
    b"oo", b"pa", b"ph", b"pi", b"pw", b"rf", b"sk", b"ss", b"sw", b"tp", b"ut", b"vc", b"vv",
];

/// By the low bits of the first letter, which both cases share: a bit for each second one.
static SECONDS: [u32; 32] = {
    let mut seconds = [0; 32];
    let mut at = 0;
    while at < PAIRS.len() {
        let [first, second] = *PAIRS[at];
        seconds[low(first)] |= 1 << low(second);
        at += 1;
    }
    seconds
};

const fn low(byte: u8) -> usize {
    (byte % 32) as usize
}

/// Whether a name may be a built-in one.
#[inline]
pub(super) fn may_tell(name: &[u8]) -> bool {
    let (mut seconds, mut any) = (0_u32, 0);
    for &byte in name.iter().filter(|byte| byte.is_ascii_alphanumeric()) {
        any |= seconds >> low(byte);
        seconds = SECONDS[low(byte)];
    }
    any & 1 == 1
}

#[cfg(test)]
mod tests {
    use super::super::lists::{JOINED, LAST_WORDS, OWNED, SHORT_PASSWORDS, endings};
    use super::*;

    /// What `tells` looks for by itself.
    const OTHERS: &[&str] = &[
        "key",
        "token",
        "code",
        "passw",
        "psw",
        "requirepass",
        "identified",
        "seed",
        "bearer",
        "assertion",
        "verifier",
        "session",
        "sessionid",
        "phpsessid",
        "jsessionid",
        "sessid",
        "mnemonic",
        "auth",
        "salt",
        "passwordsalt",
        "hmac",
        "pat",
    ];

    #[test]
    fn every_built_in_name_has_telling_letters() {
        let lists = [&LAST_WORDS, &OWNED, &JOINED].into_iter().flat_map(|list| list.numbers());
        for number in lists {
            assert!(may_tell(&number.to_be_bytes()), "{number:x}");
        }
        for name in (b'a'..=b'z').flat_map(endings).chain(OTHERS).chain(SHORT_PASSWORDS) {
            assert!(may_tell(name.as_bytes()) && may_tell(name.to_ascii_uppercase().as_bytes()), "{name}");
            let parted: String = name.chars().flat_map(|letter| [letter, '_']).collect();
            assert!(may_tell(parted.as_bytes()), "{name}");
        }
        assert!(!may_tell(b"x") && !may_tell(b"hello") && !may_tell(b""));
    }
}
