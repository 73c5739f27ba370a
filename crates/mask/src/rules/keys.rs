//! Private keys, and what is left of passwords once they are hashed.

use super::Piece::{Lit, Run};
use super::Rule;
use super::Shape::{After, Code};
use crate::class::{ALNUM, BASE64, DIGIT};
use crate::scan::format::{crypt, der, pem, private_jwk, push_secret, putty};

pub(super) static RULES: &[Rule] = &[
    Rule::secret(
        "private-key",
        &["-----BEGIN", "---- BEGIN SSH2 ENCRYPTED"],
        Code(pem),
        "https://www.rfc-editor.org/rfc/rfc7468#section-10",
    ),
    // A key in JSON; only its private members.
    Rule::secret(
        "private-jwk",
        &["\"kty[\"\\]", "'kty'"],
        Code(private_jwk),
        "https://www.rfc-editor.org/rfc/rfc7518#section-6",
    ),
    // What a key of PKCS #8 or PKCS #1 begins with in base64, without the lines around it. Public keys have no version.
    Rule::secret(
        "private-key-der",
        &[
            "BADANBgkqhkiG9w0BAQEFAAS",
            "IBAAKCA[QYg]",
            "IBAAKBg[QH]",
            "MIGHAgEAMBMGByqGSM49",
            "MC4CAQAwBQYDK2Vw",
        ],
        Code(der),
        "https://www.rfc-editor.org/rfc/rfc5958#section-2",
    ),
    Rule::secret(
        "push-secret",
        &["p256dh"],
        Code(push_secret),
        "https://www.rfc-editor.org/rfc/rfc8291#section-3.2",
    ),
    Rule::secret(
        "putty-private-key",
        &["Private-Lines: "],
        Code(putty),
        "https://the.earth.li/~sgtatham/putty/latest/htmldoc/AppendixC.html",
    ),
    Rule::secret(
        "password-hash",
        &["$2[abxy]$[0-3]", "$[156y]$[A-Za-z0-9./]", "$apr1$", "$argon2", "$scrypt$", "$pbkdf2", "$gy$"],
        Code(crypt),
        "https://man7.org/linux/man-pages/man5/crypt.5.html",
    ),
    Rule::secret(
        "ldap-password-hash",
        &["{SSHA}", "{SHA}", "{SSHA256}", "{SSHA512}"],
        After(&[Run(BASE64, 28, 200)]),
        "https://www.openldap.org/doc/admin26/security.html",
    ),
    Rule::secret(
        "django-password-hash",
        &["pbkdf2_sha256$"],
        After(&[Run(DIGIT, 4, 9), Lit("$"), Run(ALNUM, 8, 64), Lit("$"), Run(BASE64, 40, 48)]),
        "https://docs.djangoproject.com/en/5.2/topics/auth/passwords/",
    ),
];
