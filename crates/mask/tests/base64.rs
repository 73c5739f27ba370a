//! Secrets inside base64 text.

use std::borrow::Cow;

use gate_mask::Masker;
use proptest::collection::vec;
use proptest::prelude::*;

fn encode(text: &str) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let group = |group: &[u8]| {
        let bits = (0..3).fold(0, |bits, at| bits << 8 | usize::from(*group.get(at).unwrap_or(&0)));
        let letter = |at: usize| char::from(LETTERS[bits >> (18 - 6 * at) & 63]);
        (0..4).map(|at| if at <= group.len() { letter(at) } else { '=' }).collect::<String>()
    };
    text.as_bytes().chunks(3).map(group).collect()
}

fn decode(text: &str) -> String {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let letters: Vec<u8> = text.bytes().filter(|&byte| byte != b'=').map(value).collect();
    let group = |group: &[u8]| {
        let bits = (0..4).fold(0, |bits, at| bits << 6 | u32::from(*group.get(at).unwrap_or(&0)));
        bits.to_be_bytes()[1..group.len()].to_vec()
    };
    String::from_utf8_lossy(&letters.chunks(4).flat_map(group).collect::<Vec<_>>()).into_owned()
}

fn masked(text: &str) -> String {
    Masker::default().mask_str(text).into_inner().into_owned()
}

fn streamed(text: &str, size: usize) -> String {
    let mut out = Vec::new();
    let mut stream = Masker::default().stream();
    text.as_bytes().chunks(size).for_each(|chunk| stream.push(chunk, &mut out));
    stream.finish(&mut out);
    String::from_utf8(out).expect("masking keeps text")
}

fn token() -> String {
    format!("{}{}", "ghp_", "aZ4kT9xQ2mWc7LpR1vYs8HbN3gUeJ6fDo5Xt")
}

#[test]
fn text_that_is_not_ascii_is_text() {
    for name in ["Zo\u{eb}", "\u{65e5}\u{672c}", "A\u{1f600}", "\u{e9}", "abcd\u{e9}"] {
        for key in ["name", "n", "user"] {
            let text = encode(&format!("{{\"{key}\":\"{name}\",\"password\":\"hunter2\"}}"));
            let masked = masked(&text);
            assert!(masked.contains("***"), "{key} {name}");
            assert!(!decode(masked.split("***").next().unwrap_or_default()).contains("hunt"));
            for size in [1, 5, 64] {
                assert_eq!(streamed(&text, size), masked, "in chunks of {size}");
            }
        }
    }
}

#[test]
fn a_token_alone_is_masked_whole() {
    for (before, after) in
        [("", ""), ("see ", " there"), ("{\"data\": \"", "\"}"), ("A=", "\n"), ("data:;base64,", "")]
    {
        let text = format!("{before}{}{after}", encode(&token()));
        assert_eq!(masked(&text), format!("{before}***{after}"), "{text}");
    }
}

#[test]
fn only_the_secret_goes() {
    let text =
        format!("env: {}", encode("DB_USER=adam\nDB_PASSWORD=hunter2hunter2xyz\nDB_HOST=db.example.com\n"));
    let masked = masked(&text);
    let (before, after) = masked["env: ".len()..].split_once("***").expect("masked");
    // A letter that holds a bit of the secret goes with it.
    assert_eq!(decode(before), "DB_USER=adam\nDB_PASSWORD");
    assert_eq!(decode(after), "\nDB_HOST=db.example.com\n");
}

/// As many as one piece holds are known before the first of them is reached.
#[test]
fn none_of_many_secrets_in_one_piece_is_lost() {
    let lines = |value: &str| (10..99).map(|n| format!("A{n}_PASSWORD={value}\n")).collect::<String>();
    let text = format!("data: {}", encode(&lines("k3Xq9Zt1")));
    let masked = masked(&text);
    assert_eq!(masked.matches("***").count(), 89, "{masked}");
    assert_eq!(streamed(&text, 700), masked);
}

