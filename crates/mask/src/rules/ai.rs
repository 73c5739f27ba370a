//! AI providers.

use super::Piece::Run;
use super::Shape::{Around, Token, Word};
use super::{OPEN, Rule};
use crate::class::{ALNUM, BASE64URL, DASH_ALNUM, DOTTED, HEX, WORD};
use crate::scan::format::{mixed_alnum, mixed_url};

pub(super) static RULES: &[Rule] = &[
    Rule::secret(
        "openai-key",
        &["sk-proj-", "sk-svcacct-", "sk-admin-", "sk-service-", "sk-None-"],
        Token(&[Run(BASE64URL, 20, OPEN)]),
        "https://platform.openai.com/docs/api-reference/authentication",
    ),
    // Base64 of `OpenAI`, in the middle of every key; for those with other names before it.
    Rule::secret(
        "openai-marked-key",
        &["T3BlbkFJ"],
        Around { before: &[Run(BASE64URL, 20, 200)], after: &[Run(BASE64URL, 20, OPEN)] },
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/openai/openai.go",
    ),
    // Keys made before there were projects, and those of the services that took the form over:
    // DeepSeek, Moonshot, Qwen, Stability and others.
    Rule::secret(
        "openai-legacy-key",
        &["sk-[A-Za-z0-9]"],
        Token(&[Run(ALNUM, 31, 63)]),
        "https://platform.openai.com/docs/api-reference/authentication",
    ),
    Rule::secret(
        "openai-session",
        &["sess-[A-Za-z0-9]"],
        Token(&[Run(ALNUM, 39, 39)]),
        "https://platform.openai.com/docs/api-reference/authentication",
    ),
    Rule::secret(
        "anthropic-key",
        &["sk-ant-"],
        Token(&[Run(BASE64URL, 20, OPEN)]),
        "https://docs.anthropic.com/en/api/overview",
    ),
    Rule::secret(
        "hugging-face-token",
        &["hf_[A-Za-z0-9]", "api_org_"],
        Token(&[Run(ALNUM, 29, 63)]),
        "https://huggingface.co/docs/hub/security-tokens",
    ),
    Rule::secret(
        "hugging-face-oauth-token",
        &["hf_oauth_"],
        Token(&[Run(DOTTED, 20, OPEN)]),
        "https://huggingface.co/docs/hub/oauth",
    ),
    Rule::secret(
        "replicate-token",
        &["r8_[A-Za-z0-9_-]"],
        Token(&[Run(BASE64URL, 36, OPEN)]),
        "https://replicate.com/docs/topics/security/api-tokens",
    ),
    Rule::secret(
        "groq-key",
        &["gsk_[A-Za-z0-9]"],
        Token(&[Run(ALNUM, 47, 64)]),
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/groq/groq.go",
    ),
    Rule::secret(
        "perplexity-key",
        &["pplx-[A-Za-z0-9]"],
        Token(&[Run(ALNUM, 39, 63)]),
        "https://github.com/betterleaks/betterleaks/blob/main/config/betterleaks.toml",
    ),
    Rule::secret(
        "xai-key",
        &["xai-[A-Za-z0-9_]"],
        Token(&[Run(BASE64URL, 69, 99)]),
        "https://github.com/betterleaks/betterleaks/blob/main/config/betterleaks.toml",
    ),
    Rule::secret(
        "langsmith-key",
        &["lsv2_[a-z][a-z]_"],
        Token(&[Run(WORD, 42, 80)]),
        "https://github.com/langchain-ai/langsmith-sdk/blob/main/js/src/anonymizer/index.ts",
    ),
    Rule::secret(
        "langsmith-legacy-key",
        &["ls__[A-Za-z0-9]"],
        Token(&[Run(ALNUM, 15, 63)]),
        "https://github.com/langchain-ai/langsmith-sdk/blob/main/js/src/anonymizer/index.ts",
    ),
    Rule::secret(
        "langfuse-secret-key",
        &["sk-lf-"],
        Token(&[Run(DASH_ALNUM, 36, 36)]),
        "https://langfuse.com/docs/api-and-data-platform/features/public-api",
    ),
    Rule::secret(
        "pinecone-key",
        &["pcsk_[A-Za-z0-9]", "pckey_[A-Za-z0-9]"],
        Token(&[Run(WORD, 50, 90)]),
        "https://github.com/pinecone-io/pinecone-python-client/blob/main/pinecone/admin/api_keys.py",
    ),
    Rule::secret(
        "wandb-key",
        &["wandb_v1_"],
        Token(&[Run(BASE64URL, 40, OPEN)]),
        "https://github.com/betterleaks/betterleaks/blob/main/config/betterleaks.toml",
    ),
    Rule::secret(
        "elevenlabs-key",
        &["sk_[0-9a-f][0-9a-f][0-9a-f]"],
        Token(&[Run(HEX, 45, 45)]),
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/elevenlabs/v2/elevenlabs.go",
    ),
    Rule::secret(
        "openrouter-key",
        &["sk-or-"],
        Token(&[Run(DASH_ALNUM, 40, OPEN)]),
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/openrouter/openrouter.go",
    ),
    Rule::secret(
        "together-key",
        &["tgp_v1_"],
        Token(&[Run(BASE64URL, 40, OPEN)]),
        "https://github.com/betterleaks/betterleaks/blob/main/config/betterleaks.toml",
    ),
    Rule::secret(
        "fireworks-key",
        &["fw_[A-Za-z0-9]"],
        Word(mixed_alnum::<24, 48>),
        "https://docs.fireworks.ai/getting-started/quickstart",
    ),
    Rule::secret(
        "nvidia-key",
        &["nvapi-"],
        Token(&[Run(BASE64URL, 40, OPEN)]),
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/nvapi/nvapi.go",
    ),
    Rule::secret(
        "voyage-key",
        &["pa-[A-Za-z0-9_-]", "al-[A-Za-z0-9_-]"],
        Word(mixed_url::<46, 46>),
        "https://docs.voyageai.com/docs/api-key-and-installation",
    ),
    Rule::secret(
        "cerebras-key",
        &["csk-[a-z0-9]"],
        Token(&[Run(ALNUM, 39, 63)]),
        "https://github.com/betterleaks/betterleaks/blob/main/config/betterleaks.toml",
    ),
    Rule::secret("anyscale-key", &["esecret_"], Token(&[Run(ALNUM, 20, 64)]), "https://docs.anyscale.com/"),
    Rule::secret(
        "helicone-key",
        &["sk-helicone-"],
        Token(&[Run(DASH_ALNUM, 20, OPEN)]),
        "https://github.com/Helicone/helicone/blob/main/worker/src/lib/util/apiKeyRegex.ts",
    ),
    Rule::secret(
        "tavily-key",
        &["tvly-"],
        Token(&[Run(DASH_ALNUM, 28, OPEN)]),
        "https://docs.tavily.com/documentation/quickstart",
    ),
    Rule::secret(
        "firecrawl-key",
        &["fc-[0-9a-f][0-9a-f][0-9a-f]"],
        Token(&[Run(HEX, 29, 29)]),
        "https://docs.firecrawl.dev/introduction",
    ),
    Rule::secret(
        "jina-key",
        &["jina_[0-9a-f]"],
        Token(&[Run(BASE64URL, 50, OPEN)]),
        "https://github.com/praetorian-inc/noseyparker/blob/main/crates/noseyparker/data/default/builtin/rules/jina.yml",
    ),
    Rule::secret(
        "llama-cloud-key",
        &["llx-[A-Za-z0-9]"],
        Token(&[Run(ALNUM, 39, 63)]),
        "https://developers.llamaindex.ai/python/cloud/general/api_key/",
    ),
    Rule::secret(
        "apify-token",
        &["apify_api_", "apify_proxy_"],
        Token(&[Run(BASE64URL, 30, 48)]),
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/apify/apify.go",
    ),
    Rule::secret(
        "runpod-key",
        &["rpa_[A-Z0-9]"],
        Token(&[Run(ALNUM, 39, 63)]),
        "https://docs.runpod.io/get-started/api-keys",
    ),
    Rule::secret(
        "e2b-key",
        &["e2b_[0-9a-f]"],
        Token(&[Run(HEX, 39, 39)]),
        "https://github.com/e2b-dev/E2B/blob/main/packages/cli/tests/attribution.test.ts",
    ),
    Rule::secret(
        "browserbase-key",
        &["bb_live_"],
        Token(&[Run(BASE64URL, 20, OPEN)]),
        "https://docs.browserbase.com/introduction/getting-started",
    ),
    Rule::secret("cursor-key", &["crsr_[0-9a-f]"], Token(&[Run(HEX, 63, 63)]), "https://cursor.com/docs/api"),
];
