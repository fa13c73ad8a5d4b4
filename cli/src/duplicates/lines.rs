//! Groups of duplicates for reading, as columns, as JSON.

use std::io::{self, Write};

use serde_json::{Value, json};
use textmill::{DuplicateDocument, DuplicateGroup, DuplicateKind, FoundDuplicates};

use crate::spreadsheet;
use crate::terminal::number::{counted, whole};
use crate::terminal::text::{columns as width, shown};
use crate::terminal::{Style, Terminal};

/// What was found in all, and the first groups, each with its first copies.
pub(super) fn page(
    out: &mut impl Write,
    found: &FoundDuplicates,
    groups: &[DuplicateGroup<'_>],
    (most_groups, most_copies): (usize, usize),
    terminal: Terminal,
) -> io::Result<()> {
    let paint = terminal.paint;
    writeln!(out, "{}", paint.style(Style::Heading, &headline(found, groups.len())))?;
    for group in groups.iter().take(most_groups) {
        writeln!(out, "\n{}", shown(group.first, terminal.columns))?;
        for copy in group.copies.iter().take(most_copies) {
            let kind = format!("  {:>6}  ", kind(copy));
            let room = terminal.columns.saturating_sub(width(&kind));
            writeln!(out, "{}{}", paint.style(Style::Faint, &kind), shown(copy.document, room))?;
        }
        if let Some(more) = more(group.copies.len(), most_copies) {
            writeln!(out, "{}", paint.style(Style::Faint, &format!("          and {} more", whole(more))))?;
        }
    }
    if let Some(more) = more(groups.len(), most_groups) {
        let line = format!("and {} more: -o FILE has all", counted(more, "group"));
        writeln!(out, "\n{}", paint.style(Style::Faint, &line))?;
    }
    Ok(())
}

fn headline(found: &FoundDuplicates, groups: usize) -> String {
    let copies = found.same + found.near;
    if copies == 0 {
        return format!("no duplicates among {}", counted(found.documents, "document"));
    }
    format!(
        "{} of {} say what another does: {} the same, {} nearly, in {}",
        whole(copies),
        counted(found.documents, "document"),
        whole(found.same),
        whole(found.near),
        counted(groups as u64, "group")
    )
}

fn more(all: usize, shown: usize) -> Option<u64> {
    all.checked_sub(shown).filter(|&more| more > 0).map(|more| more as u64)
}

fn kind(copy: &DuplicateDocument<'_>) -> String {
    match copy.kind {
        DuplicateKind::Same => "same".to_owned(),
        DuplicateKind::Near(similarity) => format!("{similarity:.2}"),
    }
}

/// A line for each copy.
pub(super) fn columns(out: &mut impl Write, groups: &[DuplicateGroup<'_>]) -> io::Result<()> {
    writeln!(out, "group\tdocument\tduplicate_of\tkind\tsimilarity")?;
    for (number, group) in (1_u64..).zip(groups) {
        for copy in &group.copies {
            let (kind, similarity) = figures(copy.kind);
            let [number, similarity] = [number.to_string(), similarity.to_string()];
            let cells = [&number, copy.document, group.first, kind, &similarity];
            writeln!(out, "{}", spreadsheet::row(cells))?;
        }
    }
    Ok(())
}

/// An object for each group.
pub(super) fn json(out: &mut impl Write, groups: &[DuplicateGroup<'_>]) -> io::Result<()> {
    for group in groups {
        let copy = |copy: &DuplicateDocument<'_>| {
            let (kind, similarity) = figures(copy.kind);
            json!({"document": copy.document, "kind": kind, "similarity": similarity})
        };
        let copies: Vec<Value> = group.copies.iter().map(copy).collect();
        writeln!(out, "{}", json!({"first": group.first, "copies": copies}))?;
    }
    Ok(())
}

/// A kind by its name, and the similarity, of three decimals: more say nothing of an estimate.
fn figures(kind: DuplicateKind) -> (&'static str, f64) {
    match kind {
        DuplicateKind::Same => ("same", 1.0),
        DuplicateKind::Near(similarity) => ("near", (similarity * 1000.0).round() / 1000.0),
    }
}

#[cfg(test)]
mod tests {
    use textmill::{Document, Duplicates};

    use crate::terminal::Paint;

    use super::*;

    fn found() -> FoundDuplicates {
        let long: Vec<String> = (0..60).map(|number| format!("word{number}")).collect();
        let near = long[2..].join(" ");
        let texts = ["One two.", "", "one, TWO", &long.join(" "), &near, "one two", "One two!"];
        let ids = ["a.txt", "empty", "b\tc.txt", "long", "ب.txt", "d", "e"];
        let documents = ids.iter().zip(texts).map(|(id, text)| Document::new(*id, text));
        Duplicates::new().threads(2).find(&mut documents.collect::<Vec<_>>().into_iter())
    }

    fn written(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        write(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_page_has_the_first_groups() {
        let found = found();
        let groups = found.groups();
        let page = |most| {
            let terminal = Terminal { is_terminal: false, columns: 60, paint: Paint::default() };
            written(|out| super::page(out, &found, &groups, most, terminal))
        };
        let whole = page((9, 9));
        assert!(
            whole.starts_with("4 of 7 documents say what another does: 3 the same, 1 nearly, in 2 groups\n"),
            "{whole}"
        );
        assert!(whole.contains("\na.txt\n    same  b\\tc.txt\n"), "{whole}");
        let short = page((1, 1));
        assert!(
            short.contains("and 2 more\n") && short.ends_with("and 1 group more: -o FILE has all\n"),
            "{short}"
        );
    }

    #[test]
    fn columns_have_a_line_for_each_copy() {
        let found = found();
        let columns = written(|out| columns(out, &found.groups()));
        let lines: Vec<&str> = columns.lines().collect();
        assert_eq!(lines[0], "group\tdocument\tduplicate_of\tkind\tsimilarity");
        assert_eq!(lines[1], "1\tb c.txt\ta.txt\tsame\t1");
        assert!(lines[4].starts_with("2\tب.txt\tlong\tnear\t0.9"), "{}", lines[4]);
        assert_eq!(lines.len(), 5);
    }

    #[test]
    fn json_has_a_line_for_each_group() {
        let found = found();
        let json = written(|out| json(out, &found.groups()));
        let first: Value = serde_json::from_str(json.lines().next().unwrap()).unwrap();
        assert_eq!((&first["first"], &first["copies"][0]["kind"]), (&json!("a.txt"), &json!("same")));
        assert_eq!(json.lines().count(), 2);
    }
}
