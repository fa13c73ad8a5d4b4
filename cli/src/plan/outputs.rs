//! What a run writes is no document of it.

mod earlier;

use std::fs;
use std::path::{Path, PathBuf};

use textmill::{Corpus, PluginInfo};

use super::Plan;
use crate::error::Error;
use crate::output::{Output, is_standard_stream, resolved};
use crate::tables;

/// The files and folders that a run writes.
#[derive(Clone, Debug, Default)]
pub(crate) struct OutputPaths {
    files: Vec<PathBuf>,
    /// Folders that are the run's alone.
    folders: Vec<PathBuf>,
    /// A folder in which tables stand beside files of others.
    tables: Vec<PathBuf>,
}

impl OutputPaths {
    /// All that the options of a run name.
    pub(super) fn of(plan: &Plan) -> Self {
        let places = &plan.places;
        let results = &places.results;
        let page = places.page.as_ref().map(|page| page.path.clone());
        let files = [&results.output, &results.partial, &places.documents, &page, &places.profile];
        let state = plan.state.as_ref().map(|state| &state.folder);
        let cache = plan.cache.as_ref().map(|cache| &cache.folder);
        Self {
            files: files.into_iter().flatten().filter(|path| !is_standard_stream(path)).cloned().collect(),
            folders: state.into_iter().chain(cache).cloned().collect(),
            tables: results.tables.iter().cloned().collect(),
        }
    }

    /// All of these and of others.
    #[must_use]
    pub(super) fn and(mut self, others: &Self) -> Self {
        self.files.extend(others.files.iter().cloned());
        self.folders.extend(others.folders.iter().cloned());
        self.tables.extend(others.tables.iter().cloned());
        self
    }

    pub(super) fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// Adds a file.
    pub(crate) fn add(&mut self, path: PathBuf) {
        self.files.push(path);
    }

    /// Refuses a file in a folder that is the run's alone, where the next run would take it for damage.
    ///
    /// # Errors
    /// The first one.
    pub(super) fn check_apart(&self) -> Result<(), Error> {
        for folder in &self.folders {
            let within = resolved(folder);
            if let Some(file) = self.files.iter().find(|file| resolved(file).starts_with(&within)) {
                let (file, folder) = (file.display(), folder.display());
                return Err(taken(&format!(
                    "{file}: it stands in {folder}, where the run keeps what is its own"
                )));
            }
        }
        Ok(())
    }

    /// Refuses a file that one of the tables would take the place of.
    fn check_tables(&self, analyzers: &[PluginInfo]) -> Result<(), Error> {
        let names = names(analyzers);
        for folder in &self.tables {
            let is_table = |file: &&PathBuf| {
                let path = resolved(file);
                path.parent() == Some(&resolved(folder)) && tables::may_be_of(&path, &names)
            };
            if let Some(file) = self.files.iter().find(is_table) {
                return Err(taken(&format!("{}: a table would take its place", file.display())));
            }
        }
        Ok(())
    }

    /// Tells a corpus of them. Tables are called after `analyzers`.
    ///
    /// What an earlier run wrote is to be left out of the documents, and what somebody else did, not to be overwritten.
    ///
    /// # Errors
    /// A file that cannot be looked into, and one that a table would take the place of.
    pub(super) fn keep_out_of(&self, mut corpus: Corpus, analyzers: &[PluginInfo]) -> Result<Corpus, Error> {
        self.check_tables(analyzers)?;
        for folder in &self.folders {
            corpus = corpus.earlier_output(folder);
        }
        let tables = self.tables.iter().flat_map(|folder| tables_in(folder, analyzers));
        for path in self.files.iter().cloned().chain(tables) {
            let is_earlier = earlier::is_output(&path).map_err(|error| Error::io(path.display(), &error))?;
            corpus = if is_earlier { corpus.earlier_output(path) } else { corpus.output(path) };
        }
        keep_out_standard_streams(corpus)
    }
}

/// The files in a folder that tables of these analyzers could take the place of.
fn tables_in(folder: &Path, analyzers: &[PluginInfo]) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let names = names(analyzers);
    let mut found: Vec<PathBuf> = paths.filter(|path| tables::may_be_of(path, &names)).collect();
    found.sort();
    found
}

/// The names after which tables are called.
fn names(analyzers: &[PluginInfo]) -> Vec<&str> {
    analyzers.iter().filter(|plugin| plugin.reported).map(|plugin| plugin.name.as_str()).collect()
}

fn taken(problem: &str) -> Error {
    Error::new(problem).with_hint("nothing was written; give the output another path")
}

/// Where a shell leads the standard output or the standard error into a file, that file is there before the run begins. It is
/// a document that somebody wrote if there is something in it already, to which the run would add.
#[cfg(unix)]
fn keep_out_standard_streams(mut corpus: Corpus) -> Result<Corpus, Error> {
    use std::os::fd::AsFd as _;
    let (stdout, stderr) = (std::io::stdout(), std::io::stderr());
    let streams: [(_, _, earlier::IsEarlier, _); 2] = [
        (stdout.as_fd(), "/dev/fd/1", earlier::is_output, Output::STDOUT),
        (stderr.as_fd(), "/dev/fd/2", earlier::is_log_or_output, "/dev/stderr"),
    ];
    for (stream, path, is_earlier, name) in streams {
        // A closed stream writes to nothing.
        let Ok(stream) = stream.try_clone_to_owned() else { continue };
        let file = fs::File::from(stream);
        let is_empty = file.metadata().is_ok_and(|metadata| metadata.len() == 0);
        // What cannot be looked into may be anybody's.
        let is_earlier = is_empty || is_earlier(Path::new(path)).unwrap_or(false);
        let added = match is_earlier {
            true => corpus.open_earlier_output(&file, name),
            false => corpus.open_output(&file, name),
        };
        corpus = added.map_err(|error| Error::io(name, &error))?;
    }
    Ok(corpus)
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "other systems can tell what the file is")]
fn keep_out_standard_streams(corpus: Corpus) -> Result<Corpus, Error> {
    Ok(corpus)
}
