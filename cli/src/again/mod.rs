//! A run found again: from what a report says of itself to what is to be asked for.
//!
//! A report names its command ([`RunRecord::command`](textmill::RunRecord)). That is parsed as it was then, by the
//! program's own rules, and what decides on the result is taken over: documents and how they are read and chosen,
//! analyzers with their settings, groups. Where the run wrote, its state, its cache, threads and batches are not.
//!
//! A report may come from anybody. What it names is read, as documents, configurations, resources and components in a
//! sandbox; nothing is written to a place because a report names it.

mod selection;

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::Parser;
use textmill::{CommandRecord, GroupBy, Report};

use crate::args::{AnalyzeArguments, AnalyzerArguments, Arguments, Command, DocumentArguments};
use crate::error::Error;
use crate::values::Component;

/// What the run of a report was asked for.
#[derive(Clone, Debug)]
pub(crate) struct Again {
    /// The folder in which the command ran.
    pub(crate) folder: PathBuf,
    /// Which documents. Ids are made of the paths, so these are as they were given, and hold in [`Again::folder`] alone:
    /// [`Again::enter`] it before they are opened.
    pub(crate) documents: DocumentArguments,
    /// Which analyzers. The paths hold in any folder. Nothing where the report has no command that tells: they are then
    /// what its provenance says.
    pub(crate) analyzers: Option<AnalyzerArguments>,
    /// By what documents were grouped.
    pub(crate) group_by: Option<GroupBy>,
    /// The layers that were written with each document.
    pub(crate) layers: Vec<String>,
    /// Where the run wrote. The paths hold in any folder.
    pub(crate) places: Places,
}

/// Where the run of a report wrote, for commands that look there. A report may name any place: nothing is written to
/// one that does not hold what the run has left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Places {
    /// The file of `--partial`.
    pub(crate) partial: Option<PathBuf>,
    /// The folder of `--state`.
    pub(crate) state: Option<PathBuf>,
    /// The file of `--documents`.
    pub(crate) documents: Option<PathBuf>,
}

impl Again {
    /// Finds the run of a report, in the folder where it ran or, where one is given, in another (a copy, or on another
    /// machine).
    ///
    /// # Errors
    /// A report that does not tell how it was made, or was made in another way than by `analyze`. The message says
    /// which; how to go on depends on the command.
    pub(crate) fn of(report: &Report, folder: Option<&Path>) -> Result<Self, Error> {
        let Some(record) = &report.run.command else {
            return Err(Error::new("the report does not say by which command it was made"));
        };
        let arguments = *parse(&given(record)?)?;
        let folder = match folder {
            Some(folder) => absolute(folder)?,
            None => PathBuf::from(&record.folder),
        };
        if !folder.is_absolute() {
            let message =
                format!("the report names `{}` as its folder, which is no absolute path", record.folder);
            return Err(Error::new(message));
        }
        Ok(Self {
            analyzers: Some(resolved(arguments.analyzers, &folder)),
            group_by: arguments.group_by,
            layers: arguments.layers,
            places: Places {
                partial: arguments.results.partial.map(|path| folder.join(path)),
                state: arguments.state.map(|path| folder.join(path)),
                documents: arguments.documents_output.map(|path| folder.join(path)),
            },
            documents: arguments.documents,
            folder,
        })
    }

    /// Finds the run of a report whose command does not tell, over these documents: how they are read, chosen and
    /// grouped is what the report's provenance says. The paths hold in the current folder.
    ///
    /// # Errors
    /// A selection that is none of this version.
    pub(crate) fn over(paths: &[PathBuf], root: Option<&Path>, report: &Report) -> Result<Self, Error> {
        let mut arguments = vec![OsString::from("textmill"), "analyze".into()];
        arguments.extend(selection::arguments(&report.provenance.selection).into_iter().map(OsString::from));
        arguments.push("--".into());
        arguments.extend(paths.iter().map(OsString::from));
        let mut arguments = *parse(&arguments)?;
        arguments.documents.root = root.map(Path::to_owned);
        Ok(Self {
            folder: absolute(Path::new("."))?,
            documents: arguments.documents,
            analyzers: None,
            group_by: arguments.group_by,
            layers: Vec::new(),
            places: Places::default(),
        })
    }

    /// The same run over other documents, whose paths hold in the current folder. They are called by their paths below
    /// `root`, where one is given, or below that of the command.
    ///
    /// # Errors
    /// A current folder that is gone.
    pub(crate) fn over_paths(self, paths: &[PathBuf], root: Option<&Path>) -> Result<Self, Error> {
        let root = root.map(Path::to_owned).or(self.documents.root.map(|root| self.folder.join(root)));
        let documents = DocumentArguments {
            paths: paths.to_vec(),
            files_from: None,
            null: false,
            root,
            ..self.documents
        };
        Ok(Self { documents, folder: absolute(Path::new("."))?, ..self })
    }

    /// Goes into the folder of the run, where the paths of its documents hold.
    ///
    /// # Errors
    /// A folder that is not there.
    pub(crate) fn enter(&self) -> Result<(), Error> {
        env::set_current_dir(&self.folder).map_err(|error| {
            Error::io(format!("the folder of the run, {}", self.folder.display()), &error)
                .with_hint("--folder DIR names the folder in which what the report names is found")
        })
    }
}

/// A path that holds in any folder.
///
/// # Errors
/// An empty path, or a current folder that is gone.
pub(crate) fn absolute(path: &Path) -> Result<PathBuf, Error> {
    std::path::absolute(path).map_err(|error| Error::io(path.display(), &error))
}

