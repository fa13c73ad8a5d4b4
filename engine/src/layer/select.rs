//! Layers over a part of a batch: taken out for a smaller call, and put back together.

use std::collections::BTreeSet;

use super::FORM;
use super::attribute::{AttributeColumn, Values, vector};
use super::{Layer, UNLABELLED};
use crate::batch::{DocumentIndex, Strings, Texts};

impl Layer {
    /// The entries of the documents `kept` (ascending), over the texts of those documents alone.
    pub(crate) fn select(&self, texts: &Texts, kept: &[DocumentIndex]) -> Self {
        let mut selected = Self {
            name: self.name.clone(),
            of_documents: self.of_documents,
            label_names: self.label_names.clone(),
            ..Self::default()
        };
        let mut entries = Vec::new();
        let mut offset = 0;
        for (place, &document) in kept.iter().enumerate() {
            let bounds = texts.bound(document);
            for entry in self.entry_range(texts, document) {
                entries.push(entry);
                if self.of_documents {
                    selected.starts.push(place as u32);
                } else {
                    selected.starts.push(self.starts[entry] - bounds.start + offset);
                    selected.ends.push(self.ends[entry] - bounds.start + offset);
                }
            }
            offset += bounds.len() as u32;
        }
        if !self.labels.is_empty() {
            selected.labels = entries.iter().map(|&entry| self.labels[entry]).collect();
        }
        selected.attributes = self.attributes.iter().map(|attribute| attribute.select(&entries)).collect();
        selected
    }

    /// Puts a layer over the documents `kept` (ascending) back over the texts of the whole batch.
    pub(crate) fn place(mut self, texts: &Texts, kept: &[DocumentIndex]) -> Self {
        if self.of_documents {
            self.starts.iter_mut().for_each(|document| *document = in_whole(*document, kept));
            return self;
        }
        let mut span = 0;
        let mut offset = 0;
        for &document in kept {
            let bounds = texts.bound(document);
            let end = offset + bounds.len() as u32;
            while span < self.starts.len() && self.starts[span] < end {
                self.starts[span] = self.starts[span] - offset + bounds.start;
                self.ends[span] = self.ends[span] - offset + bounds.start;
                span += 1;
            }
            offset = end;
        }
        self
    }

    /// Adds the entries of `other`, all of which come after those of `self`.
    pub(crate) fn append(&mut self, mut other: Self) {
        let (mine, theirs) = (self.len(), other.len());
        // A span without a form is none, and to make them again is the host's to do.
        if self.attribute(FORM).is_none() || other.attribute(FORM).is_none() {
            self.attributes.retain(|attribute| attribute.name != FORM);
            other.attributes.retain(|attribute| attribute.name != FORM);
        }
        self.append_labels(&other);
        self.starts.extend(other.starts);
        self.ends.extend(other.ends);
        let names: BTreeSet<String> =
            self.attributes.iter().chain(&other.attributes).map(|attribute| attribute.name.clone()).collect();
        let mut others = other.attributes;
        for name in names {
            let theirs_of_name = others.iter().position(|attribute| attribute.name == name);
            let appended = theirs_of_name.map(|position| others.swap_remove(position));
            match self.attributes.iter_mut().find(|attribute| attribute.name == name) {
                Some(attribute) => attribute.append(mine, appended, theirs),
                None => {
                    if let Some(appended) = appended {
                        let mut attribute = appended.absent_everywhere(mine);
                        attribute.append(mine, Some(appended), theirs);
                        self.attributes.push(attribute);
                    }
                }
            }
        }
    }

    fn append_labels(&mut self, other: &Self) {
        // The one call may have given labels, and the other none.
        if other.starts.is_empty() || (self.labels.is_empty() && other.labels.is_empty()) {
            return;
        }
        if self.labels.is_empty() && !self.starts.is_empty() {
            self.labels = vec![self.place_of_label(UNLABELLED); self.starts.len()];
        }
        if other.labels.is_empty() {
            let unlabelled = self.place_of_label(UNLABELLED);
            self.labels.extend(std::iter::repeat_n(unlabelled, other.starts.len()));
            return;
        }
        let places: Vec<u32> = other.label_names.iter().map(|name| self.place_of_label(name)).collect();
        self.labels.extend(other.labels.iter().map(|&label| places[label as usize]));
    }
}

