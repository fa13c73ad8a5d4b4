//! Calls as a host makes them: documents with the layers that the tokenizer makes of them.

use std::collections::HashMap;

use textmill_sdk::contract::{
    Attribute, Batch, Column, Dictionary, Layer, MetadataColumn, Strings, Want, WantedLayer,
};
use textmill_sdk::{number_column, prelude::*};
use textmill_sentiment::Polarity;
use textmill_tokenize::Tokenize;

/// A document.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Row {
    pub(crate) text: String,
    /// The metadata field, where the document has it.
    pub(crate) language: Option<String>,
    /// The group that it is folded into.
    #[serde(default)]
    pub(crate) group: u32,
}

/// What a call carries.
pub(crate) struct Call {
    pub(crate) batch: Batch,
    pub(crate) layers: Vec<Layer>,
}

impl Call {
    /// A call with these documents.
    ///
    /// # Errors
    /// What is wrong, where the tokenizer does not take them.
    pub(crate) fn new(tokenize: &Harness<Tokenize>, rows: &[Row]) -> Result<Self, String> {
        let json = |tag: &String| json!(tag).to_string();
        let languages = rows.iter().map(|row| row.language.as_ref().map(json).unwrap_or_default());
        let batch = Batch {
            texts: strings(rows.iter().map(|row| row.text.clone())),
            ids: strings((0..rows.len()).map(|row| format!("{row:05}"))),
            groups: number_column(rows.iter().map(|row| row.group)),
            metadata: vec![MetadataColumn { name: "language".into(), values: strings(languages) }],
        };
        let wanted = want(false, false, &[("tokens", &["form"]), ("sentences", &[]), ("language", &[])]);
        let mut layers = tokenize.analyze_batch(&batch, &[], &wanted)?.layers;
        for layer in layers.iter_mut().filter(|layer| layer.name == "tokens") {
            add_forms(&batch, layer);
        }
        Ok(Self { batch, layers })
    }

    /// How many tokens it has.
    #[allow(dead_code, reason = "for the example")]
    pub(crate) fn tokens(&self) -> usize {
        let tokens = self.layers.iter().find(|layer| layer.name == "tokens");
        tokens.map_or(0, |layer| layer.starts.len() / size_of::<u32>())
    }
}

/// The layers of the analyzer, with their attributes.
pub(crate) const LAYERS: [(&str, &[&str]); 2] = [("sentiment", &["score"]), ("cues", &["weight", "term"])];

/// What is wanted of a call.
pub(crate) fn want(outputs: bool, partials: bool, layers: &[(&str, &[&str])]) -> Want {
    let wanted = |&(layer, attributes): &(&str, &[&str])| WantedLayer {
        layer: layer.to_string(),
        attributes: attributes.iter().map(|&attribute| attribute.to_string()).collect(),
    };
    Want { outputs, partials, layers: layers.iter().map(wanted).collect(), extensions: Vec::new() }
}

/// A state as JSON, which is the same for states that are the same.
///
/// # Errors
/// Where it is none of this analyzer.
#[allow(dead_code, reason = "the example writes states as they are")]
pub(crate) fn json_of(partial: &[u8]) -> Result<String, Box<dyn std::error::Error>> {
    let state = State::from_bytes(Polarity::schema(), partial)?;
    Ok(state.to_json())
}

/// Adds the attribute `form` as a host does, where the provider has not.
fn add_forms(batch: &Batch, layer: &mut Layer) {
    if layer.attributes.iter().any(|attribute| attribute.name == "form") {
        return;
    }
    let mut codes = HashMap::new();
    let mut forms = Vec::new();
    let mut entries = Vec::new();
    for (start, end) in numbers(&layer.starts).zip(numbers(&layer.ends)) {
        let form = &batch.texts.text[start..end];
        entries.push(*codes.entry(form).or_insert_with(|| {
            forms.push(form.to_string());
            forms.len() as u32 - 1
        }));
    }
    let dictionary = Dictionary { table: strings(forms), entries: number_column(entries) };
    let values = Column::Dictionary(dictionary);
    layer.attributes.push(Attribute { name: "form".into(), values, absent: Vec::new() });
}

/// The numbers of a column.
fn numbers(bytes: &[u8]) -> impl Iterator<Item = usize> + '_ {
    bytes.as_chunks().0.iter().map(|&entry| u32::from_le_bytes(entry) as usize)
}

fn strings(parts: impl IntoIterator<Item = String>) -> Strings {
    let (mut text, mut ends) = (String::new(), Vec::new());
    for part in parts {
        text.push_str(&part);
        ends.push(text.len() as u32);
    }
    Strings { text, ends: number_column(ends) }
}
