//! `textmill plugin test`.

use std::fmt::Write as _;

use textmill::{Conformance, Document, Source, check_conformance, sample_documents};

use crate::args::{AnalyzerArguments, TestArguments};
use crate::corpus;
use crate::engine;
use crate::error::{Error, Exit};
use crate::output::{print, print_data};
use crate::terminal::number;
use crate::terminal::text::escaped_data;
use crate::terminal::text::{columns, escaped, left};
use crate::terminal::{Console, Style, Terminal, Verbosity};

/// Runs documents through one analyzer in several ways, and says whether they made a difference.
///
/// # Errors
/// A plugin that cannot be loaded, documents that cannot be read.
pub(super) fn test(arguments: &TestArguments) -> Result<Exit, Error> {
    let console = Console::new(Verbosity::Normal);
    let documents = documents(arguments, &console)?;
    let analyzers = AnalyzerArguments {
        plugins: vec![arguments.plugin.clone()],
        with: Vec::new(),
        set: arguments.set.clone(),
        config: arguments.config.clone(),
        limit: arguments.limit.clone(),
        fuel: None,
    };
    let builder = engine::builder(&analyzers, Some(1), &console)?;
    let found = check_conformance(engine::build(builder, arguments.compiled, &console)?, &documents)?;
    let passes = found.iter().all(Conformance::passes);
    if arguments.json {
        let json = serde_json::to_string_pretty(&found).unwrap_or_default();
        print_data(&escaped_data(&format!("{json}\n")))?;
    } else {
        found.iter().try_for_each(|found| print(&page(found, Terminal::stdout())))?;
    }
    Ok(if passes { Exit::Done } else { Exit::Differs })
}

fn documents(arguments: &TestArguments, console: &Console) -> Result<Vec<Document>, Error> {
    if arguments.paths.is_empty() {
        return Ok(sample_documents());
    }
    let mut source = corpus::open_paths(&arguments.paths, &arguments.text_field)?;
    let mut documents = Vec::new();
    while let Some(item) = source.next_item() {
        for made in item.made() {
            match made {
                Ok(document) => documents.push(document),
                Err(unread) => console.warn(&escaped(&format!("{}: {}", unread.position, unread.message))),
            }
        }
    }
    match documents.len() {
        0 => {
            Err(Error::new("there is no document to test with").with_hint("leave the paths out, for samples"))
        }
        1..=MAX_DOCUMENTS => Ok(documents),
        count => {
            let message = format!("the first {MAX_DOCUMENTS} of {count} documents are tested with");
            console.say(&message);
            documents.truncate(MAX_DOCUMENTS);
            Ok(documents)
        }
    }
}

/// Each document is run a dozen times, some of them in an instance of its own.
const MAX_DOCUMENTS: usize = 1_000;

/// What was found, for people.
fn page(found: &Conformance, terminal: Terminal) -> String {
    let paint = terminal.paint;
    let mut page = String::new();
    let mut line = |text: &str| {
        // Writing to a string cannot fail.
        let _ = writeln!(page, "{}", text.trim_end());
    };
    let title = format!("{} {}", found.analyzer, found.version);
    line(&paint.style(Style::Heading, &title));
    line(&format!(
        "  {}, each alone in an instance of its own, and then",
        number::counted(found.documents, "document")
    ));
    let width = found.trials.iter().map(|trial| columns(&trial.name)).max().unwrap_or_default();
    for trial in &found.trials {
        let verdict = match (trial.differing, trial.differences.first()) {
            (0, _) => paint.style(Style::Good, "the same"),
            (_, Some(first)) if first.document.is_none() => paint.style(Style::Bad, "merges otherwise"),
            (count, _) => {
                paint.style(Style::Bad, &format!("differs in {}", number::counted(count, "document")))
            }
        };
        line(&format!("  {}  {verdict}", left(&trial.name, width)));
        for difference in &trial.differences {
            let document = difference.document.as_deref().map_or(String::new(), |id| format!("{id}: "));
            line(&format!("      {}{}", escaped(&document), escaped(&difference.path)));
            line(&format!("        alone  {}", escaped(&difference.alone)));
            line(&format!("        here   {}", escaped(&difference.here)));
        }
        let more = trial.differing.saturating_sub(trial.differences.len() as u64);
        if more > 0 {
            line(&paint.style(Style::Faint, &format!("      and {more} more")));
        }
    }
    for fault in &found.faults {
        line(&format!("  {} {}: {}", fault.kind, escaped(&fault.document), escaped(&fault.message)));
    }
    let verdict = match found.passes() {
        true => paint.style(Style::Good, "its output for a document depends on that document alone"),
        false if found.breaches().next().is_some() => {
            paint.style(Style::Bad, "it loses documents: see docs/faults.md for what the kinds mean")
        }
        false => paint.style(
            Style::Bad,
            "its output depends on more than the document: look for state that is kept between documents, for the \
             order of a hash map, and for random numbers",
        ),
    };
    line(&format!("  {verdict}"));
    page
}

#[cfg(test)]
mod tests {
    use textmill::{Difference, Fault, FaultKind, Trial};

    use super::*;
    use crate::terminal::Paint;

    fn trial(name: &str, differing: u64, differences: Vec<Difference>) -> Trial {
        Trial { name: name.into(), differing, differences }
    }

    #[test]
    fn a_page_says_where_outputs_differ() {
        let difference = |document: Option<&str>, path: &str| Difference {
            document: document.map(str::to_owned),
            path: path.into(),
            alone: "1".into(),
            here: "\"\u{1b}[2J\"".into(),
        };
        let found = Conformance {
            analyzer: "leaky".into(),
            version: "0.1.0".into(),
            documents: 27,
            trials: vec![
                trial("the same again", 0, Vec::new()),
                trial("backwards in one instance", 3, vec![difference(Some("mixed"), "output.seen")]),
                trial("merged by the host from its outputs", 1, vec![difference(None, "merged.seen")]),
            ],
            faults: vec![Fault {
                document: "empty".into(),
                source: "empty".into(),
                analyzer: Some("leaky".into()),
                kind: FaultKind::Error,
                code: String::new(),
                message: "nothing in it".into(),
                backtrace: Vec::new(),
            }],
        };
        let terminal = Terminal { is_terminal: false, columns: 80, paint: Paint::default() };
        insta::assert_snapshot!(page(&found, terminal));
    }
}
