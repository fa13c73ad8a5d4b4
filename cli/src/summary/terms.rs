//! What the documents are about: `keywords`.

use textmill::{CountedKey, Counts};

use super::Part;
use super::bars::Row;
use super::page::Page;
use crate::terminal::Style;
use crate::terminal::number::whole;

/// How many terms are shown.
const TERMS: usize = 15;

/// How many phrases are shown.
const PHRASES: usize = 8;

/// The terms and phrases that tell most about the documents, each with how often it is there and in how many documents.
pub(super) fn block(page: &mut Page, part: &Part<'_>) -> bool {
    // Reports of earlier versions know of all terms alone.
    let key_terms = part.counts("key_terms").map(|terms| ("Key terms", terms));
    let terms = key_terms.or_else(|| Some(("Top terms", part.counts("terms")?)));
    let Some((heading, terms)) = terms else { return false };
    page.heading(
        &part.heading(heading),
        &[format!("{} different", whole(terms.distinct)), "count, documents".into()],
    );
    page.bars(&rows(terms, TERMS));
    if terms.top.is_empty() {
        page.faint("none");
    }
    if let Some(phrases) = part.counts("phrases").filter(|phrases| !phrases.top.is_empty()) {
        page.heading(&part.heading("Top phrases"), &[format!("{} different", whole(phrases.distinct))]);
        page.bars(&rows(phrases, PHRASES));
    }
    true
}

/// A row per key, with the documents that have it beside its count.
pub(super) fn rows<'a>(counts: &Counts<'a>, shown: usize) -> Vec<Row<'a>> {
    counts.top.iter().take(shown).map(row).collect()
}

fn row<'a>(counted: &CountedKey<'a>) -> Row<'a> {
    let CountedKey { key, count, documents, .. } = *counted;
    Row { count: count.clone(), beside: whole(documents), label: key, style: Style::Bar }
}
