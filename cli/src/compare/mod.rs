//! `textmill compare`.

mod page;

use std::path::PathBuf;

use textmill::{Compare, Comparison, Side};

use crate::args::CompareArguments;
use crate::error::{Error, Exit};
use crate::output::{Output, Reader};
use crate::pile::{Pile, Piles, is_partial};
use crate::terminal::{Console, Interrupt, Verbosity, number};

/// Compares two piles of texts, or groups of one, and prints or writes how they differ.
///
/// # Errors
/// Files that cannot be read or compared, groups and fields that there are not.
pub(crate) fn compare(arguments: &CompareArguments) -> Result<Exit, Error> {
    check_paths(arguments)?;
    Piles::check_output(arguments.output.as_ref(), &arguments.piles, &arguments.execution)?;
    let console = Console::new(Verbosity::new(arguments.execution.quiet, arguments.execution.verbose));
    let interrupt = Interrupt::default();
    let reader = if arguments.output.is_some() { Reader::Programs } else { Reader::People };
    let mut out = Output::to(arguments.output.as_deref(), reader)?;
    interrupt.note(out.temporary_path());
    interrupt.listen(&console);
    let mut piles = Piles {
        arguments: &arguments.piles,
        fields: &arguments.field,
        beside: &[],
        by: arguments.by.as_ref(),
        output: arguments.output.as_deref(),
        execution: &arguments.execution,
        engine: None,
        interrupt: &interrupt,
        console: &console,
    };
    let Some(piles) = piles.all()? else {
        console.say("stopped: nothing was compared");
        return Ok(Exit::Stopped);
    };
    let mut comparisons = Vec::new();
    for (first, second) in sides(arguments, &piles)? {
        // Each group is compared with all others, which may be very many.
        if interrupt.stop.is_stopped() {
            console.say("stopped: not all groups were compared");
            return Ok(Exit::Stopped);
        }
        comparisons.push(request(arguments, first, second).run()?);
    }
    let written = match reader {
        Reader::Programs => json(&comparisons)?,
        Reader::People => page::page(&comparisons, out.terminal()),
    };
    out.write_whole(&written)?;
    out.publish()?;
    Ok(Exit::Done)
}

/// How many piles there may be, and what may be asked of them.
fn check_paths(arguments: &CompareArguments) -> Result<(), Error> {
    let paths = arguments.piles.documents.paths.len();
    let lists = arguments.piles.documents.files_from.is_some();
    if arguments.group.len() > 2 {
        return Err(
            Error::usage("--group is given more than twice").with_hint("two groups are compared at a time")
        );
    }
    if let [first, second] = arguments.group.as_slice()
        && first == second
    {
        return Err(Error::usage(format!("--group {first} is given twice"))
            .with_hint("name another group; one alone is compared with all others"));
    }
    let is_kept = |path: &PathBuf| is_partial(path);
    if arguments.by.is_some() || !lists && paths == 1 && arguments.piles.documents.paths.iter().all(is_kept) {
        return Ok(());
    }
    if lists || paths != 2 {
        return Err(Error::usage(format!(
            "two piles are compared, and there is {}",
            number::counted(paths as u64, "path")
        ))
        .with_hint("give two files or folders; or --by FIELD, which compares groups of all that is given"));
    }
    match arguments.group.first() {
        Some(group) => Err(Error::usage(format!("--group {group} is of one pile, and two are given"))
            .with_hint("give one partial file of a run with --group-by, or --by FIELD")),
        None => Ok(()),
    }
}

/// What is compared with what.
fn sides(arguments: &CompareArguments, piles: &[Pile]) -> Result<Vec<(Side, Side)>, Error> {
    match (piles, arguments.group.as_slice()) {
        ([first, second], _) => Ok(vec![(first.side(), second.side())]),
        ([pile], [group]) => Ok(vec![(pile.side().group(group), pile.side().all_but(group))]),
        ([pile], [first, second]) => Ok(vec![(pile.side().group(first), pile.side().group(second))]),
        ([pile], _) => match pile.side().groups()?.as_slice() {
            [] => Err(nothing_to_compare(pile, "no groups")),
            [group] => Err(nothing_to_compare(pile, &format!("one group alone, `{group}`"))),
            // Each with all others would be the same twice.
            [first, second] => Ok(vec![(pile.side().group(first), pile.side().group(second))]),
            groups => {
                let side = |group: &String| (pile.side().group(group), pile.side().all_but(group));
                Ok(groups.iter().map(side).collect())
            }
        },
        _ => Err(Error::usage("two piles are compared")),
    }
}

fn nothing_to_compare(pile: &Pile, there: &str) -> Error {
    Error::new(format!("{} has {there}: there is nothing to compare", pile.name))
        .with_hint("give a second file or folder, or --by FIELD")
}

fn request(arguments: &CompareArguments, first: Side, second: Side) -> Compare {
    Compare::new(first, second)
        .fields(&arguments.field)
        .rank(arguments.rank.into())
        .top(arguments.top)
        .least_count(arguments.least_count)
        .least_documents(arguments.least_documents)
}

/// One comparison as an object, of groups a list of them.
fn json(comparisons: &[Comparison]) -> Result<String, Error> {
    let json = match comparisons {
        [comparison] => serde_json::to_string_pretty(comparison),
        comparisons => serde_json::to_string_pretty(comparisons),
    };
    let json = json.map_err(|error| Error::new(format!("the comparison cannot be written: {error}")))?;
    Ok(json + "\n")
}
