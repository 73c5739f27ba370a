//! A key to Elasticsearch, which its answer gives a second time with its id before it, in base64
//! (<https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-security-create-api-key>).

use super::steps::after_value;
use crate::kinds::Look;
use crate::scan::Open;
use crate::scan::named::judge;
use crate::scan::named::site::Site;
use crate::scan::named::text::{Quoting, gap, literal, quoted_word};

/// `"api_key": "…", "encoded": "…"`: what is encoded, if the key itself was found.
pub(crate) fn encoded(site: &Site<'_>) -> Option<Open> {
    let Some(Quoting::Double(depth)) = site.quoting.filter(|_| site.name() == b"api_key") else {
        return None;
    };
    let bytes = site.view.bytes;
    let colon = gap(bytes, site.key.end + site.quote_len());
    let comma = gap(bytes, after_value(bytes, gap(bytes, colon + 1), depth)?);
    let (word, after) = quoted_word(bytes, gap(bytes, comma + 1), depth)?;
    let told = bytes.get(comma) == Some(&b',') && word == b"encoded";
    let at = gap(bytes, gap(bytes, after) + 1);
    let string = literal(bytes, at).filter(|_| told)?;
    judge::is_random(Look::at(site.shown(string.content, &string.skip))).then(|| site.literal(at)).flatten()
}
