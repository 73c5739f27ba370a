use std::fmt;

use gate_mask::Findings;

/// How often each masking rule fired in a record.
///
/// Displayed as it is stored: `rule:count,rule:count`.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Redactions(Vec<(Box<str>, u64)>);

impl Redactions {
    /// The rules and their counts.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, u64)> {
        self.0.iter().map(|(rule, count)| (&**rule, *count))
    }

    /// How many values were masked, by all rules.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.0.iter().map(|(_, count)| count).sum()
    }

    /// Whether nothing was masked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Reads what `Display` wrote; what it cannot read is left out.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let pairs = text.split(',').filter_map(|pair| {
            let (rule, count) = pair.rsplit_once(':')?;
            Some((rule.into(), count.parse().ok()?))
        });
        Self(pairs.collect())
    }

    pub(crate) fn add(&mut self, findings: &Findings) {
        for finding in findings.iter() {
            match self.0.iter_mut().find(|(rule, _)| **rule == *finding.rule()) {
                Some((_, count)) => *count += finding.count(),
                None => self.0.push((finding.rule().into(), finding.count())),
            }
        }
    }
}

impl fmt::Display for Redactions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.iter().enumerate().try_for_each(|(index, (rule, count))| {
            let comma = if index == 0 { "" } else { "," };
            write!(f, "{comma}{rule}:{count}")
        })
    }
}

impl fmt::Debug for Redactions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use gate_mask::Masker;

    use super::*;

    #[test]
    fn redactions_read_back_what_they_wrote() {
        let masker = Masker::default();
        let mut redactions = Redactions::default();
        redactions.add(masker.mask_str("password=hunter2&pin=1234").findings());
        redactions.add(masker.mask_str("Authorization: Bearer abcdefghijklmnop").findings());
        assert!(redactions.total() >= 3);
        assert_eq!(Redactions::parse(&redactions.to_string()), redactions);
        assert_eq!(Redactions::parse(""), Redactions::default());
    }
}
