//! The alert rules.

use std::fs;

use anyhow::Context;

/// An alert, as far as the tests need it.
#[derive(Clone, Debug)]
pub struct Alert {
    /// Its name.
    pub name: String,
    /// When it is raised.
    pub expr: String,
}

/// All alerts. Prometheus reads the file as YAML; here, an expression is what is indented below `expr: |`.
///
/// # Errors
///
/// When the file is not there, or an alert in it has no such expression.
pub fn alerts() -> anyhow::Result<Vec<Alert>> {
    let text = fs::read_to_string(super::root().join("prometheus/alerts.yml"))?;
    let mut alerts = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let Some(name) = line.trim_start().strip_prefix("- alert:") else { continue };
        let head =
            lines.find(|line| line.trim() == "expr: |").with_context(|| format!("no expr of{name}"))?;
        let depth = indentation(head);
        let mut expr = String::new();
        while let Some(line) = lines.next_if(|line| indentation(line) > depth) {
            expr += line.trim();
            expr.push(' ');
        }
        alerts.push(Alert { name: name.trim().to_owned(), expr: expr.trim_end().to_owned() });
    }
    Ok(alerts)
}

impl Alert {
    /// The expression with every comparison answering 0 or 1 instead of leaving out what does not pass: so it
    /// has a result whenever there are series to compare.
    #[must_use]
    pub fn compared(&self) -> String {
        let comparisons = [" > ", " < ", " >= ", " <= ", " == ", " != "];
        comparisons.iter().fold(self.expr.clone(), |expr, sign| expr.replace(sign, &format!("{sign}bool ")))
    }
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}
