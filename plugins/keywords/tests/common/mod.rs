//! Batches as a host makes them.
#![allow(dead_code, reason = "each test file uses its part")]

use textmill_keywords::{KeywordAnalyzer, Keywords};
use textmill_sdk::contract::{Batch, Layer, MetadataColumn, Want, WantedLayer};
use textmill_sdk::merge::State;
use textmill_sdk::{Harness, Output, number_column, string_column};
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
            texts: string_column(documents.iter().map(|(text, ..)| text)).unwrap(),
            ids: string_column(documents.iter().map(|_| "id")).unwrap(),
            groups: Vec::new(),
            metadata: vec![MetadataColumn {
                name: "language".to_string(),
                values: string_column(documents.iter().map(|(_, given, _)| language(given))).unwrap(),
            }],
        };
        let wanted = [("tokens", &["form", "clitics"][..]), ("sentences", &[]), ("language", &[])].map(
            |(layer, attributes)| WantedLayer {
                layer: layer.to_string(),
                attributes: attributes.iter().map(ToString::to_string).collect(),
            },
        );
        let want = Want { layers: wanted.to_vec(), ..want_states(false) };
        let layers = tokenize.analyze_batch(&batch, &[], &want).unwrap().layers;
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
