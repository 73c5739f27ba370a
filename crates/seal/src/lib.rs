#![doc = include_str!("../README.md")]

mod disk;
mod error;
mod file;
mod key;
mod sealer;
mod secret;
mod stack;
mod text;

pub use self::{
    error::{SealError, SealErrorKind},
    file::{Rotation, SealedFile},
    key::{KeyId, MasterKey},
    sealer::Sealer,
    secret::Secret,
    text::SealedText,
};
