//! What a plugin sends as a layer, held to the contract.

use std::collections::HashSet;

use textmill_wit::host::textmill::analyzer::types as wit;

use super::attribute::{AttributeColumn, Values};
use super::columns::numbers;
use super::dictionary::{check_forms, first_beyond};
use super::{FORM, Provision, Scope};
use super::{Layer, UNLABELLED};
use crate::batch::{DocumentIndex, Texts};

/// The layers whose spans do not overlap by the contract.
const FLAT: &[&str] = &["tokens", "sentences", "language"];

impl Layer {
    /// Checks a layer of the name and with the labels and attributes of `provision`, over `texts`. Attributes that are not
    /// among those `wanted` are left out. `enriched` is the layer that it adds to, where it is an enrichment.
    ///
    /// What references point at is checked by [`Layer::check_references`], once all layers are there.
    ///
    /// # Errors
    /// The first thing that breaks the contract.
    pub(crate) fn check(
        columns: wit::LayerResult,
        provision: &Provision,
        wanted: &[String],
        texts: &Texts,
        enriched: Option<&Self>,
    ) -> Result<Self, String> {
        if Scope::from(columns.scope) != provision.scope {
            return Err("its scope is not the one that the manifest declares".into());
        }
        let mut layer = match provision.scope {
            Scope::Spans => spans(&columns, provision, texts)?,
            Scope::Documents => documents(&columns, texts)?,
            Scope::Enrichment => enrichment(&columns, enriched)?,
        };
        layer.labels = check_labels(&columns, provision, layer.len())?;
        layer.label_names = columns.label_names;
        let mut names: Vec<&str> =
            columns.attributes.iter().map(|attribute| attribute.name.as_str()).collect();
        names.sort_unstable();
        if let Some([twice, _]) = names.array_windows().find(|[name, next]| name == next) {
            return Err(format!("attribute `{}`: it is there twice", twice.escape_debug()));
        }
        for attribute in columns.attributes {
            let name = attribute.name.clone();
            let checked = layer.check_attribute(attribute, provision, wanted, texts);
            let checked =
                checked.map_err(|problem| format!("attribute `{}`: {problem}", name.escape_debug()))?;
            layer.attributes.extend(checked);
        }
        layer.name = columns.name;
        Ok(layer)
    }

    fn check_attribute(
        &self,
        found: wit::AttributeResult,
        provision: &Provision,
        wanted: &[String],
        texts: &Texts,
    ) -> Result<Option<AttributeColumn>, String> {
        let declared = provision.attributes.iter().find(|declared| declared.name == found.name);
        let declared = declared.ok_or("the manifest does not declare it")?;
        if !wanted.contains(&found.name) {
            return Ok(None);
        }
        let attribute = AttributeColumn::check(found, declared, self.len())?;
        // What has no value could as well have been left out, and then has no width that says anything.
        if matches!(attribute.values, Values::Vectors { .. }) && attribute.absent.len() == self.len() {
            return Ok(None);
        }
        if declared.name == FORM {
            check_forms(&attribute, texts, &self.starts, &self.ends)?;
        }
        Ok(Some(attribute))
    }

    /// Checks that references point at spans of their own documents. `others` gives a layer by the name that the manifest
    /// has for it.
    ///
    /// # Errors
    /// The first reference that does not, with its attribute.
    pub(crate) fn check_references<'a>(
        &self,
        provision: &Provision,
        texts: &Texts,
        others: impl Fn(&str) -> Option<&'a Self>,
    ) -> Result<(), String> {
        for attribute in &self.attributes {
            let Values::References(references) = &attribute.values else { continue };
            let declared = provision.attributes.iter().find(|declared| declared.name == attribute.name);
            let Some(declared) = declared else { continue };
            let checked = match declared.target.as_str() {
                "" => self.check_targets(attribute, references, self, texts),
                target => others(target)
                    .filter(|target| !target.of_documents)
                    .ok_or_else(|| format!("`{target}`, into which it points, is no layer of spans here"))
                    .and_then(|target| self.check_targets(attribute, references, target, texts)),
            };
            checked.map_err(|problem| format!("attribute `{}`: {problem}", attribute.name))?;
        }
        Ok(())
    }

    fn check_targets(
        &self,
        attribute: &AttributeColumn,
        references: &[u32],
        target: &Self,
        texts: &Texts,
    ) -> Result<(), String> {
        // Entries ascend by document, so one pass over both layers finds what each document has.
        let (mut entry, mut first) = (0, 0);
        for document in texts.documents() {
            let end = self.end(entry, document, texts);
            let target_end = target.end(first, document, texts);
            let unlawful =
                |entry: &usize| references[*entry] as usize >= target_end - first && attribute.has(*entry);
            if let Some(entry) = (entry..end).find(unlawful) {
                return Err(format!("entry {entry} refers to a span outside of its document"));
            }
            (entry, first) = (end, target_end);
        }
        Ok(())
    }

    /// The entry after those of a document, which begin at `first`.
    fn end(&self, first: usize, document: DocumentIndex, texts: &Texts) -> usize {
        let end = if self.of_documents { document.get() as u32 + 1 } else { texts.bound(document).end };
        first + self.starts[first..].iter().take_while(|&&start| start < end).count()
    }
}

