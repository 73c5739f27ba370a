//! Secrets behind an encoding.

use super::{Made, Row};
use crate::carrier::Shape::{Block, Document, Json, Line};
use crate::fill::fill;
use crate::rng::Rng;
use crate::text::{BASE64, Spacing, Text};
use crate::values;

pub(super) const TEMPLATES: &[Row] = &[
    (
        "slashes-escaped-by-hand",
        Json,
        &[
            r#"{"url":"https:\/\/‹user›:⟦‹url›⟧@‹host›\/v1","n":1}"#,
            r#"{"dsn":"postgres:\/\/‹user›:⟦‹url›⟧@‹host›:5432\/‹db›"}"#,
            r#"{"hook":"https:\/\/hooks.slack.com\/⟨services\/T‹A10›\/B‹A10›\/⟩⟦‹w24›⟧"}"#,
        ],
    ),
    (
        "key-is-a-secret",
        Json,
        &[
            r#"{"⟦ghp_‹w36›⟧":{"uses":3},"n":1}"#,
            r#"{"⟦AKIA‹x16›⟧":"active"}"#,
            r#"{"limits":{"⟦sk_live_‹w24›⟧":100}}"#,
        ],
    ),
    (
        "key-is-a-url-with-password",
        Json,
        &[
            r#"{"https://‹user›:⟦‹url›⟧@‹host›/":{"ok":true}}"#,
            r#"{"status":{"redis://:⟦‹url›⟧@‹host›:6379":"up"}}"#,
        ],
    ),
    (
        "html-entities",
        Block,
        &[
            "<p>{&quot;user&quot;:&quot;ada&quot;,&quot;password&quot;:&quot;⟦‹w16›⟧&quot;,&quot;n&quot;:1}</p>\n",
            "<input type=\"hidden\" name=\"csrf_token\" value=\"⟦‹w43›⟧\">\n",
            "<pre>{&#39;stripe_db_pass&#39;: &#39;⟦‹w16›⟧&#39;, &#39;n&#39;: 1}</pre>\n",
            "<p>password&#58; ⟦‹w16›⟧</p>\n",
        ],
    ),
    (
        "token-after-escape",
        Json,
        &[
            r#"{"out":"line\n⟦ghp_‹w36›⟧\nline","n":1}"#,
            r#"{"out":"a\t⟦AKIA‹x16›⟧\tb"}"#,
            r#"{"out":"\u003c⟦ghp_‹w36›⟧\u003e"}"#,
        ],
    ),
    (
        "percent-encoded-assignment",
        Line,
        &[
            "https://example.com/r?next=%2Flogin%3Fpassword%3D⟦‹w16›⟧%26x%3D1",
            "state=user%3Dada%26token%3D⟦‹w32›⟧&n=1",
        ],
    ),
];

pub(super) const MADE: &[Made] = &[
    ("unicode-in-key", Json, |rng| unicode_key(rng, 30, false)),
    ("unicode-in-key-upper", Json, |rng| unicode_key(rng, 50, true)),
    ("unicode-whole-key", Json, |rng| unicode_key(rng, 100, false)),
    ("unicode-in-value", Json, |rng| unicode_value(rng, false)),
    ("unicode-in-token", Json, unicode_token),
    ("unicode-in-key-and-value", Json, unicode_both),
    ("unicode-nested", Json, unicode_nested),
    ("unicode-quotes-nested", Json, unicode_quotes),
    ("slashes-escaped", Json, slashes),
    ("percent-encoded-json", Line, percent_json),
    ("percent-encoded-connection", Line, percent_connection),
    ("percent-encoded-twice", Line, percent_twice),
    ("percent-encoded-token", Line, percent_token),
    ("after-padding", Document, after_padding),
    ("after-padding-in-json", Document, after_padding_in_json),
    ("after-one-long-line", Document, after_long_line),
    ("at-the-very-end", Document, at_the_end),
    ("at-the-very-start", Document, at_the_start),
    ("in-invalid-utf8", Document, invalid_utf8),
    ("beside-invalid-bytes", Document, beside_invalid),
    ("after-bom", Document, after_bom),
    ("in-utf8-text", Block, in_unicode),
    ("json-lines", Document, json_lines),
];

pub(super) const TOKENS: &[&str] =
    &["⟦ghp_‹w36›⟧", "⟦sk_live_‹w24›⟧", "⟦AKIA‹x16›⟧", "⟦xoxb-‹d12›-‹d13›-‹w24›⟧", "⟦glpat-‹s19›‹w1›⟧"];
pub(super) const MEMBERS: &[&str] = &[
    r#"{"user":"ada","password":"⟦‹word›⟧"}"#,
    r#"{"password":"⟦‹w16›⟧","host":"‹host›","port":5432}"#,
    r#"{"client_id":"web","client_secret":"⟦‹opaque›⟧","scope":"all"}"#,
    r#"{"type":"service","token":"⟦ghp_‹w36›⟧"}"#,
];

pub(super) fn some(rng: &mut Rng, templates: &[&str]) -> Text {
    let template = rng.pick(templates);
    Text::parse(&fill(rng, template))
}

