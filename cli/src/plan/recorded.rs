//! The plan of a run that a report records: what is asked for where it runs again.
//!
//! A report names its command ([`RunRecord::command`](textmill::RunRecord)). That is parsed as it was then, by the
//! program's own rules. What decides on the result is taken over: documents and how they are read and chosen, analyzers
//! with their settings, groups. Where the run wrote, its state, its cache and the size of batches stand in the plan for those
//! who look there, and are left out of what runs ([`Plan::without_traces`]).
//!
//! A report may come from anybody. What it names is read, as documents, configurations, resources and components in a
//! sandbox; nothing is written to a place because a report names it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::Parser;
use textmill::{CommandRecord, Report};

use super::{Plan, provenance};
use crate::args::{
    AnalyzerArguments, Arguments, Command, DocumentArguments, RecordedArguments, RunArguments,
};
use crate::engine::{Analyzers, RecordedAnalyzers};
use crate::error::Error;
use crate::output::is_standard_stream;
use crate::values::{Component, Named};

/// Plans the run of a report: what its command says, or its provenance where that does not tell, with the documents that are
/// given in place of its own. `command` is what it is planned for, for hints, and `analyzers` makes of those of the report
/// and those that are given the ones that run.
///
/// # Errors
/// A report that does not say enough, and documents that can be read only once.
pub(crate) fn recorded(
    report: &Report,
    given: &RecordedArguments,
    command: &str,
    analyzers: impl FnOnce(Analyzers, AnalyzerArguments) -> Result<Analyzers, Error>,
) -> Result<Plan, Error> {
    let root = given.root.as_deref();
    let plan = match (of_command(report, given.folder.as_deref()), given.paths.is_empty()) {
        (Ok(plan), true) => plan,
        (Ok(plan), false) => over_paths(plan, &given.paths, root)?,
        (Err(_), false) => of_provenance(report, &given.paths, root)?,
        (Err(error), true) => {
            let hint = format!("give its documents: textmill {command} REPORT PATH…");
            return Err(error.with_hint(hint));
        }
    };
    check_streams(&plan, given, command)?;
    check_program(&plan, given, command)?;
    let here = absolute(Path::new("."))?;
    let analyzers = analyzers(plan.analyzers, resolved(given.analyzers.clone(), &here))?;
    Ok(Plan { analyzers, ..plan })
}

/// The standard input is read once.
///
/// # Errors
/// A report and documents that are both there.
pub(crate) fn check_standard_input(report: &Path, given: &RecordedArguments) -> Result<(), Error> {
    match is_standard_stream(report) && given.paths.iter().any(|path| is_standard_stream(path)) {
        false => Ok(()),
        true => Err(Error::usage("the report and the documents cannot both be the standard input")
            .with_hint("save the report to a file")),
    }
}

/// Whether the command of a report tells how it was made.
pub(crate) fn has_command(report: &Report) -> bool {
    report.run.command.as_ref().is_some_and(|record| parse_record(record).is_ok())
}

/// What a run took from a stream is gone; what is given now is still to be read, once.
fn check_streams(plan: &Plan, given: &RecordedArguments, command: &str) -> Result<(), Error> {
    match plan.stream() {
        Some(path) if given.paths.is_empty() => {
            let place = match is_standard_stream(path) {
                true => "the standard input".to_owned(),
                false => path.display().to_string(),
            };
            let message = format!("the report is of {place}, which can be read only once");
            let hint = format!(
                "give the documents again: textmill {command} REPORT PATH…, or - for the standard input"
            );
            Err(Error::new(message).with_hint(hint))
        }
        Some(path) if plan.reads_twice().is_some() => Err(Error::usage(format!(
            "{} reads documents twice, and {} can be read only once",
            plan.reads_twice().unwrap_or_default(),
            path.display()
        ))
        .with_hint("save it to a file first")),
        _ => Ok(()),
    }
}

