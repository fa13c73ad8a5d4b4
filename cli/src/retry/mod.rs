//! `textmill retry`: what a run has lost, tried again.
//!
//! `plan` finds what the report was made of, `places.rs` what the run left behind and what is brought up to date; which
//! analyzers run again, and on what, the engine says before it runs them.

mod exchange;
mod places;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use textmill::{Again, CommandRecord, Engine, ErrorKind, Report, Retried, Retry};

use self::exchange::Exchange;
use self::places::{Left, Outputs, places};
use crate::args::{AnalyzerArguments, RetryArguments};
use crate::engine::Analyzers;
use crate::error::{Error, Exit};
use crate::output::{check_inputs, is_standard_stream};
use crate::plan::{self, Plan, absolute};
use crate::report::ReportFile;
use crate::terminal::number;
use crate::terminal::text::escaped;
use crate::terminal::{Console, Interrupt, Verbosity, Watch};

/// Runs analyzers again where they lost documents, and puts what they find in its place.
///
/// # Errors
/// A report that is none or does not say enough, what keeps its analysis from being run, and what cannot be written.
/// Nothing is changed then.
pub(crate) fn retry(arguments: &RetryArguments, record: Option<CommandRecord>) -> Result<Exit, Error> {
    let recorded = &arguments.recorded;
    plan::check_standard_input(&arguments.report, recorded)?;
    let console = Console::new(Verbosity::new(arguments.execution.quiet, arguments.execution.verbose));
    let mut report = ReportFile::read(&arguments.report)?.report;
    if complete_killed(arguments, &report, &console)? {
        report = ReportFile::read(&arguments.report)?.report;
    }
    if is_standard_stream(&arguments.report) && arguments.output.is_none() {
        return Err(Error::usage("a report from the standard input cannot be replaced")
            .with_hint("say with -o where the new one goes"));
    }
    if report.faults.by.keys().all(|name| name == textmill::FaultSummary::READER) {
        console.say("there is nothing to try again: no analyzer lost a document");
        return Ok(Exit::Done);
    }
    let plan = plan::recorded(&report, recorded, "retry", Analyzers::with)?;
    let places = places(arguments, &plan)?;
    let left = Left::of(arguments, &report, &plan, &console)?;
    check_inputs(&arguments.output, &left.files())?;
    let interrupt = Interrupt::default();
    let outputs = Outputs::open(arguments, &left, &interrupt)?;
    interrupt.listen(&console);
    let outdated = if outputs.in_place { outdated(&plan.places) } else { Vec::new() };
    let mut plan = plan.without_traces();
    plan.earlier.add(outputs.place.clone());
    plan.check_outputs(Some(&arguments.execution.lock))?;
    let engine = plan.engine(&arguments.execution, &console)?;
    let record = command(&report, record, &recorded.analyzers);
    let mut task = Task { plan, report, left, outputs, record };
    match task.run(&engine, &interrupt, &console)? {
        Some(retried) => {
            let exit = task.outputs.publish(retried, &places, arguments.strict, &interrupt, &console)?;
            outdated.iter().for_each(|message| console.say(&escaped(message)));
            Ok(exit)
        }
        None => Ok(Exit::Stopped),
    }
}

/// What of a run's results is not brought up to date, and how it is made again.
fn outdated(places: &plan::Places) -> Vec<String> {
    let page =
        places.page.as_ref().map(|page| (&page.path, "`textmill html` makes it anew, of report and lines"));
    let tables = places.results.tables.as_ref().map(|folder| (folder, "analyze again for new tables"));
    let left = page.into_iter().chain(tables).filter(|(path, _)| path.exists());
    left.map(|(path, remedy)| format!("{}: it shows the report as it was: {remedy}", path.display()))
        .collect()
}

/// Completes an earlier retry of the report, should it have been killed while its files took their places. Says whether
/// there was one.
fn complete_killed(arguments: &RetryArguments, report: &Report, console: &Console) -> Result<bool, Error> {
    if is_standard_stream(&arguments.report) || !exchange::is_left(&arguments.report) {
        return Ok(false);
    }
    let plan = plan::recorded(report, &arguments.recorded, "retry", Analyzers::with)?;
    let Some(left) = Exchange::left(&places(arguments, &plan)?)? else { return Ok(false) };
    let report = arguments.report.display();
    if arguments.output.is_some() {
        let message = format!("{report}: a retry of it was killed while its files took their places");
        return Err(Error::new(message).with_hint("repeat it without -o, which completes it"));
    }
    left.carry_out()?;
    console.say(&escaped(&format!("{report}: an earlier retry of it was killed, and is completed now")));
    Ok(true)
}

