//! What was read.

use textmill::Report;

use super::Part;
use super::page::Page;
use crate::number::{bytes, counted, seconds, whole};
use crate::shape::Counts;

/// The title, with the totals.
pub(super) fn block(page: &mut Page, report: &Report, parts: &[Part<'_>]) {
    let corpus = &report.corpus;
    let mut totals = vec![counted(corpus.documents, "document"), bytes(corpus.bytes)];
    totals.extend(text_totals(parts));
    page.heading("Textmill", &totals);
    let run = &report.run;
    let pace = if run.seconds > 0.0 { (corpus.bytes as f64 / run.seconds) as u64 } else { 0 };
    page.faint(&format!(
        "in {} at {}/s on {}, {}",
        seconds(run.seconds),
        bytes(pace),
        counted(run.threads as u64, "thread"),
        if report.faults.total == 0 { "no faults".to_owned() } else { counted(report.faults.total, "fault") }
    ));
    if corpus.replaced > 0 {
        let noun = if corpus.replaced == 1 { "document has" } else { "documents have" };
        page.faint(&format!(
            "{} {noun} bytes that are no text in its encoding; they were replaced by U+FFFD",
            whole(corpus.replaced)
        ));
    }
}

/// Words and sentences, where `tokenize` counted them.
fn text_totals(parts: &[Part<'_>]) -> Vec<String> {
    let Some(part) = parts.iter().find(|part| part.plugin == "tokenize") else { return Vec::new() };
    let output = &part.section.output;
    let words = Counts::of(&output["tokens"]).and_then(|tokens| tokens.get("word"));
    let words = words.map(|words| counted(words, "word"));
    let sentences = output["sentences"].as_u64().map(|sentences| counted(sentences, "sentence"));
    words.into_iter().chain(sentences).collect()
}