/// A report from anybody runs no program: the one that its command names has to be named again.
fn check_program(plan: &Plan, given: &RecordedArguments, command: &str) -> Result<(), Error> {
    match (&plan.documents.pre, &given.pre) {
        (recorded, given) if recorded == given => Ok(()),
        (Some(recorded), None) => {
            let recorded = recorded.display();
            let message = format!("the documents of the report were read through the program `{recorded}`");
            let hint = format!("to run it on them, name it: textmill {command} REPORT --pre {recorded}");
            Err(Error::new(message).with_hint(hint))
        }
        (Some(recorded), Some(given)) => Err(Error::usage(format!(
            "the documents of the report were read through the program `{}`, not `{}`",
            recorded.display(),
            given.display()
        ))),
        (None, _) => Err(Error::usage("--pre: the documents of the report were read without a program")),
    }
}

/// The run of a report by its command, in the folder where it ran or, where one is given, in another (a copy, or on another
/// machine). All of its paths but those of the documents hold in any folder.
///
/// # Errors
/// A report that does not tell how it was made, or was made in another way than by `analyze`. The message says which; how to
/// continue depends on the command.
fn of_command(report: &Report, folder: Option<&Path>) -> Result<Plan, Error> {
    let Some(record) = &report.run.command else {
        return Err(Error::new("the report does not say by which command it was made"));
    };
    let arguments = parse_record(record)?;
    let folder = match folder {
        Some(folder) => absolute(folder)?,
        None => PathBuf::from(&record.folder),
    };
    if !folder.is_absolute() {
        let message =
            format!("the report names `{}` as its folder, which is no absolute path", record.folder);
        return Err(Error::new(message));
    }
    let analyzers = resolved(arguments.analyzers, &folder);
    check_files(&analyzers)?;
    let mut plan = Plan::of(RunArguments { analyzers, ..arguments });
    let places = &mut plan.places;
    let results = &mut places.results;
    let files = [&mut results.output, &mut results.partial, &mut places.documents, &mut places.profile];
    let page = places.page.as_mut().map(|page| &mut page.path);
    let folders = [results.tables.as_mut()]
        .into_iter()
        .chain([plan.state.as_mut().map(|state| &mut state.folder)])
        .chain([plan.cache.as_mut().map(|cache| &mut cache.folder)]);
    for place in files.into_iter().map(Option::as_mut).chain([page]).chain(folders).flatten() {
        *place = folder.join(&*place);
    }
    plan.folder = Some(folder);
    Ok(plan)
}

/// A report from anybody makes nobody wait: what its command names beside documents has to be a file, and no pipe.
fn check_files(analyzers: &AnalyzerArguments) -> Result<(), Error> {
    let of_plugin = |named: &Named| match Component::parse(&named.plugin) {
        Component::File(path) => Some(path),
        Component::Builtin(_) => None,
    };
    let plugins = analyzers.plugins.iter().chain(&analyzers.with).filter_map(of_plugin);
    let mut files = analyzers.config.iter().cloned().chain(plugins);
    match files.find(|path| path.exists() && !path.is_file()) {
        None => Ok(()),
        Some(path) => Err(Error::new(format!("the report names {}, which is no file", path.display()))),
    }
}

/// The run of a report whose command does not tell, over these documents: how they are read, chosen and grouped is what the
/// report's provenance says, and so are the analyzers. The paths hold in the current folder.
///
/// # Errors
/// A selection that this version does not understand.
fn of_provenance(report: &Report, paths: &[PathBuf], root: Option<&Path>) -> Result<Plan, Error> {
    let mut arguments = vec![OsString::from("textmill"), "analyze".into()];
    arguments.extend(provenance::arguments(&report.provenance.selection).into_iter().map(OsString::from));
    arguments.push("--".into());
    arguments.extend(paths.iter().map(OsString::from));
    let mut plan = Plan::of(parse(&arguments)?);
    plan.documents.root = root.map(Path::to_owned);
    plan.analyzers = Analyzers::Recorded(RecordedAnalyzers::of(report));
    plan.folder = Some(absolute(Path::new("."))?);
    Ok(plan)
}

