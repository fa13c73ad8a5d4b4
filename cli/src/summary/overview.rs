//! What was read.

use textmill::{CorpusTotals, Merged, RemovedTotals, Report};

use super::Part;
use super::figures;
use super::page::Page;
use crate::terminal::number::{bytes, counted, seconds, whole};
use crate::terminal::text::escaped;

/// The title, with the totals, and what a reader has to know of the documents.
pub(super) fn block(page: &mut Page, report: &Report, parts: &[Part<'_>]) {
    let corpus = &report.corpus;
    let mut totals = vec![counted(corpus.documents, "document"), bytes(corpus.bytes)];
    totals.extend(text_totals(parts));
    page.heading("Textmill", &totals);
    if !report.complete {
        page.odd("stopped before the end: this is what was read so far");
    }
    let run = &report.run;
    let pace = report.bytes_per_second().unwrap_or_default() as u64;
    page.faint(&format!(
        "in {} at {}/s on {}, {}",
        seconds(run.seconds),
        bytes(pace),
        counted(run.threads as u64, "thread"),
        if report.faults.total == 0 { "no faults".to_owned() } else { counted(report.faults.total, "fault") }
    ));
    let notes = [
        filtered(corpus),
        duplicates(corpus),
        encodings(corpus),
        removed(corpus),
        replaced(corpus),
        undated(corpus),
    ];
    for line in notes.iter().flatten() {
        page.faint(line);
    }
}

/// Words and sentences, where `tokenize` counted them.
fn text_totals(parts: &[Part<'_>]) -> Vec<String> {
    let Some(part) = parts.iter().find(|part| part.plugin == "tokenize") else { return Vec::new() };
    let words = part.counts("tokens").and_then(|tokens| tokens.get("word"));
    let words = words.map(|words| figures::counted(words.count, "word"));
    let sentences = match part.field("sentences") {
        Some(Merged::Sum(sentences)) => Some(figures::counted(sentences, "sentence")),
        _ => None,
    };
    words.into_iter().chain(sentences).collect()
}

fn filtered(corpus: &CorpusTotals) -> Option<String> {
    let left_out = counted(corpus.filtered, "document");
    (corpus.filtered > 0).then(|| format!("{left_out} left out by a filter or the sample"))
}

fn duplicates(corpus: &CorpusTotals) -> Option<String> {
    let left_out = counted(corpus.duplicates, "document");
    let named: Vec<&str> = corpus.duplicates_in.iter().take(3).map(|name| &*name.document).collect();
    let say = if corpus.duplicates == 1 { "says" } else { "say" };
    let such_as = if named.is_empty() { String::new() } else { format!(", such as {}", named.join(", ")) };
    (corpus.duplicates > 0).then(|| {
        escaped(&format!("{left_out} left out that {say} the same as another{such_as}")).into_owned()
    })
}

/// Encodings other than the one that needs no word, those of most documents first.
fn encodings(corpus: &CorpusTotals) -> Option<String> {
    let mut others: Vec<(&str, u64)> = corpus
        .encodings
        .iter()
        .filter(|(name, documents)| *name != "UTF-8" && **documents > 0)
        .map(|(name, documents)| (name.as_str(), *documents))
        .collect();
    others.sort_by_key(|(_, documents)| std::cmp::Reverse(*documents));
    let (first, documents) = others.first()?;
    let rest = others[1..].iter().map(|(name, documents)| format!(", {} in {name}", whole(*documents)));
    let rest: String = rest.collect();
    Some(escaped(&format!("{} in {first}{rest}", counted(*documents, "document"))).into_owned())
}

/// Boilerplate of web pages, with what it was where it was of several kinds.
fn removed(corpus: &CorpusTotals) -> Option<String> {
    let kinds = &corpus.removed;
    let RemovedTotals { passages, bytes: size } = corpus.removed_in_all();
    if passages == 0 {
        return None;
    }
    let by_kind = kinds.iter().map(|(kind, totals)| format!("{} {}", escaped(kind), whole(totals.passages)));
    let by_kind = by_kind.collect::<Vec<_>>().join(", ");
    let removed = counted(passages, "passage");
    Some(format!("{removed} of boilerplate removed, {} ({by_kind})", bytes(size)))
}

/// One of the documents that say of their date what is none; how many there are, the groups tell.
fn undated(corpus: &CorpusTotals) -> Option<String> {
    let first = corpus.undated_in.first()?;
    Some(escaped(&format!("no date is read in {}: {}", first.document, first.value)).into_owned())
}

fn replaced(corpus: &CorpusTotals) -> Option<String> {
    let noun = if corpus.replaced == 1 { "document has" } else { "documents have" };
    let count = whole(corpus.replaced);
    (corpus.replaced > 0).then(|| {
        format!("{count} {noun} bytes that are no text in its encoding; they were replaced by U+FFFD")
    })
}
