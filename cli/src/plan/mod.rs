//! The plan of a run, from which `analyze`, `retry` and `verify` continue.
//!
//! Arguments come from the command line, or from the command that a report records (`recorded.rs`); of a report without one,
//! from its provenance (`provenance.rs`). [`Plan::of`] makes a plan of either.

mod outputs;
mod provenance;
mod recorded;

use std::env;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use textmill::{
    Analysis, Duplicates, Engine, EngineBuilder, ErrorKind, Paths, PluginInfo, Progress, Source, StopHandle,
};

use self::outputs::OutputPaths;
pub(crate) use self::recorded::{absolute, check_standard_input, has_command, recorded};
use crate::args::{
    DocumentArguments, ExecutionArguments, LockArguments, ResultArguments, RunArguments, SelectionArguments,
};
use crate::corpus::{self, KeptLines, Opened};
use crate::engine::{self, Analyzers, lock};
use crate::error::Error;
use crate::output::check_inputs;
use crate::page::{PageDraft, PagePlace};
use crate::terminal::Console;
use crate::values::{Sameness, Similarity};

/// What a run is.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// The folder in which the paths of the documents hold, where it is not the current one: that in which the command of a
    /// report ran. [Entered](Self::enter) before they are opened, since ids are made of the paths as they were given.
    pub(crate) folder: Option<PathBuf>,
    /// Which documents are read, and how.
    pub(crate) documents: DocumentArguments,
    /// Which of them are chosen, and into which groups they go.
    pub(crate) selection: SelectionArguments,
    /// What analyzes them.
    pub(crate) analyzers: Analyzers,
    /// Those of the analyzers that are reported; all, where none is named.
    only: Vec<String>,
    /// Where results go.
    pub(crate) places: Places,
    /// How much is held in memory.
    pub(crate) memory: Memory,
    /// On how many documents an analyzer may run out of its time.
    pub(crate) max_timeouts: u64,
    /// What lets the run continue after a stop.
    pub(crate) state: Option<StateFolder>,
    /// What saves later runs from analyzing the same again.
    pub(crate) cache: Option<CacheFolder>,
    /// What the run that is run again wrote, which is no document of this one either.
    pub(crate) earlier: OutputPaths,
    /// Whether its documents are lines that an earlier run kept.
    kept: bool,
}

/// Where results of a run go.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    /// The report, and what is made of it.
    pub(crate) results: ResultArguments,
    /// What is found in each document.
    pub(crate) documents: Option<PathBuf>,
    /// The layers whose spans are written with each document.
    pub(crate) layers: Vec<String>,
    /// Whether their texts are, too.
    pub(crate) texts: bool,
    /// The page.
    pub(crate) page: Option<PagePlace>,
    /// What took how long.
    pub(crate) profile: Option<PathBuf>,
}

/// How much a run holds in memory.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Memory {
    /// Text of a batch.
    batch_bytes: usize,
    /// What was counted.
    merge_bytes: usize,
}

/// Where the state of a run is kept.
#[derive(Clone, Debug)]
pub(crate) struct StateFolder {
    pub(crate) folder: PathBuf,
    interval: Duration,
}

/// Where outputs of a run are kept for others.
#[derive(Clone, Debug)]
pub(crate) struct CacheFolder {
    folder: PathBuf,
    max_bytes: u64,
}

impl Default for Memory {
    fn default() -> Self {
        Self { batch_bytes: EngineBuilder::BATCH_BYTES, merge_bytes: Analysis::MERGE_BYTES }
    }
}

impl Plan {
    /// The plan of a run in the current folder.
    pub(crate) fn of(arguments: RunArguments) -> Self {
        let interval = arguments.state_interval.0;
        let max_bytes = arguments.cache_size.0;
        Self {
            folder: None,
            documents: arguments.documents,
            selection: arguments.selection,
            analyzers: Analyzers::Given(arguments.analyzers),
            only: Vec::new(),
            places: Places {
                results: arguments.results,
                documents: arguments.documents_output,
                layers: arguments.layers,
                texts: arguments.texts,
                page: arguments.html.map(|path| PagePlace {
                    path,
                    bytes: arguments.html_size.0,
                    texts: arguments.html_texts.into(),
                }),
                profile: arguments.profile,
            },
            memory: Memory {
                batch_bytes: usize::try_from(arguments.batch_bytes.0).unwrap_or(usize::MAX),
                merge_bytes: usize::try_from(arguments.merge_memory.0).unwrap_or(usize::MAX),
            },
            max_timeouts: arguments.max_timeouts,
            state: arguments.state.map(|folder| StateFolder { folder, interval }),
            cache: arguments.cache.map(|folder| CacheFolder { folder, max_bytes }),
            earlier: OutputPaths::default(),
            kept: false,
        }
    }

