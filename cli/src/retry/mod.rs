//! `textmill retry`: what a run has lost, tried again.
//!
//! `again` finds what the report was made of, `places.rs` what the run left behind and what is brought up to date; which
//! analyzers run again, and on what, the engine says before it runs them.

mod places;

use std::path::Path;
use std::sync::Arc;

use textmill::{Again as Turn, CommandRecord, Engine, EngineBuilder, ErrorKind, Report, Retry};

use self::places::{Left, Outputs};
use crate::again::{Again, absolute, resolved};
use crate::args::{AnalyzerArguments, RetryArguments};
use crate::engine::{lock, recorded};
use crate::error::{Error, Exit};
use crate::number;
use crate::output::is_standard_stream;
use crate::report::ReportFile;
use crate::terminal::{Console, Interrupt, Verbosity, Watch};
use crate::text::escaped;
use crate::{corpus, engine};

/// Runs analyzers again where they lost documents, and puts what they find in its place.
///
/// # Errors
/// A report that is none or does not say enough, what keeps its analysis from being run, and what cannot be written.
/// Nothing is changed then.
pub(crate) fn retry(arguments: &RetryArguments, record: Option<CommandRecord>) -> Result<Exit, Error> {
    let console = Console::new(Verbosity::new(arguments.quiet, arguments.verbose));
    let report = ReportFile::read(&arguments.report)?.report;
    if is_standard_stream(&arguments.report) && arguments.output.is_none() {
        return Err(Error::usage("a report from the standard input cannot be replaced")
            .with_hint("say with -o where the new one goes"));
    }
    if report.faults.by.keys().all(|name| name == textmill::FaultSummary::READER) {
        console.say("there is nothing to try again: no analyzer lost a document");
        return Ok(Exit::Done);
    }
    let again = find(arguments, &report)?;
    let left = Left::of(arguments, &again, &console)?;
    let interrupt = Interrupt::default();
    let outputs = Outputs::open(arguments, &left, &interrupt)?;
    interrupt.listen(&console);
    let mut task = Task { arguments, again, report, left, outputs, record };
    let engine = task.engine(&console)?;
    match task.run(&engine, &interrupt, &console)? {
        Some(report) => task.outputs.publish(&report, arguments.strict, &console),
        None => Ok(Exit::Stopped),
    }
}

/// What is to be done, and with what.
struct Task<'a> {
    arguments: &'a RetryArguments,
    again: Again,
    report: Report,
    left: Left,
    outputs: Outputs,
    /// The command as it was given now.
    record: Option<CommandRecord>,
}

/// What the report was made of: what its command says, with the documents that are given in place of its own.
fn find(arguments: &RetryArguments, report: &Report) -> Result<Again, Error> {
    let recorded = Again::of(report, arguments.folder.as_deref());
    let again = match (recorded, arguments.paths.is_empty()) {
        (Ok(again), true) => again,
        (Ok(again), false) => again.over_paths(&arguments.paths, arguments.root.as_deref())?,
        (Err(_), false) => Again::over(&arguments.paths, arguments.root.as_deref(), report)?,
        (Err(error), true) => {
            return Err(error.with_hint("give its documents: textmill retry REPORT PATH…"));
        }
    };
    let analyzers = with_given(again.analyzers.as_ref(), &arguments.analyzers)?;
    let again = Again { analyzers, ..again };
    match corpus::stream(&again.documents, &again.folder) {
        Some(path) if arguments.paths.is_empty() => Err(Error::new(format!(
            "the report is of {}, which could be read once",
            if is_standard_stream(path) {
                "the standard input".to_owned()
            } else {
                path.display().to_string()
            }
        ))
        .with_hint("give the documents again: textmill retry REPORT PATH…, or - for the standard input")),
        _ => Ok(again),
    }
}

/// The analyzers of the command, with what is given now; nothing where neither says which they are.
fn with_given(
    recorded: Option<&AnalyzerArguments>,
    given: &AnalyzerArguments,
) -> Result<Option<AnalyzerArguments>, Error> {
    let given = resolved(given.clone(), &absolute(Path::new("."))?);
    let names_analyzers = !given.plugins.is_empty() || given.config.is_some();
    let recorded = match recorded {
        Some(recorded) => recorded.clone(),
        None if names_analyzers => AnalyzerArguments::default(),
        None if given.set.is_empty() => return Ok(None),
        None => {
            return Err(Error::usage("the report has no command to whose settings --set could be added")
                .with_hint("name the analyzers too, with -p or --config"));
        }
    };
    Ok(Some(AnalyzerArguments {
        // Of two for one thing the last counts.
        limit: [recorded.limits(), given.limits()].concat(),
        fuel: None,
        set: [recorded.set, given.set].concat(),
        plugins: if given.plugins.is_empty() { recorded.plugins } else { given.plugins },
        config: given.config.or(recorded.config),
    }))
}

