//! Calls: texts in, results out, on the thread of the caller.

use std::sync::Arc;
use std::time::{Duration, Instant};

use textmill_corpus::{Document, Item, StopHandle};

use super::Engine;
use super::analysis::Attachments;
use crate::error::{Error, ErrorKind};
use crate::plugin::{Bounds, Runtime};
use crate::results::DocumentResult;
use crate::run::{Plan, Track, Worker};
use crate::tally::Tally;

/// Calls that analyze texts, with what they ask for beside outputs. Made by [`Engine::texts`].
///
/// It may be kept, and used from any number of threads at once. What a call finds in a text is what a run finds in a document
/// of the same text and metadata.
///
/// ```no_run
/// use std::time::Duration;
///
/// # let engine = textmill::Engine::builder().builtins().build()?;
/// let texts = engine.texts().layers(["tokens", "entities"]).time_limit(Duration::from_millis(200));
/// let result = texts.analyze("وُلد نجيب محفوظ في القاهرة.")?;
/// for token in result.layer("tokens")?.into_iter().flat_map(|tokens| tokens.spans()) {
///     println!("{:?} {}", token.bytes(), token.text());
/// }
/// # Ok::<(), textmill::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct TextAnalysis {
    engine: Engine,
    layers: Vec<String>,
    time_limit: Option<Duration>,
    stop: Option<StopHandle>,
}

impl TextAnalysis {
    pub(crate) fn new(engine: Engine) -> Self {
        Self { engine, layers: Vec::new(), time_limit: None, stop: None }
    }

    /// Gives these layers with each result, by their names in the run.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// let result = engine.texts().layers(["sentences"]).analyze("It rained. We stayed in.")?;
    /// println!("{} sentences", result.layer("sentences")?.map_or(0, |layer| layer.len()));
    /// # Ok::<(), textmill::Error>(())
    /// ```
    #[must_use]
    pub fn layers<L: Into<String>>(mut self, layers: impl IntoIterator<Item = L>) -> Self {
        self.layers.extend(layers.into_iter().map(Into::into));
        self
    }

    /// How long a call may take: one that takes longer is broken off, within some ten milliseconds. The limits of plugins
    /// hold beside it.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// use std::time::Duration;
    /// use textmill::ErrorKind;
    ///
    /// match engine.texts().time_limit(Duration::from_millis(50)).analyze("The rooms are lovely.") {
    ///     Err(error) if error.kind() == ErrorKind::Deadline => eprintln!("too slow: {error}"),
    ///     result => println!("{}", result?.to_json()?),
    /// }
    /// # Ok::<(), textmill::Error>(())
    /// ```
    #[must_use]
    pub fn time_limit(mut self, limit: Duration) -> Self {
        self.time_limit = Some(limit);
        self
    }

    /// Breaks calls off once it is stopped, within some ten milliseconds.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// // Another thread stops the call, say when the client that asked has gone.
    /// let stop = textmill::StopHandle::new();
    /// let texts = engine.texts().stop(stop.clone());
    /// std::thread::spawn(move || stop.stop());
    /// let result = texts.analyze("The rooms are lovely.");
    /// # Ok::<(), textmill::Error>(())
    /// ```
    #[must_use]
    pub fn stop(mut self, stop: StopHandle) -> Self {
        self.stop = Some(stop);
        self
    }

    /// Analyzes one text.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// let texts = engine.texts();
    /// println!("{}", texts.analyze("لا يعجبني.")?.to_json()?);
    /// # Ok::<(), textmill::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Settings`] for a layer that no analyzer makes, [`ErrorKind::Deadline`] where it took longer than it may,
    /// [`ErrorKind::Stopped`] where it was stopped. A text that an analyzer cannot do has a
    /// [fault](DocumentResult::faults).
    pub fn analyze(&self, text: &str) -> Result<DocumentResult, Error> {
        self.analyze_document(Document::new("0", text))
    }

    /// Analyzes texts together, in fewer calls to the plugins than one by one. The results are in their order; the id of each
    /// is its place among them.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// for result in engine.texts().layers(["entities"]).analyze_all(&["Taha Hussein", "القاهرة"])? {
    ///     println!("{}: {}", result.id(), result.to_json()?);
    /// }
    /// # Ok::<(), textmill::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`analyze`](Self::analyze).
    pub fn analyze_all<T: AsRef<str>>(&self, texts: &[T]) -> Result<Vec<DocumentResult>, Error> {
        let documents = texts.iter().enumerate();
        let documents = documents.map(|(place, text)| Document::new(place.to_string(), text.as_ref()));
        self.analyze_documents(documents.collect())
    }

    /// Analyzes one document: a text with an id and metadata, such as its language.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// use textmill::Document;
    ///
    /// let mut document = Document::new("letter-7", "Gift");
    /// document.metadata.insert("language".into(), "de".into());
    /// let result = engine.texts().analyze_document(document)?;
    /// # Ok::<(), textmill::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`analyze`](Self::analyze).
    pub fn analyze_document(&self, document: Document) -> Result<DocumentResult, Error> {
        let result = self.analyze_documents(vec![document])?.pop();
        result.ok_or_else(|| Error::new(ErrorKind::System, "a document gave no result"))
    }

    /// Analyzes documents together, as [`analyze_all`](Self::analyze_all) does texts.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// use textmill::Document;
    ///
    /// let documents = vec![Document::new("a", "I like it."), Document::new("b", "لا يعجبني.")];
    /// let results = engine.texts().analyze_documents(documents)?;
    /// # Ok::<(), textmill::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`analyze`](Self::analyze).
    pub fn analyze_documents(&self, documents: Vec<Document>) -> Result<Vec<DocumentResult>, Error> {
        let loaded = &*self.engine.0;
        loaded.check_layers(&self.layers)?;
        let deadline = self.time_limit.and_then(|limit| Instant::now().checked_add(limit));
        let analysis = self.engine.analysis().layers(&self.layers);
        let bounds = Bounds::new(deadline, self.stop.clone());
        let plan =
            Plan { merges: false, max_timeouts: None, bounds, ..analysis.plan(true, Attachments::default()) };
        let mut results = Vec::with_capacity(documents.len());
        let _turn = loaded.turns.take();
        Runtime::with_stack(loaded.pipeline.limits(), || {
            let mut tally = Tally::new(&loaded.pipeline, false);
            let items = documents.into_iter().map(Item::from).collect();
            let mut worker = Worker::new(&plan, Track::default());
            worker.analyze(items, &mut tally, &mut |findings| {
                results.extend(DocumentResult::all(Arc::new(findings)));
            });
        });
        plan.check_goes_on()?;
        if self.stop.as_ref().is_some_and(StopHandle::is_stopped) {
            return Err(Error::new(ErrorKind::Stopped, "the call was stopped before its end"));
        }
        match self.time_limit {
            Some(limit) if plan.is_broken_off() => {
                let message = format!("the call took longer than its limit of {} ms", limit.as_millis());
                Err(Error::new(ErrorKind::Deadline, message))
            }
            _ => Ok(results),
        }
    }
}