fn spans(columns: &wit::LayerResult, provision: &Provision, texts: &Texts) -> Result<Layer, String> {
    let starts = numbers("starts", &columns.starts)?;
    let ends = numbers("ends", &columns.ends)?;
    if ends.len() != starts.len() {
        return Err(format!("{} starts and {} ends", starts.len(), ends.len()));
    }
    check_spans(&starts, &ends, texts, FLAT.contains(&provision.layer.as_str()))?;
    Ok(Layer { starts, ends, ..Layer::default() })
}

fn documents(columns: &wit::LayerResult, texts: &Texts) -> Result<Layer, String> {
    if !columns.starts.is_empty() || !columns.ends.is_empty() {
        return Err("it is of documents, and has starts or ends".into());
    }
    Ok(Layer { of_documents: true, starts: (0..texts.len() as u32).collect(), ..Layer::default() })
}

fn enrichment(columns: &wit::LayerResult, enriched: Option<&Layer>) -> Result<Layer, String> {
    let nothing_else =
        [&columns.starts, &columns.ends, &columns.labels].iter().all(|column| column.is_empty());
    if !nothing_else || !columns.label_names.is_empty() {
        return Err("it is an enrichment, and has more than attributes".into());
    }
    let enriched = enriched.ok_or("the layer that it enriches is not there")?;
    let (starts, ends) = (enriched.starts.clone(), enriched.ends.clone());
    Ok(Layer { of_documents: enriched.of_documents, starts, ends, ..Layer::default() })
}

fn check_spans(starts: &[u32], ends: &[u32], texts: &Texts, flat: bool) -> Result<(), String> {
    match flat && are_flat_spans(starts, ends, texts) {
        true => Ok(()),
        false => check_each_span(starts, ends, texts, flat),
    }
}

/// Whether spans do not overlap and keep the contract.
///
/// There are as many tokens as words in a corpus. So this looks at all of them once for each of its questions, without a way
/// out at each: the processor answers for several at once then. What is wrong is for [`check_each_span`] to say.
fn are_flat_spans(starts: &[u32], ends: &[u32], texts: &Texts) -> bool {
    let [_, later @ ..] = starts else { return true };
    let text = texts.text().as_bytes();
    let have_bytes = starts.iter().zip(ends).fold(true, |all, (start, end)| all & (start < end));
    let are_apart = ends.iter().zip(later).fold(true, |all, (end, next)| all & (end <= next));
    if !have_bytes || !are_apart || ends.last().is_none_or(|&last| last as usize > text.len()) {
        return false;
    }
    // A byte like this is none that a character begins with; after the last there is none at all.
    let continues = |offset: u32| text.get(offset as usize).is_some_and(|&byte| byte & 0xc0 == 0x80);
    let cut = starts.iter().chain(ends).fold(false, |cut, &offset| cut | continues(offset));
    !cut && are_within_documents(starts, ends, texts)
}

/// Whether none of these spans, which are in order and do not overlap, goes over the end of a document.
fn are_within_documents(starts: &[u32], ends: &[u32], texts: &Texts) -> bool {
    let mut after = 0;
    texts.ends().iter().all(|&end| {
        after += starts[after..].partition_point(|&start| start < end);
        after == 0 || ends[after - 1] <= end
    })
}

