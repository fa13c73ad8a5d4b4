//! Layers, checked: the only way from what a plugin sends to a [`Layer`] is [`Layer::check`], so nobody checks again.

use std::collections::BTreeMap;
use std::ops::Range;

use textmill_wit::host::textmill::analyzer::types as wit;

use super::manifest::{Attribute as Declared, Provision, ValueType};
use crate::run::Texts;

/// Spans over the texts of a batch that keep the contract: sorted, inside their documents, on character boundaries,
/// with the labels and attributes that their provider declares.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Layer {
    pub(super) name: String,
    pub(super) starts: Vec<u32>,
    pub(super) ends: Vec<u32>,
    pub(super) label_names: Vec<String>,
    pub(super) labels: Vec<u32>,
    pub(super) attributes: Vec<Attribute>,
}

/// A column of values with the spans that have none.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Attribute {
    pub(super) name: String,
    pub(super) values: Values,
    /// Ascending.
    pub(super) absent: Vec<u32>,
}

/// A value per span.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Values {
    Numbers(Vec<f64>),
    Text { text: String, ends: Vec<u32> },
    References(Vec<u32>),
}

/// The layers whose spans do not overlap by the contract.
const FLAT: &[&str] = &["tokens", "sentences", "language"];

/// The label of a span that has none, in a layer where others have one: so a guest sees it too.
pub(super) const UNLABELLED: &str = "";

impl Layer {
    /// Checks a layer of the name and with the labels and attributes of `provision`, over `texts`.
    ///
    /// # Errors
    /// The first thing that breaks the contract.
    pub(super) fn check(
        columns: wit::LayerResult,
        provision: &Provision,
        texts: &Texts,
    ) -> Result<Self, String> {
        let spans = columns.starts.len();
        if columns.ends.len() != spans {
            return Err(format!("{spans} starts and {} ends", columns.ends.len()));
        }
        let flat = FLAT.contains(&provision.layer.as_str());
        let documents = check_spans(&columns.starts, &columns.ends, texts, flat)?;
        check_labels(&columns, provision)?;
        let mut attributes = Vec::with_capacity(columns.attributes.len());
        for attribute in columns.attributes {
            let name = attribute.name.clone();
            if attributes.iter().any(|before: &Attribute| before.name == name) {
                return Err(format!("attribute `{}`: it is there twice", name.escape_debug()));
            }
            let checked = Attribute::check(attribute, &provision.attributes, spans, &documents);
            attributes
                .push(checked.map_err(|problem| format!("attribute `{}`: {problem}", name.escape_debug()))?);
        }
        Ok(Self {
            name: columns.name,
            starts: columns.starts,
            ends: columns.ends,
            label_names: columns.label_names,
            labels: columns.labels,
            attributes,
        })
    }

    /// The layer `language` by the host itself: a span over each text that has one, with its label.
    pub(crate) fn of_languages(texts: &Texts, labels: impl IntoIterator<Item = Option<String>>) -> Self {
        let mut layer = Self { name: "language".into(), ..Self::default() };
        for (bounds, label) in texts.bounds().zip(labels) {
            let Some(label) = label.filter(|_| !bounds.is_empty()) else { continue };
            let known = layer.label_names.iter().position(|name| *name == label);
            let index = known.unwrap_or(layer.label_names.len());
            if known.is_none() {
                layer.label_names.push(label);
            }
            layer.starts.push(bounds.start);
            layer.ends.push(bounds.end);
            layer.labels.push(index as u32);
        }
        layer
    }

    /// The same layer by another name.
    pub(crate) fn named(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        self
    }

    /// The name.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The number of spans.
    pub(crate) fn len(&self) -> usize {
        self.starts.len()
    }

    /// Bytes of its columns.
    pub(crate) fn column_bytes(&self) -> usize {
        let spans = (self.starts.len() + self.ends.len() + self.labels.len()) * size_of::<u32>();
        let names = self.label_names.iter().map(String::len).sum::<usize>();
        spans + names + self.attributes.iter().map(Attribute::bytes).sum::<usize>()
    }

    /// The spans inside the bytes `bounds` of the batch's text.
    pub(crate) fn within(&self, bounds: &Range<u32>) -> Range<usize> {
        let first = self.starts.partition_point(|&start| start < bounds.start);
        let behind = self.starts.partition_point(|&start| start < bounds.end);
        first..behind
    }

    /// A span's bytes in the batch's text.
    pub(crate) fn bytes(&self, span: usize) -> Range<u32> {
        self.starts[span]..self.ends[span]
    }

    /// A span's label, nothing where it has none.
    pub(crate) fn label(&self, span: usize) -> Option<&str> {
        let label = *self.labels.get(span)?;
        self.label_names.get(label as usize).map(String::as_str).filter(|&label| label != UNLABELLED)
    }