#[test]
fn what_is_no_text_stays() {
    let png: String = (0_u32..4000)
        .map(|at| char::from(b"iVBORw0KGgoAAAANSUhEUgAAp/7+z9"[(at * 7 + at / 30) as usize % 30]))
        .collect();
    for text in [
        png.as_str(),
        "aHR0cHM6Ly9leGFtcGxlLmNvbS9pbmRleC5odG1sP3BhZ2U9Mg==",
        "getElementsByClassNameAndIndex",
    ] {
        let result = Masker::default().mask_str(text);
        assert!(matches!(result.get(), Cow::Borrowed(_)), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn planted_anywhere_in_a_long_text(
        before in vec("[a-z]{3,9}[ .,\n]", 0..900),
        after in vec("[a-z]{3,9}[ .,\n]", 0..200),
        size in 1_usize..5000,
    ) {
        let (before, after) = (before.concat(), after.concat());
        let text = format!("x: {}\n", encode(&format!("Text. {before} {} {after}", token())));
        let whole = masked(&text);
        let (head, tail) = whole.split_once("***").expect("masked");
        let head = decode(&head[3..]);
        prop_assert!(head.starts_with("Text. "), "{}", head);
        prop_assert!(!head.contains("ghp_") && head.len() >= before.len() + 6);
        prop_assert!(tail.len() * 3 / 4 >= after.len());
        prop_assert_eq!(&masked(&whole), &whole);
        prop_assert_eq!(streamed(&text, size), whole);
    }
}

/// Encoders of JSON write `/` and `+` as escapes, and so do forms.
#[test]
fn letters_may_be_written_as_escapes() {
    let note = "??>>?ÿÿ~~".repeat(3);
    let secret =
        format!(r#"{{"user":"sven olsen","note":"{note}","private_key":"x7Kd02mZpQ9s","z":"{note}"}}"#);
    let clean = secret.replace("private_key", "publication");
    let long = secret.replace("\"note\"", &format!("\"more\":\"{}\",\"note\"", "a~?>?? ".repeat(500)));
    let encoders: [fn(&str) -> String; 5] = [
        |letters| letters.replace('/', "\\/"),
        |letters| letters.replace('/', "\\\\\\/"),
        |letters| letters.replace('+', "\\u002B").replace('/', "\\u002f"),
        |letters| letters.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D"),
        |letters| letters.replace('+', "%2b").replace('/', "%2f"),
    ];
    for written in encoders {
        for (text, found) in [(&secret, 1), (&clean, 0), (&long, 1)] {
            let letters = encode(text);
            let document = format!("{{\"d\":\"{}\"}}", written(&letters));
            assert_ne!(document.len(), letters.len() + 8, "nothing is escaped");
            let result = masked(&document);
            assert_eq!(result.matches("***").count(), found, "{result}");
            let around = result.split_once("***").unwrap_or((&document, ""));
            assert!(document.starts_with(around.0) && document.ends_with(around.1), "{result}");
            let lost = document.len() + 3 * found - result.len();
            assert!(lost <= 20 * found, "{lost} bytes of {document}");
            assert_eq!(masked(&result), result);
            assert_eq!(streamed(&document, 7), result);
        }
    }
}

/// `\nZ2hw…`: the letter of an escape is none of the run that follows it.
#[test]
fn a_run_may_follow_the_letter_of_an_escape() {
    let letters = encode(&format!("export TOKEN={}", token()));
    for escape in ["\\n", "\\t", "\\r\\n", "\\\\n", "\\\\\\\\r"] {
        for lead in 0..70 {
            let text = format!("{{\"t\":\"{}{escape}{letters}{escape}done\"}}", "x".repeat(lead));
            let whole = masked(&text);
            let (head, tail) = whole.split_once("***").expect("masked");
            assert!(text.starts_with(head) && text.ends_with(tail), "{whole}");
            assert!(tail.ends_with(&format!("{escape}done\"}}")), "{whole}");
            assert_eq!(masked(&whole), whole);
            assert_eq!(streamed(&text, 9), whole);
        }
    }
    // Without a backslash it is a letter like others.
    let clean = format!("nn{letters}");
    assert_eq!(masked(&clean), clean);
    let clean = format!("{{\"t\":\"\\n{}\"}}", encode("nothing to see, only words here"));
    assert_eq!(masked(&clean), clean);
}

/// `data: |`, and lines of base64 that all begin with blanks.
#[test]
fn lines_of_a_block() {
    let text =
        format!("{{\"user\":\"ada\",\"note\":\"{}\",\"token\":\"{}\"}}", "some words ".repeat(9), token());
    for (width, indent) in [(56, 2), (64, 4), (76, 12)] {
        let letters = encode(&text);
        let line = format!("\n{}", " ".repeat(indent));
        let lines: Vec<&str> =
            letters.as_bytes().chunks(width).map(|line| std::str::from_utf8(line).expect("ASCII")).collect();
        let document = format!("data: |{line}{}\nnext: 1\n", lines.join(&line));
        let whole = masked(&document);
        let (head, tail) = whole.split_once("***").expect("masked");
        assert!(document.starts_with(head) && document.ends_with(tail), "{whole}");
        let left = |text: &str| text.replace([' ', '\n'], "").len();
        assert!(left(tail) < left("next: 1") + 12 && left(head) > left(&text), "{whole}");
        assert_eq!(masked(&whole), whole);
        assert_eq!(streamed(&document, 11), whole);
    }
}
