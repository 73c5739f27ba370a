//! Values on lines of their own, where something stands before each line that is no part of the text: the number
//! of a listing, the sign of a diff, a mark of what is quoted, what a log or a search writes.

mod marked;

use marked::{check, check_all, stays};

/// How one thing stands before each line.
type Margin = fn(usize, &str) -> String;

const MARGINS: &[Margin] = &[
    |at, line| format!("{at:6}\t{line}"),
    |at, line| format!("{at:6}→{line}"),
    |at, line| format!("{at}: {line}"),
    |at, line| format!("src/app.yml:{at}:{line}"),
    |_, line| format!("+{line}"),
    |_, line| format!("-{line}"),
    |_, line| format!("> {line}"),
    |_, line| format!("# {line}"),
    |_, line| format!("    // {line}"),
    |_, line| format!("web-1  | {line}"),
    |at, line| format!("2026-03-04T10:10:{:02}.123456789Z {line}", at % 60),
    |at, line| format!("web-1  | 2026-03-04T10:10:{:02}.123Z {line}", at % 60),
    |at, line| format!("{at:6}\t+{line}"),
    |_, line| format!(" * {line}"),
    |at, line| format!("2026-03-04T10:10:{:02} INFO {line}", at % 60),
    |at, line| format!("Mar  4 10:10:{:02} host app[123]: {line}", at % 60),
    |at, line| format!("10:10:{:02} {line}", at % 60),
    |_, line| format!("[pod/web-7f/app] {line}"),
    |at, line| format!("\x1b[3{}m{line}\x1b[0m", at % 7),
    |at, line| format!("2026-03-04T10:10:{:02}Z INFO [worker-{}] {line}", at % 60, at % 4),
    |at, line| format!("2026-03-04 10:10:{:02}.123 [main] DEBUG - {line}", at % 60),
    |at, line| format!("2026-03-04 10:10:{:02},123 - root - DEBUG - {line}", at % 60),
];

/// A text with each margin before its lines, from the ninth on, so that numbers grow longer.
fn with_margins(text: &str) -> impl Iterator<Item = String> {
    MARGINS.iter().map(move |margin| {
        let lines: Vec<_> = text.lines().enumerate().map(|(at, line)| margin(at + 9, line)).collect();
        lines.join("\n")
    })
}

fn check_behind(texts: &[&str]) {
    for text in texts {
        check(text);
        with_margins(text).for_each(|text| check(&text));
    }
}

fn stays_behind(texts: &[&str]) {
    for text in texts {
        stays(&[text]);
        with_margins(text).for_each(|text| stays(&[&text]));
    }
}

#[test]
fn pairs_of_a_name_and_its_value() {
    check_behind(&[
        "  env:\n    - name: DB_PASSWORD\n      value: ⟦maple7rs⟧\n    - name: PORT\n      value: 80",
        "{\n  \"name\": \"DB_PASSWORD\",\n  \"value\": \"⟦maple7rs⟧\"\n}",
        "<dict>\n  <key>password</key>\n  <string>⟦maple7rs⟧</string>\n</dict>",
    ]);
    stays_behind(&[
        "  env:\n    - name: PORT\n      value: maple7rs",
        "{\n  \"name\": \"HOST\",\n  \"value\": \"maple7rs\"\n}",
    ]);
}

#[test]
fn arguments_one_below_the_other() {
    check_behind(&[
        "{\"args\": [\"-y\",\n  \"--api-key\",\n  \"⟦maple7rs⟧\"]}",
        "args:\n  - --password\n  - ⟦maple7rs⟧\n  - --host",
    ]);
    stays_behind(&[
        "{\"args\": [\"-y\",\n  \"--api-key\",\n  \"--host\"]}",
        "{\"args\": [\"-y\",\n  \"--port\",\n  \"maple7rs\"]}",
    ]);
}

