//! Two analyzers, one that makes layers and one that reads them, and batches for both.
#![allow(dead_code, reason = "each test file uses its part")]

use textmill_sdk::contract;
use textmill_sdk::number_column;
use textmill_sdk::prelude::*;

/// Words between blanks. It writes its spans from the last to the first, and goes wrong where a word says so.
pub(crate) struct Words;

#[derive(Debug, Serialize, Output)]
pub(crate) struct WordsOutput {
    #[merge(counts, top = 10)]
    pub(crate) words: Counts,
    #[merge(stats)]
    pub(crate) lengths: Vec<usize>,
    #[merge(top(n = 3))]
    pub(crate) longest: Option<usize>,
    #[merge(sample(n = 3))]
    pub(crate) text: String,
    #[merge(sum)]
    pub(crate) weight: f64,
}

impl Analyzer for Words {
    type Settings = NoSettings;
    type Output = WordsOutput;

    fn manifest() -> Manifest {
        Manifest::new("words", "0.1.0", "Words between blanks")
            .provides(
                Provision::new("tokens", "words")
                    .labels(["word", "number"])
                    .number("length")
                    .text("lower")
                    .reference("next"),
            )
            .provides(Provision::new("initials", "first letters, which are their own labels"))
    }

    fn new(_: NoSettings, _: &Resources) -> Result<Self, String> {
        Ok(Self)
    }

    fn analyze(&self, document: &Document<'_>, layers: &mut Layers) -> Result<WordsOutput, Fault> {
        let text = document.text();
        let mut output = WordsOutput {
            words: Counts::new(),
            lengths: Vec::new(),
            longest: None,
            text: text.to_string(),
            weight: 0.1,
        };
        let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
        for (written, word) in words.iter().rev().enumerate() {
            let length = word.chars().count();
            output.words.add(word, 1);
            output.lengths.push(length);
            output.longest = output.longest.max(Some(length));
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            write_token(layers, start, word, written);
            write_initial(layers, start, word);
            go_wrong(word, layers, &mut output)?;
        }
        Ok(output)
    }
}

fn write_token(layers: &mut Layers, start: usize, word: &str, written: usize) {
    let tokens = layers.layer("tokens");
    let label = tokens.label(if word.parse::<f64>().is_ok() { "number" } else { "word" });
    let token = tokens.push(start..start + word.len(), label).number("length", word.chars().count() as f64);
    let token = if word.starts_with(char::is_uppercase) {
        token.string("lower", "overwritten").string("lower", word.to_lowercase())
    } else {
        token
    };
    if written > 0 {
        token.reference("next", written - 1);
    }
}

fn write_initial(layers: &mut Layers, start: usize, word: &str) {
    let initial = word.chars().next().unwrap_or_default();
    let initials = layers.layer("initials");
    let label = initials.label(&initial.to_string());
    initials.push(start..start + initial.len_utf8(), label);
}

/// The words that make a document a fault, with the message of each.
pub(crate) const FAULTS: &[(&str, &str)] = &[
    ("FAULT", "this document cannot be done"),
    ("ERROR", "invalid digit found in string"),
    ("EMPTY", "layer `tokens`: span 3..3 is empty (of 14 bytes)"),
    ("OUTSIDE", "layer `tokens`: span 3..99 is outside of the text (of 16 bytes)"),
    ("INSIDE", "layer `tokens`: span 0..1 begins or ends inside a character (of 15 bytes)"),
    ("OVERLAP", "layer `tokens`: span 0..2 overlaps 0..3"),
    ("LABEL", "layer `tokens`: the manifest has no label `verb`"),
    ("STRANGER", "layer `tokens`: span 0..2 has a label of another layer (of 17 bytes)"),
    ("ATTRIBUTE", "layer `tokens`: the manifest has no attribute `lemma` with text"),
    ("TYPE", "layer `tokens`: the manifest has no attribute `length` with references"),
    ("NAN", "layer `tokens`: attribute `length`: NaN is not finite"),
    ("REFERENCE", "layer `tokens`: attribute `next`: a reference to span 4294967295 of 5"),
    ("MISFIT", "`weight`: found inf, expected a finite number"),
];

fn go_wrong(word: &str, layers: &mut Layers, output: &mut WordsOutput) -> Result<(), Fault> {
    if word == "MISFIT" {
        output.weight = f64::INFINITY;
    }
    if word == "STRANGER" {
        let initials = layers.layer("initials");
        let [.., stranger] = ["x", "y", "z"].map(|name| initials.label(name));
        layers.layer("tokens").push(0..2, stranger);
    }
    let tokens = layers.layer("tokens");
    let label = tokens.label("word");
    match word {
        "FAULT" => return Err(Fault::new("this document cannot be done")),
        "ERROR" => drop("x".parse::<u8>()?),
        "EMPTY" => drop(tokens.push(3..3, label)),
        "OUTSIDE" => drop(tokens.push(3..99, label)),
        "INSIDE" => drop(tokens.push(0..1, label)),
        "OVERLAP" => drop(tokens.push(0..3, label)),
        "LABEL" => drop(tokens.label("verb")),
        "ATTRIBUTE" => drop(tokens.push(2..3, label).string("lemma", "x")),
        "TYPE" => drop(tokens.push(2..3, label).reference("length", 0)),
        "NAN" => drop(tokens.push(2..3, label).number("length", f64::NAN)),
        "REFERENCE" => drop(tokens.push(2..3, label).reference("next", usize::MAX)),
        _ => {}
    }
    Ok(())
}

/// Tells all that it sees of a document.
pub(crate) struct Reader;

