use std::{collections::BTreeMap, fmt};

use super::{
    span::{ReceivedSpan, SpanLink, Status},
    value::{Attributes, Value},
};

/// The spans of one trace, written out for a test to compare with what it expects.
///
/// Ids and times are left out, so that the text is the same in every run:
///
/// ```text
/// - POST /mcp [server] (parent is elsewhere)
///     http.request.method = "POST"
///     server.port = <any>
///     ! first byte
///   - tools/call echo [server, error: it broke]
///       mcp.method.name = "tools/call"
///       > link to "POST /mcp"
/// ```
///
/// Children are in the order in which they started, attributes by name, events by time, and links as
/// they were sent. A link is shown by the name of the span it leads to, if that is in the tree.
#[derive(Debug, Clone)]
#[must_use]
pub struct Tree {
    trace_id: String,
    spans: Vec<ReceivedSpan>,
    only: Option<Vec<String>>,
    any: Vec<String>,
}

impl Tree {
    pub(super) fn new(trace_id: &str, mut spans: Vec<ReceivedSpan>) -> Self {
        spans.sort_by(|a, b| (a.start, &a.name, &a.span_id).cmp(&(b.start, &b.name, &b.span_id)));
        Self { trace_id: trace_id.to_owned(), spans, only: None, any: Vec::new() }
    }

    /// Shows these attributes alone, of spans, events and links.
    pub fn attributes(mut self, names: &[&str]) -> Self {
        self.only = Some(names.iter().copied().map(str::to_owned).collect());
        self
    }

    /// Shows `<any>` for the values of these attributes, which differ from run to run.
    pub fn any(mut self, names: &[&str]) -> Self {
        self.any.extend(names.iter().copied().map(str::to_owned));
        self
    }

    /// The spans, in the order in which they started.
    #[must_use]
    pub fn spans(&self) -> &[ReceivedSpan] {
        &self.spans
    }
}

impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut writer = Writer::new(self);
        for root in writer.roots() {
            writer.span(f, root, 0)?;
        }
        for index in 0..self.spans.len() {
            if !writer.written[index] {
                writeln!(f, "in a circle, or the same span id twice:")?;
                writer.span(f, index, 0)?;
            }
        }
        Ok(())
    }
}

struct Writer<'a> {
    tree: &'a Tree,
    by_id: BTreeMap<&'a str, usize>,
    children: BTreeMap<&'a str, Vec<usize>>,
    written: Vec<bool>,
}

impl<'a> Writer<'a> {
    fn new(tree: &'a Tree) -> Self {
        let spans = || tree.spans.iter().enumerate();
        let mut children = BTreeMap::<_, Vec<_>>::new();
        for (index, span) in spans() {
            children.entry(span.parent.as_deref().unwrap_or_default()).or_default().push(index);
        }
        let by_id = spans().map(|(index, span)| (span.span_id.as_str(), index)).collect();
        Self { tree, by_id, children, written: vec![false; tree.spans.len()] }
    }

    /// Spans whose parent is not in the tree.
    fn roots(&self) -> Vec<usize> {
        let spans = self.tree.spans.iter().enumerate();
        let is_root = |span: &ReceivedSpan| {
            span.parent.as_deref().is_none_or(|parent| !self.by_id.contains_key(parent))
        };
        spans.filter(|(_, span)| is_root(span)).map(|(index, _)| index).collect()
    }

    fn span(&mut self, f: &mut fmt::Formatter<'_>, index: usize, depth: usize) -> fmt::Result {
        if std::mem::replace(&mut self.written[index], true) {
            return Ok(());
        }
        let span = &self.tree.spans[index];
        let indent = "  ".repeat(depth);
        write!(f, "{indent}- {} [{}", span.name, span.kind)?;
        if span.status != Status::Unset {
            write!(f, ", {}", span.status)?;
        }
        f.write_str("]")?;
        if span.parent.as_deref().is_some_and(|parent| !self.by_id.contains_key(parent)) {
            f.write_str(" (parent is elsewhere)")?;
        }
        writeln!(f)?;
        self.details(f, span, &format!("{indent}    "))?;

        for child in self.children.get(span.span_id.as_str()).cloned().unwrap_or_default() {
            self.span(f, child, depth + 1)?;
        }
        Ok(())
    }

