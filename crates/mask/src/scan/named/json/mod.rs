//! Members of JSON, and what stands in for it: values that are no strings, and objects that say something.
//!
//! [`container`] decides whether an array, an object or a number is a secret, and [`leaves`] has what of it is,
//! but for what is a [`setting`] by its own key.
//! An object is looked into where
//! it only says something of one: [`described`], [`schema`] and its [`property`], [`connections`],
//! [`finding`], [`theme`], [`texts`], or is a [`record`] of something else; and so is an array ([`listed`]). A number may be one of a [`vocabulary`].
//! [`public`] and [`metadata`] have the members that are no secret, [`sibling`] those that say that another is
//! none, and [`homonym`] the words that mean something else beside such; [`account`] has those that say whose
//! password is meant. In [`pair`], a name and its value are two members; [`jwk`] and [`elastic`] know keys in
//! formats of their own, [`keyvault`], [`terraform`] and [`stored`] what one store answers or keeps. [`steps`]
//! goes from member to member.

pub(super) mod account;
mod connections;
pub(super) mod container;
pub(super) mod described;
pub(super) mod elastic;
mod finding;
mod homonym;
pub(super) mod jwk;
pub(super) mod keyvault;
pub(super) mod leaves;
mod listed;
mod metadata;
pub(super) mod pair;
mod property;
mod public;
mod record;
mod schema;
mod setting;
pub(super) mod sibling;
pub(super) mod steps;
mod stored;
pub(super) mod terraform;
mod texts;
mod theme;
mod vocabulary;

pub(crate) use stored::{listed_key, sensitive_value, typed_value};
