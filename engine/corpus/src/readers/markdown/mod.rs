//! Markdown: CommonMark with the tables, footnotes and front matter that programs have beside it, without its markup.
//!
//! What is read is what a reader of the page would read: the text of links and not where they lead, the text that stands
//! for an image, cells apart by tabs. Blocks of code are taken out of the text, unless the user wants them.

mod dialects;
mod front;

use std::io;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, TextMergeStream};
use serde_json::{Map, Value};

use super::html;
use super::layout::Layout;
use super::page::Page;
use super::whole::{Kind, Whole};
use crate::encoding::{Decoded, decode};
use crate::name::Name;
use crate::options::{Code, Format, HtmlText};
use crate::reader::{Context, Data, Reader};
use crate::source::Removed;

/// Begins with a text in Markdown.
pub(super) fn open(data: Data, name: Name, context: &Context) -> io::Result<Box<dyn Reader>> {
    Ok(Whole::open(Kind::Markdown, data, name, context))
}

/// Reads a text in Markdown.
///
/// # Errors
/// The message of a text that is too long.
pub(super) fn read(bytes: Vec<u8>, format: &Format) -> Result<Page, String> {
    let decoded = decode(bytes, format.encoding, &[]);
    let Plain { text, removed, metadata } = plain(&dialects::without_marks(&decoded.text), format)?;
    Ok(Page { decoded: Decoded { text, ..decoded }, metadata, removed })
}

/// A text without its markup.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Plain {
    pub(super) text: String,
    /// Blocks of code that were taken out.
    pub(super) removed: Vec<Removed>,
    /// What it says of itself: `title`, `author`, `date`, `language`, `description`.
    pub(super) metadata: Map<String, Value>,
}

/// The longest text that is parsed, in bytes.
const LONGEST: usize = 8 * 1024 * 1024;

/// The most characters of markup in a text. The parser makes a tree of all before it gives the first event, which takes 66
/// bytes for each of them, and of a text of nothing else four times as much as of this.
const MAX_MARKS: usize = 2 << 20;

/// A text without its markup.
///
/// # Errors
/// The message of a text that is too long, or has too much markup.
pub(super) fn plain(text: &str, format: &Format) -> Result<Plain, String> {
    if text.len() > LONGEST {
        return Err(format!(
            "{} bytes, more than the {LONGEST} that a text in Markdown may have",
            text.len()
        ));
    }
    let marks = text.bytes().filter(is_mark).count();
    if marks > MAX_MARKS {
        return Err(format!(
            "{marks} characters of markup, more than the {MAX_MARKS} that a text in Markdown may have"
        ));
    }
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let mut writer = Writer::new(format);
    TextMergeStream::new(Parser::new_ext(text, options)).for_each(|event| writer.event(event));
    Ok(writer.finish())
}

/// Whether a byte may be markup, or the end of a line, which is one to the parser.
fn is_mark(byte: &u8) -> bool {
    #[rustfmt::skip]
    let marks = matches!(
        byte,
        b'\n' | b'\r' | b'!' | b'&' | b'*' | b'+' | b'-' | b'<' | b'>' | b'[' | b'\\' | b']' | b'_' | b'`' | b'|' | b'~'
    );
    marks
}

/// What a text goes to that is none of what a reader reads at that place.
#[derive(Debug, PartialEq, Eq)]
enum Aside {
    /// The front matter.
    Front,
    /// A block of HTML.
    Html,
    /// A block of code that is taken out.
    Code,
    /// A paragraph that imports something into a page, or exports it.
    Module,
}

struct Writer<'format> {
    format: &'format Format,
    layout: Layout,
    aside: Option<(Aside, String)>,
    plain: Plain,
    /// The first heading of the highest rank, once it is met.
    heading: Option<String>,
    in_heading: bool,
    in_code: bool,
    /// Whether nothing of a paragraph was met but its beginning.
    begins_paragraph: bool,
    lists: usize,
}

