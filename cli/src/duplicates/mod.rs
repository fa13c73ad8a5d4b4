//! `textmill duplicates`.

mod lines;

use std::io::Write as _;
use std::sync::Arc;

use textmill::{Duplicates, FoundDuplicates};

use crate::args::{
    AnalyzerArguments, DuplicateArguments, DuplicateFormat, ResultArguments, SelectionArguments,
};
use crate::corpus;
use crate::engine::Analyzers;
use crate::error::{Error, Exit};
use crate::output::{Output, Reader, check_inputs};
use crate::plan::Plan;
use crate::terminal::{Console, Interrupt, Verbosity, Watch, number, text};

/// Finds documents that are the same as another, or nearly, and writes them in groups.
///
/// # Errors
/// Documents that cannot be opened, groups that cannot be written.
pub(crate) fn duplicates(arguments: &DuplicateArguments) -> Result<Exit, Error> {
    corpus::refuse_partials(&arguments.documents.paths)?;
    check_inputs(arguments.output.as_slice(), &arguments.documents.paths)?;
    let console = Console::new(Verbosity::new(arguments.quiet, false));
    let interrupt = Interrupt::default();
    let mut plan = plan(arguments);
    let mut source = plan.open_kept(&arguments.given.options)?;
    plan.check_outputs(None)?;
    let reader = match arguments.format {
        DuplicateFormat::Lines => Reader::People,
        DuplicateFormat::Tsv | DuplicateFormat::Jsonl => Reader::Programs,
    };
    let mut out = Output::to(arguments.output.as_deref(), reader)?;
    interrupt.note(out.temporary_path());
    interrupt.listen(&console);
    interrupt.begin();
    let progress = Arc::default();
    let watch = Watch::start(&console, Arc::clone(&progress));
    let search = search(arguments).progress(progress).stop(interrupt.stop.clone());
    let found = search.find(source.source());
    drop(watch);
    if let Some(failure) = source.source().failure() {
        return Err(Error::new(format!("not all documents could be compared: {failure}")));
    }
    let first = found.first_unread.iter().map(|unread| (&*unread.position, &*unread.message));
    corpus::check_read(found.documents > 0, found.unread, first)?;
    if interrupt.stop.is_stopped() && arguments.output.is_some() {
        console.say("stopped: nothing is written, as not all documents were compared");
        return Ok(Exit::Stopped);
    }
    write(arguments, &found, &mut out)?;
    out.publish()?;
    tell(&console, &found);
    Ok(if interrupt.stop.is_stopped() { Exit::Stopped } else { Exit::Done })
}

/// Which documents are read. What is written is none of them.
fn plan(arguments: &DuplicateArguments) -> Plan {
    Plan::without_places(
        arguments.documents.clone(),
        SelectionArguments::default(),
        Analyzers::Given(AnalyzerArguments::default()),
    )
    .with_results(ResultArguments { output: arguments.output.clone(), ..ResultArguments::default() })
}

fn search(arguments: &DuplicateArguments) -> Duplicates {
    let similarity = if arguments.exact { f64::INFINITY } else { arguments.similarity.0 };
    Duplicates::new()
        .similarity(similarity)
        .threads(arguments.threads.map_or(0, usize::from))
        .max_document_bytes(arguments.documents.max_document.0)
}

/// How many groups stand on a page, and how many copies in a group.
const SHOWN: (usize, usize) = (20, 5);

fn write(arguments: &DuplicateArguments, found: &FoundDuplicates, out: &mut Output) -> Result<(), Error> {
    let groups = found.groups();
    let terminal = out.terminal();
    let written = match arguments.format {
        DuplicateFormat::Lines if arguments.output.is_none() => {
            lines::page(out, found, &groups, SHOWN, terminal)
        }
        DuplicateFormat::Lines => lines::page(out, found, &groups, (usize::MAX, usize::MAX), terminal),
        DuplicateFormat::Tsv => lines::columns(out, &groups),
        DuplicateFormat::Jsonl => lines::json(out, &groups),
    };
    written.and_then(|()| out.flush()).map_err(|error| Error::io("the duplicates", &error))
}

/// How many faults are named.
const NAMED: usize = 5;

fn tell(console: &Console, found: &FoundDuplicates) {
    for unread in found.first_unread.iter().take(NAMED) {
        console.warn(&format!("{}: {}", text::escaped(&unread.position), text::escaped(&unread.message)));
    }
    if found.unread > 0 {
        let lost = number::counted(found.unread, "document");
        console.warn(&format!("{lost} could not be read, and were not compared"));
    }
    if found.not_compared > 0 {
        let times = number::counted(found.not_compared, "comparison");
        console.warn(&format!(
            "{times} of documents that have a passage in common with very many others were left out: some of these may be \
             near-duplicates that were not found"
        ));
    }
}