impl Task<'_> {
    fn engine(&self, console: &Console) -> Result<Engine, Error> {
        let analyzers = self.again.analyzers.as_ref();
        let builder = match analyzers {
            Some(analyzers) => engine::builder(analyzers, self.arguments.threads, console)?,
            None => self.recorded(console)?,
        };
        let builder = builder.max_document_bytes(self.again.documents.max_document.0);
        let engine = engine::build(builder, self.arguments.compiled, console)?;
        lock::check(&self.arguments.lock, analyzers.and_then(|given| given.config.as_deref()), &engine)?;
        Ok(engine)
    }

    /// The analyzers as the report's provenance has them, where there is no command that tells.
    fn recorded(&self, console: &Console) -> Result<EngineBuilder, Error> {
        let mut report = self.report.clone();
        for (name, plugin) in &mut report.provenance.plugins {
            for limit in self.arguments.analyzers.limits().iter().filter(|limit| limit.is_for(name)) {
                plugin.limits = limit.apply(&plugin.limits);
            }
        }
        let (sources, limits) = (recorded::sources(&report)?, recorded::provider_limits(&report));
        Ok(engine::of_sources(sources, limits, self.arguments.threads, console))
    }

    /// Gives the report; nothing where it was stopped.
    fn run(
        &mut self,
        engine: &Engine,
        interrupt: &Interrupt,
        console: &Console,
    ) -> Result<Option<Report>, Error> {
        self.again.enter()?;
        let record = command(&self.report, self.record.take(), &self.arguments.analyzers);
        let earlier = self.left.earlier(self.report.clone(), self.outputs.in_place);
        let documents = &self.again.documents;
        let open = || {
            corpus::open(documents)
                .map_err(|error| error.with_hint("its documents may be elsewhere: --folder DIR, or PATH…"))
        };
        let progress = Arc::default();
        let mut analysis = engine
            .analysis()
            .progress(Arc::clone(&progress))
            .layers(&self.again.layers)
            .stop(interrupt.stop.clone());
        for filter in &documents.filter {
            analysis = analysis.filter(filter.clone());
        }
        if let Some(field) = &self.again.group_by {
            analysis = analysis.group_by(field.clone());
        }
        if let Some(record) = record {
            analysis = analysis.command(record);
        }
        if let Some(size) = documents.sample {
            analysis = analysis.sample(&mut open()?, size);
        }
        let (lines, partial) = self.outputs.writers(self.left.wants_lines);
        if let Some(lines) = lines {
            analysis = analysis.documents(lines);
        }
        if let Some(partial) = partial {
            analysis = analysis.partial(partial);
        }
        let mut source = open()?;
        let retry = analysis.retry(earlier, &mut source)?;
        tell(&retry, console);
        let _watch = Watch::start(console, progress);
        match retry.run() {
            Ok(report) => Ok(Some(report)),
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
            Turn::Lost(documents) => {
                format!("{name}: runs again on {} that it lost", number::counted(documents, "document"))
            }
            Turn::Everything { because } => format!("{name}: runs again over everything: {because}"),
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
    let others = !analyzers.plugins.is_empty() || !analyzers.set.is_empty() || analyzers.config.is_some();
    if others || Again::of(report, Some(Path::new("."))).is_err() {
        return given;
    }
    let mut record = report.run.command.clone()?;
    // Behind `--` stand paths alone.
    let end = record.arguments.iter().position(|argument| argument == "--");
    let at = end.unwrap_or(record.arguments.len());
    let limits = analyzers.limits();
    let arguments = limits.iter().flat_map(|limit| ["--limit".to_owned(), limit.to_string()]);
    record.arguments.splice(at..at, arguments);
    Some(record)
}

/// A path that holds in any folder.
fn anywhere(path: &Path) -> Result<std::path::PathBuf, Error> {
    if is_standard_stream(path) { Ok(path.to_owned()) } else { absolute(path) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(arguments: &[&str], limits: &[&str], expected: &[&str]) {
        let report = json!({
            "format": 1, "complete": true, "analyzers": {},
            "corpus": {"documents": 0, "bytes": 0, "unread": 0, "replaced": 0, "fingerprint": "0"},
            "faults": {"total": 0, "by": {}, "first": []},
            "provenance": {"engine": "0.1.0", "interface": "textmill:analyzer@0.1.0", "selection": {}, "plugins": {}},
            "run": {"started": "", "seconds": 0.0, "threads": 1, "batch_bytes": 0, "host": "", "sources": [],
                "command": {"arguments": arguments, "folder": "/a"}}
        });
        let report: Report = serde_json::from_value(report).expect("it is a report");
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
