//! Cells as spreadsheets read them.

use std::borrow::Cow;

/// What becomes of text that a spreadsheet would take for a formula, and run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Formulas {
    /// It is kept from being one by an apostrophe before it, as OWASP advises against CSV injection.
    Guarded,
    /// It stays as it is.
    Kept,
}

impl Formulas {
    /// A cell as it is written, but for the quotes that the format needs.
    pub(crate) fn written(self, cell: &str) -> Cow<'_, str> {
        match self {
            Self::Guarded if may_be_formula(cell) => Cow::Owned(format!("'{cell}")),
            Self::Guarded | Self::Kept => Cow::Borrowed(cell),
        }
    }
}

/// Whether a spreadsheet may take a cell for a formula: it begins with a sign of one, in full width too, behind what nobody sees,
/// and is no number.
fn may_be_formula(cell: &str) -> bool {
    // What OWASP names beside the signs of formulas.
    if cell.starts_with(['\t', '\r', '\n']) {
        return true;
    }
    let is_unseen = |character: char| {
        character.is_whitespace()
            || character.is_control()
            || matches!(character, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
    };
    let seen = cell.trim_start_matches(is_unseen);
    // `+infinity` is a number to Rust, and a name to a spreadsheet.
    let is_number = || {
        cell.parse::<f64>().is_ok()
            && cell.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte))
    };
    seen.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) && !is_number()
}

/// A row of cells with tabs between them, without its end.
pub(crate) fn row<'c>(cells: impl IntoIterator<Item = &'c str>) -> String {
    cells.into_iter().map(tabular).collect::<Vec<String>>().join("\t")
}

/// A cell between tabs. Line breaks and tabs within it are blanks, so that lines stay rows for whoever reads them as such; a cell
/// with quotes stands between quotes, and its own are doubled, or one that is not closed would swallow the rows behind it; and no
/// cell is a formula.
fn tabular(text: &str) -> String {
    let is_break = |character| {
        matches!(character, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
    };
    let line = text.replace(is_break, " ");
    let cell = Formulas::Guarded.written(&line);
    match cell.contains('"') {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_no_formula() {
        for (cell, guarded) in [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("+cmd", "'+cmd"),
            ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
            ("\tx", "'\tx"),
            ("-0.5", "-0.5"),
            ("+3", "+3"),
            ("a=b", "a=b"),
            ("", ""),
            ("\n=1+1", "'\n=1+1"),
            ("  =1+1", "'  =1+1"),
            ("\u{feff}=1+1", "'\u{feff}=1+1"),
            ("\u{200b}\u{202e}@x", "'\u{200b}\u{202e}@x"),
            ("＝1＋1", "'＝1＋1"),
            ("＋x", "'＋x"),
            ("+infinity", "'+infinity"),
            ("-1e-5", "-1e-5"),
            (" a -b", " a -b"),
        ] {
            assert_eq!(Formulas::Guarded.written(cell), guarded);
            assert_eq!(Formulas::Kept.written(cell), cell);
        }
    }

    #[test]
    fn rows_are_lines_for_every_reader() {
        for (cells, expected) in [
            (["a", "b c"], "a\tb c"),
            (["one\ttwo\r\nthree", ""], "one two  three\t"),
            (["\"open", "12\" disc"], "\"\"\"open\"\t\"12\"\" disc\""),
            (["=cmd|' /C calc'!A0", "-0.5"], "'=cmd|' /C calc'!A0\t-0.5"),
            (["=\"x\"", "\t=1+1"], "\"'=\"\"x\"\"\"\t' =1+1"),
        ] {
            assert_eq!(row(cells), expected);
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let cells = ["\"", "say \"x\" to", "plain", "'quoted'", "\"whole\""];
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(b'\t')
            .has_headers(false)
            .from_reader(std::io::Cursor::new(row(cells)));
        let read = reader.records().next().unwrap().unwrap();
        assert_eq!(read.iter().collect::<Vec<_>>(), cells);
    }
}
