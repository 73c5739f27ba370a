//! Fields that Gradle gives the code of an Android application, whose value is written as code:
//! `buildConfigField "String", "API_KEY", "\\"…\\""`
//! (<https://developer.android.com/build/gradle-tips#share-custom-fields-and-resource-values>).

use crate::scan::Open;
use crate::scan::named::line::line_at_end;
use crate::scan::named::site::Site;
use crate::scan::named::text::literal;

const METHODS: &[&[u8]] = &[b"buildConfigField", b"resValue"];
/// No longer line defines a field.
const LINE: usize = 96;

/// Whether a text ends where the name of such a field is.
pub(super) fn is_field(before: &[u8]) -> bool {
    let line = line_at_end(&before[before.len().saturating_sub(LINE)..]).trim_ascii_start();
    METHODS.iter().any(|method| line.starts_with(method))
}

/// The string in the string at `at`, or that one.
pub(super) fn value(site: &Site<'_>, at: usize) -> Option<Open> {
    let outer = literal(site.view.bytes, at)?;
    let inner = literal(site.view.bytes, outer.content).is_some();
    site.literal(if inner { outer.content } else { at })
}
