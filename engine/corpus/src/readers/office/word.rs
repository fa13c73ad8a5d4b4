//! WordprocessingML (ECMA-376, part 1, clause 17): the text of a part of DOCX.

use std::io;

use super::super::layers::{Beside, Layers, Mark};
use super::super::xml::{Node, Pull};
use crate::damage::damage;

/// Reads a part: the document itself, or its footnotes or endnotes, which then are notes of it.
///
/// Read are paragraphs, tables, text boxes and the results of fields. Not read is what was deleted or moved away while
/// changes were tracked, what is hidden, and the code of fields. Of a box that is written twice, for old programs too, the
/// first is read.
///
/// # Errors
/// Where the part is not well-formed, or has more text than a document may have.
pub(super) fn read(part: &str, layers: &mut Layers, limit: u64) -> io::Result<()> {
    let mut document = Pull::new(part.as_bytes(), limit);
    let mut word = Word::default();
    loop {
        match document.next()? {
            Node::Done => return Ok(()),
            Node::Start => word.start(&mut document, layers)?,
            Node::End => word.end(&document, layers),
            Node::Text if matches!(document.name(), ("w" | "m" | "a", "t")) && word.is_shown() => {
                layers.flow().verbatim(&document.text().replace(['\n', '\t'], " "));
                if layers.len() as u64 > limit {
                    return Err(damage(format!("more than the {limit} bytes that a document may have")));
                }
            }
            Node::Text => {}
        }
    }
}

/// What is open in a part.
#[derive(Debug, Default)]
struct Word {
    /// The depth of a run that is hidden.
    hidden: Option<usize>,
    /// Fields that are open: whether their code is being read, which is not shown.
    fields: Vec<Field>,
    /// The depths of elements that are written in several ways, and whether one was read.
    alternatives: Vec<(usize, bool)>,
    /// What becomes of the end of the paragraph.
    mark: Mark,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Code,
    Result,
}

/// Fields in each other, at most: each text is looked for in all of them.
const MAX_FIELDS: usize = 64;

impl Word {
    fn is_shown(&self) -> bool {
        self.hidden.is_none() && !self.fields.contains(&Field::Code)
    }