/// What is to be done, and with what.
struct Task {
    plan: Plan,
    report: Report,
    left: Left,
    outputs: Outputs,
    /// The command that makes the new report.
    record: Option<CommandRecord>,
}

impl Task {
    /// Gives the report, and the state that is to take it up; nothing where it was stopped.
    fn run(
        &mut self,
        engine: &Engine,
        interrupt: &Interrupt,
        console: &Console,
    ) -> Result<Option<Retried>, Error> {
        self.plan.enter()?;
        let earlier = self.left.earlier(self.report.clone(), self.outputs.in_place);
        let progress = Arc::default();
        let mut analysis = self.plan.analysis(engine, interrupt.stop.clone(), Arc::clone(&progress))?;
        if let Some(record) = self.record.take() {
            analysis = analysis.command(record);
        }
        let (lines, partial) = self.outputs.writers(self.left.wants_lines);
        if let Some(lines) = lines {
            analysis = analysis.documents(lines).layers(&self.left.layers);
            if self.left.texts {
                analysis = analysis.texts();
            }
        }
        if let Some(partial) = partial {
            analysis = analysis.partial(partial);
        }
        let mut source = self.plan.open(&engine.plugins())?;
        let retry = analysis.retry(earlier, &mut source)?;
        tell(&retry, console);
        let _watch = Watch::start(console, progress);
        match retry.run_beside() {
            Ok(retried) => Ok(Some(retried)),
            Err(error) if error.kind() == ErrorKind::Stopped => {
                console.say(&error.to_string());
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// Says which analyzers run again, and why where it is over everything.
fn tell(retry: &Retry<'_, '_>, console: &Console) {
    for (name, turn) in retry.again() {
        let message = match turn {
            Again::Lost(documents) => {
                format!("{name}: runs again on {} that it lost", number::counted(documents, "document"))
            }
            Again::Everything { because } => format!("{name}: runs again over everything: {because}"),
            _ => continue,
        };
        console.say(&escaped(&message));
    }
}

/// The command that makes the new report: that of the old one with the limits of now. Where that is not all that is
/// given, or the old one has none that tells, the present one.
fn command(
    report: &Report,
    given: Option<CommandRecord>,
    analyzers: &AnalyzerArguments,
) -> Option<CommandRecord> {
    let others = analyzers.names_analyzers() || !analyzers.set.is_empty();
    if others || !plan::has_command(report) {
        return given;
    }
    let mut record = report.run.command.clone()?;
    // After `--` there are paths alone.
    let end = record.arguments.iter().position(|argument| argument == "--");
    let at = end.unwrap_or(record.arguments.len());
    let limits = analyzers.limits();
    let arguments = limits.iter().flat_map(|limit| ["--limit".to_owned(), limit.to_string()]);
    record.arguments.splice(at..at, arguments);
    Some(record)
}

/// A path that holds in any folder.
fn anywhere(path: &Path) -> Result<PathBuf, Error> {
    if is_standard_stream(path) { Ok(path.to_owned()) } else { absolute(path) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::report::example::by_command;

    #[track_caller]
    fn check(arguments: &[&str], limits: &[&str], expected: &[&str]) {
        let report = by_command(&json!({"arguments": arguments, "folder": "/a"}));
        let given = CommandRecord { arguments: vec!["retry".into()], folder: "/b".into(), lossy: false };
        let limit = limits.iter().map(|limit| limit.parse().expect(limit)).collect();
        let analyzers = AnalyzerArguments { limit, ..AnalyzerArguments::default() };
        let command = command(&report, Some(given), &analyzers).expect("there is one");
        assert_eq!(command.arguments, expected);
    }

    #[test]
    fn the_new_report_is_made_by_the_old_command_with_the_new_limits() {
        check(
            &["analyze", "in", "--limit", "memory=1M"],
            &["memory=2M", "a.fuel=5"],
            &["analyze", "in", "--limit", "memory=1M", "--limit", "memory=2097152", "--limit", "a.fuel=5"],
        );
        check(
            &["analyze", "-q", "--", "-x"],
            &["time_ms=5"],
            &["analyze", "-q", "--limit", "time_ms=5", "--", "-x"],
        );
        check(&["merge", "a.part"], &["time_ms=5"], &["retry"]);
    }
}
