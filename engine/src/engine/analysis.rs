//! One run of an engine over a corpus, with all that can be asked of it.

mod running;

use std::fmt;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use textmill_corpus::{Document, Source, StopHandle};
use textmill_merge::KeyOrder;

pub(crate) use self::running::Attachments;
use super::Engine;
use crate::duplicates::Duplicates;
#[cfg(doc)]
use crate::report::Report;
use crate::report::{CommandRecord, Provenance, SelectionRecord};
use crate::run::Progress;
use crate::select::{Fields, Filter, GroupBy, Sample, Selection, TextFilter};

/// One analysis of a corpus, to be run.
///
/// ```no_run
/// # use textmill::{Corpus, Engine};
/// # let engine = Engine::builder().builtins().build()?;
/// let mut corpus = Corpus::new().path("reviews.jsonl").open()?;
/// let report = engine.analysis().group_by("date:year".parse()?).filter("language=ar".parse()?).run(&mut corpus)?;
/// for (year, analyzers) in &report.groups {
///     println!("{year}: {}", analyzers["sentiment"].output["score"]["mean"]);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Analysis<'a> {
    pub(crate) engine: Engine,
    pub(crate) documents: Option<&'a mut (dyn Write + Send)>,
    pub(crate) partial: Option<&'a mut (dyn Write + Send)>,
    /// Whether the partial file stands in place of what the report has of analyzers.
    partial_alone: bool,
    /// Whether a field that no document has is an error.
    needs_fields: bool,
    layers: Vec<String>,
    /// Whether lines have the text of their document, and what is known of it.
    texts: bool,
    pub(crate) selection: Selection,
    progress: Arc<Progress>,
    stop: StopHandle,
    latency: Duration,
    in_order: bool,
    /// What breaks off calls to analyzers.
    pub(crate) break_off: Option<StopHandle>,
    /// For trials: what an engine has otherwise.
    pub(crate) batch_bytes: usize,
    pub(crate) documents_per_instance: u64,
    merge_bytes: usize,
    max_timeouts: Option<u64>,
    state: Option<PathBuf>,
    state_interval: Duration,
    cache: Option<(PathBuf, u64)>,
    profile: Option<&'a mut (dyn Write + Send)>,
    command: Option<CommandRecord>,
}

impl<'a> Analysis<'a> {
    /// Bytes of memory that states may take by default: 24 MiB. More saves no time worth speaking of
    /// (`benches/README.md`), and this is reached with some 20 MB of text.
    pub const MERGE_BYTES: usize = 24 << 20;

    /// On how many documents an analyzer may run out of time by default before the run is given up: 100, which at ten
    /// seconds each take a quarter of an hour of one core.
    pub const MAX_TIMEOUTS: u64 = 100;

    /// How often a state is saved by default: every five seconds.
    pub const STATE_INTERVAL: Duration = Duration::from_secs(5);

    /// How long a document that was read waits for others by default: one millisecond.
    pub const LATENCY: Duration = Duration::from_millis(1);

    pub(crate) fn new(engine: Engine) -> Self {
        Self {
            batch_bytes: engine.0.batch_bytes,
            documents_per_instance: u64::MAX,
            engine,
            documents: None,
            partial: None,
            partial_alone: false,
            needs_fields: true,
            layers: Vec::new(),
            texts: false,
            selection: Selection::default(),
            progress: Arc::default(),
            stop: StopHandle::new(),
            latency: Self::LATENCY,
            in_order: true,
            break_off: None,
            merge_bytes: Self::MERGE_BYTES,
            max_timeouts: Some(Self::MAX_TIMEOUTS),
            state: None,
            state_interval: Self::STATE_INTERVAL,
            cache: None,
            profile: None,
            command: None,
        }
    }

