//! Payment.

use super::Piece::Run;
use super::Rule;
use super::Shape::Token;
use crate::class::ALNUM;

pub(super) static RULES: &[Rule] = &[Rule::secret(
    "stripe-key",
    &["[sr]k_live_", "[sr]k_test_"],
    Token(&[Run(ALNUM, 16, 255)]),
    "https://docs.stripe.com/keys",
)];
