//! `textmill compare`.

mod page;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::NamedTempFile;
use textmill::{Compare, Comparison, Engine, Side};

use crate::args::{CompareArguments, ResultArguments, SelectionArguments};
use crate::engine::Analyzers;
use crate::error::{Error, Exit};
use crate::output::{self, Output, check_inputs};
use crate::plan::Plan;
use crate::terminal::{Console, Interrupt, Terminal, Verbosity, Watch, number};

/// Compares two piles of texts, or groups of one, and prints or writes how they differ.
///
/// # Errors
/// Files that cannot be read or compared, groups and fields that there are not.
pub(crate) fn compare(arguments: &CompareArguments) -> Result<Exit, Error> {
    check_paths(arguments)?;
    check_inputs(arguments.output.as_slice(), &arguments.documents.paths)?;
    let console = Console::new(Verbosity::new(arguments.execution.quiet, arguments.execution.verbose));
    let interrupt = Interrupt::default();
    let mut out = arguments.output.as_deref().map(Output::create).transpose()?;
    interrupt.note(out.as_ref().and_then(Output::temporary_path));
    interrupt.listen(&console);
    let mut run = Run { arguments, engine: None, interrupt: &interrupt, console: &console };
    let Some(piles) = run.piles()? else {
        console.say("stopped: nothing was compared");
        return Ok(Exit::Stopped);
    };
    let comparisons = sides(arguments, &piles)?
        .into_iter()
        .map(|(first, second)| Ok(request(arguments, first, second).run()?))
        .collect::<Result<Vec<Comparison>, Error>>()?;
    match &mut out {
        Some(out) => out.write_whole(&json(&comparisons)?)?,
        None => output::print(&page::page(&comparisons, Terminal::stdout()))?,
    }
    out.map_or(Ok(()), Output::publish)?;
    Ok(Exit::Done)
}

/// How many piles there may be, and what may be asked of them.
fn check_paths(arguments: &CompareArguments) -> Result<(), Error> {
    let paths = arguments.documents.paths.len();
    let lists = arguments.documents.files_from.is_some();
    if arguments.group.len() > 2 {
        return Err(
            Error::usage("--group is given more than twice").with_hint("two groups are compared at a time")
        );
    }
    let is_kept = |path: &PathBuf| is_partial(path);
    if arguments.by.is_some() || !lists && paths == 1 && arguments.documents.paths.iter().all(is_kept) {
        return Ok(());
    }
    if lists || paths != 2 {
        return Err(Error::usage(format!(
            "two piles are compared, and there is {}",
            number::counted(paths as u64, "path")
        ))
        .with_hint("give two files or folders; or --by FIELD, which compares groups of all that is given"));
    }
    match arguments.group.first() {
        Some(group) => Err(Error::usage(format!("--group {group} is of one pile, and two are given"))
            .with_hint("give one partial file of a run with --group-by, or --by FIELD")),
        None => Ok(()),
    }
}

/// A pile of texts: a partial file that was given, or one that is made of documents.
struct Pile {
    /// As the user called it.
    name: String,
    file: PathBuf,
    /// Removed when the pile is.
    _made: Option<NamedTempFile>,
}

impl Pile {
    fn side(&self) -> Side {
        Side::files([&self.file]).named(&self.name)
    }
}

/// Analyses that make piles of documents, with one engine.
struct Run<'a> {
    arguments: &'a CompareArguments,
    engine: Option<Engine>,
    interrupt: &'a Interrupt,
    console: &'a Console,
}

