//! Private keys of which something stands before or between the lines.
//!
//! Keys are put together from pieces, so that no leak scanner takes this file for a leak.

mod marked;

use marked::{json, json_in_json, masked, streamed};

const MARK: &str = "***";

/// A line of letters and digits that look drawn at random, another for each seed.
fn line(len: usize, seed: usize) -> String {
    const POOL: &[u8] = b"aZ4kT9x+mWc7LpR1vYs8HbN3gUeJ6f/o5Xt";
    (0..len).map(|at| char::from(POOL[(at * 9 + at / POOL.len() + seed * 5) % POOL.len()])).collect()
}

fn begin() -> String {
    format!("-----{} RSA PRIVATE KEY-----", "BEGIN")
}

/// All lines of a key, and what is left of it.
fn key(lines: usize) -> (Vec<String>, Vec<String>) {
    let body = |line: &dyn Fn(usize) -> String| {
        let mut all = vec![begin()];
        all.extend((0..=lines).map(line));
        all.push("-----END RSA PRIVATE KEY-----".to_owned());
        all
    };
    (body(&|at| line(if at == lines { 21 } else { 64 }, at)), body(&|_| MARK.to_owned()))
}

/// Written so, a key is masked line by line: as text, in JSON, and in JSON in JSON; in any chunks; once.
fn check(write: impl Fn(&[String]) -> String) {
    for lines in [1, 2, 25, 120] {
        let (before, after) = key(lines);
        let (before, after) = (write(&before), write(&after));
        let pairs = [
            (before.clone(), after.clone()),
            (json(&before), json(&after)),
            (json_in_json(&before), json_in_json(&after)),
        ];
        for (text, expected) in pairs {
            assert_eq!(masked(&text), expected);
            assert_eq!(masked(&expected), expected, "a second time");
            for chunk in [1, 100, 4096] {
                assert_eq!(streamed(&text, chunk), expected, "in chunks of {chunk}");
            }
        }
    }
}

/// Lines with a number each.
fn numbered(lines: &[String], write: impl Fn(usize, &str) -> String) -> String {
    lines.iter().enumerate().map(|(at, line)| write(at + 1, line)).collect()
}

#[test]
fn tools_number_the_lines() {
    check(|lines| numbered(lines, |at, line| format!("{at:6}\t{line}\n")));
    check(|lines| numbered(lines, |at, line| format!("{at:6}→{line}\n")));
    check(|lines| numbered(lines, |at, line| format!("{at:4} │ {line}\r\n")));
    check(|lines| numbered(lines, |at, line| format!("{at}: {line}\n")));
    check(|lines| numbered(lines, |at, line| format!("k.pem:{at}:{line}\n")));
    check(|lines| {
        numbered(lines, |at, line| format!("/srv/deployments/production/certificates/k.pem:{at}:{line}\n"))
    });
    check(|lines| numbered(lines, |at, line| format!("<td>{at}</td><td>{line}</td>\n")));
}

#[test]
fn logs_and_diffs_and_comments_write_before_each_line() {
    check(|lines| {
        numbered(lines, |at, line| format!("2026-03-04T10:22:{:02}.{at}Z app[1]: {line}\n", at % 60))
    });
    check(|lines| {
        numbered(lines, |at, line| format!("{{\"ts\": {at}, \"line\": \"{line}\", \"level\": \"info\"}}\n"))
    });
    for before in ["-", "+", "// ", " * ", "; ", "    - ", "web-1  | ", "\u{1b}[31m-"] {
        check(|lines| lines.iter().map(|line| format!("{before}{line}\n")).collect());
    }
}

#[test]
fn terminals_colour_each_line() {
    let paint = |lines: &[String], reset: &str| {
        numbered(lines, |at, line| format!("\u{1b}[{}m{line}{reset}\n", 31 + at % 3))
    };
    check(|lines| paint(lines, "\u{1b}[0m"));
    check(|lines| paint(lines, ""));
    check(|lines| numbered(lines, |at, line| format!("\u{1b}[1;{}m{line}\u{1b}[m\r\n", 90 + at)));
    check(|lines| paint(lines, "\u{1b}[0m").replace('\u{1b}', "\\x1b"));
    check(|lines| paint(lines, "\u{1b}[0m").replace('\u{1b}', "\\033"));
}

