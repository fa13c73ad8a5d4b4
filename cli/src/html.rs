//! `textmill html`.

use std::io;
use std::path::Path;

use textmill::Report;
use textmill_page::Page;

use crate::args::HtmlArguments;
use crate::error::{Error, Exit};
use crate::output::{Output, check_inputs, is_standard_stream};
use crate::page::{self, Lines};
use crate::report::ReportFile;
use crate::terminal::{Console, Interrupt, Verbosity, number};

/// Makes a page of a report.
///
/// # Errors
/// Files that cannot be read or written, and a page that has no room.
pub(crate) fn html(arguments: &HtmlArguments) -> Result<Exit, Error> {
    let inputs = [Some(&arguments.report), arguments.documents.as_ref(), arguments.against.as_ref()];
    let inputs: Vec<_> = inputs.into_iter().flatten().cloned().collect();
    if inputs.iter().filter(|path| is_standard_stream(path)).count() > 1 {
        return Err(Error::usage("the standard input is read once").with_hint("save one of them to a file"));
    }
    let place = arguments.output.clone().unwrap_or_else(|| page::beside(&arguments.report));
    check_inputs([&place], &inputs)?;
    let console = Console::new(Verbosity::new(arguments.quiet, false));
    let report = ReportFile::read(&arguments.report)?;
    let against = arguments.against.as_deref().map(ReportFile::read).transpose()?;
    let mut lines = match &arguments.documents {
        Some(path) if is_standard_stream(path) => Some(page::copied(io::stdin().lock())?),
        Some(path) => Some(Lines::open(path)?),
        None => None,
    };
    let interrupt = Interrupt::default();
    let mut output = Output::create(&place)?;
    interrupt.note(output.temporary_path());
    interrupt.listen(&console);
    let page = Page {
        report: &report.json,
        against: against.as_ref().map(|against| &against.json),
        bytes: arguments.html_size.0,
        texts: arguments.html_texts.into(),
    };
    let record = page::write(page, lines.as_mut(), &mut output)?;
    if let Some(lines) = &arguments.documents {
        check_lines(record.documents, &report.report, lines)?;
    }
    output.publish()?;
    if !is_standard_stream(&place) {
        page::tell(&place, record, &console);
    }
    Ok(Exit::Done)
}

/// Whether there are as many lines as the report's run wrote: a page of two runs tells lies of both.
fn check_lines(lines: u64, report: &Report, path: &Path) -> Result<(), Error> {
    let expected = report.corpus.documents.saturating_add(report.corpus.unread);
    if lines == expected {
        return Ok(());
    }
    let [found, expected] = [lines, expected].map(|documents| number::counted(documents, "document"));
    Err(Error::new(format!("{}: it has lines of {found}, and the report is of {expected}", path.display()))
        .with_hint("give what --documents wrote in the run of the report"))
}
