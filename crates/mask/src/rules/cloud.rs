//! Clouds and hosting. Azure has a table of its own.

use super::Piece::{Lit, Run};
use super::Shape::{After, Around, Code, Token, Word};
use super::{OPEN, Rule};
use crate::class::{
    ALNUM, ANY_HEX, BASE64, BASE64_BODY, BASE64URL, BASE64URL_PAD, DASH_ALNUM, DOTTED, HEX, LOWER_DIGIT,
    UPPER_DIGIT, WORD,
};
use crate::scan::format::{alibaba_secret, aws_secret, google, scaleway_secret};

pub(super) static RULES: &[Rule] = &[
    Rule::secret(
        "aws-access-key-id",
        &["A[KS]IA", "ABIA", "ACCA", "A3T[A-Z0-9]"],
        Token(&[Run(UPPER_DIGIT, 16, 16)]),
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
    ),
    // Forty characters of no form, so only where they follow their id.
    Rule::secret(
        "aws-secret-access-key",
        &["A[KS]IA"],
        Code(aws_secret),
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html",
    ),
    // Base64 of `origin_` and of `er/aws`.
    Rule::secret(
        "aws-session-token",
        &["IQoJb3JpZ2lu", "F[wQ]oGZXIvYXdz", "F[wQ]oDYXdz"],
        Token(&[Run(BASE64, 90, OPEN)]),
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_use-resources.html",
    ),
    Rule::secret(
        "aws-appsync-key",
        &["da2-[a-z0-9]"],
        Token(&[Run(LOWER_DIGIT, 25, 25)]),
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/aws/appsync/appsync.go",
    ),
    Rule::secret(
        "aws-bedrock-key",
        &["ABSK[A-Za-z0-9+/]", "bedrock-api-key-"],
        Token(&[Run(BASE64, 90, OPEN)]),
        "https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html",
    ),
    Rule::secret(
        "amazon-mws-token",
        &["amzn.mws."],
        Token(&[Run(DASH_ALNUM, 36, 36)]),
        "https://github.com/praetorian-inc/noseyparker/blob/main/crates/noseyparker/data/default/builtin/rules/aws.yml",
    ),
    Rule::secret(
        "amazon-oauth-secret",
        &["amzn1.oa2-cs."],
        Token(&[Lit("v1."), Run(HEX, 64, 64)]),
        "https://developer.amazon.com/docs/login-with-amazon/documentation-overview.html",
    ),
    Rule::secret(
        "amazon-login-token",
        &["Atz[ar]|"],
        Token(&[Run(BASE64URL, 60, OPEN)]),
        "https://developer.amazon.com/docs/login-with-amazon/documentation-overview.html",
    ),
    Rule::secret(
        "google-api-key",
        &["AIza"],
        Word(google),
        "https://cloud.google.com/docs/authentication/api-keys",
    ),
    Rule::secret(
        "google-auth-key",
        &["AQ.A[A-Za-z0-9_-]"],
        Token(&[Run(BASE64URL, 35, OPEN)]),
        "https://github.com/betterleaks/betterleaks/blob/main/config/betterleaks.toml",
    ),
    Rule::secret(
        "google-oauth-secret",
        &["GOCSPX-"],
        Token(&[Run(BASE64URL, 20, OPEN)]),
        "https://developers.google.com/identity/protocols/oauth2",
    ),
    Rule::secret(
        "google-access-token",
        &["ya29."],
        Token(&[Run(DOTTED, 10, OPEN)]),
        "https://cloud.google.com/docs/authentication/token-types",
    ),
    Rule::secret(
        "google-refresh-token",
        &["1//0[A-Za-z0-9_-]"],
        Token(&[Run(BASE64URL, 30, OPEN)]),
        "https://cloud.google.com/docs/authentication/token-types",
    ),
    Rule::secret(
        "google-authorization-code",
        &["4/0A[A-Za-z0-9_-]"],
        Token(&[Run(BASE64URL, 50, OPEN)]),
        "https://developers.google.com/identity/protocols/oauth2/web-server",
    ),
    Rule::secret(
        "google-messaging-key",
        &[":APA91b"],
        Around { before: &[Run(BASE64URL, 11, 11)], after: &[Run(BASE64URL, 120, OPEN)] },
        "https://firebase.google.com/docs/cloud-messaging/migrate-v1",
    ),
    Rule::secret(
        "google-hmac-id",
        &["GOOG1E"],
        Token(&[Run(UPPER_DIGIT, 18, 60)]),
        "https://cloud.google.com/storage/docs/authentication/hmackeys",
    ),
    Rule::secret(
        "digitalocean-token",
        &["do[opr]_v1_"],
        Token(&[Run(ANY_HEX, 64, 64)]),
        "https://github.com/digitalocean/doctl/blob/main/commands/auth_test.go",
    ),
    Rule::secret(
        "digitalocean-spaces-id",
        &["DO00[A-Z0-9]", "DO801"],
        Token(&[Run(UPPER_DIGIT, 15, 15)]),
        "https://docs.digitalocean.com/products/spaces/how-to/manage-access/",
    ),
    Rule::secret(
        "alibaba-access-key-id",
        &["LTAI[A-Za-z0-9]"],
        Token(&[Run(ALNUM, 11, 25)]),
        "https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair",
    ),
    Rule::secret(
        "alibaba-access-key-secret",
        &["LTAI[A-Za-z0-9]"],
        Code(alibaba_secret),
        "https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair",
    ),
    Rule::secret(
        "alibaba-session",
        &["STS.[LN][A-Za-z0-9]"],
        Token(&[Run(ALNUM, 18, 40)]),
        "https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-assumerole",
    ),
    Rule::secret(
        "alibaba-session-token",
        &["CAIS[A-Za-z0-9+/]"],
        Token(&[Run(BASE64, 200, OPEN)]),
        "https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-assumerole",
    ),
    Rule::secret(
        "tencent-secret-id",
        &["AKID[A-Za-z0-9]"],
        Token(&[Run(ALNUM, 31, 31)]),
        "https://www.tencentcloud.com/document/product/598/32675",
    ),
    Rule::secret(
        "volcengine-access-key-id",
        &["AKLT[A-Za-z0-9]"],
        Token(&[Run(BASE64URL_PAD, 39, OPEN)]),
        "https://www.volcengine.com/docs/6291/65568",
    ),
    Rule::secret(
        "baidu-key",
        &["bce-v3/ALTAK-"],
        Token(&[Run(ALNUM, 15, 40), Lit("/"), Run(HEX, 40, 40)]),
        "https://cloud.baidu.com/doc/Reference/s/9jwvz2egb",
    ),
    Rule::secret(
        "yandex-key",
        &["AQVN[A-Za-z0-9_-]"],
        Token(&[Run(BASE64URL, 34, OPEN)]),
        "https://yandex.cloud/en/docs/iam/concepts/authorization/api-key",
    ),
    Rule::secret(
        "yandex-iam-token",
        &["t1.9eu"],
        Token(&[Run(BASE64URL_PAD, 20, 600), Lit("."), Run(BASE64URL_PAD, 84, OPEN)]),
        "https://yandex.cloud/en/docs/iam/concepts/authorization/iam-token",
    ),
    Rule::secret(
        "cloudflare-token",
        &["cf[ua]t_[A-Za-z0-9]", "cfk_[A-Za-z0-9]", "cfast_[A-Za-z0-9]"],
        Token(&[Run(ALNUM, 39, 64)]),
        "https://developers.cloudflare.com/fundamentals/api/get-started/token-formats",
    ),
    Rule::secret(
        "cloudflare-origin-ca-key",
        &["v1.0-[A-Za-z0-9]"],
        Token(&[Run(DASH_ALNUM, 150, OPEN)]),
        "https://github.com/betterleaks/betterleaks/blob/main/config/betterleaks.toml",
    ),
    // Base64 of `{"a":"`, an account of 32 digits, `","t":"`.
    Rule::secret(
        "cloudflare-tunnel-token",
        &["LCJ0Ijoi"],
        Around { before: &[Run(BASE64_BODY, 52, 52)], after: &[Run(BASE64, 40, OPEN)] },
        "https://developers.cloudflare.com/cloudflare-one/networks/connectors/cloudflare-tunnel/configure-tunnels/remote-tunnel-permissions/",
    ),
    Rule::secret(
        "vercel-token",
        &["vc[piark]_[A-Za-z0-9_-]"],
        Token(&[Run(BASE64URL, 23, OPEN)]),
        "https://vercel.com/changelog/new-token-formats-and-secret-scanning",
    ),
    Rule::secret(
        "vercel-blob-token",
        &["vercel_blob_rw_"],
        Token(&[Run(WORD, 30, 100)]),
        "https://vercel.com/docs/vercel-blob/using-blob-sdk",
    ),
    Rule::secret(
        "netlify-token",
        &["nf[bcopu]_[A-Za-z0-9_]"],
        Token(&[Run(WORD, 35, 60)]),
        "https://answers.netlify.com/t/change-to-the-netlify-authentication-token-format/106146",
    ),
    Rule::secret(
        "fly-token",
        &["fm1[ar]_", "fm2_[A-Za-z0-9+/]"],
        Token(&[Run(BASE64, 80, OPEN)]),
        "https://github.com/superfly/macaroon/blob/main/format.go",
    ),
    Rule::secret(
        "fly-legacy-token",
        &["fo1_[A-Za-z0-9_-]"],
        Token(&[Run(BASE64URL, 42, 42)]),
        "https://fly.io/docs/security/tokens/",
    ),
    Rule::secret(
        "heroku-key",
        &["HRKU-"],
        Token(&[Run(BASE64URL, 36, OPEN)]),
        "https://devcenter.heroku.com/articles/oauth",
    ),
    Rule::secret(
        "scaleway-access-key",
        &["SCW[A-Z0-9]"],
        Token(&[Run(UPPER_DIGIT, 16, 16)]),
        "https://github.com/scaleway/scaleway-sdk-go/blob/main/validation/is.go",
    ),
    Rule::secret(
        "scaleway-secret-key",
        &["SCW[A-Z0-9]"],
        Code(scaleway_secret),
        "https://github.com/scaleway/scaleway-sdk-go/blob/main/validation/is.go",
    ),
    Rule::secret(
        "scalingo-token",
        &["tk-us-"],
        Token(&[Run(BASE64URL, 48, 48)]),
        "https://github.com/betterleaks/betterleaks/blob/main/config/betterleaks.toml",
    ),
    Rule::secret(
        "render-key",
        &["rnd_[A-Za-z0-9]"],
        Token(&[Run(ALNUM, 27, 48)]),
        "https://github.com/betterleaks/betterleaks/blob/main/config/betterleaks.toml",
    ),
    Rule::secret(
        "deno-deploy-token",
        &["dd[opw]_[A-Za-z0-9]"],
        Token(&[Run(ALNUM, 35, 48)]),
        "https://github.com/denoland/docs/blob/main/subhosting/api/authentication.md",
    ),
    // A link to a bucket: who has it may read.
    Rule::secret(
        "oracle-request-url",
        &["oraclecloud.com/p/"],
        After(&[Run(BASE64URL, 40, OPEN)]),
        "https://docs.oracle.com/en-us/iaas/Content/Object/Tasks/usingpreauthenticatedrequests.htm",
    ),
    Rule::secret(
        "upcloud-token",
        &["ucat_"],
        Token(&[Run(UPPER_DIGIT, 26, 26)]),
        "https://github.com/betterleaks/betterleaks/blob/main/config/betterleaks.toml",
    ),
    Rule::secret(
        "backblaze-key",
        &["K00[0-9]"],
        Token(&[Run(BASE64_BODY, 27, 27)]),
        "https://github.com/Backblaze/B2_Command_Line_Tool/blob/master/doc/source/replication.rst",
    ),
];
