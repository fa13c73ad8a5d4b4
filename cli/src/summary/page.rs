//! The surface of the summary: headings, lines, words in a row.

use super::bars::{self, Row};
use crate::terminal::text::{columns, shown, wrapped};
use crate::terminal::{Paint, Style, Terminal};

/// A page that is being written, from top to bottom.
pub(super) struct Page {
    columns: usize,
    pub(super) paint: Paint,
    text: String,
}

/// What stands before every line below a heading.
const INDENT: usize = 2;

/// Between words in a row.
pub(super) const DOT: &str = " · ";

impl Page {
    /// Lines that are longer are hard to read, however wide a window is.
    const MAX_COLUMNS: usize = 100;

    /// Narrower than this nothing can be laid out; lines then run over.
    const MIN_COLUMNS: usize = 40;

    pub(super) fn new(terminal: Terminal) -> Self {
        let columns = terminal.columns.clamp(Self::MIN_COLUMNS, Self::MAX_COLUMNS);
        Self { columns, paint: terminal.paint, text: String::new() }
    }

    pub(super) fn finish(self) -> String {
        self.text
    }

    /// Columns of a line below a heading.
    pub(super) fn room(&self) -> usize {
        self.columns - INDENT
    }

    /// Begins a block. Notes that do not fit beside the heading continue below it.
    pub(super) fn heading(&mut self, heading: &str, notes: &[String]) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(&self.paint.style(Style::Heading, &shown(heading, self.columns)));
        let mut used = columns(heading);
        for note in notes {
            let mut gap = DOT;
            if used + columns(DOT) + columns(note) > self.columns {
                self.text.push_str(&format!("\n{}", " ".repeat(INDENT)));
                (gap, used) = ("", INDENT);
            }
            self.text.push_str(&self.paint.style(Style::Faint, &format!("{gap}{note}")));
            used += columns(gap) + columns(note);
        }
        self.text.push('\n');
    }

    /// A line that fits, as the caller has seen to.
    pub(super) fn line(&mut self, line: &str) {
        self.text.push_str(&" ".repeat(INDENT));
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// A line that matters less.
    pub(super) fn faint(&mut self, line: &str) {
        for line in wrapped(line, self.room()) {
            self.line(&self.paint.style(Style::Faint, &line));
        }
    }

    /// A line that is not to be missed.
    pub(super) fn odd(&mut self, line: &str) {
        for line in wrapped(line, self.room()) {
            self.line(&self.paint.style(Style::Odd, &line));
        }
    }

    /// A line per row, each with a bar.
    pub(super) fn bars(&mut self, rows: &[Row<'_>]) {
        for line in bars::lines(rows, self.room(), self.paint) {
            self.line(&line);
        }
    }

    /// A label of our own and then as many words as the line takes, parted by dots.
    pub(super) fn words<'w>(&mut self, label: &str, words: impl Iterator<Item = &'w str>) {
        let mut line = self.paint.style(Style::Faint, label);
        let mut used = columns(label);
        let mut gap = "  ";
        for word in words {
            let width = columns(gap) + columns(&shown(word, usize::MAX));
            if used + width > self.room() {
                break;
            }
            line.push_str(gap);
            line.push_str(&shown(word, usize::MAX));
            used += width;
            gap = DOT;
        }
        if gap == DOT {
            self.line(&line);
        }
    }
}
