//! Private keys in the ways they are stored, pasted and escaped.

use super::{Made, Row};
use crate::carrier::Shape::{Block, Document, Json, Line};
use crate::fill::fill;
use crate::rng::Rng;
use crate::text::{BASE64, Text};
use crate::values;

pub(super) const TEMPLATES: &[Row] = &[
    ("key-pem-rsa", Block, &["‹begin:RSA PRIVATE KEY›\n⟦MII‹b61›\n‹pem›⟧\n‹end:RSA PRIVATE KEY›\n"]),
    (
        "key-pem-ec",
        Block,
        &["‹begin:EC PRIVATE KEY›\n⟦MHcCAQEEI‹b55›\n‹b64›\n‹b34›==⟧\n‹end:EC PRIVATE KEY›\n"],
    ),
    ("key-pem-dsa", Block, &["‹begin:DSA PRIVATE KEY›\n⟦MIIBu‹b59›\n‹pem›⟧\n‹end:DSA PRIVATE KEY›\n"]),
    (
        "key-pem-pkcs8",
        Block,
        &[
            "‹begin:PRIVATE KEY›\n⟦MIIE‹b60›\n‹pem›⟧\n‹end:PRIVATE KEY›\n",
            // Ed25519: one short line.
            "‹begin:PRIVATE KEY›\n⟦MC4CAQAwBQYDK2VwBCIEI‹b42›⟧\n‹end:PRIVATE KEY›\n",
            // As the console of Oracle hands it out.
            "‹begin:PRIVATE KEY›\n⟦MIIE‹b60›\n‹pem›⟧\n‹end:PRIVATE KEY›\nOCI_API_KEY\n",
        ],
    ),
    (
        "key-pem-pkcs8-encrypted",
        Block,
        &["‹begin:ENCRYPTED PRIVATE KEY›\n⟦MIIFHDBOBgkqhkiG‹b48›\n‹pem›⟧\n‹end:ENCRYPTED PRIVATE KEY›\n"],
    ),
    (
        "key-pem-proc-type",
        Block,
        &[
            "‹begin:RSA PRIVATE KEY›\n⟨Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,‹H32›\n\n⟩⟦‹pem›⟧\n‹end:RSA PRIVATE KEY›\n",
            "‹begin:EC PRIVATE KEY›\n⟨Proc-Type: 4,ENCRYPTED\nDEK-Info: DES-EDE3-CBC,‹H16›\n\n⟩⟦‹pem›⟧\n‹end:EC PRIVATE KEY›\n",
        ],
    ),
    (
        "key-openssh",
        Block,
        &[
            "‹begin:OPENSSH PRIVATE KEY›\n⟦b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW\n‹b70›\n‹b70›\n‹b50›=⟧\n‹end:OPENSSH PRIVATE KEY›\n",
        ],
    ),
    (
        "key-pgp",
        Block,
        &[
            "‹begin:PGP PRIVATE KEY BLOCK›\n⟨Version: GnuPG v2\nComment: GPGTools - https://gpgtools.org\n⟩\n⟦lQdG‹b60›\n‹pem›\n=‹b4›⟧\n‹end:PGP PRIVATE KEY BLOCK›\n",
            "‹begin:PGP PRIVATE KEY BLOCK›\n\n⟦lFgE‹b60›\n‹pem›\n=‹b4›⟧\n‹end:PGP PRIVATE KEY BLOCK›\n",
        ],
    ),
    (
        "key-putty-v2",
        Block,
        &[
            "PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\nComment: rsa-key-20260314\nPublic-Lines: 2\nAAAAB3NzaC1yc2EAAAABJQAAAQEA‹b36›\n‹b40›==\nPrivate-Lines: 3\n⟦‹b64›\n‹b64›\n‹b30›==⟧\nPrivate-MAC: ⟨‹h40›⟩\n",
        ],
    ),
    (
        "key-putty-v3",
        Block,
        &[
            "PuTTY-User-Key-File-3: ssh-rsa\nEncryption: aes256-cbc\nComment: ada@host\nPublic-Lines: 2\nAAAAB3NzaC1yc2EAAAADAQAB‹b40›\n‹b16›\nKey-Derivation: Argon2id\nArgon2-Memory: 8192\nArgon2-Passes: 21\nArgon2-Parallelism: 1\nArgon2-Salt: ⟨‹h32›⟩\nPrivate-Lines: 1\n⟦‹b63›=⟧\nPrivate-MAC: ⟨‹h64›⟩\n",
        ],
    ),
    ("key-age-file", Block, &["# created: ‹ts›\n# public key: age1‹a58›\n⟦AGE-SECRET-KEY-1‹g58›⟧\n"]),
    (
        "key-in-yaml",
        Block,
        &[
            "tls:\n  name: edge\n  key: |\n    ‹begin:PRIVATE KEY›\n    ⟦‹b64›\n    ‹b64›\n    ‹b64›\n    ‹b30›==⟧\n    ‹end:PRIVATE KEY›\n  port: 8443\n",
            "ssh:\n    identity: |-\n        ‹begin:OPENSSH PRIVATE KEY›\n        ⟦b3BlbnNzaC1rZXktdjEA‹b50›\n        ‹b70›\n        ‹b30›==⟧\n        ‹end:OPENSSH PRIVATE KEY›\n",
        ],
    ),
    (
        "key-truncated",
        Block,
        &[
            "‹begin:RSA PRIVATE KEY›\n⟦MII‹b61›\n‹b64›\n‹b64›\n‹b64›⟧",
            "‹begin:OPENSSH PRIVATE KEY›\n⟦b3BlbnNzaC1rZXktdjEA‹b50›\n‹b70›\n‹b12›⟧",
            "‹begin:PRIVATE KEY›\n⟦MIIE‹b60›\n‹b64›\n‹b31›⟧\n[output truncated]\n",
        ],
    ),
    ("key-on-one-line", Line, &["‹begin:PRIVATE KEY› ⟦MIIE‹b60› ‹b64› ‹b64› ‹b30›==⟧ ‹end:PRIVATE KEY›"]),
    (
        "key-escaped-newlines",
        Block,
        &[
            "JWT_SIGNER=\"‹begin:RSA PRIVATE KEY›\\n⟦MII‹b61›\\n‹b64›\\n‹b64›\\n‹b30›==⟧\\n‹end:RSA PRIVATE KEY›\\n\"\nPORT=8080\n",
            "const pem = '‹begin:EC PRIVATE KEY›\\n⟦MHcCAQEEI‹b55›\\n‹b64›\\n‹b34›==⟧\\n‹end:EC PRIVATE KEY›\\n';\n",
        ],
    ),
    (
        "key-doubly-escaped-newlines",
        Block,
        &[
            "export SIGNER='‹begin:PRIVATE KEY›\\\\n⟦MIIE‹b60›\\\\n‹b64›\\\\n‹b64›\\\\n‹b30›==⟧\\\\n‹end:PRIVATE KEY›\\\\n'\n",
        ],
    ),
    (
        "key-in-json-string",
        Json,
        &[
            r#"{"name":"edge","pem":"‹begin:PRIVATE KEY›\n⟦MIIE‹b60›\n‹b64›\n‹b64›\n‹b30›==⟧\n‹end:PRIVATE KEY›\n","port":8443}"#,
            r#"{"certificate":"‹begin:CERTIFICATE›\nMIID‹b60›\n‹b64›\n‹b30›==\n‹end:CERTIFICATE›\n","pem":"‹begin:RSA PRIVATE KEY›\r\n⟦MIIE‹b60›\r\n‹b64›\r\n‹b30›==⟧\r\n‹end:RSA PRIVATE KEY›\r\n"}"#,
        ],
    ),
    (
        "key-gcp-service-account",
        Json,
        &[
            r#"{"type":"service_account","project_id":"orders-1234","private_key_id":"⟨‹h40›⟩","private_key":"⟨‹begin:PRIVATE KEY›\n⟩⟦MIIE‹b60›\n‹b64›\n‹b64›\n‹b64›\n‹b30›==⟧⟨\n‹end:PRIVATE KEY›\n⟩","client_email":"svc@orders-1234.iam.gserviceaccount.com","client_id":"‹d21›","auth_uri":"https://accounts.google.com/o/oauth2/auth","token_uri":"https://oauth2.googleapis.com/token"}"#,
        ],
    ),
];

