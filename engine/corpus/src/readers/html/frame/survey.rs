//! What the blocks of a page hold: words, links, lines, and things to press or to fill in.

use std::ops::Sub;

use dom_query::{NodeData, NodeRef};

use super::names::{Part, is_tool, part};
use crate::boilerplate::{Cue, cue};
use crate::readers::html::hidden::is_hidden;
use crate::readers::html::page::breaks_around;

/// What stands in a part of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Amount {
    pub(super) words: u32,
    /// Those of links.
    pub(super) linked: u32,
    pub(super) lines: u32,
    /// Lines that are links.
    pub(super) link_lines: u32,
    /// Words of lines that read as sentences do, without those of links.
    pub(super) prose: u32,
    /// Buttons and fields.
    pub(super) controls: u32,
}

impl Amount {
    /// Words that lead nowhere.
    pub(super) fn plain(self) -> u32 {
        self.words.saturating_sub(self.linked)
    }
}

impl Sub for Amount {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            words: self.words.saturating_sub(other.words),
            linked: self.linked.saturating_sub(other.linked),
            lines: self.lines.saturating_sub(other.lines),
            link_lines: self.link_lines.saturating_sub(other.link_lines),
            prose: self.prose.saturating_sub(other.prose),
            controls: self.controls.saturating_sub(other.controls),
        }
    }
}

/// An element that stands on lines of its own.
#[derive(Debug)]
pub(super) struct Block<'tree> {
    pub(super) node: NodeRef<'tree>,
    /// What its tag says it is.
    pub(super) part: Part,
    /// The block that it stands in.
    pub(super) parent: Option<usize>,
    /// The first block after it that does not stand in it.
    pub(super) end: usize,
    pub(super) amount: Amount,
    /// What its first line says.
    pub(super) cue: Option<Cue>,
    /// Whether the words of an article stand in it by its tags: a first heading, `<main>`, an `articleBody`.
    pub(super) holds_article: bool,
    /// Whether it is what the page names as its text, `<main>` or an `<article>`, or stands in it.
    pub(super) in_place: bool,
    /// The number of its first line.
    first: usize,
}

/// The blocks of a page, in its order.
#[derive(Debug, Default)]
pub(super) struct Survey<'tree> {
    pub(super) blocks: Vec<Block<'tree>>,
    pub(super) total: Amount,
    /// What only those need who write the page.
    pub(super) tools: Vec<NodeRef<'tree>>,
    /// What each line says.
    cues: Vec<Option<Cue>>,
    /// Elements that are open.
    open: Vec<Open>,
    links: usize,
    words: u32,
    linked: u32,
    line: String,
}

/// An element that is open.
#[derive(Debug)]
struct Open {
    block: Option<usize>,
    breaks: bool,
    link: bool,
}

/// Lines of so many words that lead nowhere are sentences, of Arabic too, which needs fewer words than English.
const SENTENCE: u32 = 9;

/// Bytes of a line that are looked at for what it says.
const LOOKED_AT: usize = 256;

impl<'tree> Survey<'tree> {
    /// Looks at all that stands in `root`, in time linear in it.
    pub(super) fn of(root: NodeRef<'tree>) -> Self {
        let mut survey = Self::default();
        let mut node = root;
        loop {
            let enters = survey.enter(node);
            if let Some(child) = node.first_child().filter(|_| enters) {
                node = child;
                continue;
            }
            loop {
                survey.leave(node);
                if node.id == root.id {
                    return survey;
                }
                if let Some(next) = node.next_sibling() {
                    node = next;
                    break;
                }
                let Some(parent) = node.parent() else { return survey };
                node = parent;
            }
        }
    }

    /// Whether what stands in the node is to be looked at.
    fn enter(&mut self, node: NodeRef<'tree>) -> bool {
        let Some(element) = node.element_ref() else {
            node.query(|node| {
                if let NodeData::Text { contents } = &node.data {
                    self.text(contents);
                }
            });
            return false;
        };
        let name = &*element.name.local;
        let attribute = |name: &str| {
            element.attrs.iter().find(|attribute| &*attribute.name.local == name).map(|found| &*found.value)
        };
        self.total.controls += u32::from(matches!(name, "button" | "input" | "select" | "textarea"));
        if is_tool(name, attribute) {
            self.tools.push(node);
            self.open.push(Open { block: None, breaks: false, link: false });
            return false;
        }
        let hidden = is_hidden(name, attribute);
        let breaks = !hidden && is_block(name);
        if breaks {
            self.end_line();
        }
        let link = name == "a" && attribute("href").is_some();
        self.links += usize::from(link);
        let block = breaks && !matches!(name, "br" | "tr" | "tbody" | "thead" | "tfoot");
        let block = block.then(|| {
            let index = self.begin(node, part(name, attribute), is_article(name, attribute));
            self.blocks[index].in_place |= is_place(name, attribute);
            index
        });
        self.open.push(Open { block, breaks, link });
        !hidden && name != "button"
    }

