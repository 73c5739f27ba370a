//! Monitoring, logging and product analytics.

use super::Piece::{Lit, Run};
use super::Shape::{After, Around, Code, Token, Word};
use super::{OPEN, Rule};
use crate::class::{ALNUM, ANY_BASE64, BASE64URL, DASH_ALNUM, HEX, LOWER_DIGIT, WORD};
use crate::scan::format::{new_relic_mobile, routing_key, sentry};

pub(super) static RULES: &[Rule] = &[
    Rule::secret(
        "new-relic-key",
        &["NRAK-", "NRI[IQ]-", "NRRA-", "NRAA-", "NRBR-"],
        Token(&[Run(BASE64URL, 19, 64)]),
        "https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/",
    ),
    Rule::secret(
        "new-relic-license-key",
        &["FFFFN"],
        Around { before: &[Run(LOWER_DIGIT, 32, 32)], after: &[Lit("RAL")] },
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/newreliclicensekey/newreliclicensekey.go",
    ),
    // Some have no more than the suffix; others than those of the United States begin with their
    // region: `eu01xx`.
    Rule::secret(
        "new-relic-ingest-key",
        &["NRAL"],
        Around { before: &[Run(LOWER_DIGIT, 36, 36)], after: &[Run(ALNUM, 0, 0)] },
        "https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/",
    ),
    Rule::secret(
        "new-relic-mobile-token",
        &["-NRMA"],
        Code(new_relic_mobile),
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/newrelicmobileapptoken/newrelicmobileapptoken.go",
    ),
    Rule::secret(
        "grafana-service-account-token",
        &["glsa_"],
        Token(&[Run(WORD, 41, 41)]),
        "https://grafana.com/docs/grafana/latest/administration/service-accounts/",
    ),
    Rule::secret(
        "grafana-cloud-token",
        &["glc_[A-Za-z0-9]"],
        Token(&[Run(ANY_BASE64, 31, OPEN)]),
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/grafana/grafana.go",
    ),
    // JSON in base64, which begins with the member `k`.
    Rule::secret(
        "grafana-api-key",
        &["eyJrIjoi"],
        Token(&[Run(ANY_BASE64, 48, OPEN)]),
        "https://grafana.com/docs/grafana/latest/developers/http_api/auth/",
    ),
    Rule::secret(
        "sentry-token",
        &["sntry[a-z]_"],
        Word(sentry),
        "https://github.com/getsentry/sentry/blob/master/src/sentry/types/token.py",
    ),
    Rule::secret(
        "honeycomb-key",
        &["hc[a-z][il][ck]_", "hc[a-z]mk_"],
        Token(&[Run(ALNUM, 40, 80)]),
        "https://docs.honeycomb.io/api/authentication",
    ),
    Rule::secret(
        "honeycomb-management-key",
        &["hc[a-z]mk_"],
        Token(&[Run(ALNUM, 26, 26), Lit(":"), Run(ALNUM, 32, 32)]),
        "https://docs.honeycomb.io/api/authentication",
    ),
    Rule::secret(
        "dynatrace-token",
        &["dt0[a-z][0-9][0-9]."],
        Token(&[Run(ALNUM, 8, 24), Lit("."), Run(ALNUM, 64, 64)]),
        "https://github.com/Dynatrace/dynatrace-operator/blob/main/pkg/util/dttoken/token.go",
    ),
    Rule::secret(
        "axiom-token",
        &["xa[ap]t-", "xaapt-"],
        Token(&[Run(DASH_ALNUM, 36, 36)]),
        "https://github.com/axiomhq/axiom-go/blob/main/internal/config/token.go",
    ),
    Rule::secret(
        "posthog-key",
        &["ph[xs]_[A-Za-z0-9]"],
        Token(&[Run(BASE64URL, 31, 64)]),
        "https://posthog.com/docs/api/personal-api-keys",
    ),
    Rule::secret(
        "rootly-key",
        &["rootly_"],
        Token(&[Run(HEX, 64, 64)]),
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/rootly/rootly.go",
    ),
    Rule::secret(
        "datadog-application-key",
        &["ddapp_"],
        Token(&[Run(ALNUM, 34, 40)]),
        "https://docs.datadoghq.com/account_management/api-app-keys/",
    ),
    Rule::secret(
        "datadog-access-token",
        &["dd[ps]at_"],
        Token(&[Run(WORD, 24, 128)]),
        "https://docs.datadoghq.com/account_management/personal-access-tokens/",
    ),
    Rule::secret(
        "datadog-intake-url",
        &["datadoghq.com/v1/input/", "datadoghq.eu/v1/input/", "datadoghq.com/api/v1/input/"],
        After(&[Run(HEX, 32, 32)]),
        "https://docs.datadoghq.com/api/latest/logs/",
    ),
    // The region, which is `us` or `eu`, and the account.
    Rule::secret(
        "pagerduty-oauth-token",
        &["pd[eu][us]+_"],
        Token(&[Run(ALNUM, 4, 16), Lit("_"), Run(DASH_ALNUM, 36, 36)]),
        "https://github.com/PagerDuty/developer-docs/blob/main/docs/app-integration-development/12-App-OAuth-Token.md",
    ),
    Rule::secret(
        "pagerduty-routing-key",
        &["outing_key", "outingKey", "OUTING_KEY"],
        Code(routing_key),
        "https://github.com/PagerDuty/developer-docs/blob/main/docs/events-API-v2/02-Trigger-Events.md",
    ),
    Rule::secret(
        "pagerduty-integration-url",
        &["pagerduty.com/integration/"],
        After(&[Run(LOWER_DIGIT, 32, 32)]),
        "https://support.pagerduty.com/main/docs/services-and-integrations",
    ),
];