pub(super) const MADE: &[Made] =
    &[("key-crlf", Block, crlf), ("key-long", Document, long), ("key-between-lines", Block, between)];

fn crlf(rng: &mut Rng) -> Text {
    let label = rng.pick(&["RSA ", "", "EC ", "OPENSSH ", "ENCRYPTED "]);
    let body = values::base64_lines(rng, 64, "\r\n");
    let kind = "PRIVATE KEY";
    Text::parse(&fill(rng, &format!("‹begin:{label}{kind}›\r\n⟦{body}⟧\r\n‹end:{label}{kind}›\r\n")))
}

/// A key of 8192 bits in an answer: longer than any window.
fn long(rng: &mut Rng) -> Text {
    let lines: Vec<String> = (0..98).map(|_| rng.chars(BASE64, 64)).collect();
    let body = lines.join("\n");
    let text = fill(rng, &format!("‹begin:RSA PRIVATE KEY›\n⟦{body}⟧\n‹end:RSA PRIVATE KEY›\n"));
    let carrier =
        fill(rng, r#"{"jsonrpc":"2.0","id":‹n›,"result":{"content":[{"type":"text","text":"{}"}]}}"#);
    Text::parse(&text).json().within(&carrier)
}

/// Something stands before each line, or between any two.
fn between(rng: &mut Rng) -> Text {
    let time = fill(rng, "‹ts›");
    let mut lines = vec![fill(rng, "‹begin:RSA PRIVATE KEY›")];
    lines.extend((0..rng.between(2, 26)).map(|_| format!("⟦{}⟧", rng.chars(BASE64, 64))));
    lines.push(format!("⟦{}==⟧", rng.chars(BASE64, 30)));
    lines.push(fill(rng, "‹end:RSA PRIVATE KEY›"));
    let numbered = |before: &str, after: &str| {
        let lines = lines.iter().enumerate();
        lines.map(|(at, line)| format!("{before}{:>6}{after}{line}\n", at + 1)).collect()
    };
    let before = |text: &str| lines.iter().map(|line| format!("{text}{line}\n")).collect();
    let text: String = match rng.between(0, 9) {
        0 => numbered("", "\t"),
        1 => numbered("", "→"),
        2 => numbered("config/tls.key:", ":"),
        3 => numbered("", " │ "),
        4 => before("-"),
        5 => before(&format!("{time} app[1]: ")),
        6 => before("// "),
        7 => before(" * "),
        8 => format!("const pem = [\n  '{}',\n].join('\\n');\n", lines.join("',\n  '")),
        _ => format!("{}\n", lines.join("<br>")),
    };
    Text::parse(&text)
}