impl<'format> Writer<'format> {
    fn new(format: &'format Format) -> Self {
        let (layout, plain) = (Layout::default(), Plain::default());
        let (in_heading, in_code, begins_paragraph) = (false, false, false);
        Self {
            format,
            layout,
            aside: None,
            plain,
            heading: None,
            in_heading,
            in_code,
            begins_paragraph,
            lists: 0,
        }
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.in_code || self.aside.is_some() => self.text(&text),
            Event::Text(text) => {
                let begins = std::mem::take(&mut self.begins_paragraph);
                match begins && dialects::is_module(&text) && self.format.code == Code::LeaveOut {
                    true => self.aside = Some((Aside::Module, text.into_string())),
                    false => self.text(&dialects::plain(&text)),
                }
            }
            Event::Html(text) | Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text),
            Event::Code(text) => self.text(&text),
            Event::InlineHtml(tag) if tag.to_ascii_lowercase().starts_with("<br") => self.layout.line_break(),
            Event::SoftBreak => self.text(" "),
            Event::HardBreak => self.layout.line_break(),
            Event::Rule => self.layout.block(2),
            Event::InlineHtml(_) | Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some((_, aside)) = &mut self.aside {
            return aside.push_str(text);
        }
        if let Some(heading) = self.heading.as_mut().filter(|_| self.in_heading) {
            heading.push_str(text);
        }
        self.layout.text(text);
    }

    fn start(&mut self, tag: &Tag<'_>) {
        self.begins_paragraph = *tag == Tag::Paragraph;
        self.in_code |= matches!(tag, Tag::CodeBlock(_));
        match tag {
            Tag::MetadataBlock(_) => self.aside = Some((Aside::Front, String::new())),
            Tag::HtmlBlock => self.aside = Some((Aside::Html, String::new())),
            Tag::CodeBlock(_) if self.format.code == Code::LeaveOut => {
                self.aside = Some((Aside::Code, String::new()));
            }
            Tag::Heading { level: HeadingLevel::H1, .. } if self.heading.is_none() => {
                (self.heading, self.in_heading) = (Some(String::new()), true);
                self.layout.block(2);
            }
            Tag::List(_) => {
                self.layout.block(if self.lists == 0 { 2 } else { 1 });
                self.lists += 1;
            }
            Tag::Item | Tag::TableHead | Tag::TableRow => self.layout.row(),
            Tag::TableCell => self.layout.cell(),
            tag if is_block(tag.to_end()) => self.layout.block(2),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        self.in_code &= tag != TagEnd::CodeBlock;
        match tag {
            TagEnd::Paragraph if matches!(self.aside, Some((Aside::Module, _))) => self.end_aside(),
            TagEnd::MetadataBlock(_) | TagEnd::HtmlBlock => self.end_aside(),
            TagEnd::CodeBlock if self.aside.is_some() => self.end_aside(),
            TagEnd::List(_) => {
                self.lists = self.lists.saturating_sub(1);
                self.layout.block(if self.lists == 0 { 2 } else { 1 });
            }
            TagEnd::Item | TagEnd::TableHead | TagEnd::TableRow => self.layout.block(1),
            TagEnd::Heading(_) => {
                self.in_heading = false;
                self.layout.block(2);
            }
            tag if is_block(tag) => self.layout.block(2),
            _ => {}
        }
    }

    fn end_aside(&mut self) {
        let Some((kind, content)) = self.aside.take() else { return };
        match kind {
            Aside::Front => self.plain.metadata.append(&mut front::fields(&content, self.format)),
            Aside::Code | Aside::Module => self.plain.removed.push(Removed { kind: "code", text: content }),
            Aside::Html => {
                let all = Format {
                    html_text: HtmlText::All,
                    metadata_fields: Some([].into()),
                    ..self.format.clone()
                };
                let text =
                    html::read(content.into_bytes(), Some("utf-8"), &all).map(|page| page.decoded.text);
                self.layout.block(2);
                self.layout.text(&text.unwrap_or_default());
                self.layout.block(2);
            }
        }
    }

    fn finish(mut self) -> Plain {
        let title =
            self.heading.take().filter(|title| !title.trim().is_empty() && title.len() <= front::LONGEST);
        if let Some(title) = title.filter(|_| front::wants(self.format, "title")) {
            self.plain.metadata.entry("title").or_insert_with(|| title.trim().into());
        }
        Plain { text: self.layout.finish(), ..self.plain }
    }
}

