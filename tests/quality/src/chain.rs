//! The built-in analyzers with their default settings, each with the layers that it reads.

use serde_json::json;
use textmill_entities::Entities;
use textmill_keywords::KeywordAnalyzer;
use textmill_sdk::export::describe;
use textmill_sdk::{Analyzed, Analyzer, Harness, Sample};
use textmill_sentiment::Sentiment;
use textmill_tokenize::Tokenize;

/// What came of a document.
pub(crate) type Of<A> = Result<Analyzed<<A as Analyzer>::Output>, String>;

pub(crate) struct Chain {
    tokenize: Harness<Tokenize>,
    entities: Reader<Entities>,
    keywords: Reader<KeywordAnalyzer>,
    sentiment: Reader<Sentiment>,
}

/// An analyzer that reads the layers of others.
struct Reader<A> {
    harness: Harness<A>,
    /// Whether it reads what `entities` provides too, which then comes before it.
    reads_entities: bool,
}

impl Chain {
    /// # Errors
    /// Where an analyzer refuses its default settings.
    pub(crate) fn new() -> Result<Self, String> {
        Ok(Self {
            tokenize: Harness::new(json!({}))?,
            entities: Reader::new()?,
            keywords: Reader::new()?,
            sentiment: Reader::new()?,
        })
    }

    pub(crate) fn tokenize(&self, text: &str) -> Of<Tokenize> {
        self.tokenize.analyze(&Sample::new(text))
    }

    pub(crate) fn entities(&self, text: &str) -> Of<Entities> {
        self.entities.harness.analyze(&Sample::new(text).analyzed_by(&self.tokenize)?)
    }

    pub(crate) fn keywords(&self, text: &str) -> Of<KeywordAnalyzer> {
        self.keywords.analyze(text, self)
    }

    pub(crate) fn sentiment(&self, text: &str) -> Of<Sentiment> {
        self.sentiment.analyze(text, self)
    }
}

impl<A: Analyzer> Reader<A> {
    fn new() -> Result<Self, String> {
        let reads_entities = describe::<A>().requires.iter().any(|required| required.layer == "entities");
        Ok(Self { harness: Harness::new(json!({}))?, reads_entities })
    }

    fn analyze(&self, text: &str, chain: &Chain) -> Of<A> {
        let mut sample = Sample::new(text).analyzed_by(&chain.tokenize)?;
        if self.reads_entities {
            sample = sample.analyzed_by(&chain.entities.harness)?;
        }
        self.harness.analyze(&sample)
    }
}
