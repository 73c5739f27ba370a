//! Files of tools that hold credentials.

use super::{Made, Row};
use crate::carrier::Shape::{Block, Json};
use crate::fill::fill;
use crate::rng::Rng;
use crate::text::{BASE64, Text};

pub(super) const TEMPLATES: &[Row] = &[
    (
        "file-env",
        Block,
        &[
            "NODE_ENV=production\nPORT=3000\nDATABASE_URL=postgres://‹user›:⟦‹url›⟧@‹host›:5432/‹db›\nSTRIPE_SECRET_KEY=⟦sk_live_‹w24›⟧\nSMTP_PASSWORD=⟦‹word›⟧\nLOG_LEVEL=info\n",
            "APP_NAME=orders\nAPP_KEY=base64:⟦‹b43›=⟧\nDB_HOST=‹host›\nDB_PASSWORD=⟦‹word›⟧\nDB_DATABASE=‹db›\n",
            "# local\nexport DEBUG=0\nexport SECRET_KEY_BASE=⟦‹h128›⟧\nRAILS_MASTER_KEY=⟦‹h32›⟧\n",
            "JWT_SECRET='⟦‹look›⟧'\nSESSION_SECRET=\"⟦‹look›⟧\"\nMAX_TOKENS=4096\nPUBLIC_URL=https://example.com\n",
        ],
    ),
    (
        "file-env-short-values",
        Block,
        &[
            "POSTGRES_USER=app\nPOSTGRES_PASSWORD=⟦‹w5›⟧\nPOSTGRES_DB=‹db›\n",
            "MYSQL_ROOT_PASSWORD=⟦‹a4›⟧\nTZ=Europe/Berlin\n",
        ],
    ),
    (
        "file-netrc",
        Block,
        &[
            "machine api.github.com\n  login ada\n  password ⟦‹word›⟧\n",
            "machine ‹host› login ‹user› password ⟦‹w16›⟧\n",
            "machine api.heroku.com\n  login ada@example.com\n  password ⟦‹uuid›⟧\nmachine git.heroku.com\n  login ada@example.com\n  password ⟦‹uuid›⟧\n",
            "default login anonymous password ⟦‹w10›⟧\n",
            "     1\tmachine ‹host›\n     2\tlogin ada\n     3\tpassword ⟦‹w16›⟧\n",
            "1→machine ‹host›\n2→login ada\n3→password ⟦‹w16›⟧\n",
            "-machine ‹host›\n-  login ada\n-  password ⟦‹w16›⟧\n",
        ],
    ),
    (
        "file-docker-config",
        Json,
        &[
            r#"{"auths":{"https://index.docker.io/v1/":{"auth":"⟦‹basic›⟧"}},"credsStore":"desktop"}"#,
            r#"{"auths":{"ghcr.io":{"auth":"⟦‹basic›⟧","email":"ada@example.com"},"quay.io":{"auth":"⟦‹basic›⟧"}}}"#,
            r#"{"auths":{"registry.example.com":{"username":"ada","password":"⟦‹w24›⟧","auth":"⟦‹basic›⟧"}}}"#,
            r#"{"auths":{"acr.azurecr.io":{"identitytoken":"⟦‹jwt›⟧"}}}"#,
        ],
    ),
    (
        "file-pgpass",
        Block,
        &[
            "‹host›:5432:‹db›:‹user›:⟦‹w16›⟧\n*:*:*:postgres:⟦‹w12›⟧\n",
            "# hostname:port:database:username:password\nlocalhost:5432:‹db›:‹user›:⟦‹word›⟧\n",
        ],
    ),
    (
        "file-npmrc",
        Block,
        &[
            "registry=https://registry.npmjs.org/\n//registry.npmjs.org/:_authToken=⟦npm_‹w36›⟧\nalways-auth=true\n",
            "@acme:registry=https://npm.example.com/\n//npm.example.com/:_authToken=⟦‹uuid›⟧\n",
            "//npm.example.com/:username=ada\n//npm.example.com/:_password=⟦‹b22›==⟧\n",
            "_auth=⟦‹basic›⟧\nemail=ada@example.com\n",
        ],
    ),
    (
        "file-pypirc",
        Block,
        &[
            "[distutils]\nindex-servers =\n    pypi\n\n[pypi]\nusername = __token__\npassword = ⟦pypi-AgEIcHlwaS5vcmc‹s130›⟧\n",
            "[internal]\nrepository = https://pypi.example.com/simple\nusername = ‹user›\npassword = ⟦‹word›⟧\n",
        ],
    ),
    (
        "file-my-cnf",
        Block,
        &[
            "[client]\nuser=‹user›\npassword=⟦‹word›⟧\nhost=‹host›\n",
            "[client]\nuser = ‹user›\npassword = \"⟦‹w8›#‹w4›⟧\"\n",
        ],
    ),
    (
        "file-git-credentials",
        Block,
        &["https://ada:⟦ghp_‹w36›⟧@github.com\nhttps://ada:⟦‹w26›⟧@gitlab.example.com\n"],
    ),
    ("file-htpasswd", Block, &["ada:⟦$apr1$‹w8›$‹w22›⟧\ngrace:⟦$apr1$‹w8›$‹w22›⟧\n", "ada:⟦$2y$10$‹w53›⟧\n"]),
    (
        "file-shadow",
        Block,
        &[
            "root:⟦$6$‹w16›$‹w86›⟧:19800:0:99999:7:::\ndaemon:*:19800:0:99999:7:::\nada:⟦$y$j9T$‹w22›$‹w43›⟧:19801:0:99999:7:::\n",
        ],
    ),
    (
        "file-aws-credentials",
        Block,
        &[
            "[default]\naws_access_key_id = ⟦AKIA‹x16›⟧\naws_secret_access_key = ⟦‹b40›⟧\nregion = eu-west-1\n",
            "[prod]\naws_access_key_id=⟦ASIA‹x16›⟧\naws_secret_access_key=⟦‹b40›⟧\naws_session_token=⟦IQoJb3JpZ2luX2Vj‹b300-400›==⟧\n",
        ],
    ),
    (
        "file-aws-sts-answer",
        Json,
        &[
            r#"{"Credentials":⟨{"AccessKeyId":"⟩⟦ASIA‹x16›⟧⟨","SecretAccessKey":"⟩⟦‹b40›⟧⟨","SessionToken":"⟩⟦IQoJb3JpZ2luX2Vj‹b300-400›==⟧⟨","Expiration":"‹ts›"}⟩}"#,
        ],
    ),
    (
        "file-kubeconfig",
        Block,
        &[
            "apiVersion: v1\nkind: Config\nclusters:\n- name: prod\n  cluster:\n    server: https://10.0.0.1:6443\nusers:\n- name: ada\n  user:\n    token: ⟦‹jwt›⟧\n",
        ],
    ),
    (
        "file-terraform",
        Block,
        &[
            "credentials \"app.terraform.io\" {\n  token = \"⟦‹w14›.atlasv1.‹w67›⟧\"\n}\n",
            "region = \"eu-west-1\"\ndb_password = \"⟦‹look›⟧\"\ninstance_count = 3\n",
        ],
    ),
    (
        "file-maven-settings",
        Block,
        &[
            "<settings>\n  <servers>\n    <server>\n      <id>releases</id>\n      <username>ci</username>\n      <password>⟦‹w20›⟧</password>\n    </server>\n  </servers>\n</settings>\n",
            "<server><id>gpg</id><passphrase>⟦‹w4› ‹w6› ‹w5›⟧</passphrase></server>\n",
        ],
    ),
    (
        "file-nuget-config",
        Block,
        &[
            "<packageSourceCredentials>\n  <feed>\n    <add key=\"Username\" value=\"ada\" />\n    <add key=\"ClearTextPassword\" value=\"⟦‹w24›⟧\" />\n  </feed>\n</packageSourceCredentials>\n",
        ],
    ),
    (
        "file-cargo-credentials",
        Block,
        &["[registry]\ntoken = \"⟦cio‹w32›⟧\"\n", "[registries.internal]\ntoken = \"⟦‹w40›⟧\"\n"],
    ),
    (
        "file-gradle-properties",
        Block,
        &[
            "org.gradle.jvmargs=-Xmx2g\nsigning.keyId=24875D73\nsigning.password=⟦‹word›⟧\nnexusPassword=⟦‹w16›⟧\n",
        ],
    ),
    (
        "file-gh-hosts",
        Block,
        &["github.com:\n    user: ada\n    oauth_token: ⟦gho_‹w36›⟧\n    git_protocol: https\n"],
    ),
    (
        "file-composer-auth",
        Json,
        &[
            r#"{"http-basic":{"repo.example.com":{"username":"ada","password":"⟦‹w24›⟧"}},"github-oauth":{"github.com":"⟦ghp_‹w36›⟧"}}"#,
        ],
    ),
    (
        "file-wp-config",
        Block,
        &[
            "define( 'DB_NAME', '‹db›' );\ndefine( 'DB_USER', '‹user›' );\ndefine( 'DB_PASSWORD', '⟦‹look›⟧' );\ndefine( 'DB_HOST', '‹host›' );\n",
        ],
    ),
    (
        "file-rclone",
        Block,
        &[
            "[s3]\ntype = s3\nprovider = AWS\nsecret_access_key = ⟦‹b40›⟧\nregion = eu-west-1\n",
            "[sftp]\ntype = sftp\nhost = ‹host›\npass = ⟦‹s32›⟧\n",
        ],
    ),
    (
        "file-wireguard",
        Block,
        &[
            "[Interface]\nPrivateKey = ⟦‹b43›=⟧\nAddress = 10.8.0.2/24\n\n[Peer]\nPublicKey = ‹b43›=\nPresharedKey = ⟦‹b43›=⟧\nEndpoint = vpn.example.com:51820\n",
        ],
    ),
    (
        "file-oci-config",
        Block,
        &[
            "[DEFAULT]\nuser=ocid1.user.oc1..aaaaaaaa‹a52›\nfingerprint=20:3b:97:13:55:1c\nkey_file=~/.oci/key.pem\npass_phrase=⟦‹word›⟧\nregion=eu-frankfurt-1\n",
        ],
    ),
    ("file-wpa-supplicant", Block, &["network={\n    ssid=\"attic\"\n    psk=\"⟦‹w6› ‹w6›⟧\"\n}\n"]),
];

pub(super) const MADE: &[Made] = &[("file-kubeconfig-pem", Block, kubeconfig_pem)];

/// The client key of a kubeconfig: a PEM file in base64, on one line.
fn kubeconfig_pem(rng: &mut Rng) -> Text {
    let pem = fill(rng, "‹begin:RSA PRIVATE KEY›\n⟦‹pem›⟧\n‹end:RSA PRIVATE KEY›\n");
    let template = fill(rng, "users:\n- name: ‹user›\n  user:\n    client-key-data: {}\n");
    Text::parse(&pem).base64(BASE64, true).within(&template)
}
