//! AI providers.

use super::Piece::Run;
use super::Rule;
use super::Shape::Token;
use crate::class::{ALNUM, BASE64URL};

pub(super) static RULES: &[Rule] = &[
    Rule::secret(
        "openai-key",
        &["sk-proj-", "sk-svcacct-", "sk-admin-"],
        Token(&[Run(BASE64URL, 20, 512)]),
        "https://platform.openai.com/docs/api-reference/authentication",
    ),
    // Keys made before there were projects, and those of the services that took the form over.
    Rule::secret(
        "openai-legacy-key",
        &["sk-[A-Za-z0-9]"],
        Token(&[Run(ALNUM, 31, 63)]),
        "https://platform.openai.com/docs/api-reference/authentication",
    ),
    Rule::secret(
        "anthropic-key",
        &["sk-ant-"],
        Token(&[Run(BASE64URL, 20, 512)]),
        "https://docs.anthropic.com/en/api/overview",
    ),
    Rule::secret(
        "hugging-face-token",
        &["hf_[A-Za-z]"],
        Token(&[Run(ALNUM, 29, 63)]),
        "https://huggingface.co/docs/hub/security-tokens",
    ),
];
