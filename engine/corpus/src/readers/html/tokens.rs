//! The tags and texts of a page, one after the other, without a tree: in linear time and without recursion, whatever
//! the page is.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};

/// Attributes that a tag may have; what follows them is cut off.
///
/// The tokenizer compares each attribute with all before it: a tag of a million takes it minutes. The tags of real
/// pages have a few dozen.
const MAX_ATTRIBUTES: usize = 256;

/// Gives the tokens of a page to `see`, in order.
pub(super) fn for_each_token(html: &str, see: impl FnMut(Token)) {
    let sink = Sink { see: RefCell::new(see), foreign: Cell::new(0) };
    let tokenizer = Tokenizer::new(sink, html5ever::tokenizer::TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(html));
    // It stops early for a script to run alone, which the sink never asks for.
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
}

struct Sink<F> {
    see: RefCell<F>,
    /// How many `<svg>` and `<math>` are open, in which a `<title>` or `<style>` is an element like any other.
    foreign: Cell<usize>,
}

impl<F: FnMut(Token)> TokenSink for Sink<F> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let result = match &token {
            Token::TagToken(tag) => self.state_after(tag),
            _ => TokenSinkResult::Continue,
        };
        if !matches!(token, Token::ParseError(_)) {
            (self.see.borrow_mut())(token);
        }
        result
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.foreign.get() > 0
    }
}

impl<F> Sink<F> {
    /// How the text after a tag is read: what a tree builder would tell (HTML Standard, section 13.2.6).
    fn state_after(&self, tag: &Tag) -> TokenSinkResult<()> {
        let name = &*tag.name;
        if matches!(name, "svg" | "math") {
            let open = self.foreign.get();
            let now = if tag.kind == TagKind::EndTag {
                open.saturating_sub(1)
            } else {
                open + usize::from(!tag.self_closing)
            };
            self.foreign.set(now);
        }
        if tag.kind == TagKind::StartTag && ends_foreign(name) {
            self.foreign.set(0);
        }
        if tag.kind == TagKind::EndTag || self.foreign.get() > 0 {
            return TokenSinkResult::Continue;
        }
        match name {
            "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
            "style" | "xmp" | "iframe" | "noembed" | "noframes" => TokenSinkResult::RawData(RawKind::Rawtext),
            "script" => TokenSinkResult::RawData(RawKind::ScriptData),
            "plaintext" => TokenSinkResult::Plaintext,
            _ => TokenSinkResult::Continue,
        }
    }
}

/// Whether an element ends the `<svg>` or `<math>` that it stands in (HTML Standard, section 13.2.6.5).
pub(super) fn ends_foreign(name: &str) -> bool {
    #[rustfmt::skip]
    let names = [
        "b", "big", "blockquote", "body", "br", "center", "code", "dd", "div", "dl", "dt", "em", "embed", "h1", "h2", "h3",
        "h4", "h5", "h6", "head", "hr", "i", "img", "li", "listing", "menu", "meta", "nobr", "ol", "p", "pre", "ruby", "s",
        "small", "span", "strike", "strong", "sub", "sup", "table", "tt", "u", "ul", "var",
    ];
    names.contains(&name)
}

/// The page without what would keep a parser busy for minutes, attributes beyond the 256 first of a tag; and with what is shown
/// of templates, which a parser keeps apart: those that a component of the page is drawn by (`shadowrootmode`) become blocks.
///
/// What looks like a tag in a script or a comment is changed too, and nobody reads those.
pub(super) fn tamed(html: &str) -> Cow<'_, str> {
    let mut tamed: Option<String> = None;
    let (mut kept, mut place) = (0, 0);
    // Of the templates that are open, whether each is shown.
    let mut templates = Vec::new();
    while let Some(tag) = html[place..].find('<').map(|found| place + found) {
        let (cut, end) = excess(html.as_bytes(), tag + 1);
        if let Some(name) = template(&html[tag + 1..end]) {
            let begin = tag + 1 + usize::from(name.ends);
            let is_shown = match name.ends {
                true => templates.pop().unwrap_or(false),
                false => {
                    templates.push(name.is_shown);
                    name.is_shown
                }
            };
            if is_shown {
                let tamed = tamed.get_or_insert_default();
                tamed.push_str(&html[kept..begin]);
                tamed.push_str("div");
                kept = begin + TEMPLATE.len();
            }
        }
        if let Some(cut) = cut {
            tamed.get_or_insert_default().push_str(&html[kept..cut]);
            kept = end;
        }
        place = end.max(tag + 1);
    }
    match tamed {
        Some(mut tamed) => {
            tamed.push_str(&html[kept..]);
            Cow::Owned(tamed)
        }
        None => Cow::Borrowed(html),
    }
}

