//! A call of an analyzer: documents in columns, as the contract carries them.

use textmill_wit::guest::textmill::analyzer::types as wit;

use crate::{Sandbox, native};

/// A batch with the layers that an analyzer reads, and what is wanted of it.
#[derive(Clone, Debug)]
pub struct Call {
    /// The documents.
    pub batch: wit::Batch,
    /// The layers that the analyzer requires, optional ones too.
    pub layers: Vec<wit::Layer>,
    /// What is wanted of it.
    pub want: wit::Want,
}

impl Call {
    /// The call by which the engine has documents analyzed: it wants a state, and no outputs.
    ///
    /// With `layers_wanted` all layers that the analyzer provides are wanted too, as they are of `tokenize` wherever
    /// another analyzer runs. The layers that the analyzer reads are made here, by `tokenize` without a sandbox.
    #[must_use]
    pub fn new(sandbox: &Sandbox, documents: &[String], layers_wanted: bool) -> Self {
        let manifest = sandbox.describe();
        let metadata = manifest.metadata.iter().map(|name| wit::MetadataColumn {
            name: name.clone(),
            values: column(documents.iter().map(|_| "")),
        });
        let ids: Vec<String> =
            (1..=documents.len()).map(|line| format!("corpus/texts.jsonl#{line}")).collect();
        let batch = wit::Batch {
            texts: column(documents.iter().map(String::as_str)),
            ids: column(ids.iter().map(String::as_str)),
            groups: Vec::new(),
            metadata: metadata.collect(),
        };
        let reads =
            |layer: &wit::Layer| manifest.requires.iter().any(|required| required.layer == layer.name);
        let layers = tokenized(&batch).into_iter().filter(reads).collect();
        let provides = manifest.provides.iter().filter(|_| layers_wanted);
        let wanted = provides.map(|provision| provision.layer.clone()).collect();
        Self { batch, layers, want: wit::Want { outputs: false, partials: true, layers: wanted } }
    }

    /// The bytes of all texts.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.batch.texts.text.len() as u64
    }
}

/// Strings back to back.
fn column<'a>(strings: impl Iterator<Item = &'a str>) -> wit::Strings {
    let mut column = wit::Strings { text: String::new(), ends: Vec::new() };
    for string in strings {
        column.text.push_str(string);
        column.ends.push(column.text.len() as u32);
    }
    column
}

fn tokenized(batch: &wit::Batch) -> Vec<wit::Layer> {
    let layers = ["tokens", "sentences", "language"].map(str::to_string).to_vec();
    let want = wit::Want { outputs: false, partials: false, layers };
    let call = Call { batch: batch.clone(), layers: Vec::new(), want };
    native("tokenize").analyze(&call).layers
}