impl Run<'_> {
    /// The piles; nothing where the user stopped on the way.
    fn piles(&mut self) -> Result<Option<Vec<Pile>>, Error> {
        let paths = &self.arguments.documents.paths;
        if self.arguments.by.is_some() {
            return Ok(self.analyze(paths, &names(paths))?.map(|pile| vec![pile]));
        }
        let mut piles = Vec::new();
        for path in paths {
            let name = path.display().to_string();
            let pile = match is_partial(path) {
                true => Some(Pile { name, file: path.clone(), _made: None }),
                false => self.analyze(std::slice::from_ref(path), &name)?,
            };
            match pile {
                Some(pile) => piles.push(pile),
                None => return Ok(None),
            }
        }
        Ok(Some(piles))
    }

    /// Analyzes documents into a partial file; nothing where the user stopped it.
    fn analyze(&mut self, paths: &[PathBuf], name: &str) -> Result<Option<Pile>, Error> {
        if let Some(partial) = paths.iter().find(|path| is_partial(path)) {
            let message =
                format!("{} is a partial file, in which there are no documents to group", partial.display());
            return Err(Error::usage(message)
                .with_hint("its groups are those of its run: leave --by out, and name them with --group"));
        }
        let plan = self.plan(paths);
        let mut made = NamedTempFile::new().map_err(|error| Error::io("a temporary file", &error))?;
        self.interrupt.note(Some(made.path().to_owned()));
        let progress = Arc::default();
        let watch = Watch::start(self.console, Arc::clone(&progress));
        let engine = match &self.engine {
            Some(engine) => engine,
            None => self.engine.insert(plan.engine(&self.arguments.execution, self.console)?),
        };
        self.interrupt.begin();
        let analysis = plan.analysis(engine, self.interrupt.stop.clone(), progress)?;
        let report = analysis
            .partial(made.as_file_mut())
            .whole_corpus()
            .run(&mut plan.open(&engine.plugins())?)
            .map_err(|error| plan.with_fields(error))?;
        drop(watch);
        if report.faults.total > 0 {
            let faults = number::counted(report.faults.total, "fault");
            self.console.warn(&format!("{name}: {faults}; `textmill analyze` names them"));
        }
        let file = made.path().to_owned();
        Ok(report.complete.then(|| Pile { name: name.to_string(), file, _made: Some(made) }))
    }

    fn plan(&self, paths: &[PathBuf]) -> Plan {
        let arguments = self.arguments;
        let documents =
            crate::args::DocumentArguments { paths: paths.to_vec(), ..arguments.documents.clone() };
        let selection = SelectionArguments {
            filter: arguments.filter.clone(),
            sample: None,
            group_by: arguments.by.clone(),
        };
        Plan::without_places(documents, selection, Analyzers::Given(arguments.analyzers.clone()))
            .with_results(ResultArguments { output: arguments.output.clone(), ..ResultArguments::default() })
    }
}

fn names(paths: &[PathBuf]) -> String {
    let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    names.join(", ")
}

/// Whether a file is a partial file, by how it begins.
fn is_partial(path: &Path) -> bool {
    const BEGINNING: &[u8] = br#"{"textmill":"partial""#;
    let begins = || -> io::Result<bool> {
        // What is no file, such as a pipe, would lose what is read from it.
        if !path.metadata()?.is_file() {
            return Ok(false);
        }
        let mut beginning = [0; BEGINNING.len()];
        File::open(path)?.read_exact(&mut beginning)?;
        Ok(beginning == BEGINNING)
    };
    // What cannot be read is said where it is opened.
    begins().unwrap_or(false)
}

/// What is compared with what.
fn sides(arguments: &CompareArguments, piles: &[Pile]) -> Result<Vec<(Side, Side)>, Error> {
    match (piles, arguments.group.as_slice()) {
        ([first, second], _) => Ok(vec![(first.side(), second.side())]),
        ([pile], [group]) => Ok(vec![(pile.side().group(group), pile.side().all_but(group))]),
        ([pile], [first, second]) => Ok(vec![(pile.side().group(first), pile.side().group(second))]),
        ([pile], _) => match pile.side().groups()?.as_slice() {
            [] => Err(nothing_to_compare(pile, "no groups")),
            [group] => Err(nothing_to_compare(pile, &format!("one group alone, `{group}`"))),
            // Each with all others would be the same twice.
            [first, second] => Ok(vec![(pile.side().group(first), pile.side().group(second))]),
            groups => Ok(groups
                .iter()
                .map(|group| (pile.side().group(group), pile.side().all_but(group)))
                .collect()),
        },
        _ => Err(Error::usage("two piles are compared")),
    }
}

fn nothing_to_compare(pile: &Pile, there: &str) -> Error {
    Error::new(format!("{} has {there}: there is nothing to compare", pile.name))
        .with_hint("give a second file or folder, or --by FIELD")
}

fn request(arguments: &CompareArguments, first: Side, second: Side) -> Compare {
    Compare::new(first, second)
        .fields(&arguments.field)
        .rank(arguments.rank.into())
        .top(arguments.top)
        .least_count(arguments.least_count)
        .least_documents(arguments.least_documents)
}

/// One comparison as an object, of groups a list of them.
fn json(comparisons: &[Comparison]) -> Result<String, Error> {
    let json = match comparisons {
        [comparison] => serde_json::to_string_pretty(comparison),
        comparisons => serde_json::to_string_pretty(comparisons),
    };
    let json = json.map_err(|error| Error::new(format!("the comparison cannot be written: {error}")))?;
    Ok(json + "\n")
}