/// The same run over other documents, whose paths hold in the current folder. They are called by their paths below `root`,
/// where one is given, or below that of the command.
///
/// # Errors
/// A current folder that is gone.
fn over_paths(plan: Plan, paths: &[PathBuf], root: Option<&Path>) -> Result<Plan, Error> {
    let own_root =
        || Some(plan.folder.as_deref().unwrap_or(Path::new("")).join(plan.documents.root.as_ref()?));
    let root = root.map(Path::to_owned).or_else(own_root);
    let documents =
        DocumentArguments { paths: paths.to_vec(), files_from: None, null: false, root, ..plan.documents };
    Ok(Plan { documents, folder: Some(absolute(Path::new("."))?), ..plan })
}

/// A path that holds in any folder.
///
/// # Errors
/// An empty path, or a current folder that is gone.
pub(crate) fn absolute(path: &Path) -> Result<PathBuf, Error> {
    std::path::absolute(path).map_err(|error| Error::io(path.display(), &error))
}

/// The paths of analyzers as they are seen from any folder.
fn resolved(arguments: AnalyzerArguments, folder: &Path) -> AnalyzerArguments {
    let mut resolved = arguments;
    for named in resolved.plugins.iter_mut().chain(&mut resolved.with) {
        if let Component::File(path) = Component::parse(&named.plugin)
            && let Some(path) = folder.join(path).to_str()
        {
            named.plugin = path.to_owned();
        }
    }
    resolved.config = resolved.config.map(|path| folder.join(path));
    resolved
}

fn parse_record(record: &CommandRecord) -> Result<RunArguments, Error> {
    if record.lossy {
        let message = "the report's command has arguments that are no UTF-8, and cannot be given again";
        return Err(Error::new(message));
    }
    let arguments = record.arguments.iter().map(OsString::from);
    let arguments: Vec<OsString> = std::iter::once("textmill".into()).chain(arguments).collect();
    parse(&arguments)
}

