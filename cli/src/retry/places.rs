//! What a run left behind, and the files that are brought up to date.

use std::io::{self, Sink, Write};
use std::path::{Path, PathBuf};

use textmill::{Earlier, Report, Retried};

use super::anywhere;
use super::exchange::{Exchange, Places, Role};
use crate::args::RetryArguments;
use crate::documents::{Hashed, record_of};
use crate::error::{Error, Exit};
use crate::output::{Output, is_standard_stream};
use crate::plan::Plan;
use crate::results::totals;
use crate::terminal::{Console, Interrupt};

/// What a run left behind beside its report.
#[derive(Debug, Default)]
pub(super) struct Left {
    /// A state, before partial files: it has all that they have.
    state: Option<PathBuf>,
    partials: Vec<PathBuf>,
    lines: Option<PathBuf>,
    /// Whether lines of documents were made at all, so that their size counts.
    pub(super) wants_lines: bool,
    /// The layers whose spans are in those lines.
    pub(super) layers: Vec<String>,
    /// Whether their texts are.
    pub(super) texts: bool,
}

impl Left {
    /// Looks where the command of the run wrote, or where the arguments say, and tells what is not there.
    ///
    /// # Errors
    /// A file or folder of the arguments that is not there.
    pub(super) fn of(
        arguments: &RetryArguments,
        report: &Report,
        plan: &Plan,
        console: &Console,
    ) -> Result<Self, Error> {
        let places = &plan.places;
        let mut left = Self {
            wants_lines: places.documents.is_some(),
            layers: places.layers.clone(),
            texts: places.texts,
            ..Self::default()
        };
        if let Some(folder) = &arguments.state {
            left.state = Some(anywhere(folder)?);
        } else if !arguments.partial.is_empty() {
            left.partials =
                arguments.partial.iter().map(|path| anywhere(path)).collect::<Result<_, Error>>()?;
        } else {
            let state = plan.state.as_ref().map(|state| &state.folder);
            let partial = &places.results.partial;
            left.state = state.filter(|folder| folder.join("state.json").is_file()).cloned();
            left.partials = partial.iter().filter(|path| path.is_file()).cloned().collect();
            let missing = state.filter(|_| left.state.is_none()).into_iter().chain(partial);
            missing.filter(|path| !path.exists()).for_each(|path| {
                console.warn(&format!("{}: is not there, and held what the run found", path.display()));
            });
        }
        left.lines = match &arguments.documents {
            Some(path) => Some(anywhere(path)?).filter(|path| is_lines(path, console)),
            None => {
                let lines = places.documents.clone().filter(|path| is_lines(path, console));
                lines.filter(|path| is_of_run(path, report, console))
            }
        };
        left.wants_lines |= left.lines.is_some();
        Ok(left)
    }

    /// The files that are read where they are not brought up to date.
    pub(super) fn files(&self) -> Vec<PathBuf> {
        self.partials.iter().chain(&self.lines).cloned().collect()
    }

    /// The partial file that is brought up to date.
    fn partial(&self) -> Option<&Path> {
        match self.partials.as_slice() {
            [partial] => Some(partial),
            _ => None,
        }
    }

    /// What the engine takes from.
    pub(super) fn earlier(&self, report: Report, in_place: bool) -> Earlier {
        let mut earlier = Earlier::new(report);
        match &self.state {
            Some(folder) if in_place => earlier = earlier.state(folder),
            Some(folder) => earlier = earlier.unchanged_state(folder),
            None => earlier = self.partials.iter().fold(earlier, |earlier, path| earlier.partial(path)),
        }
        match &self.lines {
            Some(lines) if in_place => earlier.documents(lines),
            _ => earlier,
        }
    }
}

/// Where the files of the run stand that are brought up to date, as far as the arguments and the report tell.
///
/// # Errors
/// A current folder that is gone.
pub(super) fn places(arguments: &RetryArguments, plan: &Plan) -> Result<Places, Error> {
    let given = |path: Option<&PathBuf>| path.map(|path| anywhere(path)).transpose();
    let (state, partial) = match (&arguments.state, arguments.partial.as_slice()) {
        (Some(folder), _) => (given(Some(folder))?, None),
        (None, []) => {
            (plan.state.as_ref().map(|state| state.folder.clone()), plan.places.results.partial.clone())
        }
        (None, partials) => (None, given(partials.first().filter(|_| partials.len() == 1))?),
    };
    let lines = given(arguments.documents.as_ref())?.or_else(|| plan.places.documents.clone());
    Ok(Places { report: anywhere(&arguments.report)?, partial, lines, state })
}

