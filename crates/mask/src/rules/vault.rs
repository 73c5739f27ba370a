//! Secret stores, infrastructure as code and encryption tools.

use super::Piece::{Lit, Run};
use super::Shape::{Around, Code, Token, Word};
use super::{OPEN, Rule};
use crate::class::{ALNUM, ANY_BASE64, BASE64URL, DASH_ALNUM, DOTTED_PAD, HEX, LOWER_DIGIT};
use crate::scan::format::{dotted, secret_id, sensitive_value, typed_value, unseal_key, vault_legacy};

pub(super) static RULES: &[Rule] = &[
    Rule::secret(
        "vault-token",
        &["hv[bsr].[A-Za-z0-9_-]"],
        Token(&[Run(BASE64URL, 22, 512)]),
        "https://github.com/hashicorp/vault/blob/main/sdk/helper/consts/token_consts.go",
    ),
    Rule::secret(
        "vault-legacy-token",
        &[
            "oken: s.[A-Za-z0-9]",
            "OKEN=s.[A-Za-z0-9]",
            "  s.[A-Za-z0-9][A-Za-z0-9][A-Za-z0-9][A-Za-z0-9][A-Za-z0-9][A-Za-z0-9][A-Za-z0-9][A-Za-z0-9]",
        ],
        Code(vault_legacy),
        "https://developer.hashicorp.com/vault/docs/concepts/tokens",
    ),
    Rule::secret(
        "vault-unseal-key",
        &["Unseal Key ", "Recovery Key "],
        Word(unseal_key),
        "https://developer.hashicorp.com/vault/docs/commands/operator/init",
    ),
    Rule::secret(
        "vault-secret-id",
        &["[Ss][Ee][Cc][Rr][Ee][Tt]_[Ii][Dd][\"'=: \\]"],
        Code(secret_id),
        "https://developer.hashicorp.com/vault/docs/auth/approle",
    ),
    Rule::secret(
        "aws-secure-string",
        &["SecureString[\"\\]"],
        Code(typed_value),
        "https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Parameter.html",
    ),
    Rule::secret(
        "terraform-output",
        &["\"sensitive[\"\\]"],
        Code(sensitive_value),
        "https://developer.hashicorp.com/terraform/cli/commands/output",
    ),
    Rule::secret(
        "onepassword-concealed",
        &["CONCEALED[\"\\]"],
        Code(typed_value),
        "https://developer.1password.com/docs/connect/api-reference/#item-object",
    ),
    Rule::secret(
        "terraform-token",
        &[".atlasv1."],
        Around { before: &[Run(ALNUM, 14, 14)], after: &[Run(DOTTED_PAD, 60, 90)] },
        "https://developer.hashicorp.com/terraform/cloud-docs/api-docs/user-tokens",
    ),
    // A service token names its environment between two dots.
    Rule::secret(
        "doppler-token",
        &["dp.[cps][at].[A-Za-z0-9]", "dp.scim.", "dp.audit.", "dp.said."],
        Word(dotted),
        "https://docs.doppler.com/reference/auth-token-formats",
    ),
    Rule::secret(
        "onepassword-service-token",
        &["ops_eyJ"],
        Token(&[Run(ANY_BASE64, 100, OPEN)]),
        "https://github.com/google/osv-scalibr/blob/main/veles/secrets/onepasswordkeys/detector.go",
    ),
    Rule::secret(
        "onepassword-secret-key",
        &["A3-[A-Z0-9][A-Z0-9][A-Z0-9]"],
        Token(&[Run(DASH_ALNUM, 28, 34)]),
        "https://github.com/google/osv-scalibr/blob/main/veles/secrets/onepasswordkeys/detector.go",
    ),
    Rule::secret(
        "onepassword-recovery-code",
        &["1PRK-"],
        Token(&[Run(DASH_ALNUM, 64, 64)]),
        "https://github.com/google/osv-scalibr/blob/main/veles/secrets/onepasswordkeys/detector.go",
    ),
    Rule::secret(
        "infisical-token",
        &["st.[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]"],
        Token(&[Run(HEX, 16, 16), Lit("."), Run(HEX, 32, 32), Lit("."), Run(HEX, 32, 32)]),
        "https://github.com/Infisical/infisical/blob/main/backend/src/services/service-token/service-token-service.ts",
    ),
    // Since its ids are UUIDs.
    Rule::secret(
        "infisical-service-token",
        &["st.[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]-"],
        Token(&[
            Run(HEX, 4, 4),
            Lit("-"),
            Run(HEX, 4, 4),
            Lit("-"),
            Run(HEX, 4, 4),
            Lit("-"),
            Run(HEX, 12, 12),
            Lit("."),
            Run(HEX, 32, 32),
            Lit("."),
            Run(HEX, 32, 32),
        ]),
        "https://github.com/Infisical/infisical/blob/main/backend/src/services/service-token/service-token-service.ts",
    ),
    Rule::secret(
        "pulumi-token",
        &["pul-[0-9a-z][0-9a-z]"],
        Token(&[Run(LOWER_DIGIT, 38, 38)]),
        "https://www.pulumi.com/docs/reference/cloud-rest-api/access-tokens/",
    ),
    Rule::secret(
        "infracost-key",
        &["ico-[A-Za-z0-9][A-Za-z0-9]"],
        Token(&[Run(ALNUM, 30, 30)]),
        "https://github.com/betterleaks/betterleaks/blob/main/config/betterleaks.toml",
    ),
    Rule::secret(
        "age-key",
        &["AGE-SECRET-KEY-", "AGE-PLUGIN-"],
        Token(&[Run(DASH_ALNUM, 28, OPEN)]),
        "https://github.com/C2SP/C2SP/blob/main/age.md",
    ),
];
