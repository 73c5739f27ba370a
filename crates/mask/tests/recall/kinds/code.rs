//! Literals in source code, assigned to sensitive names.

use super::Row;
use crate::carrier::Shape::Block;

pub(super) const TEMPLATES: &[Row] = &[
    (
        "code-python",
        Block,
        &[
            "import os\n\n‹snake› = \"⟦‹look›⟧\"\nregion = \"eu-west-1\"\n",
            "conn = connect(host=\"‹host›\", user='app', password='⟦‹look›⟧', port=5432)\n",
            "‹scream›: str = '⟦‹look›⟧'\nDEBUG = False\n",
            "self._‹snake› = \"⟦‹look›⟧\"\n",
        ],
    ),
    (
        "code-python-dict",
        Block,
        &[
            "cfg = {'user': 'ada', 'password': '⟦‹look›⟧', 'port': 5432}\n",
            "os.environ['‹scream›'] = '⟦‹look›⟧'\n",
            "headers = {\"Authorization\": \"⟨Bearer ⟩⟦‹opaque›⟧\"}\n",
            "config[\"‹snake›\"] = \"⟦‹look›⟧\"\n",
        ],
    ),
    (
        "code-python-bytes",
        Block,
        &[
            "SECRET_KEY = b'⟦‹w32›⟧'\nTIMEOUT = 3\n",
            "api_key = f\"⟦‹w32›⟧\"\n",
            "password = r'⟦‹w8›\\‹w8›⟧'\n",
        ],
    ),
    (
        "code-javascript",
        Block,
        &[
            "const ‹camel› = '⟦‹look›⟧';\nconst port = 80;\n",
            "let ‹camel› = \"⟦‹look›⟧\"\n",
            "var ‹camel›=\"⟦‹look›⟧\",n=1;\n",
            "const ‹camel› = `⟦‹w20›⟧`;\n",
        ],
    ),
    (
        "code-javascript-object",
        Block,
        &[
            "const db = { user: 'ada', password: '⟦‹look›⟧', port: 5432 };\n",
            "module.exports = {\n  ‹camel›: \"⟦‹look›⟧\",\n  port: 80,\n};\n",
            "axios.defaults.headers.common['Authorization'] = '⟨Bearer ⟩⟦‹opaque›⟧';\n",
            "fetch(u, { headers: { 'X-Api-Key': '⟦‹opaque›⟧' } });\n",
        ],
    ),
    (
        "code-typescript",
        Block,
        &[
            "const ‹camel›: string = '⟦‹look›⟧';\n",
            "private readonly ‹camel› = '⟦‹look›⟧';\n",
            "export const config: Config = { ‹camel›: \"⟦‹look›⟧\" };\n",
        ],
    ),
    (
        "code-go",
        Block,
        &[
            "package main\n\nvar ‹camel› = \"⟦‹look›⟧\"\n",
            "‹camel› := \"⟦‹look›⟧\"\n",
            "const ‹pascal› = \"⟦‹look›⟧\"\n",
            "cfg := Config{\n\tUser:     \"ada\",\n\tPassword: \"⟦‹look›⟧\",\n}\n",
            "password := `⟦‹w20›⟧`\n",
            "os.Setenv(\"‹scream›\", \"⟦‹look›⟧\")\n",
        ],
    ),
    (
        "code-rust",
        Block,
        &[
            "let ‹snake› = \"⟦‹look›⟧\";\n",
            "const ‹scream›: &str = \"⟦‹look›⟧\";\n",
            "static ‹scream›: &'static str = \"⟦‹look›⟧\";\n",
            "let c = Config { password: \"⟦‹look›⟧\".into(), port: 80 };\n",
            "let ‹snake› = String::from(\"⟦‹look›⟧\");\n",
        ],
    ),
    (
        "code-java",
        Block,
        &[
            "private static final String ‹scream› = \"⟦‹look›⟧\";\n",
            "String ‹camel› = \"⟦‹look›⟧\";\n",
            "config.setPassword(\"⟦‹look›⟧\");\n",
            "props.put(\"password\", \"⟦‹look›⟧\");\n",
            "@Value(\"x\") String password = \"⟦‹look›⟧\";\n",
        ],
    ),
    (
        "code-csharp",
        Block,
        &[
            "var ‹camel› = \"⟦‹look›⟧\";\n",
            "public const string ‹pascal› = \"⟦‹look›⟧\";\n",
            "new NetworkCredential { UserName = \"ada\", Password = \"⟦‹look›⟧\" };\n",
            "string ‹camel› = @\"⟦‹w12›⟧\";\n",
        ],
    ),
    (
        "code-ruby",
        Block,
        &[
            "‹snake› = '⟦‹look›⟧'\n",
            "config = { user: 'ada', password: '⟦‹look›⟧' }\n",
            ":password => '⟦‹look›⟧',\n:port => 80\n",
            "ENV['‹scream›'] = '⟦‹look›⟧'\n",
            "ENV[\"‹scream›\"] ||= \"⟦‹look›⟧\"\n",
        ],
    ),
    (
        "code-php",
        Block,
        &[
            "$password = '⟦‹look›⟧';\n$port = 80;\n",
            "'user' => 'ada',\n'password' => '⟦‹look›⟧',\n",
            "define('‹scream›', '⟦‹look›⟧');\n",
            "$this->‹camel› = \"⟦‹look›⟧\";\n",
        ],
    ),
    (
        "code-kotlin-swift",
        Block,
        &[
            "val ‹camel› = \"⟦‹look›⟧\"\n",
            "let ‹camel› = \"⟦‹look›⟧\"\nlet port = 80\n",
            "static let ‹camel›: String = \"⟦‹look›⟧\"\n",
            "const val ‹scream› = \"⟦‹look›⟧\"\n",
        ],
    ),
    (
        "code-c",
        Block,
        &[
            "#define ‹scream› \"⟦‹look›⟧\"\n",
            "const char *‹snake› = \"⟦‹look›⟧\";\n",
            "static const char ‹snake›[] = \"⟦‹look›⟧\";\n",
            "std::string ‹snake› = \"⟦‹look›⟧\";\n",
        ],
    ),
    (
        "code-default-argument",
        Block,
        &[
            "password = os.getenv(\"DB_PASSWORD\", \"⟦‹look›⟧\")\n",
            "const secret = ‹plain:process.env.JWT_SECRET› || '⟦‹look›⟧';\n",
            "token = ENV.fetch('API_TOKEN', '⟦‹look›⟧')\n",
            "DB_PASSWORD=⟨${DB_PASSWORD:-⟩⟦‹w16›⟧⟨}⟩\n",
        ],
    ),
    (
        "code-comparison",
        Block,
        &["if (password === '⟦‹look›⟧') {\n  ok();\n}\n", "if password == \"⟦‹look›⟧\":\n    pass\n"],
    ),
    (
        "code-minified",
        Block,
        &[
            "!function(){var e={user:\"ada\",password:\"⟦‹look›⟧\",n:1};go(e)}();\n",
            "a.apiKey=\"⟦‹opaque›⟧\",a.port=80;\n",
        ],
    ),
    (
        "code-diff",
        Block,
        &[
            "--- a/.env\n+++ b/.env\n@@ -1,2 +1,2 @@\n PORT=80\n-DB_PASSWORD=⟦‹word›⟧\n+DB_PASSWORD=⟦‹word›⟧\n",
            "@@ -3 +3 @@\n-  \"password\": \"⟦‹look›⟧\",\n+  \"password\": \"⟦‹look›⟧\",\n",
        ],
    ),
    (
        "code-terraform",
        Block,
        &[
            "resource \"aws_db_instance\" \"main\" {\n  username = \"app\"\n  password = \"⟦‹look›⟧\"\n  port     = 5432\n}\n",
            "variable \"db_password\" {\n  type    = string\n  default = \"⟦‹look›⟧\"\n}\n",
        ],
    ),
    (
        "code-line-numbers",
        Block,
        &[
            "   1\timport os\n   2\t‹scream› = \"⟦‹look›⟧\"\n   3\tPORT = 80\n",
            "config.py:12:    password = '⟦‹look›⟧'\nconfig.py:13:    port = 80\n",
        ],
    ),
];
