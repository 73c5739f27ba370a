//! Sensitive members of JSON, whatever their values look like.

use super::{Made, Row};
use crate::carrier::Shape::Json;
use crate::fill::fill;
use crate::rng::Rng;
use crate::text::Text;

/// What the value looks like, and how the name is spelled.
pub(super) const LOOKS: &[Row] = &[
    ("member-snake", Json, &[r#"{"id":1,"‹snake›":"⟦‹look›⟧","name":"x"}"#]),
    ("member-kebab", Json, &[r#"{"id":1,"‹kebab›":"⟦‹look›⟧","name":"x"}"#]),
    ("member-camel", Json, &[r#"{"id":1,"‹camel›":"⟦‹look›⟧","name":"x"}"#]),
    ("member-pascal", Json, &[r#"{"id":1,"‹pascal›":"⟦‹look›⟧","name":"x"}"#]),
    ("member-scream", Json, &[r#"{"ID":1,"‹scream›":"⟦‹look›⟧","NAME":"x"}"#]),
    ("member-dotted", Json, &[r#"{"app.id":1,"‹dotted›":"⟦‹look›⟧"}"#]),
    (
        "member-short-word",
        Json,
        &[r#"{"‹any›":"⟦‹a3›⟧","n":1}"#, r#"{"‹any›":"⟦‹l1›⟧"}"#, r#"{"‹any›":"⟦hunter2⟧"}"#],
    ),
    ("member-escapes", Json, &[r#"{"‹any›":"⟦‹esc›⟧","next":"\"quoted\" text"}"#]),
    ("member-phrase", Json, &[r#"{"‹any›":"⟦‹phrase›⟧","note":"‹phrase›"}"#]),
    ("member-number", Json, &[r#"{"‹any›":⟦‹otp›⟧,"max_tokens":4096}"#, r#"{"‹case:pin›":⟦‹pin›⟧}"#]),
    (
        "member-number-signed",
        Json,
        &[r#"{"‹any›":⟦-‹pin›⟧,"n":-3}"#, r#"{"‹any›":⟦‹pin›.25⟧,"n":1.5}"#, r#"{"‹any›":⟦-1.5e‹n›⟧}"#],
    ),
    ("member-number-tiny", Json, &[r#"{"‹any:password›":⟦0⟧,"n":1}"#, r#"{"‹case:pin›":⟦1⟧}"#]),
    (
        "member-array",
        Json,
        &[
            r#"{"‹any:api keys›":["⟦‹opaque›⟧","⟦‹look›⟧"],"tags":["a","b"]}"#,
            r#"{"passwords":["⟦‹look›⟧","⟦‹esc›⟧","⟦‹look›⟧"],"n":1}"#,
            r#"{"‹any:recovery codes secret›":[⟦‹pin›⟧,⟦‹pin›⟧]}"#,
        ],
    ),
    (
        "member-object",
        Json,
        &[
            r#"{"credentials":{"user":"⟦‹user›⟧","value":"⟦‹look›⟧"},"x":{}}"#,
            r#"{"credentials":{"username":"‹user›","password":"⟦‹look›⟧"},"x":{}}"#,
            r#"{"token":{"access_token":"⟦‹look›⟧","expires_in":3600,"token_type":"Bearer"}}"#,
            r#"{"‹any:secret›":{"a":{"b":["⟦‹esc›⟧",⟦‹n›⟧]},"c":"⟦}⟧"},"empty":[]}"#,
        ],
    ),
    (
        "member-beside-empties",
        Json,
        &[
            r#"{"secrets":[],"tokens":{},"password":"","‹any›":"⟦‹look›⟧","token":null}"#,
            r#"{"token":"","api_key":null,"‹any›":"⟦‹look›⟧","cookies":[]}"#,
        ],
    ),
    ("member-opaque", Json, &[r#"{"‹any›":"⟦‹opaque›⟧","etag":"‹h32›"}"#]),
    ("member-uuid", Json, &[r#"{"‹any›":"⟦‹uuid›⟧","id":"‹uuid›"}"#]),
    (
        "member-url",
        Json,
        &[r#"{"‹any:connection string›":"⟦https://‹host›/x?k=‹w20›⟧","home":"https://example.com/?a=1"}"#],
    ),
    (
        "member-several",
        Json,
        &[
            r#"{"a":{"password":"⟦‹look›⟧"},"b":[{"token":"⟦‹look›⟧"},{"token":"⟦‹opaque›⟧"}],"apiKey":⟦‹pin›⟧,"total_tokens":17}"#,
        ],
    ),
    ("member-long-value", Json, &[r#"{"‹any›":"⟦‹w3000›⟧","n":1}"#]),
    (
        "member-half-mark",
        Json,
        &[
            r#"{"‹any›":"⟦*‹w6›⟧","n":1}"#,
            r#"{"‹any›":"⟦<‹w12›⟧"}"#,
            r#"{"‹any›":"⟦$‹w12›}⟧"}"#,
            r#"{"‹any›":"⟦%‹w5›#‹w5›⟧"}"#,
        ],
    ),
];

pub(super) const MADE: &[Made] = &[
    ("nested-once", Json, |rng| nested(rng, 1)),
    ("nested-twice", Json, |rng| nested(rng, 2)),
    ("nested-three-times", Json, |rng| nested(rng, 3)),
    ("nested-four-times", Json, |rng| nested(rng, 4)),
];

/// A sensitive member in JSON that is a string in JSON.
fn nested(rng: &mut Rng, depth: usize) -> Text {
    let template = rng.pick(&[
        r#"{"user":"‹user›","‹any›":"⟦‹look›⟧","n":1}"#,
        r#"{"‹any›":"⟦‹esc›⟧","list":[1,2]}"#,
        r#"{"‹case:pin›":⟦‹pin›⟧,"n":1}"#,
        r#"{"credentials":{"user":"⟦a⟧","value":"⟦‹look›⟧"},"n":1}"#,
        r#"{"name":"‹scream›","value":"⟦‹look›⟧"}"#,
    ]);
    let mut text = Text::parse(&fill(rng, template));
    for _ in 0..depth {
        text = text.json().within(&fill(rng, r#"{"body":"{}","status":200,"id":‹n›}"#));
    }
    text
}
