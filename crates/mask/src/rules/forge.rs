//! Code forges, package registries and what builds between them.

use super::Piece::{Lit, Run};
use super::Shape::{After, Token, Word};
use super::{OPEN, Rule};
use crate::class::{
    ALNUM, ANY_BASE64, ANY_HEX, BASE64, BASE64URL, DASH_ALNUM, DOTTED, DOTTED_PAD, HEX, LOWER_DIGIT, TOKEN68,
    WORD,
};
use crate::scan::format::crates_io;

pub(super) static RULES: &[Rule] = &[
    Rule::secret(
        "github-token",
        &["gh[por]_"],
        Token(&[Run(WORD, 36, 255)]),
        "https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/",
    ),
    // Installation tokens may be JWTs after their prefix.
    Rule::secret(
        "github-app-token",
        &["gh[us]_"],
        Token(&[Run(DOTTED, 36, OPEN)]),
        "https://github.blog/changelog/2026-05-15-github-app-installation-tokens-per-request-override-header/",
    ),
    Rule::secret(
        "github-fine-grained-token",
        &["github_pat_"],
        Token(&[Run(WORD, 36, 255)]),
        "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github",
    ),
    Rule::secret(
        "gitlab-token",
        &[
            "glpat-",
            "gl[dfrw]t-",
            "glrtr-",
            "glcbt-",
            "glptt-",
            "gloas-",
            "glimt-",
            "glagent-",
            "glsoat-",
            "glffct-",
            "GR1348941",
        ],
        Token(&[Run(DOTTED_PAD, 20, OPEN)]),
        "https://docs.gitlab.com/security/tokens/",
    ),
    Rule::secret(
        "gitlab-session-cookie",
        &["_gitlab_session="],
        After(&[Run(LOWER_DIGIT, 32, 32)]),
        "https://docs.gitlab.com/security/tokens/",
    ),
    Rule::secret(
        "atlassian-token",
        &["AT[ACS]TT3"],
        Token(&[Run(ANY_BASE64, 50, OPEN)]),
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/atlassian/v2/atlassian.go",
    ),
    Rule::secret(
        "bitbucket-app-password",
        &["ATBB[A-Za-z0-9]"],
        Token(&[Run(ALNUM, 24, 60)]),
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/bitbucketapppassword/bitbucketapppassword.go",
    ),
    Rule::secret(
        "bitbucket-data-center-token",
        &["BBDC-"],
        Token(&[Run(TOKEN68, 40, OPEN)]),
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/atlassiandatacenter/bitbucketdatacenter/bitbucketdatacenter.go",
    ),
    Rule::secret(
        "trello-token",
        &["ATTA[0-9a-f]"],
        Token(&[Run(ALNUM, 63, 80)]),
        "https://developer.atlassian.com/cloud/trello/guides/rest-api/authorization/",
    ),
    Rule::secret(
        "npm-token",
        &["npm_[A-Za-z0-9]"],
        Token(&[Run(ALNUM, 35, 64)]),
        "https://docs.npmjs.com/about-access-tokens",
    ),
    Rule::secret(
        "pypi-token",
        &["pypi-AgE"],
        Token(&[Run(BASE64URL, 50, OPEN)]),
        "https://pypi.org/help/#apitoken",
    ),
    Rule::secret(
        "rubygems-key",
        &["rubygems_"],
        Token(&[Run(ALNUM, 48, 48)]),
        "https://github.com/rubygems/rubygems.org/blob/master/app/controllers/concerns/api_keyable.rb",
    ),
    // All 35 are letters and digits; words that begin so have no digit or capital that early.
    Rule::secret(
        "crates-io-token",
        &[
            "cio[0-9A-Z]",
            "cio[a-z][0-9A-Z]",
            "cio[a-z][a-z][0-9A-Z]",
            "cio[a-z][a-z][a-z][0-9A-Z]",
            "cio[a-z][a-z][a-z][a-z][0-9A-Z]",
            "cio[a-z][a-z][a-z][a-z][a-z][0-9A-Z]",
            "cio[a-z][a-z][a-z][a-z][a-z][a-z][0-9A-Z]",
        ],
        Word(crates_io),
        "https://github.com/rust-lang/crates.io/blob/main/crates/crates_io_database/src/utils/token.rs",
    ),
    Rule::secret(
        "crates-io-trusted-token",
        &["cio_tp_"],
        Token(&[Run(ALNUM, 32, 32)]),
        "https://github.com/rust-lang/crates.io/blob/main/crates/crates_io_trustpub/src/access_token.rs",
    ),
    Rule::secret(
        "docker-token",
        &["dckr_[a-z]at_"],
        Token(&[Run(BASE64URL, 24, OPEN)]),
        "https://github.com/google/osv-scalibr/blob/main/veles/secrets/dockerhubpat/detector.go",
    ),
    Rule::secret(
        "docker-swarm-token",
        &["SWMTKN-[12]-"],
        Token(&[Run(DASH_ALNUM, 60, OPEN)]),
        "https://github.com/moby/swarmkit/blob/master/ca/config.go",
    ),
    Rule::secret(
        "docker-swarm-key",
        &["SWMKEY-1-"],
        Token(&[Run(BASE64, 40, OPEN)]),
        "https://github.com/moby/swarmkit/blob/master/manager/encryption/encryption.go",
    ),
    Rule::secret(
        "nuget-key",
        &["oy2[a-z0-9]"],
        Token(&[Run(LOWER_DIGIT, 42, 42)]),
        "https://github.com/NuGet/NuGetGallery/blob/main/src/NuGetGallery.Services/Authentication/ApiKeyV4.cs",
    ),
    Rule::secret(
        "artifactory-key",
        &["AKCp[A-Za-z0-9]"],
        Token(&[Run(ALNUM, 55, 90)]),
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/artifactory/artifactory.go",
    ),
    // Base64 of `reft` and more; most go on with `kn`.
    Rule::secret(
        "artifactory-reference-token",
        &["cmVmd[A-Za-z0-9]"],
        Token(&[Run(ALNUM, 54, 80)]),
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/artifactoryreferencetoken/artifactoryreferencetoken.go",
    ),
    Rule::secret(
        "clojars-token",
        &["CLOJARS_"],
        Token(&[Run(ALNUM, 60, 60)]),
        "https://github.com/clojars/clojars-web/blob/main/src/clojars/db.clj",
    ),
    Rule::secret(
        "harness-key",
        &["[ps]at.[A-Za-z0-9_-]"],
        Token(&[Run(BASE64URL, 21, 21), Lit("."), Run(ALNUM, 24, 24), Lit("."), Run(ALNUM, 20, 20)]),
        "https://github.com/harness/cli/blob/main/pkg/auth/auth.go",
    ),
    Rule::secret(
        "sourcegraph-cody-token",
        &["slk_[0-9a-f]"],
        Token(&[Run(HEX, 63, 63)]),
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/sourcegraphcody/sourcegraphcody.go",
    ),
    Rule::secret(
        "chromatic-token",
        &["chpt_"],
        Token(&[Run(ANY_HEX, 12, 24)]),
        "https://www.chromatic.com/docs/cli/",
    ),
];