    /// A run that writes no file, keeps no state and no cache, and takes as much memory as by default.
    pub(crate) fn without_places(
        documents: DocumentArguments,
        selection: SelectionArguments,
        analyzers: Analyzers,
    ) -> Self {
        Self {
            folder: None,
            documents,
            selection,
            analyzers,
            only: Vec::new(),
            places: Places::default(),
            memory: Memory::default(),
            max_timeouts: Analysis::MAX_TIMEOUTS,
            state: None,
            cache: None,
            earlier: OutputPaths::default(),
            kept: false,
        }
    }

    /// The same run, with the places of its results.
    #[must_use]
    pub(crate) fn with_results(mut self, results: ResultArguments) -> Self {
        self.places.results = results;
        self
    }

    /// The same run, in which these analyzers alone are reported.
    #[must_use]
    pub(crate) fn reporting(self, only: Vec<String>) -> Self {
        Self { only, ..self }
    }

    /// The same run without what it leaves behind: it writes no file, keeps no state and no cache, and takes as much memory
    /// as by default.
    pub(crate) fn without_traces(self) -> Self {
        let earlier = OutputPaths::of(&self);
        Self {
            earlier,
            folder: self.folder,
            max_timeouts: self.max_timeouts,
            ..Self::without_places(self.documents, self.selection, self.analyzers)
        }
    }

    /// Loads the analyzers, and holds them to the lock file where that is asked for.
    ///
    /// # Errors
    /// What is wrong with the analyzers, or not as it is locked.
    pub(crate) fn engine(&self, execution: &ExecutionArguments, console: &Console) -> Result<Engine, Error> {
        let builder = self.analyzers.builder(execution.threads, console)?;
        let builder = builder
            .only(self.only.iter().cloned())
            .batch_bytes(self.memory.batch_bytes)
            .max_document_bytes(self.documents.max_document.0);
        let engine = engine::build(builder, execution.compiled, console)?;
        lock::check(&execution.lock, self.analyzers.config(), &engine)?;
        Ok(engine)
    }

    /// Goes into the folder where the paths of the documents hold.
    ///
    /// # Errors
    /// A folder that is not there.
    pub(crate) fn enter(&self) -> Result<(), Error> {
        let Some(folder) = &self.folder else { return Ok(()) };
        env::set_current_dir(folder).map_err(|error| {
            Error::io(format!("the folder of the run, {}", folder.display()), &error)
                .with_hint("--folder DIR names the folder in which what the report names is found")
        })
    }

    /// Refuses to write over what the run reads beside its documents, such as a plugin, a list of paths or the lock file that it
    /// is held to; and a file in a folder that is the run's alone.
    ///
    /// # Errors
    /// The first file that is both.
    pub(crate) fn check_outputs(&self, lock: Option<&LockArguments>) -> Result<(), Error> {
        let outputs = self.outputs();
        outputs.check_apart()?;
        if !outputs.files().iter().any(|path| path.is_file()) {
            return Ok(());
        }
        let mut inputs = self.analyzers.files()?;
        inputs.extend(self.documents.files_from.clone());
        inputs.extend(lock.and_then(|lock| lock::file(lock, self.analyzers.config())));
        check_inputs(outputs.files(), &inputs)
    }

    /// Opens the documents, without what the run writes. `analyzers` are the names of those whose tables are written.
    ///
    /// # Errors
    /// A path that is not there, or leads to nothing, or to what the run writes.
    pub(crate) fn open(&self, analyzers: &[PluginInfo]) -> Result<Paths, Error> {
        let corpus = self.outputs().keep_out_of(corpus::of(&self.documents), analyzers)?;
        let opened = corpus.open().map_err(Error::from);
        match self.folder {
            None => opened,
            Some(_) => opened
                .map_err(|error| error.with_hint("its documents may be elsewhere: --folder DIR, or PATH…")),
        }
    }

    /// An error with the fields that there are, where it is about one that there is not, and with options that help.
    pub(crate) fn with_fields(&self, error: textmill::Error) -> Error {
        if error.kind() == ErrorKind::Timeouts {
            return Error::from(error).with_hint(self.ways_out_of_timeouts());
        }
        // What can be read only once is gone.
        let is_seen_again = error.kind() == ErrorKind::Name && self.stream().is_none();
        let fields = is_seen_again.then(|| self.fields()).flatten();
        let error = Error::from(error);
        match fields {
            Some(fields) => error.with_hint(fields),
            None => error,
        }
    }

    /// Which fields the documents have.
    fn fields(&self) -> Option<String> {
        match self.kept {
            true => corpus::fields(KeptLines::of(&self.documents.paths, &[]).ok()??),
            false => corpus::fields(self.open(&[]).ok()?),
        }
    }

