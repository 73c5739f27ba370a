//! Masks secrets in JSON, text and streams before anything is stored or exported.
//!
//! Two ways to find a secret: by its **format** (the text itself shows it: a GitHub token, a
//! private key, a URL with a password) and by the **name** of its key (`DB_PASSWORD`,
//! `clientSecret`), whatever the value looks like. Only the secret's characters become `***`;
//! every other byte stays, and JSON stays valid JSON.
//!
//! ```
//! use gate_mask::Masker;
//!
//! let masker = Masker::default();
//! let masked = masker.mask_str(r#"{"user": "ada", "password": "hunter2"}"#);
//! assert_eq!(masked.get(), r#"{"user": "ada", "password": "***"}"#);
//! assert_eq!(masked.findings().total(), 1);
//! ```
//!
//! Sinks take [`Masked`] values, which only the engine makes, so that nothing raw reaches them by
//! mistake. Documents too large to hold go through [`Masker::stream`]. [`Masker::builder`] takes
//! an operator's own: [`CustomRule`]s, known values, key names, allow-lists, a pack of rules for
//! personal data, a [`Style`]; [`Masker::replace`] changes all that while others mask.
//! [`sensitive_properties`] reads from a JSON Schema which parameters are secret,
//! [`sensitive_parameters`] from a list of tools, and the feature `fingerprint` adds a style whose
//! marks tell secrets apart without showing them.
//!
//! The page `docs/masking.md` of the repository tells what is masked and what stays, lists every
//! rule with its source, and says how to add one.
//!
//! # How it works
//!
//! One vectorised pass searches the raw bytes for literals: beginnings of tokens, fragments of key
//! names, escapes that may hide something. Only around a hit does anything else look: at most 256
//! bytes back for the key or the left boundary, at most 1024 ahead to decide, then to the end of
//! the value. No JSON is parsed; the number of backslashes before a quote tells how deep in
//! JSON-inside-strings it is. So the time is linear in the input, whatever the input.
//!
//! # What it cannot promise
//!
//! A secret with neither a known format nor a telling name stays, unless its value is known.
//! Names are English. Text behind two layers of escapes is read, behind three it is not; nor is
//! base64 inside base64, or anything that is compressed, encrypted or put together by a program.
//! A stream does not join the deltas of many events; [`Masker::mask_str`] and
//! [`Masker::mask_bytes`] do. What looks like a placeholder stays, and some of what is masked was
//! no secret. This is a net, and no defence against who controls the text.

mod base64;
mod builder;
mod class;
mod custom;
mod document;
mod error;
mod findings;
#[cfg(feature = "fingerprint")]
mod fingerprint;
mod hidden;
mod kinds;
mod literal;
mod mark;
mod masked;
mod masker;
mod names;
mod pii;
mod rules;
mod scan;
mod schema;
mod stream;
mod style;

mod words;

pub use builder::MaskerBuilder;
pub use custom::CustomRule;
pub use error::BuildError;
pub use findings::{Finding, Findings};
#[cfg(feature = "fingerprint")]
pub use fingerprint::FingerprintKey;
pub use masked::Masked;
pub use masker::Masker;
pub use names::is_key_name;
pub use rules::{Family, Rule, rules};
pub use schema::{sensitive_parameters, sensitive_properties};
pub use stream::MaskStream;
pub use style::Style;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
