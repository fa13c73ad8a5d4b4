//! Concordances: every place where a word, a phrase or a name stands, with the words around it.

mod arabic;
mod cut;
mod find;
mod fold;
mod hit;
mod pattern;
mod search;
mod token;
mod word;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use textmill_corpus::{Source, StopHandle};

use self::cut::Element;
use self::find::{Finder, Found, Wanted};
pub use self::hit::{Context, Hit};
pub use self::pattern::Pattern;
use self::pattern::{Sought, Spelling};
use self::search::Search;
use crate::engine::{Analysis, DocumentStream, Engine};
use crate::error::Error;
use crate::report::{Fault, FaultKind};
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

    /// Gives this field with each hit: of the metadata, the label of a layer of documents such as `language` where they lack
    /// it, or `source` or `folder`. One that no document has is an error, as the last item.
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
    /// Later ones come as the last item: [`ErrorKind::Name`](crate::ErrorKind::Name) for a field that no document has.
    pub fn stream(self, source: impl Source + 'static) -> Result<HitStream, Error> {
        let engine = &self.analysis.engine;
        self.pattern.check_label(engine)?;
        let spelling = self.pattern.spelling();
        let sought = match &self.pattern.sought {
            Sought::Words(pieces) => Wanted::Words(cut::elements(pieces, spelling, engine)?),
            Sought::Entity(name) => Wanted::Entity(name.clone()),
            Sought::Label(label) => Wanted::Label(label.clone()),
        };
        let known = engine.layers();
        let labels: Vec<String> = self.fields.iter().filter(|field| known.contains(field)).cloned().collect();
        let layers = self.pattern.layers().iter().copied();
        let sentences = (self.window == Window::Sentence).then_some("sentences");
        let layers = layers.chain(sentences).chain(labels.iter().map(String::as_str));
        let mut analysis = self.analysis.layers(layers);
        if let Some(filter) = text_filter(&sought, spelling) {
            analysis = analysis.filter_text(filter);
        }
        let analysis = self.fields.iter().fold(analysis, |analysis, field| analysis.keep_field(field));
        let finder = Finder { sought, spelling, window: self.window, fields: self.fields, labels };
        Ok(HitStream {
            read: analysis.any_read(),
            results: analysis.stream(source)?,
            finder,
            found: Vec::new().into_iter(),
            first_faults: Vec::new(),
            faults: 0,
            unread: 0,
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
fn text_filter(sought: &Wanted, spelling: Spelling) -> Option<TextFilter> {
    let Wanted::Words(elements) = sought else { return None };
    let needles = elements.iter().filter_map(Element::needle);
    let needle = needles.max_by_key(|needle| needle.len()).filter(|needle| !needle.is_empty())?;
    Some(match spelling {
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
    /// Whether a document was read.
    read: Arc<AtomicBool>,
    first_faults: Vec<Fault>,
    faults: u64,
    unread: u64,
}

impl HitStream {
    /// Faults that are kept.
    const KEPT: usize = 100;

    /// The first hundred things that could not be read or cut into words so far, so that there may be hits in them which were
    /// not given.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        &self.first_faults
    }

    /// How many there were in all.
    #[must_use]
    pub fn fault_count(&self) -> u64 {
        self.faults
    }

    /// How many documents could not be read so far.
    #[must_use]
    pub fn unread(&self) -> u64 {
        self.unread
    }

    /// Whether a document could be read so far, be there hits in it or not.
    #[must_use]
    pub fn has_read(&self) -> bool {
        self.read.load(Ordering::Relaxed)
    }

    fn note(&mut self, faults: Vec<Fault>) {
        self.faults += faults.len() as u64;
        self.unread += faults.iter().filter(|fault| fault.kind == FaultKind::Unread).count() as u64;
        let room = Self::KEPT.saturating_sub(self.first_faults.len());
        self.first_faults.extend(faults.into_iter().take(room));
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
                Ok(Found::Lost(faults)) => self.note(faults),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}
