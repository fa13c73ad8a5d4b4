//! The frame of a page: related links, tags, buttons that share, newsletters, comments, notices about cookies,
//! advertisements. It is taken out of the tree, so that what is left is the text, short or long, in any language.
//!
//! No block goes for its name alone. What a tag says (`names.rs`) or what the first line of a block says, in Arabic or
//! English (`crate::boilerplate`), has to fit what stands in it, counted in words and lines (`survey.rs`): a block of
//! links is links, and a part that reads as text stays whatever it is called.

mod names;
mod survey;

use dom_query::{Document, NodeRef};

use crate::boilerplate::Cue;
use names::Part;
use survey::{Amount, Block, Survey};

/// Takes the frame out of a page, in time linear in it.
pub(super) fn remove(document: &Document) {
    let survey = Survey::of(document.html_root());
    survey.tools.iter().for_each(NodeRef::remove_from_parent);
    let mut left = survey.total;
    let mut index = 0;
    while index < survey.blocks.len() {
        let Some(end) = frame_end(&survey, index, left) else {
            let block = &survey.blocks[index];
            if is_text_by_another_name(block) {
                // Nor is anybody else to go by its name.
                block.node.remove_attrs(&["class", "id"]);
            }
            index += 1;
            continue;
        };
        while let Some(block) = survey.blocks.get(index).filter(|_| index < end) {
            left = left - block.amount;
            block.node.remove_from_parent();
            index = block.end.max(index + 1);
        }
    }
}

/// Whether the name of a block is that of links, notices and the like, and it holds text all the same.
fn is_text_by_another_name(block: &Block<'_>) -> bool {
    let named = matches!(
        block.part,
        Part::Links | Part::SurelyLinks | Part::Sharing | Part::Request | Part::Advertisement
    );
    named && block.amount.prose > 0 && !are_links(block.amount)
}

/// Where the frame ends that begins with a block, if one does.
fn frame_end(survey: &Survey<'_>, index: usize, left: Amount) -> Option<usize> {
    let block = &survey.blocks[index];
    let parent = block.parent.map(|parent| &survey.blocks[parent]);
    if is_frame(block, parent, left) {
        return Some(block.end);
    }
    let next = survey.blocks.get(block.end).filter(|next| next.parent == block.parent);
    if heads_form(block) {
        let is_form = |next: &&Block<'_>| next.amount.words == 0 && next.amount.controls > 0;
        return next.filter(|next| is_form(next) || is_frame(next, parent, left)).map(|next| next.end);
    }
    if !heads_links(block) {
        return None;
    }
    match next {
        Some(next) if is_frame(next, parent, left) || is_only_links(next) => Some(next.end),
        None if block.part == Part::Heading => Some(block.end),
        _ => None,
    }
}

/// Whether a block is a heading of links, such as `Related articles`, and no more.
fn heads_links(block: &Block<'_>) -> bool {
    block.amount.lines == 1 && block.cue == Some(Cue::LinksHead)
}

/// Whether a block is the heading of comments, or of the form for one, and no more.
fn heads_form(block: &Block<'_>) -> bool {
    block.part == Part::Heading && block.amount.lines == 1 && block.cue == Some(Cue::Comments)
}

fn is_only_links(block: &Block<'_>) -> bool {
    block.part != Part::Article && block.amount.prose == 0 && are_links(block.amount)
}

/// Whether a block belongs to the frame. `left` is what is on the page, the block included.
fn is_frame(block: &Block<'_>, parent: Option<&Block<'_>>, left: Amount) -> bool {
    let (own, outside) = (block.amount, left - block.amount);
    if block.part == Part::Button {
        // That of a list that folds is the heading of what it shows.
        return parent.is_none_or(|parent| !names_a_part(parent));
    }
    !block.holds_article && own.words > 0 && (fits(block, parent, outside) || says_so(block, outside))
}

fn names_a_part(block: &Block<'_>) -> bool {
    block.part == Part::Heading || ["h1", "dt", "summary"].iter().any(|name| block.node.has_name(name))
}

