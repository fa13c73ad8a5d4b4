//! `textmill analyze`.

use std::sync::Arc;

use serde_json::Value;
use textmill::{CommandRecord, Report};

use crate::args::{AnalyzeArguments, ExecutionArguments};
use crate::corpus;
use crate::documents::Documents;
use crate::error::{Error, Exit};
use crate::output::{Output, is_standard_stream};
use crate::page::{LineSplitter, PageDraft};
use crate::plan::{Plan, StateFolder};
use crate::results::{self, Results};
use crate::terminal::{Console, Interrupt, Verbosity, Watch};

/// Analyzes documents, and prints or writes what was found.
///
/// # Errors
/// What keeps the run from its end. Documents that could not be analyzed are in the report, and no error.
pub(crate) fn analyze(arguments: &AnalyzeArguments, record: Option<CommandRecord>) -> Result<Exit, Error> {
    let plan = Plan::of(arguments.run.clone());
    let places = &plan.places;
    results::check_places(&[
        ("--output", places.results.output.as_ref()),
        ("--partial", places.results.partial.as_ref()),
        ("--documents", places.documents.as_ref()),
        ("--html", places.page.as_ref().map(|page| &page.path)),
        ("--profile", places.profile.as_ref()),
    ])?;
    check_readings(&plan)?;
    check_texts(&plan)?;
    // What can be known to be wrong is said before the plugins are compiled.
    if plan.documents.paths.iter().any(|path| corpus::is_missing(path)) {
        plan.open(&[])?;
    }
    plan.check_outputs(Some(&arguments.execution.lock))?;
    let console = Console::new(Verbosity::new(arguments.execution.quiet, arguments.execution.verbose));
    let interrupt = Interrupt::default();
    let mut documents = places.documents.as_deref().map(Documents::create).transpose()?;
    let mut page = places.page.as_ref().map(PageDraft::create).transpose()?;
    let mut results = Results::open(&places.results, &interrupt)?;
    let mut profile = places.profile.as_deref().map(Output::create).transpose()?;
    let of_page = places.page.as_ref().map(|page| &page.path);
    let to_stdout = [places.documents.as_ref(), places.profile.as_ref(), of_page].into_iter().flatten();
    results.stdout_is_taken = to_stdout.into_iter().any(|path| is_standard_stream(path));
    interrupt.note(profile.as_ref().and_then(Output::temporary_path));
    interrupt.note(page.as_ref().and_then(PageDraft::temporary_path));
    let temporary = documents.iter().flat_map(Documents::temporary_paths);
    temporary.for_each(|path| interrupt.note(Some(path)));
    interrupt.listen(&console);

    let wanted = Wanted {
        record,
        documents: documents.as_mut(),
        page: page.as_mut(),
        partial: results.partial()?,
        profile: profile.as_mut(),
    };
    let mut report = run(&plan, &arguments.execution, wanted, &interrupt, &console)?;
    report.run.cache.iter().flat_map(|cache| &cache.warnings).for_each(|warning| console.warn(warning));
    let documents = documents.map(|documents| documents.finish(&mut report, &places.layers)).transpose()?;
    let page = page.map(|page| page.finish(&as_json(&report)?, &console)).transpose()?;
    let others = documents.into_iter().chain(page).chain(profile);
    let exit = results.publish(&report, &[], others, &console)?;
    if report.complete {
        return corpus::check_report(&report).map(|()| exit);
    }
    tell_how_to_go_on(&plan, &console);
    Ok(Exit::Stopped)
}

/// A sample is chosen, and duplicates are found, in a reading before that of the run.
fn check_readings(plan: &Plan) -> Result<(), Error> {
    match (plan.stream(), plan.reads_twice()) {
        (Some(path), Some(option)) => {
            Err(Error::usage(format!("{option} reads twice, and {} can be read only once", path.display()))
                .with_hint("save it to a file first"))
        }
        _ => Ok(()),
    }
}

/// A table has no column for texts.
fn check_texts(plan: &Plan) -> Result<(), Error> {
    match &plan.places.documents {
        Some(path) if plan.places.texts && Documents::is_table(path) => {
            Err(Error::usage("--texts writes texts into lines, and --documents is a table of Parquet")
                .with_hint("give --documents a name that ends in .jsonl"))
        }
        _ => Ok(()),
    }
}

/// A report as a page is made of it.
fn as_json(report: &Report) -> Result<Value, Error> {
    serde_json::from_str(&report.to_json())
        .map_err(|error| Error::new(format!("the report is no JSON: {error}")))
}

fn tell_how_to_go_on(plan: &Plan, console: &Console) {
    match &plan.state {
        Some(StateFolder { folder, .. }) => console.say(&format!(
            "stopped: the report is of what was read so far; the same command resumes from {}",
            folder.display()
        )),
        None => console
            .say("stopped: the report is of what was read so far; with --state DIR a run can be resumed"),
    }
}

/// What a run is told of its command, and writes beside its report.
struct Wanted<'a, 'p> {
    record: Option<CommandRecord>,
    documents: Option<&'a mut Documents>,
    page: Option<&'a mut PageDraft<'p>>,
    partial: Option<&'a mut Output>,
    profile: Option<&'a mut Output>,
}

fn run(
    plan: &Plan,
    execution: &ExecutionArguments,
    mut wanted: Wanted<'_, '_>,
    interrupt: &Interrupt,
    console: &Console,
) -> Result<Report, Error> {
    let progress = Arc::default();
    let _watch = Watch::start(console, Arc::clone(&progress));
    let engine = plan.engine(execution, console)?;
    if let Some(documents) = &wanted.documents {
        documents.check_analyzers(&engine.plugins())?;
    }
    let places = &plan.places;
    let page = wanted.page.take();
    let mut splitter =
        page.map(|page| LineSplitter::new(page, wanted.documents.take(), places.texts, &places.layers));
    let mut analysis = plan.analysis(&engine, interrupt.stop.clone(), progress)?;
    if let Some(record) = wanted.record {
        analysis = analysis.command(record);
    }
    if let Some(splitter) = &mut splitter {
        analysis = analysis.documents(splitter);
    } else if let Some(documents) = wanted.documents {
        analysis = analysis.documents(documents);
    }
    if let Some(partial) = wanted.partial {
        analysis = analysis.partial(partial);
        // Of one that nobody asked for there are no other parts.
        if plan.places.results.partial.is_none() {
            analysis = analysis.whole_corpus();
        }
    }
    if let Some(profile) = wanted.profile {
        analysis = analysis.profile(profile);
    }
    let mut source = plan.open(&engine.plugins())?;
    interrupt.begin();
    let found = analysis.run(&mut source);
    found.map_err(|error| plan.with_fields(error))
}