    /// Writes what was found in each document: a JSON line per document, in the order of the input.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// # let mut corpus = textmill::Corpus::new().path("corpus").open()?;
    /// let mut lines = std::fs::File::create("documents.jsonl")?;
    /// let report = engine.analysis().documents(&mut lines).layers(["entities"]).run(&mut corpus)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn documents(mut self, writer: &'a mut (dyn Write + Send)) -> Self {
        self.documents = Some(writer);
        self
    }

    /// Writes a partial file: what was found, in a form that [`merge`](crate::merge) joins with that of other runs.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// # let mut corpus = textmill::Corpus::new().path("corpus").open()?;
    /// let mut file = std::fs::File::create("2024.part")?;
    /// engine.analysis().partial(&mut file).run(&mut corpus)?;
    /// let report = textmill::merge(&["2023.part".into(), "2024.part".into()], None)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn partial(mut self, writer: &'a mut (dyn Write + Send)) -> Self {
        self.partial = Some(writer);
        self.needs_fields = false;
        self
    }

    /// Writes a partial file, as [`partial`](Self::partial) does, in place of what the report has of analyzers: its
    /// [`analyzers`](Report::analyzers) and [`groups`](Report::groups) are empty. It takes no time to finish them, which with
    /// many groups is most of it, where the file alone is asked, as by [`Trends`](crate::Trends). A run with a state finishes
    /// them all the same.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// # let mut corpus = textmill::Corpus::new().path("corpus").open()?;
    /// let mut file = std::fs::File::create("months.part")?;
    /// engine.analysis().group_by("date:month".parse()?).partial_alone(&mut file).run(&mut corpus)?;
    /// let trend = textmill::Trends::files(["months.part"]).run()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn partial_alone(self, writer: &'a mut (dyn Write + Send)) -> Self {
        Self { partial_alone: true, ..self.partial(writer) }
    }

    /// What is analyzed is all there is, though a partial file is written: a field of filters, groups or ids that no document
    /// has is an error, where it may be in other parts of a corpus otherwise.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// # let mut corpus = textmill::Corpus::new().path("corpus").open()?;
    /// let mut file = std::fs::File::create("all.part")?;
    /// engine.analysis().group_by("city".parse()?).partial(&mut file).whole_corpus().run(&mut corpus)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn whole_corpus(mut self) -> Self {
        self.needs_fields = true;
        self
    }

    /// Writes the spans of these layers with each document, by the layers' names in the run.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// # let mut corpus = textmill::Corpus::new().path("corpus").open()?;
    /// let mut lines = std::fs::File::create("documents.jsonl")?;
    /// engine.analysis().documents(&mut lines).layers(["tokens", "entities"]).run(&mut corpus)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn layers<L: Into<String>>(mut self, layers: impl IntoIterator<Item = L>) -> Self {
        self.layers.extend(layers.into_iter().map(Into::into));
        self
    }

    /// Writes the text of each document into its line, with its metadata and the name of its group.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// # let mut corpus = textmill::Corpus::new().path("corpus").open()?;
    /// let mut lines = std::fs::File::create("documents.jsonl")?;
    /// let report = engine.analysis().documents(&mut lines).texts().run(&mut corpus)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn texts(mut self) -> Self {
        self.texts = true;
        self
    }

    /// Analyzes only documents that meet a condition; of several filters all have to be met.
    ///
    /// A field that is no metadata of a document and the name of a layer, such as `language`, is the label of most of
    /// its text there; the analyzers that make that layer run first, for it alone.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// # let mut corpus = textmill::Corpus::new().path("corpus").open()?;
    /// let arabic = engine.analysis().filter("language=ar".parse()?).filter("date>=2024".parse()?);
    /// println!("{} documents", arabic.run(&mut corpus)?.corpus.documents);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn filter(mut self, filter: Filter) -> Self {
        self.selection.filters.push(filter);
        self
    }

    /// Analyzes only documents whose text a function lets through.
    #[must_use]
    pub(crate) fn filter_text(mut self, filter: TextFilter) -> Self {
        self.selection.text = Some(filter);
        self
    }

    /// Becomes true once a document was read, whether it is selected or not.
    pub(crate) fn any_read(&self) -> Arc<AtomicBool> {
        self.selection.seen.any_read()
    }

    /// Keeps a field of the metadata with each result.
    #[must_use]
    pub(crate) fn keep_field(mut self, field: &str) -> Self {
        self.selection.kept.push(field.to_string());
        self
    }

    /// Reports each group of documents beside the whole.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// # let mut corpus = textmill::Corpus::new().path("corpus").open()?;
    /// let report = engine.analysis().group_by("date:month".parse()?).run(&mut corpus)?;
    /// for (month, analyzers) in &report.groups {
    ///     println!("{month}: {} documents", analyzers["keywords"].documents);
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn group_by(mut self, field: GroupBy) -> Self {
        self.selection.group_by = Some(field);
        self
    }

    /// Shows the keys of every field of kind `counts` in this order, and so the first of them by it. All are counted either way.
    ///
    /// ```no_run
    /// use textmill::KeyOrder;
    ///
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// # let mut corpus = textmill::Corpus::new().path("corpus").open()?;
    /// // Words of many documents before the word of one.
    /// let report = engine.analysis().rank(KeyOrder::Usage).run(&mut corpus)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn rank(mut self, order: KeyOrder) -> Self {
        self.selection.rank = order;
        self
    }

    /// Analyzes only a sample of `size` documents, which are found by reading `source` from end to end. It has to give
    /// the same documents as the source of the run.
    ///
    /// Filters come first, where they stand before this and ask for metadata. See [`Sample`].
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// # let mut corpus = textmill::Corpus::new().path("corpus").open()?;
    /// let report = engine.analysis().sample(&mut corpus, 1_000).run(&mut textmill::Corpus::new().path("corpus").open()?)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn sample(mut self, source: &mut dyn Source, size: usize) -> Self {
        source.keep_metadata(&self.selection.fields().map(str::to_string).collect());
        let sample = Sample::choose(source, size, &self.stop, self.accepts());
        self.selection.sample = Some(sample);
        self
    }

    /// Analyzes each text once: of documents that are the same, or nearly where `search` says so, the first. They are found
    /// by reading `source` from end to end, on the threads of `search`; it has to give the same documents as the source of the
    /// run. Those that are left out are counted in [`CorpusTotals::duplicates`](crate::CorpusTotals::duplicates).
    ///
    /// Filters come first, where they stand before this and ask for metadata. A sample is one of all documents, and its
    /// duplicates are left out of it.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// # let mut corpus = textmill::Corpus::new().path("corpus").open()?;
    /// let search = textmill::Duplicates::new().similarity(2.0);
    /// let report = engine.analysis().unique(&mut corpus, &search).run(&mut textmill::Corpus::new().path("corpus").open()?)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn unique(mut self, source: &mut dyn Source, search: &Duplicates) -> Self {
        source.keep_metadata(&self.selection.fields().map(str::to_string).collect());
        let unique = search.left_out(source, &self.accepts());
        self.selection.unique = Some(unique);
        self
    }

    /// Takes lines out of texts that stand in many documents of their source, such as a site's menu and footer: in at least
    /// ten, and in one of ten. They are found by reading `source` from end to end, on the threads of `search`, and counted in
    /// [`CorpusTotals::removed`](crate::CorpusTotals::removed) as `repeated`. A source is a host of a crawl, a file of several
    /// documents, or a folder. A text that is nothing else is left as it is.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// # let mut corpus = textmill::Corpus::new().path("corpus").open()?;
    /// let search = textmill::Duplicates::new();
    /// let analysis = engine.analysis().without_repeated_lines(&mut corpus, &search);
    /// let report = analysis.run(&mut textmill::Corpus::new().path("corpus").open()?)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn without_repeated_lines(mut self, source: &mut dyn Source, search: &Duplicates) -> Self {
        source.keep_metadata(&self.selection.fields().map(str::to_string).collect());
        let lines = search.repeated_lines(source, &self.accepts());
        self.selection.lines = Some(Arc::new(lines));
        self
    }

    /// Whether the metadata of a document meet the filters. It may be asked on any thread, while writers of the analysis stay
    /// on this one.
    fn accepts(&self) -> impl Fn(&Document) -> bool + Sync {
        let (selection, engine) = (&self.selection, &self.engine);
        move |document| {
            let fields = Fields { metadata: &document.metadata, position: &document.position, labels: &[] };
            selection.may_hold(&fields, |field| engine.0.pipeline.has_layer(field))
        }
    }

    /// Counts in `progress` how far the run has come.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// # let mut corpus = textmill::Corpus::new().path("corpus").open()?;
    /// use std::sync::Arc;
    ///
    /// let progress = Arc::new(textmill::Progress::default());
    /// engine.analysis().progress(Arc::clone(&progress)).run(&mut corpus)?;
    /// println!("{} bytes of text", progress.bytes());
    /// # Ok::<(), textmill::Error>(())
    /// ```
    #[must_use]
    pub fn progress(mut self, progress: Arc<Progress>) -> Self {
        self.progress = progress;
        self
    }

    /// Ends the run early once it is stopped: what is in hand is finished, and the report says that it is not complete.
    ///
    /// A source that waits is woken where it can be ([`Source::stop_by`]); a [stream](Self::stream) ends whatever its source
    /// waits for.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// # let mut corpus = textmill::Corpus::new().path("corpus").open()?;
    /// let stop = textmill::StopHandle::new();
    /// let analysis = engine.analysis().stop(stop.clone());
    /// std::thread::spawn(move || {
    ///     std::thread::sleep(std::time::Duration::from_secs(60));
    ///     stop.stop();
    /// });
    /// let report = analysis.run(&mut corpus)?;
    /// println!("all of it: {}", report.complete);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn stop(mut self, stop: StopHandle) -> Self {
        self.stop = stop;
        self
    }

    /// How long a document that was read waits for others at most, so that they are analyzed together, while a worker has
    /// nothing else to do. It changes how soon a slow source's results come, and no result.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// # let mut corpus = textmill::Corpus::new().path("corpus").open()?;
    /// use std::time::Duration;
    ///
    /// // Half a second late is early enough here, and fewer calls cost less.
    /// engine.analysis().latency(Duration::from_millis(500)).run(&mut corpus)?;
    /// # Ok::<(), textmill::Error>(())
    /// ```
    #[must_use]
    pub fn latency(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }

    /// Gives the results of a [stream](Self::stream) as they come, and not in the order of the input: a document that takes
    /// long holds up no other.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// # let mut corpus = textmill::Corpus::new().path("corpus").open()?;
    /// for result in engine.analysis().in_any_order().stream(corpus)? {
    ///     println!("{}", result?.id());
    /// }
    /// # Ok::<(), textmill::Error>(())
    /// ```
    #[must_use]
    pub fn in_any_order(mut self) -> Self {
        self.in_order = false;
        self
    }

    /// Bytes of memory that the states of all workers may take, about. What is more goes to disk, into the folder for
    /// temporary files or that of the state, and is joined in the end: the report is the same.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// # let mut corpus = textmill::Corpus::new().path("corpus").open()?;
    /// let report = engine.analysis().merge_bytes(8 << 20).run(&mut corpus)?;
    /// # Ok::<(), textmill::Error>(())
    /// ```
    #[must_use]
    pub fn merge_bytes(mut self, bytes: usize) -> Self {
        self.merge_bytes = bytes;
        self
    }

    /// On how many documents each analyzer may run out of time before the run is given up with
    /// [`ErrorKind::Timeouts`](crate::ErrorKind::Timeouts); nothing for any number. A run that resumes from a
    /// [state](Self::state) counts anew.
    ///
    /// Whether a run is given up depends on its documents, and not on threads or batches, as far as a limit of time does
    /// not.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// # let mut corpus = textmill::Corpus::new().path("corpus").open()?;
    /// let report = engine.analysis().max_timeouts(Some(3)).run(&mut corpus)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn max_timeouts(mut self, documents: Option<u64>) -> Self {
        self.max_timeouts = documents;
        self
    }

    /// Keeps what was found in a folder, which is made where there is none. The same run with the same folder resumes
    /// from there, after whatever ended it; where it was complete, it reports again without reading.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// # let mut corpus = textmill::Corpus::new().path("corpus").open()?;
    /// // Killed on the way, the same program resumes where it was.
    /// let report = engine.analysis().state("run.state").run(&mut corpus)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn state(mut self, folder: impl Into<PathBuf>) -> Self {
        self.state = Some(folder.into());
        self
    }

    /// How often what was found is saved in the folder of the state.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// # let mut corpus = textmill::Corpus::new().path("corpus").open()?;
    /// use std::time::Duration;
    ///
    /// engine.analysis().state("run.state").state_interval(Duration::from_secs(60)).run(&mut corpus)?;
    /// # Ok::<(), textmill::Error>(())
    /// ```
    #[must_use]
    pub fn state_interval(mut self, interval: Duration) -> Self {
        self.state_interval = interval;
        self
    }

    /// Keeps outputs and layers in a folder, in at most `max_bytes` of disk, and takes from there what an earlier run
    /// found: after one plugin was changed, only that and what depends on it runs again. The report is the same; what the
    /// cache did is in [`RunRecord::cache`](crate::RunRecord::cache). The folder may be deleted at any moment.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// # let mut corpus = textmill::Corpus::new().path("corpus").open()?;
    /// let report = engine.analysis().cache("cache", 1 << 30).run(&mut corpus)?;
    /// if let Some(cache) = &report.run.cache {
    ///     println!("{} of {} outputs were there", cache.hits, cache.hits + cache.misses);
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn cache(mut self, folder: impl Into<PathBuf>, max_bytes: u64) -> Self {
        self.cache = Some((folder.into(), max_bytes));
        self
    }

    /// Writes what workers did, and when: decoding, each call to an analyzer, new instances, merging; before the first run
    /// of an engine also the loading of its plugins.
    ///
    /// It is JSON in the [Trace Event Format], which Perfetto and the profilers of Chrome and Firefox open.
    ///
    /// [Trace Event Format]: https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// # let mut corpus = textmill::Corpus::new().path("corpus").open()?;
    /// let mut trace = std::fs::File::create("trace.json")?;
    /// engine.analysis().profile(&mut trace).run(&mut corpus)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn profile(mut self, writer: &'a mut (dyn Write + Send)) -> Self {
        self.profile = Some(writer);
        self
    }

    /// Notes in [`RunRecord::command`](crate::RunRecord::command) what was asked for on a command line, so that the report says how it is made
    /// again.
    #[must_use]
    pub fn command(mut self, command: CommandRecord) -> Self {
        self.command = Some(command);
        self
    }

    /// What the report will say of how it was made, where this runs on `source`: known before the first document.
    ///
    /// ```no_run
    /// # let engine = textmill::Engine::builder().builtins().build()?;
    /// # let mut corpus = textmill::Corpus::new().path("corpus").open()?;
    /// let provenance = engine.analysis().filter("language=ar".parse()?).provenance(&corpus);
    /// assert_eq!(provenance.selection.filter, ["language=ar"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn provenance(&self, source: &dyn Source) -> Provenance {
        let selection = SelectionRecord {
            reading: source.settings(),
            filter: self.selection.filters.iter().map(ToString::to_string).collect(),
            sample: self.selection.sample.as_ref().map(Sample::size),
            unique: self.selection.unique.as_ref().map(|unique| unique.how.clone()),
            without_repeated_lines: self.selection.lines.is_some(),
            group_by: self.selection.group_by.as_ref().map(ToString::to_string),
            rank: self.selection.rank,
        };
        Provenance { selection, ..self.engine.provenance() }
    }
}

impl fmt::Debug for Analysis<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut analysis = formatter.debug_struct("Analysis");
        analysis
            .field("layers", &self.layers)
            .field("selection", &self.selection)
            .field("state", &self.state);
        analysis.finish_non_exhaustive()
    }
}
