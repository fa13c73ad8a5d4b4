//! An analyzer that reads what `specimen` provides, and tells what it sees; with settings that make it read what its
//! manifest does not name.

use textmill_sdk::prelude::*;
use textmill_sdk::serde::{self, Deserialize};

#[derive(Deserialize, JsonSchema, Default)]
#[serde(crate = "serde", default, deny_unknown_fields)]
#[schemars(crate = "textmill_sdk::schemars")]
struct Settings {
    /// What it reads beside: `layer`, `attribute`, `form`, `metadata`, `resource`; or writes: `write`.
    undeclared: String,
}

#[derive(Serialize, Output)]
#[serde(crate = "serde")]
struct Seen {
    /// What stands in the layers, a line for each word, pair and document.
    #[merge(each)]
    seen: Vec<String>,
    #[merge(counts, top = 10)]
    shapes: Counts,
}

struct Witness(Settings);

impl Analyzer for Witness {
    type Settings = Settings;
    type Output = Seen;

    fn manifest() -> Manifest {
        Manifest::new("witness", env!("CARGO_PKG_VERSION"), "Tells what it sees of layers")
            .requires("tokens")
            .with_text("shape")
            .with_integer("bytes")
            .with_boolean("ascii")
            .with_vector("ends")
            .with_text("lemma")
            .if_provided()
            .requires("size")
            .with_integer("words")
            .requires("pairs")
            .with_reference_to("first", "tokens")
            .with_reference_to("second", "tokens")
            .with_reference("before")
            .with_form()
    }

    fn new(settings: Settings, resources: &Resources) -> Result<Self, String> {
        if settings.undeclared == "resource" {
            let _ = resources.bytes("lexicon");
        }
        Ok(Self(settings))
    }

    fn analyze(&self, document: &Document<'_>, layers: &mut Layers) -> Result<Seen, Fault> {
        match self.0.undeclared.as_str() {
            "layer" => drop(document.sentences()),
            "attribute" => drop(document.tokens().next().and_then(|token| token.number("length"))),
            "form" => drop(document.tokens().next().map(|token| token.form())),
            "metadata" => drop(document.metadata("author")),
            "write" => drop(layers.layer("notes").label("note")),
            _ => {}
        }
        let words = document.tokens().filter_map(|token| {
            let (shape, bytes, ascii) =
                (token.string("shape")?, token.number("bytes")?, token.boolean("ascii")?);
            Some(format!("{} {shape} {bytes} {ascii} {:?}", token.text(), token.vector("ends")?))
        });
        let size = document
            .layer("size")
            .map(|size| format!("{:?} {} {:?}", size.range(), size.label(), size.number("words")));
        let word = |index: Option<usize>| {
            index.and_then(|index| document.tokens().nth(index)).map(|word| word.text())
        };
        let pairs = document.layer("pairs").map(|pair| {
            let [first, second] = ["first", "second"].map(|name| word(pair.reference(name)));
            format!(
                "{:?} {first:?} {second:?} {:?} form {}",
                pair.text(),
                pair.reference("before"),
                pair.form()
            )
        });
        let shapes = document.tokens().filter_map(|token| token.string("shape")).collect();
        Ok(Seen { seen: words.chain(size).chain(pairs).collect(), shapes })
    }
}

textmill_sdk::export!(Witness);
