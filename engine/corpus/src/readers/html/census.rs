//! Whether a page is one that a tree can be made of at its cost.

use html5ever::tokenizer::Tag;

use super::hidden::{ends_by_itself, is_void};

/// What a page is made of, counted as its tags go by.
///
/// A tree builder and an algorithm that walks up and down its tree take long where elements nest deeply: a page of 10 KB,
/// 2,000 elements deep, half a second, and by the cube. Formatting elements that are never closed are made again in each
/// paragraph, so that 10 MB could make a tree of a billion nodes. And what is found in a tree is written as HTML, for which
/// the rest of a text is looked at again behind each `&`.
#[derive(Debug, Default)]
pub(super) struct Census {
    depth: usize,
    deepest: usize,
    /// Formatting elements that are open.
    formatting: usize,
    nodes: usize,
    /// The depths of all nodes, added up.
    depths: usize,
    roots: usize,
    text: Written,
    /// What the values of attributes take to be written.
    attributes: u64,
}

/// A text, or several that may be joined in a tree, where what stands between them makes no node.
#[derive(Debug, Default)]
struct Written {
    bytes: u64,
    /// Those that may begin what is escaped: `&`, and the first of U+00A0.
    escaped: u64,
}

impl Written {
    fn add(&mut self, text: &str) {
        self.bytes += text.len() as u64;
        self.escaped += memchr::memchr2_iter(b'&', 0xC2, text.as_bytes()).count() as u64;
    }

    /// Bytes that are looked at to write it.
    fn cost(&self) -> u64 {
        self.bytes.saturating_mul(self.escaped)
    }
}

/// Of real pages the deepest nest some 60 elements.
const DEEPEST: usize = 200;

/// A page of 10 MB has some 500,000 nodes.
const MAX_NODES: usize = 2_000_000;

/// What makes a tree slow to work on is how deep its nodes are on the whole.
const MAX_DEPTHS: usize = 40_000_000;

/// The tree builder compares the attributes of every `<html>` and `<body>` with those of the first.
const MAX_ROOTS: usize = 16;

/// Some two seconds' work, where real pages of megabytes take milliseconds.
const MAX_WRITING: u64 = 1 << 36;

impl Census {
    pub(super) fn start(&mut self, tag: &Tag) {
        let name = &*tag.name;
        self.node();
        for attribute in &tag.attrs {
            let mut value = Written::default();
            value.add(&attribute.value);
            self.attributes = self.attributes.saturating_add(value.cost());
        }
        self.roots += usize::from(matches!(name, "html" | "body"));
        if is_void(name) || ends_by_itself(name) {
            return;
        }
        self.depth += 1;
        self.deepest = self.deepest.max(self.depth);
        self.formatting += usize::from(is_formatting(name));
    }

    pub(super) fn end(&mut self, name: &str) {
        if !is_void(name) && !ends_by_itself(name) {
            self.depth = self.depth.saturating_sub(1);
            self.formatting = self.formatting.saturating_sub(usize::from(is_formatting(name)));
        }
    }

    /// Counts text that is shown.
    pub(super) fn text(&mut self) {
        self.node();
    }

    /// Counts text that is escaped where it is written, shown or not: that of all elements but scripts and styles.
    pub(super) fn escaped_text(&mut self, text: &str) {
        self.text.add(text);
    }

    /// Whether a tree can be made of the page.
    pub(super) fn is_tame(&self) -> bool {
        self.deepest <= DEEPEST
            && self.nodes <= MAX_NODES
            && self.depths <= MAX_DEPTHS
            && self.roots <= MAX_ROOTS
            && self.text.cost().saturating_add(self.attributes) <= MAX_WRITING
    }

    fn node(&mut self) {
        self.nodes = self.nodes.saturating_add(1 + self.formatting);
        self.depths = self.depths.saturating_add(self.depth);
    }
}

/// Elements that are opened again in the next paragraph where they were not closed in theirs.
fn is_formatting(name: &str) -> bool {
    matches!(
        name,
        "a" | "b"
            | "big"
            | "code"
            | "em"
            | "font"
            | "i"
            | "nobr"
            | "s"
            | "small"
            | "strike"
            | "strong"
            | "tt"
            | "u"
    )
}
