//! The hits in one document.

use std::ops::Range;

use super::Window;
use super::hit::{Context, Hit};
use super::pattern::{Element, Pattern, Sought, Spelling};
use super::word::FOLDER;
use crate::error::Error;
use crate::layer::AttributeValue;
use crate::report::Fault;
use crate::results::{DocumentResult, LayerResult};

#[derive(Debug)]
pub(super) struct Finder {
    pub(super) pattern: Pattern,
    pub(super) window: Window,
    pub(super) fields: Vec<String>,
}

/// What came of a document.
pub(super) enum Found {
    Hits(Vec<Hit>),
    /// It could not be looked into.
    Lost(Vec<Fault>),
}

impl Finder {
    pub(super) fn find(&self, result: &DocumentResult) -> Result<Found, Error> {
        if result.has_faults() {
            return Ok(Found::Lost(result.faults().to_vec()));
        }
        let text = result.text();
        let tokens: Vec<Range<usize>> =
            spans(result.layer("tokens")?).filter_map(|(bytes, _)| bytes).collect();
        let places = match &self.pattern.sought {
            Sought::Words(elements) => self.places(text, &tokens, elements),
            Sought::Entity(name) => {
                let spelling = self.pattern.spelling();
                let is_it = |written: &str| spelling.of(written) == *name;
                entities(result.layer("entities")?, |span| {
                    let canonical = match span.attribute("canonical") {
                        Ok(Some(AttributeValue::Text(canonical))) => is_it(canonical),
                        _ => false,
                    };
                    canonical || is_it(span.text())
                })
            }
            Sought::Label(label) => {
                entities(result.layer("entities")?, |span| span.label() == Some(label.as_str()))
            }
        };
        let sentences: Vec<Range<usize>> = match self.window {
            Window::Sentence => spans(result.layer("sentences")?).filter_map(|(bytes, _)| bytes).collect(),
            Window::Tokens(_) => Vec::new(),
        };
        let hits = places.into_iter().map(|place| self.hit(result, &tokens, &sentences, place));
        Ok(Found::Hits(hits.collect()))
    }

    /// Where words stand one after another. Hits do not overlap.
    fn places(&self, text: &str, tokens: &[Range<usize>], elements: &[Element]) -> Vec<Range<usize>> {
        let mut places = Vec::new();
        let mut first = 0;
        while let Some(window) = tokens.get(first..first + elements.len()) {
            let is_hit =
                elements.iter().zip(window).all(|(element, token)| self.is(element, &text[token.clone()]));
            match (is_hit, window) {
                (true, [begin, ..]) => {
                    places.push(begin.start..window.last().unwrap_or(begin).end);
                    first += elements.len();
                }
                _ => first += 1,
            }
        }
        places
    }

    fn is(&self, element: &Element, token: &str) -> bool {
        let folded;
        let word = match self.pattern.spelling() {
            Spelling::Exact => token,
            Spelling::Folded => {
                folded = FOLDER.folded(token);
                &folded
            }
        };
        match element {
            Element::Any => true,
            Element::Word(sought) => sought.is(word),
            Element::Matches(expression) => expression.is_match(word),
        }
    }

    fn hit(
        &self,
        result: &DocumentResult,
        tokens: &[Range<usize>],
        sentences: &[Range<usize>],
        bytes: Range<usize>,
    ) -> Hit {
        let text = result.text();
        let before = tokens.partition_point(|token| token.end <= bytes.start);
        let after = tokens.partition_point(|token| token.start < bytes.end);
        let (first, last) = match self.window {
            Window::Tokens(count) => {
                (before.saturating_sub(count), after.saturating_add(count).min(tokens.len()))
            }
            Window::Sentence => {
                let place = sentences.partition_point(|sentence| sentence.end <= bytes.start);
                let sentence = sentences.get(place).cloned().unwrap_or(bytes.clone());
                let first = tokens.partition_point(|token| token.start < sentence.start);
                (first.min(before), tokens.partition_point(|token| token.end <= sentence.end).max(after))
            }
        };
        Hit {
            document: result.id().to_string(),
            source: result.source().to_string(),
            before: context(text, &tokens[first..before]),
            text: text[bytes.clone()].to_string(),
            after: context(text, &tokens[after..last]),
            fields: self.fields.iter().map(|field| value(result, field)).collect(),
            bytes,
        }
    }
}

/// A field of a document's metadata, as text.
fn value(result: &DocumentResult, field: &str) -> Option<String> {
    match result.metadata()?.get(field)? {
        serde_json::Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

fn context(text: &str, tokens: &[Range<usize>]) -> Context {
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return Context::default() };
    let begin = first.start;
    Context {
        text: text[begin..last.end].to_string(),
        tokens: tokens.iter().map(|token| token.start - begin..token.end - begin).collect(),
    }
}

/// The bytes and label of each span.
fn spans<'a>(
    layer: Option<LayerResult<'a>>,
) -> impl Iterator<Item = (Option<Range<usize>>, Option<&'a str>)> {
    layer.into_iter().flat_map(|layer| layer.spans()).map(|span| (span.bytes(), span.label()))
}

fn entities(
    layer: Option<LayerResult<'_>>,
    is_wanted: impl Fn(&crate::results::Span<'_>) -> bool,
) -> Vec<Range<usize>> {
    let spans = layer.into_iter().flat_map(|layer| layer.spans());
    spans.filter(is_wanted).filter_map(|span| span.bytes()).collect()
}
