//! Sensitive names in configuration files and logs.

use super::Row;
use crate::carrier::Shape::{Block, Line};

pub(super) const TEMPLATES: &[Row] = &[
    (
        "yaml-plain",
        Block,
        &[
            "database:\n  host: ‹host›\n  password: ⟦‹word›⟧\n  port: 5432\n",
            "‹snake›: ⟦‹word›⟧\nreplicas: 3\n",
            "auth:\n    ‹camel›: ⟦‹opaque›⟧\n    enabled: true\n",
        ],
    ),
    (
        "yaml-plain-phrase",
        Block,
        &["db:\n  user: app\n  password: ⟦‹phrase›⟧\n  pool: 5\n", "‹kebab›: ⟦‹phrase›⟧ # rotate\nport: 1\n"],
    ),
    (
        "yaml-double-quoted",
        Block,
        &["db:\n  password: \"⟦‹look›⟧\"\n  port: 5432\n", "‹snake›: \"⟦‹w4›\\\"‹w4›⟧\"\nname: \"x\"\n"],
    ),
    (
        "yaml-single-quoted",
        Block,
        &["db:\n  password: '⟦‹look›⟧'\n  port: 5432\n", "‹snake›: '⟦‹w4›''‹w4›⟧'\nname: 'x'\n"],
    ),
    (
        "yaml-block-literal",
        Block,
        &[
            "service:\n  ‹snake›: |\n    ⟦‹w40›\n    ‹w30›⟧\n  port: 8080\n",
            "private_key: |-\n  ⟦‹b64›\n  ‹b64›\n  ‹b20›⟧\nname: x\n",
        ],
    ),
    (
        "yaml-block-folded",
        Block,
        &["passphrase: >\n  ⟦‹phrase›\n  ‹phrase›⟧\nname: x\n", "a:\n  ‹snake›: >-\n    ⟦‹w40›⟧\n  b: 1\n"],
    ),
    (
        "yaml-list",
        Block,
        &[
            "api_keys:\n  - ⟦‹opaque›⟧\n  - ⟦‹opaque›⟧\nregions:\n  - eu\n",
            "auth:\n  passwords:\n    - \"⟦‹look›⟧\"\n    - ⟦‹w16›⟧\n  port: 1\n",
        ],
    ),
    (
        "yaml-flow",
        Block,
        &["db: {user: app, password: ⟦‹w16›⟧, port: 5432}\n", "db: { password: '⟦‹look›⟧', host: ‹host› }\n"],
    ),
    ("yaml-number", Block, &["user: ada\npin: ⟦‹pin›⟧\nretries: 3\n", "password: ⟦‹d6›‹d2›⟧\nport: 80\n"]),
    (
        "yaml-name-value",
        Block,
        &[
            "env:\n- name: DB_PASSWORD\n  value: ⟦‹word›⟧\n- name: TZ\n  value: UTC\n",
            "env:\n  - name: API_KEY\n    value: \"⟦‹opaque›⟧\"\n  - name: PORT\n    value: \"8080\"\n",
        ],
    ),
    (
        "yaml-compose-list",
        Block,
        &[
            "services:\n  db:\n    image: postgres:16\n    environment:\n      - POSTGRES_USER=app\n      - POSTGRES_PASSWORD=⟦‹word›⟧\n    ports:\n      - \"5432:5432\"\n",
            "environment:\n  MYSQL_ROOT_PASSWORD: ⟦‹word›⟧\n  TZ: UTC\n",
        ],
    ),
    (
        "yaml-string-data",
        Block,
        &[
            "apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\nstringData:\n  username: app\n  password: ⟦‹word›⟧\n",
        ],
    ),
    (
        "toml-basic",
        Block,
        &[
            "[database]\nurl = \"db.example.com\"\npassword = \"⟦‹look›⟧\"\nport = 5432\n",
            "‹snake› = \"⟦‹w4›\\\"‹w6›⟧\"\nname = \"x\"\n",
        ],
    ),
    ("toml-literal", Block, &["[auth]\n‹kebab› = '⟦‹look›⟧'\nttl = 60\n"]),
    (
        "toml-multi-line",
        Block,
        &["[tls]\nprivate_key = \"\"\"\n⟦‹b64›\n‹b64›\n‹b20›⟧\n\"\"\"\nport = 8443\n"],
    ),
    ("toml-inline-table", Block, &["db = { user = \"app\", password = \"⟦‹look›⟧\", port = 5432 }\n"]),
    ("toml-array", Block, &["api_keys = [\"⟦‹opaque›⟧\", \"⟦‹opaque›⟧\"]\nregions = [\"eu\", \"us\"]\n"]),
    ("toml-number", Block, &["pin = ⟦‹pin›⟧\nretries = 3\n"]),
    (
        "ini-spaced",
        Block,
        &["[mail]\nhost = ‹host›\npassword = ⟦‹word›⟧\nport = 25\n", "[s]\n‹snake› = ⟦‹opaque›⟧\nx = 1\n"],
    ),
    (
        "ini-tight",
        Block,
        &["[mail]\nhost=‹host›\npassword=⟦‹word›⟧\nport=25\n", "[mail]\npassword=⟦‹phrase›⟧\nport=25\n"],
    ),
    ("ini-colon", Block, &["[mail]\nhost: ‹host›\npassword: ⟦‹word›⟧\nport: 25\n"]),
    (
        "properties",
        Block,
        &[
            "spring.datasource.url=jdbc:h2:mem\nspring.datasource.password=⟦‹word›⟧\nserver.port=8080\n",
            "‹dotted›=⟦‹word›⟧\napp.name=orders\n",
            "db.user: app\ndb.password: ⟦‹word›⟧\n",
            "! store\nkeystore.password = ⟦‹w12›⟧\nkeystore.path = /etc/ks.jks\n",
        ],
    ),
    (
        "xml-element",
        Block,
        &[
            "<connection>\n  <user>‹user›</user>\n  <password>⟦‹word›⟧</password>\n  <port>5432</port>\n</connection>\n",
            "<‹camel›>⟦‹opaque›⟧</‹same›>\n<name>x</name>\n",
            "<soap:Header><wsse:Username>ada</wsse:Username><wsse:Password Type=\"#PasswordText\">⟦‹w16›⟧</wsse:Password></soap:Header>\n",
        ],
    ),
    (
        "xml-element-phrase",
        Block,
        &[
            "<user>app</user><password>⟦‹phrase›⟧</password><n>1</n>\n",
            "<password>⟦‹w4›&amp;‹w4›&lt;‹w3›⟧</password>\n",
            "<password><![CDATA[⟦‹w4›<‹w4›⟧]]></password>\n",
        ],
    ),
    (
        "xml-attribute",
        Block,
        &[
            "<user name=\"ada\" password=\"⟦‹look›⟧\" role=\"admin\"/>\n",
            "<db host='‹host›' ‹camel:db password›='⟦‹look›⟧'/>\n",
            "<Resource name=\"jdbc/db\" username=\"app\" password=\"⟦‹word›⟧\" maxTotal=\"20\"/>\n",
        ],
    ),
    (
        "xml-name-value",
        Block,
        &[
            "<property name=\"connection.password\" value=\"⟦‹look›⟧\"/>\n",
            "<add key=\"ApiKey\" value=\"⟦‹opaque›⟧\" />\n",
            "<property name=\"hibernate.connection.password\">⟦‹word›⟧</property>\n",
            "<string name=\"api_key\">⟦‹opaque›⟧</string>\n",
        ],
    ),
    (
        "xml-plist",
        Block,
        &["<key>Host</key>\n<string>‹host›</string>\n<key>Password</key>\n<string>⟦‹look›⟧</string>\n"],
    ),
    (
        "shell-export",
        Block,
        &[
            "#!/bin/sh\nexport ‹scream›=⟦‹word›⟧\nexport PORT=80\n",
            "export ‹scream›=\"⟦‹look›⟧\"\n",
            "export DB_PASSWORD='⟦‹look›⟧'; ./run.sh\n",
        ],
    ),
    (
        "shell-set",
        Block,
        &[
            "set -gx API_KEY ⟦‹w24›⟧\n",
            "set DB_PASSWORD=⟦‹w16›⟧\nset PORT=80\n",
            "setenv API_TOKEN ⟦‹w24›⟧\n",
        ],
    ),
    (
        "shell-printenv",
        Block,
        &["HOME=/root\nLANG=C.UTF-8\n‹scream›=⟦‹word›⟧\nPWD=/srv/app\nSHLVL=1\nPATH=/usr/bin:/bin\n"],
    ),
    ("powershell", Block, &["$env:‹scream› = \"⟦‹look›⟧\"\n$port = 80\n", "$password = '⟦‹look›⟧'\n"]),
    (
        "dockerfile",
        Block,
        &[
            "FROM node:22\nENV ‹scream›=⟦‹w24›⟧\nENV PORT=80\nRUN npm ci\n",
            "FROM alpine\nENV DB_PASSWORD ⟦‹w16›⟧\nENV PORT 80\n",
            "ARG NPM_TOKEN=⟦‹w36›⟧\nRUN true\n",
            "ENV A=1 API_KEY=\"⟦‹look›⟧\" B=2\n",
        ],
    ),
    (
        "log-logfmt",
        Line,
        &[
            "ts=‹ts› level=info msg=login user=‹user› password=⟦‹word›⟧ status=200",
            "level=debug ‹snake›=⟦‹opaque›⟧ duration=31ms",
            "level=info msg=\"login ok\" token=\"⟦‹look›⟧\" n=1",
        ],
    ),
    (
        "log-colon",
        Line,
        &[
            "‹ts› DEBUG auth: token: ⟦‹opaque›⟧",
            "[debug] password: ⟦‹w6›‹d2›⟧ for user ada",
            "Generated api key: ⟦‹opaque›⟧",
        ],
    ),
    (
        "log-quoted",
        Line,
        &["config loaded: password='⟦‹look›⟧', retries=3", "initial admin password: '⟦‹w16›⟧'"],
    ),
    (
        "log-debug-struct",
        Line,
        &[
            "Config { host: \"‹host›\", password: \"⟦‹look›⟧\", port: 5432 }",
            "User(name='ada', password='⟦‹look›⟧', age=3)",
            "{user=ada, password=⟦‹w16›⟧, port=1}",
            "map[password:⟦‹w16›⟧ user:ada]",
            "%{user: \"ada\", ‹snake›: \"⟦‹look›⟧\"}",
        ],
    ),
    (
        "log-php-array",
        Block,
        &[
            "array(2) {\n  [\"user\"]=>\n  string(3) \"ada\"\n  [\"password\"]=>\n  string(16) \"⟦‹w16›⟧\"\n}\n",
            "Array\n(\n    [user] => ada\n    [password] => ⟦‹w16›⟧\n)\n",
        ],
    ),
    (
        "form-body",
        Line,
        &[
            "username=ada&password=⟦‹url›⟧&remember=1",
            "grant_type=refresh_token&refresh_token=⟦‹s43›⟧&client_id=web",
            "user=ada&‹snake›=⟦‹w16›⟧",
        ],
    ),
    (
        "form-multipart",
        Block,
        &[
            "--x1\r\nContent-Disposition: form-data; name=\"user\"\r\n\r\nada\r\n--x1\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n⟦‹look›⟧\r\n--x1--\r\n",
        ],
    ),
    (
        "markdown-inline",
        Line,
        &[
            "Set `password=⟦‹w16›⟧` in the config, then restart.",
            "- **Password:** `⟦‹w12›!⟧`",
            "Use `API_KEY: ⟦‹opaque›⟧` there.",
        ],
    ),
    (
        "sql",
        Line,
        &[
            "ALTER USER ‹user› WITH PASSWORD '⟦‹look›⟧';",
            "CREATE USER 'ada'@'%' IDENTIFIED BY '⟦‹look›⟧';",
            "CREATE LOGIN ada WITH PASSWORD = '⟦‹look›⟧';",
        ],
    ),
    (
        "nginx",
        Block,
        &[
            "location / {\n  proxy_set_header Authorization \"⟨Bearer ⟩⟦‹w40›⟧\";\n  proxy_pass http://up;\n}\n",
            "proxy_set_header X-Api-Key ⟦‹w32›⟧;\n",
        ],
    ),
    (
        "graphql-or-hcl-call",
        Line,
        &[
            "login(user: \"ada\", password: \"⟦‹look›⟧\") { id }",
            "provider \"x\" { api_key = \"⟦‹opaque›⟧\" }",
        ],
    ),
    (
        "json5",
        Block,
        &[
            "{\n  // local\n  user: 'ada',\n  password: '⟦‹look›⟧',\n  port: 80,\n}\n",
            "{ user: \"ada\", apiKey: \"⟦‹opaque›⟧\", }\n",
        ],
    ),
    (
        "chat-prose",
        Line,
        &[
            "Login: ada / Password: ⟦‹w8›‹d2›⟧",
            "Here is the API key: ⟦‹opaque›⟧",
            "The password: \"⟦‹look›⟧\", the user: \"ada\".",
        ],
    ),
];
