//! The groups of documents, where they were asked for.

use std::collections::BTreeMap;

use textmill::{Report, Section};

use super::Part;
use super::bars::{self, Row};
use super::page::{DOT, Page};
use crate::number::{counted, share, whole};
use crate::shape::Counts;
use crate::terminal::{Paint, Style};
use crate::text::{columns, shown};

/// How many groups are shown.
const SHOWN: usize = 15;

/// Columns without which a term is not worth its place.
const LEAST_TERM: usize = 8;

/// A group of documents.
struct Group<'a> {
    name: &'a str,
    documents: u64,
    /// Its most frequent term, where terms were counted.
    term: Option<&'a str>,
}

/// The greatest groups, each with the term that is most frequent in it.
pub(super) fn block(page: &mut Page, report: &Report, parts: &[Part<'_>]) {
    if report.groups.is_empty() {
        return;
    }
    let keywords = parts.iter().find(|part| part.plugin == "keywords").map(|part| part.name);
    let mut groups: Vec<Group<'_>> =
        report.groups.iter().map(|(name, analyzers)| Group::of(name, analyzers, keywords)).collect();
    // Those of one size stay in the order of their names.
    groups.sort_by_key(|group| std::cmp::Reverse(group.documents));
    let has_terms = groups.iter().take(SHOWN).any(|group| group.term.is_some());
    let columns = if has_terms { "documents, top term" } else { "documents" };
    page.heading("Groups", &[whole(groups.len() as u64), columns.to_owned()]);
    let (first, others) = groups.split_at(groups.len().min(SHOWN));
    show(page, first, report.corpus.documents);
    if !others.is_empty() {
        page.faint(&format!(
            "and {} in {}",
            counted(others.iter().map(|group| group.documents).sum(), "document"),
            counted(others.len() as u64, "more group")
        ));
    }
}

impl<'a> Group<'a> {
    fn of(name: &'a str, analyzers: &'a BTreeMap<String, Section>, keywords: Option<&str>) -> Self {
        // A document that one of the analyzers failed on is not in its count.
        let documents = analyzers.values().map(|section| section.documents).max().unwrap_or_default();
        let section = keywords.and_then(|keywords| analyzers.get(keywords));
        let terms = section.and_then(|section| Counts::of(&section.output["terms"]));
        let term = terms.and_then(|terms| terms.top.first().map(|entry| entry.key));
        Self { name, documents, term }
    }

    fn row(&self, all_documents: u64) -> Row<'a> {
        let beside = share(self.documents, all_documents);
        Row { count: self.documents, beside, label: self.name, style: Style::Bar }
    }
}

fn show(page: &mut Page, groups: &[Group<'_>], documents: u64) {
    let rows: Vec<Row<'_>> = groups.iter().map(|group| group.row(documents)).collect();
    let widths = bars::lines(&rows, page.room(), Paint::default()).into_iter().map(|line| columns(&line));
    let lines = bars::lines(&rows, page.room(), page.paint);
    for ((mut line, width), group) in lines.into_iter().zip(widths).zip(groups) {
        let left = page.room().saturating_sub(width + columns(DOT));
        if let Some(term) = group.term.filter(|_| left >= LEAST_TERM) {
            line.push_str(&page.paint.style(Style::Faint, &format!("{DOT}{}", shown(term, left))));
        }
        page.line(&line);
    }
}
