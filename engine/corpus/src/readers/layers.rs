//! Text within text: boxes and notes that stand in the middle of a paragraph, and are read behind it.

use super::flow::Flow;

/// A text that is written, with what is written beside it.
#[derive(Debug, Default)]
pub(super) struct Layers {
    body: Layer,
    /// What is beside it, the innermost last.
    beside: Vec<(Beside, Layer)>,
    /// Notes that ended, in order.
    notes: Vec<String>,
    /// Bytes of what is in `notes`, and of boxes that wait for the end of their paragraph.
    kept: usize,
}

/// What stands beside a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beside {
    /// A box, which is read behind the paragraph that it is in.
    Box,
    /// A note, which is read behind the whole text.
    Note,
}

/// What becomes of the end of a paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Mark {
    /// It ends a line.
    #[default]
    Kept,
    /// It was deleted, and the next paragraph continues its line.
    Deleted,
}

#[derive(Debug, Default)]
struct Layer {
    flow: Flow,
    /// Paragraphs that are open.
    paragraphs: usize,
    /// How the last paragraph ended.
    mark: Mark,
    /// Boxes that ended within the paragraph.
    boxes: Vec<String>,
}

impl Layers {
    /// Where text goes now.
    pub(super) fn flow(&mut self) -> &mut Flow {
        &mut self.layer().flow
    }

    fn layer(&mut self) -> &mut Layer {
        self.beside.last_mut().map_or(&mut self.body, |(_, layer)| layer)
    }

    /// Whether a paragraph is open.
    pub(super) fn in_paragraph(&mut self) -> bool {
        self.layer().paragraphs > 0
    }

    /// A paragraph begins.
    pub(super) fn paragraph(&mut self) {
        let layer = self.layer();
        layer.paragraphs += 1;
        if std::mem::take(&mut layer.mark) == Mark::Kept {
            layer.flow.block(1);
        }
    }

    /// A paragraph ends.
    pub(super) fn paragraph_end(&mut self, mark: Mark) {
        let layer = self.layer();
        layer.paragraphs = layer.paragraphs.saturating_sub(1);
        layer.mark = mark;
        if mark == Mark::Kept {
            layer.flow.block(1);
        }
        if layer.paragraphs == 0 {
            self.put_boxes();
        }
    }

    /// What stands beside the text begins.
    pub(super) fn begin(&mut self, beside: Beside) {
        self.beside.push((beside, Layer::default()));
    }

    /// What stands beside the text ends.
    pub(super) fn end(&mut self) {
        self.put_boxes();
        let Some((beside, layer)) = self.beside.pop() else { return };
        let text = layer.flow.finish();
        if text.is_empty() {
            return;
        }
        self.kept += text.len();
        match beside {
            Beside::Note => self.notes.push(text),
            Beside::Box => self.layer().boxes.push(text),
        }
        if beside == Beside::Box && !self.in_paragraph() {
            self.put_boxes();
        }
    }

    fn put_boxes(&mut self) {
        let layer = self.layer();
        let mut bytes = 0;
        for text in std::mem::take(&mut layer.boxes) {
            bytes += text.len();
            layer.flow.block(1);
            layer.flow.verbatim(&text);
            layer.flow.block(1);
        }
        self.kept -= bytes;
    }

    /// How many bytes have been written.
    pub(super) fn len(&self) -> usize {
        let beside: usize = self.beside.iter().map(|(_, layer)| layer.flow.len()).sum();
        self.body.flow.len() + beside + self.kept
    }

    /// The text, and behind it the notes.
    pub(super) fn finish(mut self) -> String {
        while !self.beside.is_empty() {
            self.end();
        }
        self.put_boxes();
        let mut text = self.body.flow.finish();
        for (index, note) in self.notes.iter().enumerate() {
            if !text.is_empty() {
                text.push_str(if index == 0 { "\n\n" } else { "\n" });
            }
            text.push_str(note.trim());
        }
        text
    }
}
