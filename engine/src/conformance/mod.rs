//! Whether an analyzer keeps what the engine builds on: that its output for a document depends on that document alone.
//!
//! Caching, retrying, sharding, and reports of the same bytes for any number of threads all stand on it. Here documents
//! are run in other orders, batches and company, and what comes out is compared.

mod difference;
mod samples;
mod trial;

use serde::Serialize;
use textmill_corpus::Document;

use crate::engine::Engine;
use crate::error::{Error, ErrorKind};
use crate::report::Fault;

pub(crate) use difference::first_difference;
pub use samples::sample_documents;

use trial::Run;

/// What was found out about an analyzer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Conformance {
    /// The analyzer's name in the run.
    pub analyzer: String,
    /// Its version.
    pub version: String,
    /// Documents that it was tried with.
    pub documents: u64,
    /// What was done, and what came of it.
    pub trials: Vec<Trial>,
    /// Documents that it lost when each stood alone, at most a hundred.
    pub faults: Vec<Fault>,
}

/// One way of running the documents, compared with each document alone in an instance of its own.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trial {
    /// What was done, in a few words.
    pub name: String,
    /// Documents of which something differs.
    pub differing: u64,
    /// The first differences, at most [`Trial::SHOWN`], one for each document.
    pub differences: Vec<Difference>,
}

/// Something that is not the same.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// The document; nothing where the merged output differs.
    pub document: Option<String>,
    /// Where in what was found in it, as `output.words.the` or `layers.tokens[3].end`.
    pub path: String,
    /// What it is when each document stands alone, as JSON, cut to some characters.
    pub alone: String,
    /// What it is here.
    pub here: String,
}

impl Conformance {
    /// Whether all trials gave the same, and no document was lost to anything but the analyzer's own word.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.trials.iter().all(|trial| trial.differing == 0) && self.breaches().next().is_none()
    }

    /// Faults that are not the analyzer's own word: crashes, limits, and answers that break the contract.
    pub fn breaches(&self) -> impl Iterator<Item = &Fault> {
        use crate::report::FaultKind::{Error, Upstream};
        self.faults.iter().filter(|fault| !matches!(fault.kind, Error | Upstream))
    }
}

impl Trial {
    /// Differences that are shown.
    pub const SHOWN: usize = 5;
}

/// Tries the reported analyzers of an engine with `documents`: each alone in an instance of its own, the same again, in
/// one batch, one by one in one instance, backwards, in batches of a few in another order, each twice, by other ids,
/// without layers, without outputs, and in groups; and what the analyzer merges is compared with what the host merges from
/// its outputs.
///
/// An engine of one worker finds most: its documents all share one instance where they are to.
///
/// ```no_run
/// use textmill::{Engine, PluginSource, check_conformance, sample_documents};
///
/// let engine = Engine::builder().plugin(PluginSource::file("mine.wasm")?).threads(1).build()?;
/// for found in check_conformance(engine, &sample_documents())? {
///     println!("{}: {}", found.analyzer, if found.passes() { "keeps the contract" } else { "does not" });
/// }
/// # Ok::<(), textmill::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::Settings`] where two documents have one id.
pub fn check_conformance(engine: Engine, documents: &[Document]) -> Result<Vec<Conformance>, Error> {
    let mut ids: Vec<&str> = documents.iter().map(|document| document.id.as_str()).collect();
    ids.sort_unstable();
    if let Some([id, _]) = ids.array_windows().find(|[a, b]| a == b) {
        let message = format!("two documents are called `{id}`, and could not be told apart");
        return Err(Error::new(ErrorKind::Settings, message));
    }
    let alone = Run::alone(&engine, documents)?;
    let trials = trial::all(documents);
    let mut conformances: Vec<Conformance> =
        alone.analyzers().map(|analyzer| begun(&engine, &alone, analyzer, documents)).collect();
    for trial in trials {
        let run = trial.run(&engine, documents)?;
        for conformance in &mut conformances {
            let mut compared = trial.compare(&alone, &run, documents, &conformance.analyzer);
            trial::compare_groups(&engine, (&alone, &run), documents, &mut compared, &conformance.analyzer)?;
            conformance.trials.push(compared);
        }
    }
    for conformance in &mut conformances {
        conformance.trials.push(trial::compare_folding(&engine, &alone, documents, &conformance.analyzer)?);
    }
    Ok(conformances)
}

fn begun(engine: &Engine, alone: &Run, analyzer: &str, documents: &[Document]) -> Conformance {
    let plugins = engine.plugins();
    let plugin = plugins.iter().find(|plugin| plugin.name == analyzer);
    Conformance {
        analyzer: analyzer.to_string(),
        version: plugin.map(|plugin| plugin.manifest.version.clone()).unwrap_or_default(),
        documents: documents.len() as u64,
        trials: Vec::new(),
        faults: alone.faults_of(analyzer),
    }
}
