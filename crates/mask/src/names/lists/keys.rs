//! Endings of names, and what opens something: keys.

use crate::words::{List, numbers};

/// A name that ends in one of these, separators left out, is sensitive: by last letter.
pub(in crate::names) fn endings(last: u8) -> &'static [&'static str] {
    match last {
        b'd' => &["password", "passwd", "pswd"],
        b's' => &[
            "passwords",
            "secrets",
            "credentials",
            "apikeys",
            "cookies",
            "passcodes",
            "passphrases",
            "privatekeys",
            "connectionstrings",
        ],
        b'e' => &["passphrase", "passcode", "cookie", "seedphrase", "recoveryphrase", "secretphrase"],
        b't' => &["secret", "passwort"],
        b'n' => &["authorization", "passwordconfirmation"],
        b'm' => &["passwordconfirm"],
        b'l' => &["credential"],
        b'g' => &["connectionstring", "connstring"],
        b'r' => &["connstr", "connectionstr", "codeverifier", "securityanswer", "secretanswer"],
        b'h' => &["passwordhash"],
        b'y' => &["secretbinary"],
        b'i' => &["jfrogartapi"],
        _ => &[],
    }
}

/// Keys that open something: what stands before `key`.
pub(in crate::names) const KEYS: &[&str] = &[
    "api",
    "private",
    "secret",
    "access",
    "encryption",
    "encrypt",
    "decryption",
    "validation",
    "signing",
    "secretsign",
    "master",
    "account",
    "storage",
    "auth",
    "session",
    "shared",
    "service",
    "servicerole",
    "deploy",
    "ssh",
    "license",
    "licence",
    "hmac",
    "admin",
    "app",
    "application",
    "root",
    "subscription",
    "function",
    "functions",
    "client",
    "tls",
    "jwt",
    "aes",
    "server",
    "webhook",
    "ingestion",
    "integration",
    "activation",
    "write",
    "cookie",
    "token",
    "recovery",
    "sas",
    "pgp",
    "gpg",
    "cipher",
    "unseal",
    "wifi",
    "wpa",
    "fernet",
    // Of Firebase, and what is given to who signs in to OVH.
    "passwordsigner",
    "ovhconsumer",
];

/// Of those, keys that are no secret: by what a browser knows who sends it messages
/// (<https://www.w3.org/TR/push-api/#pushmanager-interface>), the queue by which fakeroot finds its daemon,
/// and which key of a secret in Kubernetes has the password.
pub(in crate::names) const OTHER_KEYS: &[&str] = &["applicationserver", "fakeroot", "passwordsecret"];

/// Services and their customers, of which a key has no form of its own, and what it may be for, if it is not the one
/// that people carry: what stands before `key`, a word of its own.
pub(in crate::names) static SERVICES: List = List::new(&numbers([
    "anthropic",
    "azure",
    "cognitive",
    "cohere",
    "cosmos",
    "deepl",
    "gemini",
    "groq",
    "merchant",
    "mistral",
    "openai",
    "relic",
    "security",
    "speech",
    "stripe",
]));
