//! `textmill analyze`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use textmill::{CommandRecord, Engine, Report};

use crate::args::{AnalyzeArguments, DocumentArguments};
use crate::documents::Documents;
use crate::engine::lock;
use crate::error::{Error, Exit};
use crate::output::{Output, is_standard_stream};
use crate::results::{self, Results};
use crate::terminal::{Console, Interrupt, Verbosity, Watch};
use crate::{corpus, engine};

/// Analyzes documents, and prints or writes what was found.
///
/// # Errors
/// What keeps the run from its end. Documents that could not be analyzed are in the report, and no error.
pub(crate) fn analyze(arguments: &AnalyzeArguments, record: Option<CommandRecord>) -> Result<Exit, Error> {
    let places = &arguments.results;
    results::check_places(&[
        ("--output", places.output.as_ref()),
        ("--partial", places.partial.as_ref()),
        ("--documents", arguments.documents_output.as_ref()),
        ("--profile", arguments.profile.as_ref()),
    ])?;
    check_sample(&arguments.documents)?;
    // What can be known to be wrong is said before the plugins are compiled.
    if arguments.documents.paths.iter().any(|path| corpus::is_missing(path)) {
        corpus::open(&arguments.documents)?;
    }
    let console = Console::new(Verbosity::new(arguments.quiet, arguments.verbose));
    let interrupt = Interrupt::default();
    let mut documents = arguments.documents_output.as_deref().map(Documents::create).transpose()?;
    let mut results = Results::open(places, &interrupt)?;
    let mut profile = arguments.profile.as_deref().map(Output::create).transpose()?;
    let to_stdout = [&arguments.documents_output, &arguments.profile].into_iter().flatten();
    results.stdout_is_taken = to_stdout.into_iter().any(|path| is_standard_stream(path));
    interrupt.note(profile.as_ref().and_then(Output::temporary_path));
    let temporary = documents.iter().flat_map(Documents::temporary_paths);
    temporary.for_each(|path| interrupt.note(Some(path)));
    interrupt.listen(&console);
    warn_of_old_outputs(arguments, &console);

    let wanted = Wanted {
        record,
        documents: documents.as_mut(),
        partial: results.partial.as_mut(),
        profile: profile.as_mut(),
    };
    let report = run(arguments, wanted, &interrupt, &console)?;
    report.run.cache.iter().flat_map(|cache| &cache.warnings).for_each(|warning| console.warn(warning));
    let documents = documents.map(|documents| documents.finish(&report, &arguments.layers)).transpose()?;
    let exit = results.publish(&report, documents.into_iter().chain(profile), &console)?;
    if report.complete {
        return Ok(exit);
    }
    tell_how_to_go_on(arguments, &console);
    Ok(Exit::Stopped)
}

/// A sample is chosen in a reading before that of the run.
fn check_sample(documents: &DocumentArguments) -> Result<(), Error> {
    match corpus::stream(documents, Path::new("")) {
        Some(path) if documents.sample.is_some() => {
            Err(Error::usage(format!("--sample reads twice, and {} can be read once", path.display()))
                .with_hint("save it to a file first"))
        }
        _ => Ok(()),
    }
}

fn tell_how_to_go_on(arguments: &AnalyzeArguments, console: &Console) {
    match &arguments.state {
        Some(folder) => console.say(&format!(
            "stopped: the report is of what was read so far; the same command goes on from {}",
            folder.display()
        )),
        None => console.say(
            "stopped: the report is of what was read so far; with --state DIR a run can be gone on with",
        ),
    }
}

/// What a run is told of its command, and writes beside its report.
struct Wanted<'a> {
    record: Option<CommandRecord>,
    documents: Option<&'a mut Documents>,
    partial: Option<&'a mut Output>,
    profile: Option<&'a mut Output>,
}

fn run(
    arguments: &AnalyzeArguments,
    wanted: Wanted<'_>,
    interrupt: &Interrupt,
    console: &Console,
) -> Result<Report, Error> {
    let progress = Arc::default();
    let _watch = Watch::start(console, Arc::clone(&progress));
    let engine = load(arguments, console)?;
    let selected = &arguments.documents;
    let mut analysis = engine
        .analysis()
        .progress(progress)
        .layers(&arguments.layers)
        .stop(interrupt.stop.clone())
        .merge_bytes(usize::try_from(arguments.merge_memory.0).unwrap_or(usize::MAX))
        .state_interval(arguments.state_interval.0);
    for filter in &selected.filter {
        analysis = analysis.filter(filter.clone());
    }
    if let Some(field) = &arguments.group_by {
        analysis = analysis.group_by(field.clone());
    }
    if let Some(record) = wanted.record {
        analysis = analysis.command(record);
    }
    if let Some(folder) = &arguments.state {
        analysis = analysis.state(folder);
    }
    if let Some(folder) = &arguments.cache {
        analysis = analysis.cache(folder, arguments.cache_size.0);
    }
    if let Some(documents) = wanted.documents {
        documents.check_analyzers(&engine.plugins())?;
        analysis = analysis.documents(documents);
    }
    if let Some(partial) = wanted.partial {
        analysis = analysis.partial(partial);
    }
    if let Some(profile) = wanted.profile {
        analysis = analysis.profile(profile);
    }
    if let Some(size) = selected.sample {
        analysis = analysis.sample(&mut corpus::open(selected)?, size);
    }
    Ok(analysis.run(&mut corpus::open(selected)?)?)
}

fn load(arguments: &AnalyzeArguments, console: &Console) -> Result<Engine, Error> {
    let builder = engine::builder(&arguments.analyzers, arguments.threads, console)?
        .batch_bytes(usize::try_from(arguments.batch_bytes.0).unwrap_or(usize::MAX))
        .max_document_bytes(arguments.documents.max_document.0);
    let engine = engine::build(builder, arguments.compiled, console)?;
    lock::check(&arguments.lock, arguments.analyzers.config.as_deref(), &engine)?;
    Ok(engine)
}

/// A report of an earlier run that lies in the corpus is read as one of its documents.
fn warn_of_old_outputs(arguments: &AnalyzeArguments, console: &Console) {
    let results = &arguments.results;
    let outputs = [&results.output, &results.partial, &arguments.documents_output].into_iter().flatten();
    for output in outputs {
        let Ok(found) = output.canonicalize() else { continue };
        let holds = |path: &&PathBuf| path.canonicalize().is_ok_and(|path| found.starts_with(path));
        if found.is_file()
            && let Some(path) = arguments.documents.paths.iter().find(holds)
        {
            console.warn(&format!(
                "{} of an earlier run is read as a document of {}",
                output.display(),
                path.display()
            ));
        }
    }
}
