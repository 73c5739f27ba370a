//! Answers of web APIs, API descriptions, and other documents.

use crate::form::{Kind, json, lines, texts};

pub(super) const KINDS: &[Kind] = &[
    json(
        "llm usage",
        &[
            r#"{"id": "chatcmpl-‹alnum:29›", "model": "gpt-4o", "choices": [{"index": 0, "message": {"role": "assistant", "content": "The ‹word› is ready."}, "finish_reason": "stop"}], "usage": {"prompt_tokens": ‹int:1-9000›, "completion_tokens": ‹int:1-900›, "total_tokens": ‹int:1-9900›, "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0}, "completion_tokens_details": {"reasoning_tokens": ‹int:0-99›}}}"#,
            r#"{"type": "message", "usage": {"input_tokens": ‹int:1-9000›, "cache_creation_input_tokens": 0, "cache_read_input_tokens": ‹int:1-9000›, "output_tokens": ‹int:1-900›}, "stop_reason": "max_tokens"}"#,
            r#"{"usageMetadata": {"promptTokenCount": ‹int:1-900›, "candidatesTokenCount": ‹int:1-900›, "totalTokenCount": ‹int:1-900›}, "modelVersion": "‹ver›"}"#,
            r#"{"model": "‹word›", "max_tokens": ‹int:1-9000›, "temperature": 0.‹int:1-9›, "messages": [{"role": "user", "content": "How do I reset my password?"}]}"#,
            r#"{"model": "llama3", "done": true, "prompt_eval_count": ‹int:1-900›, "eval_count": ‹int:1-900›, "context": [1, 2, 3]}"#,
            r#"{"finish_reason": "length", "tokens": {"input": ‹int:1-900›, "output": ‹int:1-900›}, "tokens_per_second": ‹int:1-90›.‹int:1-9›}"#,
        ],
    ),
    texts(
        "llm streams",
        &[
            "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_01‹alnum:22›\",\"usage\":{\"input_tokens\":‹int:1-900›,\"output_tokens\":1}}}\n\nevent: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Your password\"}}\n\nevent: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\" must be long.\"}}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
            "data: {\"id\":\"chatcmpl-‹alnum:29›\",\"choices\":[{\"delta\":{\"content\":\"The token\"}}]}\n\ndata: {\"id\":\"chatcmpl-‹alnum:29›\",\"choices\":[{\"delta\":{\"content\":\" is a count\"}}]}\n\ndata: [DONE]\n\n",
            "id: ‹int:1-99›\nevent: message\nretry: 3000\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":\"‹uuid›\",\"progress\":‹int:1-50›,\"total\":100}}\n\n",
            ": keep-alive\n\nid: ‹uuid›\ndata: {\"jsonrpc\":\"2.0\",\"id\":‹int:1-99›,\"result\":{\"tools\":[],\"nextCursor\":\"‹b64u:20›\"}}\n\n",
        ],
    ),
    json(
        "pages of lists",
        &[
            r#"{"kind": "storage#objects", "nextPageToken": "‹b64:40›", "items": [{"name": "‹word›.png", "md5Hash": "‹b64:16›", "crc32c": "‹b64:4›", "generation": "‹digits:16›"}]}"#,
            r#"{"Contents": [{"Key": "‹word›/‹word›.csv", "ETag": "\"‹hex:32›\"", "Size": ‹int:1-9000›}], "IsTruncated": true, "NextContinuationToken": "‹b64:48›", "KeyCount": 1, "MaxKeys": 1000}"#,
            r#"{"data": [], "paging": {"cursors": {"before": "‹b64:18›", "after": "‹b64:18›"}, "next": "https://‹host›/v1?after=‹b64u:18›"}}"#,
            r#"{"pageInfo": {"hasNextPage": true, "endCursor": "‹b64:21›", "startCursor": "‹b64:21›"}, "totalCount": ‹int:1-900›}"#,
            r#"{"Items": [], "LastEvaluatedKey": {"pk": {"S": "USER#‹int:1-999›"}, "sk": {"S": "‹date›"}}, "Count": ‹int:1-90›, "ScannedCount": ‹int:1-90›}"#,
            r#"{"events": [], "nextForwardToken": "f/‹digits:56›/s", "nextBackwardToken": "b/‹digits:56›/s"}"#,
            r#"{"_scroll_id": "‹b64:60›", "took": ‹int:1-90›, "hits": {"total": {"value": ‹int:1-900›}, "hits": []}}"#,
            r#"{"messages": [{"id": "‹hex:16›", "threadId": "‹hex:16›"}], "nextPageToken": "‹digits:20›", "resultSizeEstimate": ‹int:1-900›}"#,
            r#"{"items": [], "nextSyncToken": "‹alnum:24›==", "etag": "\"p‹digits:16›\""}"#,
        ],
    ),
    json(
        "json schemas",
        &[
            r#"{"type": "object", "properties": {"username": {"type": "string"}, "password": {"type": "string", "minLength": 8}}, "required": ["username", "password"]}"#,
            r#"{"properties": {"password": {"description": "The password of the user", "type": "string", "default": null}, "token": {"type": ["string", "null"], "description": "An access token", "maxLength": 4096}}}"#,
            r##"{"properties": {"api_key": {"anyOf": [{"type": "string"}, {"type": "null"}], "default": null, "title": "Api Key"}, "secret": {"$ref": "#/$defs/Secret"}}}"##,
            r#"{"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": {"Credentials": {"type": "object", "properties": {"clientSecret": {"type": "string", "writeOnly": true}}}}}"#,
            r#"{"properties": {"token": {"title": "Token", "examples": ["<token>"], "type": "string"}}, "additionalProperties": false}"#,
            r#"{"properties": {"auth": {"oneOf": [{"required": ["password"]}, {"required": ["token"]}], "type": "object"}}}"#,
            r#"{"properties": {"session": {"enum": ["new", "resume"], "type": "string"}, "max_tokens": {"type": "integer", "default": 1024}}}"#,
            r#"{"type": "object", "properties": {"password": {"type": "string", "format": "password", "pattern": "^(?=.*[A-Z]).{8,}$"}}}"#,
            r#"{"properties": {"private_key": {"const": null, "type": "null"}, "pin": {"type": "string", "pattern": "^[0-9]{4}$"}}}"#,
        ],
    ),
    texts(
        "openapi documents",
        &[
            "openapi: 3.1.0\ncomponents:\n  securitySchemes:\n    bearerAuth:\n      type: http\n      scheme: bearer\n      bearerFormat: JWT\n    apiKey:\n      type: apiKey\n      in: header\n      name: X-Api-Key\n  schemas:\n    Login:\n      type: object\n      required: [username, password]\n      properties:\n        username:\n          type: string\n        password:\n          type: string\n          format: password\n        token:\n          type: string\n          nullable: true\n",
            "{\"openapi\": \"3.0.3\", \"paths\": {\"/login\": {\"post\": {\"parameters\": [{\"name\": \"password\", \"in\": \"query\", \"required\": true, \"schema\": {\"type\": \"string\"}}], \"responses\": {\"200\": {\"description\": \"A token\"}}}}}, \"components\": {\"securitySchemes\": {\"token\": {\"type\": \"http\", \"scheme\": \"bearer\"}, \"cookie\": {\"type\": \"apiKey\", \"in\": \"cookie\", \"name\": \"sid\"}}}}",
            "security:\n  - apiKey: []\n  - bearerAuth: []\nparameters:\n  - name: token\n    in: query\n    description: The token that the mail has\n    schema:\n      type: string\n",
            "{\"swagger\": \"2.0\", \"securityDefinitions\": {\"api_key\": {\"type\": \"apiKey\", \"name\": \"api_key\", \"in\": \"header\"}, \"oauth\": {\"type\": \"oauth2\", \"flow\": \"accessCode\", \"tokenUrl\": \"https://‹host›/token\", \"authorizationUrl\": \"https://‹host›/authorize\"}}}",
            "{\"definitions\": {\"User\": {\"properties\": {\"password\": {\"type\": \"string\"}, \"refreshToken\": {\"type\": \"string\", \"x-go-name\": \"RefreshToken\"}}}}}",
        ],
    ),
    texts(
        "graphql",
        &[
            "mutation Login($email: String!, $password: String!) {\n  login(email: $email, password: $password) {\n    token\n    user { id name }\n  }\n}",
            "type AuthPayload {\n  token: String!\n  refreshToken: String\n  user: User!\n}\n\ninput LoginInput {\n  email: String!\n  password: String!\n  otp: Int\n}\n",
            "{\"query\": \"mutation($password: String!) { changePassword(password: $password) { ok } }\", \"operationName\": null}",
            "query { viewer { apiKeys(first: ‹int:1-50›) { nodes { id name lastUsedAt } pageInfo { endCursor } } } }",
            "{\"data\": {\"__type\": {\"fields\": [{\"name\": \"password\", \"type\": {\"name\": \"String\"}}, {\"name\": \"token\", \"type\": {\"name\": null}}]}}}",
            "directive @secret(name: String!) on FIELD_DEFINITION\n\ntype User { password: String @deprecated(reason: \"use tokens\") }\n",
        ],
    ),
    texts(
        "protobuf",
        &[
            "syntax = \"proto3\";\n\nmessage LoginRequest {\n  string username = 1;\n  string password = 2;\n  optional string otp = 3;\n}\n\nmessage LoginReply {\n  string access_token = 1 [json_name = \"accessToken\"];\n  string refresh_token = 2;\n  int64 expires_in = 3;\n}\n",
            "enum Field {\n  FIELD_UNSPECIFIED = 0;\n  PASSWORD = 1;\n  TOKEN = 2;\n  API_KEY = 3;\n}\n",
            "service Secrets {\n  rpc GetSecret(GetSecretRequest) returns (Secret);\n  rpc ListTokens(ListTokensRequest) returns (stream Token);\n}\nmessage ListRequest { int32 page_size = 1; string page_token = 2; }\n",
            "message Secret {\n  bytes data = 1 [(sensitive) = true];\n  oneof auth {\n    string token = 4;\n    Password password = 5;\n  }\n  reserved \"secret\", \"cookie\";\n}\n",
            "node {\n  name: \"‹word›\"\n  id: ‹int:1-999›\n  page_token: \"‹b64u:12›\"\n  labels { key: \"env\" value: \"‹word›\" }\n}\n",
        ],
    ),
    json(
        "notebooks",
        &[
            r##"{"cells": [{"cell_type": "code", "execution_count": ‹int:1-90›, "id": "‹hex:8›", "source": ["import os\n", "token = os.environ[\"TOKEN\"]\n", "password = getpass.getpass()\n"], "outputs": [{"data": {"image/png": "‹png:600›"}, "output_type": "display_data"}]}], "nbformat": 4}"##,
            r##"{"cells": [{"cell_type": "markdown", "source": ["# Tokens\n", "How many tokens has a sentence?"]}, {"cell_type": "code", "source": ["tokens = tokenizer.encode(text)\n", "len(tokens)"], "outputs": [{"text/plain": ["‹int:1-900›"]}]}]}"##,
        ],
    ),
    lines(
        "csv",
        &[
            "id,name,password_changed_at,token_count",
            "‹int:1-999›,‹user›,‹date›,‹int:1-900›",
            "‹uuid›,‹email›,true,‹int:1-90›",
            "user;password_set;mfa\n‹user›;yes;no",
            "\"key\",\"value\",\"author\"",
            "\"‹word›\",\"‹word›\",\"‹User›\"",
        ],
    ),
    texts(
        "latex, html, markdown",
        &[
            "\\section{Passwords and tokens}\nLet $t$ be the token and $k$ the secret key; then $\\mathrm{Enc}_k(t)$ is \\emph{opaque}.\\label{sec:token}\n\\cite{‹word›2024password}\n",
            "<form action=\"/login\" method=\"post\">\n  <label for=\"password\">Password:</label>\n  <input type=\"password\" name=\"password\" id=\"password\" autocomplete=\"current-password\" required>\n  <input type=\"text\" name=\"token\" placeholder=\"Token\">\n  <button>Sign in</button>\n</form>\n",
            "<input type=\"password\" name=\"secret\" value=\"\"> <a href=\"/password/reset\">Forgot password?</a>",
            "| Name | Type | Description |\n|---|---|---|\n| `password` | string | The password of the user |\n| `token` | string | **Required.** An access token |\n| `api_key` | string | See [keys](/docs/keys) |\n",
            "## Authentication\n\nSend the header `Authorization: Bearer <token>`.\n\n- `password`: at least eight characters\n- `token`: from the settings page\n- `secret`: optional\n",
            "<dl><dt>password</dt><dd>what you log in with</dd><dt>token</dt><dd>a string</dd></dl>",
            "<template v-if=\"token\"><PasswordField v-model=\"password\" :token=\"token\" /></template>",
            "<xs:element name=\"password\" type=\"xs:string\" minOccurs=\"0\"/>\n<xs:attribute name=\"token\" type=\"xs:token\"/>\n",
            "<password/><token></token><secret xsi:nil=\"true\"/>",
        ],
    ),
    lines(
        "urls",
        &[
            "git@‹domain›:‹user›/‹word›.git",
            "https://‹user›@‹host›/‹word›",
            "ssh://git@‹host›:22/‹word›.git",
            "http://localhost:‹port›/@‹word›/‹word›?email=‹email›",
            "https://‹host›:8443/‹path›?q=‹word›&page=‹int:1-90›#token",
            "postgres://localhost:5432/‹word›",
            "postgresql://app@‹host›:5432/‹word›?sslmode=require",
            "mongodb://‹host›:27017,‹host›:27017/‹word›?replicaSet=rs0",
            "redis://redis:6379/‹int:0-15›",
            "amqp://rabbit:5672/%2f",
            "jdbc:postgresql://‹host›:5432/‹word›?user=app&ssl=true",
            "Server=‹host›;Database=‹word›;Integrated Security=true;",
            "mailto:‹email›?subject=‹word›",
            "https://‹domain›/password/reset?lang=de",
            "https://registry.npmjs.org/@‹word›/‹word›/-/‹word›-‹ver›.tgz",
            "https://medium.com/@‹user›/how-tokens-work-‹hex:12›",
            "@‹user›:‹domain› joined #‹word›:‹domain›",
            "Endpoint=https://‹host›;AuthMode=ManagedIdentity",
        ],
    ),
    lines(
        "mail addresses and mentions",
        &[
            "From: ‹User› <‹email›>",
            "cc @‹user› and @‹word›-team",
            "‹word›@‹ver›",
            "npm install ‹word›@‹ver› @‹word›/‹word›@^‹ver›",
            "@Override @NotNull @PreAuthorize(\"hasRole('ADMIN')\")",
            "To: ‹email›; ‹email›",
            "Message-ID: <‹alnum:20›.‹digits:10›@‹host›>",
            "Thanks, @‹user›: the token is fine now",
        ],
    ),
];
