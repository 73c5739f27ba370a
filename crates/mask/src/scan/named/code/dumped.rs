//! What debuggers and printers of values put around a string: its type, its length, who may see it.

use crate::class::Bytes;
use crate::scan::named::text::opening_quote;

/// No name of a class is longer.
const CLASS: usize = 64;

/// Where the string begins in `(string) (len=12) "…"` of go-spew
/// (<https://pkg.go.dev/github.com/davecgh/go-spew/spew#hdr-Sample_Dump_Output>).
pub(crate) fn string(rest: &[u8]) -> Option<usize> {
    const TYPE: &[u8] = b"(string) (len=";
    let len = rest.strip_prefix(TYPE)?;
    let digits = len.iter().take(8).take_while(|byte| byte.is_ascii_digit()).count();
    let start = TYPE.len() + digits + b") ".len();
    let begins = len.get(digits..)?.starts_with(b") ") && opening_quote(rest, start).is_some();
    (digits > 0 && begins).then_some(start)
}

/// How much is between the quote after the name and the bracket in `["token":protected]=>` and
/// `["token":"Client":private]=>` of PHP (<https://www.php.net/manual/en/function.var-dump.php>).
pub(crate) fn visibility(rest: &[u8]) -> Option<usize> {
    static NAME: Bytes = Bytes::alnum_and(b"_\\\":");
    const ENDS: &[&[u8]] = &[b":protected", b":private"];
    if rest.first() != Some(&b':') {
        return None;
    }
    let len = NAME.run(&rest[..rest.len().min(CLASS)]);
    let ends = ENDS.iter().any(|end| rest[..len].ends_with(end));
    (ends && rest.get(len..)?.starts_with(b"]=>")).then_some(len)
}
