//! A call of an analyzer: documents in columns, as the contract carries them.

use textmill_wit::guest::textmill::analyzer::types as wit;

use crate::native::{manifest, native};

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
    /// The call by which the engine has documents analyzed by a built-in analyzer: it wants a state, and no outputs.
    ///
    /// With `layers_wanted` all layers that the analyzer provides are wanted too, as they are of `tokenize` wherever
    /// another analyzer runs. The layers that the analyzer reads are made here, by `tokenize` without a sandbox.
    ///
    /// # Panics
    /// Where no built-in analyzer has this name.
    #[must_use]
    pub fn new(analyzer: &str, documents: &[String], layers_wanted: bool) -> Self {
        let manifest = manifest(analyzer);
        let layers = if manifest.requires.is_empty() { Vec::new() } else { tokenized(documents) };
        Self::of(&manifest, documents, &layers, layers_wanted)
    }

    /// The same for an analyzer with this manifest, and with layers that were made before, of which the call has those
    /// that it reads.
    #[must_use]
    pub fn of(
        manifest: &wit::Manifest,
        documents: &[String],
        layers: &[wit::Layer],
        layers_wanted: bool,
    ) -> Self {
        let provided = manifest.provides.iter().filter(|_| layers_wanted);
        let wanted = provided.map(|provision| wit::WantedLayer {
            layer: provision.layer.clone(),
            attributes: provision.attributes.iter().map(|attribute| attribute.name.clone()).collect(),
        });
        Self {
            batch: batch(documents, manifest),
            layers: manifest.requires.iter().filter_map(|required| read(layers, required)).collect(),
            want: wit::Want {
                outputs: false,
                partials: true,
                layers: wanted.collect(),
                extensions: Vec::new(),
            },
        }
    }

    /// The bytes of all texts.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.batch.texts.text.len() as u64
    }
}

/// The layers that `tokenize` makes of documents.
#[must_use]
pub fn tokenized(documents: &[String]) -> Vec<wit::Layer> {
    let call = Call::of(&manifest("tokenize"), documents, &[], true);
    native("tokenize").analyze(&call).layers
}

fn batch(documents: &[String], manifest: &wit::Manifest) -> wit::Batch {
    let metadata = manifest
        .metadata
        .iter()
        .map(|name| wit::MetadataColumn { name: name.clone(), values: column(documents.iter().map(|_| "")) });
    let ids: Vec<String> = (1..=documents.len()).map(|line| format!("corpus/texts.jsonl#{line}")).collect();
    wit::Batch {
        texts: column(documents.iter().map(String::as_str)),
        ids: column(ids.iter().map(String::as_str)),
        groups: Vec::new(),
        metadata: metadata.collect(),
    }
}

/// A layer as an analyzer is given it: with the attributes that its requirement names, and no others.
fn read(layers: &[wit::Layer], required: &wit::Requirement) -> Option<wit::Layer> {
    let mut layer = layers.iter().find(|layer| layer.name == required.layer)?.clone();
    layer.attributes.retain(|found| required.attributes.iter().any(|one| one.attribute.name == found.name));
    Some(layer)
}

/// Strings back to back.
fn column<'a>(strings: impl Iterator<Item = &'a str>) -> wit::Strings {
    let mut column = wit::Strings { text: String::new(), ends: Vec::new() };
    for string in strings {
        column.text.push_str(string);
        column.ends.extend((column.text.len() as u32).to_le_bytes());
    }
    column
}
