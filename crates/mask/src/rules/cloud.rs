//! Clouds and hosting.

use super::Piece::Run;
use super::Rule;
use super::Shape::Token;
use crate::class::{BASE64URL, UPPER_DIGIT};

pub(super) static RULES: &[Rule] = &[
    Rule::secret(
        "aws-access-key-id",
        &["A[KS]IA"],
        Token(&[Run(UPPER_DIGIT, 16, 16)]),
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
    ),
    Rule::secret(
        "google-api-key",
        &["AIza"],
        Token(&[Run(BASE64URL, 35, 35)]),
        "https://cloud.google.com/docs/authentication/api-keys",
    ),
];
