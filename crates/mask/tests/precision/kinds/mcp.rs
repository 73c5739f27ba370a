//! What a gateway for the Model Context Protocol sees all day.

use crate::form::{Kind, json};

pub(super) const KINDS: &[Kind] = &[
    json(
        "mcp initialize",
        &[
            r#"{"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {"protocolVersion": "2025-06-18", "capabilities": {"sampling": {}, "elicitation": {}}, "clientInfo": {"name": "‹word›", "version": "‹ver›"}}}"#,
            r#"{"jsonrpc": "2.0", "id": 0, "result": {"protocolVersion": "2025-06-18", "capabilities": {"tools": {"listChanged": true}, "logging": {}}, "serverInfo": {"name": "vault", "version": "‹ver›"}, "instructions": "Ask the user for a token before calling login. Never print a password."}}"#,
            r#"{"jsonrpc": "2.0", "method": "notifications/initialized"}"#,
            r#"{"jsonrpc": "2.0", "id": ‹int:1-99›, "error": {"code": -32602, "message": "Invalid params: password is required", "data": {"path": ["arguments", "password"]}}}"#,
            r#"{"jsonrpc": "2.0", "id": ‹int:1-99›, "error": {"code": -32001, "message": "Unauthorized: token expired"}}"#,
        ],
    ),
    json(
        "mcp tools/list",
        &[
            r#"{"jsonrpc": "2.0", "id": 1, "result": {"tools": [{"name": "login", "description": "Logs in with a password or a token", "inputSchema": {"type": "object", "properties": {"username": {"type": "string"}, "password": {"type": "string", "description": "The password"}, "token": {"type": "string", "description": "A token: use it instead of the password"}}, "required": ["username", "password"]}}], "nextCursor": "‹b64u:12›"}}"#,
            r#"{"tools": [{"name": "get_secret", "title": "Get a secret", "inputSchema": {"type": "object", "properties": {"secret_name": {"type": "string"}, "version": {"type": "integer", "default": 1}}}, "annotations": {"readOnlyHint": true}}]}"#,
            r#"{"tools": [{"name": "create_token", "inputSchema": {"$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "properties": {"token": {"description": "Name of the token", "type": ["string", "null"], "default": null}, "max_tokens": {"type": "integer", "minimum": 1}}, "additionalProperties": false}, "outputSchema": {"type": "object", "properties": {"access_token": {"type": "string"}, "expires_in": {"type": "number"}}}}]}"#,
            r#"{"tools": [{"name": "connect", "inputSchema": {"type": "object", "properties": {"connection_string": {"title": "Connection string", "description": "For example postgres://user:<password>@host/db", "type": "string"}, "credentials": {"type": "object", "properties": {"api_key": {"type": "string"}}}}}}]}"#,
            r#"{"tools": [{"name": "set_password", "inputSchema": {"type": "object", "properties": {"password": {"minLength": 12, "description": "At least 12 characters, a digit and a sign", "type": "string", "title": "Password"}, "pin": {"type": "integer", "minimum": 1000, "maximum": 9999}}}}]}"#,
        ],
    ),
    json(
        "mcp progress and logging",
        &[
            r#"{"jsonrpc": "2.0", "method": "notifications/progress", "params": {"progressToken": "‹alnum:20›", "progress": ‹int:1-50›, "total": 100, "message": "reading tokens"}}"#,
            r#"{"jsonrpc": "2.0", "id": ‹int:1-99›, "method": "tools/call", "params": {"name": "‹word›", "arguments": {"query": "how to rotate a secret"}, "_meta": {"progressToken": ‹int:1-99›}}}"#,
            r#"{"jsonrpc": "2.0", "method": "notifications/message", "params": {"level": "info", "logger": "auth", "data": "token refreshed for ‹user›, expires in ‹int:1-60› min"}}"#,
            r#"{"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": "‹uuid›", "reason": "user asked"}}"#,
            r#"{"jsonrpc": "2.0", "id": ‹int:1-99›, "method": "sampling/createMessage", "params": {"messages": [{"role": "user", "content": {"type": "text", "text": "Explain session tokens"}}], "maxTokens": ‹int:1-900›}}"#,
        ],
    ),
    json(
        "mcp resources and prompts",
        &[
            r#"{"resources": [{"uri": "file:///home/‹user›/‹path›", "name": "‹word›", "mimeType": "text/plain"}, {"uri": "secret://‹word›", "name": "secret list"}]}"#,
            r#"{"contents": [{"uri": "file:///‹path›", "text": "fn main() {\n    let token = read_token()?;\n    println!(\"{}\", token.len());\n}\n"}]}"#,
            r#"{"prompts": [{"name": "rotate-secrets", "arguments": [{"name": "password", "description": "the old password", "required": false}, {"name": "token", "required": true}]}]}"#,
            r#"{"resourceTemplates": [{"uriTemplate": "db://{user}:{password}@{host}/{table}", "name": "table"}]}"#,
            r#"{"ref": {"type": "ref/prompt", "name": "login"}, "argument": {"name": "token", "value": ""}}"#,
            r#"{"requestedSchema": {"type": "object", "properties": {"password": {"type": "string", "title": "Password"}}}, "message": "Please enter the password"}"#,
        ],
    ),
    json(
        "mcp calls and results",
        &[
            r#"{"jsonrpc": "2.0", "id": "‹uuid›", "method": "tools/call", "params": {"name": "search", "arguments": {"query": "password manager", "limit": ‹int:1-50›, "page_token": "‹b64u:12›"}}}"#,
            r#"{"jsonrpc": "2.0", "id": ‹int:1-99›, "result": {"content": [{"type": "text", "text": "‹int:1-9› results:\n1. How to choose a password: a guide\n2. Token: what it is"}], "isError": false}}"#,
            r#"{"jsonrpc": "2.0", "id": ‹int:1-99›, "result": {"content": [{"type": "text", "text": "{\"usage\": {\"total_tokens\": ‹int:1-900›}, \"next_page_token\": \"‹b64u:30›\", \"etag\": \"‹hex:32›\"}"}]}}"#,
            r#"{"jsonrpc": "2.0", "id": ‹int:1-99›, "result": {"content": [{"type": "text", "text": "On branch main\nmodified: src/auth/token.rs\nmodified: src/password.rs\n\nno changes added to commit"}]}}"#,
            r#"{"jsonrpc": "2.0", "id": ‹int:1-99›, "result": {"content": [{"type": "resource_link", "uri": "s3://‹word›/‹uuid›", "name": "‹word›"}], "structuredContent": {"objectKey": "‹word›/‹hex:32›", "size": ‹int:1-900›}}}"#,
            r#"{"jsonrpc": "2.0", "id": ‹int:1-99›, "result": {"content": [{"type": "text", "text": "total 16\n-rw------- 1 ‹user› ‹user› 411 Mar  3 10:00 id_ed25519\n-rw-r--r-- 1 ‹user› ‹user› 102 Mar  3 10:00 id_ed25519.pub\n-rw------- 1 ‹user› ‹user› 64 Mar  3 10:00 token"}]}}"#,
        ],
    ),
];