#[test]
fn programs_join_the_lines() {
    check(|lines| format!("String k = \"{}\\n\";\n", lines.join("\\n\"\n    + \"")));
    check(|lines| format!("k = (\n    b\"{}\"\n)\n", lines.join("\\n\"\n    b\"")));
    check(|lines| format!("const k = [\n  '{}',\n].join('\\n');\n", lines.join("',\n  '")));
    check(|lines| serde_json::json!({ "key": lines }).to_string());
    check(|lines| serde_json::json!({ "key": lines }).to_string().replace('/', "\\/"));
    check(|lines| serde_json::json!({ "key": lines }).to_string().replace('+', "\\u002B"));
    check(|lines| lines.iter().map(|line| format!("sb.append(\"{line}\\n\");\n")).collect());
    check(|lines| format!("<p>{}</p>", lines.join("<br>")));
}

#[test]
fn strings_that_are_joined_need_not_end_with_a_line() {
    let text = |name: &str, lines: &[&str]| {
        let [a, b, c, d, e, f] = lines else { panic!("six") };
        format!(
            "{name} = (\"{}\\n{a}\"\n  \"{b}\\n{c}\\n\"\n  \"{d}\"\n  \"{e}\\n{f}\\n-----END RSA PRIVATE KEY-----\")\n",
            begin()
        )
    };
    let lines: Vec<_> =
        [64, 44, 64, 20, 44, 64].into_iter().zip(1..).map(|(len, seed)| line(len, seed)).collect();
    let lines: Vec<_> = lines.iter().map(String::as_str).collect();
    for name in ["k", "private_key"] {
        let (before, after) = (text(name, &lines), text(name, &[MARK; 6]));
        for write in [str::to_owned, json] {
            assert_eq!(masked(&write(&before)), write(&after));
            assert_eq!(streamed(&write(&before), 1), write(&after));
        }
    }
    // Headers in strings of their own.
    let text = |one: &str, two: &str| {
        let headers = "  \"Proc-Type: 4,ENCRYPTED\\n\"\n  \"DEK-Info: AES-128-CBC,0123456789ABCDEF0123456789ABCDEF\\n\"\n";
        format!(
            "k = F(\"{}\\n\"\n{headers}  \"\\n\"\n  \"{one}\\n\"\n  \"{two}\\n\"\n  \"-----END\");\n",
            begin()
        )
    };
    assert_eq!(masked(&text(&line(64, 1), &line(64, 2))), text(MARK, MARK));
}

#[test]
fn headers_and_sums_are_no_lines() {
    let headers =
        "   2\tProc-Type: 4,ENCRYPTED\n   3\tDEK-Info: AES-128-CBC,0123456789ABCDEF0123456789ABCDEF\n   4\t";
    let write = |line: &str| format!("   1\t{}\n{headers}\n   5\t{line}\n   6\t-----END", begin());
    assert_eq!(masked(&write(&line(64, 1))), write(MARK));
    let (begin, end) =
        (begin().replace("RSA PRIVATE KEY", "PGP PRIVATE KEY BLOCK"), "-----END PGP PRIVATE KEY BLOCK-----");
    let write = |one: &str, sum: &str| format!("+{begin}\n+\n+{one}\n+{sum}\n+{end}\n");
    assert_eq!(masked(&write(&line(64, 1), "=aB3d")), write(MARK, MARK));
    let write = |one: &str, two: &str| {
        format!("  8\tPrivate-Lines: 2\n  9\t{one}\n 10\t{two}\n 11\tPrivate-MAC: 0f0f\n")
    };
    assert_eq!(masked(&write(&line(64, 1), &line(30, 2))), write(MARK, MARK));
}

