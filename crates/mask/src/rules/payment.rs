//! Payment and shops.

use super::Piece::{Lit, Run};
use super::Shape::{Around, Code, Token, Word};
use super::{OPEN, Rule};
use crate::class::{ALNUM, ANY_BASE64, ANY_HEX, BASE64URL, HEX, LOWER_DIGIT, WORD};
use crate::scan::format::{adyen, square};

pub(super) static RULES: &[Rule] = &[
    // Paystack, Clerk and WorkOS took the form over.
    Rule::secret(
        "stripe-key",
        &["[sr]k_live_", "[sr]k_test_", "[sr]k_prod_", "[sr]k_org_", "sk_org_live_", "sk_org_test_"],
        Token(&[Run(ALNUM, 10, 255)]),
        "https://docs.stripe.com/keys",
    ),
    // What an app on a telephone is given for a customer.
    Rule::secret(
        "stripe-ephemeral-key",
        &["ek_live_", "ek_test_"],
        Token(&[Run(BASE64URL, 40, 300)]),
        "https://docs.stripe.com/api/ephemeral_keys",
    ),
    Rule::secret(
        "stripe-client-secret",
        &["_secret_[A-Za-z0-9]"],
        Around { before: &[Run(WORD, 16, 80)], after: &[Run(ALNUM, 22, 32)] },
        "https://docs.stripe.com/api/payment_intents/object#payment_intent_object-client_secret",
    ),
    // The Standard Webhooks form, which Stripe, Svix and many after them use.
    Rule::secret(
        "webhook-secret",
        &["whsec_"],
        Token(&[Run(ANY_BASE64, 24, 128)]),
        "https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md",
    ),
    Rule::secret(
        "square-access-token",
        &["EAAA[A-Za-z0-9_-]"],
        Code(square),
        "https://developer.squareup.com/docs/build-basics/access-tokens",
    ),
    Rule::secret(
        "square-oauth-secret",
        &["sq0atp-", "sq0c[a-z][a-z]-", "sandbox-sq0c[a-z][a-z]-"],
        Token(&[Run(BASE64URL, 22, 60)]),
        "https://developer.squareup.com/docs/build-basics/access-tokens",
    ),
    Rule::secret(
        "paypal-access-token",
        &["A21AA"],
        Token(&[Run(BASE64URL, 80, 200)]),
        "https://developer.paypal.com/api/rest/authentication/",
    ),
    Rule::secret(
        "braintree-access-token",
        &["access_token$"],
        Token(&[Run(LOWER_DIGIT, 4, 16), Lit("$"), Run(LOWER_DIGIT, 16, 16), Lit("$"), Run(HEX, 32, 32)]),
        "https://github.com/braintree/braintree_python/blob/master/tests/integration/test_credentials_parser.py",
    ),
    Rule::secret(
        "razorpay-key",
        &["rzp_live_", "rzp_test_"],
        Token(&[Run(ALNUM, 14, 14)]),
        "https://github.com/trufflesecurity/trufflehog/blob/main/pkg/detectors/razorpay/razorpay.go",
    ),
    Rule::secret(
        "adyen-api-key",
        &["AQE[A-Za-z]hm[A-Za-z]", "AQE[a-z][A-Za-z0-9+/]"],
        Word(adyen),
        "https://docs.adyen.com/development-resources/api-credentials/",
    ),
    Rule::secret(
        "plaid-access-token",
        &["access-sandbox-", "access-development-", "access-production-"],
        Token(&[
            Run(HEX, 8, 8),
            Lit("-"),
            Run(HEX, 4, 4),
            Lit("-"),
            Run(HEX, 4, 4),
            Lit("-"),
            Run(HEX, 4, 4),
            Lit("-"),
            Run(HEX, 12, 12),
        ]),
        "https://github.com/plaid/plaid-openapi/blob/master/2020-09-14.yml",
    ),
    Rule::secret(
        "shopify-token",
        &["shpat_", "shp[cpu]a_", "shpss_", "shptka_", "shprt_"],
        Token(&[Run(ALNUM, 32, 64)]),
        "https://shopify.dev/changelog/length-of-the-shopify-access-token-is-increasing",
    ),
    Rule::secret(
        "paddle-key",
        &["pdl_live_", "pdl_sdbx_", "pdl_ntfset_"],
        Token(&[Run(ANY_BASE64, 40, 128)]),
        "https://developer.paddle.com/api-reference/about/api-keys",
    ),
    Rule::secret(
        "flutterwave-key",
        &["FLWSECK-", "FLWSECK_TEST-"],
        Token(&[Run(BASE64URL, 12, 64)]),
        "https://github.com/Flutterwave/Node-v3/blob/master/lib/security.js",
    ),
    Rule::secret(
        "easypost-key",
        &["EZ[AT]K[A-Za-z0-9][A-Za-z0-9]"],
        Token(&[Run(ALNUM, 52, 52)]),
        "https://github.com/betterleaks/betterleaks/blob/main/config/betterleaks.toml",
    ),
    Rule::secret(
        "shippo-token",
        &["shippo_live_", "shippo_test_"],
        Token(&[Run(ANY_HEX, 40, OPEN)]),
        "https://docs.goshippo.com/docs/guides_general/authentication/",
    ),
];
