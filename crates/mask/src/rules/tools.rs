//! Payment, data and tools for developers of which a key is told by its prefix.

use super::Piece::{Lit, Run};
use super::Rule;
use super::Shape::{Token, Word};
use crate::class::{ALNUM, ANY_BASE64, ANY_HEX, BASE64URL, DASH_ALNUM, HEX, LOWER, UPPER_DIGIT};
use crate::scan::format::mixed_alnum;

pub(super) static RULES: &[Rule] = &[
    Rule::secret(
        "xendit-key",
        &["xnd_production_", "xnd_development_"],
        Token(&[Run(ANY_BASE64, 32, 128)]),
        "https://docs.xendit.co/docs/api-keys",
    ),
    // Those for tests begin as the names of tests do.
    Rule::secret(
        "mollie-key",
        &["live_[A-Za-z0-9][A-Za-z0-9][A-Za-z0-9][A-Za-z0-9]"],
        Word(mixed_alnum::<35, 35>),
        "https://docs.mollie.com/reference/authentication",
    ),
    Rule::secret(
        "polar-token",
        &["polar_[op]at_"],
        Token(&[Run(ALNUM, 32, 64)]),
        "https://polar.sh/docs/integrate/oat",
    ),
    Rule::secret(
        "stytch-secret",
        &["secret-live-", "secret-test-"],
        Token(&[Run(BASE64URL, 30, 48), Lit("=")]),
        "https://stytch.com/docs/api-reference/pwa/api/v3/secrets/create-secret",
    ),
    Rule::secret(
        "inngest-signing-key",
        &["signkey-"],
        Token(&[Run(LOWER, 2, 12), Lit("-"), Run(HEX, 32, 64)]),
        "https://www.inngest.com/docs/platform/signing-keys",
    ),
    // A named one has `sk_` after its environment.
    Rule::secret(
        "trigger-key",
        &["tr_dev_", "tr_stg_", "tr_prod_", "tr_preview_", "tr_pat_", "tr_dev_sk_", "tr_prod_sk_"],
        Token(&[Run(ALNUM, 20, 64)]),
        "https://trigger.dev/docs/management/authentication",
    ),
    Rule::secret(
        "wakatime-key",
        &["waka_[0-9a-fA-F]"],
        Token(&[
            Run(ANY_HEX, 7, 7),
            Lit("-"),
            Run(ANY_HEX, 4, 4),
            Lit("-"),
            Run(ANY_HEX, 4, 4),
            Lit("-"),
            Run(ANY_HEX, 4, 4),
            Lit("-"),
            Run(ANY_HEX, 12, 12),
        ]),
        "https://github.com/wakatime/vscode-wakatime/blob/master/src/utils.ts",
    ),
    Rule::secret(
        "context7-key",
        &["ctx7sk-"],
        Token(&[Run(DASH_ALNUM, 22, 48)]),
        "https://context7.com/docs/howto/api-keys",
    ),
    Rule::secret(
        "socket-token",
        &["sktsec_"],
        Token(&[Run(BASE64URL, 30, 80)]),
        "https://docs.socket.dev/reference/creating-and-managing-api-tokens",
    ),
    Rule::secret(
        "databento-key",
        &["db-[A-Za-z0-9][A-Za-z0-9][A-Za-z0-9][A-Za-z0-9]"],
        Word(mixed_alnum::<32, 32>),
        "https://databento.com/docs/api-historical/basics/authentication",
    ),
    Rule::secret(
        "unkey-root-key",
        &["unkey_[A-Za-z0-9]"],
        Token(&[Run(ALNUM, 15, 40)]),
        "https://www.unkey.com/docs/security/root-keys",
    ),
    Rule::secret(
        "adafruit-io-key",
        &["aio_[A-Za-z0-9]"],
        Token(&[Run(ALNUM, 27, 27)]),
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/adafruitio/adafruitio.go",
    ),
    Rule::secret(
        "zoho-token",
        &["1000.[0-9a-f][0-9a-f][0-9a-f][0-9a-f]"],
        Token(&[Run(HEX, 28, 28), Lit("."), Run(HEX, 32, 32)]),
        "https://www.zoho.com/accounts/protocol/oauth/web-apps/access-token.html",
    ),
    Rule::secret(
        "telnyx-key",
        &["KEY[0-9A-F][0-9A-F][0-9A-F][0-9A-F][0-9A-F]"],
        Token(&[Run(UPPER_DIGIT, 27, 27), Lit("_"), Run(ALNUM, 22, 22)]),
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/telnyx/telnyx.go",
    ),
];
