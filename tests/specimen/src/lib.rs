//! An analyzer that uses all of the contract: forms, layers of spans and of documents, an enrichment, attributes of every
//! type, references into another's layer, faults with a code, messages about a document.
//!
//! `tests/languages` has it in other languages, built against the same contract. All of them say the same.

use textmill_sdk::log::{self, Level};
use textmill_sdk::prelude::*;
use textmill_sdk::serde;

#[derive(Serialize, Output)]
#[serde(crate = "serde")]
struct Specimen {
    /// Words by their shape.
    #[merge(counts, top = 10)]
    shapes: Counts,
    /// Bytes of each word.
    #[merge(stats)]
    lengths: Vec<usize>,
    /// The year that the metadata tell.
    #[merge(max)]
    year: Option<f64>,
}

struct Speaker;

impl Analyzer for Speaker {
    type Settings = NoSettings;
    type Output = Specimen;

    fn manifest() -> Manifest {
        Manifest::new("specimen", env!("CARGO_PKG_VERSION"), "Uses all of the contract")
            .requires("tokens")
            .with_form()
            .with_labels(["word"])
            .provides(
                Provision::enriching("tokens", "the shape of each word")
                    .text("shape")
                    .integer("bytes")
                    .boolean("ascii")
                    .vector("ends"),
            )
            .provides(
                Provision::of_documents("size", "how long the document is")
                    .labels(["short", "long"])
                    .integer("words"),
            )
            .provides(
                Provision::new("pairs", "two words side by side")
                    .labels(["pair"])
                    .reference_to("first", "tokens")
                    .reference_to("second", "tokens")
                    .reference("before")
                    .number("share"),
            )
            .metadata("year")
    }

    fn new(_: NoSettings, _: &Resources) -> Result<Self, String> {
        Ok(Self)
    }

    fn analyze(&self, document: &Document<'_>, layers: &mut Layers) -> Result<Specimen, Fault> {
        if document.text().contains("FORBIDDEN") {
            return Err(Fault::new("the text is forbidden").with_code("forbidden"));
        }
        if document.text().contains("LOG") {
            log::write_about(document, Level::Info, "it asks to be told");
        }
        let words: Vec<(usize, Span<'_>)> =
            document.tokens().enumerate().filter(|(_, token)| token.label() == "word").collect();
        enrich(layers.layer("tokens"), &words);
        describe(layers.layer("size"), words.len());
        pair(layers.layer("pairs"), &words);
        Ok(Specimen {
            shapes: words.iter().map(|(_, word)| shape(word.text())).collect(),
            lengths: words.iter().map(|(_, word)| word.text().len()).collect(),
            year: document.metadata("year").and_then(|year| year.as_f64()),
        })
    }
}

fn enrich(tokens: &mut LayerWriter, words: &[(usize, Span<'_>)]) {
    for (index, word) in words {
        let text = word.text();
        let bytes = text.as_bytes();
        let ends = [bytes[0], bytes[bytes.len() - 1]].map(f32::from);
        tokens
            .enrich(*index)
            .string("shape", shape(text))
            .integer("bytes", text.len() as i64)
            .boolean("ascii", text.is_ascii())
            .vector("ends", &ends);
    }
}

fn describe(size: &mut LayerWriter, words: usize) {
    let label = size.label(if words < 3 { "short" } else { "long" });
    size.document(label).integer("words", words as i64);
}

fn pair(pairs: &mut LayerWriter, words: &[(usize, Span<'_>)]) {
    let label = pairs.label("pair");
    for (number, [(first, left), (second, right)]) in words.array_windows().enumerate() {
        let share = left.text().len() as f64 / (left.text().len() + right.text().len()) as f64;
        let pair = pairs
            .push(left.start()..right.end(), label)
            .reference("first", *first)
            .reference("second", *second)
            .number("share", share);
        if number > 0 {
            pair.reference("before", number - 1);
        }
    }
}

/// A word's characters by their kind: `A` for a capital, `a` for another letter of ASCII, `x` for all else, each once
/// where they repeat.
fn shape(word: &str) -> String {
    let mut shape = String::new();
    for character in word.chars() {
        let kind = match character {
            'A'..='Z' => 'A',
            'a'..='z' => 'a',
            _ => 'x',
        };
        if !shape.ends_with(kind) {
            shape.push(kind);
        }
    }
    shape
}

textmill_sdk::export!(Speaker);
