//! Boilerplate of web pages in plain text that was scraped from them, in Arabic and English: menus, buttons to share,
//! related links, comments and their form, notices about cookies, the footer.
//!
//! A text without a tree is judged by its lines: what each says (`line.rs`, by the phrases of `cues/`), whether all of
//! them together are those of a page (`evidence.rs`), and then which of them belong to its frame (`labels.rs`). Of a text
//! that is no page by all of its lines, what a site system puts below an article goes where it is the end of the text
//! (`tail.rs`). Any other text is left as it is, and so is every line that nothing speaks against.

mod column;
mod cue;
mod cues;
mod cut;
mod evidence;
mod key;
mod kind;
mod labels;
mod line;
mod lines;
mod menu;
mod tail;

use super::source::Removed;
pub(crate) use cue::{Cue, cue};
use cut::Cut;

/// A text without the boilerplate of its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cleaned {
    /// What is left.
    pub(crate) text: String,
    /// What was taken out, in the order of the page. With `text`, every character of the page.
    pub(crate) removed: Vec<Removed>,
}

/// Passes after which a text that still changes is left as it was.
const MAX_PASSES: usize = 4;

/// Removes the boilerplate of a web page from its text.
///
/// A text that does not look like a page is returned whole. What is returned is cleaned to the end: another call
/// removes nothing. Time is linear in the text.
pub(crate) fn remove(text: &str) -> Cleaned {
    let cuts = cuts(text);
    let mut kept = String::new();
    let mut removed = Vec::new();
    let mut start = 0;
    for cut in &cuts {
        kept.push_str(&text[start..cut.range.start]);
        removed.push(Removed { kind: cut.kind.name(), text: text[cut.range.clone()].to_owned() });
        start = cut.range.end;
    }
    kept.push_str(&text[start..]);
    Cleaned { text: kept, removed }
}

/// What to take out of a text, in order.
///
/// With lines gone, those that are left may look different: what stood between two pieces of prose is then the end of
/// the text. So passes are made until one finds nothing. Nearly always that is the second.
fn cuts(text: &str) -> Vec<Cut> {
    let mut cuts = Vec::new();
    for _ in 0..MAX_PASSES {
        let left = cut::left(text, &cuts);
        let found = pass(&left);
        if found.is_empty() {
            return cuts;
        }
        cuts = cut::with_later(text.len(), cuts, &found);
    }
    Vec::new()
}

/// What one pass finds in a text.
fn pass(text: &str) -> Vec<Cut> {
    let lines = lines::lines(text);
    let labels =
        if evidence::is_page(&lines) { Some(labels::labels(&lines)) } else { tail::labels(text, &lines) };
    labels.map_or_else(Vec::new, |labels| cut::cuts(&lines, labels))
}

#[cfg(test)]
mod tests;
