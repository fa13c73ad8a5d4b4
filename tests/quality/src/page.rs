//! The tables of `docs/quality.md`.

use std::fmt::Write;

use crate::Result;
use crate::part::Part;
use crate::snapshot::{Line, Snapshot, rounded};

/// The page with the tables of a snapshot, each between `<!-- PART -->` and `<!-- /PART -->`.
///
/// # Errors
/// Where the place of a part with figures is missing.
pub(crate) fn filled(page: &str, snapshot: &Snapshot) -> Result<String> {
    let mut page = page.to_owned();
    for part in Part::ALL {
        let lines: Vec<&Line> = snapshot.lines.iter().filter(|line| line.part == part).collect();
        if lines.is_empty() {
            continue;
        }
        let (head, tail) = (format!("<!-- {part} -->\n"), format!("<!-- /{part} -->"));
        let begin = page.find(&head).map(|at| at + head.len());
        let end = begin.and_then(|begin| page[begin..].find(&tail).map(|length| begin + length));
        let (Some(begin), Some(end)) = (begin, end) else {
            return Err(format!("the page has no {} and {tail}", head.trim_end()).into());
        };
        page.replace_range(begin..end, &table(&lines));
    }
    Ok(page)
}

/// One row for each figure; the texts are named once.
fn table(lines: &[&Line]) -> String {
    let mut table = "| texts | measure | Textmill | light peer | heavy peer | at |\n".to_owned();
    table.push_str("| --- | --- | --- | --- | --- | --- |\n");
    for (number, line) in lines.iter().enumerate() {
        let repeated = number > 0 && lines[number - 1].rows == line.rows;
        let rows = if repeated { "" } else { &line.rows };
        let Line { measure, commit, light, heavy, .. } = line;
        let cells = [rows, measure, &rounded(line.figure), light, heavy, commit];
        let cells = cells.map(|cell| if cell.is_empty() { " " } else { cell });
        // A string takes all that is written.
        let _ = writeln!(table, "| {} |", cells.join(" | "));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::filled;
    use crate::figures::Figure;
    use crate::part::Part;
    use crate::snapshot::Snapshot;

    #[test]
    fn a_table_takes_the_place_of_the_one_before() {
        let mut snapshot = Snapshot::default();
        snapshot.update(&[Figure::new(Part::Values, "ar", "MONEY exact", 0.5)], "c1");
        let page = "a\n<!-- values -->\nold\n<!-- /values -->\nb\n";
        let expected = "a\n<!-- values -->\n| texts | measure | Textmill | light peer | heavy peer | at |\n\
            | --- | --- | --- | --- | --- | --- |\n| ar | MONEY exact | 50.0 |   |   | c1 |\n<!-- /values -->\nb\n";
        assert_eq!(filled(page, &snapshot).expect("a place"), expected);
        assert!(filled("a\n", &snapshot).is_err());
    }
}
