//! The oracle of layers, which has to see what only this folder sees. For fuzz targets alone.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::Value;
use textmill_wit::host::textmill::analyzer::types as wit;

use super::attribute::Values;
use super::columns::{bytes_of, bytes_of_doubles, bytes_of_singles};
use super::{Attribute, EntryIndex, Layer, Provision, Scope, ValueType};
use crate::batch::{DocumentIndex, Strings, Texts};

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
    let kept: Vec<DocumentIndex> = texts.documents().filter(|_| input.coin()).collect();
    let wanted = ["n", "i", "b", "t", "d", "r", "v"].map(String::from);
    let checked = [(); 2].map(|()| {
        let layer = Layer::check(columns(&mut input, &provision, &texts), &provision, &wanted, &texts, None)?;
        layer.check_references(&provision, &texts, |_| None)?;
        Ok::<Layer, String>(layer)
    });
    let layers: Vec<&Layer> = checked.iter().filter_map(|layer| layer.as_ref().ok()).collect();
    for layer in &layers {
        hold(layer, &texts, flat);
        let part = layer.select(&texts, &kept);
        hold(&part, &texts.select(&kept), flat);
        let placed = part.place(&texts, &kept);
        hold(&placed, &texts, flat);
        assert_eq!(shown(&placed, &texts), within(layer, &texts, &kept), "a part put back is what it was");
    }
    // Of two calls for parts of a batch, each gives its own.
    if let (Some(left), Some(right)) = (layers.first(), layers.last())
        && width(left) == width(right)
    {
        let (before, after): (Vec<_>, Vec<_>) = texts.documents().partition(|document| document.get() < cut);
        let mut whole = left.select(&texts, &before).place(&texts, &before);
        whole.append(right.select(&texts, &after).place(&texts, &after));
        hold(&whole, &texts, flat);
        let parts = [within(left, &texts, &before), within(right, &texts, &after)].concat();
        assert_eq!(shown(&whole, &texts), parts, "parts put together are what they were");
        let part = whole.select(&texts, &kept).place(&texts, &kept);
        assert_eq!(shown(&part, &texts), within(&whole, &texts, &kept));
    }
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
        texts.push(&text);
    }
    texts
}

fn provision(input: &mut Bytes<'_>) -> Provision {
    let of = |name: &str, values| Attribute { name: name.into(), values, target: String::new() };
    let labels: &[&str] = input.one_of([&[][..], &["x", "y", ""]]);
    let mut attributes = vec![
        of("n", ValueType::Number),
        of("i", ValueType::Integer),
        of("b", ValueType::Boolean),
        of("t", ValueType::Text),
        of("d", ValueType::Text),
        of("v", ValueType::Vector),
    ];
    let scope = input.one_of([Scope::Spans, Scope::Spans, Scope::Documents]);
    if scope == Scope::Spans {
        attributes.push(of("r", ValueType::Reference));
    }
    Provision {
        layer: input.one_of(["tokens", "marks"]).into(),
        scope,
        summary: String::new(),
        labels: labels.iter().map(ToString::to_string).collect(),
        attributes,
    }
}

fn columns(input: &mut Bytes<'_>, provision: &Provision, texts: &Texts) -> wit::LayerResult {
    let of_documents = provision.scope == Scope::Documents;
    let spans = if of_documents { 0 } else { input.below(9) };
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
    ends.truncate(if of_documents { 0 } else { input.about(spans) });
    let entries = if of_documents { texts.len() } else { spans };
    let labelled = if input.coin() { input.about(entries) } else { 0 };
    let names = input.below(4);
    let labels: Vec<u32> =
        (0..labelled).map(|_| input.below(names + 1).min(names.max(1) - 1) as u32).collect();
    wit::LayerResult {
        name: provision.layer.clone(),
        scope: if of_documents { wit::Scope::Documents } else { wit::Scope::Spans },
        starts: bytes_of(&starts).into_owned(),
        ends: bytes_of(&ends).into_owned(),
        labels: bytes_of(&labels).into_owned(),
        label_names: (0..names).map(|_| input.one_of(["x", "y", "", "z"]).to_string()).collect(),
        attributes: (0..input.below(4)).map(|_| attribute(input, entries)).collect(),
    }
}

fn attribute(input: &mut Bytes<'_>, entries: usize) -> wit::AttributeResult {
    let length = input.about(entries);
    let values = match input.below(5) {
        0 => {
            let numbers: Vec<f64> =
                (0..length).map(|_| input.one_of([0.0, 1.0, -1.5, 1e300, f64::NAN])).collect();
            wit::ColumnResult::Numbers(bytes_of_doubles(&numbers).into_owned())
        }
        1 => wit::ColumnResult::Strings(strings(input, length)),
        2 => {
            let table = strings(input, 3);
            let entries: Vec<u32> = (0..length).map(|_| input.below(4) as u32).collect();
            let entries = bytes_of(&entries).into_owned();
            wit::ColumnResult::Dictionary(wit::DictionaryResult { table, entries })
        }
        3 => {
            let width = input.below(3) as u32;
            let values: Vec<f32> = (0..length * width as usize).map(|_| input.one_of([0.0, -1.5])).collect();
            let values = bytes_of_singles(&values).into_owned();
            wit::ColumnResult::Vectors(wit::VectorsResult { width, values })
        }
        _ => {
            let references: Vec<u32> = (0..length).map(|_| input.step()).collect();
            wit::ColumnResult::References(bytes_of(&references).into_owned())
        }
    };
    let absent: Vec<u32> = (0..entries as u32).filter(|_| input.byte() % 4 == 3).collect();
    let name = input.one_of(["n", "i", "b", "t", "d", "r", "v", "u"]).into();
    wit::AttributeResult { name, values, absent: bytes_of(&absent).into_owned() }
}

