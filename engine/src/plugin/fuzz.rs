//! The oracle of layers, which has to see what only this folder sees. For fuzz targets alone.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::Value;
use textmill_wit::host::textmill::analyzer::types as wit;

use super::layer::{Layer, Values};
use super::manifest::{Attribute, Manifest, Provision, ValueType};
use crate::run::Texts;

/// Two layers over the same texts, as two calls to a plugin might give them.
///
/// # Panics
/// Where a layer that is taken breaks the contract, or does so once it was cut into parts and put together.
pub fn layer(input: &[u8]) {
    let mut input = Bytes(input);
    let texts = texts(&mut input);
    let provision = provision(&mut input);
    let flat = provision.layer == "tokens";
    let cut = input.below(texts.len() + 1);
    let kept: Vec<usize> = (0..texts.len()).filter(|_| input.coin()).collect();
    let checked = [(); 2].map(|()| Layer::check(columns(&mut input, &provision, &texts), &provision, &texts));
    let layers: Vec<&Layer> = checked.iter().filter_map(|layer| layer.as_ref().ok()).collect();
    for layer in &layers {
        hold(layer, &texts, flat);
        let part = layer.select(&texts, &kept);
        hold(&part, &texts.select(&kept), flat);
        let placed = part.place(&texts, &kept);
        hold(&placed, &texts, flat);
        assert_eq!(shown(&placed), within(layer, &texts, &kept), "a part put back is what it was");
    }
    // Of two calls for parts of a batch, each gives its own.
    if let (Some(left), Some(right)) = (layers.first(), layers.last()) {
        let (before, behind): (Vec<usize>, Vec<usize>) =
            (0..texts.len()).partition(|&document| document < cut);
        let mut whole = left.select(&texts, &before).place(&texts, &before);
        whole.append(right.select(&texts, &behind).place(&texts, &behind));
        hold(&whole, &texts, flat);
        let parts = [within(left, &texts, &before), within(right, &texts, &behind)].concat();
        assert_eq!(shown(&whole), parts, "parts put together are what they were");
        assert_eq!(shown(&whole.select(&texts, &kept).place(&texts, &kept)), within(&whole, &texts, &kept));
    }
}

/// A manifest, a line of text for each thing that it says: the first character of a line tells which.
///
/// # Panics
/// Where one that is taken has names that could surprise, or cannot be written as JSON.
pub fn manifest(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else { return };
    let Ok((manifest, schema)) = Manifest::check(said(text)) else { return };
    let layers = manifest.provides.iter().map(|provision| &provision.layer);
    for name in layers.chain([&manifest.name]) {
        assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'));
    }
    let json = serde_json::to_string(&manifest).expect("a manifest has string keys and finite numbers");
    assert!(serde_json::from_str::<Value>(&json).is_ok(), "a manifest is shown as JSON");
    assert_eq!(schema.check(), Ok(()), "its schema is lawful");
    assert_eq!(manifest.output_schema.to_string().len(), schema.to_json().len(), "and shown as it is");
}

fn said(text: &str) -> wit::Manifest {
    let mut manifest = wit::Manifest {
        name: String::new(),
        version: String::new(),
        summary: String::new(),
        requires: Vec::new(),
        provides: Vec::new(),
        metadata: Vec::new(),
        resources: Vec::new(),
        output_schema: String::new(),
        settings_schema: String::new(),
    };
    for line in text.lines() {
        let mut characters = line.chars();
        let (said, rest) = (characters.next(), characters.as_str().to_string());
        match said {
            Some('n') => manifest.name = rest,
            Some('v') => manifest.version = rest,
            Some('s') => manifest.summary = rest,
            Some('o') => manifest.output_schema = rest,
            Some('j') => manifest.settings_schema = rest,
            Some('m') => manifest.metadata.push(rest),
            Some('f') => manifest.resources.push(rest),
            Some('r') => manifest.requires.push(wit::Requirement {
                layer: rest,
                optional: line.len().is_multiple_of(2),
                attributes: Vec::new(),
            }),
            Some('p') => manifest.provides.push(wit::Provision {
                layer: rest,
                summary: String::new(),
                labels: Vec::new(),
                attributes: Vec::new(),
            }),
            Some('l') => {
                for provision in &mut manifest.provides {
                    provision.labels.push(rest.clone());
                }
            }
            Some('a') => {
                for provision in &mut manifest.provides {
                    let attribute = wit::AttributeType { name: rest.clone(), values: wit::ValueType::Text };
                    provision.attributes.push(attribute);
                }
            }
            _ => {}
        }
    }
    manifest
}

/// Bytes to make decisions by; zeros once there are no more.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn byte(&mut self) -> u8 {
        let Some((&first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        first
    }

    fn coin(&mut self) -> bool {
        self.byte().is_multiple_of(2)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::from(self.byte()) % bound
    }

    /// A small number, or one below zero.
    fn step(&mut self) -> u32 {
        let byte = self.byte();
        if byte < 0xf0 { u32::from(byte) } else { u32::MAX - u32::from(0xff - byte) }
    }

    fn one_of<T: Clone, const N: usize>(&mut self, of: [T; N]) -> T {
        of[self.below(N)].clone()
    }

    /// As many as `near`, or one more or fewer now and then.
    fn about(&mut self, near: usize) -> usize {
        match self.byte() {
            0xff => near + 1,
            0xfe => near.saturating_sub(1),
            _ => near,
        }
    }
}

fn texts(input: &mut Bytes<'_>) -> Texts {
    let mut texts = Texts::default();
    for _ in 0..input.below(5) {
        let length = input.below(12);
        let text: String = (0..length).map(|_| input.one_of(['a', 'é', 'س', '😀', ' '])).collect();
        texts.push(&text).expect("a few bytes");
    }
    texts
}

