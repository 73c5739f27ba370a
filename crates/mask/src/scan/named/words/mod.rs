//! Values without quotes.

pub(super) mod encoded;
pub(super) mod environ;
pub(super) mod manual;
pub(super) mod parted;
pub(super) mod phrase;
pub(super) mod plain;
pub(super) mod property_file;
pub(super) mod query;
pub(super) mod value;
pub(super) mod word;