#[derive(Debug, Serialize, Output)]
pub(crate) struct Seen {
    #[merge(each)]
    pub(crate) text: String,
    #[merge(each)]
    pub(crate) tokens: Vec<String>,
    #[merge(each)]
    pub(crate) language: Option<String>,
    #[merge(each)]
    pub(crate) year: Option<serde_json::Value>,
}

impl Analyzer for Reader {
    type Settings = NoSettings;
    type Output = Seen;

    fn manifest() -> Manifest {
        Manifest::new("reader", "0.1.0", "Tells what it sees")
            .requires("tokens")
            .with_number("length")
            .with_text("lower")
            .with_reference("next")
            .optional("language")
            .metadata("year")
    }

    fn new(_: NoSettings, _: &Resources) -> Result<Self, String> {
        Ok(Self)
    }

    fn analyze(&self, document: &Document<'_>, _: &mut Layers) -> Result<Seen, Fault> {
        Ok(Seen {
            text: document.text().to_string(),
            tokens: document.tokens().map(|token| see(document, &token)).collect(),
            language: document.language().map(str::to_string),
            year: document.metadata("year"),
        })
    }
}

fn see(document: &Document<'_>, token: &Span<'_>) -> String {
    let mut seen = format!("{:?} {} {}", token.range(), token.label(), token.text());
    if let Some(length) = token.number("length") {
        seen += &format!(" length={length}");
    }
    if let Some(lower) = token.string("lower") {
        seen += &format!(" lower={lower}");
    }
    if let Some(next) = token.reference("next").and_then(|next| document.tokens().nth(next)) {
        seen += &format!(" next={}", next.text());
    }
    seen
}

pub(crate) fn harness<A: Analyzer>() -> Harness<A> {
    Harness::new(json!({})).expect("the test's analyzers need nothing")
}

/// The documents of these texts, with their places as ids.
pub(crate) fn batch<T: AsRef<str>>(texts: &[T]) -> contract::Batch {
    numbered_batch(0, texts)
}

/// The documents of these texts, with ids from `first` on.
pub(crate) fn numbered_batch<T: AsRef<str>>(first: usize, texts: &[T]) -> contract::Batch {
    let ids: Vec<String> = (first..first + texts.len()).map(id).collect();
    contract::Batch { texts: strings(texts), ids: strings(&ids), groups: Vec::new(), metadata: Vec::new() }
}

pub(crate) fn id(document: usize) -> String {
    format!("document {document}")
}

pub(crate) fn strings<T: AsRef<str>>(parts: &[T]) -> contract::Strings {
    let mut text = String::new();
    let ends = parts.iter().map(|part| {
        text.push_str(part.as_ref());
        text.len() as u32
    });
    let ends = number_column(ends);
    contract::Strings { text, ends }
}

/// The state of [`Words`] that a partial is.
pub(crate) fn state(partial: &[u8]) -> State {
    State::from_bytes(WordsOutput::schema(), partial).expect("a guest's own state")
}

/// The numbers of a column of 32-bit numbers.
pub(crate) fn numbers(column: &[u8]) -> Vec<u32> {
    let (numbers, []) = column.as_chunks() else { panic!("whole numbers") };
    numbers.iter().map(|&number| u32::from_le_bytes(number)).collect()
}

/// A column of 64-bit floating-point numbers.
pub(crate) fn doubles(numbers: &[f64]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

pub(crate) fn want(outputs: bool, partials: bool, layers: &[&str]) -> contract::Want {
    let layers = layers.iter().map(|layer| contract::WantedLayer {
        layer: layer.to_string(),
        attributes: ["length", "lower", "next"].map(String::from).to_vec(),
    });
    contract::Want { outputs, partials, layers: layers.collect(), extensions: Vec::new() }
}

/// What is wanted of [`Words`] where everything is.
pub(crate) fn want_all() -> contract::Want {
    want(true, true, &["tokens", "initials"])
}

/// The spans of each document, with offsets into its text, label, and attributes: what must not depend on batching.
pub(crate) fn by_document(batch: &contract::Batch, layer: &contract::Layer) -> Vec<Vec<String>> {
    let mut start = 0;
    let starts = numbers(&layer.starts);
    let ends = numbers(&batch.texts.ends).into_iter();
    ends.map(|end| {
        let inside = |&span: &usize| (start..end).contains(&starts[span]);
        let spans = (0..starts.len()).filter(inside);
        let shown = spans.map(|span| show(layer, span, start)).collect();
        start = end;
        shown
    })
    .collect()
}

fn show(layer: &contract::Layer, span: usize, base: u32) -> String {
    let at = |column: &[u8]| numbers(column)[span];
    let label = &layer.label_names[at(&layer.labels) as usize];
    let mut shown = format!("{}..{} {label}", at(&layer.starts) - base, at(&layer.ends) - base);
    for attribute in &layer.attributes {
        if numbers(&attribute.absent).contains(&(span as u32)) {
            continue;
        }
        let value = match &attribute.values {
            contract::Column::Numbers(column) => {
                let (values, _) = column.as_chunks();
                f64::from_le_bytes(values[span]).to_string()
            }
            contract::Column::References(spans) => at(spans).to_string(),
            contract::Column::Strings(strings) => string(strings, span),
            contract::Column::Dictionary(dictionary) => {
                string(&dictionary.table, at(&dictionary.entries) as usize)
            }
            contract::Column::Vectors(vectors) => format!("{vectors:?}"),
        };
        shown += &format!(" {}={value}", attribute.name);
    }
    shown
}

fn string(strings: &contract::Strings, index: usize) -> String {
    let ends = numbers(&strings.ends);
    let start = if index == 0 { 0 } else { ends[index - 1] };
    strings.text[start as usize..ends[index] as usize].to_string()
}
