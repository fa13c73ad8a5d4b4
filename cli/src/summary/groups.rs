//! The groups of documents, where they were asked for.

use textmill::{GroupSize, Report};

use super::Part;
use super::bars::{self, Row};
use super::page::{DOT, Page};
use crate::terminal::number::{counted, share, whole};
use crate::terminal::text::{columns, shown};
use crate::terminal::{Paint, Style};

/// How many groups are shown.
const SHOWN: usize = 15;

/// Columns without which a term is not worth its place.
const MIN_TERM: usize = 8;

/// How many of a group's terms are shown.
const TERMS: usize = 5;

/// A group of documents.
struct Group<'a> {
    size: GroupSize<'a>,
    /// The terms that it has more often than all others, where terms were counted; else those that tell most about it.
    terms: Vec<&'a str>,
}

/// The greatest groups, each with the terms that tell it from the others.
pub(super) fn block(page: &mut Page, report: &Report, parts: &[Part<'_>]) {
    if report.groups.is_empty() {
        return;
    }
    let keywords = parts.iter().find(|part| part.plugin == "keywords").map(|part| part.name);
    let greatest = report.greatest_groups(SHOWN);
    let groups: Vec<Group<'_>> =
        greatest.first.iter().map(|size| Group::of(report, *size, keywords)).collect();
    let has_terms = groups.iter().any(|group| !group.terms.is_empty());
    let columns = if has_terms { "documents, distinctive terms" } else { "documents" };
    page.heading("Groups", &[whole(report.groups.len() as u64), columns.to_owned()]);
    show(page, &groups, report.corpus.documents);
    if greatest.others > 0 {
        page.faint(&format!(
            "and {} in {}",
            counted(greatest.documents_of_others, "document"),
            counted(greatest.others, "more group")
        ));
    }
}

impl<'a> Group<'a> {
    fn of(report: &'a Report, size: GroupSize<'a>, keywords: Option<&str>) -> Self {
        let keys = keywords.and_then(|keywords| {
            let section = report.groups.get(size.name)?.get(keywords)?;
            section.distinctive.get("terms")
        });
        let keys = keys.into_iter().flatten().take(TERMS);
        Self { size, terms: keys.map(|key| key.key.as_str()).collect() }
    }

    fn row(&self, all_documents: u64) -> Row<'a> {
        let GroupSize { name, documents, .. } = self.size;
        Row {
            count: documents.into(),
            beside: share(documents, all_documents),
            label: name,
            style: Style::Bar,
        }
    }
}

fn show(page: &mut Page, groups: &[Group<'_>], documents: u64) {
    let rows: Vec<Row<'_>> = groups.iter().map(|group| group.row(documents)).collect();
    let widths = bars::lines(&rows, page.room(), Paint::default()).into_iter().map(|line| columns(&line));
    let lines = bars::lines(&rows, page.room(), page.paint);
    for ((mut line, width), group) in lines.into_iter().zip(widths).zip(groups) {
        let mut left = page.room().saturating_sub(width);
        for term in &group.terms {
            left = left.saturating_sub(columns(DOT));
            if left < MIN_TERM {
                break;
            }
            let term = shown(term, left);
            left = left.saturating_sub(columns(&term));
            line.push_str(&page.paint.style(Style::Faint, &format!("{DOT}{term}")));
        }
        page.line(&line);
    }
}