    fn begin(&mut self, node: NodeRef<'tree>, part: Part, is_article: bool) -> usize {
        let parent = self.open.iter().rev().find_map(|open| open.block);
        if is_article {
            for open in self.open.iter().filter_map(|open| open.block) {
                self.blocks[open].holds_article = true;
            }
        }
        let in_place = parent.is_some_and(|parent| self.blocks[parent].in_place);
        self.blocks.push(Block {
            node,
            part,
            parent,
            end: 0,
            amount: self.total,
            cue: None,
            holds_article: is_article,
            in_place,
            first: self.cues.len(),
        });
        self.blocks.len() - 1
    }

    fn leave(&mut self, node: NodeRef<'tree>) {
        if !node.is_element() {
            return;
        }
        let Some(Open { block, breaks, link }) = self.open.pop() else { return };
        self.links -= usize::from(link);
        if breaks {
            self.end_line();
        }
        let end = self.blocks.len();
        if let Some(block) = block.and_then(|block| self.blocks.get_mut(block)) {
            block.end = end;
            block.amount = self.total - block.amount;
            block.cue = self.cues.get(block.first).copied().flatten();
        }
    }

    fn text(&mut self, text: &str) {
        let words = words(text);
        self.words = self.words.saturating_add(words);
        if self.links > 0 {
            self.linked = self.linked.saturating_add(words);
        }
        if self.line.len() < LOOKED_AT && words > 0 {
            self.line.push(' ');
            self.line.push_str(&text[..text.floor_char_boundary(LOOKED_AT)]);
        }
    }

    fn end_line(&mut self) {
        let (words, linked) = (std::mem::take(&mut self.words), std::mem::take(&mut self.linked));
        if words == 0 {
            self.line.clear();
            return;
        }
        let total = &mut self.total;
        let plain = words - linked;
        total.words = total.words.saturating_add(words);
        total.linked = total.linked.saturating_add(linked);
        total.lines += 1;
        if linked.saturating_mul(5) >= words.saturating_mul(4) {
            total.link_lines += 1;
        } else if plain >= SENTENCE {
            total.prose = total.prose.saturating_add(plain);
        }
        self.cues.push(cue(&self.line));
        self.line.clear();
    }
}

/// Whether a line ends before and after an element.
fn is_block(name: &str) -> bool {
    breaks_around(name) > 0 || matches!(name, "br" | "tr" | "td" | "th" | "table" | "pre" | "button")
}

/// Whether a page names an element as its text.
fn is_place<'tag>(name: &str, attribute: impl Fn(&str) -> Option<&'tag str>) -> bool {
    let role = attribute("role").unwrap_or_default();
    matches!(name, "main" | "article")
        || ["main", "article"].iter().any(|place| role.eq_ignore_ascii_case(place))
}

/// Whether an element is the place of an article, or its heading.
fn is_article<'tag>(name: &str, attribute: impl Fn(&str) -> Option<&'tag str>) -> bool {
    matches!(name, "main" | "h1")
        || attribute("role").is_some_and(|role| role.eq_ignore_ascii_case("main"))
        || attribute("itemprop").is_some_and(|property| property.eq_ignore_ascii_case("articleBody"))
}

/// How many words there are. Of scripts without spaces between words, two characters count as one.
fn words(text: &str) -> u32 {
    let words = text.split_whitespace().map(|word| {
        let unparted = word.chars().filter(|&character| is_unparted(character)).count();
        if word.is_ascii() || unparted == 0 {
            u32::from(word.contains(|character: char| character.is_alphanumeric()))
        } else {
            u32::try_from(unparted.div_ceil(2)).unwrap_or(u32::MAX)
        }
    });
    words.fold(0, u32::saturating_add)
}

/// Whether a character is of a script that is written without spaces: Thai, Lao, Burmese, Khmer, Chinese, Japanese.
fn is_unparted(character: char) -> bool {
    matches!(character, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::*;

    #[test]
    fn words_and_links_are_counted() {
        let document = Document::from(
            "<div>كان يوما مشمسا في المدينة وخرج الناس كلهم إلى الشاطئ<script>x y</script></div>\
             <ul><li><a href=x>one two</a><li hidden>three</ul><button>press</button>",
        );
        let survey = Survey::of(document.html_root());
        let expected = Amount { words: 12, linked: 2, lines: 2, link_lines: 1, prose: 10, controls: 1 };
        assert_eq!(survey.total, expected);
        let list = survey.blocks.iter().find(|block| block.node.has_name("ul")).unwrap();
        assert_eq!((list.amount.words, list.amount.link_lines, list.amount.prose), (2, 1, 0));
    }

    #[test]
    fn words_of_scripts_without_spaces_are_counted() {
        for (text, expected) in [("", 0), (" a  b ", 2), ("- |", 0), ("中文文本", 2), ("اليوم،", 1)]
        {
            assert_eq!(words(text), expected, "of {text}");
        }
    }
}
