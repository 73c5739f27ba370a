//! Databases, search and data platforms.

use super::Piece::{Lit, Run};
use super::Shape::Token;
use super::{OPEN, Rule};
use crate::class::{ALNUM, ANY_BASE64, BASE64, BASE64URL, DASH_ALNUM, DOTTED_PAD, HEX, LOWER_DIGIT};

pub(super) static RULES: &[Rule] = &[
    // A second token of one name ends in its number: `-2`.
    Rule::secret(
        "databricks-token",
        &["dapi[0-9a-f][0-9a-f]", "dose[0-9a-f][0-9a-f]"],
        Token(&[Run(DASH_ALNUM, 30, 33)]),
        "https://github.com/microsoft/security-utilities/blob/main/GeneratedRegexPatterns/PreciselyClassifiedSecurityKeys.json",
    ),
    Rule::secret(
        "supabase-secret-key",
        &["sb_secret_"],
        Token(&[Run(BASE64URL, 24, 64)]),
        "https://supabase.com/docs/guides/api/api-keys",
    ),
    Rule::secret(
        "supabase-access-token",
        &["sbp_[0-9a-z][0-9a-z]"],
        Token(&[Run(LOWER_DIGIT, 38, 38)]),
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/supabasetoken/supabasetoken.go",
    ),
    Rule::secret(
        "supabase-oauth-token",
        &["sbp_oauth_", "sbp_v0_"],
        Token(&[Run(HEX, 40, 40)]),
        "https://supabase.com/docs/reference/api/introduction",
    ),
    Rule::secret(
        "planetscale-token",
        &["pscale_tkn_", "pscale_pw_", "pscale_oauth_"],
        Token(&[Run(DOTTED_PAD, 30, 64)]),
        "https://github.com/betterleaks/betterleaks/blob/main/config/betterleaks.toml",
    ),
    Rule::secret(
        "neon-api-key",
        &["napi_[A-Za-z0-9]"],
        Token(&[Run(ALNUM, 40, 80)]),
        "https://github.com/betterleaks/betterleaks/blob/main/config/betterleaks.toml",
    ),
    // The password of a database's role.
    Rule::secret(
        "neon-password",
        &["npg_[A-Za-z0-9]"],
        Token(&[Run(ALNUM, 11, 31)]),
        "https://neon.com/docs/connect/connect-from-any-app",
    ),
    Rule::secret(
        "mongodb-atlas-secret",
        &["mdb_sa_sk_"],
        Token(&[Run(BASE64URL, 36, 64)]),
        "https://github.com/betterleaks/betterleaks/blob/main/config/betterleaks.toml",
    ),
    // `pat` alone begins far too many words; a capital or a digit soon after it does not.
    Rule::secret(
        "airtable-token",
        &[
            "pat[A-Z0-9][A-Za-z0-9][A-Za-z0-9]",
            "pat[a-z][A-Z0-9][A-Za-z0-9]",
            "pat[a-z][a-z][A-Z0-9]",
            "pat[a-z][a-z][a-z][A-Z0-9]",
            "pat[bdfgjklmnpqvwxz][a-z][a-z][a-z]",
            "pat[a-z][bdgjkqvwxz][a-z][a-z]",
        ],
        Token(&[Run(ALNUM, 10, 11), Lit("."), Run(HEX, 64, 64)]),
        "https://airtable.com/developers/web/guides/personal-access-tokens",
    ),
    Rule::secret(
        "elastic-cloud-key",
        &["essu_"],
        Token(&[Run(ANY_BASE64, 40, OPEN)]),
        "https://github.com/elastic/kibana/blob/main/src/core/packages/security/server/src/uiam/utils.ts",
    ),
    Rule::secret(
        "confluent-secret",
        &["cflt[A-Za-z0-9+/][A-Za-z0-9+/]"],
        Token(&[Run(BASE64, 58, 58)]),
        "https://docs.confluent.io/cloud/current/client-apps/api-keys.html",
    ),
    Rule::secret(
        "clickhouse-cloud-secret",
        &["4b1d[A-Za-z0-9][A-Za-z0-9]"],
        Token(&[Run(ALNUM, 36, 36)]),
        "https://github.com/betterleaks/betterleaks/blob/main/config/betterleaks.toml",
    ),
    Rule::secret(
        "aiven-password",
        &["AVNS_"],
        Token(&[Run(BASE64URL, 16, 32)]),
        "https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns",
    ),
    Rule::secret(
        "prefect-key",
        &["pn[ub]_[A-Za-z0-9]"],
        Token(&[Run(ALNUM, 35, 35)]),
        "https://github.com/PrefectHQ/prefect/blob/main/docs/v3/how-to-guides/cloud/troubleshoot-cloud.mdx",
    ),
    Rule::secret(
        "dbt-cloud-token",
        &["dbt[cu]_[A-Za-z0-9]"],
        Token(&[Run(BASE64URL, 31, 80)]),
        "https://docs.getdbt.com/docs/dbt-cloud-apis/service-tokens",
    ),
    Rule::secret(
        "tinybird-token",
        &["p.eyJ"],
        Token(&[Run(BASE64URL, 40, OPEN), Lit("."), Run(BASE64URL, 27, 43)]),
        "https://www.tinybird.co/docs/forward/administration/tokens",
    ),
];