    /// The label of most bytes of a document, whose text stands at `bounds`; of two of equal length the lesser.
    pub(crate) fn main_label(&self, bounds: &Range<u32>) -> Option<&str> {
        let mut bytes: BTreeMap<&str, u64> = BTreeMap::new();
        for span in self.within(bounds) {
            if let Some(label) = self.label(span) {
                let length = self.bytes(span);
                *bytes.entry(label).or_default() += u64::from(length.end - length.start);
            }
        }
        let main = bytes.into_iter().max_by_key(|&(label, length)| (length, std::cmp::Reverse(label)));
        main.map(|(label, _)| label)
    }

    /// A span's attributes as JSON values, those that it has.
    pub(crate) fn values(&self, span: usize) -> impl Iterator<Item = (&str, serde_json::Value)> {
        self.attributes.iter().filter_map(move |attribute| {
            if attribute.absent.binary_search(&(span as u32)).is_ok() {
                return None;
            }
            let value = match &attribute.values {
                Values::Numbers(values) => values[span].into(),
                Values::Text { text, ends } => text[part(ends, span)].into(),
                Values::References(values) => values[span].into(),
            };
            Some((attribute.name.as_str(), value))
        })
    }

    /// Calls `use_it` with the columns as a call carries them.
    pub(super) fn borrowed(&self) -> BorrowedLayer<'_> {
        BorrowedLayer {
            layer: self,
            label_names: self.label_names.iter().map(String::as_str).collect(),
            attributes: self.attributes.iter().map(Attribute::borrowed).collect(),
        }
    }
}

/// What a call's parameter for a layer points into.
pub(super) struct BorrowedLayer<'a> {
    layer: &'a Layer,
    label_names: Vec<&'a str>,
    attributes: Vec<wit::AttributeParam<'a>>,
}

impl BorrowedLayer<'_> {
    pub(super) fn param(&self) -> wit::LayerParam<'_> {
        wit::LayerParam {
            name: &self.layer.name,
            starts: &self.layer.starts,
            ends: &self.layer.ends,
            label_names: &self.label_names,
            labels: &self.layer.labels,
            attributes: &self.attributes,
        }
    }
}

impl Attribute {
    fn bytes(&self) -> usize {
        let values = match &self.values {
            Values::Numbers(numbers) => size_of_val(&**numbers),
            Values::Text { text, ends } => text.len() + size_of_val(&**ends),
            Values::References(spans) => size_of_val(&**spans),
        };
        values + size_of_val(&*self.absent)
    }

    fn check(
        found: wit::AttributeResult,
        declared: &[Declared],
        spans: usize,
        documents: &DocumentSpans,
    ) -> Result<Self, String> {
        let declared = declared.iter().find(|declared| declared.name == found.name);
        let declared = declared.ok_or("the manifest does not declare it")?;
        let in_order = found.absent.is_sorted_by(|a, b| a < b);
        if !in_order || found.absent.last().is_some_and(|&last| last as usize >= spans) {
            return Err(format!("its absent spans are not ascending numbers under {spans}"));
        }
        let (values, value_type, length) = match found.values {
            wit::ColumnResult::Numbers(numbers) => {
                if let Some(bad) = numbers.iter().find(|number| !number.is_finite()) {
                    return Err(format!("a value is {bad}, which is not finite"));
                }
                let length = numbers.len();
                (Values::Numbers(numbers), ValueType::Number, length)
            }
            wit::ColumnResult::Strings(strings) => {
                check_cut(&strings)?;
                let length = strings.ends.len();
                (Values::Text { text: strings.text, ends: strings.ends }, ValueType::Text, length)
            }
            wit::ColumnResult::References(references) => {
                documents.check_references(&references, &found.absent)?;
                let length = references.len();
                (Values::References(references), ValueType::Reference, length)
            }
        };
        if value_type != declared.values {
            return Err("its values are not of the type that the manifest declares".into());
        }
        if length != spans {
            return Err(format!("{length} values for {spans} spans"));
        }
        Ok(Self { name: found.name, values, absent: found.absent })
    }

    fn borrowed(&self) -> wit::AttributeParam<'_> {
        let values = match &self.values {
            Values::Numbers(numbers) => wit::ColumnParam::Numbers(numbers),
            Values::Text { text, ends } => wit::ColumnParam::Strings(wit::StringsParam { text, ends }),
            Values::References(references) => wit::ColumnParam::References(references),
        };
        wit::AttributeParam { name: &self.name, values, absent: &self.absent }
    }
}

/// The bytes of string `index` of a column.
pub(super) fn part(ends: &[u32], index: usize) -> Range<usize> {
    let start = if index == 0 { 0 } else { ends[index - 1] };
    start as usize..ends[index] as usize
}

/// For each document the number of the first span behind it.
struct DocumentSpans(Vec<usize>);