    fn start(&mut self, document: &mut Pull<&[u8]>, layers: &mut Layers) -> io::Result<()> {
        match document.name() {
            (
                "w",
                "del" | "moveFrom" | "delText" | "instrText" | "delInstrText" | "sectPr" | "tblPr"
                | "tblGrid",
            )
            | ("w", "trPr" | "tcPr" | "sdtPr" | "sdtEndPr" | "numPr") => document.skip()?,
            // A line between the text and its notes.
            ("w", "footnote" | "endnote") if is_separator(document) => document.skip()?,
            ("w", "footnote" | "endnote") => layers.begin(Beside::Note),
            ("w", "txbxContent") => layers.begin(Beside::Box),
            ("w", "p") => {
                self.mark = Mark::Kept;
                layers.paragraph();
            }
            ("w", "pPr") => self.mark = mark(document)?,
            ("w", "rPr") => {
                let depth = document.depth() - 1;
                if has(document, |name| name == "vanish")? && self.hidden.is_none() {
                    self.hidden = Some(depth);
                }
            }
            ("w", "fldChar") => self.field(document.attribute("fldCharType").as_deref()),
            ("w", "tab" | "ptab") => self.put("\t", layers),
            ("w", "br" | "cr") if self.is_shown() => layers.flow().line_break(),
            ("w", "noBreakHyphen") => self.put("\u{2011}", layers),
            ("w", "softHyphen") => self.put("\u{ad}", layers),
            ("w", "sym") => {
                let number =
                    document.attribute("char").and_then(|number| u32::from_str_radix(&number, 16).ok());
                let symbol = number.and_then(char::from_u32).map(String::from);
                self.put(&symbol.unwrap_or_default(), layers);
            }
            ("w", "tbl") => {
                layers.flow().block(1);
                layers.flow().table();
            }
            ("w", "tr") => layers.flow().row(),
            ("w", "tc") => layers.flow().cell(),
            ("mc", "AlternateContent") => self.alternatives.push((document.depth(), false)),
            ("mc", "Choice" | "Fallback") => {
                let read =
                    self.alternatives.last_mut().is_some_and(|(_, read)| std::mem::replace(read, true));
                if read {
                    document.skip()?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, document: &Pull<&[u8]>, layers: &mut Layers) {
        match document.name() {
            ("w", "p") => {
                layers.paragraph_end(std::mem::take(&mut self.mark));
                // A field that is never separated from its code would hide all that follows.
                self.fields.retain(|field| *field == Field::Result);
            }
            ("w", "footnote" | "endnote" | "txbxContent") => layers.end(),
            ("w", "tbl") => {
                layers.flow().table_end();
                layers.flow().block(1);
            }
            ("w", "tr") => layers.flow().row(),
            ("mc", "AlternateContent") => drop(self.alternatives.pop()),
            _ => {}
        }
        if self.hidden == Some(document.depth()) {
            self.hidden = None;
        }
    }

    fn field(&mut self, character: Option<&str>) {
        match character {
            Some("begin") if self.fields.len() < MAX_FIELDS => self.fields.push(Field::Code),
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    *field = Field::Result;
                }
            }
            Some("end") => drop(self.fields.pop()),
            _ => {}
        }
    }

    fn put(&self, text: &str, layers: &mut Layers) {
        if self.is_shown() {
            layers.flow().verbatim(text);
        }
    }
}

fn is_separator(document: &Pull<&[u8]>) -> bool {
    document.attribute("type").is_some_and(|kind| kind != "normal")
}

/// What the properties of a paragraph say of its end, which are read to theirs. One of a large letter that the next
/// paragraph begins with does not end a line either.
fn mark(document: &mut Pull<&[u8]>) -> io::Result<Mark> {
    let depth = document.depth();
    let mut mark = Mark::Kept;
    loop {
        match document.next()? {
            Node::End if document.depth() == depth => return Ok(mark),
            Node::Start if matches!(document.name(), ("w", "del" | "moveFrom")) => mark = Mark::Deleted,
            Node::Start if document.name() == ("w", "framePr") => {
                let drop_cap = document.attribute("dropCap");
                if drop_cap.is_some_and(|kind| kind != "none") {
                    mark = Mark::Deleted;
                }
            }
            _ => {}
        }
    }
}

/// Whether the element that began, which is read to its end, has one within that is called so and not switched off.
fn has(document: &mut Pull<&[u8]>, is_meant: impl Fn(&str) -> bool) -> io::Result<bool> {
    let depth = document.depth();
    let mut found = false;
    loop {
        match document.next()? {
            Node::End if document.depth() == depth => return Ok(found),
            Node::Start if document.name().0 == "w" && is_meant(document.name().1) => {
                let value = document.attribute("val");
                found |= !matches!(value.as_deref(), Some("0" | "false" | "off"));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(body: &str, expected: &str) {
        let namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
        let part = format!("<w:document xmlns:w='{namespace}'><w:body>{body}</w:body></w:document>");
        let mut layers = Layers::default();
        read(&part, &mut layers, 1000).unwrap();
        assert_eq!(layers.finish(), expected, "of {body}");
    }

    /// A run of text.
    fn r(text: &str) -> String {
        format!("<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>")
    }

    fn p(runs: &str) -> String {
        format!("<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr>{runs}</w:p>")
    }

    #[test]
    fn paragraphs_are_lines() {
        check(&[p(&r("one ")), p(""), p(&[r("two"), r(" three")].concat())].concat(), "one \ntwo three");
        check(
            &p("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:noBreakHyphen/></w:r>"),
            "a\tb\nc\n\u{2011}",
        );
        check(&p("<w:r><w:t>سلام</w:t><w:softHyphen/><w:sym w:char='263A'/></w:r>"), "سلام\u{ad}☺");
    }

    #[test]
    fn cells_are_parted_by_tabs() {
        let row = |cells: &[&str]| {
            let cells: String = cells.iter().map(|cell| format!("<w:tc><w:tcPr/>{cell}</w:tc>")).collect();
            format!("<w:tr><w:trPr/>{cells}</w:tr>")
        };
        let rows =
            [row(&[&p(&r("a")), &p(&r("b"))]), row(&[&p(""), &[p(&r("c")), p(&r("d"))].concat()])].concat();
        check(&format!("{}<w:tbl>{rows}</w:tbl>{}", p(&r("x")), p(&r("y"))), "x\na\tb\n\tc\nd\ny");
    }

    #[test]
    fn what_was_deleted_or_hidden_is_not_read() {
        check(
            &p(
                "<w:r><w:t>a</w:t></w:r><w:del><w:r><w:delText>b</w:delText></w:r></w:del><w:ins><w:r><w:t>c</w:t></w:r></w:ins>",
            ),
            "ac",
        );
        check(
            &p(
                "<w:moveFrom><w:r><w:t>a</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>b</w:t></w:r></w:moveTo>",
            ),
            "b",
        );
        check(
            &p(
                "<w:r><w:rPr><w:vanish/></w:rPr><w:t>a</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>b</w:t></w:r>",
            ),
            "b",
        );
        let deleted = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>one </w:t></w:r></w:p>";
        check(&[deleted, &p(&r("line"))].concat(), "one line");
        let large = "<w:p><w:pPr><w:framePr w:dropCap='drop'/></w:pPr><w:r><w:t>L</w:t></w:r></w:p>";
        check(&[large, &p(&r("ine"))].concat(), "Line");
    }

    #[test]
    fn of_fields_the_result_is_read() {
        let character = |kind: &str| format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>");
        let code = "<w:r><w:instrText>HYPERLINK x</w:instrText></w:r>";
        let field =
            [&character("begin"), code, &r("code"), &character("separate"), &r("shown"), &character("end")]
                .concat();
        check(&p(&[field, r("!")].concat()), "shown!");
        check(
            &p(
                "<w:hyperlink><w:r><w:t>a</w:t></w:r></w:hyperlink><w:fldSimple w:instr='x'><w:r><w:t>b</w:t></w:r></w:fldSimple>",
            ),
            "ab",
        );
        check(&[p(&[character("begin"), r("a")].concat()), p(&r("b"))].concat(), "b");
    }

    #[test]
    fn a_box_is_read_once_behind_its_paragraph() {
        let inside = format!("<w:txbxContent>{}{}</w:txbxContent>", p(&r("box")), p(&r("two")));
        let both = format!(
            "<mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>\
             <mc:Choice Requires='wps'>{inside}</mc:Choice><mc:Fallback>{inside}</mc:Fallback></mc:AlternateContent>"
        );
        let paragraph = p(&[r("be"), format!("<w:r>{both}</w:r>"), r("fore")].concat());
        check(&[paragraph, p(&r("after"))].concat(), "before\nbox\ntwo\nafter");
    }
}
