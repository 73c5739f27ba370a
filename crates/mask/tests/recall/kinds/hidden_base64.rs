//! Secrets wrapped in base64: alone, in a file, in a manifest, in a data URL.

use super::Made;
use super::hidden::{MEMBERS, TOKENS, some};
use crate::carrier::Shape::{Block, Json, Line};
use crate::fill::fill;
use crate::rng::Rng;
use crate::text::{BASE64, BASE64URL, Text};

pub(super) const MADE: &[Made] = &[
    ("base64-token", Json, |rng| base64_of(rng, TOKENS, BASE64, true)),
    ("base64-token-in-text", Line, base64_in_text),
    ("base64-user-password", Json, base64_user_password),
    ("base64-json", Json, |rng| base64_of(rng, MEMBERS, BASE64, true)),
    ("base64-env", Json, |rng| base64_of(rng, ENVS, BASE64, true)),
    ("base64-url-password", Json, |rng| base64_of(rng, URLS, BASE64, true)),
    ("base64url-json", Json, |rng| base64_of(rng, MEMBERS, BASE64URL, false)),
    ("base64url-token", Json, |rng| base64_of(rng, TOKENS, BASE64URL, false)),
    ("base64-pem", Json, |rng| base64_of(rng, PEMS, BASE64, true)),
    ("base64-twice", Json, base64_twice),
    ("base64-lines", Json, base64_lines),
    ("base64-kubernetes-yaml", Block, kubernetes_yaml),
    ("base64-kubernetes-json", Json, kubernetes_json),
    ("base64-kubernetes-opaque", Block, kubernetes_opaque),
    ("base64-data-url", Json, data_url),
    ("base64-github-content", Json, github_content),
];

const ENVS: &[&str] = &[
    "PORT=3000\nDB_PASSWORD=⟦‹word›⟧\nLOG_LEVEL=info\n",
    "API_KEY=⟦‹opaque›⟧\n",
    "export GITHUB_TOKEN=⟦ghp_‹w36›⟧\n",
];
const URLS: &[&str] = &["postgres://‹user›:⟦‹w16›⟧@‹host›:5432/‹db›", "redis://:⟦‹w16›⟧@‹host›:6379"];
const PEMS: &[&str] = &[
    "‹begin:RSA PRIVATE KEY›\n⟦MII‹b61›\n‹pem›⟧\n‹end:RSA PRIVATE KEY›\n",
    "‹begin:OPENSSH PRIVATE KEY›\n⟦b3BlbnNzaC1rZXktdjEA‹b50›\n‹b70›\n‹b30›==⟧\n‹end:OPENSSH PRIVATE KEY›\n",
];

fn base64_of(rng: &mut Rng, templates: &[&str], alphabet: &str, padded: bool) -> Text {
    let value = some(rng, templates).base64(alphabet, padded);
    value.within(rng.pick(&[
        r#"{"name":"blob","data":"{}","size":412}"#,
        r#"{"content":"{}","encoding":"base64"}"#,
        r#"["{}",1]"#,
    ]))
}

fn base64_user_password(rng: &mut Rng) -> Text {
    let value = Text::parse(&fill(rng, "⟦‹user›:‹w16›⟧")).base64(BASE64, true);
    value.within(
        rng.pick(&[r#"{"registry":"ghcr.io","auth":"{}"}"#, r#"{"name":"blob","data":"{}","size":24}"#]),
    )
}

fn base64_in_text(rng: &mut Rng) -> Text {
    let templates = [TOKENS, MEMBERS, ENVS, URLS][rng.below(4)];
    let value = some(rng, templates).base64(BASE64, true);
    value.within(rng.pick(&["echo {} | base64 -d", "blob={}", "It decodes from {} easily.", "data: {}"]))
}

fn base64_twice(rng: &mut Rng) -> Text {
    let value = some(rng, MEMBERS).base64(BASE64, true).base64(BASE64, true);
    value.within(r#"{"name":"blob","data":"{}"}"#)
}

/// Base64 with a line break every 76 characters, as MIME has it.
fn base64_lines(rng: &mut Rng) -> Text {
    let encoded = some(rng, PEMS).base64(BASE64, true);
    let mut lines = Text::default();
    for start in (0..encoded.bytes.len()).step_by(76) {
        lines.push(&encoded.slice(start..encoded.bytes.len().min(start + 76)));
        lines.push_str("\\n");
    }
    lines.within(r#"{"file":"id_rsa","data":"{}"}"#)
}

fn kubernetes_yaml(rng: &mut Rng) -> Text {
    let value = Text::parse(&fill(rng, "⟦‹word›⟧")).base64(BASE64, true);
    value.within(&fill(rng, "apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\n  uid: ‹uuid›\ntype: Opaque\ndata:\n  username: YXBw\n  password: {}\n"))
}

fn kubernetes_json(rng: &mut Rng) -> Text {
    let value = Text::parse(&fill(rng, "⟦‹opaque›⟧")).base64(BASE64, true);
    value.within(&fill(rng, r#"{"apiVersion":"v1","kind":"Secret","metadata":{"name":"db","uid":"‹uuid›"},"type":"Opaque","data":{"api-key":"{}"}}"#))
}

/// The name says nothing; the decoded text does.
fn kubernetes_opaque(rng: &mut Rng) -> Text {
    let templates = [MEMBERS, ENVS, URLS, PEMS][rng.below(4)];
    let value = some(rng, templates).base64(BASE64, true);
    value.within(&fill(
        rng,
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: app\n  uid: ‹uuid›\ndata:\n  settings: {}\n",
    ))
}

fn data_url(rng: &mut Rng) -> Text {
    let templates = [MEMBERS, ENVS, PEMS][rng.below(3)];
    let value = some(rng, templates).base64(BASE64, true);
    value.within(rng.pick(&[
        r#"{"file":"data:application/json;base64,{}"}"#,
        r#"{"blob":"data:text/plain;charset=utf-8;base64,{}","n":1}"#,
    ]))
}

/// The answer of GitHub's contents API, and an MCP resource.
fn github_content(rng: &mut Rng) -> Text {
    let templates = [ENVS, MEMBERS, PEMS][rng.below(3)];
    let value = some(rng, templates).base64(BASE64, true);
    let template = rng.pick(&[
        r#"{"name":".env","path":".env","sha":"‹h40›","size":412,"content":"{}","encoding":"base64"}"#,
        r#"{"contents":[{"uri":"file:///srv/app/.env","mimeType":"application/octet-stream","blob":"{}"}]}"#,
    ]);
    value.within(&fill(rng, template))
}
