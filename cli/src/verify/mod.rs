//! `textmill verify`: a report's analysis run again, and compared.
//!
//! `again` finds what to run, `inputs.rs` and `verdict.rs` say what differs and why, `page.rs` shows it.

mod inputs;
mod page;
#[cfg(test)]
mod tests;
mod verdict;

use std::path::Path;
use std::sync::Arc;

use textmill::{Analysis, Engine, EngineBuilder, Report, Source};

use self::verdict::Verdict;
use crate::again::{Again, absolute, resolved};
use crate::args::{AnalyzerArguments, VerifyArguments};
use crate::difference::{differences, shown};
use crate::engine::{lock, recorded};
use crate::error::{Error, Exit};
use crate::output::{is_standard_stream, print};
use crate::report::ReportFile;
use crate::terminal::{Console, Interrupt, Terminal, Verbosity, Watch};
use crate::text::escaped;
use crate::{corpus, engine};

/// Lines on standard error of what is known before the run.
const FORESEEN: usize = 10;

/// Runs a report's analysis again, and prints whether it gives the same.
///
/// # Errors
/// A report that is none or does not say enough, and what keeps its analysis from being run.
pub(crate) fn verify(arguments: &VerifyArguments) -> Result<Exit, Error> {
    if is_standard_stream(&arguments.report) && arguments.paths.iter().any(|path| is_standard_stream(path)) {
        return Err(Error::usage("the report and the documents cannot both be the standard input")
            .with_hint("save the report to a file"));
    }
    let console = Console::new(Verbosity::new(arguments.quiet, arguments.verbose));
    let file = ReportFile::read(&arguments.report)?;
    check_complete(&file.report)?;
    let again = find(arguments, &file.report)?;
    Interrupt::default().listen_to_end(&console);
    let (report, plugins) = run(&again, arguments, &file, &console)?;
    let verdict = Verdict::of(&file, &report, &plugins);
    let name = arguments.report.display().to_string();
    print(&match arguments.json {
        true => page::json(&name, &verdict),
        false => page::page(&name, &report, &verdict, Terminal::stdout().paint),
    })?;
    Ok(if verdict.is_same() { Exit::Done } else { Exit::Differs })
}

fn check_complete(report: &Report) -> Result<(), Error> {
    match report.complete {
        true => Ok(()),
        false => Err(Error::new("the report is of a run that was stopped, and says nothing of the whole")
            .with_hint("the same command with --state DIR goes on where it was stopped, to a whole report")),
    }
}

/// What to run: what the report's command says, with the documents and analyzers in place of it that are given.
fn find(arguments: &VerifyArguments, report: &Report) -> Result<Again, Error> {
    let recorded = Again::of(report, arguments.folder.as_deref());
    let mut again = match (recorded, arguments.paths.is_empty()) {
        (Ok(again), true) => again,
        (Ok(again), false) => again.over_paths(&arguments.paths, arguments.root.as_deref())?,
        (Err(_), false) => Again::over(&arguments.paths, arguments.root.as_deref(), report)?,
        (Err(error), true) => {
            return Err(error.with_hint("give its documents: textmill verify REPORT PATH…"));
        }
    };
    again.analyzers = replaced(again.analyzers, &arguments.analyzers)?;
    check_streams(&again, arguments)?;
    Ok(again)
}

/// The analyzers of the command, with those given here in place of theirs.
fn replaced(
    recorded: Option<AnalyzerArguments>,
    given: &AnalyzerArguments,
) -> Result<Option<AnalyzerArguments>, Error> {
    let given = resolved(given.clone(), &absolute(Path::new("."))?);
    let names_analyzers = !given.plugins.is_empty() || given.config.is_some();
    let sets_them = !given.set.is_empty() || !given.limit.is_empty() || given.fuel.is_some();
    let recorded = match recorded {
        Some(recorded) => recorded,
        None if names_analyzers => AnalyzerArguments::default(),
        None if sets_them => {
            return Err(Error::usage(
                "the report has no command whose --set, --limit or --fuel could be replaced",
            )
            .with_hint("name the analyzers too, with -p or --config"));
        }
        None => return Ok(None),
    };
    Ok(Some(AnalyzerArguments {
        plugins: if given.plugins.is_empty() { recorded.plugins } else { given.plugins },
        set: if given.set.is_empty() { recorded.set } else { given.set },
        config: given.config.or(recorded.config),
        limit: if given.limit.is_empty() { recorded.limit } else { given.limit },
        fuel: given.fuel.or(recorded.fuel),
    }))
}

