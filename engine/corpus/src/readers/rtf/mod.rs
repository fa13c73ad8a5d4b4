//! Rich Text Format (Microsoft's specification 1.9.1): the text of its paragraphs, cells and notes.
//!
//! Written here: the crates for it that are maintained know neither code pages nor the charsets of fonts, in which most
//! of what is not English was written.

mod charsets;
mod tokens;
mod writer;

use std::io;

use serde_json::{Map, Value};

use super::page::Page;
use super::whole::{Kind, Whole};
use crate::encoding::{Decoded, EncodingEvidence};
use crate::left_out::LeftOut;
use crate::name::Name;
use crate::options::Format;
use crate::reader::{Context, Data, Reader};
use writer::{Extent, Written};

/// Begins with a document.
pub(super) fn open(data: Data, name: Name, context: &Context) -> io::Result<Box<dyn Reader>> {
    Ok(Whole::open(Kind::Rtf, data, name, context))
}

/// Whether `head` begins a document.
pub(super) fn begins_rtf(head: &[u8]) -> bool {
    head.starts_with(b"{\\rtf")
}

/// Counts what a document has beside its text, by the words that begin it. A picture that is there for older programs once
/// more is one.
pub(super) fn count_left_out(rtf: &[u8], context: &Context) {
    let (mut pictures, mut repeated) = (0_u64, 0_u64);
    for at in memchr::memchr_iter(b'\\', rtf) {
        let word = &rtf[at + 1..];
        let letters = word.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        match &word[..letters] {
            b"pict" => pictures += 1,
            b"nonshppict" => repeated += 1,
            b"objdata" => context.leave_out(LeftOut::EMBEDDED),
            b"annotation" => context.leave_out(LeftOut::COMMENTS),
            b"header" | b"headerl" | b"headerr" | b"headerf" | b"footer" | b"footerl" | b"footerr"
            | b"footerf" => context.leave_out(LeftOut::EDGES),
            _ => {}
        }
    }
    context.leave_out_several(LeftOut::IMAGES, pictures.saturating_sub(repeated));
}

/// Reads a document.
///
/// # Errors
/// The message of what is none, or ends too early.
pub(super) fn read(bytes: &[u8], format: &Format) -> Result<Page, String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let extent = if begins_rtf(bytes) { Extent::Document } else { Extent::Groups };
    if extent == Extent::Groups && !bytes.starts_with(b"{\\") {
        return Err("no RTF document: it does not begin with {\\rtf".to_owned());
    }
    let written = writer::write(bytes, extent)?;
    let metadata = metadata(&written, format);
    let encoding = written.encoding.map_or("windows-1252", encoding_rs::Encoding::name);
    // Nothing but what an encoding lacks is not valid, and no byte of the file says it.
    let first_invalid = written.replaced.then_some(0);
    let decoded = Decoded {
        text: written.text,
        encoding,
        evidence: EncodingEvidence::Declared,
        first_invalid,
        undecoded: None,
    };
    Ok(Page { decoded, metadata, removed: Vec::new() })
}

