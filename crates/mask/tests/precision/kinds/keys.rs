//! Public keys, certificates and signatures.

use crate::fill::{base64, fill};
use crate::form::{Kind, json, lines, made, texts};
use crate::rng::Rng;

pub(super) const KINDS: &[Kind] = &[
    lines(
        "ssh public keys",
        &[
            "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ‹b64:258› ‹user›@‹word›",
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI‹b64:33› ‹email›",
            "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABB‹b64:66› ‹user›",
            "sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAI‹b64:48› ‹user›",
            "command=\"/usr/bin/‹word›\",no-pty ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI‹b64:33› deploy",
            "256 SHA256:‹b64u:32› ‹email› (ED25519)",
            "2048 MD5:‹fingerprint› ‹user›@‹word› (RSA)",
            "{\"title\": \"laptop\", \"key\": \"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI‹b64:33› ‹user›\", \"read_only\": true}",
            "ssh_authorized_keys: [\"ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ‹b64:258› ‹user›\"]",
        ],
    ),
    lines(
        "known hosts",
        &[
            "‹host› ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI‹b64:33›",
            "[‹host›]:‹port›,[‹ip›]:‹port› ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ‹b64:258›",
            "|1|‹b64:20›|‹b64:20› ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTY‹b64:66›",
        ],
    ),
    made("pem public keys and certificates", pem),
    made("pgp public blocks and signatures", pgp),
    lines(
        "age recipients",
        &[
            "age1‹lowdig:58›",
            "# public key: age1‹lowdig:58›",
            "recipients:\n  - age1‹lowdig:58›\n  - age1‹lowdig:58›",
            "creation_rules:\n  - path_regex: \\.enc\\.yaml$\n    age: age1‹lowdig:58›",
            "age -r age1‹lowdig:58› -o ‹word›.age ‹word›.txt",
        ],
    ),
    json(
        "jwks",
        &[
            r#"{"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "‹hex:40›", "n": "‹b64u:256›", "e": "AQAB"}]}"#,
            r#"{"keys": [{"kty": "EC", "crv": "P-256", "kid": "‹uuid›", "x": "‹b64u:32›", "y": "‹b64u:32›"}]}"#,
            r#"{"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "‹b64u:32›", "x5t#S256": "‹b64u:32›"}]}"#,
            r#"{"kty": "RSA", "kid": "‹word›", "n": "‹b64u:256›", "e": "AQAB", "x5c": ["MIIC‹b64:300›"]}"#,
        ],
    ),
    json(
        "public keys by name",
        &[
            r#"{"public_key": "‹b64:32›", "algorithm": "ed25519"}"#,
            r#"{"publicKey": "‹hex:66›", "keyType": "secp256k1"}"#,
            r#"{"verifyKey": "‹b64u:32›", "signature": "‹b64:64›"}"#,
            r#"{"user": "‹user›", "publicKeyPem": "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA‹b64:33›\n-----END PUBLIC KEY-----\n"}"#,
            r#"{"vapidPublicKey": "B‹b64u:64›"}"#,
            r#"{"peer": {"PublicKey": "‹b64:32›", "AllowedIPs": ["10.8.0.‹int:2-250›/32"], "Endpoint": "‹host›:51820"}}"#,
            r#"{"keyid": "‹hex:64›", "sig": "‹b64:64›", "keytype": "ed25519", "keyval": {"public": "‹hex:64›"}}"#,
            r#"{"publishableKey": "pk_live_‹alnum:24›", "locale": "auto"}"#,
            r#"{"STRIPE_PUBLISHABLE_KEY": "pk_test_‹alnum:99›"}"#,
            r#"{"publishable_key": "pk_live_‹alnum:99›", "currency": "eur"}"#,
        ],
    ),
    lines(
        "publishable keys",
        &[
            "const stripe = Stripe('pk_live_‹alnum:24›');",
            "NEXT_PUBLIC_STRIPE_PUBLISHABLE_KEY=pk_test_‹alnum:99›",
            "<script data-publishable-key=\"pk_live_‹alnum:24›\"></script>",
            "publishable_key: pk_live_‹alnum:24›",
            "VITE_CLERK_PUBLISHABLE_KEY=pk_test_‹alnum:48›",
            "publishable_key=pk_live_‹alnum:24›&amount=‹int:1-900›",
        ],
    ),
    texts(
        "certificates described",
        &[
            "Certificate:\n    Data:\n        Version: 3 (0x2)\n        Serial Number:\n            ‹fingerprint›\n        Signature Algorithm: sha256WithRSAEncryption\n        Issuer: C = US, O = ‹Word› Trust, CN = R3\n        Subject: CN = ‹host›\n        Subject Public Key Info:\n            Public Key Algorithm: rsaEncryption\n                Modulus:\n                    00:‹fingerprint›:\n                    ‹fingerprint›:\n                Exponent: 65537 (0x10001)\n",
            "SHA256 Fingerprint=‹fingerprint›:‹fingerprint›\nsubject=CN = ‹host›\nissuer=C = US, O = ‹Word›, CN = E1\nnotAfter=Jun  3 10:00:00 2026 GMT\n",
            "gpg: Signature made Mon 03 Mar 2025 using EDDSA key ‹HEX:40›\ngpg: Good signature from \"‹User› <‹email›>\" [ultimate]\npub   ed25519 ‹date› [SC]\n      ‹HEX:40›\nuid           [ultimate] ‹User› <‹email›>\nsub   cv25519 ‹date› [E]\n",
            "untrusted comment: minisign public key ‹HEX:16›\nRW‹b64:40›\n",
            "X-Signature-Ed25519: ‹hex:128›\nX-Signature-Timestamp: ‹epoch›\n",
            "untrusted comment: signature from minisign\nRU‹b64:72›\ntrusted comment: timestamp:‹epoch›\tfile:‹word›.tar.gz\n‹b64:64›\n",
        ],
    ),
];

fn pem(rng: &mut Rng) -> Vec<u8> {
    let label = rng.pick(&[
        "PUBLIC KEY",
        "RSA PUBLIC KEY",
        "CERTIFICATE",
        "CERTIFICATE REQUEST",
        "X509 CRL",
        "DH PARAMETERS",
        "PKCS7",
        "TRUSTED CERTIFICATE",
    ]);
    let block = format!("-----BEGIN {label}-----\n{}-----END {label}-----\n", wrapped(rng, 64));
    escaped(rng, &block)
}

fn pgp(rng: &mut Rng) -> Vec<u8> {
    let label = rng.pick(&["PUBLIC KEY BLOCK", "SIGNATURE", "MESSAGE"]);
    let header = rng.pick(&["", "Version: GnuPG v2\n", "Comment: https://keys.example.org\n"]);
    let sum = fill(rng, "=‹alnum:4›");
    let block = format!(
        "-----BEGIN PGP {label}-----\n{header}\n{}{sum}\n-----END PGP {label}-----\n",
        wrapped(rng, 64)
    );
    escaped(rng, &block)
}

/// A few to many lines of base64.
fn wrapped(rng: &mut Rng, width: usize) -> String {
    let size = rng.between(40, 1800);
    let text = base64(&rng.bytes(size), false);
    text.as_bytes().chunks(width).map(|line| String::from_utf8_lossy(line).into_owned() + "\n").collect()
}

/// As it is, or in JSON, once or twice.
fn escaped(rng: &mut Rng, block: &str) -> Vec<u8> {
    let object = |text: &str| serde_json::json!({ "name": "ca", "data": text }).to_string();
    match rng.below(3) {
        0 => block.to_owned(),
        1 => object(block),
        _ => object(&object(block)),
    }
    .into_bytes()
}
