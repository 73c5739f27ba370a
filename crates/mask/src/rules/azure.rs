//! Microsoft's clouds. Keys of most services carry a signature of four letters near their end, so
//! that they can be told by their form; Microsoft publishes them as detections.

use super::Piece::{Lit, Run};
use super::Shape::{Around, Code, Token};
use super::{OPEN, Rule};
use crate::class::{ALNUM, ALNUM_PAD, BASE64, BASE64_BODY, BASE64URL, BASE64URL_PAD, DOTTED, UNRESERVED};
use crate::scan::format::{listed_key, signed_workflow};

const SIGNATURES: &str = "https://github.com/microsoft/security-utilities/blob/main/GeneratedRegexPatterns/PreciselyClassifiedSecurityKeys.json";

pub(super) static RULES: &[Rule] = &[
    Rule::secret(
        "azure-client-secret",
        &["[0-9]Q~[A-Za-z0-9_.~-]"],
        Around { before: &[Run(UNRESERVED, 3, 3)], after: &[Run(UNRESERVED, 29, OPEN)] },
        SIGNATURES,
    ),
    // Storage, Cosmos DB, Batch, ML, API Management: 64 bytes.
    Rule::secret(
        "azure-account-key",
        &["+ASt", "ACDb", "+ABa", "+AMC", "APIM"],
        Around { before: &[Run(BASE64_BODY, 76, 76)], after: &[Run(BASE64, 6, 8)] },
        SIGNATURES,
    ),
    // Service Bus, Event Hubs, Relay, IoT, Redis, Event Grid: 32 bytes.
    Rule::secret(
        "azure-service-key",
        &["+ASb", "+AEh", "+ARm", "AIoT", "AzCa", "AZEG"],
        Around { before: &[Run(BASE64_BODY, 33, 33)], after: &[Run(BASE64, 6, 7)] },
        SIGNATURES,
    ),
    Rule::secret(
        "azure-function-key",
        &["AzFu"],
        Around { before: &[Run(BASE64URL, 44, 44)], after: &[Run(BASE64URL_PAD, 6, 8)] },
        SIGNATURES,
    ),
    Rule::secret(
        "azure-search-key",
        &["AzSe"],
        Around { before: &[Run(ALNUM, 42, 42)], after: &[Run(ALNUM, 6, 6)] },
        SIGNATURES,
    ),
    Rule::secret(
        "azure-container-registry-key",
        &["+ACR"],
        Around { before: &[Run(BASE64_BODY, 42, 42)], after: &[Run(BASE64_BODY, 6, 6)] },
        SIGNATURES,
    ),
    // The common form of newer keys: OpenAI, AI services, DevOps, App Configuration, Maps …
    Rule::secret(
        "azure-common-key",
        &["JQQJ9[9DH]"],
        Around { before: &[Run(ALNUM, 52, 52)], after: &[Run(ALNUM_PAD, 19, 30)] },
        "https://devblogs.microsoft.com/engineering-at-microsoft/common-annotated-security-keys/",
    ),
    Rule::secret(
        "azure-devops-token",
        &["AZDO[A-Za-z0-9]"],
        Around { before: &[Run(ALNUM, 76, 76)], after: &[Run(ALNUM, 3, 3)] },
        "https://learn.microsoft.com/en-us/azure/devops/organizations/accounts/use-personal-access-tokens-to-authenticate",
    ),
    Rule::secret(
        "azure-refresh-token",
        &[".AgAB"],
        Around { before: &[Run(DOTTED, 40, 200)], after: &[Run(DOTTED, 100, OPEN)] },
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/azure_entra/refreshtoken/refreshtoken.go",
    ),
    // Of accounts, where nothing else names it.
    Rule::secret(
        "azure-listed-key",
        &["\"keyName[\"\\]"],
        Code(listed_key),
        "https://learn.microsoft.com/en-us/rest/api/storagerp/storage-accounts/list-keys",
    ),
    Rule::secret(
        "azure-workflow-url",
        &["/triggers/manual/"],
        Code(signed_workflow),
        "https://learn.microsoft.com/en-us/azure/logic-apps/logic-apps-securing-a-logic-app",
    ),
    Rule::secret(
        "azure-repository-key",
        &["git&20[0-9]"],
        Token(&[Run(BASE64, 9, 9), Lit("&"), Run(BASE64, 86, OPEN)]),
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/azureapimanagement/repositorykey/repositorykey.go",
    ),
];
