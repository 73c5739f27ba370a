//! Reading a regex, and making it ready to run.

use regex_automata::meta;
use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Capture, Class, Hir, HirKind, Look};

use crate::error::{Place, RuleFault};

/// A longer regex is no rule but a list.
const MAX_PATTERN: usize = 4096;
/// What one regex may take in memory, each way to run it.
const MAX_SIZE: usize = 1 << 20;

/// Reads a regex over bytes.
pub(super) fn parse(pattern: &str) -> Result<Hir, RuleFault> {
    if pattern.len() > MAX_PATTERN {
        return Err(RuleFault::TooLarge);
    }
    let mut parser = ParserBuilder::new();
    parser.unicode(false).utf8(false).multi_line(true).nest_limit(64);
    let hir = parser.build().parse(pattern).map_err(|error| fault(&error))?;
    let looks = hir.properties().look_set();
    if looks.contains(Look::Start) || looks.contains(Look::End) {
        return Err(RuleFault::TextAnchor);
    }
    Ok(hir)
}

fn fault(error: &regex_syntax::Error) -> RuleFault {
    let (span, reason) = match error {
        regex_syntax::Error::Parse(error) => (Some(error.span()), error.kind().to_string()),
        regex_syntax::Error::Translate(error) => (Some(error.span()), error.kind().to_string()),
        other => (None, other.to_string()),
    };
    let place = span.map(|span| Place {
        line: span.start.line,
        column: span.start.column,
        offset: span.start.offset,
    });
    RuleFault::Syntax { place, reason }
}

/// A regex of which only the secret is captured, as group 1; whether there is one.
pub(super) fn with_secret_only(hir: Hir) -> (Hir, bool) {
    let kept = group(&hir, &|capture| capture.name.as_deref() == Some("secret"))
        .or_else(|| group(&hir, &|capture| capture.index == 1))
        .map(|capture| capture.index);
    (keep(hir, kept), kept.is_some())
}

/// The part of the regex that is masked.
pub(super) fn secret_part(hir: &Hir) -> &Hir {
    group(hir, &|_| true).map_or(hir, |capture| &capture.sub)
}

fn group<'h>(hir: &'h Hir, wanted: &impl Fn(&Capture) -> bool) -> Option<&'h Capture> {
    match hir.kind() {
        HirKind::Capture(capture) if wanted(capture) => Some(capture),
        kind => kind.subs().iter().find_map(|sub| group(sub, wanted)),
    }
}

fn keep(hir: Hir, kept: Option<u32>) -> Hir {
    let all = |subs: Vec<Hir>| subs.into_iter().map(|sub| keep(sub, kept)).collect();
    match hir.into_kind() {
        HirKind::Empty => Hir::empty(),
        HirKind::Literal(literal) => Hir::literal(literal.0),
        HirKind::Class(class) => Hir::class(class),
        HirKind::Look(look) => Hir::look(look),
        HirKind::Repetition(mut repetition) => {
            repetition.sub = Box::new(keep(*repetition.sub, kept));
            Hir::repetition(repetition)
        }
        HirKind::Capture(capture) if Some(capture.index) == kept => {
            let sub = Box::new(keep(*capture.sub, None));
            Hir::capture(Capture { index: 1, name: None, sub })
        }
        HirKind::Capture(capture) => keep(*capture.sub, kept),
        HirKind::Concat(subs) => Hir::concat(all(subs)),
        HirKind::Alternation(subs) => Hir::alternation(all(subs)),
    }
}

/// Whether every match has a double quote where it says so itself, not by a class.
pub(super) fn names_quote(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Literal(literal) => literal.0.contains(&b'"'),
        // A class of one or two is written out: `["']`.
        HirKind::Class(Class::Bytes(class)) => {
            let members: u32 = class.iter().map(|range| range.len() as u32).sum();
            members <= 4 && class.iter().any(|range| (range.start()..=range.end()).contains(&b'"'))
        }
        kind => kind.subs().iter().any(names_quote),
    }
}

/// Compiles a regex to run in linear time, in bounded memory.
pub(super) fn compile(hir: &Hir) -> Result<meta::Regex, RuleFault> {
    let config = meta::Config::new()
        .utf8_empty(false)
        .nfa_size_limit(Some(MAX_SIZE))
        .onepass_size_limit(Some(MAX_SIZE))
        .hybrid_cache_capacity(MAX_SIZE);
    meta::Builder::new().configure(config).build_from_hir(hir).map_err(|_| RuleFault::TooLarge)
}

/// Compiles a regex that must match a value as a whole.
pub(super) fn compile_whole(pattern: &str) -> Result<meta::Regex, RuleFault> {
    let hir = parse(pattern)?;
    compile(&Hir::concat(vec![Hir::look(Look::Start), hir, Hir::look(Look::End)]))
}