/// A document that holds one secret, to stand somewhere in a large or damaged one.
fn snippet(rng: &mut Rng) -> Text {
    some(
        rng,
        &[
            "DB_PASSWORD=⟦‹word›⟧\n",
            "the key ⟦ghp_‹w36›⟧ is in use\n",
            "postgres://‹user›:⟦‹url›⟧@‹host›:5432/‹db›\n",
            "Authorization: ⟨Bearer ⟩⟦‹w40›⟧\n",
            "{\"password\": \"⟦‹look›⟧\"}\n",
        ],
    )
}

fn escaped_name(rng: &mut Rng, percent: usize, upper: bool) -> String {
    let style = rng.pick(&["snake", "camel", "scream"]);
    let name = Text::parse(&values::name(rng, style, ""));
    loop {
        let escaped = name.unicode_escaped(rng, percent, upper);
        if escaped.bytes != name.bytes {
            return String::from_utf8(escaped.bytes).expect("an escaped name is ASCII");
        }
    }
}

fn unicode_key(rng: &mut Rng, percent: usize, upper: bool) -> Text {
    let key = escaped_name(rng, percent, upper);
    some(
        rng,
        &[
            &format!(r#"{{"user":"ada","{key}":"⟦‹look›⟧","n":1}}"#),
            &format!(r#"{{"{key}":⟦‹pin›⟧,"n":1}}"#),
            &format!(r#"{{"name":"{key}","value":"⟦‹look›⟧"}}"#),
        ],
    )
}

fn unicode_value(rng: &mut Rng, upper: bool) -> Text {
    let value = Text::parse(&fill(rng, "⟦‹word›⟧")).unicode_escaped(rng, 60, upper);
    value.within(&fill(rng, r#"{"user":"ada","‹any›":"{}","n":1}"#))
}

/// A token that only its own format gives away, with some of its letters escaped.
fn unicode_token(rng: &mut Rng) -> Text {
    let upper = rng.chance(50);
    let token = some(rng, TOKENS).unicode_escaped(rng, 40, upper);
    token.within(r#"{"note":"use {} here","n":1}"#)
}

fn unicode_both(rng: &mut Rng) -> Text {
    let key = escaped_name(rng, 50, false);
    let value = Text::parse(&fill(rng, "⟦‹word›⟧")).unicode_escaped(rng, 50, false);
    value.within(&format!(r#"{{"n":1,"{key}":"{{}}"}}"#))
}

fn unicode_nested(rng: &mut Rng) -> Text {
    let key = escaped_name(rng, 40, false);
    let inner = Text::parse(&fill(rng, &format!(r#"{{"user":"ada","{key}":"⟦‹w16›⟧"}}"#)));
    inner.json().within(r#"{"status":200,"body":"{}"}"#)
}

/// JSON in a string whose quotes are escaped by code, as some serialisers do for HTML.
fn unicode_quotes(rng: &mut Rng) -> Text {
    let inner = Text::parse(&fill(rng, r#"{"user":"ada","‹snake›":"⟦‹w16›⟧","n":1}"#));
    inner.replaced(b'"', "\\u0022").within(r#"{"status":200,"body":"{}"}"#)
}

fn slashes(rng: &mut Rng) -> Text {
    let value = some(rng, &["⟦‹b30›/‹b13›=⟧", "https://‹user›:⟦‹url›⟧@‹host›/a/b"]).all_spare();
    value.slashes_escaped().within(&fill(rng, r#"{"n":1,"‹any:connection string›":"{}"}"#))
}

fn percent_json(rng: &mut Rng) -> Text {
    let value = some(rng, MEMBERS).percent_encoded();
    value.within(rng.pick(&["https://example.com/cb?state={}&n=1", "payload={}", "GET /x?q={} HTTP/1.1"]))
}

fn percent_connection(rng: &mut Rng) -> Text {
    let value = some(
        rng,
        &[
            "postgres://‹user›:⟦‹w16›⟧@‹host›:5432/‹db›",
            "https://‹user›:⟦‹w16›⟧@‹host›/x",
            "Server=‹host›;Uid=‹user›;Pwd=⟦‹w16›⟧;Database=‹db›",
            "mongodb+srv://‹user›:⟦‹w16›⟧@c0.ab1cd.mongodb.net/‹db›",
        ],
    );
    value.percent_encoded().within("https://example.com/connect?dsn={}&n=1")
}

fn percent_twice(rng: &mut Rng) -> Text {
    let value = some(
        rng,
        &["password=⟦‹w16›⟧&n=1", "https://example.com/cb?access_token=⟦‹w40›⟧", "{\"token\":\"⟦‹w32›⟧\"}"],
    );
    value.percent_encoded().percent_encoded().within("https://sso.example.com/?continue={}&hl=en")
}

fn percent_token(rng: &mut Rng) -> Text {
    let value = some(rng, &["key=⟦ghp_‹w36›⟧", "Bearer ⟦‹w40›⟧", "a b ⟦AKIA‹x16›⟧ c", "?sig=⟦‹b43›=⟧"]);
    value.percent_encoded().within("https://example.com/search?q={}&page=2")
}

fn padding(rng: &mut Rng, len: usize) -> String {
    let mut text = String::new();
    while text.len() < len {
        text.push_str(&fill(rng, "‹ts› INFO worker-‹n› GET /v1/items/‹d6› 200 in ‹n›ms trace=‹h32›\n"));
    }
    text
}

fn after_padding(rng: &mut Rng) -> Text {
    let mut text = Text::parse(&padding(rng, 100 * 1024));
    text.push(&snippet(rng));
    text.push_str(&padding(rng, 300));
    text
}

fn after_padding_in_json(rng: &mut Rng) -> Text {
    let log = padding(rng, 100 * 1024);
    let text = Text::parse(
        &fill(rng, r#"{"log":"{}","user":"ada","‹any›":"⟦‹look›⟧","n":1}"#)
            .replace("{}", &log.replace('\n', "\\n")),
    );
    text.json().within(r#"{"jsonrpc":"2.0","id":9,"result":{"content":[{"type":"text","text":"{}"}]}}"#)
}

/// 100 KB without a line break or a blank.
fn after_long_line(rng: &mut Rng) -> Text {
    let line = rng.chars(BASE64, 100 * 1024);
    let mut text = Text::parse(&format!("{{\"image\":\"{line}\",\"note\":\""));
    text.push(&some(rng, &["⟦ghp_‹w36›⟧", "redis://:⟦‹url›⟧@‹host›"]));
    text.push_str("\"}");
    text
}

fn at_the_end(rng: &mut Rng) -> Text {
    let mut text = Text::parse(&fill(rng, "‹phrase›\n"));
    text.push(&some(
        rng,
        &[
            "DB_PASSWORD=⟦‹word›⟧",
            "password: ⟦‹word›⟧",
            "see ⟦ghp_‹w36›⟧",
            "Authorization: ⟨Bearer ⟩⟦‹w40›⟧",
            "tool --password ⟦‹w16›⟧",
            "{\"password\":\"⟦‹w16›⟧",
            "<password>⟦‹w16›⟧",
        ],
    ));
    text
}

fn at_the_start(rng: &mut Rng) -> Text {
    some(rng, &["⟦ghp_‹w36›⟧ is the key\n", "⟦‹jwt›⟧\n", "⟦AKIA‹x16›⟧,active\n", "password=⟦‹word›⟧\nx=1\n"])
}

fn invalid_utf8(rng: &mut Rng) -> Text {
    let mut text = Text { bytes: vec![0x89, b'P', b'N', b'G', 0xff, 0xfe, b'\n'], ..Text::default() };
    text.push(&snippet(rng));
    text.bytes.extend([0xc3, 0x28, 0x80, b'\n']);
    text
}

/// The bytes right before and after are no UTF-8, nor are some of the secret's own.
fn beside_invalid(rng: &mut Rng) -> Text {
    let around: &[u8] = &[0xff, 0x00, b'\n'];
    let mut text = Text { bytes: around.to_vec(), ..Text::default() };
    if rng.chance(70) {
        text.push(&some(
            rng,
            &["⟦ghp_‹w36›⟧", "\"password\":\"⟦‹w16›⟧\"", "postgres://‹user›:⟦‹w16›⟧@‹host›"],
        ));
    } else {
        let mut value = Text::parse(&fill(rng, "‹w6›"));
        value.bytes.extend([0xff, 0xc0]);
        value.push_str(&fill(rng, "‹w6›"));
        text.push(&value.all_secret().within("\"token\":\"{}\""));
    }
    text.bytes.extend(around);
    text
}

fn after_bom(rng: &mut Rng) -> Text {
    let mut text = Text { bytes: vec![0xef, 0xbb, 0xbf], ..Text::default() };
    text.push(&some(
        rng,
        &[
            "password=⟦‹word›⟧\nport=1\n",
            "⟦ghp_‹w36›⟧\n",
            "{\"password\":\"⟦‹look›⟧\"}",
            "DB_PASSWORD: ⟦‹word›⟧\n",
        ],
    ));
    text
}

fn in_unicode(rng: &mut Rng) -> Text {
    some(
        rng,
        &[
            "Passwort (für Köln): siehe unten\nDB_PASSWORD=⟦‹word›⟧\nGrüße, Änne\n",
            "キーは「⟦ghp_‹w36›⟧」です。\n",
            "🔑⟦AKIA‹x16›⟧🔑\n",
            "ключ → ⟦sk_live_‹w24›⟧ ←\n",
        ],
    )
}

fn json_lines(rng: &mut Rng) -> Text {
    let mut text = Text::default();
    for _ in 0..rng.between(1, 4) {
        text.push(&some(
            rng,
            &["{\"event\":\"start\",\"n\":‹n›}\n", "{\"event\":\"tick\",\"trace\":\"‹h32›\"}\n"],
        ));
    }
    let row = Text::parse(&fill(rng, r#"{"event":"login","‹any›":"⟦‹look›⟧","args":["--verbose"]}"#));
    text.push(&row.respaced(Spacing::Blanks));
    text.push_str("\n{\"event\":\"end\"}\n");
    text
}
