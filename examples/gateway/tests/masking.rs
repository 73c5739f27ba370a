//! The settings of masking, as the binary takes them: `mcp-gateway mask`.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

fn mask(data: &Path, config: &str, variables: &[(&str, &str)], input: &str) -> Output {
    let file = data.join("gateway.toml");
    std::fs::write(&file, config).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_mcp-gateway"))
        .args(["mask", "--stats", "--config"])
        .arg(file)
        .arg("--data-dir")
        .arg(data.join("data"))
        .envs(variables.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // One that stops at its settings reads nothing.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

#[test]
fn standard_input_is_masked_as_it_would_be_stored() {
    let data = tempfile::tempdir().unwrap();
    let config = "[masking]\nsensitive_keys = [\"badge\"]\nknown_values_env = [\"PAYMENTS\"]";
    let input = r#"{"badge": 7, "password": "hunter2", "text": "it is tr0ub4dor&3"}"#;
    let output = mask(data.path(), config, &[("PAYMENTS", "tr0ub4dor&3")], input);
    let masked = r#"{"badge": "***", "password": "***", "text": "it is ***"}"#;
    assert_eq!(String::from_utf8_lossy(&output.stdout), masked);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && told.starts_with("masked: 3\n"), "{told}");
    assert!(told.contains("1  known.payments") && !told.contains("tr0ub4dor"), "{told}");
    assert!(!data.path().join("data").exists(), "nothing is opened");
}

#[test]
fn the_key_of_fingerprints_can_be_given() {
    let data = tempfile::tempdir().unwrap();
    let config = "[masking]\nfingerprints = true";
    let given = [("MCP_GATEWAY_FINGERPRINT_KEY", "a key of sixteen bytes or more")];
    let tag = |variables: &[(&str, &str)]| {
        let output = mask(data.path(), config, variables, "password=hunter2");
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let one = tag(&given);
    assert!(one.starts_with("password=***[key-name:"), "{one}");
    assert_eq!(tag(&given), one);
    assert_ne!(tag(&[]), one, "a minted key is another");
    assert_eq!(tag(&[]), tag(&[]), "and remembered");
}

#[test]
fn a_bad_rule_is_named_with_its_place() {
    let data = tempfile::tempdir().unwrap();
    let config = "[[masking.rules]]\nid = \"acme-key\"\nregex = \"acme_[0-9\"";
    let output = mask(data.path(), config, &[], "password=hunter2");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && output.stdout.is_empty());
    assert!(told.contains("masking.rules: the rule \"acme-key\": line 1, column 6"), "{told}");
}