#[test]
fn lists_blocks_and_objects() {
    check_behind(&[
        "a: 1\ntokens:\n  - ⟦k9XbQ2mLw8RtZ4vNcH7sPd⟧\n  - ⟦k9XbQ2mLw8RtZ4vNcH7sPe⟧\nb: 2",
        "a: 1\npassword: |\n  ⟦maple7rs⟧\nport: 1\nhost: db",
        "  a: 1\n  password: >-\n    ⟦maple7rs⟧\n  port: 1",
        "{\n  \"db_password\": {\n    \"sensitive\": true,\n    \"type\": \"string\",\n    \"value\": \"⟦maple7rs⟧\"\n  }\n}",
        "{\n  \"secrets\": [{\n    \"signingKey\": \"⟦swordfish⟧\"\n  }],\n  \"a\": 1\n}",
    ]);
    stays_behind(&[
        "{\n  \"password\": {\n    \"type\": \"string\",\n    \"title\": \"Password\"\n  }\n}",
        "{\n  \"secrets\": [\n    {\n      \"name\": \"DB_PASSWORD\",\n      \"id\": 3\n    }\n  ],\n  \"a\": 1\n}",
        "[\n  {\n    \"token\": \"Hello\",\n    \"logprob\": -0.1,\n    \"bytes\": [1]\n  }\n]",
        "a: 1\ntokens:\n  - primary-color\n  - body\nb: 2",
    ]);
}

#[test]
fn blocks_of_several_lines_keep_what_is_before_each() {
    with_margins("  password: |\n    ⟦maple7rs⟧\n    ⟦k9x2 and more⟧\n  port: 1\n  host: db")
        .for_each(|text| check(&text));
}

#[test]
fn settings_that_begin_their_line() {
    check_behind(&[
        "port 1\nrequirepass ⟦maple7rs⟧\nbind 127.0.0.1",
        "[db]\npassword = ⟦maple7rs⟧ ; since March\nport = 1",
    ]);
    stays_behind(&["port 1\nrequirepass is what it asks for\nbind 127.0.0.1"]);
}

#[test]
fn lines_beside_what_a_search_has_found() {
    check_all(&[
        "src/app.yml-9-port: 1\nsrc/app.yml:10:password: |\nsrc/app.yml-11-  ⟦maple7rs⟧\nsrc/app.yml-12-host: db\n--\n",
        "9-  tokens:\n10:    - name: DB_PASSWORD\n11-      value: ⟦maple7rs⟧\n12-    - name: PORT\n",
    ]);
}

#[test]
fn lines_of_a_diff() {
    check_all(&[
        "@@ -1,4 +1,4 @@\n - name: DB_PASSWORD\n-  value: ⟦maple7rs⟧\n+  value: ⟦swordfish9⟧\n - name: PORT\n",
        " tokens:\n+  - ⟦k9XbQ2mLw8RtZ4vNcH7sPd⟧\n   - other\n",
        "+password: |\n+  ⟦maple7rs⟧\n port: 1\n host: db\n",
        "-password: |\n-  ⟦maple7rs⟧\n+password: ${PW}\n port: 1\n",
    ]);
    stays(&[
        " \"password\": {\n-  \"type\": \"text\",\n+  \"type\": \"string\",\n   \"title\": \"Password\"\n }\n",
        "+ \"password\": {\n+   \"type\": \"string\"\n+ }\n\\ No newline at end of file\n",
    ]);
}

#[test]
fn what_begins_lines_of_itself() {
    check_all(&[
        "- name: DB_PASSWORD\n  value: ⟦maple7rs⟧\n- name: PORT\n  value: 80\n",
        "- password: |\n    ⟦maple7rs⟧\n- port: 1\n",
        "args:\n- --password\n- ⟦maple7rs⟧\n- --host\n",
    ]);
}

#[test]
fn long_blocks_and_texts() {
    let above = "   filler: of a line\n".repeat(40);
    let below = "\n      port: 1".repeat(120);
    let text = format!("{above}    - password: |\n        ⟦maple7rs⟧{below}");
    let numbered: Vec<_> = text.lines().enumerate().map(|(at, line)| format!("{at:6}\t{line}")).collect();
    check(&numbered.join("\n"));
}

/// The lines of a text as strings of an array, on one line and on several.
fn in_arrays(text: &str) -> [String; 2] {
    let lines: Vec<_> = text.lines().collect();
    let value = serde_json::json!({ "n": 1, "lines": lines, "z": [true] });
    [value.to_string(), format!("{value:#}")]
}

