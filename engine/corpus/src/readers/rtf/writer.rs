//! From tokens to text: groups, what each is for, and how its bytes are decoded.

use std::collections::HashMap;

use encoding_rs::Encoding;

use super::charsets::{Charset, named, of_code_page, of_font};
use super::tokens::{Token, Tokens};
use crate::encoding::lossy;
use crate::readers::layout::Layout;

/// How deep groups may stand in each other. Those of Word stand a dozen deep.
const MAX_DEPTH: usize = 1000;

/// Characters in place of one, at most: nobody writes more than a few.
const MAX_FALLBACK: u32 = 16;

/// Fonts that a document may tell.
const MAX_FONTS: usize = 65_536;

/// What a document says, and of itself.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) text: String,
    pub(super) title: String,
    pub(super) author: String,
    /// When it was made: a year, a month, a day.
    pub(super) created: [i32; 3],
    /// The encoding of the document, where it is a known one.
    pub(super) encoding: Option<&'static Encoding>,
    /// Whether something was not valid.
    pub(super) replaced: bool,
}

/// Where the text of a group goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Destination {
    Text,
    Note,
    Title,
    Author,
    Created,
    Fonts,
    /// What is said of the document, of which some groups are read.
    About,
    /// What is written twice, of which the second is read.
    Twice,
    Nowhere,
}

/// What holds in a group.
#[derive(Clone, Copy, Debug)]
struct Group {
    destination: Destination,
    charset: Charset,
    /// How many characters stand after each `\u` for programs that do not know it.
    fallback: u32,
    hidden: bool,
    in_table: bool,
    /// Nothing was met in it yet.
    fresh: bool,
    /// `\*` was met last: what follows may be skipped by who does not know it.
    starred: bool,
}

/// Whether groups stand in the one that a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    Document,
    /// They stand one after the other, as programs write them that leave the frame to their user.
    Groups,
}

/// What a document says.
///
/// # Errors
/// The message of one that ends too early, or has groups that nobody wrote.
pub(super) fn write(rtf: &[u8], extent: Extent) -> Result<Written, String> {
    let mut writer = Writer::default();
    if extent == Extent::Groups {
        writer.begin()?;
    }
    let mut tokens = Tokens::new(rtf);
    while let Some(token) = tokens.next() {
        match token {
            Token::Begin => writer.begin()?,
            Token::End => {
                writer.end();
                if writer.groups.is_empty() {
                    return Ok(writer.finish());
                }
            }
            Token::Word(b"bin", number) => {
                tokens.step_over(usize::try_from(number.unwrap_or(0)).unwrap_or(0));
            }
            token => writer.token(token),
        }
    }
    if extent == Extent::Groups && writer.groups.len() == 1 {
        writer.end();
        return Ok(writer.finish());
    }
    Err("the document ends too early, in a group that is not closed".to_owned())
}

#[derive(Default)]
struct Writer {
    groups: Vec<Group>,
    written: Written,
    layout: Layout,
    note: Layout,
    /// Notes of the paragraph, which stand after it.
    notes: Vec<String>,
    /// Bytes of text that are still to be decoded, all of one charset.
    bytes: Vec<u8>,
    /// Whether any of them was escaped: raw ones may be UTF-8, whatever the document declares.
    escaped: bool,
    document: Option<Charset>,
    fonts: HashMap<i32, Charset>,
    default_font: i32,
    /// The font that the table of fonts is at.
    defined: i32,
    /// Characters that are still to be left out after `\u`.
    skipped: u32,
    /// The first half of a surrogate pair.
    high: Option<u32>,
}

