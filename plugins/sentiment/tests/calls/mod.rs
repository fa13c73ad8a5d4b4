//! Calls as a host makes them: documents with the layers that the tokenizer makes of them.

use textmill_sdk::contract::{Batch, Layer, MetadataColumn, Want, WantedLayer};
use textmill_sdk::{number_column, prelude::*, string_column};
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
            texts: string_column(rows.iter().map(|row| &row.text))?,
            ids: string_column((0..rows.len()).map(|row| format!("{row:05}")))?,
            groups: number_column(rows.iter().map(|row| row.group)),
            metadata: vec![MetadataColumn { name: "language".into(), values: string_column(languages)? }],
        };
        let wanted = want(false, false, &[("tokens", &["form"]), ("sentences", &[]), ("language", &[])]);
        let layers = tokenize.analyze_batch(&batch, &[], &wanted)?.layers;
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