/// The place in a whole batch of a document of the part `kept`.
fn in_whole(document: u32, kept: &[DocumentIndex]) -> u32 {
    DocumentIndex::new(document as usize).in_whole(kept).get() as u32
}

impl AttributeColumn {
    fn select(&self, entries: &[usize]) -> Self {
        let absent = entries.iter().enumerate().filter(|(_, entry)| !self.has(**entry));
        let absent = absent.map(|(place, _)| place as u32).collect();
        Self { name: self.name.clone(), values: self.values.select(entries), absent }
    }

    /// The attribute over entries of which each has the value of a place here, or none.
    pub(super) fn spread(self, places: &[Option<usize>]) -> Self {
        // Where there is no value, that of any place stands for it.
        let values = match self.values.len() {
            0 => self.values.nothing(places.len()),
            _ => {
                let entries: Vec<usize> = places.iter().map(|place| place.unwrap_or_default()).collect();
                self.values.select(&entries)
            }
        };
        let lacks = |place: &Option<usize>| place.is_none_or(|place| !self.has(place));
        let absent = places.iter().enumerate().filter(|(_, place)| lacks(place));
        let absent = absent.map(|(entry, _)| entry as u32).collect();
        Self { name: self.name, values, absent }
    }

    /// An attribute of this name and type that none of `entries` has.
    fn absent_everywhere(&self, entries: usize) -> Self {
        let values = self.values.nothing(entries);
        Self { name: self.name.clone(), values, absent: (0..entries as u32).collect() }
    }

    /// Adds `theirs` values after `mine`; where there are none, as many absent ones.
    fn append(&mut self, mine: usize, other: Option<Self>, theirs: usize) {
        let other = other.unwrap_or_else(|| self.absent_everywhere(theirs));
        self.absent.extend(other.absent.iter().map(|&entry| entry + mine as u32));
        self.values.append(other.values);
    }
}

impl Values {
    fn select(&self, entries: &[usize]) -> Self {
        let numbers = |values: &[f64]| entries.iter().map(|&entry| values[entry]).collect();
        match self {
            Self::Numbers(values) => Self::Numbers(numbers(values)),
            Self::Integers(values) => Self::Integers(numbers(values)),
            Self::Booleans(values) => Self::Booleans(numbers(values)),
            Self::References(values) => {
                Self::References(entries.iter().map(|&entry| values[entry]).collect())
            }
            Self::Dictionary(dictionary) => Self::Dictionary(dictionary.select(entries)),
            Self::Vectors { width, values } => Self::Vectors {
                width: *width,
                values: entries.iter().flat_map(|&entry| vector(*width, values, entry)).copied().collect(),
            },
            Self::Text(strings) => Self::Text(strings.select(entries)),
        }
    }

    /// What stands at so many entries without a value.
    fn nothing(&self, entries: usize) -> Self {
        match self {
            Self::Numbers(_) => Self::Numbers(vec![0.0; entries]),
            Self::Integers(_) => Self::Integers(vec![0.0; entries]),
            Self::Booleans(_) => Self::Booleans(vec![0.0; entries]),
            Self::References(_) => Self::References(vec![0; entries]),
            Self::Vectors { width, .. } => {
                Self::Vectors { width: *width, values: vec![0.0; entries * *width as usize] }
            }
            Self::Text(_) | Self::Dictionary(_) => Self::Text(Strings::empty(entries)),
        }
    }