/// Whether a file that the report alone names is the one that its run wrote: a report may come from anybody, and what it
/// names is not overwritten for that. Says where it is not.
fn is_of_run(path: &Path, report: &Report, console: &Console) -> bool {
    let is_same = report
        .run
        .documents
        .as_ref()
        .is_some_and(|written| record_of(path).is_ok_and(|found| found == *written));
    if !is_same {
        let problem = "it is not the file that the run wrote, so its lines are not brought up to date; --documents names \
                       it where it is to be replaced";
        console.warn(&format!("{}: {problem}", path.display()));
    }
    is_same
}

/// Whether what is found again can take its place in a file of documents; says where not.
fn is_lines(path: &Path, console: &Console) -> bool {
    let problem = if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("parquet")) {
        "it is a table, which is not brought up to date: analyze again for a new one"
    } else if is_standard_stream(path.file_name().map_or(path, Path::new)) {
        "lines that went to standard output are not written again"
    } else if !path.is_file() {
        "it is not there, so its lines are not brought up to date"
    } else {
        return true;
    };
    console.warn(&format!("{}: {problem}", path.display()));
    false
}

/// The files that are written.
pub(super) struct Outputs {
    pub(super) place: PathBuf,
    report: Output,
    partial: Option<Output>,
    lines: Option<Hashed<Output>>,
    nowhere: Sink,
    /// Whether what the run left is brought up to date.
    pub(super) in_place: bool,
}

/// A place to write to, where there is one.
type Writer<'a> = Option<&'a mut (dyn Write + Send)>;

impl Outputs {
    /// Opens all files, so that a folder that cannot be written is known before the work.
    ///
    /// # Errors
    /// A file or folder that cannot be written.
    pub(super) fn open(
        arguments: &RetryArguments,
        left: &Left,
        interrupt: &Interrupt,
    ) -> Result<Self, Error> {
        let in_place = arguments.output.is_none();
        let place = arguments.output.as_ref().unwrap_or(&arguments.report).clone();
        let open = |path: Option<&Path>| path.filter(|_| in_place).map(Output::create).transpose();
        let outputs = Self {
            report: Output::create(&anywhere(&place)?)?,
            partial: open(left.partial())?,
            lines: open(left.lines.as_deref())?.map(Hashed::new),
            nowhere: io::sink(),
            in_place,
            place,
        };
        let lines = outputs.lines.as_ref().map(Hashed::get_ref);
        let opened = outputs.partial.iter().chain(lines).chain([&outputs.report]);
        opened.for_each(|output| interrupt.note(output.temporary_path()));
        Ok(outputs)
    }

    /// Where lines of documents go, and the partial file. Lines that were once wanted are made, if only for their size.
    pub(super) fn writers(&mut self, wants_lines: bool) -> (Writer<'_>, Writer<'_>) {
        let lines = match &mut self.lines {
            Some(lines) => Some(lines as &mut (dyn Write + Send)),
            None => wants_lines.then_some(&mut self.nowhere as &mut (dyn Write + Send)),
        };
        (lines, self.partial.as_mut().map(|partial| partial as &mut (dyn Write + Send)))
    }

    /// Writes the report, and gives all files their names: all or none, also where the command is killed and repeated.
    ///
    /// # Errors
    /// What cannot be written.
    pub(super) fn publish(
        mut self,
        retried: Retried,
        places: &Places,
        strict: bool,
        interrupt: &Interrupt,
        console: &Console,
    ) -> Result<Exit, Error> {
        let Retried { mut report, state } = retried;
        let lines = self.lines.map(Hashed::finish);
        report.run.documents = lines.as_ref().map(|(_, record)| record.clone());
        self.report.write_whole(&report.to_json())?;
        let lines = lines.map(|(output, _)| output);
        let outputs =
            [(Role::Partial, self.partial), (Role::Lines, lines), (Role::Report, Some(self.report))];
        let mut files = Vec::new();
        for (role, output) in outputs {
            files.extend(output.map(Output::finish).transpose()?.flatten().map(|file| (role, file)));
        }
        if state.is_none() && files.len() == 1 {
            files.into_iter().try_for_each(|(_, file)| file.publish())?;
        } else {
            // From here on nothing is to be lost of them.
            interrupt.forget();
            Exchange::new(places, state, files)?.carry_out()?;
        }
        if !is_standard_stream(&self.place) {
            console.say(&format!("{}: {}", self.place.display(), totals(&report)));
        }
        Ok(if strict && report.faults.total > 0 { Exit::Faults } else { Exit::Done })
    }
}