const TEMPLATE: &str = "template";

/// A tag of a template.
struct Template {
    ends: bool,
    /// Whether it stands for what is shown in the element around it.
    is_shown: bool,
}

/// The template that a tag begins or ends, of which `tag` is all between its brackets.
fn template(tag: &str) -> Option<Template> {
    let (name, ends) = tag.strip_prefix('/').map_or((tag, false), |name| (name, true));
    let found = name.get(..TEMPLATE.len()).is_some_and(|found| found.eq_ignore_ascii_case(TEMPLATE));
    let rest = name.get(TEMPLATE.len()..).filter(|_| found)?;
    let is_whole = !rest.starts_with(|next: char| !next.is_ascii_whitespace() && next != '/');
    let mut words = rest.split([' ', '\t', '\n', '\r', '=', '/']);
    let is_shown = words.any(|word| word.eq_ignore_ascii_case("shadowrootmode"));
    is_whole.then_some(Template { ends, is_shown })
}

/// Where the tag ends whose name begins at `begin`: at its `>`, or at the end of the page; at `begin`, where none does.
pub(super) fn tag_end(html: &[u8], begin: usize) -> usize {
    excess(html, begin).1
}

/// Where the attributes of the tag whose name begins at `begin` are too many, if they are, and where the tag ends:
/// at its `>`, or at the end of the page. Both are before a character of ASCII.
fn excess(html: &[u8], begin: usize) -> (Option<usize>, usize) {
    let mut place = begin + usize::from(html.get(begin) == Some(&b'/'));
    if !html.get(place).is_some_and(u8::is_ascii_alphabetic) {
        return (None, begin);
    }
    let (mut attributes, mut cut) = (0, None);
    let mut between = false;
    while let Some(&byte) = html.get(place) {
        match byte {
            b'>' => return (cut, place),
            b'"' | b'\'' if html[begin..place].trim_ascii_end().ends_with(b"=") => {
                let value = &html[place + 1..];
                place += value.iter().position(|&other| other == byte).map_or(value.len(), |end| end + 1);
                between = true;
            }
            b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' | b'/' => between = true,
            _ if between => {
                between = false;
                attributes += 1;
                if attributes > MAX_ATTRIBUTES && cut.is_none() {
                    cut = Some(place);
                }
            }
            _ => {}
        }
        place += 1;
    }
    (cut, html.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &str) {
        let mut seen = String::new();
        for_each_token(html, |token| match token {
            Token::TagToken(tag) if tag.kind == TagKind::EndTag => seen.push_str(&format!("</{}>", tag.name)),
            Token::TagToken(tag) => seen.push_str(&format!("<{}>", tag.name)),
            Token::CharacterTokens(text) => seen.push_str(&text),
            _ => {}
        });
        assert_eq!(seen, expected, "of {html}");
    }

    #[test]
    fn what_is_no_markup_is_read_as_it_is() {
        check("<p class=x>a &amp; b&nbsp;&#x633;&copy", "<p>a & b\u{a0}س©");
        check("<script>'<p>'</script><P>", "<script>'<p>'</script><p>");
        check("<style><b></style><title>&lt;<b></title>", "<style><b></style><title><<b></title>");
        check("<svg><style><p>a", "<svg><style><p>a");
        check("<svg><title>a</title></svg><title><b>", "<svg><title>a</title></svg><title><b>");
        check("a < b <", "a < b <");
    }

    #[test]
    fn templates_that_are_shown_are_blocks() {
        for (html, expected) in [
            (
                "<x-a><template shadowrootmode=open><p>a</p></template>b</x-a>",
                "<x-a><div shadowrootmode=open><p>a</p></div>b</x-a>",
            ),
            (
                "<Template\nShadowRootMode='open'><template>x</template>a</TEMPLATE>",
                "<div\nShadowRootMode='open'><template>x</template>a</div>",
            ),
            ("<template id=a>x</template></template>", "<template id=a>x</template></template>"),
            ("<templates shadowrootmode=open>", "<templates shadowrootmode=open>"),
        ] {
            assert_eq!(tamed(html), expected);
        }
    }

    #[test]
    fn attributes_are_cut_where_there_are_too_many() {
        let many: String = (0..10_000).map(|index| format!(" a{index}='>' سلام")).collect();
        let html = format!("<p{many}>text</p><br{many}><p");
        let tamed = tamed(&html);
        assert!(tamed.len() < 10_000);
        check(&tamed, "<p>text</p><br>");
        for plain in ["", "<", "a < b", "<p a=b c='d e f' g>", "<!-- a b c -->"] {
            assert!(matches!(super::tamed(plain), Cow::Borrowed(_)), "in {plain}");
        }
    }
}
