//! Strings of HCL on lines of their own: `secret = <<EOT`, the string, `EOT`
//! (<https://developer.hashicorp.com/terraform/language/expressions/strings#heredoc-strings>).

use crate::class::GRAPHIC;
use crate::kinds::Look;
use crate::scan::Open;
use crate::scan::engine::RuleId;
use crate::scan::named::judge;
use crate::scan::named::line::next_line;
use crate::scan::named::site::{SHOWN, Site};
use crate::scan::named::text::spaces;

/// No mark of an end is longer.
const TAG: usize = 24;

/// The only word between the marks, of which the first is at `at`.
pub(super) fn word(site: &Site<'_>, at: usize) -> Option<Open> {
    let bytes = site.view.bytes;
    let rest = bytes.get(at..)?.strip_prefix(b"<<")?;
    let dash = usize::from(rest.first() == Some(&b'-'));
    let tag = rest.get(dash..)?;
    let tag =
        &tag[..tag.iter().take(TAG).take_while(|&&byte| byte.is_ascii_uppercase() || byte == b'_').count()];
    let (line, _) = next_line(bytes, at + b"<<".len() + dash + tag.len())?;
    let start = spaces(bytes, line);
    let rest = bytes.get(start..)?;
    let len = GRAPHIC.run(&rest[..rest.len().min(SHOWN)]);
    let (end, _) = next_line(bytes, start + len)?;
    let closes = bytes.get(spaces(bytes, end)..)?.starts_with(tag);
    let fits = !tag.is_empty() && len > 0 && closes && judge::is_secret(Look::at(&rest[..len]), site);
    fits.then(|| Open::known(RuleId::KEY_NAME, start, start + len))
}