/// Text that stands with each link to another page, in words: more is no teaser.
const TEASER: u32 = 30;

/// Words of a label, such as the tags of a page.
const LABEL: u32 = 20;

/// Words of an advertisement, or of a footer.
const NOTE: u32 = 40;

/// Words of a notice about cookies, or of what asks for an address.
const NOTICE: u32 = 150;

/// Whether an amount is that of links to other pages, with what leads up to each.
fn are_links(own: Amount) -> bool {
    own.link_lines > 0
        && own.prose <= own.link_lines.saturating_mul(TEASER)
        && own.link_lines.saturating_mul(4) >= own.lines
}

/// Whether a block holds what its tag says, and the text stands outside of it.
fn fits(block: &Block<'_>, parent: Option<&Block<'_>>, outside: Amount) -> bool {
    let own = block.amount;
    // What has more sentences than the rest of the page is the text, whatever it is called.
    let is_less = own.prose <= outside.prose;
    // What stands in the text that the page names is text of it, unless it leads somewhere else.
    let has_links = are_links(own) || own.linked.saturating_mul(3) >= own.words;
    let leads = has_links || own.controls > 0 || block.cue.is_some();
    match block.part {
        Part::Unsaid | Part::Paragraph | Part::Heading | Part::Article | Part::Button => false,
        Part::Menu => is_less && (own.prose == 0 || are_links(own)),
        Part::SurelyLinks => is_less && (are_links(own) || (own.prose == 0 && own.words <= LABEL)),
        Part::Links => is_less && are_links(own),
        Part::Sharing => {
            let presses = own.controls > 0 || own.link_lines.saturating_mul(2) >= own.lines;
            own.prose == 0 && (presses || own.words <= 3 || block.cue == Some(Cue::Sharing))
        }
        Part::Request => {
            let asks = own.controls > 0 || own.link_lines > 0 || block.cue == Some(Cue::Notice);
            let is_note = own.words <= NOTICE && (asks || own.words <= LABEL);
            (is_note && own.plain() <= outside.plain().saturating_mul(3)) || (own.controls > 1 && is_less)
        }
        // Readers may write more than the author did.
        Part::Comments => own.prose <= outside.prose.saturating_mul(20),
        Part::Advertisement => is_less && (own.words <= NOTE || are_links(own)),
        Part::Aside => is_less && (!block.in_place || leads),
        Part::Footer => {
            let is_source = parent
                .is_some_and(|parent| parent.node.has_name("blockquote") || parent.node.has_name("figure"));
            let is_note = own.prose == 0 && own.words <= NOTE && (!block.in_place || leads);
            !is_source && is_less && (are_links(own) || is_note)
        }
        Part::Form => own.controls > 0 && own.words <= NOTE && own.plain() <= outside.plain(),
    }
}

/// Whether a block belongs to the frame by what its first line says.
fn says_so(block: &Block<'_>, outside: Amount) -> bool {
    let own = block.amount;
    let is_less = own.prose <= outside.prose;
    let leads = own.controls > 0 || own.link_lines > 0;
    let is_line = own.lines == 1;
    match block.cue {
        Some(Cue::Advertisement) => is_line && block.part != Part::Heading,
        // `Read also: …` in the midst of the text.
        Some(Cue::LinksStart | Cue::LinksHead) if is_line => own.linked > 0 && (1..=6).contains(&own.plain()),
        _ if block.part != Part::Unsaid => false,
        Some(Cue::LinksStart | Cue::LinksHead) => is_less && are_links(own),
        Some(Cue::Notice) => {
            (leads || own.linked > 0)
                && own.words <= NOTICE
                && own.plain() <= outside.plain().saturating_mul(3)
        }
        Some(Cue::Sharing) => own.prose == 0 && own.words <= NOTE && leads,
        Some(Cue::Comments) => own.controls > 0 && own.prose <= NOTE && is_less,
        None => false,
    }
}
