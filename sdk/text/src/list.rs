//! Word lists in files: a head that names source and licence, and an entry a line.

use core::fmt;

/// A word list as it stands in its file.
///
/// Lines that begin with `# ` are comments, and the first of them the head. A line such as `#1` is an entry.
///
/// ```
/// use textmill_text::list::List;
///
/// let list = List::new("# Short words. Source: written for this crate. Licence: MIT.\na\n\n#1\n");
/// assert_eq!(list.licence(), Some("MIT"));
/// assert_eq!(list.entries().map(|entry| (entry.line, entry.text)).collect::<Vec<_>>(), [(2, "a"), (4, "#1")]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct List<'t> {
    text: &'t str,
}

/// An entry of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'t> {
    /// The number of its line, from 1.
    pub line: usize,
    /// The line.
    pub text: &'t str,
}

/// An entry in columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row<'t, const COLUMNS: usize> {
    /// The number of its line, from 1.
    pub line: usize,
    /// What stands between its tabs.
    pub columns: [&'t str; COLUMNS],
}

/// A line that has more or fewer columns than it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowError {
    /// The number of the line, from 1.
    pub line: usize,
    /// How many columns it should have.
    pub columns: usize,
}

impl fmt::Display for RowError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}: expected {} columns apart by tabs", self.line, self.columns)
    }
}

impl core::error::Error for RowError {}

impl<'t> List<'t> {
    /// The list of a file's text.
    #[must_use]
    pub const fn new(text: &'t str) -> Self {
        Self { text }
    }

    /// The lines of the head, without their `# `.
    pub fn head(&self) -> impl Iterator<Item = &'t str> + use<'t> {
        self.text.lines().take_while(|line| is_comment(line)).map(|line| line.trim_start_matches('#').trim())
    }

    /// The licence that the head names behind `Licence:`.
    #[must_use]
    pub fn licence(&self) -> Option<&'t str> {
        self.named("Licence:")
    }

    /// The source that the head names behind `Source:`.
    #[must_use]
    pub fn source(&self) -> Option<&'t str> {
        self.named("Source:")
    }

    /// The entries in order.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'t>> + use<'t> {
        let lines = (1..).zip(self.text.lines());
        let entries = lines.filter(|(_, text)| !is_comment(text) && !text.trim().is_empty());
        entries.map(|(line, text)| Entry { line, text })
    }

    /// The entries in columns apart by one tab.
    ///
    /// # Errors
    /// For each entry with more or fewer columns.
    pub fn rows<const COLUMNS: usize>(
        &self,
    ) -> impl Iterator<Item = Result<Row<'t, COLUMNS>, RowError>> + use<'t, COLUMNS> {
        self.entries().map(|Entry { line, text }| {
            let mut cells = text.split('\t');
            let columns = core::array::from_fn(|_| cells.next());
            match columns.iter().all(Option::is_some) && cells.next().is_none() {
                true => Ok(Row { line, columns: columns.map(Option::unwrap_or_default) }),
                false => Err(RowError { line, columns: COLUMNS }),
            }
        })
    }

    /// What a line of the head has behind a word, up to the full stop that ends the sentence or the line.
    fn named(&self, word: &str) -> Option<&'t str> {
        let rest = self.head().find_map(|line| Some(line.split_once(word)?.1))?;
        let end = rest.find(". ").unwrap_or(rest.len());
        Some(rest[..end].trim().trim_end_matches('.'))
    }
}

fn is_comment(line: &str) -> bool {
    line.starts_with("# ") || line.trim_end() == "#"
}

#[cfg(test)]
mod tests {
    use std::string::ToString;
    use std::vec::Vec;

    use super::{List, Row, RowError};

    const TEXT: &str = "# Words.\n# Source: written for this project. Licence: MIT OR Apache-2.0.\n\ngood\t2\r\n# more\n#1\t1\n";

    #[test]
    fn the_head_names_source_and_licence() {
        let list = List::new(TEXT);
        assert_eq!(list.head().next(), Some("Words."));
        assert_eq!(list.source(), Some("written for this project"));
        assert_eq!(list.licence(), Some("MIT OR Apache-2.0"));
        assert_eq!(List::new("word\n# Licence: late\n").licence(), None);
    }

    #[test]
    fn rows_are_columns_apart_by_tabs() {
        let rows: Vec<_> = List::new(TEXT).rows::<2>().collect();
        let row = |line, columns| Ok(Row { line, columns });
        assert_eq!(rows, [row(4, ["good", "2"]), row(6, ["#1", "1"])]);
    }

    #[test]
    fn a_wrong_row_is_named_by_its_line() {
        for wrong in ["good", "good\t1\t2"] {
            let error = List::new(wrong).rows::<2>().next().and_then(Result::err);
            assert_eq!(error, Some(RowError { line: 1, columns: 2 }), "{wrong:?}");
            assert_eq!(
                error.map(|error| error.to_string()).as_deref(),
                Some("line 1: expected 2 columns apart by tabs")
            );
        }
    }
}
