//! All text of a page that a browser would show, and what else its tags tell.

use html5ever::tokenizer::{Tag, TagKind, Token};

use super::super::flow::Flow;
use super::about::About;
use super::attribute;
use super::census::Census;
use super::hidden::Hidden;
use super::linked_data::{self, Articles};
use super::tokens::for_each_token;

/// What the tags and texts of a page tell.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) about: About,
    /// The first heading of the highest rank.
    pub(super) heading: String,
    pub(super) census: Census,
    /// Bytes of text that lead nowhere, white space left out.
    pub(super) plain: usize,
    /// Those of links.
    pub(super) linked: usize,
    /// Articles in the page's data.
    pub(super) articles: Articles,
    /// Whether there is a script that runs.
    scripts: bool,
    pictures: bool,
    /// How many menus, headers and footers are open.
    frames: usize,
    /// Bytes of the first text that stands in none of these, leads nowhere and claims no right, as that of an article.
    own: usize,
    /// Whether a link is open.
    in_link: bool,
    flow: Flow,
    hidden: Option<Hidden>,
    capture: Option<Capture>,
}

/// Text that is wanted beside what is shown.
#[derive(Debug)]
struct Capture {
    name: &'static str,
    text: String,
}

impl Seen {
    /// Reads a page to its end.
    pub(super) fn of(html: &str) -> Self {
        let mut seen = Self::default();
        for_each_token(html, |token| match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => seen.start(&tag),
            Token::TagToken(tag) => seen.end(&tag.name),
            Token::CharacterTokens(text) => seen.text(&text),
            _ => {}
        });
        seen.captured();
        seen
    }

    /// What a page without text has instead.
    pub(super) fn nothing(&self) -> &'static str {
        if self.scripts {
            "a script may make it in a browser"
        } else if self.pictures {
            "it has pictures alone"
        } else {
            "it is empty, or all of it is hidden"
        }
    }

    /// Whether a script is to fill the page, and all that is there yet is a menu and a claim of rights.
    pub(super) fn is_still_empty(&self) -> bool {
        /// Bytes; a page with more of them is one of links.
        const SHORT: usize = 400;
        self.scripts && self.own == 0 && self.flow.len() <= SHORT
    }

    /// The text so far.
    pub(super) fn text_so_far(&self) -> &str {
        self.flow.text_so_far()
    }

    /// The text.
    pub(super) fn into_text(self) -> String {
        self.flow.finish()
    }

    fn text(&mut self, text: &str) {
        if let Some(capture) = &mut self.capture {
            capture.text.push_str(text);
        }
        if !self.hidden.as_ref().is_some_and(|hidden| hidden.is_of("script") || hidden.is_of("style")) {
            self.census.escaped_text(text);
        }
        if self.hidden.is_none() {
            self.census.text();
            let bytes = text.split_ascii_whitespace().map(str::len).sum::<usize>();
            *(if self.in_link { &mut self.linked } else { &mut self.plain }) += bytes;
            if self.own == 0 && !self.in_link && self.frames == 0 && bytes > 0 && !claims_rights(text) {
                self.own = bytes;
            }
            self.flow.text(text);
        }
    }

    fn start(&mut self, tag: &Tag) {
        let name = &*tag.name;
        // A tree has what is hidden, too.
        self.census.start(tag);
        if self.hidden.as_mut().is_some_and(|hidden| hidden.lasts_after_start(name, tag.self_closing)) {
            return;
        }
        self.hidden = None;
        self.about.tag(tag);
        self.scripts |= name == "script" && !linked_data::is_type(attribute(tag, "type").unwrap_or_default());
        self.pictures |= matches!(name, "img" | "picture" | "video" | "svg" | "canvas");
        self.in_link = (self.in_link || name == "a") && breaks_around(name) == 0;
        self.begin_capture(tag);
        self.hidden = Hidden::begins_with(tag);
        if self.hidden.is_none() {
            self.frames += usize::from(is_of_frame(name));
            self.lay_out(name);
        }
    }

    fn end(&mut self, name: &str) {
        self.census.end(name);
        if self.capture.as_ref().is_some_and(|capture| capture.name == name) {
            self.captured();
        }
        if self.hidden.as_mut().is_some_and(|hidden| hidden.lasts_after_end(name)) {
            return;
        }
        let was_hidden = self.hidden.take().is_some_and(|hidden| hidden.is_of(name));
        self.in_link &= name != "a";
        if !was_hidden {
            self.frames = self.frames.saturating_sub(usize::from(is_of_frame(name)));
            self.lay_out_end(name);
        }
    }

    fn lay_out(&mut self, name: &str) {
        match name {
            "br" => self.flow.line_break(),
            "table" => {
                self.flow.block(2);
                self.flow.table();
            }
            "tr" => self.flow.row(),
            "td" | "th" => self.flow.cell(),
            "pre" | "listing" | "xmp" | "plaintext" => {
                self.flow.block(2);
                self.flow.keep();
            }
            _ => self.flow.block(breaks_around(name)),
        }
    }

    fn lay_out_end(&mut self, name: &str) {
        match name {
            "table" => {
                self.flow.table_end();
                self.flow.block(2);
            }
            "tr" => self.flow.row(),
            "pre" | "listing" | "xmp" => {
                self.flow.keep_end();
                self.flow.block(2);
            }
            _ => self.flow.block(breaks_around(name)),
        }
    }

    fn begin_capture(&mut self, tag: &Tag) {
        let wanted = match &*tag.name {
            "title" => "title",
            "h1" if self.heading.is_empty() => "h1",
            "script" if linked_data::is_type(attribute(tag, "type").unwrap_or_default()) => "script",
            _ => return,
        };
        self.captured();
        self.capture = Some(Capture { name: wanted, text: String::new() });
    }

    fn captured(&mut self) {
        match self.capture.take() {
            Some(Capture { name: "title", text }) => self.about.title(&text),
            Some(Capture { name: "script", text }) => {
                if let Some(data) = linked_data::read(&text) {
                    self.about.linked(&data);
                    self.articles.add(&data);
                }
            }
            Some(Capture { text, .. }) => {
                self.about.heading(&text);
                self.heading = text.split_whitespace().collect::<Vec<_>>().join(" ");
            }
            None => {}
        }
    }
}

fn is_of_frame(name: &str) -> bool {
    matches!(name, "nav" | "header" | "footer" | "menu")
}

/// Whether a text says whose the page is.
fn claims_rights(text: &str) -> bool {
    const WORDS: [&str; 5] = ["©", "rights reserved", "Copyright", "الحقوق محفوظة", "حقوق النشر"];
    WORDS.iter().any(|words| text.contains(words))
}

/// The line breaks that stand before and after an element, 0 for one that stands in a line.
pub(super) fn breaks_around(name: &str) -> usize {
    match name {
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote" | "ul" | "ol" | "dl" | "menu"
        | "figure" | "hr" | "article" | "section" | "aside" | "nav" | "header" | "footer" | "main"
        | "form" | "fieldset" | "body" => 2,
        "div" | "li" | "dt" | "dd" | "address" | "figcaption" | "caption" | "center" | "details"
        | "summary" | "dialog" | "legend" | "optgroup" | "option" | "hgroup" | "search" | "tbody"
        | "thead" | "tfoot" => 1,
        _ => 0,
    }
}
