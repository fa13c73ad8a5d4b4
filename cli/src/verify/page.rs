//! What came of a verification, for people and for programs.

use serde_json::{Value, json};
use textmill::Report;

use super::inputs::{Change, Content, InputDifference};
use super::verdict::{Cause, Part, Verdict};
use crate::difference::{Difference, diff, shown};
use crate::terminal::number;
use crate::terminal::text::{escaped, wrapped};
use crate::terminal::{Paint, Style, Terminal};

/// Lines that are shown of a list; `--json` has all.
const SHOWN: usize = 20;

/// Digits that are shown of a hash.
const DIGITS: usize = 12;

/// The verdict for people. `name` is that of the report's file.
pub(super) fn page(name: &str, report: &Report, verdict: &Verdict, paint: Paint) -> String {
    let said = match verdict.is_same() {
        true => paint.style(Style::Good, "the same"),
        false => paint.style(Style::Bad, "not the same"),
    };
    let mut page = format!("{}: {said}, {}\n", escaped(name), totals(report));
    let inputs: Vec<String> = verdict.inputs.iter().map(input).collect();
    list(&mut page, &paint.style(Style::Heading, "Inputs"), &inputs);
    let provenance: Vec<String> =
        verdict.provenance.iter().map(|one| diff(std::slice::from_ref(one), paint)).collect();
    list(
        &mut page,
        &paint.style(Style::Heading, "Analyzers and settings (- the report, + now)"),
        &provenance,
    );
    let parts: Vec<String> = verdict.parts.iter().map(part).collect();
    list(&mut page, &paint.style(Style::Heading, "Found"), &parts);
    if let Some(reason) = reason(verdict) {
        let lines = wrapped(&escaped(&reason), Terminal::COLUMNS);
        page.push_str(&format!("\n{}\n", lines.join("\n")));
    }
    page
}

/// The verdict for programs.
pub(super) fn json(name: &str, verdict: &Verdict) -> String {
    let difference = |key: &str, difference: &Difference| {
        let mut fields = serde_json::Map::new();
        fields.insert(key.to_owned(), difference.path.clone().into());
        let values = [("was", &difference.was), ("is", &difference.is)];
        fields.extend(values.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value.clone()?))));
        Value::Object(fields)
    };
    let parts = verdict.parts.iter().map(|part| {
        let mut value = difference("path", &part.first);
        value["differences"] = json!(part.count);
        value
    });
    let page = json!({
        "report": name,
        "same": verdict.is_same(),
        "inputs": verdict.inputs,
        "provenance": verdict.provenance.iter().map(|one| difference("path", one)).collect::<Vec<_>>(),
        "found": parts.collect::<Vec<_>>(),
        "cause": verdict.cause,
    });
    format!("{page:#}\n")
}

fn totals(report: &Report) -> String {
    format!(
        "{} of {}, {}",
        number::counted(report.corpus.documents, "document"),
        number::counted(report.run.sources.len() as u64, "input"),
        number::counted(report.analyzers.len() as u64, "analyzer")
    )
}

/// A heading and the lines below it; nothing where there are none.
fn list(page: &mut String, heading: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    page.push_str(&format!("\n{heading}\n"));
    for line in lines.iter().take(SHOWN) {
        line.lines().for_each(|line| page.push_str(&format!("  {line}\n")));
    }
    if lines.len() > SHOWN {
        page.push_str(&format!("  … and {} more\n", number::whole((lines.len() - SHOWN) as u64)));
    }
}

fn input(difference: &InputDifference) -> String {
    let path = escaped(&difference.path);
    let content = |content: &Option<Content>| content.as_ref().map(contents).unwrap_or_default();
    match difference.change {
        Change::Changed => {
            format!("changed  {path}: {}, was {}", content(&difference.is), content(&difference.was))
        }
        Change::Missing => format!("missing  {path}: was {}", content(&difference.was)),
        Change::New => format!("new      {path}: {}", content(&difference.is)),
        Change::Renamed => {
            format!("renamed  {path}: was {}", escaped(difference.from.as_deref().unwrap_or_default()))
        }
    }
}

fn contents(content: &Content) -> String {
    let digits: String = content.sha256.chars().take(DIGITS).collect();
    let hash =
        if digits.is_empty() { "not read to its end".to_owned() } else { format!("SHA-256 {digits}…") };
    format!("{} ({})", number::counted(content.bytes, "byte"), escaped(&hash))
}

fn part(part: &Part) -> String {
    let side = |value: &Option<Value>| value.as_ref().map_or_else(|| "nothing".to_owned(), shown);
    let more = match part.count - 1 {
        0 => String::new(),
        more => format!(" (and {} more)", number::counted(more as u64, "difference")),
    };
    let first = &part.first;
    format!("{}: {}, was {}{more}", escaped(&first.path), side(&first.is), side(&first.was))
}

/// Why the reports differ, where the lists do not say it.
fn reason(verdict: &Verdict) -> Option<String> {
    let same = "Inputs, analyzers and settings are the same";
    match &verdict.cause {
        Some(Cause::Analyzer { analyzer, providers }) => {
            let others = match providers.is_empty() {
                true => String::new(),
                false => format!(", unless it is one whose layers it reads ({})", providers.join(", ")),
            };
            Some(format!(
                "{same}, and {analyzer} found something else: it is not deterministic{others}. It does not keep the \
                 contract, by which an output depends on the document, settings and resources alone."
            ))
        }
        Some(Cause::Timeout { analyzer }) => Some(format!(
            "{same}, but {analyzer} ran out of time on other documents than before: how far it comes in its time \
             depends on the machine. A limit of fuel (--fuel) is the same everywhere."
        )),
        Some(Cause::Reading) => Some(format!("{same}, but other documents were read of the inputs.")),
        None if verdict.is_same() && !verdict.inputs.is_empty() => {
            Some("The inputs are others, and what was found in them is the same.".to_owned())
        }
        None if !verdict.is_same() && verdict.parts.is_empty() => {
            Some("What was found is the same.".to_owned())
        }
        None => None,
    }
}
