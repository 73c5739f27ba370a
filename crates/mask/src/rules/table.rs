use super::Shape::{AuthScheme, Jwt, Pem, Token, TwoParts, Userinfo};
use super::{Family, Rule, Shape};
use crate::scan::class::{ALNUM, BASE64URL, Class, DIGIT_DASH_ALNUM, UPPER_DIGIT, WORD};

/// The values of sensitive key names.
pub(crate) static KEY_NAME: &Rule = &RULES[0];

const OPEN: usize = usize::MAX;

/// The name rule first, then the formats.
pub(crate) static RULES: &[Rule] = &[
    Rule {
        id: "key-name",
        family: Family::Secret,
        literals: &[],
        shape: Shape::KeyName,
        source: "https://cwe.mitre.org/data/definitions/532.html",
    },
    token(
        "aws-access-key-id",
        &["AKIA", "ASIA"],
        (UPPER_DIGIT, 16, 16),
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
    ),
    token(
        "github-token",
        &["ghp_", "gho_", "ghu_", "ghs_", "ghr_"],
        (WORD, 36, 255),
        "https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/",
    ),
    token(
        "github-fine-grained-token",
        &["github_pat_"],
        (WORD, 36, 255),
        "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github",
    ),
    token("gitlab-token", &["glpat-"], (BASE64URL, 20, 300), "https://docs.gitlab.com/security/tokens/"),
    token(
        "slack-token",
        &["xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxe-", "xoxc-", "xoxd-", "xoxe.xox"],
        (DIGIT_DASH_ALNUM, 10, OPEN),
        "https://docs.slack.dev/authentication/tokens/",
    ),
    token(
        "slack-app-token",
        &["xapp-"],
        (BASE64URL, 20, OPEN),
        "https://docs.slack.dev/authentication/tokens/",
    ),
    token(
        "stripe-key",
        &["sk_live_", "sk_test_", "rk_live_", "rk_test_"],
        (ALNUM, 16, 255),
        "https://docs.stripe.com/keys",
    ),
    token(
        "openai-key",
        &["sk-proj-", "sk-svcacct-", "sk-admin-"],
        (BASE64URL, 20, 512),
        "https://platform.openai.com/docs/api-reference/authentication",
    ),
    // Keys made before there were projects.
    token(
        "openai-legacy-key",
        &["sk-"],
        (ALNUM, 48, 48),
        "https://platform.openai.com/docs/api-reference/authentication",
    ),
    token("anthropic-key", &["sk-ant-"], (BASE64URL, 20, 512), "https://docs.anthropic.com/en/api/overview"),
    token(
        "google-api-key",
        &["AIza"],
        (BASE64URL, 35, 35),
        "https://cloud.google.com/docs/authentication/api-keys",
    ),
    token("npm-token", &["npm_"], (ALNUM, 36, 36), "https://docs.npmjs.com/about-access-tokens"),
    token(
        "pypi-token",
        &["pypi-AgEIcHlwaS5vcmc", "pypi-AgENdGVzdC5weXBpLm9yZw"],
        (BASE64URL, 50, OPEN),
        "https://pypi.org/help/#apitoken",
    ),
    token("hugging-face-token", &["hf_"], (ALNUM, 30, 64), "https://huggingface.co/docs/hub/security-tokens"),
    format(
        "sendgrid-key",
        &["SG."],
        TwoParts { first: 22, second: 43 },
        "https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys",
    ),
    format("jwt", &["eyJ"], Jwt, "https://www.rfc-editor.org/rfc/rfc7519#section-3"),
    format("private-key", &["-----BEGIN"], Pem, "https://www.rfc-editor.org/rfc/rfc7468#section-10"),
    format(
        "authorization",
        &["bearer ", "basic "],
        AuthScheme,
        "https://www.rfc-editor.org/rfc/rfc6750#section-2.1",
    ),
    format("url-userinfo", &["://"], Userinfo, "https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1"),
];

const fn token(
    id: &'static str,
    literals: &'static [&'static str],
    (class, min, max): (Class, usize, usize),
    source: &'static str,
) -> Rule {
    Rule { id, family: Family::Secret, literals, shape: Token { class, min, max }, source }
}

const fn format(
    id: &'static str,
    literals: &'static [&'static str],
    shape: Shape,
    source: &'static str,
) -> Rule {
    Rule { id, family: Family::Secret, literals, shape, source }
}
