//! The rule table in `docs/masking.md` is the one of the code.
//!
//! After a change of the rules, `UPDATE_DOCS=1 cargo test -p gate-mask --test rule_table` writes
//! it anew.

use std::fmt::Write as _;
use std::path::Path;

use gate_mask::Family;

const BEGIN: &str = "<!-- rules: made by crates/mask/tests/rule_table.rs -->\n";
const END: &str = "<!-- end of rules -->\n";

#[test]
fn the_table_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/masking.md");
    let page = std::fs::read_to_string(&path).expect("the page is there");
    let (before, rest) = page.split_once(BEGIN).expect("the table's beginning is marked");
    let (_, after) = rest.split_once(END).expect("the table's end is marked");
    let fresh = format!("{before}{BEGIN}{}{END}{after}", table());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &fresh).expect("the page can be written");
    } else {
        assert!(fresh == page, "docs/masking.md is not up to date; see the head of this test");
    }
}

/// Secrets first, then personal data; in a family, rules of one field stand together.
fn table() -> String {
    let mut table = "| rule | family | source |\n|---|---|---|\n".to_owned();
    for (family, name) in [(Family::Secret, "secret"), (Family::Pii, "personal data")] {
        for rule in gate_mask::rules().filter(|rule| rule.family() == family) {
            let (id, source) = (rule.id(), rule.source());
            writeln!(table, "| `{id}` | {name} | <{source}> |").expect("a string takes all");
        }
    }
    let rows = table.lines().count() - 2;
    assert_eq!(rows, gate_mask::rules().count(), "the table has every rule once");
    table
}
