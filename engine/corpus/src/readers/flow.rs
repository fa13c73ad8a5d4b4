//! Text as a browser lays it out: white space collapsed, blocks on lines of their own, cells apart by tabs.

/// A text that grows by what stands on a page. Breaks and spaces are written when something follows them.
#[derive(Debug, Default)]
pub(super) struct Flow {
    text: String,
    /// Line breaks that stand before what comes next.
    breaks: usize,
    /// Whether white space stands before what comes next.
    space: bool,
    /// Tabs that stand before what comes next: it begins a cell, or cells before it are empty.
    tabs: usize,
    /// For each table that is open, whether its row has a cell yet.
    rows: Vec<bool>,
    row_has_text: bool,
    /// How many elements are open in which white space is kept.
    kept: usize,
    /// Whether a line break comes next that belongs to the tag before it.
    after_pre: bool,
}

impl Flow {
    /// Text between tags.
    pub(super) fn text(&mut self, text: &str) {
        let after_pre = std::mem::take(&mut self.after_pre);
        if self.kept > 0 {
            self.preformatted(text.strip_prefix('\n').filter(|_| after_pre).unwrap_or(text));
            return;
        }
        for (index, word) in text.split(is_space).enumerate() {
            self.space |= index > 0;
            // A space that does not break is there for looks alone where nothing stands before it.
            let word = if self.at_line_start() { word.trim_start_matches('\u{a0}') } else { word };
            if !word.is_empty() {
                self.separate();
                self.text.push_str(word);
            }
        }
    }

    fn preformatted(&mut self, text: &str) {
        for (index, line) in text.split('\n').enumerate() {
            self.breaks += usize::from(index > 0);
            if !line.is_empty() {
                self.separate();
                self.text.push_str(line);
            }
        }
    }

    /// A block begins or ends: what comes next stands `breaks` lines below, or more; none is no block.
    pub(super) fn block(&mut self, breaks: usize) {
        if breaks == 0 {
            return;
        }
        self.space = false;
        // The first block of a cell stands behind the cell before it, or at the beginning of its row.
        let first = self.tabs > 0 || (!self.row_has_text && self.rows.last() == Some(&true));
        if !first {
            self.breaks = self.breaks.max(breaks);
        }
    }

    /// `<br>`.
    pub(super) fn line_break(&mut self) {
        self.space = false;
        self.tabs = 0;
        self.breaks += 1;
    }

    /// A table begins.
    pub(super) fn table(&mut self) {
        self.rows.push(false);
    }

    /// A table ends.
    pub(super) fn table_end(&mut self) {
        self.rows.pop();
        self.row();
    }

    /// A row begins or ends.
    pub(super) fn row(&mut self) {
        self.tabs = 0;
        self.row_has_text = false;
        if let Some(has_cell) = self.rows.last_mut() {
            *has_cell = false;
        }
        self.block(1);
    }

    /// A cell begins.
    pub(super) fn cell(&mut self) {
        let first = self.rows.last_mut().is_none_or(|has_cell| !std::mem::replace(has_cell, true));
        if !first {
            self.breaks = if self.row_has_text { 0 } else { self.breaks };
            self.space = false;
            self.tabs += 1;
        }
    }

    /// `<pre>` begins.
    pub(super) fn keep(&mut self) {
        self.kept += 1;
        self.after_pre = true;
    }

    /// `<pre>` ends.
    pub(super) fn keep_end(&mut self) {
        self.kept = self.kept.saturating_sub(1);
    }

    /// White space stands before what comes next.
    pub(super) fn space(&mut self) {
        self.space = true;
    }

    /// What comes next is written together with what is there.
    pub(super) fn join(&mut self) {
        self.space = false;
    }

    /// Text that is written as it is, with all its white space.
    pub(super) fn verbatim(&mut self, text: &str) {
        if !text.is_empty() {
            self.separate();
            self.text.push_str(text);
        }
    }

    /// How many bytes the text has so far.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// What has been written.
    pub(super) fn text_so_far(&self) -> &str {
        &self.text
    }

    /// The text, without white space around it.
    pub(super) fn finish(self) -> String {
        self.text
    }

    /// Whether nothing stands yet on the line of what comes next.
    fn at_line_start(&self) -> bool {
        self.text.is_empty() || self.breaks > 0 || self.tabs > 0
    }

    /// Writes what separates the next word from the text.
    fn separate(&mut self) {
        let (breaks, tabs, space) = (self.breaks, self.tabs, self.space);
        (self.breaks, self.tabs, self.space) = (0, 0, false);
        self.row_has_text = true;
        if self.text.is_empty() {
            return;
        }
        if breaks > 0 {
            // More than one blank line says nothing; a page of a million `<br>` would be nothing else.
            self.text.push_str(&"\n\n"[..breaks.min(2)]);
        }
        self.text.extend(std::iter::repeat_n('\t', tabs.min(MAX_TABS)));
        if breaks == 0 && tabs == 0 && space {
            self.text.push(' ');
        }
    }
}

/// Cells in a row that are told apart; a wider table of empty cells is none that is read.
const MAX_TABS: usize = 1000;

/// The white space that CSS collapses (CSS Text Module Level 3, section 4.1.1), and form feed.
fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(expected: &str, write: impl FnOnce(&mut Flow)) {
        let mut flow = Flow::default();
        write(&mut flow);
        assert_eq!(flow.finish(), expected);
    }

    #[test]
    fn white_space_is_collapsed() {
        check("a b c", |flow| {
            flow.text("  a \n\t b ");
            flow.text(" c  ");
        });
        check("a\u{a0}b", |flow| flow.text("\u{a0}a\u{a0}b"));
        check("ab", |flow| {
            flow.text("a");
            flow.text("b");
        });
    }

    #[test]
    fn blocks_stand_apart() {
        check("a\nb\n\nc\n\nd", |flow| {
            flow.block(2);
            flow.text("a ");
            flow.block(1);
            flow.block(1);
            flow.text(" b");
            flow.block(1);
            flow.block(2);
            flow.text("c");
            (0..5).for_each(|_| flow.line_break());
            flow.text("d");
            flow.block(2);
        });
    }

    #[test]
    fn cells_stand_behind_each_other() {
        check("a\tb\n\t\tc\nd", |flow| {
            flow.table();
            flow.row();
            flow.cell();
            flow.block(2);
            flow.text("a");
            flow.block(2);
            flow.cell();
            flow.block(2);
            flow.text("b");
            flow.row();
            (0..3).for_each(|_| flow.cell());
            flow.text("c");
            flow.cell();
            flow.table_end();
            flow.text("d");
        });
    }

    #[test]
    fn white_space_is_kept_where_it_matters() {
        check("x\n  a  b\n c\ny", |flow| {
            flow.text("x");
            flow.block(1);
            flow.keep();
            flow.text("\n  a  b\n c");
            flow.keep_end();
            flow.block(1);
            flow.text(" y");
        });
    }
}
