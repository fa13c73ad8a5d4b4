//! The files into which results go: opened before the work, and given their names when all are whole.

use std::io::Write;
use std::path::{Path, PathBuf};

use textmill::{Report, Scratch};

use crate::args::ResultArguments;
use crate::error::{Error, Exit};
use crate::output::{self, Output, is_standard_stream, resolved};
use crate::summary::summary;
use crate::tables::{self, Formulas};
use crate::terminal::number;
use crate::terminal::{Console, Interrupt, Terminal};

/// The results of a command that makes a report.
#[derive(Debug)]
pub(crate) struct Results<'a> {
    arguments: &'a ResultArguments,
    report: Option<Output>,
    partial: Option<Output>,
    /// A partial file that nobody asked for, of which tables of all keys are made.
    kept: Option<(Scratch, Output)>,
    /// Whether lines of documents go to standard output, so that nothing else should.
    pub(crate) stdout_is_taken: bool,
}

impl<'a> Results<'a> {
    /// Opens all files, so that a folder that cannot be written is known before the work.
    ///
    /// # Errors
    /// A file or folder that cannot be written, and a standard output that there is not.
    pub(crate) fn open(arguments: &'a ResultArguments, interrupt: &Interrupt) -> Result<Self, Error> {
        // The summary goes there.
        if arguments.output.is_none() {
            output::check_stdout()?;
        }
        let open = |path: &Option<PathBuf>| path.as_deref().map(Output::create).transpose();
        let results = Self {
            arguments,
            report: open(&arguments.output)?,
            partial: open(&arguments.partial)?,
            kept: None,
            stdout_is_taken: false,
        };
        if let Some(folder) = &arguments.tables {
            tables::create(folder)?;
        }
        let outputs = [&results.report, &results.partial].into_iter().flatten();
        outputs.for_each(|output| interrupt.note(output.temporary_path()));
        Ok(results)
    }

    /// Where what was found goes, in a form that merges, if anybody wants that. Tables of all keys are made of it.
    ///
    /// # Errors
    /// A folder for temporary files that cannot be written.
    pub(crate) fn partial(&mut self) -> Result<Option<&mut Output>, Error> {
        let is_file = self.partial.as_ref().is_some_and(Output::is_file);
        if self.arguments.full && !is_file {
            if self.partial.is_some() {
                return Err(Error::usage("--full reads the partial file, and --partial is no file")
                    .with_hint("give --partial a file, or leave it out"));
            }
            let folder = Scratch::new().map_err(|error| Error::temporary(&error))?;
            let output = Output::create(&folder.path().join("all.part"))?;
            self.kept = Some((folder, output));
        }
        Ok(self.partial.as_mut().or(self.kept.as_mut().map(|(_, output)| output)))
    }

    /// Writes the tables, of all keys from `partials`, or from what was found.
    fn write_tables(&mut self, folder: &Path, report: &Report, partials: &[PathBuf]) -> Result<(), Error> {
        let formulas = match self.arguments.keep_formulas {
            true => Formulas::Kept,
            false => Formulas::Guarded,
        };
        let found = self.partial.as_mut().or(self.kept.as_mut().map(|(_, output)| output));
        match found.filter(|_| self.arguments.full && partials.is_empty()) {
            Some(found) => {
                found.flush().map_err(|error| Error::io("the partial file", &error))?;
                let path: Vec<PathBuf> = found.temporary_path().into_iter().collect();
                tables::write(folder, report, Some(&path), formulas)
            }
            None => tables::write(folder, report, self.arguments.full.then_some(partials), formulas),
        }
    }

    /// Writes the report, and gives all files their names. `partials` are the files that it was merged from, if it was. Says
    /// what there is to say, and how the command ended.
    ///
    /// # Errors
    /// What cannot be written.
    pub(crate) fn publish(
        mut self,
        report: &Report,
        partials: &[PathBuf],
        others: impl IntoIterator<Item = Output>,
        console: &Console,
    ) -> Result<Exit, Error> {
        if let Some(output) = &mut self.report {
            output.write_whole(&report.to_json())?;
        }
        if let Some(folder) = &self.arguments.tables {
            self.write_tables(folder, report, partials)?;
        }
        // All are complete by now, so that none appears without the others for want of space.
        let own = [self.partial.take(), self.report.take()].into_iter().flatten();
        for output in others.into_iter().chain(own) {
            output.publish()?;
        }
        self.tell(report, console)?;
        let strict = self.arguments.strict && report.faults.total > 0;
        Ok(if strict { Exit::Faults } else { Exit::Done })
    }

    /// Says what is in the report: all of it where it was not written, a line where it was.
    fn tell(&self, report: &Report, console: &Console) -> Result<(), Error> {
        match &self.arguments.output {
            Some(path) if !is_standard_stream(path) => {
                console.say(&format!("{}: {}", path.display(), totals(report)));
            }
            Some(_) if report.faults.total > 0 => console.say(&totals(report)),
            Some(_) => {}
            // The summary would stand among the lines of the documents.
            None if self.stdout_is_taken => console.say(&totals(report)),
            None => output::print(&summary(report, Terminal::stdout()))?,
        }
        Ok(())
    }
}

/// Results cannot go to one place. Each is given with its option.
///
/// # Errors
/// Two that do.
pub(crate) fn check_places(places: &[(&str, Option<&PathBuf>)]) -> Result<(), Error> {
    for (index, (option, place)) in places.iter().enumerate() {
        let Some(place) = place else { continue };
        let is_same = |other: &PathBuf| resolved(other) == resolved(place);
        let same = places[..index].iter().find(|(_, other)| other.is_some_and(is_same));
        if let Some((other, _)) = same {
            return Err(Error::usage(format!("{other} and {option} are both {}", place.display()))
                .with_hint("give one of them another file"));
        }
    }
    Ok(())
}

/// What a report is of, in a line.
pub(crate) fn totals(report: &Report) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_results_do_not_go_to_one_place() {
        let (here, there) = (PathBuf::from("-"), PathBuf::from("a"));
        let places = [("--output", Some(&here)), ("--partial", None), ("--documents", Some(&here))];
        let error = check_places(&places).unwrap_err();
        assert_eq!(error.to_string(), "--output and --documents are both -");
        assert_eq!(error.exit_code(), std::process::ExitCode::from(2));
        assert!(
            check_places(&[("--output", Some(&here)), ("--partial", Some(&there)), ("--x", None)]).is_ok()
        );
    }

    #[test]
    fn one_place_is_one_however_it_is_spelled() {
        let folder = tempfile::tempdir().unwrap();
        let of = |name: &str| folder.path().join(name);
        std::fs::create_dir(of("in")).unwrap();
        std::fs::write(of("there"), "").unwrap();
        let spelled = [
            ("a", "in/../a", true),
            ("there", "./in/../there", true),
            ("a", "in/a", false),
            ("gone/a", "gone/a", true),
        ];
        for (one, other, are_same) in spelled {
            let places = [of(one), of(other)];
            let checked = check_places(&[("--output", Some(&places[0])), ("--documents", Some(&places[1]))]);
            assert_eq!(checked.is_err(), are_same, "{one} {other}");
        }
    }
}
