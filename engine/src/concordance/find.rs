//! The hits in one document.

use std::ops::Range;

use sha2::{Digest, Sha256};

use super::Window;
use super::cut::{Element, taken_by_all};
use super::fold::folded_name;
use super::hit::{Context, Hit};
use super::pattern::Spelling;
use super::token::{Token, tokens};
use crate::error::Error;
use crate::layer::AttributeValue;
use crate::report::Fault;
use crate::results::{DocumentResult, LayerResult, Span};
use crate::select::Fields;

#[derive(Debug)]
pub(super) struct Finder {
    pub(super) sought: Wanted,
    pub(super) spelling: Spelling,
    pub(super) window: Window,
    pub(super) fields: Vec<String>,
    /// Those of the fields that a layer tells where the metadata do not.
    pub(super) labels: Vec<String>,
}

/// What is looked for, as it stands in texts.
#[derive(Debug)]
pub(super) enum Wanted {
    Words(Vec<Element>),
    Entity(String),
    Label(String),
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
        let has_words = matches!(self.sought, Wanted::Words(_));
        let tokens = tokens(result, self.spelling, has_words)?;
        let places = match &self.sought {
            Wanted::Words(elements) => places(&tokens, elements),
            Wanted::Entity(name) => {
                let is_it = |written: &str| self.spelling.of_name(written) == *name;
                entities(result.layer("entities")?, |span| {
                    let canonical = match span.attribute("canonical") {
                        Ok(Some(AttributeValue::Text(canonical))) => is_it(canonical),
                        _ => false,
                    };
                    canonical || is_it(span.text())
                })
            }
            Wanted::Label(label) => entities(result.layer("entities")?, |span| {
                span.label().is_some_and(|written| folded_name(written) == *label)
            }),
        };
        if places.is_empty() {
            return Ok(Found::Hits(Vec::new()));
        }
        let sentences: Vec<Range<usize>> = match self.window {
            Window::Sentence => {
                let spans = result.layer("sentences")?.into_iter().flat_map(|layer| layer.spans());
                spans.filter_map(|span| span.bytes()).collect()
            }
            Window::Tokens(_) => Vec::new(),
        };
        let document =
            Inside { result, tokens: &tokens, sentences: &sentences, fields: self.values(result)? };
        let text: [u8; 32] = Sha256::digest(result.text()).into();
        let hits = places.into_iter().map(|place| {
            let mark = mark(&text, &place);
            Hit { mark, ..self.hit(&document, place) }
        });
        Ok(Found::Hits(hits.collect()))
    }

    fn hit(&self, document: &Inside<'_>, bytes: Range<usize>) -> Hit {
        let Inside { result, tokens, sentences, fields } = document;
        let text = result.text();
        let before = tokens.partition_point(|token| token.bytes.end <= bytes.start);
        let after = tokens.partition_point(|token| token.bytes.start < bytes.end);
        let (first, last) = match self.window {
            Window::Tokens(count) => {
                (before.saturating_sub(count), after.saturating_add(count).min(tokens.len()))
            }
            Window::Sentence => {
                let place = sentences.partition_point(|sentence| sentence.end <= bytes.start);
                let sentence = sentences.get(place).cloned().unwrap_or(bytes.clone());
                let first = tokens.partition_point(|token| token.bytes.start < sentence.start);
                let last = tokens.partition_point(|token| token.bytes.end <= sentence.end);
                (first.min(before), last.max(after))
            }
        };
        Hit {
            document: result.id().to_string(),
            source: result.source().to_string(),
            before: context(text, &tokens[first..before]),
            text: text[bytes.clone()].to_string(),
            after: context(text, &tokens[after..last]),
            fields: fields.clone(),
            mark: [0; 32],
            bytes,
        }
    }

    /// The fields of a document that are given with its hits, as text.
    fn values(&self, result: &DocumentResult) -> Result<Vec<Option<String>>, Error> {
        let mut labels = Vec::new();
        for layer in &self.labels {
            let span = result.layer(layer)?.and_then(|layer| layer.spans().next());
            labels.extend(span.and_then(|span| Some((layer.clone(), span.label()?.to_string()))));
        }
        let Some(metadata) = result.metadata() else { return Ok(Vec::new()) };
        let fields = Fields { metadata, position: result.source(), labels: &labels };
        let value = |field: &String| fields.get(field).map(|value| value.into_owned());
        Ok(self.fields.iter().map(value).collect())
    }
}

/// A document in which there are hits.
struct Inside<'a> {
    result: &'a DocumentResult,
    tokens: &'a [Token<'a>],
    sentences: &'a [Range<usize>],
    fields: Vec<Option<String>>,
}

/// Where words stand one after another. Hits do not overlap.
fn places(tokens: &[Token<'_>], elements: &[Element]) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    let mut rest = tokens;
    while let [first, after @ ..] = rest {
        let taken = taken_by_all(elements, rest).unwrap_or_default();
        rest = match rest[..taken].last() {
            Some(last) => {
                places.push(first.bytes.start..last.bytes.end);
                &rest[taken..]
            }
            None => after,
        };
    }
    places
}

/// What a hit is told by, wherever its document stands.
fn mark(text: &[u8; 32], place: &Range<usize>) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(text);
    hash.update((place.start as u64).to_le_bytes());
    hash.update((place.end as u64).to_le_bytes());
    hash.finalize().into()
}

fn context(text: &str, tokens: &[Token<'_>]) -> Context {
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return Context::default() };
    let begin = first.bytes.start;
    let within = |token: &Token<'_>| token.bytes.start - begin..token.bytes.end - begin;
    Context { text: text[begin..last.bytes.end].to_string(), tokens: tokens.iter().map(within).collect() }
}

fn entities(layer: Option<LayerResult<'_>>, is_wanted: impl Fn(&Span<'_>) -> bool) -> Vec<Range<usize>> {
    let spans = layer.into_iter().flat_map(|layer| layer.spans());
    spans.filter(is_wanted).filter_map(|span| span.bytes()).collect()
}
