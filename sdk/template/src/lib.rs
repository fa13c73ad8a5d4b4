//! An analyzer to start from. It counts long words; its name, version and summary stand in `Cargo.toml`.

use textmill_sdk::prelude::*;

/// What is found in one document. Each field says how it merges over a corpus.
#[derive(Serialize, Output)]
struct Found {
    /// The long words, with how often each occurs.
    #[merge(counts, top = 20)]
    words: Counts,
}

/// What a user may set. The comments become the descriptions that `textmill plugin inspect` shows.
#[derive(Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Settings {
    /// The fewest letters of a long word.
    min_letters: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { min_letters: 8 }
    }
}

struct LongWords(Settings);

impl Analyzer for LongWords {
    type Settings = Settings;
    type Output = Found;

    fn manifest() -> Manifest {
        Manifest::new(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"), env!("CARGO_PKG_DESCRIPTION"))
            .requires("tokens")
    }

    fn new(settings: Settings, _: &Resources) -> Result<Self, String> {
        Ok(Self(settings))
    }

    fn analyze(&self, document: &Document<'_>, _: &mut Layers) -> Result<Found, Fault> {
        let words = document.tokens().filter(|token| token.label() == "word").map(|token| token.text());
        Ok(Found { words: words.filter(|word| word.chars().count() >= self.0.min_letters).collect() })
    }
}

textmill_sdk::export!(LongWords);

#[cfg(test)]
mod tests;
