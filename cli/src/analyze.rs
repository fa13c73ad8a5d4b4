//! `textmill analyze`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use textmill::{Corpus, Engine, Paths, PluginInfo, Report};

use crate::args::AnalyzeArguments;
use crate::config::Config;
use crate::console::{Console, Verbosity};
use crate::error::{Error, Exit};
use crate::number;
use crate::output::{self, Output};
use crate::progress::Watch;
use crate::select;
use crate::summary::summary;
use crate::terminal::Terminal;

/// Analyzes documents, and prints or writes what was found.
///
/// # Errors
/// What keeps the run from its end. Documents that could not be analyzed are in the report, and no error.
pub(crate) fn analyze(arguments: &AnalyzeArguments) -> Result<Exit, Error> {
    check_outputs(arguments)?;
    // What can be known to be wrong is said before the plugins are compiled.
    if arguments.paths.iter().any(|path| is_missing(path)) {
        corpus(arguments, &[])?;
    }
    let mut documents = arguments.documents.as_deref().map(Output::create).transpose()?;
    let mut output = arguments.output.as_deref().map(Output::create).transpose()?;
    let console = Console::new(Verbosity::new(arguments.quiet, arguments.verbose));
    warn_of_old_outputs(arguments, &console);

    let report = run(arguments, documents.as_mut(), &console)?;

    if let Some(output) = &mut output {
        output.write_whole(&report.to_json())?;
    }
    // Both are complete by now, so that neither appears without the other for want of space.
    documents.map_or(Ok(()), Output::publish)?;
    output.map_or(Ok(()), Output::publish)?;
    tell(arguments, &report, &console)?;
    Ok(if arguments.strict && report.faults.total > 0 { Exit::Faults } else { Exit::Done })
}

/// Two results cannot go to one place.
fn check_outputs(arguments: &AnalyzeArguments) -> Result<(), Error> {
    match (&arguments.output, &arguments.documents) {
        (Some(output), Some(documents)) if output == documents => {
            Err(Error::usage(format!("--output and --documents are both {}", output.display()))
                .with_hint("give one of them another file"))
        }
        _ => Ok(()),
    }
}

fn is_missing(path: &Path) -> bool {
    !is_standard_stream(path) && path.symlink_metadata().is_err()
}

fn is_standard_stream(path: &Path) -> bool {
    path.as_os_str() == Output::STDOUT
}

fn run(
    arguments: &AnalyzeArguments,
    documents: Option<&mut Output>,
    console: &Console,
) -> Result<Report, Error> {
    let progress = Arc::default();
    let _watch = Watch::start(console, Arc::clone(&progress));
    let engine = engine(arguments, console)?;
    let mut corpus = corpus(arguments, &engine.plugins())?;
    let mut analysis = engine.analysis().progress(progress).layers(&arguments.layers);
    if let Some(documents) = documents {
        analysis = analysis.documents(documents);
    }
    Ok(analysis.run(&mut corpus)?)
}

fn engine(arguments: &AnalyzeArguments, console: &Console) -> Result<Engine, Error> {
    let config = arguments.config.as_deref().map(Config::read).transpose()?.unwrap_or_default();
    // 0 stands for one worker per core.
    let threads = arguments.threads.or(config.threads).unwrap_or_default();
    let log = console.clone();
    let builder = Engine::builder()
        .plugins(select::sources(&arguments.plugins, &arguments.set, config)?)
        .threads(threads.into())
        .batch_bytes(usize::try_from(arguments.batch_bytes.0).unwrap_or(usize::MAX))
        .max_document_bytes(arguments.max_document.0)
        .on_log(move |plugin, level, message| log.relay(plugin, level, message));
    Ok(builder.build()?)
}

fn corpus(arguments: &AnalyzeArguments, plugins: &[PluginInfo]) -> Result<Paths, Error> {
    let mut corpus = Corpus::new()
        .paths(&arguments.paths)
        .text_field(&arguments.text_field)
        // Other fields of JSON Lines need not even be parsed.
        .metadata_fields(plugins.iter().flat_map(|plugin| &plugin.manifest.metadata))
        .max_document(arguments.max_document.0);
    if let Some(field) = &arguments.id_field {
        corpus = corpus.id_field(field);
    }
    if let Some(folder) = &arguments.root {
        corpus = corpus.root(folder);
    }
    Ok(corpus.open()?)
}

/// Says what is in the report: all of it where it was not written, a line where it was.
fn tell(arguments: &AnalyzeArguments, report: &Report, console: &Console) -> Result<(), Error> {
    match (&arguments.output, &arguments.documents) {
        (Some(path), _) if !is_standard_stream(path) => {
            console.say(&format!("{}: {}", path.display(), totals(report)));
        }
        (Some(_), _) if report.faults.total > 0 => console.say(&totals(report)),
        (Some(_), _) => {}
        // The summary would stand among the lines of the documents.
        (None, Some(path)) if is_standard_stream(path) => console.say(&totals(report)),
        (None, _) => output::print(&summary(report, Terminal::stdout()))?,
    }
    Ok(())
}

fn totals(report: &Report) -> String {
    let corpus = &report.corpus;
    format!(
        "{}, {}, {}, {} in {}",
        number::counted(corpus.documents, "document"),
        number::bytes(corpus.bytes),
        number::counted(report.analyzers.len() as u64, "analyzer"),
        number::counted(report.faults.total, "fault"),
        number::seconds(report.run.seconds)
    )
}

/// A report of an earlier run that lies in the corpus is read as one of its documents.
fn warn_of_old_outputs(arguments: &AnalyzeArguments, console: &Console) {
    let outputs = [&arguments.output, &arguments.documents].into_iter().flatten();
    for output in outputs {
        let Ok(found) = output.canonicalize() else { continue };
        let holds = |path: &&PathBuf| path.canonicalize().is_ok_and(|path| found.starts_with(path));
        if found.is_file()
            && let Some(path) = arguments.paths.iter().find(holds)
        {
            console.warn(&format!(
                "{} of an earlier run is read as a document of {}",
                output.display(),
                path.display()
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::args::{Arguments, Command};

    #[test]
    fn two_results_do_not_go_to_one_place() {
        let line = "textmill analyze a -o - --documents -";
        let Ok(Arguments { command: Command::Analyze(arguments) }) =
            Arguments::try_parse_from(line.split(' '))
        else {
            panic!("{line}")
        };
        let error = check_outputs(&arguments).unwrap_err();
        assert_eq!(error.to_string(), "--output and --documents are both -");
        assert_eq!(error.exit_code(), std::process::ExitCode::from(2));
    }
}
