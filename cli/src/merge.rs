//! `textmill merge`.

use std::io::Write;

use textmill::CommandRecord;

use crate::args::MergeArguments;
use crate::error::{Error, Exit};
use crate::output::check_inputs;
use crate::results::{self, Results};
use crate::terminal::{Console, Interrupt, Verbosity};

/// Merges partial files into one report.
///
/// # Errors
/// Files that cannot be read or do not merge, results that cannot be written.
pub(crate) fn merge(arguments: &MergeArguments, record: Option<CommandRecord>) -> Result<Exit, Error> {
    let places = &arguments.results;
    results::check_places(&[("--output", places.output.as_ref()), ("--partial", places.partial.as_ref())])?;
    check_inputs([&places.output, &places.partial].into_iter().flatten(), &arguments.partials)?;
    let console = Console::new(Verbosity::new(arguments.quiet, false));
    let interrupt = Interrupt::default();
    let mut results = Results::open(places, &interrupt)?;
    interrupt.listen(&console);
    let partial = match places.partial {
        Some(_) => results.partial()?.map(|partial| partial as &mut dyn Write),
        None => None,
    };
    let mut report = textmill::merge_by(&arguments.partials, arguments.rank.map(Into::into), partial)?;
    report.run.command = record;
    if !report.complete {
        console.warn("a part was stopped before its end, so the report is not complete");
    }
    results.publish(&report, &arguments.partials, None, &console)
}