#[test]
fn a_key_may_be_cut_off() {
    let write = |one: &str, two: &str| format!("   1\t{}\n   2\t{one}\n   3\t{two}", begin());
    assert_eq!(masked(&write(&line(64, 1), &line(20, 2))), write(MARK, MARK));
    let diff = |one: &str, two: &str, next: &str| format!("+{}\n+{one}\n+{two}\n+{next}\n", begin());
    assert_eq!(masked(&diff(&line(64, 1), &line(20, 2), "")), diff(MARK, MARK, ""));
    assert_eq!(masked(&diff(&line(64, 1), &line(64, 2), "other")), diff(MARK, MARK, "other"));
    let rest = "\n   4\t[output truncated]\n";
    assert_eq!(masked(&(write(&line(64, 1), &line(64, 2)) + rest)), write(MARK, MARK) + rest);
    // Other lines of the log are none of the key's.
    let log =
        |key: &str| format!("12:00 app: {}\n12:00 app: {key}\n12:01 app: {key}\n12:02 app: done\n", begin());
    assert_eq!(masked(&log(&line(64, 1))), log(MARK));
}

/// The name has a rule, too, but what it finds ends with the first word, line or string.
#[test]
fn a_key_may_be_the_value_of_a_name() {
    let end = "-----END RSA PRIVATE KEY-----";
    let (one, two) = (line(64, 1), line(64, 2));
    let whole = format!("{}\n{one}\n{two}\n{end}", begin());
    let kept = format!("{}\n{MARK}\n{end}", begin());
    let all = [
        "token = '⎵'\n",
        "secret = '''⎵'''\n",
        "var SECRET = `⎵`;\n",
        "password=⎵\nuser=ada\n",
        "DEPLOY_TOKEN=⎵\n",
        "{ token: '⎵', id: 1 }\n",
        "UPDATE t SET password='⎵' WHERE id=1;\n",
        "deploy --token '⎵' --dry-run\n",
    ];
    for text in all {
        let (before, after) = (text.replace('⎵', &whole), text.replace('⎵', &kept));
        for write in [str::to_owned, json, json_in_json] {
            assert_eq!(masked(&write(&before)), write(&after));
            assert_eq!(streamed(&write(&before), 1), write(&after));
        }
    }
    let joined = |one: &str, two: &str| {
        format!(
            "String PRIVATE_KEY = \"{}\\n\"\n  + \"{one}\\n\"\n  + \"{two}\\n\"\n  + \"{end}\\n\";\n",
            begin()
        )
    };
    assert_eq!(masked(&joined(&one, &two)), joined(MARK, MARK));
    // A string that holds all of it goes as a whole.
    assert_eq!(masked(&format!("token = \"{whole}\"\n")), "token = \"***\"\n");
}

#[test]
fn what_tells_of_keys_holds_none() {
    let (begin, end, digest) =
        (begin(), "-----END RSA PRIVATE KEY-----", "0f1e2d3c4b5a69788796a5b4c3d2e1f0".repeat(2));
    let texts = [
        format!("   1\t{begin}\n   2\t<base64>\n   3\t{end}\n   4\t{}\n", line(64, 1)),
        format!("It begins with {begin} and has the digest {digest} there."),
        format!("const PARTS = [\"{begin}\", \"{digest}\", \"{digest}\"];"),
        format!("HEADER = \"{begin}\"\nFOOTER = \"{end}\"\nSUM = \"sha384-{}\"\n", line(64, 1)),
        format!("{{\"begins\": \"{begin}\", \"publicKey\": \"{}\", \"n\": 1}}", line(90, 1)),
        format!("pem = \"{begin}\\n\" + wrapTheBase64EncodedPrivateKey64(der) + \"\\n{end}\";"),
        format!("grep '{begin}' /usr/local/share/ca-certificates/mozilla/2026/AmazonRootCA1\n"),
        format!("   1\t{begin}\n   2\t{}\n   3\t{}\n", "/srv/www".repeat(8), "/srv/www".repeat(8)),
    ];
    for text in texts {
        assert_eq!(masked(&text), text);
    }
}

/// Of more than 64 backslashes behind a key, one was cut off.
#[test]
fn many_backslashes_behind_a_key_stay_pairs() {
    for slashes in 1..80 {
        let begin = format!("-----{} PRIVATE KEY-----", "BEGIN");
        let text = format!("{{\"a\":\"{begin}hZXF+UG4H7zDQMOg\\nu{} \"}}", "\\\\".repeat(slashes));
        assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
        assert!(serde_json::from_str::<serde_json::Value>(&masked(&text)).is_ok(), "{text}");
    }
}
