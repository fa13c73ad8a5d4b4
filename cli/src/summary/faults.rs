//! What could not be read or analyzed.

use textmill::{Fault, Report};

use super::page::Page;
use crate::terminal::Style;
use crate::terminal::number::whole;
use crate::terminal::text::{columns, right, shown};

/// How many faults are shown; a report holds the least hundred.
const SHOWN: usize = 5;

/// How many faults there are of each analyzer and kind, and the first few.
pub(super) fn block(page: &mut Page, report: &Report) {
    let faults = &report.faults;
    if faults.total == 0 {
        return;
    }
    page.heading("Faults", &[whole(faults.total)]);
    for (analyzer, kinds) in &faults.by {
        for (kind, count) in kinds {
            let count = right(&whole(*count), 6);
            let analyzer = shown(analyzer, page.room() / 2);
            page.line(&format!("{}  {analyzer}: {kind}", page.paint.style(Style::Bad, &count)));
        }
    }
    for fault in faults.first.iter().take(SHOWN) {
        show(page, fault);
    }
    if faults.total > SHOWN as u64 {
        page.faint(&format!(
            "and {} more: the report (-o report.json) names the first hundred, --documents all of them",
            whole(faults.total - SHOWN as u64)
        ));
    }
}

/// The message in one line and the document below it: either may run from right to left.
fn show(page: &mut Page, fault: &Fault) {
    // A report may come from anywhere, and its names too.
    let analyzer =
        fault.analyzer.as_deref().map(|analyzer| format!("{}: ", shown(analyzer, page.room() / 2)));
    let analyzer = analyzer.unwrap_or_default();
    let kind = format!("{analyzer}{}: ", fault.kind);
    let room = page.room().saturating_sub(columns(&kind));
    page.line(&format!("{kind}{}", shown(&fault.message, room)));
    let place = if fault.source == fault.document { String::new() } else { format!(" ({})", fault.source) };
    let document = shown(&format!("{}{place}", fault.document), page.room() - 5);
    page.line(&format!("  {} {document}", page.paint.style(Style::Faint, "in")));
}
