//! Text that grows by blocks, lines and cells. What stands between two is written when the second comes.

/// Cells in a row that are told apart; a wider table of empty cells is none that is read.
const MAX_TABS: usize = 1000;

/// A text that is laid out.
#[derive(Debug, Default)]
pub(super) struct Layout {
    text: String,
    /// Line feeds that stand before what comes next.
    breaks: usize,
    /// Cells that are before what comes next, in its row.
    tabs: usize,
    /// Whether the row has a cell.
    has_cell: bool,
}

impl Layout {
    /// Text of a line, or of several.
    pub(super) fn text(&mut self, text: &str) {
        let at_line_start = self.text.is_empty() || self.breaks > 0 || self.tabs > 0;
        let text = if at_line_start { text.trim_start_matches([' ', '\n']) } else { text };
        if text.is_empty() {
            return;
        }
        if !self.text.is_empty() && self.breaks > 0 {
            self.text.truncate(self.text.trim_end_matches(['\n', ' ']).len());
            self.text.push_str(&"\n\n"[..self.breaks.min(2)]);
        }
        self.text.extend(std::iter::repeat_n('\t', self.tabs));
        (self.breaks, self.tabs) = (0, 0);
        self.text.push_str(text);
    }

    /// What comes next stands `breaks` lines below, or more.
    pub(super) fn block(&mut self, breaks: usize) {
        self.breaks = self.breaks.max(breaks);
        (self.tabs, self.has_cell) = (0, false);
    }

    /// What comes next stands on the next line.
    pub(super) fn line_break(&mut self) {
        self.breaks = self.breaks.max(1);
    }

    /// A row of cells begins, or an item.
    pub(super) fn row(&mut self) {
        self.block(1);
    }

    /// A cell ends, where ends are what is told.
    pub(super) fn cell_end(&mut self) {
        self.tabs = (self.tabs + 1).min(MAX_TABS);
    }

    /// A cell begins, where beginnings are what is told.
    pub(super) fn cell(&mut self) {
        let tabs = self.tabs + usize::from(std::mem::replace(&mut self.has_cell, true));
        self.tabs = tabs.min(MAX_TABS);
    }

    /// The text, without blank lines around it.
    pub(super) fn finish(mut self) -> String {
        self.text.truncate(self.text.trim_end_matches(['\n', ' ']).len());
        self.text
    }
}