    fn append(&mut self, other: Self) {
        match (self, other) {
            (Self::Numbers(values), Self::Numbers(more))
            | (Self::Integers(values), Self::Integers(more))
            | (Self::Booleans(values), Self::Booleans(more)) => values.extend(more),
            (Self::References(values), Self::References(more)) => values.extend(more),
            (Self::Vectors { width, values }, Self::Vectors { width: theirs, values: more }) => {
                debug_assert_eq!(*width, theirs, "an analyzer's vectors were held to one width");
                values.extend(more);
            }
            (Self::Dictionary(dictionary), Self::Dictionary(more)) => dictionary.append(&more),
            (values, more) => values.append_texts(&more),
        }
    }

    /// Text may come in one call as strings and in another as a dictionary.
    fn append_texts(&mut self, other: &Self) {
        let strings = self.texts().into_iter().chain(other.texts()).collect();
        *self = Self::Text(strings);
    }

    fn texts(&self) -> Vec<&str> {
        match self {
            Self::Text(strings) => strings.iter().collect(),
            Self::Dictionary(dictionary) => (0..self.len()).map(|entry| dictionary.get(entry)).collect(),
            // Both were checked against one provision, which gives an attribute one type.
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{AttributeColumn, Layer, Values};
    use crate::batch::{DocumentIndex, Strings, Texts};
    use crate::layer::EntryIndex;

    /// One span for each `#` of the texts, labelled and numbered in turn, every third without a number.
    fn layer(texts: &Texts) -> Layer {
        let mut layer = Layer {
            name: "marks".into(),
            label_names: vec!["even".into(), "odd".into()],
            ..Layer::default()
        };
        let (mut numbers, mut absent, mut words) = (Vec::new(), Vec::new(), Strings::default());
        for (start, _) in texts.text().match_indices('#') {
            let span = layer.starts.len();
            layer.starts.push(start as u32);
            layer.ends.push(start as u32 + 1);
            layer.labels.push(span as u32 % 2);
            numbers.push(span as f64);
            words.push(&"x".repeat(span % 4));
            if span.is_multiple_of(3) {
                absent.push(span as u32);
            }
        }
        layer.attributes = vec![
            AttributeColumn {
                name: "number".into(),
                values: Values::Numbers(numbers),
                absent: absent.clone(),
            },
            AttributeColumn { name: "word".into(), values: Values::Text(words), absent },
        ];
        layer
    }

    fn texts(documents: &[String]) -> Texts {
        let mut texts = Texts::default();
        for document in documents {
            texts.push(document);
        }
        texts
    }

    #[test]
    fn parts_with_and_without_labels_go_together() {
        let texts = texts(&["#".into(), "##".into()]);
        for unlabelled in [0, 1] {
            let mut parts = [0, 1].map(|document| {
                let part = [DocumentIndex::new(document)];
                layer(&texts).select(&texts, &part).place(&texts, &part)
            });
            parts[unlabelled].labels.clear();
            let [mut whole, rest] = parts;
            whole.append(rest);
            let labels: Vec<Option<&str>> = EntryIndex::of_each(0..3).map(|span| whole.label(span)).collect();
            let expected = [[None, Some("odd"), Some("even")], [Some("even"), None, None]];
            assert_eq!(labels, expected[unlabelled]);
            assert_eq!(whole.select(&texts, &[DocumentIndex::new(1)]).labels.len(), 2);
        }
    }

    proptest! {
        #[test]
        fn parts_put_back_together_are_the_whole(
            documents in proptest::collection::vec("[a#]{0,6}", 1..8),
            cut in 0usize..8,
        ) {
            let texts = texts(&documents);
            let whole = layer(&texts);
            let (left, right): (Vec<_>, Vec<_>) = texts.documents().partition(|document| document.get() < cut);
            let mut again = whole.select(&texts, &left).place(&texts, &left);
            again.append(whole.select(&texts, &right).place(&texts, &right));
            prop_assert_eq!(again.starts, whole.starts);
            prop_assert_eq!(again.ends, whole.ends);
            prop_assert_eq!(again.labels, whole.labels);
            prop_assert_eq!(again.attributes, whole.attributes);
        }
    }
}