impl Writer {
    fn begin(&mut self) -> Result<(), String> {
        self.flush();
        self.skipped = 0;
        if self.groups.len() == MAX_DEPTH {
            return Err(format!("groups in each other deeper than {MAX_DEPTH}"));
        }
        if let Some(outer) = self.group() {
            outer.fresh = false;
        }
        let outer = self.groups.last().copied();
        let destination = match outer.map_or(Destination::Text, |outer| outer.destination) {
            Destination::Twice => Destination::Nowhere,
            destination => destination,
        };
        let charset = outer.map_or(Charset::Document, |outer| outer.charset);
        self.groups.push(Group {
            destination,
            charset,
            fallback: outer.map_or(1, |outer| outer.fallback),
            hidden: outer.is_some_and(|outer| outer.hidden),
            in_table: outer.is_some_and(|outer| outer.in_table),
            fresh: true,
            starred: false,
        });
        Ok(())
    }

    fn end(&mut self) {
        self.flush();
        self.skipped = 0;
        let Some(group) = self.groups.pop() else { return };
        let outer = self.groups.last().map(|outer| outer.destination);
        if group.destination == Destination::Note && outer != Some(Destination::Note) {
            let note = std::mem::take(&mut self.note).finish();
            let note = note.trim();
            if !note.is_empty() {
                self.notes.push(note.to_owned());
            }
        }
        if outer.is_none() {
            self.end_paragraph();
        }
    }

    fn token(&mut self, token: Token<'_>) {
        if self.skipped > 0 && !matches!(token, Token::Word(b"u", Some(_))) {
            self.skipped -= 1;
            return;
        }
        match token {
            Token::Byte(byte) => self.byte(byte, false),
            Token::Hex(byte) => self.byte(byte, true),
            Token::Word(word, number) => self.word(word, number),
            Token::Symbol(symbol) => self.symbol(symbol),
            Token::Begin | Token::End => {}
        }
    }

    fn group(&mut self) -> Option<&mut Group> {
        self.groups.last_mut()
    }

    fn byte(&mut self, byte: u8, escaped: bool) {
        if let Some(group) = self.group() {
            group.fresh = false;
        }
        self.bytes.push(byte);
        self.escaped |= escaped;
    }

    /// Decodes the bytes that have come together.
    fn flush(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let is_utf8 = !std::mem::take(&mut self.escaped) && str::from_utf8(&bytes).is_ok();
        let charset = self.groups.last().map_or(Charset::Document, |group| group.charset);
        let charset = match charset {
            Charset::Document => self.document.unwrap_or(Charset::Of(encoding_rs::WINDOWS_1252)),
            charset => charset,
        };
        let (text, invalid) = match charset {
            _ if is_utf8 => (lossy(&bytes), false),
            Charset::Of(encoding) => encoding.decode_without_bom_handling(&bytes),
            _ => {
                let replaced = |&byte: &u8| if byte.is_ascii() { char::from(byte) } else { '\u{fffd}' };
                (bytes.iter().map(replaced).collect::<String>().into(), true)
            }
        };
        self.written.replaced |= invalid && self.is_shown();
        self.put(&text);
    }

    fn is_shown(&self) -> bool {
        self.groups.last().is_some_and(|group| {
            !group.hidden && matches!(group.destination, Destination::Text | Destination::Note)
        })
    }

    /// Puts text where it goes.
    fn put(&mut self, text: &str) {
        let Some(group) = self.groups.last() else { return };
        match group.destination {
            Destination::Text if !group.hidden => self.layout.text(text),
            Destination::Note if !group.hidden => self.note.text(text),
            Destination::Title => self.written.title.push_str(text),
            Destination::Author => self.written.author.push_str(text),
            _ => {}
        }
    }