/// Whether what begins or ends stands apart from what is around it.
fn is_block(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::BlockQuote(_)
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::List(_)
            | TagEnd::FootnoteDefinition
            | TagEnd::Table
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(markdown: &str, expected: &str) {
        assert_eq!(plain(markdown, &Format::default()).unwrap().text, expected, "of {markdown}");
    }

    #[test]
    fn markup_is_none_of_the_text() {
        check(
            "# A *title*\n\nOne [link](https://a.example \"t\")\nand `code`.\n\n***\nTwo",
            "A title\n\nOne link and code.\n\nTwo",
        );
        check("عنوان\n=====\n\n> **اقتباس**  \n> سطر\n", "عنوان\n\nاقتباس\nسطر");
        check("- a\n- b\n  1. c\n\nd", "a\nb\nc\n\nd");
        check("- [x] done\n- [ ] open", "done\nopen");
        check("- a\n\n  b\n- c", "a\n\nb\n\nc");
        check("![alt *text*](a.png) ~~old~~ &amp; \\*", "alt text old & *");
        check("| a | b |\n|---|---|\n| c |   |\n|   | d |\n\ne", "a\tb\nc\n\td\n\ne");
        check("a[^1]\n\n[^1]: A note.\n", "a\n\nA note.");
        check("<https://a.example> https://b.example", "https://a.example https://b.example");
        check("a<br>b <b>c</b><!-- d -->", "a\nb c");
        check("<div align=center>\n<h1>Name</h1>\n<!-- x -->\n</div>\n\ntext", "Name\n\ntext");
        check("plain text, 2 * 3 and a_b_c.", "plain text, 2 * 3 and a_b_c.");
        check("{% raw %}\na {% x %}b{{< fig src=\"a_b_c.png\" >}}\n{: .x}", "a b");
        check("::: tip Take care\nb\n:::\n\n:::note\nc\n:::", "Take care b\n\nc");
        check(
            "# Head {#my_id .x}\n\nSee [[A note#part|the note]], [[B]] and ![[c.png]].",
            "Head\n\nSee the note, B and .",
        );
        check("", "");
    }

    #[test]
    fn code_is_taken_out_or_read() {
        let markdown = "a\n\n```rust\nlet a = 1;\n```\n\nb\n\n    indented\n";
        let left = plain(markdown, &Format::default()).unwrap();
        assert_eq!(left.text, "a\n\nb");
        let removed: Vec<_> = left.removed.iter().map(|removed| (removed.kind, &*removed.text)).collect();
        assert_eq!(removed, [("code", "let a = 1;\n"), ("code", "indented\n")]);
        let read = plain(markdown, &Format { code: Code::Read, ..Format::default() }).unwrap();
        assert_eq!((&*read.text, read.removed.len()), ("a\n\nlet a = 1;\n\nb\n\nindented", 0));
        let module =
            "import A from './a'\nexport const meta = {\n  b: 1\n}\n\n# H\n\nimport goods from Cairo";
        let left = plain(module, &Format::default()).unwrap();
        assert_eq!((&*left.text, left.removed.len()), ("H\n\nimport goods from Cairo", 1));
        let kept = plain("    {% a %} [[b]]", &Format { code: Code::Read, ..Format::default() }).unwrap();
        assert_eq!(kept.text, "{% a %} [[b]]");
    }

    #[test]
    fn a_text_says_what_it_is() {
        let metadata = |markdown| Value::Object(plain(markdown, &Format::default()).unwrap().metadata);
        assert_eq!(
            metadata("---\ntitle: \"عنوان\"\nauthor: A\ndate: 2024-05-01\nlang: ar\ntags: [x]\n---\n# H\n"),
            serde_json::json!({"title": "عنوان", "author": "A", "date": "2024-05-01", "language": "ar"})
        );
        assert_eq!(
            metadata("text\n\n# The *first* `h`\n# Second"),
            serde_json::json!({"title": "The first h"})
        );
        let wanted = Format { metadata_fields: Some(["date".to_owned()].into()), ..Format::default() };
        assert_eq!(plain("---\ntitle: a\ndate: b\n---\n# c", &wanted).unwrap().metadata.len(), 1);
    }

    #[test]
    fn a_text_has_no_more_markup_than_its_tree_may_take() {
        let error = |text: &str| plain(text, &Format::default()).unwrap_err();
        assert_eq!(
            error(&"[a".repeat(MAX_MARKS + 1)),
            "2097153 characters of markup, more than the 2097152 that a text in Markdown may have"
        );
        assert_eq!(
            error(&"a".repeat(LONGEST + 1)),
            "8388609 bytes, more than the 8388608 that a text in Markdown may have"
        );
    }

    proptest! {
        #[test]
        fn words_come_back(words in proptest::collection::vec("[a-zس]{1,8}", 1..20), marks in proptest::collection::vec(0..6_usize, 20)) {
            let marked = words.iter().zip(&marks).map(|(word, mark)| match mark {
                0 => format!("**{word}**"),
                1 => format!("\n\n# {word}\n\n"),
                2 => format!("\n- {word}\n"),
                3 => format!("[{word}](https://example.org/x)"),
                4 => format!("\n\n> {word}\n\n"),
                _ => word.clone(),
            });
            let markdown = marked.collect::<Vec<_>>().join(" ");
            let text = plain(&markdown, &Format::default()).unwrap().text;
            prop_assert_eq!(text.split_whitespace().collect::<Vec<_>>(), words);
        }

        #[test]
        fn any_text_ends(text in "[-#*_`>|\\[\\]()<!&;: \n\ta-c0-9س]{0,200}") {
            plain(&text, &Format::default()).unwrap();
        }
    }
}
