//! What somebody typed at a prompt that shows what is there: `AWS Secret Access Key [None]: SeO3ly2z…`
//! (<https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html>), `Password [hidden]: x9Kq`.

use crate::class::Bytes;
use crate::kinds::Kinds;
use crate::scan::named::site::Site;

/// What is there is no longer.
const SHOWN: usize = 48;

/// After the colon of the prompt whose bracket is at `at`. A number alone is the place in a list, or the id of a
/// process.
pub(crate) fn after_shown(site: &Site<'_>, at: usize) -> Option<usize> {
    static END: Bytes = Bytes::of(b"[]\"'`\\\r\n");
    let rest = site.view.bytes.get(at..)?.strip_prefix(b"[")?;
    let len = END.run_to(&rest[..rest.len().min(SHOWN)]);
    let (shown, after) = rest.split_at(len);
    let prompt = after.starts_with(b"]: ") && !Kinds::of(shown).only(Kinds::DIGIT) && !shown.is_empty();
    prompt.then_some(at + "[]:".len() + len)
}