    /// A character that a control stands for.
    fn character(&mut self, character: char) {
        self.flush();
        self.put(character.encode_utf8(&mut [0; 4]));
    }

    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'*' => {
                if let Some(group) = self.group() {
                    group.starred = group.fresh;
                }
                return;
            }
            b'{' | b'}' | b'\\' => self.byte(symbol, false),
            b'~' => self.character('\u{a0}'),
            b'_' => self.character('\u{2011}'),
            b'\r' | b'\n' => self.word(b"par", None),
            b'\t' => self.character('\t'),
            _ => {}
        }
        if let Some(group) = self.group() {
            group.fresh = false;
        }
    }

    fn word(&mut self, word: &[u8], number: Option<i32>) {
        let Some(group) = self.groups.last().copied() else { return };
        if group.fresh {
            self.flush();
            if let Some(group) = self.group() {
                (group.fresh, group.starred) = (false, false);
            }
            if self.begins_destination(word, group.starred) {
                return;
            }
        }
        match word {
            b"u" => self.unicode(number.unwrap_or(0)),
            b"uc" => self.set(|group| {
                group.fallback = u32::try_from(number.unwrap_or(1)).unwrap_or(1).min(MAX_FALLBACK);
            }),
            _ if group.destination == Destination::Fonts => self.font(word, number),
            _ if group.destination == Destination::Created => self.created(word, number),
            b"par" | b"sect" | b"page" | b"column" => self.paragraph(group),
            b"line" | b"lbr" => {
                self.flush();
                self.line_break(group);
            }
            b"cell" | b"nestcell" => {
                self.flush();
                self.layout.cell_end();
            }
            b"row" | b"nestrow" => {
                self.flush();
                self.layout.block(1);
            }
            b"intbl" => self.set(|group| group.in_table = true),
            b"pard" => self.set(|group| group.in_table = false),
            b"f" => {
                let charset = self.fonts.get(&number.unwrap_or(0)).copied();
                self.set(|group| group.charset = charset.unwrap_or(Charset::Document));
            }
            b"plain" => {
                let charset = self.fonts.get(&self.default_font).copied();
                self.set(|group| {
                    (group.charset, group.hidden) = (charset.unwrap_or(Charset::Document), false);
                });
            }
            b"v" | b"deleted" => self.set(|group| group.hidden = number != Some(0)),
            _ => self.about_document_or_character(word, number),
        }
    }

    /// Changes what holds in the group from here on.
    fn set(&mut self, change: impl FnOnce(&mut Group)) {
        self.flush();
        if let Some(group) = self.groups.last_mut() {
            change(group);
        }
    }

    fn about_document_or_character(&mut self, word: &[u8], number: Option<i32>) {
        match word {
            b"ansicpg" => {
                let code_page = number.unwrap_or(1252);
                (self.document, self.written.encoding) = (Some(named(code_page)), of_code_page(code_page));
            }
            b"mac" => self.document = Some(Charset::Of(encoding_rs::MACINTOSH)),
            b"pc" | b"pca" => self.document = Some(Charset::Unknown),
            b"deff" => self.default_font = number.unwrap_or(0),
            b"tab" => self.character('\t'),
            b"emdash" => self.character('—'),
            b"endash" => self.character('–'),
            b"bullet" => self.character('•'),
            b"lquote" => self.character('‘'),
            b"rquote" => self.character('’'),
            b"ldblquote" => self.character('“'),
            b"rdblquote" => self.character('”'),
            b"emspace" | b"enspace" | b"qmspace" => self.character(' '),
            b"zwj" => self.character('\u{200d}'),
            b"zwnj" => self.character('\u{200c}'),
            b"ltrmark" => self.character('\u{200e}'),
            b"rtlmark" => self.character('\u{200f}'),
            _ => {}
        }
    }

    /// Whether a control word says what its group is for, which then holds.
    fn begins_destination(&mut self, word: &[u8], starred: bool) -> bool {
        let inherited = self.groups.last().map_or(Destination::Text, |group| group.destination);
        let outer = self.groups.iter().rev().nth(1).map_or(Destination::Text, |group| group.destination);
        let destination = match word {
            // What `\upr` says for the second time, in characters of Unicode.
            b"ud" if starred && outer == Destination::Twice => self.before_twice(),
            _ if inherited == Destination::Nowhere => Destination::Nowhere,
            b"fonttbl" => Destination::Fonts,
            b"info" => Destination::About,
            b"title" if inherited == Destination::About => Destination::Title,
            b"author" if inherited == Destination::About => Destination::Author,
            b"creatim" if inherited == Destination::About => Destination::Created,
            b"footnote" => Destination::Note,
            b"upr" => Destination::Twice,
            // The shape that a text box is; its properties are below.
            b"shpinst" => inherited,
            _ if starred || NOWHERE.contains(&word) => Destination::Nowhere,
            _ => return false,
        };
        self.set(|group| group.destination = destination);
        true
    }

    /// Where the text went before it was to be said twice.
    fn before_twice(&self) -> Destination {
        let before = self.groups.iter().rev().map(|group| group.destination);
        before
            .into_iter()
            .find(|found| !matches!(found, Destination::Twice | Destination::Nowhere))
            .unwrap_or(Destination::Text)
    }

    fn unicode(&mut self, number: i32) {
        self.flush();
        let fallback = self.groups.last().map_or(1, |group| group.fallback);
        let code = u32::try_from(if number < 0 { number + 0x1_0000 } else { number }).unwrap_or(0xfffd);
        let high = self.high.take();
        let character = match (high, code) {
            (_, 0xd800..=0xdbff) => {
                self.high = Some(code);
                None
            }
            (Some(high), 0xdc00..=0xdfff) => {
                char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + (code - 0xdc00))
            }
            (_, code) => Some(char::from_u32(code).filter(|&found| found != '\0').unwrap_or('\u{fffd}')),
        };
        if let Some(character) = character {
            self.written.replaced |= character == '\u{fffd}';
            self.put(character.encode_utf8(&mut [0; 4]));
        }
        self.skipped = fallback;
    }

    fn font(&mut self, word: &[u8], number: Option<i32>) {
        let charset = match (word, number) {
            (b"f", Some(number)) => {
                self.defined = number;
                return;
            }
            (b"fcharset", Some(number)) => of_font(number),
            (b"cpg", Some(number)) => named(number),
            _ => return,
        };
        if self.fonts.len() < MAX_FONTS {
            self.fonts.insert(self.defined, charset);
        }
    }

    fn created(&mut self, word: &[u8], number: Option<i32>) {
        let part = match word {
            b"yr" => 0,
            b"mo" => 1,
            b"dy" => 2,
            _ => return,
        };
        self.written.created[part] = number.unwrap_or(0);
    }

    fn paragraph(&mut self, group: Group) {
        self.flush();
        match group.destination {
            // Paragraphs of a cell are parts of its row.
            Destination::Text if group.in_table => self.layout.text(" "),
            Destination::Text => self.end_paragraph(),
            Destination::Note => self.note.line_break(),
            _ => {}
        }
    }

    fn line_break(&mut self, group: Group) {
        match group.destination {
            Destination::Text if group.in_table => self.layout.text(" "),
            Destination::Text => self.layout.line_break(),
            Destination::Note => self.note.line_break(),
            _ => {}
        }
    }

    /// Puts the notes of a paragraph after it, so that they stand in none of its sentences.
    fn end_paragraph(&mut self) {
        self.flush();
        self.layout.block(2);
        for note in std::mem::take(&mut self.notes) {
            self.layout.text(&note);
            self.layout.block(2);
        }
    }

    fn finish(self) -> Written {
        Written { text: self.layout.finish(), ..self.written }
    }
}

/// Groups whose text is none of the document: tables, settings, pictures, what stands at the edges of pages, entries of
/// indexes, numbers of lists, and results of drawings, which say again what the shape says.
const NOWHERE: [&[u8]; 37] = [
    b"colortbl",
    b"stylesheet",
    b"pict",
    b"header",
    b"headerl",
    b"headerr",
    b"headerf",
    b"footer",
    b"footerl",
    b"footerr",
    b"footerf",
    b"fldinst",
    b"xe",
    b"tc",
    b"listtext",
    b"nonesttables",
    b"pntext",
    b"sp",
    b"shprslt",
    b"ftnsep",
    b"ftnsepc",
    b"ftncn",
    b"aftnsep",
    b"aftnsepc",
    b"aftncn",
    b"bkmkstart",
    b"bkmkend",
    b"listtable",
    b"listoverridetable",
    b"revtbl",
    b"filetbl",
    b"objdata",
    b"objclass",
    b"datafield",
    b"nonshppict",
    b"rxe",
    b"private",
];
