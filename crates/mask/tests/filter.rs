//! The filter `mask`, as a process.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::thread;

use gate_mask::Masker;

/// Cargo builds the examples of a package together with its tests, two folders away from them.
fn filter(arguments: &[&str]) -> Command {
    let test = std::env::current_exe().expect("a test has a file");
    let profile = test.ancestors().nth(2).expect("it is in target/<profile>/deps");
    let name = format!("mask{}", std::env::consts::EXE_SUFFIX);
    let mut path: PathBuf = profile.join("examples").join(name);
    if !path.is_file() {
        // Tests that were asked for one by one come without the examples.
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
        let target = profile.parent().expect("a profile is in a target folder").join("filter-test");
        let built = Command::new(cargo)
            .args(["build", "--quiet", "--example", "mask", "--manifest-path", manifest, "--target-dir"])
            .arg(&target)
            .status();
        assert!(built.expect("cargo runs").success());
        path = target.join("debug/examples").join(path.file_name().expect("it has a name"));
    }
    let mut command = Command::new(path);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = filter(arguments).spawn().expect("the filter starts");
    let mut stdin = child.stdin.take().expect("it is piped");
    thread::scope(|scope| {
        // What is written while nobody reads the output would wait for ever.
        scope.spawn(move || stdin.write_all(input).expect("it reads to the end"));
        child.wait_with_output().expect("it ends")
    })
}

fn token() -> String {
    format!("{}{}", "ghp_", "aZ4kT9xQ2mWc7LpR1vYs8HbN3gUeJ6fDo5Xt")
}

#[test]
fn each_kind_of_document_is_one_document() {
    let json = "{\n  \"password\":\n  \"two\\nwords\",\n  \"max_tokens\": 7}";
    let sse = "event: message\ndata: {\"log\": \"pass\ndata: word=hunter2 \"}\n\n";
    let text = format!("GET https://ada:pw@example.com/\r\ntoken {}\r\n", token());
    let expected = [
        (json, "{\n  \"password\":\n  \"***\",\n  \"max_tokens\": 7}"),
        (sse, "event: message\ndata: {\"log\": \"pass\ndata: word=*** \"}\n\n"),
        (&text, "GET https://ada:***@example.com/\r\ntoken ***\r\n"),
        ("", ""),
        ("nothing to hide", "nothing to hide"),
    ];
    for (input, expected) in expected {
        let output = run(&[], input.as_bytes());
        assert!(output.status.success());
        assert_eq!(String::from_utf8_lossy(&output.stdout), expected);
        assert!(output.stderr.is_empty());
    }
}