    /// The documents of a plan that takes [lines of an earlier run](KeptLines) too. `options` were given and say how documents
    /// are read.
    ///
    /// # Errors
    /// As [`open`](Self::open), and lines that are of no use.
    pub(crate) fn open_kept(&mut self, options: &[String]) -> Result<Opened, Error> {
        match KeptLines::of(&self.documents.paths, options)? {
            Some(lines) => {
                self.kept = true;
                Ok(Opened::Kept(lines))
            }
            None => Ok(Opened::Documents(Box::new(self.open(&[])?))),
        }
    }

    fn ways_out_of_timeouts(&self) -> String {
        let ways = "give it more time (--limit NAME.time_ms=60000), leave it out, or let it lose more documents so \
                    (--max-timeouts N)";
        match &self.state {
            Some(StateFolder { folder, .. }) => format!(
                "{ways}; with another --max-timeouts the same command resumes from {}",
                folder.display()
            ),
            None => format!("{ways}; with --state DIR a run can be resumed"),
        }
    }

    /// The option that has the documents read before the run, if any has.
    pub(crate) fn reads_twice(&self) -> Option<&'static str> {
        let SelectionArguments { sample, unique, remove_repeated_lines, .. } = &self.selection;
        let asked = [
            (sample.is_some(), "--sample"),
            (unique.is_some(), "--unique"),
            (*remove_repeated_lines, "--remove-repeated-lines"),
        ];
        asked.iter().find(|(is_asked, _)| *is_asked).map(|(_, option)| *option)
    }

    /// What the run writes, and what the one wrote that is run again.
    fn outputs(&self) -> OutputPaths {
        OutputPaths::of(self).and(&self.earlier)
    }

    /// The first of the paths that can be read only once.
    pub(crate) fn stream(&self) -> Option<&Path> {
        corpus::stream(&self.documents, self.folder.as_deref().unwrap_or(Path::new("")))
    }

    /// What the engine is asked for. The files of the outputs are still to be given to it.
    ///
    /// A sample is chosen here, and duplicates and repeated lines are found, by reading the documents.
    ///
    /// # Errors
    /// Documents that cannot be opened, where they are.
    pub(crate) fn analysis<'a>(
        &self,
        engine: &Engine,
        stop: StopHandle,
        progress: Arc<Progress>,
    ) -> Result<Analysis<'a>, Error> {
        let places = &self.places;
        let mut layers = places.layers.clone();
        if places.page.is_some() {
            layers.extend(PageDraft::layers(engine));
            layers.sort();
            layers.dedup();
        }
        let mut analysis = engine
            .analysis()
            .progress(progress)
            .stop(stop.clone())
            .layers(layers)
            .merge_bytes(self.memory.merge_bytes)
            .max_timeouts(Some(self.max_timeouts));
        if places.texts || places.page.is_some() {
            analysis = analysis.texts();
        }
        for filter in &self.selection.filter {
            analysis = analysis.filter(filter.clone());
        }
        if let Some(field) = &self.selection.group_by {
            analysis = analysis.group_by(field.clone());
        }
        if let Some(rank) = self.selection.rank {
            analysis = analysis.rank(rank.into());
        }
        if let Some(StateFolder { folder, interval }) = &self.state {
            analysis = analysis.state(folder).state_interval(*interval);
        }
        if let Some(CacheFolder { folder, max_bytes }) = &self.cache {
            analysis = analysis.cache(folder, *max_bytes);
        }
        if let Some(size) = self.selection.sample {
            let mut documents = self.open(&engine.plugins())?;
            analysis = analysis.sample(&mut documents, size);
            if let Some(failure) = documents.failure() {
                return Err(Error::new(format!("no sample could be chosen: {failure}")));
            }
        }
        let most = self.documents.max_document.0;
        if let Some(sameness) = self.selection.unique {
            let search = duplicates(sameness).max_document_bytes(most).stop(stop.clone());
            let mut documents = self.open(&engine.plugins())?;
            analysis = analysis.unique(&mut documents, &search);
            if let Some(failure) = documents.failure() {
                return Err(Error::new(format!("duplicates could not be found: {failure}")));
            }
        }
        if self.selection.remove_repeated_lines {
            let search = Duplicates::new().max_document_bytes(most).stop(stop);
            let mut documents = self.open(&engine.plugins())?;
            analysis = analysis.without_repeated_lines(&mut documents, &search);
            if let Some(failure) = documents.failure() {
                return Err(Error::new(format!("repeated lines could not be found: {failure}")));
            }
        }
        Ok(analysis)
    }
}

/// The search for documents that another stands for.
fn duplicates(sameness: Sameness) -> Duplicates {
    match sameness {
        // None is more like another than all of it.
        Sameness::Same => Duplicates::new().similarity(f64::INFINITY),
        Sameness::Near(None) => Duplicates::new(),
        Sameness::Near(Some(Similarity(least))) => Duplicates::new().similarity(least),
    }
}