/// What a command that made a report was asked for, by its arguments with the program's name before them.
fn parse(arguments: &[OsString]) -> Result<RunArguments, Error> {
    match Arguments::try_parse_from(arguments).map(|arguments| arguments.command) {
        Ok(Command::Analyze(arguments)) => Ok(arguments.run),
        Ok(Command::Merge(arguments)) => {
            let parts: Vec<String> =
                arguments.partials.iter().map(|path| path.display().to_string()).collect();
            Err(Error::new(format!(
                "the report was merged from {}, the parts of several runs",
                parts.join(", ")
            )))
        }
        Ok(Command::Retry(arguments)) => Err(Error::new(format!(
            "the report was mended by `retry` of {}, with other analyzers than those of its run",
            arguments.report.display()
        ))),
        Err(error) if error.use_stderr() => {
            let page = error.render().to_string();
            let reason = page.lines().next().unwrap_or_default();
            let reason = reason.strip_prefix("error: ").unwrap_or(reason);
            Err(Error::new(format!("this version does not understand the report's command: {reason}")))
        }
        Ok(_) | Err(_) => Err(Error::new("the report's command does not make a report")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::report::example::by_command;

    fn found(arguments: &str, folder: Option<&str>) -> Result<Plan, Error> {
        let arguments: Vec<&str> = arguments.split(' ').collect();
        let report = by_command(&json!({"arguments": arguments, "folder": "/home/a"}));
        of_command(&report, folder.map(Path::new))
    }

    #[track_caller]
    fn given(plan: &Plan) -> &AnalyzerArguments {
        match &plan.analyzers {
            Analyzers::Given(arguments) => arguments,
            Analyzers::Recorded(_) => panic!("the command names them"),
        }
    }

    #[test]
    fn documents_analyzers_and_groups_are_taken_over_and_places_told() {
        let plan = found(
            "analyze in b.txt --root in --filter stars>3 --sample 9 -p keywords -p loud=./loud.wasm -p /x/y.wasm \
             --config c/t.toml --set keywords.min_length=3 --group-by city --threads 3 -o r.json --state s --cache c \
             --documents d.jsonl",
            None,
        )
        .unwrap();
        assert_eq!(plan.folder.as_deref(), Some(Path::new("/home/a")));
        assert_eq!(plan.documents.paths, ["in", "b.txt"].map(PathBuf::from));
        assert_eq!((plan.selection.sample, plan.selection.filter.len()), (Some(9), 1));
        let analyzers = given(&plan);
        let plugins: Vec<&str> = analyzers.plugins.iter().map(|named| named.plugin.as_str()).collect();
        assert_eq!(plugins, ["keywords", "/home/a/./loud.wasm", "/x/y.wasm"]);
        assert_eq!(analyzers.config.as_deref(), Some(Path::new("/home/a/c/t.toml")));
        assert_eq!(analyzers.set.len(), 1);
        assert_eq!(plan.selection.group_by.as_ref().map(ToString::to_string), Some("city".to_owned()));
        assert_eq!(plan.places.results.partial, None);
        assert_eq!(plan.state.as_ref().map(|state| state.folder.as_path()), Some(Path::new("/home/a/s")));
        assert_eq!(plan.places.documents.as_deref(), Some(Path::new("/home/a/d.jsonl")));
        // A report may name any place: what runs again writes to none.
        let bare = plan.without_traces();
        assert!(bare.state.is_none() && bare.cache.is_none() && bare.places.documents.is_none());
        assert!(bare.places.results.output.is_none());
        assert_eq!((bare.selection.sample, bare.documents.paths.len()), (Some(9), 2));
    }

    #[test]
    fn another_folder_stands_in_for_that_of_the_run() {
        let plan = found("analyze in --partial p.part -p ./x.wasm", Some("/mnt/b")).unwrap();
        assert_eq!(given(&plan).plugins[0].plugin, "/mnt/b/./x.wasm");
        assert_eq!(plan.places.results.partial.as_deref(), Some(Path::new("/mnt/b/p.part")));
        let missing = found("analyze in", Some("/nowhere/at/all")).unwrap().enter().unwrap_err();
        assert_eq!(
            missing.to_string(),
            "the folder of the run, /nowhere/at/all: No such file or directory (os error 2)"
        );
    }

    #[test]
    fn what_a_report_says_of_its_documents_is_enough() {
        let mut report = by_command(&json!(null));
        report.provenance.selection.reading = json!({"text_field": "body", "max_document": 5000});
        report.provenance.selection.group_by = Some("city".into());
        let plan = of_provenance(&report, &["a".into(), "-x".into()], Some(Path::new("r"))).unwrap();
        assert_eq!(plan.documents.paths, ["a", "-x"].map(PathBuf::from));
        assert_eq!((plan.documents.text_field.as_str(), plan.documents.max_document.0), ("body", 5000));
        assert_eq!(plan.documents.root.as_deref(), Some(Path::new("r")));
        assert!(matches!(plan.analyzers, Analyzers::Recorded(_)) && plan.selection.group_by.is_some());
        report.provenance.selection.filter = vec!["stars>".into()];
        let error = of_provenance(&report, &["a".into()], None).unwrap_err().to_string();
        assert!(error.starts_with("this version does not understand the report's command: "), "{error}");
    }

    #[track_caller]
    fn check(command: serde_json::Value, message: &str) {
        let error = of_command(&by_command(&command), None).expect_err(message);
        assert_eq!(error.to_string(), message);
    }

    #[test]
    fn what_cannot_be_asked_again_is_said() {
        check(json!(null), "the report does not say by which command it was made");
        check(
            json!({"arguments": ["analyze", "caf\u{fffd}"], "folder": "/", "lossy": true}),
            "the report's command has arguments that are no UTF-8, and cannot be given again",
        );
        check(
            json!({"arguments": ["merge", "a.part", "b.part"], "folder": "/"}),
            "the report was merged from a.part, b.part, the parts of several runs",
        );
        check(
            json!({"arguments": ["retry", "r.json", "-p", "./x.wasm"], "folder": "/"}),
            "the report was mended by `retry` of r.json, with other analyzers than those of its run",
        );
        check(
            json!({"arguments": ["plugin", "list"], "folder": "/"}),
            "the report's command does not make a report",
        );
        check(
            json!({"arguments": ["analyze", "a", "--later"], "folder": "/"}),
            "this version does not understand the report's command: unexpected argument '--later' found",
        );
        check(
            json!({"arguments": ["analyze", "a", "--help"], "folder": "/"}),
            "the report's command does not make a report",
        );
        check(
            json!({"arguments": ["analyze", "a"], "folder": "home/a"}),
            "the report names `home/a` as its folder, which is no absolute path",
        );
    }
}
