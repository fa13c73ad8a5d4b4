//! The groups of documents, where they were asked for.

use textmill::{GroupSize, Merged, Report};

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

/// A group of documents.
struct Group<'a> {
    size: GroupSize<'a>,
    /// The term that tells most about it, where terms were counted.
    term: Option<&'a str>,
}

/// The greatest groups, each with the term that tells most about it.
pub(super) fn block(page: &mut Page, report: &Report, parts: &[Part<'_>]) {
    if report.groups.is_empty() {
        return;
    }
    let keywords = parts.iter().find(|part| part.plugin == "keywords").map(|part| part.name);
    let greatest = report.greatest_groups(SHOWN);
    let groups: Vec<Group<'_>> =
        greatest.first.iter().map(|size| Group::of(report, *size, keywords)).collect();
    let has_terms = groups.iter().any(|group| group.term.is_some());
    let columns = if has_terms { "documents, top term" } else { "documents" };
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
        let found = keywords.and_then(|keywords| report.merged_in(size.name, keywords).ok());
        let field = |name| found.as_ref().and_then(|found| found.field(name));
        let term = match field("key_terms").or_else(|| field("terms")) {
            Some(Merged::Counts(terms)) => terms.top.first().map(|term| term.key),
            _ => None,
        };
        Self { size, term }
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
        let left = page.room().saturating_sub(width + columns(DOT));
        if let Some(term) = group.term.filter(|_| left >= MIN_TERM) {
            line.push_str(&page.paint.style(Style::Faint, &format!("{DOT}{}", shown(term, left))));
        }
        page.line(&line);
    }
}
