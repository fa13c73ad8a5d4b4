//! Concordances: every place where a word, a phrase or a name stands, with the words around it.

mod find;
mod hit;
mod pattern;
mod search;
mod word;

use std::fmt;
use std::sync::Arc;

use textmill_corpus::{Source, StopHandle};

use self::find::{Finder, Found};
pub use self::hit::{Context, Hit};
pub use self::pattern::Pattern;
use self::pattern::Spelling;
use self::search::Search;
use crate::engine::{Analysis, DocumentStream, Engine};
use crate::error::Error;
use crate::report::Fault;
use crate::run::Progress;
use crate::select::{Filter, TextFilter};

/// A concordance to be made: every hit of a pattern in a corpus, with what stands around it. Made by [`Engine::concordance`].
///
/// ```no_run
/// use textmill::{Corpus, Engine, PluginSource};
///
/// let engine = Engine::builder().plugin(PluginSource::builtin("tokenize")?).build()?;
/// let concordance = engine.concordance("مدرسة".parse()?);
/// for hit in concordance.stream(Corpus::new().path("news.jsonl").open()?)? {
///     let hit = hit?;
///     println!("{}: {} [{}] {}", hit.document, hit.before.text, hit.text, hit.after.text);
/// }
/// # Ok::<(), textmill::Error>(())
/// ```
#[must_use]
pub struct Concordance {
    analysis: Analysis<'static>,
    pattern: Pattern,
    window: Window,
    fields: Vec<String>,
}

/// How much of the text around a hit is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// So many tokens on each side, marks among them.
    Tokens(usize),
    /// The sentence.
    Sentence,
}

impl Default for Window {
    fn default() -> Self {
        Self::Tokens(10)
    }
}

impl Engine {
    /// A concordance of a pattern: see [`Concordance`]. The engine needs the layer `tokens`, that of sentences `sentences`, and of
    /// names `entities`.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// let hits = engine.concordance("label=person".parse()?).stream(textmill::Corpus::new().path("corpus").open()?)?;
    /// println!("{} persons", hits.count());
    /// # Ok::<(), textmill::Error>(())
    /// ```
    pub fn concordance(&self, pattern: Pattern) -> Concordance {
        Concordance { analysis: self.analysis(), pattern, window: Window::default(), fields: Vec::new() }
    }
}

impl Concordance {
    /// How much of the text around a hit is given.
    pub fn window(mut self, window: Window) -> Self {
        self.window = window;
        self
    }

    /// Looks only into documents that meet a condition, as [`Analysis::filter`] does.
    pub fn filter(mut self, filter: Filter) -> Self {
        self.analysis = self.analysis.filter(filter);
        self
    }

    /// Gives this field of the metadata with each hit.
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.fields.push(field.into());
        self
    }

    /// Counts in `progress` how far it has come.
    pub fn progress(mut self, progress: Arc<Progress>) -> Self {
        self.analysis = self.analysis.progress(progress);
        self
    }

    /// Ends early once it is stopped.
    pub fn stop(mut self, stop: StopHandle) -> Self {
        self.analysis = self.analysis.stop(stop);
        self
    }

    /// The hits, in the order of the documents and their texts.
    ///
    /// Documents without the letters that are looked for are not cut into words, so a rare word is found as fast as documents
    /// are read. Memory does not grow with the corpus, nor with the hits.
    ///
    /// # Errors
    /// [`ErrorKind::Settings`](crate::ErrorKind::Settings) where the engine has no analyzer that gives a layer which is needed,
    /// [`ErrorKind::Name`](crate::ErrorKind::Name) for a label that no entity can have, with those that there are.
    /// Later ones come as the last item.
    pub fn stream(self, source: impl Source + 'static) -> Result<HitStream, Error> {
        self.pattern.check_label(&self.analysis.engine)?;
        let sentences = (self.window == Window::Sentence).then_some("sentences");
        let mut analysis = self.analysis.layers(self.pattern.layers().iter().copied().chain(sentences));
        if let Some(filter) = text_filter(&self.pattern) {
            analysis = analysis.filter_text(filter);
        }
        let analysis = self.fields.iter().fold(analysis, |analysis, field| analysis.keep_field(field));
        let finder = Finder { pattern: self.pattern, window: self.window, fields: self.fields };
        Ok(HitStream {
            results: analysis.stream(source)?,
            finder,
            found: Vec::new().into_iter(),
            lost: Vec::new(),
        })
    }
}

impl fmt::Debug for Concordance {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pattern, window, fields, analysis: _ } = self;
        formatter
            .debug_struct("Concordance")
            .field("pattern", pattern)
            .field("window", window)
            .field("fields", fields)
            .finish_non_exhaustive()
    }
}

/// Lets through the texts that have the letters which are looked for.
fn text_filter(pattern: &Pattern) -> Option<TextFilter> {
    let needle = pattern.needle()?;
    Some(match pattern.spelling() {
        Spelling::Exact => {
            let needle = needle.to_string();
            TextFilter::new(move |text| text.contains(&needle))
        }
        Spelling::Folded => {
            let search = Search::new(needle);
            TextFilter::new(move |text| search.may_be_in(text))
        }
    })
}

/// The hits of a [`Concordance`].
#[derive(Debug)]
pub struct HitStream {
    results: DocumentStream,
    finder: Finder,
    found: std::vec::IntoIter<Hit>,
    lost: Vec<Fault>,
}

impl HitStream {
    /// What could not be read or cut into words so far, so that there may be hits in it which were not given.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        &self.lost
    }
}

impl Iterator for HitStream {
    type Item = Result<Hit, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(hit) = self.found.next() {
                return Some(Ok(hit));
            }
            let found = match self.results.next()? {
                Ok(result) => self.finder.find(&result),
                Err(error) => Err(error),
            };
            match found {
                Ok(Found::Hits(hits)) => self.found = hits.into_iter(),
                Ok(Found::Lost(faults)) => self.lost.extend(faults),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}