/// What a run took from a stream is gone; what is given here is still to be read.
fn check_streams(again: &Again, arguments: &VerifyArguments) -> Result<(), Error> {
    let stream = corpus::stream(&again.documents, &again.folder);
    match stream {
        Some(path) if arguments.paths.is_empty() => Err(Error::new(format!(
            "the report is of {}, which could be read once",
            if path == Path::new("-") { "the standard input".to_owned() } else { path.display().to_string() }
        ))
        .with_hint("give the documents again: textmill verify REPORT PATH…, or - for the standard input")),
        Some(path) if again.documents.sample.is_some() => Err(Error::usage(format!(
            "the report is of a sample, which reads twice, and {} can be read once",
            path.display()
        ))
        .with_hint("save it to a file first")),
        _ => Ok(()),
    }
}

fn run(
    again: &Again,
    arguments: &VerifyArguments,
    file: &ReportFile,
    console: &Console,
) -> Result<(Report, Vec<textmill::PluginInfo>), Error> {
    let progress = Arc::default();
    let _watch = Watch::start(console, Arc::clone(&progress));
    let builder = builder(again, arguments, &file.report, console)?;
    let builder = builder.max_document_bytes(again.documents.max_document.0);
    let engine = engine::build(builder, arguments.compiled, console)?;
    let config = again.analyzers.as_ref().and_then(|analyzers| analyzers.config.as_deref());
    lock::check(&arguments.lock, config, &engine)?;
    again.enter()?;
    let mut documents = again.documents.clone();
    documents.paths.retain(|path| !corpus::is_missing(path));
    let open = || {
        corpus::open(&documents)
            .map_err(|error| error.with_hint("its documents may be elsewhere: --folder DIR, or PATH…"))
    };
    let mut analysis = analysis(&engine, again).progress(progress);
    if let Some(size) = documents.sample {
        analysis = analysis.sample(&mut open()?, size);
    }
    let mut source = open()?;
    foresee(file, &analysis, &source, console);
    Ok((analysis.run(&mut source)?, engine.plugins()))
}

fn builder(
    again: &Again,
    arguments: &VerifyArguments,
    report: &Report,
    console: &Console,
) -> Result<EngineBuilder, Error> {
    match &again.analyzers {
        Some(analyzers) => engine::builder(analyzers, arguments.threads, console),
        None => {
            let (sources, limits) = (recorded::sources(report)?, recorded::provider_limits(report));
            Ok(engine::of_sources(sources, limits, arguments.threads, console))
        }
    }
}

fn analysis<'a>(engine: &'a Engine, again: &Again) -> Analysis<'a> {
    let mut analysis = engine.analysis();
    for filter in &again.documents.filter {
        analysis = analysis.filter(filter.clone());
    }
    match &again.group_by {
        Some(field) => analysis.group_by(field.clone()),
        None => analysis,
    }
}

/// Says what is known to differ before anything is read.
fn foresee(file: &ReportFile, analysis: &Analysis<'_>, source: &textmill::Paths, console: &Console) {
    let now = serde_json::to_value(analysis.provenance(source)).unwrap_or_default();
    let settings = differences("", &file.json["provenance"], &now).into_iter().map(|difference| {
        let side = |value: &Option<serde_json::Value>| value.as_ref().map_or("nothing".to_owned(), shown);
        format!("{}: {}, was {}", difference.path, side(&difference.is), side(&difference.was))
    });
    // Without streams among them, what there is to read is known.
    let listed = Source::listing(source);
    let inputs = listed.map(|listed| inputs::foresee(&file.report.run.sources, &listed)).unwrap_or_default();
    let foreseen: Vec<String> = settings.chain(inputs).collect();
    for line in foreseen.iter().take(FORESEEN) {
        console.warn(&escaped(line));
    }
    if foreseen.len() > FORESEEN {
        console.warn(&format!("… and {} more differences", foreseen.len() - FORESEEN));
    }
}
