//! Code forges and package registries.

use super::Piece::Run;
use super::Shape::Token;
use super::{OPEN, Rule};
use crate::class::{ALNUM, BASE64URL, WORD};

pub(super) static RULES: &[Rule] = &[
    Rule::secret(
        "github-token",
        &["gh[pousr]_"],
        Token(&[Run(WORD, 36, 255)]),
        "https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/",
    ),
    Rule::secret(
        "github-fine-grained-token",
        &["github_pat_"],
        Token(&[Run(WORD, 36, 255)]),
        "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github",
    ),
    Rule::secret(
        "gitlab-token",
        &["glpat-"],
        Token(&[Run(BASE64URL, 20, 300)]),
        "https://docs.gitlab.com/security/tokens/",
    ),
    Rule::secret(
        "npm-token",
        &["npm_"],
        Token(&[Run(ALNUM, 36, 36)]),
        "https://docs.npmjs.com/about-access-tokens",
    ),
    Rule::secret(
        "pypi-token",
        &["pypi-AgEIcHlwaS5vcmc", "pypi-AgENdGVzdC5weXBpLm9yZw"],
        Token(&[Run(BASE64URL, 50, OPEN)]),
        "https://pypi.org/help/#apitoken",
    ),
];
