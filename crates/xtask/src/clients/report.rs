//! Which step of which client saw the same on both ways.

use anyhow::bail;
use serde_json::Value;

use super::trail::Trail;

/// What every client goes through, in this order.
const STEPS: [&str; 10] =
    ["connect", "list", "echo", "leak", "usage", "progress", "cancel", "tool error", "rpc error", "close"];

/// One client's two transcripts, and what the gateway recorded.
pub(crate) struct Comparison {
    pub(crate) client: String,
    pub(crate) protocol: &'static str,
    pub(crate) direct: Value,
    pub(crate) gateway: Value,
    pub(crate) trail: Trail,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Same,
    Differs,
    /// Not even the direct way went as it should.
    Fails,
}

/// Prints a table, then fails with what was not the same.
pub(crate) fn report(comparisons: &[Comparison]) -> anyhow::Result<()> {
    println!("\n{:<16}{}  audit rows", "client", STEPS.join("  "));
    for comparison in comparisons {
        print!("{:<16}", comparison.client);
        for step in STEPS {
            let width = step.len() + 2;
            print!("{:<width$}", comparison.verdict(step).word());
        }
        println!("{}", comparison.trail.word());
    }

    let findings: Vec<String> = comparisons.iter().flat_map(Comparison::findings).collect();
    if !findings.is_empty() {
        bail!("not as it should be:\n{}", findings.join("\n"));
    }
    println!("\nall clients saw the same, direct and through the gateway, and are recorded");
    Ok(())
}

impl Comparison {
    fn verdict(&self, step: &str) -> Verdict {
        let (direct, gateway) = self.seen(step);
        let wrong_version = step == "connect" && direct["protocol"] != self.protocol;
        let held_back = step == "progress" && direct["oneByOne"] != true;
        if wrong_version || held_back || direct.is_null() || direct.get("unexpected").is_some() {
            return Verdict::Fails;
        }
        if direct == gateway { Verdict::Same } else { Verdict::Differs }
    }

    fn findings(&self) -> impl Iterator<Item = String> {
        let wrong = STEPS.iter().filter(|step| self.verdict(step) != Verdict::Same);
        let steps = wrong.map(|step| {
            let (direct, gateway) = self.seen(step);
            format!("{}, {step}\n  direct:  {direct}\n  gateway: {gateway}", self.client)
        });
        let trail = self.trail.wrong.iter();
        steps.chain(trail.map(|wrong| format!("{}, audit trail\n  {wrong}", self.client)))
    }

    fn seen(&self, step: &str) -> (&Value, &Value) {
        (&self.direct["steps"][step], &self.gateway["steps"][step])
    }
}

impl Trail {
    fn word(&self) -> String {
        let verdict = if self.wrong.is_empty() { "right" } else { "WRONG" };
        format!("{} {verdict}", self.rows)
    }
}

impl Verdict {
    fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Differs => "DIFF",
            Self::Fails => "FAIL",
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn verdict(step: &str, direct: Value, gateway: Value) -> Verdict {
        let comparison = Comparison {
            client: "test".to_owned(),
            protocol: "2026-07-28",
            direct: json!({ "steps": { step: direct } }),
            gateway: json!({ "steps": { step: gateway } }),
            trail: Trail { rows: 0, wrong: Vec::new() },
        };
        comparison.verdict(step)
    }

    #[test]
    fn equal_is_the_same_and_anything_else_is_not() {
        assert_eq!(verdict("echo", json!("a"), json!("a")), Verdict::Same);
        assert_eq!(verdict("echo", json!("a"), json!("b")), Verdict::Differs);
        assert_eq!(verdict("echo", json!("a"), Value::Null), Verdict::Differs);
    }

    #[test]
    fn being_equally_wrong_is_a_failure() {
        for (step, seen) in [
            ("echo", Value::Null),
            ("echo", json!({"unexpected": "Error"})),
            ("connect", json!({"protocol": "2025-11-25"})),
            ("progress", json!({"oneByOne": false})),
        ] {
            assert_eq!(verdict(step, seen.clone(), seen), Verdict::Fails, "{step}");
        }
    }
}