#[test]
fn a_short_document_that_comes_at_once_is_masked_as_a_whole() {
    let secret = token();
    let (first, second) = secret.split_at(12);
    let event = |text: &str| format!("data: {{\"delta\":{{\"text\":\"{text}\"}}}}\n\n");
    let events = [event("use "), event(first), event(second), event(" here")].concat();
    let expected = [event("use "), event("***"), event(""), event(" here")].concat();
    let before = event("a ").repeat(3_000);
    for before in ["", &before] {
        let output = run(&[], format!("{before}{events}").as_bytes());
        assert!(output.stdout == format!("{before}{expected}").as_bytes());
    }

    let call =
        |gate: &str| format!(r#"{{"method":"tools/call","params":{{"arguments":{{"gate":"{gate}"}}}}}}"#);
    let listed =
        r#"{"tools":[{"inputSchema":{"properties":{"gate":{"type":"string","x-sensitive":true}}}}]}"#;
    let [text, expected] = ["open sesame", "***"].map(|gate| format!("{listed}\n{}\n", call(gate)));
    assert_eq!(String::from_utf8_lossy(&run(&[], text.as_bytes()).stdout), expected);
    assert_eq!(String::from_utf8_lossy(&run(&[], call("open").as_bytes()).stdout), call("open"));
}

#[test]
fn what_a_server_asks_its_user_for() {
    for mark in [r#""format":"password""#, r#""writeOnly":true"#, r#""x-sensitive":true"#] {
        let asked = format!(
            r#"{{"method":"elicitation/create","params":{{"requestedSchema":{{"properties":{{"gate":{{{mark}}}}}}}}}}}"#
        );
        let answered = |gate: &str| {
            format!(r#"{{"id":5,"result":{{"action":"accept","content":{{"gate":"{gate}","town":"Aix"}}}}}}"#)
        };
        let [text, expected] = ["open sesame", "***"].map(|gate| format!("{asked}\n{}\n", answered(gate)));
        assert_eq!(String::from_utf8_lossy(&run(&[], text.as_bytes()).stdout), expected);
        let given = asked.replace("elicitation/create", "x").replace("requestedSchema", "outputSchema");
        let [text, expected] = ["open sesame", "***"].map(|gate| format!("{given}\n{}\n", answered(gate)));
        assert_eq!(String::from_utf8_lossy(&run(&[], text.as_bytes()).stdout), expected);
    }
}

#[test]
fn what_takes_its_time_is_not_waited_for() {
    let mut child = filter(&[]).spawn().expect("the filter starts");
    let mut stdin = child.stdin.take().expect("it is piped");
    let mut stdout = child.stdout.take().expect("it is piped");
    let line = "nothing to hide\n".repeat(200);
    stdin.write_all(line.as_bytes()).expect("it reads");
    // This returns while the input is still open.
    stdout.read_exact(&mut [0; 1000]).expect("what is decided comes out");
    stdin.write_all(b"password=hunter2\n").expect("it reads");
    drop(stdin);
    let mut rest = String::new();
    stdout.read_to_string(&mut rest).expect("it is text");
    assert!(rest.ends_with("nothing to hide\npassword=***\n"), "{rest}");
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn bytes_that_are_no_text_pass() {
    let output = run(&[], b"\xff\x00 password=hunter2\n\xfe");
    assert_eq!(output.stdout, b"\xff\x00 password=***\n\xfe");
}

#[test]
fn the_statistics_name_rules_and_no_values() {
    let input = format!("{0} password=hunter2 {0}", token());
    let output = run(&["--stats"], input.as_bytes());
    assert_eq!(output.stdout, b"*** password=*** ***");
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(told.lines().next(), Some("masked: 3"), "{told}");
    assert!(told.lines().any(|line| line.trim() == "2  github-token"), "{told}");
    assert!(told.lines().any(|line| line.trim() == "1  key-name"), "{told}");
    assert!(!told.contains("hunter2") && !told.contains(&token()));
}

#[test]
fn what_is_called_wrongly_says_how() {
    let output = run(&["--stat"], b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("usage: mask") && !told.contains("--stat\n"), "{told}");

    let help = run(&["--help"], b"");
    assert!(help.status.success() && help.stdout.starts_with(b"usage: mask"));
}

/// Asks for much more than a pipe holds, reads a little, and goes.
fn go_after_a_little(child: &mut Child) {
    let mut stdin = child.stdin.take().expect("it is piped");
    let mut stdout = child.stdout.take().expect("it is piped");
    let writer = thread::spawn(move || {
        let line = "nothing to hide\n".repeat(4096);
        // It fails as soon as the filter is gone.
        while stdin.write_all(line.as_bytes()).is_ok() {}
    });
    stdout.read_exact(&mut [0; 1000]).expect("there is more than that");
    drop(stdout);
    writer.join().expect("the filter stopped to read");
}

#[test]
fn whoever_has_seen_enough_may_go() {
    let mut child = filter(&["--stats"]).spawn().expect("the filter starts");
    go_after_a_little(&mut child);
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{:?}", output.status);
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The most memory that a process has had, in KiB.
#[cfg(target_os = "linux")]
fn peak(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("it runs");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.trim().split(' ').next());
    number.and_then(|number| number.parse().ok()).expect("a number of KiB")
}

#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_document() {
    let mut child = filter(&[]).spawn().expect("the filter starts");
    let mut stdin = child.stdin.take().expect("it is piped");
    let mut stdout = child.stdout.take().expect("it is piped");
    // One secret without an end, after which nothing has to come out.
    let chunk = "a".repeat(1 << 20);
    stdin.write_all(b"{\"password\": \"").expect("it reads");
    stdin.write_all(chunk.as_bytes()).expect("it reads");
    let before = peak(child.id());
    for _ in 0..32 {
        stdin.write_all(chunk.as_bytes()).expect("it reads");
    }
    let after = peak(child.id());
    stdin.write_all(b"\"}").expect("it reads");
    drop(stdin);
    let mut masked = String::new();
    stdout.read_to_string(&mut masked).expect("it is text");
    assert_eq!(masked, r#"{"password": "***"}"#);
    assert!(child.wait().expect("it ends").success());
    assert!(after < before + 1024, "{before} KiB, then {after} KiB");
}

#[test]
fn the_filter_and_the_library_agree() {
    let one = format!("{{\"key\": \"{}\", \"n\": 1}}\n", token());
    let document = one.repeat(20_000);
    let output = run(&[], document.as_bytes());
    let whole = Masker::default().mask_bytes(document.as_bytes()).into_inner();
    assert!(output.stdout == whole.as_ref(), "the outputs differ");
}