fn strings(input: &mut Bytes<'_>, length: usize) -> wit::StringsResult {
    let (mut text, mut ends) = (String::new(), Vec::new());
    for _ in 0..length {
        text.push_str(input.one_of(["", "a", "b", "سلام"]));
        ends.push((text.len() as u32).wrapping_add(input.one_of([0, 0, 0, 0, 0, 0, 1])));
    }
    wit::StringsResult { text, ends: bytes_of(&ends).into_owned() }
}

/// The width of a layer's vectors, which is one for all calls.
fn width(layer: &Layer) -> Option<u32> {
    layer.attributes.iter().find_map(|attribute| match attribute.values {
        Values::Vectors { width, .. } => Some(width),
        _ => None,
    })
}

/// A span as a user sees it: its bytes, its label, its attributes.
type Shown = (Range<u32>, Option<String>, BTreeMap<String, Value>);

fn shown(layer: &Layer, texts: &Texts) -> Vec<Shown> {
    EntryIndex::of_each(0..layer.len()).map(|entry| entry_shown(layer, texts, entry)).collect()
}

fn entry_shown(layer: &Layer, texts: &Texts, entry: EntryIndex) -> Shown {
    let values = layer.values(entry).map(|(name, value)| (name.to_string(), value)).collect();
    (layer.bytes(texts, entry), layer.label(entry).map(str::to_string), values)
}

fn within(layer: &Layer, texts: &Texts, documents: &[DocumentIndex]) -> Vec<Shown> {
    let entries = documents.iter().flat_map(|&document| layer.entries(texts, document));
    entries.map(|entry| entry_shown(layer, texts, entry)).collect()
}

/// The contract, told once more and slowly.
fn hold(layer: &Layer, texts: &Texts, flat: bool) {
    let entries = layer.starts.len();
    let documents =
        if layer.of_documents { hold_documents(layer, texts) } else { hold_spans(layer, texts, flat) };
    assert!(layer.labels.is_empty() || layer.labels.len() == entries, "all entries have labels, or none");
    assert!(layer.labels.iter().all(|&label| (label as usize) < layer.label_names.len()));
    let mut names: Vec<&String> = layer.attributes.iter().map(|attribute| &attribute.name).collect();
    names.sort();
    assert!(names.is_sorted_by(|a, b| a < b), "an attribute is there once");
    for attribute in &layer.attributes {
        assert!(attribute.absent.is_sorted_by(|a, b| a < b));
        assert!(attribute.absent.iter().all(|&entry| (entry as usize) < entries));
        assert_eq!(attribute.values.len(), entries);
        match &attribute.values {
            Values::Numbers(numbers) => assert!(numbers.iter().all(|n| n.is_finite())),
            Values::Integers(numbers) => assert!(numbers.iter().all(|n| n.fract() == 0.0)),
            Values::Booleans(numbers) => assert!(numbers.iter().all(|&n| n == 0.0 || n == 1.0)),
            Values::Vectors { width, values } => {
                assert_eq!(values.len(), entries * *width as usize);
            }
            Values::Text(strings) => hold_strings(strings),
            Values::Dictionary(dictionary) => {
                hold_strings(&dictionary.table);
                assert!(dictionary.entries.iter().all(|&entry| (entry as usize) < dictionary.table.len()));
            }
            Values::References(references) => {
                for (entry, &reference) in references.iter().enumerate() {
                    let own = documents.iter().filter(|&&document| document == documents[entry]).count();
                    let absent = attribute.absent.contains(&(entry as u32));
                    assert!(absent || (reference as usize) < own, "a reference stays in its document");
                }
            }
        }
    }
}

/// For each span its document.
fn hold_spans(layer: &Layer, texts: &Texts, flat: bool) -> Vec<usize> {
    assert_eq!(layer.ends.len(), layer.starts.len());
    let order = |span: usize| (layer.starts[span], std::cmp::Reverse(layer.ends[span]));
    for span in 1..layer.starts.len() {
        assert!(order(span - 1) <= order(span), "spans are in order");
        assert!(!flat || layer.ends[span - 1] <= layer.starts[span], "tokens do not overlap");
    }
    let document = |(&start, &end): (&u32, &u32)| {
        assert!(start < end && texts.is_boundary(start) && texts.is_boundary(end));
        let document = texts.bounds().position(|bounds| bounds.start <= start && end <= bounds.end);
        document.expect("a span stands in one document")
    };
    layer.starts.iter().zip(&layer.ends).map(document).collect()
}

/// For each entry its document.
fn hold_documents(layer: &Layer, texts: &Texts) -> Vec<usize> {
    assert!(layer.ends.is_empty());
    assert!(layer.starts.is_sorted_by(|a, b| a < b), "a document has one entry");
    assert!(layer.starts.iter().all(|&document| (document as usize) < texts.len()));
    layer.starts.iter().map(|&document| document as usize).collect()
}

fn hold_strings(strings: &Strings) {
    let (text, ends) = (strings.text(), strings.ends());
    assert_eq!(ends.last().copied().unwrap_or_default() as usize, text.len());
    assert!(ends.is_sorted() && ends.iter().all(|&end| text.is_char_boundary(end as usize)));
}