fn check_each_span(starts: &[u32], ends: &[u32], texts: &Texts, flat: bool) -> Result<(), String> {
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
    }
    if span < starts.len() {
        return Err(format!("span {span} ({}..{}) is outside of the text", starts[span], ends[span]));
    }
    Ok(())
}

fn check_labels(
    columns: &wit::LayerResult,
    provision: &Provision,
    entries: usize,
) -> Result<Vec<u32>, String> {
    let labels = numbers("labels", &columns.labels)?;
    if labels.is_empty() {
        return Ok(labels);
    }
    if labels.len() != entries {
        return Err(format!("{} labels for {entries} entries", labels.len()));
    }
    let names = columns.label_names.len();
    if let Some(label) = first_beyond(&labels, names) {
        return Err(format!("label {label} of {names}"));
    }
    if provision.labels.is_empty() {
        return Ok(labels);
    }
    let declared: HashSet<&str> = provision.labels.iter().map(String::as_str).collect();
    let undeclared = |name: &&String| *name != UNLABELLED && !declared.contains(name.as_str());
    match columns.label_names.iter().find(undeclared) {
        Some(name) => Err(format!("the label `{}` is not in the manifest", name.escape_debug())),
        None => Ok(labels),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Layer, Provision, Scope, Texts, are_flat_spans, check_each_span, wit};
    use crate::layer::columns::bytes_of;
    use crate::layer::{Attribute, ValueType};

    fn attribute(name: &str) -> wit::AttributeResult {
        wit::AttributeResult {
            name: name.into(),
            values: wit::ColumnResult::Numbers(1.0f64.to_le_bytes().into()),
            absent: Vec::new(),
        }
    }

    /// Checks a layer of one span over the text `a`.
    #[track_caller]
    fn check(label: &str, attributes: &[&str], expected: Result<(), &str>) {
        let mut texts = Texts::default();
        texts.push("a");
        let of =
            |name: &str| Attribute { name: name.into(), values: ValueType::Number, target: String::new() };
        let provision = Provision {
            layer: "marks".into(),
            scope: Scope::Spans,
            summary: String::new(),
            labels: vec!["x".into()],
            attributes: vec![of("score"), of("weight")],
        };
        let columns = wit::LayerResult {
            name: "marks".into(),
            scope: wit::Scope::Spans,
            starts: bytes_of(&[0]).into(),
            ends: bytes_of(&[1]).into(),
            label_names: vec![label.into()],
            labels: bytes_of(&[0]).into(),
            attributes: attributes.iter().map(|name| attribute(name)).collect(),
        };
        let wanted = ["score".to_string(), "weight".to_string()];
        let checked = Layer::check(columns, &provision, &wanted, &texts, None).map(drop);
        assert_eq!(checked, expected.map_err(str::to_string));
    }

    #[test]
    fn an_attribute_is_there_once() {
        check("x", &["score", "weight"], Ok(()));
        check("x", &["score", "score"], Err("attribute `score`: it is there twice"));
    }

    proptest! {
        #[test]
        fn spans_that_do_not_overlap_are_found_lawful_by_both_ways(
            documents in proptest::collection::vec("[aé]{0,4}", 0..5),
            gaps in proptest::collection::vec((0u32..3, 0u32..4), 0..8),
            moved in 0usize..16,
            by in 0u32..3,
        ) {
            let mut texts = Texts::default();
            for document in &documents {
                texts.push(document);
            }
            let (mut starts, mut ends, mut at) = (Vec::new(), Vec::new(), 0);
            for (gap, length) in gaps {
                starts.push(at + gap);
                at += gap + length;
                ends.push(at);
            }
            if let Some(offset) = starts.iter_mut().chain(&mut ends).nth(moved) {
                *offset = offset.wrapping_sub(by);
            }
            let found = check_each_span(&starts, &ends, &texts, true);
            prop_assert_eq!(are_flat_spans(&starts, &ends, &texts), found.is_ok(), "{:?}", found);
        }
    }

    #[test]
    fn a_label_is_declared_or_none() {
        check("", &[], Ok(()));
        check("y", &[], Err("the label `y` is not in the manifest"));
    }
}