/// The paths of analyzers as they are seen from any folder.
pub(crate) fn resolved(arguments: AnalyzerArguments, folder: &Path) -> AnalyzerArguments {
    let mut resolved = arguments;
    for named in &mut resolved.plugins {
        if let Component::File(path) = Component::parse(&named.plugin)
            && let Some(path) = folder.join(path).to_str()
        {
            named.plugin = path.to_owned();
        }
    }
    resolved.config = resolved.config.map(|path| folder.join(path));
    resolved
}

/// The program's name and the arguments of a recorded command.
fn given(record: &CommandRecord) -> Result<Vec<OsString>, Error> {
    if record.lossy {
        let message = "the report's command has arguments that are no UTF-8, and cannot be given again";
        return Err(Error::new(message));
    }
    let arguments = record.arguments.iter().map(OsString::from);
    Ok(std::iter::once("textmill".into()).chain(arguments).collect())
}

fn parse(arguments: &[OsString]) -> Result<Box<AnalyzeArguments>, Error> {
    match Arguments::try_parse_from(arguments).map(|arguments| arguments.command) {
        Ok(Command::Analyze(arguments)) => Ok(arguments),
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
            Err(Error::new(format!("the report's command is none of this version: {reason}")))
        }
        Ok(_) | Err(_) => Err(Error::new("the report's command is none that makes a report")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// A report of an empty run, by this command.
    fn report(command: serde_json::Value) -> Report {
        let report = json!({
            "format": 1, "complete": true, "analyzers": {},
            "corpus": {"documents": 0, "bytes": 0, "unread": 0, "replaced": 0, "fingerprint": "0"},
            "faults": {"total": 0, "by": {}, "first": []},
            "provenance": {"engine": "0.1.0", "interface": "textmill:analyzer@0.1.0", "selection": {}, "plugins": {}},
            "run": {"started": "", "seconds": 0.0, "threads": 1, "batch_bytes": 0, "host": "", "sources": [],
                "command": command}
        });
        serde_json::from_value(report).expect("it is a report")
    }

    fn found(arguments: &str, folder: Option<&str>) -> Result<Again, Error> {
        let arguments: Vec<&str> = arguments.split(' ').collect();
        let report = report(json!({"arguments": arguments, "folder": "/home/a"}));
        Again::of(&report, folder.map(Path::new))
    }

    #[test]
    fn documents_analyzers_and_groups_are_taken_over_and_places_told() {
        let again = found(
            "analyze in b.txt --root in --filter stars>3 --sample 9 -p keywords -p loud=./loud.wasm -p /x/y.wasm \
             --config c/t.toml --set keywords.min_length=3 --group-by city --threads 3 -o r.json --state s --cache c \
             --documents d.jsonl",
            None,
        )
        .unwrap();
        assert_eq!(again.folder, Path::new("/home/a"));
        assert_eq!(again.documents.paths, ["in", "b.txt"].map(PathBuf::from));
        assert_eq!((again.documents.sample, again.documents.filter.len()), (Some(9), 1));
        let analyzers = again.analyzers.unwrap();
        let plugins: Vec<&str> = analyzers.plugins.iter().map(|named| named.plugin.as_str()).collect();
        assert_eq!(plugins, ["keywords", "/home/a/./loud.wasm", "/x/y.wasm"]);
        assert_eq!(analyzers.config.as_deref(), Some(Path::new("/home/a/c/t.toml")));
        assert_eq!(analyzers.set.len(), 1);
        assert_eq!(again.group_by.map(|field| field.to_string()), Some("city".to_owned()));
        let places = Places {
            partial: None,
            state: Some("/home/a/s".into()),
            documents: Some("/home/a/d.jsonl".into()),
        };
        assert_eq!(again.places, places);
    }

    #[test]
    fn another_folder_stands_in_for_that_of_the_run() {
        let again = found("analyze in --partial p.part -p ./x.wasm", Some("/mnt/b")).unwrap();
        assert_eq!(again.analyzers.unwrap().plugins[0].plugin, "/mnt/b/./x.wasm");
        assert_eq!(again.places.partial.as_deref(), Some(Path::new("/mnt/b/p.part")));
        let missing = found("analyze in", Some("/nowhere/at/all")).unwrap().enter().unwrap_err();
        assert_eq!(
            missing.to_string(),
            "the folder of the run, /nowhere/at/all: No such file or directory (os error 2)"
        );
    }

    #[test]
    fn what_a_report_says_of_its_documents_is_enough() {
        let mut report = report(json!(null));
        report.provenance.selection.reading = json!({"text_field": "body", "max_document": 5000});
        report.provenance.selection.group_by = Some("city".into());
        let again = Again::over(&["a".into(), "-x".into()], Some(Path::new("r")), &report).unwrap();
        assert_eq!(again.documents.paths, ["a", "-x"].map(PathBuf::from));
        assert_eq!((again.documents.text_field.as_str(), again.documents.max_document.0), ("body", 5000));
        assert_eq!(again.documents.root.as_deref(), Some(Path::new("r")));
        assert!(again.analyzers.is_none() && again.group_by.is_some());
        report.provenance.selection.filter = vec!["stars>".into()];
        let error = Again::over(&["a".into()], None, &report).unwrap_err().to_string();
        assert!(error.starts_with("the report's command is none of this version: "), "{error}");
    }

    #[track_caller]
    fn check(command: serde_json::Value, message: &str) {
        let error = Again::of(&report(command), None).expect_err(message);
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
            "the report's command is none that makes a report",
        );
        check(
            json!({"arguments": ["analyze", "a", "--later"], "folder": "/"}),
            "the report's command is none of this version: unexpected argument '--later' found",
        );
        check(
            json!({"arguments": ["analyze", "a", "--help"], "folder": "/"}),
            "the report's command is none that makes a report",
        );
        check(
            json!({"arguments": ["analyze", "a"], "folder": "home/a"}),
            "the report names `home/a` as its folder, which is no absolute path",
        );
    }
}