    fn details(&self, f: &mut fmt::Formatter<'_>, span: &ReceivedSpan, indent: &str) -> fmt::Result {
        for (name, value) in self.shown(&span.attributes) {
            writeln!(f, "{indent}{name} = {value}")?;
        }
        let mut events: Vec<_> = span.events.iter().collect();
        events.sort_by_key(|event| event.time);
        for event in events {
            writeln!(f, "{indent}! {}{}", event.name, self.inline(&event.attributes))?;
        }
        for link in &span.links {
            writeln!(f, "{indent}> link to {}{}", self.target(link), self.inline(&link.attributes))?;
        }
        Ok(())
    }

    fn target(&self, link: &SpanLink) -> String {
        if link.trace_id != self.tree.trace_id {
            return "another trace".to_owned();
        }
        match self.by_id.get(link.span_id.as_str()) {
            Some(index) => format!("{:?}", self.tree.spans[*index].name),
            None => "a span elsewhere".to_owned(),
        }
    }

    fn inline(&self, attributes: &Attributes) -> String {
        let shown: Vec<_> = self.shown(attributes).map(|(name, value)| format!("{name} = {value}")).collect();
        if shown.is_empty() { String::new() } else { format!(" {{{}}}", shown.join(", ")) }
    }

    fn shown(&self, attributes: &'a Attributes) -> impl Iterator<Item = (&'a String, String)> {
        let tree = self.tree;
        let is_shown = move |name: &String| tree.only.as_ref().is_none_or(|only| only.contains(name));
        let text = move |name: &String, value: &Value| {
            if tree.any.contains(name) { "<any>".to_owned() } else { value.to_string() }
        };
        attributes
            .iter()
            .filter(move |(name, _)| is_shown(name))
            .map(move |(name, value)| (name, text(name, value)))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Tree;
    use crate::otlp::{Export, Signal};

    /// Spans of one trace, each with its name, its id, its parent's and its start.
    fn tree(spans: &[(&str, &str, &str, u64)]) -> String {
        let spans: Vec<_> = spans
            .iter()
            .map(|(name, id, parent, start)| {
                json!({ "traceId": "0a", "spanId": id, "parentSpanId": parent, "name": name, "startTimeUnixNano": start })
            })
            .collect();
        let request = json!({ "resourceSpans": [{ "scopeSpans": [{ "spans": spans }] }] }).to_string();
        let export = Export::from_json(Signal::Traces, request.as_bytes()).expect("it is OTLP");
        Tree::new("0a", export.spans()).to_string().replace(" [unspecified]", "")
    }

    #[test]
    fn children_are_in_the_order_of_their_starts() {
        let spans = [
            ("late", "03", "01", 9),
            ("child", "04", "02", 6),
            ("early", "02", "01", 5),
            ("root", "01", "", 1),
        ];
        assert_eq!(tree(&spans), "- root\n  - early\n    - child\n  - late\n");
    }

    #[test]
    fn spans_whose_parent_is_missing_are_roots() {
        let spans = [("b", "02", "99", 2), ("a", "01", "", 1)];
        assert_eq!(tree(&spans), "- a\n- b (parent is elsewhere)\n");
    }

    #[test]
    fn circles_and_ids_given_twice_lose_no_span() {
        let circle = [("a", "01", "02", 1), ("b", "02", "01", 2)];
        assert_eq!(tree(&circle), "in a circle, or the same span id twice:\n- a\n  - b\n");
        let twice = [("a", "01", "", 1), ("b", "01", "", 2), ("child", "02", "01", 3)];
        assert_eq!(tree(&twice), "- a\n  - child\n- b\n");
        let own_parent = [("a", "01", "01", 1)];
        assert_eq!(tree(&own_parent), "in a circle, or the same span id twice:\n- a\n");
    }
}
