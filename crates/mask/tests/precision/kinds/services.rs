//! What services, clusters and tools say and are told.

use crate::form::{Kind, json, lines, texts};

pub(super) const KINDS: &[Kind] = &[
    texts(
        "manifests that refer",
        &[
            "env:\n  - name: DB_PASSWORD\n    valueFrom:\n      secretKeyRef:\n        name: ‹word›-db\n        key: password\n  - name: TOKEN_FILE\n    value: /var/run/secrets/‹word›/token\n",
            "imagePullSecrets:\n  - name: regcred\nvolumes:\n  - name: ‹word›\n    secret:\n      secretName: ‹word›-tls\n      defaultMode: 420\n",
            "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nspec:\n  secretStoreRef:\n    name: vault\n  data:\n    - secretKey: password\n      remoteRef:\n        key: ‹word›/db\n        property: password\n",
            "serviceAccountName: ‹word›\nautomountServiceAccountToken: false\ntokenExpirationSeconds: ‹int:600-9000›\n",
        ],
    ),
    json(
        "manifests that refer, as json",
        &[
            r#"{"spec": {"imagePullSecrets": [{"name": "regcred"}], "containers": [{"name": "‹word›", "env": [{"name": "TOKEN", "valueFrom": {"secretKeyRef": {"name": "a", "key": "token"}}}]}]}}"#,
            r#"{"secret": {"name": "‹word›", "key": "password"}, "credentials": {"name": "aws", "namespace": "default"}}"#,
            r#"{"secrets": ["HF_TOKEN", "DB_PASSWORD"], "credentials": ["${AWS_KEY}"], "image": "‹word›:‹ver›"}"#,
        ],
    ),
    texts(
        "values of charts",
        &[
            "auth:\n  existingSecret: \"\"\n  password: \"\"\n  secretKeys:\n    adminPasswordKey: admin-password\nimage:\n  tag: ‹ver›\n",
            "password: {{ .Values.‹word›.password | quote }}\ntoken: {{ required \"a token is required\" .Values.token }}\nsecret: {{ include \"‹word›.fullname\" . }}\n",
            "apiToken: \"<<‹word›-api-token>>\"\nclientSecret: \"<<oauth-client-secret>>\"\nreplicas: ‹int:1-9›\n",
        ],
    ),
    texts(
        "infrastructure code with references",
        &[
            "resource \"aws_db_instance\" \"‹word›\" {\n  password = var.db_password\n  token    = data.vault_generic_secret.‹word›.data[\"token\"]\n}\n",
            "variable \"db_password\" {\n  type      = string\n  sensitive = true\n  description = \"Password of ‹word›\"\n}\n",
            "output \"token\" {\n  value     = random_password.‹word›.result\n  sensitive = true\n}\nsecret_id = aws_secretsmanager_secret.‹word›.id\n",
        ],
    ),
    texts(
        "playbooks",
        &[
            "- name: set the password of ‹word›\n  ansible.builtin.user:\n    name: ‹user›\n    password: \"{{ vault_password | password_hash('sha512') }}\"\n    update_password: on_create\n  no_log: true\n",
            "vars:\n  db_password: \"{{ lookup('env', 'DB_PASSWORD') }}\"\n  api_token: !vault |\n    $ANSIBLE_VAULT;1.1;AES256\nhosts: ‹word›\n",
            "vars_prompt:\n  - name: password\n    prompt: What is the password of ‹word›?\n    private: yes\n",
        ],
    ),
    json(
        "api descriptions with forms of login",
        &[
            r##"{"components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}, "cookie": {"type": "apiKey", "in": "cookie", "name": "sid"}}}, "info": {"version": "‹ver›"}}"##,
            r##"{"Login": {"type": "object", "required": ["username", "password"], "properties": {"password": {"type": "string", "format": "password", "maxLength": ‹int:20-90›}, "otp": {"$ref": "#/components/schemas/Otp"}}}}"##,
            r#"{"parameters": [{"name": "token", "in": "query", "required": true, "schema": {"type": "string"}}, {"name": "X-Api-Key", "in": "header", "description": "The key of ‹word›"}]}"#,
        ],
    ),
    texts(
        "graphql of a login",
        &[
            "type Mutation {\n  login(email: String!, password: String!): Session\n  revokeToken(token: ID!): Boolean!\n  ‹word›: Int\n}\n",
            "mutation Login($email: String!, $password: String!) {\n  login(email: $email, password: $password) {\n    token\n    refreshToken\n    ‹word›\n  }\n}\n",
            "input SecretInput {\n  name: String!\n  secret: String!\n  apiKey: String = null\n  ‹word›: Int = ‹int:1-90›\n}\n",
        ],
    ),
    texts(
        "tables of databases",
        &[
            "CREATE TABLE ‹word› (\n  id bigint PRIMARY KEY,\n  password varchar(255) NOT NULL,\n  token uuid DEFAULT gen_random_uuid(),\n  secret bytea,\n  api_key text UNIQUE\n);\n",
            "ALTER TABLE ‹word› ADD COLUMN password_hash text;\nSELECT token, secret FROM ‹word› WHERE token = $1 AND password = crypt($2, password);\nUPDATE ‹word› SET token = NULL WHERE token IS NOT NULL;\n",
            "INSERT INTO ‹word› (id, name) VALUES (‹int:1-99›, 'password reset'), (‹int:1-99›, 'token');\nGRANT SELECT (token) ON ‹word› TO app;\n",
            "SELECT * FROM sessions WHERE session_id = ? AND token = :token AND password = @password LIMIT ‹int:1-99›",
        ],
    ),
    json(
        "tools with parameters for secrets",
        &[
            r#"{"tools": [{"name": "login_‹word›", "description": "Log in with a password", "inputSchema": {"type": "object", "properties": {"password": {"type": "string", "description": "The password"}, "token": {"type": "string", "description": "API token, optional"}}, "required": ["password"]}}]}"#,
            r#"{"name": "set_secret", "inputSchema": {"properties": {"secret": {"anyOf": [{"type": "string"}, {"type": "null"}], "default": null, "title": "Secret"}, "n": {"const": ‹int:1-99›}}}}"#,
            r#"{"arguments": [{"name": "password", "description": "Password of ‹word›", "required": true}, {"name": "token", "required": false}]}"#,
        ],
    ),
    json(
        "errors of remote calls",
        &[
            r#"{"jsonrpc": "2.0", "id": ‹int:1-99›, "error": {"code": -32001, "message": "missing token", "data": {"token": null, "reason": "expired"}}}"#,
            r#"{"error": "invalid_grant", "error_description": "The refresh token is expired.", "trace_id": "‹hex:32›"}"#,
            r#"{"errors": {"password": ["is too short", "must have a digit"], "token": ["can't be blank"]}, "id": ‹int:1-99›}"#,
            r#"{"detail": [{"loc": ["body", "password"], "msg": "field required", "type": "value_error.missing"}], "id": ‹int:1-99›}"#,
            r#"{"message": "Bad credentials", "documentation_url": "https://‹host›/rest", "status": "401"}"#,
        ],
    ),
    json(
        "settings of tokenizers",
        &[
            r#"{"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>", "cls_token": "[CLS]", "mask_token": "[MASK]", "model_max_length": ‹int:512-8000›}"#,
            r#"{"added_tokens_decoder": {"‹int:1-9›": {"content": "<|endoftext|>", "special": true}}, "bos_token_id": ‹int:1-900›, "eos_token": {"content": "<|im_end|>", "lstrip": false}, "tokenizer_class": "‹Word›Tokenizer"}"#,
            r#"{"usage": {"prompt_tokens": ‹int:1-900›, "completion_tokens": ‹int:1-900›, "cached_tokens": 0}, "token": {"id": ‹int:1-99›, "text": "The", "logprob": -0.1}}"#,
        ],
    ),
    json(
        "policies about secrets",
        &[
            r#"{"password": {"min_length": ‹int:8-20›, "require_digit": true, "require_upper": true, "history": 5}, "token": {"ttl": ‹int:60-900›, "rotate": true}}"#,
            r#"{"session": {"timeout": ‹int:60-900›, "secure": true}, "secrets": ‹int:1-99›, "credentials": ‹int:1-99›, "tokens_issued": ‹int:1-900›}"#,
            r#"{"token": {"enabled": false, "ttl": ‹int:60-900›}, "api_key": {"required": true}, "cookie": {"secure": true, "max_age": 900}}"#,
        ],
    ),
    json(
        "manifests of packages",
        &[
            r#"{"name": "@‹word›/auth", "version": "‹ver›", "dependencies": {"jsonwebtoken": "^9.0.‹int:0-9›", "cookie": "~0.7.1", "express-session": "1.18.0", "password-validator": "^5.0.0", "js-tokens": "4.0.0"}}"#,
            r#"{"keywords": ["password", "token", "secret"], "scripts": {"token": "node scripts/token.js", "rotate-secrets": "bash ‹word›.sh"}, "bin": {"‹word›": "cli.js"}}"#,
        ],
    ),
    texts(
        "features of crates",
        &[
            "[features]\ndefault = [\"‹word›\"]\ncookies = [\"dep:cookie_crate\", \"dep:cookie_store\"]\nauth-jwt = [\"auth\", \"dep:jsonwebtoken\"]\nWin32_Security_Credentials = [\"Win32_Security\"]\n",
            "[dependencies]\ncookie = \"0.18\"\nsecrecy = { version = \"0.‹int:1-20›\", features = [\"serde\"] }\nkeyring = \"‹ver›\"\npassword-hash = { version = \"0.5\", optional = true }\n",
        ],
    ),
    lines(
        "logs of pipelines",
        &[
            "  env:\n    GITHUB_TOKEN: ***\n    API_KEY: ***\n    ‹WORD›: ‹word›",
            "$ curl -H \"Authorization: Bearer [MASKED]\" https://‹host›/api",
            "Run docker/login-action@v3 with username: ‹user› password: ***",
            "DEPLOY_TOKEN: [MASKED]",
            "Masking variable DB_PASSWORD in job ‹int:100-900›; SECRET_KEY=[REDACTED]",
            "##[debug]Evaluating: secrets.TOKEN\n##[debug]Result: '***' ‹int:1-90›",
        ],
    ),
    lines(
        "logs of mail and network",
        &[
            "‹time› postfix/smtp[‹int:100-900›]: ‹upper:10›: to=<‹email›>, relay=‹host›[‹ip›]:25, delay=0.52, dsn=2.0.0, status=sent (250 OK)",
            "‹time› ‹word› dovecot: auth: passwd(‹user›,‹ip›): unknown user (session=<‹int:1-90›>)",
            "‹time› hostapd: wlan0: STA ‹mac› WPA: pairwise key handshake completed (RSN), psk: ok",
            "‹time› login failed: password: mismatch user=‹user› attempts=‹int:1-9›",
        ],
    ),
    texts(
        "errors of compilers",
        &[
            "error[E0425]: cannot find value `token` in this scope\n --> ‹path›:‹int:1-900›:‹int:1-90›\n  |\n9 |     let secret = token;\n  |                  ^^^^^ not found in this scope\n",
            "‹path›(‹int:1-900›,5): error TS2322: Type 'string | undefined' is not assignable to type 'string'.\n  password: string;\n",
            "‹path›:‹int:1-900›:‹int:1-90›: error: use of undeclared identifier 'password'\n    if (strcmp(password, token) == 0)\n               ^\n",
            "./‹word›.go:‹int:1-900›:2: declared and not used: token\n./‹word›.go:8:12: cannot use secret (variable of type []byte) as string value in argument\n",
        ],
    ),
    texts(
        "stacks of failures",
        &[
            "Traceback (most recent call last):\n  File \"‹path›\", line ‹int:1-900›, in get_token\n    token = self.session.get(\"token\")\nKeyError: 'token'\n",
            "java.lang.IllegalStateException: password: must not be null\n\tat com.‹word›.Auth.setPassword(Auth.java:‹int:1-900›)\n\tat com.‹word›.Token.<init>(Token.java:12)\n",
            "Error: Invalid token: unexpected end of input\n    at Lexer.token (/app/‹path›:‹int:1-900›:13)\n    at parseSecret (node:internal/‹word›:8:3)\n",
        ],
    ),
    texts(
        "differences in git",
        &[
            "diff --git a/‹path› b/‹path›\nindex ‹hex:7›..‹hex:7› 100644\n--- a/‹path›\n+++ b/‹path›\n@@ -1,4 +1,4 @@\n-    password: str\n+    password: SecretStr\n     token: Optional[str] = None\n",
            "@@ -‹int:1-90›,6 +‹int:1-90›,7 @@ func (c *Client) Login(\n-\tpassword := c.password\n+\tpassword := os.Getenv(\"DB_PASSWORD\")\n \treturn c.token(password)\n",
            "@@ -‹int:1-90›,3 +9,3 @@\n-      - DB_PASSWORD=${DB_PASSWORD}\n+      - DB_PASSWORD_FILE=/run/secrets/db_password\n",
        ],
    ),
];
