//! `textmill trends`.

mod page;

use textmill::{Trend, Trends};

use crate::args::{TrendFormat, TrendsArguments};
use crate::error::{Error, Exit};
use crate::output::{Output, Reader};
use crate::pile::{Pile, Piles, is_partial};
use crate::terminal::{Console, Interrupt, Verbosity};

/// Prints or writes how often keys were counted over time.
///
/// # Errors
/// Documents that cannot be read, files of runs that were not grouped by dates, fields and keys that there are not.
pub(crate) fn trends(arguments: &TrendsArguments) -> Result<Exit, Error> {
    check_paths(arguments)?;
    Piles::check_output(arguments.output.as_ref(), &arguments.piles, &arguments.execution)?;
    let console = Console::new(Verbosity::new(arguments.execution.quiet, arguments.execution.verbose));
    let interrupt = Interrupt::default();
    let reader = match arguments.format {
        TrendFormat::Lines => Reader::People,
        TrendFormat::Tsv | TrendFormat::Json => Reader::Programs,
    };
    let mut out = Output::to(arguments.output.as_deref(), reader)?;
    interrupt.note(out.temporary_path());
    interrupt.listen(&console);
    let mut piles = Piles {
        arguments: &arguments.piles,
        fields: arguments.field.as_slice(),
        beside: match &arguments.field {
            Some(_) => &[Trends::WORDS],
            None => &[Trends::FIELD, Trends::WORDS],
        },
        by: arguments.by.as_ref(),
        output: arguments.output.as_deref(),
        execution: &arguments.execution,
        engine: None,
        interrupt: &interrupt,
        console: &console,
    };
    let Some(piles) = piles.all()? else {
        console.say("stopped: nothing was counted to its end");
        return Ok(Exit::Stopped);
    };
    let trend = request(arguments, &piles).run()?;
    let written = match arguments.format {
        TrendFormat::Lines => page::page(&trend, out.terminal()),
        TrendFormat::Tsv => page::table(&trend),
        TrendFormat::Json => json(&trend)?,
    };
    out.write_whole(&written)?;
    out.publish()?;
    Ok(Exit::Done)
}

/// Partial files are grouped already, and documents are not.
fn check_paths(arguments: &TrendsArguments) -> Result<(), Error> {
    if arguments.by.is_some() {
        return Ok(());
    }
    let paths = &arguments.piles.documents.paths;
    if arguments.piles.documents.files_from.is_none()
        && !paths.is_empty()
        && paths.iter().all(|path| is_partial(path))
    {
        return Ok(());
    }
    Err(Error::usage("it is not said by what date documents are told apart").with_hint(
        "give --by date:month, or another field and unit: day, week, month, quarter, year, decade",
    ))
}

fn request(arguments: &TrendsArguments, piles: &[Pile]) -> Trends {
    let trends = Trends::files(piles.iter().map(|pile| &pile.file)).keys(&arguments.key).top(arguments.top);
    match &arguments.field {
        Some(field) => trends.field(field),
        None => trends,
    }
}

fn json(trend: &Trend) -> Result<String, Error> {
    let json = serde_json::to_string_pretty(trend);
    let json = json.map_err(|error| Error::new(format!("the trend cannot be written: {error}")))?;
    Ok(json + "\n")
}
