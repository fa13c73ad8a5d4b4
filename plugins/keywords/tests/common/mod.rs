//! Batches as a host makes them.
#![allow(dead_code, reason = "each test file uses its part")]

use std::collections::HashMap;

use textmill_keywords::{KeywordAnalyzer, Keywords};
use textmill_sdk::contract::{
    Attribute, Batch, Column, Dictionary, Layer, MetadataColumn, Strings, Want, WantedLayer,
};
use textmill_sdk::merge::State;
use textmill_sdk::{Harness, Output, number_column};
use textmill_tokenize::Tokenize;

/// A batch with the layers of `tokenize`.
pub(crate) struct Call {
    batch: Batch,
    layers: Vec<Layer>,
}

impl Call {
    /// A batch of texts with their languages (empty: to be told) and groups.
    pub(crate) fn new(tokenize: &Harness<Tokenize>, documents: &[(String, &str, u32)]) -> Self {
        let language = |language: &str| match language {
            "" => String::new(),
            given => format!("{given:?}"),
        };
        let groups = documents.iter().map(|(.., group)| *group);
        let batch = Batch {
            texts: strings(documents.iter().map(|(text, ..)| text.as_str())),
            ids: strings(documents.iter().map(|_| "id")),
            groups: Vec::new(),
            metadata: vec![MetadataColumn {
                name: "language".to_string(),
                values: strings(documents.iter().map(|(_, given, _)| language(given))),
            }],
        };
        let wanted = [("tokens", &["clitics"][..]), ("sentences", &[]), ("language", &[])].map(
            |(layer, attributes)| WantedLayer {
                layer: layer.to_string(),
                attributes: attributes.iter().map(ToString::to_string).collect(),
            },
        );
        let want = Want { layers: wanted.to_vec(), ..want_states(false) };
        let mut layers = tokenize.analyze_batch(&batch, &[], &want).unwrap().layers;
        for layer in layers.iter_mut().filter(|layer| layer.name == "tokens") {
            let forms = forms(&batch.texts.text, layer);
            layer.attributes.push(forms);
        }
        let batch = Batch { groups: number_column(groups), metadata: Vec::new(), ..batch };
        Self { batch, layers }
    }
}

/// The states of the groups of a batch, as JSON.
pub(crate) fn states_of(keywords: &Harness<KeywordAnalyzer>, call: &Call) -> Vec<String> {
    let analysis = keywords.analyze_batch(&call.batch, &call.layers, &want_states(true)).unwrap();
    assert!(analysis.faults.is_empty(), "{:?}", analysis.faults);
    let json = |bytes: &Vec<u8>| State::from_bytes(Keywords::schema(), bytes).unwrap().to_json();
    analysis.partials.iter().map(json).collect()
}

fn want_states(partials: bool) -> Want {
    Want { outputs: false, partials, layers: Vec::new(), extensions: Vec::new() }
}

/// The forms of a layer.
fn forms(text: &str, layer: &Layer) -> Attribute {
    let mut codes = HashMap::new();
    let mut table = Vec::new();
    let entries = numbers(&layer.starts).zip(numbers(&layer.ends)).map(|(start, end)| {
        let form = &text[start..end];
        *codes.entry(form).or_insert_with(|| {
            table.push(form);
            table.len() as u32 - 1
        })
    });
    let entries = number_column(entries);
    let values = Column::Dictionary(Dictionary { table: strings(table), entries });
    Attribute { name: "form".to_string(), values, absent: Vec::new() }
}

fn numbers(column: &[u8]) -> impl Iterator<Item = usize> {
    column.as_chunks().0.iter().map(|&entry| u32::from_le_bytes(entry) as usize)
}

fn strings<S: AsRef<str>>(strings: impl IntoIterator<Item = S>) -> Strings {
    let mut text = String::new();
    let ends = strings.into_iter().map(|string| {
        text.push_str(string.as_ref());
        text.len() as u32
    });
    let ends = number_column(ends);
    Strings { text, ends }
}