impl DocumentSpans {
    fn check_references(&self, references: &[u32], absent: &[u32]) -> Result<(), String> {
        let mut first = 0;
        for &behind in &self.0 {
            for (span, &reference) in references.iter().enumerate().take(behind).skip(first) {
                let lawful = (reference as usize) < behind - first;
                if !lawful && absent.binary_search(&(span as u32)).is_err() {
                    return Err(format!("span {span} refers to a span outside of its document"));
                }
            }
            first = behind;
        }
        Ok(())
    }
}

fn check_spans(starts: &[u32], ends: &[u32], texts: &Texts, flat: bool) -> Result<DocumentSpans, String> {
    let mut behind_documents = Vec::with_capacity(texts.len());
    let mut span = 0;
    for bounds in texts.bounds() {
        // The start and end of the span before, inside this document.
        let mut before: Option<(u32, u32)> = None;
        while span < starts.len() && starts[span] < bounds.end {
            let (start, end) = (starts[span], ends[span]);
            if start < bounds.start || start >= end || end > bounds.end {
                return Err(format!(
                    "span {span} ({start}..{end}) is empty, out of order, or not inside one document"
                ));
            }
            if let Some((start_before, end_before)) = before {
                if start < start_before || (start == start_before && end > end_before) {
                    return Err(format!("span {span} ({start}..{end}) is out of order"));
                }
                if flat && start < end_before {
                    return Err(format!("span {span} ({start}..{end}) overlaps the one before"));
                }
            }
            if !texts.is_boundary(start) || !texts.is_boundary(end) {
                return Err(format!("span {span} ({start}..{end}) begins or ends inside a character"));
            }
            before = Some((start, end));
            span += 1;
        }
        behind_documents.push(span);
    }
    if span < starts.len() {
        return Err(format!("span {span} ({}..{}) is outside of the text", starts[span], ends[span]));
    }
    Ok(DocumentSpans(behind_documents))
}

fn check_labels(columns: &wit::LayerResult, provision: &Provision) -> Result<(), String> {
    if columns.labels.is_empty() {
        return Ok(());
    }
    if columns.labels.len() != columns.starts.len() {
        return Err(format!("{} labels for {} spans", columns.labels.len(), columns.starts.len()));
    }
    let names = columns.label_names.len();
    if let Some(label) = columns.labels.iter().find(|&&label| label as usize >= names) {
        return Err(format!("label {label} of {names}"));
    }
    let undeclared = |name: &&String| {
        !provision.labels.is_empty() && *name != UNLABELLED && !provision.labels.contains(name)
    };
    match columns.label_names.iter().find(undeclared) {
        Some(name) => Err(format!("the label `{}` is not in the manifest", name.escape_debug())),
        None => Ok(()),
    }
}

fn check_cut(strings: &wit::StringsResult) -> Result<(), String> {
    let mut start = 0;
    for &end in &strings.ends {
        let end = end as usize;
        if strings.text.get(start..end).is_none() {
            return Err(format!("its strings are not cut on character boundaries: {start}..{end}"));
        }
        start = end;
    }
    if start == strings.text.len() { Ok(()) } else { Err("its strings do not fill their buffer".into()) }
}

#[cfg(test)]
mod tests {
    use super::{Declared, Layer, Provision, Texts, ValueType, wit};

    fn attribute(name: &str) -> wit::AttributeResult {
        wit::AttributeResult {
            name: name.into(),
            values: wit::ColumnResult::Numbers(vec![1.0]),
            absent: Vec::new(),
        }
    }

    /// Checks a layer of one span over the text `a`.
    #[track_caller]
    fn check(label: &str, attributes: &[&str], expected: Result<(), &str>) {
        let mut texts = Texts::default();
        texts.push("a").expect("one byte");
        let of = |name: &str| Declared { name: name.into(), values: ValueType::Number };
        let provision = Provision {
            layer: "marks".into(),
            summary: String::new(),
            labels: vec!["x".into()],
            attributes: vec![of("score"), of("weight")],
        };
        let columns = wit::LayerResult {
            name: "marks".into(),
            starts: vec![0],
            ends: vec![1],
            label_names: vec![label.into()],
            labels: vec![0],
            attributes: attributes.iter().map(|name| attribute(name)).collect(),
        };
        let checked = Layer::check(columns, &provision, &texts).map(drop);
        assert_eq!(checked, expected.map_err(str::to_string));
    }

    #[test]
    fn an_attribute_is_there_once() {
        check("x", &["score", "weight"], Ok(()));
        check("x", &["score", "score"], Err("attribute `score`: it is there twice"));
    }

    #[test]
    fn a_label_is_declared_or_none() {
        check("", &[], Ok(()));
        check("y", &[], Err("the label `y` is not in the manifest"));
    }
}