#[test]
fn lines_that_are_strings_of_an_array() {
    let masked = [
        "{\n  \"db_password\": {\n    \"sensitive\": true,\n    \"type\": \"string\",\n    \"value\": \"⟦maple7rs⟧\"\n  }\n}",
        "{\n  \"name\": \"DB_PASSWORD\",\n  \"value\": \"⟦maple7rs⟧\"\n}",
        "{\"args\": [\"-y\",\n  \"--api-key\",\n  \"⟦maple7rs⟧\"]}",
        "a: 1\npassword: |\n  ⟦maple7rs⟧\nport: 1",
        "a: 1\ntokens:\n  - ⟦k9XbQ2mLw8RtZ4vNcH7sPd⟧\nb: 2",
        "{\n  \"secrets\": [\n    {\n      \"signingKey\": \"⟦swordfish⟧\"\n    }\n  ],\n  \"a\": 1\n}",
    ];
    let plain = [
        "{\n  \"password\": {\n    \"type\": \"string\",\n    \"title\": \"Password\"\n  }\n}",
        "{\n  \"secrets\": [\n    {\n      \"name\": \"DB_PASSWORD\",\n      \"id\": 3\n    }\n  ],\n  \"a\": 1\n}",
        "{\n  \"name\": \"HOST\",\n  \"value\": \"maple7rs\"\n}",
    ];
    masked.iter().flat_map(|text| in_arrays(text)).for_each(|text| check(&text));
    plain.iter().flat_map(|text| in_arrays(text)).for_each(|text| stays(&[&text]));
    stays(&[
        r#"{"labels": ["Username:", "Password:", "Hello there", "Sign in"]}"#,
        r#"{"rules": ["{\"password\": {\"min\": 8}}", "{\"name\": {\"min\": 2}}"]}"#,
    ]);
}

#[test]
fn tables() {
    let rows: String = (0..40).map(|at| format!("\n  {at} | ⟦maple7rs{at}⟧")).collect();
    check_behind(&[
        "id,email,password\n1,b@a.io,⟦maple7rs⟧\n2,c@a.io,⟦k9x2Lm4q⟧",
        "| id | password | note |\n|---|---|---|\n| 1 | ⟦maple7rs⟧ | a |\n| 2 | ⟦k9x2Lm4q⟧ | b |",
        &format!("id,password{}", rows.replace(" | ", ",").replace("\n  ", "\n")),
    ]);
    // Behind the sign of what was taken away, the first column looks like the items of a list.
    let printed = [
        " id | password \n----+----------\n  1 | ⟦maple7rs⟧\n  2 | ⟦k9x2Lm4q⟧\n(2 rows)",
        &format!(" id | password \n----+----------{rows}"),
    ];
    let lines = printed.iter().flat_map(|text| with_margins(text));
    lines.filter(|text| !text.starts_with("- ")).for_each(|text| check(&text));
    stays_behind(&["id,email,note\n1,b@a.io,maple7rs\n2,c@a.io,k9x2Lm4q"]);
}

#[test]
fn keys_with_headers_as_arrays_of_lines() {
    let line = "kR3vX9abQ2mLw8RtZ4vNcH7sPdYf3GjA6uExkR3vX9abQ2mLw8RtZ4vNcH7sPdYf";
    check(&format!(
        r#"{{"lines":["-----BEGIN PGP PRIVATE KEY BLOCK-----","Version: GnuPG v2","","⟦{line}⟧","⟦{line}⟧","⟦kR3vX9ab⟧","⟦=kR3v⟧","-----END PGP PRIVATE KEY BLOCK-----"]}}"#
    ));
}

#[test]
fn leaves_of_objects_and_arrays() {
    check_behind(&[
        "{\n  \"secrets\": [\n    \"⟦swordfish⟧\",\n    \"⟦maple7rs⟧\"\n  ],\n  \"a\": 1\n}",
        "{\n  \"credentials\": {\n    \"first\": \"⟦swordfish⟧\",\n    \"second\": [\"⟦correct horse⟧\"]\n  },\n  \"a\": 1\n}",
    ]);
}

#[test]
fn schemas_and_references_in_lines_of_colours() {
    stays_behind(&[
        "{\n  \"password\": {\n    \"type\": \"string\",\n    \"description\": \"The password\"\n  },\n  \"n\": 1\n}",
        "{\n  \"MasterUserPassword\": {\n    \"Ref\": \"DBPassword\"\n  },\n  \"n\": 1\n}",
    ]);
}

#[test]
fn the_sign_at_the_end_of_a_line_is_the_passwords() {
    let password = ["password: ⟦Sommer2024!⟧", "password: ⟦Sommer2024!⟧\n"];
    let before = ["12:", " * ", "# ", "12→", "src/app.yml:12:", "2026-03-04T10:10:10Z INFO ", "the "];
    for (before, password) in before.iter().flat_map(|before| password.map(|password| (before, password))) {
        check(&format!("{before}{password}"));
    }
    check_all(&["He said password: ⟦Sommer2024⟧! and left", "Is it password: ⟦Sommer2024⟧?"]);
    stays(&["12:password: here!", " * token: next!"]);
}
