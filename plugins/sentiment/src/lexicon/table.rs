//! The tables of `lexicon/`, as they stand in their files.
//!
//! A table is UTF-8 text: a row per line, columns apart by one tab, `#` opens a line of comment.

/// A row with the number of its line, from 1.
pub(crate) struct Row<'a, const COLUMNS: usize> {
    pub(crate) line: usize,
    pub(crate) columns: [&'a str; COLUMNS],
}

/// The rows of a table.
///
/// # Errors
/// For a row with more or fewer columns: what is wrong, beginning with the line's number.
pub(crate) fn rows<const COLUMNS: usize>(
    table: &str,
) -> impl Iterator<Item = Result<Row<'_, COLUMNS>, String>> {
    let lines = table.lines().enumerate().map(|(index, line)| (index + 1, line));
    lines.filter(|(_, line)| !is_comment(line)).map(|(line, text)| {
        let mut cells = text.split('\t');
        let columns = std::array::from_fn(|_| cells.next());
        match columns.iter().all(Option::is_some) && cells.next().is_none() {
            true => Ok(Row { line, columns: columns.map(Option::unwrap_or_default) }),
            false => Err(format!("line {line}: expected {COLUMNS} columns apart by tabs")),
        }
    })
}

/// An empty line, or one that opens with `# `; `#1` is a row.
fn is_comment(line: &str) -> bool {
    line.trim().is_empty() || line.starts_with("# ")
}

/// A weight of a table: from -4, the worst, to 4, the best.
///
/// # Errors
/// What is wrong with the number.
pub(crate) fn weight(cell: &str) -> Result<f64, String> {
    const GREATEST: f64 = 4.0;
    let weight: f64 = cell.trim().parse().map_err(|_| format!("{cell:?} is not a number"))?;
    if weight.abs() <= GREATEST { Ok(weight) } else { Err(format!("{cell} is not between -4 and 4")) }
}

/// The words of a term. A tokenizer cuts at hyphens and slashes, so these cut here.
pub(crate) fn words_of(term: &str) -> impl Iterator<Item = &str> {
    term.split([' ', '-', '/']).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{rows, weight};

    #[test]
    fn a_row_is_columns_apart_by_tabs() {
        let rows: Vec<_> = rows::<2>("# head\n\ngood\t2\n").map(Result::unwrap).collect();
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].line, rows[0].columns), (3, ["good", "2"]));
    }

    #[test]
    fn a_wrong_row_is_named_by_its_line() {
        for wrong in ["good", "good\t1\t2"] {
            let error = rows::<2>(wrong).next().unwrap().err();
            assert_eq!(error.as_deref(), Some("line 1: expected 2 columns apart by tabs"), "in {wrong:?}");
        }
    }

    #[test]
    fn weights_lie_between_minus_four_and_four() {
        assert_eq!(weight("-2.5"), Ok(-2.5));
        assert_eq!(weight("5"), Err("5 is not between -4 and 4".into()));
        assert_eq!(weight("x"), Err("\"x\" is not a number".into()));
        assert!(weight("NaN").is_err());
    }
}
