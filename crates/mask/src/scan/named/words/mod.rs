//! Values without quotes, where the value itself must look like a secret.
//!
//! [`value`] says what one looks like, and [`word`] whether it is one where it stands. It asks [`plain`] for
//! mere words, [`phrase`] for several, [`parted`] for settings beside others on one line, [`printed`] for maps
//! and structures, [`punctuated`] for passwords with signs of code among their letters, and
//! [`property_file`] and [`manual`] for what is no value: messages of a program, and what manuals show in
//! its place. [`numbered`] knows names in code that have digits, [`passed`] those that are handed on. One word
//! in brackets is for [`bracketed`], one after a scheme for [`credentials`]. Values with
//! ends of their own have [`query`] (URLs and connection strings), [`environ`] (variables of an environment),
//! [`encoded`] (LDIF) and [`colored`] (what a terminal shows in colours), and [`prompt`] knows what is asked for there.

pub(super) mod bracketed;
pub(super) mod colored;
mod credentials;
mod defaulted;
pub(super) mod encoded;
pub(super) mod environ;
mod manual;
mod numbered;
mod parted;
pub(super) mod passed;
mod phrase;
mod plain;
mod printed;
pub(super) mod prompt;
mod property_file;
mod punctuated;
pub(super) mod query;
pub(super) mod value;
pub(super) mod word;
