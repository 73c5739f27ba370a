//! The crate `dd-sensitive-data-scanner`.

use std::hint::black_box;

use dd_sds::{MatchAction, RegexRuleConfig, RootRuleConfig, Scanner};

use super::{Mask, formats};

/// It ships no rules, so it is given the formats of the others, one rule each: their literal prefixes make
/// its regexes fast. What only a name tells is done with its included keywords, its own way for that.
///
/// It masks in place, so each call pays for a copy, into a string that stays.
pub(crate) fn scanner() -> Mask {
    let by_format = formats::FORMATS.iter().map(|pattern| RegexRuleConfig::new(pattern));
    let by_name = RegexRuleConfig::new(formats::VALUE).with_included_keywords(formats::NAMES);
    let rules: Vec<_> = by_format
        .chain([by_name])
        .map(|rule| RootRuleConfig::new(rule.build()).match_action(MatchAction::redact("***")))
        .collect();
    let scanner = Scanner::builder(&rules).build().expect("the patterns of the list are valid");
    let mut scratch = String::new();
    Box::new(move |text| {
        scratch.clear();
        scratch.push_str(text);
        let found = scanner.scan(&mut scratch).expect("rules without look-ups do not fail");
        black_box(&scratch);
        found.len()
    })
}