fn provision(input: &mut Bytes<'_>) -> Provision {
    let of = |name: &str, values| Attribute { name: name.into(), values };
    let labels: &[&str] = input.one_of([&[][..], &["x", "y", ""]]);
    Provision {
        layer: input.one_of(["tokens", "marks"]).into(),
        summary: String::new(),
        labels: labels.iter().map(ToString::to_string).collect(),
        attributes: vec![of("n", ValueType::Number), of("t", ValueType::Text), of("r", ValueType::Reference)],
    }
}

fn columns(input: &mut Bytes<'_>, provision: &Provision, texts: &Texts) -> wit::LayerResult {
    let spans = input.below(9);
    let (mut starts, mut ends, mut before) = (Vec::new(), Vec::new(), 0_u32);
    for _ in 0..spans {
        before = before.wrapping_add(input.step());
        starts.push(before);
        ends.push(before.wrapping_add(input.step()));
    }
    // A span that reaches over the text is drawn back into it, or nearly no layer would be lawful.
    if input.coin() {
        ends.iter_mut().for_each(|end| *end = (*end).min(texts.text().len() as u32));
    }
    ends.truncate(input.about(spans));
    let labelled = if input.coin() { input.about(spans) } else { 0 };
    let names = input.below(4);
    wit::LayerResult {
        name: provision.layer.clone(),
        starts,
        ends,
        labels: (0..labelled).map(|_| input.below(names + 1).min(names.max(1) - 1) as u32).collect(),
        label_names: (0..names).map(|_| input.one_of(["x", "y", "", "z"]).to_string()).collect(),
        attributes: (0..input.below(4)).map(|_| attribute(input, spans)).collect(),
    }
}

fn attribute(input: &mut Bytes<'_>, spans: usize) -> wit::AttributeResult {
    let length = input.about(spans);
    let values = match input.below(3) {
        0 => wit::ColumnResult::Numbers(
            (0..length).map(|_| input.one_of([0.0, -1.5, 1e300, f64::NAN])).collect(),
        ),
        1 => {
            let (mut text, mut ends) = (String::new(), Vec::new());
            for _ in 0..length {
                text.push_str(input.one_of(["", "a", "سلام"]));
                ends.push((text.len() as u32).wrapping_add(input.one_of([0, 0, 0, 1])));
            }
            wit::ColumnResult::Strings(wit::StringsResult { text, ends })
        }
        _ => wit::ColumnResult::References((0..length).map(|_| input.step()).collect()),
    };
    let absent = (0..spans as u32).filter(|_| input.byte() % 4 == 3).collect();
    wit::AttributeResult { name: input.one_of(["n", "t", "r", "u"]).into(), values, absent }
}

/// A span as a user sees it: its bytes, its label, its attributes.
type Shown = (Range<u32>, Option<String>, BTreeMap<String, Value>);

fn shown(layer: &Layer) -> Vec<Shown> {
    (0..layer.len()).map(|span| span_shown(layer, span)).collect()
}

fn span_shown(layer: &Layer, span: usize) -> Shown {
    let values = layer.values(span).map(|(name, value)| (name.to_string(), value)).collect();
    (layer.bytes(span), layer.label(span).map(str::to_string), values)
}

fn within(layer: &Layer, texts: &Texts, documents: &[usize]) -> Vec<Shown> {
    let spans = documents.iter().flat_map(|&document| layer.within(&texts.bound(document)));
    spans.map(|span| span_shown(layer, span)).collect()
}

/// The contract, told once more and slowly.
fn hold(layer: &Layer, texts: &Texts, flat: bool) {
    let spans = layer.starts.len();
    assert_eq!(layer.ends.len(), spans);
    let mut documents = Vec::new();
    for (&start, &end) in layer.starts.iter().zip(&layer.ends) {
        assert!(start < end && texts.is_boundary(start) && texts.is_boundary(end));
        let document = texts.bounds().position(|bounds| bounds.start <= start && end <= bounds.end);
        documents.push(document.expect("a span stands in one document"));
    }
    let order = |span: usize| (layer.starts[span], std::cmp::Reverse(layer.ends[span]));
    for span in 1..spans {
        assert!(order(span - 1) <= order(span), "spans are in order");
        assert!(!flat || layer.ends[span - 1] <= layer.starts[span], "tokens do not overlap");
    }
    assert!(layer.labels.is_empty() || layer.labels.len() == spans, "all spans have labels, or none");
    assert!(layer.labels.iter().all(|&label| (label as usize) < layer.label_names.len()));
    let mut names: Vec<&String> = layer.attributes.iter().map(|attribute| &attribute.name).collect();
    names.sort();
    assert!(names.is_sorted_by(|a, b| a < b), "an attribute is there once");
    for attribute in &layer.attributes {
        assert!(attribute.absent.is_sorted_by(|a, b| a < b));
        assert!(attribute.absent.iter().all(|&span| (span as usize) < spans));
        match &attribute.values {
            Values::Numbers(numbers) => {
                assert!(numbers.len() == spans && numbers.iter().all(|n| n.is_finite()));
            }
            Values::Text { text, ends } => {
                assert_eq!(ends.len(), spans);
                assert_eq!(ends.last().copied().unwrap_or_default() as usize, text.len());
                assert!(ends.is_sorted() && ends.iter().all(|&end| text.is_char_boundary(end as usize)));
            }
            Values::References(references) => {
                assert_eq!(references.len(), spans);
                for (span, &reference) in references.iter().enumerate() {
                    let own = documents.iter().filter(|&&document| document == documents[span]).count();
                    let absent = attribute.absent.contains(&(span as u32));
                    assert!(absent || (reference as usize) < own, "a reference stays in its document");
                }
            }
        }
    }
}