fn metadata(written: &Written, format: &Format) -> Map<String, Value> {
    /// The longest value that is kept, in bytes.
    const LONGEST: usize = 4096;
    let [year, month, day] = written.created;
    let is_date = (1..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    let date = if is_date { format!("{year:04}-{month:02}-{day:02}") } else { String::new() };
    let fields = [("title", written.title.trim()), ("author", written.author.trim()), ("date", &date)];
    let wanted = |field: &str| format.metadata_fields.as_ref().is_none_or(|fields| fields.contains(field));
    let fields = fields.into_iter().filter(|(_, value)| !value.is_empty() && value.len() <= LONGEST);
    fields.filter(|(field, _)| wanted(field)).map(|(field, value)| (field.to_owned(), value.into())).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(rtf: &str, expected: &str) {
        let page = read(rtf.as_bytes(), &Format::default()).unwrap();
        assert_eq!(page.decoded.text, expected, "of {rtf}");
    }

    #[test]
    fn paragraphs_are_read() {
        check("{\\rtf1\\ansi One {\\b two}\\par Three\\line four\\par\\par}", "One two\n\nThree\nfour");
        check("{\\rtf1 a\\tab b\\~c\\_d\\-e \\{\\}\\\\\\emdash f\r\ng}", "a\tb\u{a0}c\u{2011}de {}\\—fg");
        check("{\\rtf1 a\\\nb}", "a\n\nb");
        check("{\\rtf1}", "");
        check("{\\pard One\\par}\n{\\pard two\\par}\n", "One\n\ntwo");
        check("{\\rtf1 a}\0\0 and more", "a");
    }

    #[test]
    fn characters_are_decoded_by_the_font_and_the_document() {
        check(
            "{\\rtf1\\ansi\\'93hi\\'94 \\u8216\\'93hi\\u8217\\'94\\u945a{\\uc2\\u228\\'E8a}}",
            "“hi” ‘hi’αä",
        );
        check("{\\rtf1\\ansi\\ansicpg1256 \\'d3\\'e1\\'c7\\'e3}", "سلام");
        check(
            "{\\rtf1\\ansicpg1252{\\fonttbl{\\f0\\fcharset0 Arial;}{\\f1\\fnil\\fcharset178{\\*\\fname Arial;}Arabic;}}\
             caf\\'e9 \\f1\\'d3\\'e1\\'c7\\'e3{\\f0 \\'e9}\\'d3\\plain\\'e9}",
            "café سلامéسé",
        );
        check("{\\rtf1\\ansicpg932 \\'82\\'b1\\'83\\'5c}", "こソ");
        check("{\\rtf1\\ansi\\u-10179?\\u-8704?\\u128512?}", "😀😀");
        check("{\\rtf1\\uc0\\u1587\\u1604x}", "سلx");
        check("{\\rtf1\\ansi سلام}", "سلام");
        let unknown = read(b"{\\rtf1\\pc a\\'82}", &Format::default()).unwrap().decoded;
        assert_eq!((&*unknown.text, unknown.replaced()), ("a\u{fffd}", true));
    }

    #[test]
    fn what_is_no_text_is_left_out() {
        check(
            "{\\rtf1{\\colortbl;\\red1;}{\\stylesheet{\\s1 heading;}}{\\*\\generator X;}{\\info{\\title t}}a{\\pict\\wmetafile8 0100}\
             {\\header top}{\\field{\\*\\fldinst HYPERLINK \"x\"}{\\fldrslt link}}{\\v hidden}{\\*\\unknown x}\\bin3 }}}b}",
            "alinkb",
        );
        check("{\\rtf1{\\listtext\\'b7\\tab}item\\par}", "item");
        check("{\\rtf1 a\\column b{\\nonesttables c\\par}}", "a\n\nb");
        check("{\\rtf1{\\upr{a?}{\\*\\ud{\\u1587?}}}b}", "سb");
        check("{\\rtf1{\\shp{\\*\\shpinst{\\sp{\\sn n}{\\sv v}}{\\shptxt box}}{\\shprslt box}}}", "box");
    }

    #[test]
    fn tables_and_notes_are_laid_out() {
        check(
            "{\\rtf1\\trowd\\intbl a\\cell\\intbl b\\par c\\cell\\row\\trowd\\intbl \\cell d\\cell\\row\\pard e\\par}",
            "a\tb c\n\td\ne",
        );
        check(
            "{\\rtf1 One{\\footnote{\\super\\chftn} A note.} two.\\par Three.}",
            "One two.\n\nA note.\n\nThree.",
        );
    }

    #[test]
    fn a_document_says_what_it_is() {
        let rtf = b"{\\rtf1\\ansicpg1256{\\info{\\title \\'d3}{\\author{\\upr{x}{\\*\\ud\\u1587?}}}{\\creatim\\yr2024\\mo5\\dy1}}a}";
        let page = read(rtf, &Format::default()).unwrap();
        let expected = serde_json::json!({"title": "س", "author": "س", "date": "2024-05-01"});
        assert_eq!((Value::Object(page.metadata), page.decoded.encoding), (expected, "windows-1256"));
    }

    #[test]
    fn what_is_broken_says_so() {
        let error = |rtf: &str| read(rtf.as_bytes(), &Format::default()).unwrap_err();
        assert_eq!(error("text"), "no RTF document: it does not begin with {\\rtf");
        assert_eq!(error("{\\rtf1 a{\\b b}"), "the document ends too early, in a group that is not closed");
        assert_eq!(
            error(&format!("{{\\rtf1{}", "{".repeat(100_000))),
            "groups in each other deeper than 1000"
        );
        check("{\\rtf1\\bin99999999999 a\\bin-1 b}", "ab");
    }

    proptest! {
        #[test]
        fn text_comes_back(text in "[a-z{}\\\\س😀é—]{0,40}") {
            let mut rtf = "{\\rtf1\\ansi ".to_owned();
            for character in text.chars() {
                match character {
                    '{' | '}' | '\\' => rtf.extend(['\\', character]),
                    _ if character.is_ascii() => rtf.push(character),
                    _ => character.encode_utf16(&mut [0; 2]).iter().for_each(|unit| rtf += &format!("\\u{}?", unit.cast_signed())),
                }
            }
            rtf.push('}');
            prop_assert_eq!(read(rtf.as_bytes(), &Format::default()).unwrap().decoded.text, text);
        }

        #[test]
        fn any_bytes_end(rtf in "([{}\\\\'a-f0-9 *;-]|\\\\(par|u|f|fcharset|bin|cell|row|footnote|upr|ud|fonttbl|intbl)){0,80}") {
            let _ = read(format!("{{\\rtf1{rtf}").as_bytes(), &Format::default());
        }
    }
}
