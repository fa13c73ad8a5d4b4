//! Layers over a part of a batch: taken out for a smaller call, and put back together.

use std::collections::BTreeSet;

use super::layer::{Attribute, Layer, UNLABELLED, Values, part};
use crate::run::Texts;

impl Layer {
    /// The spans of the documents `kept` (ascending), over the texts of those documents alone.
    pub(crate) fn select(&self, texts: &Texts, kept: &[usize]) -> Self {
        let mut selected =
            Self { name: self.name.clone(), label_names: self.label_names.clone(), ..Self::default() };
        let mut spans = Vec::new();
        let mut offset = 0;
        for &document in kept {
            let bounds = texts.bound(document);
            for span in self.within(&bounds) {
                spans.push(span);
                selected.starts.push(self.starts[span] - bounds.start + offset);
                selected.ends.push(self.ends[span] - bounds.start + offset);
            }
            offset += bounds.len() as u32;
        }
        if !self.labels.is_empty() {
            selected.labels = spans.iter().map(|&span| self.labels[span]).collect();
        }
        selected.attributes = self.attributes.iter().map(|attribute| attribute.select(&spans)).collect();
        selected
    }

    /// Puts a layer over the documents `kept` (ascending) back over the texts of the whole batch.
    pub(crate) fn place(mut self, texts: &Texts, kept: &[usize]) -> Self {
        let mut span = 0;
        let mut offset = 0;
        for &document in kept {
            let bounds = texts.bound(document);
            let behind = offset + bounds.len() as u32;
            while span < self.starts.len() && self.starts[span] < behind {
                self.starts[span] = self.starts[span] - offset + bounds.start;
                self.ends[span] = self.ends[span] - offset + bounds.start;
                span += 1;
            }
            offset = behind;
        }
        self
    }

    /// Adds the spans of `other`, all of which come after those of `self`.
    pub(crate) fn append(&mut self, other: Self) {
        let (mine, theirs) = (self.len(), other.len());
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

    /// The index of a label among the names, to which it is added where it is not there.
    fn place_of_label(&mut self, label: &str) -> u32 {
        let known = self.label_names.iter().position(|name| name == label);
        let place = known.unwrap_or(self.label_names.len());
        if known.is_none() {
            self.label_names.push(label.to_string());
        }
        place as u32
    }
}

impl Attribute {
    fn select(&self, spans: &[usize]) -> Self {
        let values = match &self.values {
            Values::Numbers(numbers) => Values::Numbers(spans.iter().map(|&span| numbers[span]).collect()),
            Values::References(spans_referred_to) => {
                Values::References(spans.iter().map(|&span| spans_referred_to[span]).collect())
            }
            Values::Text { text, ends } => {
                let mut selected = String::new();
                let mut selected_ends = Vec::with_capacity(spans.len());
                for &span in spans {
                    selected.push_str(&text[part(ends, span)]);
                    selected_ends.push(selected.len() as u32);
                }
                Values::Text { text: selected, ends: selected_ends }
            }
        };
        let absent = spans
            .iter()
            .enumerate()
            .filter(|(_, span)| self.absent.binary_search(&(**span as u32)).is_ok())
            .map(|(place, _)| place as u32)
            .collect();
        Self { name: self.name.clone(), values, absent }
    }

    /// An attribute of this name and type that none of `spans` has.
    fn absent_everywhere(&self, spans: usize) -> Self {
        let values = match self.values {
            Values::Numbers(_) => Values::Numbers(vec![0.0; spans]),
            Values::References(_) => Values::References(vec![0; spans]),
            Values::Text { .. } => Values::Text { text: String::new(), ends: vec![0; spans] },
        };
        Self { name: self.name.clone(), values, absent: (0..spans as u32).collect() }
    }

    /// Adds `theirs` values behind `mine`; where there are none, as many absent ones.
    fn append(&mut self, mine: usize, other: Option<Self>, theirs: usize) {
        let other = other.unwrap_or_else(|| self.absent_everywhere(theirs));
        self.absent.extend(other.absent.iter().map(|&span| span + mine as u32));
        match (&mut self.values, other.values) {
            (Values::Numbers(numbers), Values::Numbers(more)) => numbers.extend(more),
            (Values::References(references), Values::References(more)) => references.extend(more),
            (Values::Text { text, ends }, Values::Text { text: more, ends: more_ends }) => {
                let offset = text.len() as u32;
                text.push_str(&more);
                ends.extend(more_ends.iter().map(|&end| end + offset));
            }
            // Both were checked against one provision, which gives an attribute one type.
            (_, _) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Attribute, Layer, Values};
    use crate::run::Texts;

    /// One span for each `#` of the texts, labelled and numbered in turn, every third without a number.
    fn layer(texts: &Texts) -> Layer {
        let mut layer = Layer {
            name: "marks".into(),
            label_names: vec!["even".into(), "odd".into()],
            ..Layer::default()
        };
        let (mut numbers, mut absent, mut words, mut ends) =
            (Vec::new(), Vec::new(), String::new(), Vec::new());
        for (start, _) in texts.text().match_indices('#') {
            let span = layer.starts.len();
            layer.starts.push(start as u32);
            layer.ends.push(start as u32 + 1);
            layer.labels.push(span as u32 % 2);
            numbers.push(span as f64);
            words.push_str(&"x".repeat(span % 4));
            ends.push(words.len() as u32);
            if span.is_multiple_of(3) {
                absent.push(span as u32);
            }
        }
        layer.attributes = vec![
            Attribute { name: "number".into(), values: Values::Numbers(numbers), absent: absent.clone() },
            Attribute { name: "word".into(), values: Values::Text { text: words, ends }, absent },
        ];
        layer
    }

    fn texts(documents: &[String]) -> Texts {
        let mut texts = Texts::default();
        for document in documents {
            texts.push(document).expect("a few bytes");
        }
        texts
    }

    #[test]
    fn parts_with_and_without_labels_go_together() {
        let texts = texts(&["#".into(), "##".into()]);
        for unlabelled in [0, 1] {
            let mut parts =
                [0, 1].map(|document| layer(&texts).select(&texts, &[document]).place(&texts, &[document]));
            parts[unlabelled].labels.clear();
            let [mut whole, behind] = parts;
            whole.append(behind);
            let labels: Vec<Option<&str>> = (0..3).map(|span| whole.label(span)).collect();
            let expected = [[None, Some("odd"), Some("even")], [Some("even"), None, None]];
            assert_eq!(labels, expected[unlabelled]);
            assert_eq!(whole.select(&texts, &[1]).labels.len(), 2);
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
            let (left, right): (Vec<usize>, Vec<usize>) = (0..texts.len()).partition(|&document| document < cut);
            let mut again = whole.select(&texts, &left).place(&texts, &left);
            again.append(whole.select(&texts, &right).place(&texts, &right));
            prop_assert_eq!(again.starts, whole.starts);
            prop_assert_eq!(again.ends, whole.ends);
            prop_assert_eq!(again.labels, whole.labels);
            prop_assert_eq!(again.attributes, whole.attributes);
        }
    }
}
