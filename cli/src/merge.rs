//! `textmill merge`.

use std::io::Write;

use crate::args::MergeArguments;
use crate::console::{Console, Verbosity};
use crate::error::{Error, Exit};
use crate::interrupt::Interrupt;
use crate::results::{self, Results};

/// Merges partial files into one report.
///
/// # Errors
/// Files that cannot be read or do not merge, results that cannot be written.
pub(crate) fn merge(arguments: &MergeArguments) -> Result<Exit, Error> {
    let places = &arguments.results;
    results::check_places(&[("--output", places.output.as_ref()), ("--partial", places.partial.as_ref())])?;
    let mut results = Results::open(places, &Interrupt::default())?;
    let console = Console::new(Verbosity::new(arguments.quiet, false));
    let partial = results.partial.as_mut().map(|partial| partial as &mut dyn Write);
    let report = textmill::merge(&arguments.partials, partial)?;
    results.publish(&report, None, &console)
}
