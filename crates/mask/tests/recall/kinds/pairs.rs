//! Sensitive names and their values that stand beside one another in JSON.

use super::Row;
use crate::carrier::Shape::Json;

/// Names and values that stand beside one another.
pub(super) const PAIRS: &[Row] = &[
    (
        "pair-name-value",
        Json,
        &[
            r#"[{"name":"NODE_ENV","value":"production"},{"name":"‹scream:db password›","value":"⟦‹look›⟧"}]"#,
            r#"{"name":"‹any›","value":"⟦‹look›⟧"}"#,
        ],
    ),
    (
        "pair-value-name",
        Json,
        &[r#"[{"value":"⟦‹look›⟧","name":"‹scream:db password›"},{"value":"production","name":"NODE_ENV"}]"#],
    ),
    (
        "pair-with-members-between",
        Json,
        &[
            r#"{"name":"‹scream:api key›","description":"for the worker","required":true,"value":"⟦‹look›⟧"}"#,
            r#"{"key":"‹scream›","type":"encrypted","target":["production"],"value":"⟦‹look›⟧"}"#,
            r#"{"id":"env_1","key":"‹scream:jwt secret›","configurationId":null,"createdAt":1790000000,"value":"⟦‹look›⟧"}"#,
        ],
    ),
    (
        "pair-key-value",
        Json,
        &[
            r#"{"env":[{"key":"LOG_LEVEL","value":"info"},{"key":"‹scream›","value":"⟦‹look›⟧"}]}"#,
            r#"{"Key":"‹scream›","Value":"⟦‹look›⟧"}"#,
        ],
    ),
    (
        "pair-variable",
        Json,
        &[
            r#"{"variable":"‹scream›","value":"⟦‹look›⟧"}"#,
            r#"{"field":"‹snake›","value":"⟦‹look›⟧"}"#,
            r#"{"param":"‹camel›","value":"⟦‹look›⟧"}"#,
            r#"{"k":"‹snake›","v":"⟦‹look›⟧"}"#,
        ],
    ),
    (
        "pair-number-value",
        Json,
        &[r#"{"name":"‹case:pin›","value":⟦‹pin›⟧}"#, r#"{"name":"‹any›","value":["⟦‹look›⟧"]}"#],
    ),
    (
        "pair-header-array",
        Json,
        &[
            r#"[["Host","example.com"],["Authorization","⟨Bearer ⟩⟦‹opaque›⟧"],["Accept","*/*"]]"#,
            r#"[["x-api-key","⟦‹look›⟧"],["accept","*/*"]]"#,
            r#"{"headers":[["Cookie","⟨sid=⟩⟦‹w32›⟧"]]}"#,
        ],
    ),
    (
        "pair-header-object",
        Json,
        &[
            r#"{"header":"X-Api-Key","value":"⟦‹look›⟧"}"#,
            r#"[{"name":"Authorization","value":"⟨Bearer ⟩⟦‹opaque›⟧"},{"name":"Accept","value":"*/*"}]"#,
            r#"{"headers":[{"name":"cookie","value":"⟨sid=⟩⟦‹w32›⟧"}]}"#,
        ],
    ),
    (
        "pair-flat-headers",
        Json,
        &[r#"["Host","example.com","Authorization","⟨Bearer ⟩⟦‹opaque›⟧","Accept","*/*"]"#],
    ),
    (
        "pair-argv",
        Json,
        &[
            r#"{"command":"npx","args":["-y","server","--password","⟦‹look›⟧","--verbose"]}"#,
            r#"["tool","--api-key","⟦‹opaque›⟧"]"#,
            r#"["tool","--token","⟦‹opaque›⟧","--port","8080"]"#,
        ],
    ),
    (
        "pair-argv-equals",
        Json,
        &[
            r#"{"args":["--user=app","--password=⟦‹w12›⟧","--port=8080"]}"#,
            r#"["tool","--api-key=⟦‹opaque›⟧"]"#,
        ],
    ),
    (
        "pair-argv-env",
        Json,
        &[
            r#"["docker","run","-e","DB_PASSWORD=⟦‹w16›⟧","-e","TZ=UTC","img"]"#,
            r#"{"Env":["PATH=/usr/bin","API_KEY=⟦‹w32›⟧","HOME=/root"]}"#,
        ],
    ),
    (
        "pair-mcp-config",
        Json,
        &[
            r#"{"mcpServers":{"gh":{"command":"npx","args":["-y","server-github"],"env":{"GITHUB_TOKEN":"⟦‹look›⟧"}}}}"#,
            r#"{"mcpServers":{"x":{"url":"https://x.example.com/mcp","headers":{"Authorization":"⟨Bearer ⟩⟦‹opaque›⟧"}}}}"#,
        ],
    ),
    (
        "pair-graphql",
        Json,
        &[
            r#"{"query":"mutation($u:String!,$p:String!){login(user:$u,password:$p){id}}","variables":{"u":"ada","password":"⟦‹look›⟧"}}"#,
            r#"{"query":"mutation{login(user:\"ada\",password:\"⟦‹w12›⟧\"){id}}"}"#,
        ],
    ),
];
