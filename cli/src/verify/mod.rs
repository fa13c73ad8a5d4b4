//! `textmill verify`: a report's analysis run again, and compared.
//!
//! `plan` finds what to run, `inputs.rs` and `verdict.rs` say what differs and why, `page.rs` shows it.

mod inputs;
mod page;
#[cfg(test)]
mod tests;
mod verdict;

use std::sync::Arc;

use textmill::{Analysis, PluginInfo, Report, Source, StopHandle};

use self::verdict::Verdict;
use crate::args::VerifyArguments;
use crate::corpus;
use crate::difference::{differences, shown};
use crate::engine::Analyzers;
use crate::error::{Error, Exit};
use crate::output::{check_stdout, is_standard_stream, print, print_data};
use crate::plan::{self, Plan, absolute};
use crate::report::ReportFile;
use crate::terminal::text::escaped;
use crate::terminal::{Console, Interrupt, Terminal, Verbosity, Watch, number};

/// Lines on standard error of what is known before the run.
const FORESEEN: usize = 10;

/// Runs a report's analysis again, and prints whether it gives the same.
///
/// # Errors
/// A report that is none or does not say enough, and what keeps its analysis from being run.
pub(crate) fn verify(arguments: &VerifyArguments) -> Result<Exit, Error> {
    let recorded = &arguments.recorded;
    plan::check_standard_input(&arguments.report, recorded)?;
    check_stdout()?;
    let console = Console::new(Verbosity::new(arguments.execution.quiet, arguments.execution.verbose));
    let file = ReportFile::read(&arguments.report)?;
    check_complete(&file.report)?;
    let mut plan = plan::recorded(&file.report, recorded, "verify", Analyzers::replaced_by)?.without_traces();
    // The run wrote it, though its command does not tell where a shell led the standard output.
    if !is_standard_stream(&arguments.report) {
        plan.earlier.add(absolute(&arguments.report)?);
    }
    Interrupt::default().listen(&console);
    let (report, plugins) = run(plan, arguments, &file, &console)?;
    let verdict = Verdict::of(&file, &report, &plugins);
    let name = arguments.report.display().to_string();
    match arguments.json {
        true => print_data(&page::json(&name, &verdict))?,
        false => print(&page::page(&name, &report, &verdict, Terminal::stdout().paint))?,
    }
    Ok(if verdict.is_same() { Exit::Done } else { Exit::Differs })
}

fn check_complete(report: &Report) -> Result<(), Error> {
    match report.complete {
        true => Ok(()),
        false => Err(Error::new("the report is of a run that was stopped, and says nothing of the whole")
            .with_hint("the same command with --state DIR resumes where it was stopped, to a whole report")),
    }
}

fn run(
    mut plan: Plan,
    arguments: &VerifyArguments,
    file: &ReportFile,
    console: &Console,
) -> Result<(Report, Vec<PluginInfo>), Error> {
    let progress = Arc::default();
    let _watch = Watch::start(console, Arc::clone(&progress));
    let engine = plan.engine(&arguments.execution, console)?;
    plan.enter()?;
    let given = plan.documents.paths.clone();
    plan.documents.paths.retain(|path| !corpus::is_missing(path));
    if let (Some(gone), true) =
        (given.first(), plan.documents.paths.is_empty() && plan.documents.files_from.is_none())
    {
        let others = match given.len() - 1 {
            0 => String::new(),
            others => format!(" and {} more", number::whole(others as u64)),
        };
        let message = format!("nothing is left of what was analyzed: {}{others} is gone", gone.display());
        return Err(Error::new(message).with_hint("its documents may be elsewhere: --folder DIR, or PATH…"));
    }
    let analysis = plan.analysis(&engine, StopHandle::new(), progress)?;
    let mut source = plan.open(&engine.plugins())?;
    foresee(file, &analysis, &source, console);
    Ok((analysis.run(&mut source)?, engine.plugins()))
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
