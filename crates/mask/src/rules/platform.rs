//! Identity, work tools, build services and networks. Secret stores have a file of their own.

use super::Piece::{Lit, Run};
use super::Shape::{After, Around, Code, Token, Word};
use super::{OPEN, Rule};
use crate::class::{
    ALNUM, ANY_BASE64, BASE64, BASE64URL, DASH_ALNUM, DIGIT, DOTTED, DOTTED_PAD, HEX, LOWER_DIGIT,
    UPPER_DIGIT, WORD,
};
use crate::scan::format::{asana, dotted_tail, kubernetes_secret, meta};

pub(super) static RULES: &[Rule] = &[
    Rule::secret(
        "okta-token",
        &["SSWS "],
        After(&[Run(BASE64URL, 42, 42)]),
        "https://developer.okta.com/docs/guides/create-an-api-token/main/",
    ),
    Rule::secret(
        "launchdarkly-key",
        &["sdk-[0-9a-f][0-9a-f][0-9a-f][0-9a-f]", "api-[0-9a-f][0-9a-f][0-9a-f][0-9a-f]"],
        Token(&[
            Run(HEX, 4, 4),
            Lit("-"),
            Run(HEX, 4, 4),
            Lit("-"),
            Run(HEX, 4, 4),
            Lit("-"),
            Run(HEX, 4, 4),
            Lit("-"),
            Run(HEX, 12, 12),
        ]),
        "https://launchdarkly.com/docs/sdk/concepts/client-side-server-side",
    ),
    Rule::secret(
        "linear-key",
        &["lin_api_", "lin_oauth_", "lin_wh_"],
        Token(&[Run(ALNUM, 32, 80)]),
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/linearapi/linearapi.go",
    ),
    Rule::secret(
        "notion-token",
        &["ntn_[A-Za-z0-9][A-Za-z0-9]"],
        Token(&[Run(ALNUM, 40, 60)]),
        "https://developers.notion.com/page/changelog",
    ),
    // Integrations made before September 2024.
    Rule::secret(
        "notion-legacy-token",
        &["secret_[A-Za-z0-9][A-Za-z0-9]"],
        Token(&[Run(ALNUM, 41, 41)]),
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/notion/notion.go",
    ),
    Rule::secret(
        "figma-token",
        &["fig[doprsu]_", "figo[rhu]_", "figu[rh]_"],
        Token(&[Run(DOTTED_PAD, 36, OPEN)]),
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/figmapersonalaccesstoken/v3/figmapersonalaccesstoken.go",
    ),
    Rule::secret(
        "asana-token",
        &["[0-2]/[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]"],
        Word(asana),
        "https://developers.asana.com/docs/personal-access-token",
    ),
    Rule::secret(
        "clickup-token",
        &["pk_[0-9][0-9][0-9]"],
        Token(&[Run(DIGIT, 1, 12), Lit("_"), Run(UPPER_DIGIT, 32, 32)]),
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/clickuppersonaltoken/clickuppersonaltoken.go",
    ),
    Rule::secret(
        "klaviyo-key",
        &["pk_[0-9a-f][0-9a-f][0-9a-f]"],
        Token(&[Run(HEX, 31, 31)]),
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/klaviyo/klaviyo.go",
    ),
    // Newer ones name their account.
    Rule::secret(
        "klaviyo-named-key",
        &["pk_[A-Za-z0-9][A-Za-z0-9][A-Za-z0-9][A-Za-z0-9][A-Za-z0-9][A-Za-z0-9]_[0-9a-f]"],
        Token(&[Run(HEX, 33, 33)]),
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/klaviyo/klaviyo.go",
    ),
    // `tok:` in base64.
    Rule::secret(
        "intercom-token",
        &["dG9rOj"],
        Token(&[Run(BASE64, 50, 60)]),
        "https://developers.intercom.com/docs/build-an-integration/learn-more/authentication",
    ),
    Rule::secret(
        "postman-key",
        &["PMA[KT]-"],
        Token(&[Run(DASH_ALNUM, 24, 64)]),
        "https://learning.postman.com/docs/developer/postman-api/authentication/",
    ),
    Rule::secret(
        "typeform-token",
        &["tfp_"],
        Token(&[Run(DOTTED_PAD, 40, OPEN)]),
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/typeform/v2/typeform.go",
    ),
    Rule::secret(
        "contentful-management-token",
        &["CFPAT-"],
        Token(&[Run(BASE64URL, 43, 100)]),
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/contentfulpersonalaccesstoken/contentfulpersonalaccesstoken.go",
    ),
    Rule::secret(
        "dropbox-token",
        &[
            "sl.u.[A-Za-z0-9_-]",
            "sl.[A-Za-z0-9_-][A-Z0-9_-]",
            "sl.[A-Za-z0-9_-][a-z][A-Z0-9_-]",
            "sl.[A-Za-z0-9_-][a-z][a-z][A-Z0-9_-]",
            "sl.[A-Za-z0-9_-][a-z][a-z][a-z][A-Z0-9_-]",
            "sl.[A-Za-z0-9_-][a-z][a-z][a-z][a-z][A-Z0-9_-]",
        ],
        Token(&[Run(DOTTED_PAD, 100, OPEN)]),
        "https://developers.dropbox.com/oauth-guide",
    ),
    Rule::secret(
        "hubspot-token",
        &["pat-[aen][apu][0-9]-"],
        Token(&[Run(DASH_ALNUM, 36, 36)]),
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/hubspot_apikey/v2/apikey.go",
    ),
    Rule::secret(
        "salesforce-session",
        &["00D[A-Za-z0-9][A-Za-z0-9][A-Za-z0-9]"],
        Word(dotted_tail),
        "https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/quickstart_oauth.htm",
    ),
    Rule::secret(
        "salesforce-refresh-token",
        &["5Aep861"],
        Word(dotted_tail),
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/salesforcerefreshtoken/salesforcerefreshtoken.go",
    ),
    Rule::secret(
        "meta-access-token",
        &["EAA[B-Z][A-Za-z0-9]"],
        Code(meta),
        "https://developers.facebook.com/docs/facebook-login/guides/access-tokens/",
    ),
    Rule::secret(
        "twitch-chat-token",
        &["oauth:"],
        After(&[Run(LOWER_DIGIT, 30, 30)]),
        "https://dev.twitch.tv/docs/chat/irc/",
    ),
    Rule::secret(
        "mapbox-secret-token",
        &["sk.eyJ"],
        Token(&[Run(BASE64URL, 30, OPEN), Lit("."), Run(BASE64URL, 20, 24)]),
        "https://docs.mapbox.com/api/accounts/tokens/",
    ),
    Rule::secret(
        "buildkite-token",
        &["bk[acpu][aijrst]_", "bkt[rx]_", "bkrt_", "bk[jp]at_", "bkcqt_"],
        Token(&[Run(DOTTED, 38, OPEN)]),
        "https://github.com/buildkite/agent/blob/main/internal/redact/redact.go",
    ),
    Rule::secret(
        "circleci-token",
        &["CCIPAT_", "CCIPRJ_"],
        Token(&[Run(ALNUM, 22, 22), Lit("_"), Run(ALNUM, 40, 40)]),
        "https://circleci.com/changelog/new-format-for-api-access-tokens/",
    ),
    Rule::secret(
        "sonar-token",
        &["sq[aup]_[0-9a-f][0-9a-f]"],
        Token(&[Run(ALNUM, 38, 38)]),
        "https://github.com/SonarSource/sonarqube/blob/master/server/sonar-webserver-auth/src/main/java/org/sonar/server/usertoken/TokenGeneratorImpl.java",
    ),
    Rule::secret(
        "sonar-cloud-token",
        &["sqco_"],
        Token(&[Run(ALNUM, 59, 59)]),
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/sonarcloud/v2/sonarcloud.go",
    ),
    Rule::secret(
        "snyk-token",
        &["snyk_[us]at."],
        Word(dotted_tail),
        "https://docs.snyk.io/snyk-api/authentication-for-api",
    ),
    Rule::secret(
        "sourcegraph-token",
        &["sgp_[0-9a-fA-Fl]"],
        Token(&[Run(WORD, 39, 64)]),
        "https://github.com/sourcegraph/sourcegraph-public-snapshot/blob/main/internal/accesstoken/personal_access_token.go",
    ),
    Rule::secret(
        "octopus-key",
        &["API-[A-Z0-9][A-Z0-9][A-Z0-9][A-Z0-9]"],
        Token(&[Run(UPPER_DIGIT, 22, 30)]),
        "https://github.com/betterleaks/betterleaks/blob/main/config/betterleaks.toml",
    ),
    Rule::secret(
        "readme-key",
        &["rdme_"],
        Token(&[Run(LOWER_DIGIT, 70, 70)]),
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/readme/readme.go",
    ),
    Rule::secret(
        "frameio-token",
        &["fio-u-"],
        Token(&[Run(DOTTED_PAD, 64, 64)]),
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/frameio/frameio.go",
    ),
    Rule::secret(
        "duffel-token",
        &["duffel_test_", "duffel_live_"],
        Token(&[Run(DOTTED_PAD, 40, OPEN)]),
        "https://duffel.com/docs/api/overview/making-requests/authentication",
    ),
    Rule::secret(
        "maxmind-license-key",
        &["_mmk"],
        Around { before: &[Run(ALNUM, 6, 6), Lit("_"), Run(ALNUM, 29, 29)], after: &[] },
        "https://support.maxmind.com/hc/en-us/articles/4407116112539-Using-License-Keys",
    ),
    Rule::secret(
        "adobe-client-secret",
        &["p8e-[A-Za-z0-9]"],
        Token(&[Run(ALNUM, 31, 31)]),
        "https://developer.adobe.com/developer-console/docs/guides/authentication/ServerToServerAuthentication/",
    ),
    Rule::secret(
        "statsig-secret-key",
        &["secret-[A-Za-z0-9][A-Za-z0-9]"],
        Token(&[Run(ALNUM, 39, 46)]),
        "https://docs.statsig.com/sdk-keys/api-keys",
    ),
    Rule::secret(
        "tailscale-key",
        &["tskey-"],
        Token(&[Run(BASE64URL, 20, 128)]),
        "https://tailscale.com/kb/1277/key-prefixes",
    ),
    Rule::secret(
        "ngrok-authtoken",
        &["add-authtoken ", "ngrok authtoken "],
        After(&[Run(WORD, 40, 60)]),
        "https://ngrok.com/docs/agent/config/",
    ),
    Rule::secret(
        "openshift-token",
        &["sha256~"],
        Token(&[Run(BASE64URL, 43, 43)]),
        "https://github.com/betterleaks/betterleaks/blob/main/config/betterleaks.toml",
    ),
    // What it holds, whatever the names.
    Rule::secret(
        "kubernetes-secret",
        &["apiVersion"],
        Code(kubernetes_secret),
        "https://kubernetes.io/docs/concepts/configuration/secret/",
    ),
    Rule::secret(
        "k3s-token",
        &["::server:", "::node:"],
        After(&[Run(ANY_BASE64, 16, 128)]),
        "https://github.com/k3s-io/k3s/blob/main/pkg/clientaccess/token.go",
    ),
    Rule::secret(
        "zapier-webhook",
        &["hooks.zapier.com/hooks/catch/"],
        After(&[Run(DIGIT, 4, 12), Lit("/"), Run(ALNUM, 5, 24)]),
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/zapierwebhook/zapierwebhook.go",
    ),
    Rule::secret(
        "ifttt-webhook",
        &["/with/key/"],
        After(&[Run(BASE64URL, 20, 64)]),
        "https://ifttt.com/maker_webhooks",
    ),
    Rule::secret(
        "make-webhook",
        &[".make.com/"],
        After(&[Run(LOWER_DIGIT, 32, 32)]),
        "https://www.make.com/en/help/tools/webhooks",
    ),
    Rule::secret(
        "tines-webhook",
        &[".tines.com/webhook/"],
        After(&[Run(HEX, 32, 32), Lit("/"), Run(HEX, 32, 32)]),
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/tineswebhook/tineswebhook.go",
    ),
];
