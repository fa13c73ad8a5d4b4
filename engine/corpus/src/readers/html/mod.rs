//! HTML pages: which of their text is read, and what they say of themselves.
//!
//! A page is read once by its tokens, without a tree, which gives all its text and its metadata in linear time. The
//! main text is found in a tree, where the page is one that a tree can be made of: the frame of the page is taken out
//! of it (`frame/`), and what is left is the page's own `<main>` or `<article>`, or what a crate finds (`article.rs`). It
//! is laid out by the same code as the whole. An article that stands in the page's data alone is read there
//! (`linked_data.rs`).

mod about;
mod article;
mod census;
mod charset;
mod frame;
mod hidden;
mod linked_data;
mod page;
mod tokens;
mod xhtml;

use std::borrow::Cow;
use std::io;

use html5ever::tokenizer::Tag;
use serde_json::{Map, Value};

use super::page::Page;
use super::whole::{Kind, Whole};
use crate::encoding::{Decoded, decode, first_invalid};
use crate::error::CorpusError;
use crate::name::Name;
use crate::options::{Format, HtmlText};
use crate::reader::{Context, Data, Reader};
use page::Seen;

/// Begins with a page.
pub(super) fn open(data: Data, name: Name, context: &Context) -> io::Result<Box<dyn Reader>> {
    Ok(Whole::open(Kind::Page, data, name, context))
}

/// Reads a page. `declared` is the encoding's label in the header of its server, where there is one.
///
/// # Errors
/// A page without text, by what it has instead.
pub(super) fn read(bytes: Vec<u8>, declared: Option<&str>, format: &Format) -> Result<Page, String> {
    let (page, nothing) = read_any(bytes, declared, format);
    match page.decoded.text.is_empty() {
        true => Err(format!("no text in the page; {nothing}")),
        false => Ok(page),
    }
}

/// Reads a page that is a part of a document which has other parts, so that it may be empty.
///
/// # Errors
/// None here: a build that reads no pages says so in the function that takes the place of this one.
pub(super) fn read_piece(bytes: Vec<u8>, declared: Option<&str>, format: &Format) -> Result<Page, String> {
    Ok(read_any(bytes, declared, format).0)
}

/// A page, and what it has where it has no text.
fn read_any(bytes: Vec<u8>, declared: Option<&str>, format: &Format) -> (Page, &'static str) {
    let own =
        if declared.is_none() || first_invalid(&bytes).is_some() { charset::declared(&bytes) } else { None };
    let labels: Vec<&str> = declared.into_iter().chain(own.as_deref()).collect();
    let decoded = decode(bytes, format.encoding, &labels);
    let html = match xhtml::is_xhtml(&decoded.text) {
        true => xhtml::as_html(&decoded.text),
        false => Cow::Borrowed(&*decoded.text),
    };
    let html = tokens::tamed(&html);
    let seen = Seen::of(&html);
    let mut metadata = seen.about.fields();
    metadata.retain(|field, _| format.metadata_fields.as_ref().is_none_or(|wanted| wanted.contains(field)));
    let nothing = seen.nothing();
    let text = match format.html_text {
        HtmlText::Main => article::main_text(&html, seen),
        HtmlText::All => seen.into_text(),
    };
    let text = Decoded { text, ..decoded };
    (Page { decoded: text, metadata, removed: Vec::new() }, nothing)
}

/// All text of a page in XHTML that is a part of something else, such as a chapter of a book, and what it says of itself.
pub(super) fn read_part(xhtml: &str) -> (String, Map<String, Value>) {
    let seen = Seen::of(&tokens::tamed(&xhtml::as_html(xhtml)));
    let about = seen.about.fields();
    (seen.into_text(), about)
}

/// The text of a piece of HTML that is no page, such as an entry of a feed.
pub(super) fn text_of(html: &str) -> String {
    Seen::of(&tokens::tamed(html)).into_text()
}

/// Takes settings of pages.
///
/// # Errors
/// None here, but in a build that reads no pages.
pub(crate) fn accept_settings() -> Result<(), CorpusError> {
    Ok(())
}

/// The value of a tag's attribute.
fn attribute<'tag>(tag: &'tag Tag, name: &str) -> Option<&'tag str> {
    tag.attrs.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| &*attribute.value)
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod reading_tests {
    use serde_json::Value;

    use super::*;

    fn text_of(html: &str, html_text: HtmlText) -> String {
        let format = Format { html_text, ..Format::default() };
        read(html.as_bytes().to_vec(), None, &format).unwrap().decoded.text
    }

    #[track_caller]
    fn check_all(html: &str, expected: &str) {
        assert_eq!(text_of(html, HtmlText::All), expected, "of {html}");
    }

    #[test]
    fn all_text_is_what_a_browser_shows() {
        check_all("<p>a<p>b", "a\n\nb");
        check_all("<div>a <b>b</b>\n c</div><div>d</div>", "a b c\nd");
        check_all("one<br>two<br/>three", "one\ntwo\nthree");
        check_all("<ul><li>a<li>b</ul>c", "a\nb\n\nc");
        check_all(
            "<table><tr><td>a<td>b<tr><td><p>c</p></td><td></td><td>d</td></table>e",
            "a\tb\nc\t\td\n\ne",
        );
        check_all("a<pre>\n x\n  y\n</pre>b", "a\n\n x\n  y\n\nb");
        check_all("&lt;p&gt; &amp;amp; &#1587;&nbsp;&hellip;", "<p> &amp; س\u{a0}…");
        check_all("<title>t</title><script>s</script><style>s</style>a<!-- c -->", "a");
        check_all("<noscript><p>a</p></noscript><template>b</template><svg><text>c</text></svg>d", "d");
        check_all("<x-a><template shadowrootmode=open><p>a</p><style>s</style></template>b</x-a>", "a\n\nb");
        check_all("<form>a<textarea>b</textarea><select><option>c</select><button>d</button>", "ad");
    }

    #[test]
    fn an_element_of_xhtml_may_end_where_it_begins() {
        let page = "<html xmlns='http://www.w3.org/1999/xhtml'><head><title/><script src='a'/></head><body><p/>a\
                    <div hidden=''><div/>c</div>b<br/><![CDATA[<c>]]></body></html>";
        assert_eq!(read_part(page).0, "ab\n<c>");
        check_all(page, "ab\n<c>");
        check_all(&format!("<?xml version='1.0'?>{page}"), "ab\n<c>");
        assert_eq!(text_of(page, HtmlText::Main), "ab\n<c>");
        let as_html = page.replace(" xmlns='http://www.w3.org/1999/xhtml'", "");
        assert!(read(as_html.into_bytes(), None, &Format::default()).is_err());
    }

    #[test]
    fn what_is_hidden_is_left_out() {
        check_all("<p hidden>a<p>b", "b");
        check_all("<div hidden><div>a</div>b</div>c", "c");
        check_all("<div style='color:red; DISPLAY : none !important'>a</div>b", "b");
        check_all("<ul><li hidden>a<ul><li>b</ul><li>c</ul>", "c");
        check_all("<ul><li>a<li hidden>b</ul>c", "a\n\nc");
        check_all("<dialog>a</dialog><dialog open>b</dialog>", "b");
        check_all("<svg>a<p>b", "b");
        check_all("<input hidden>a<img hidden>b", "ab");
        check_all("<div hidden=until-found>a</div>", "a");
    }

    #[track_caller]
    fn check_metadata(html: &str, expected: Value) {
        assert_eq!(
            Value::Object(read(html.as_bytes().to_vec(), None, &Format::default()).unwrap().metadata),
            expected
        );
    }

    #[test]
    fn a_page_says_what_it_is() {
        check_metadata("a", serde_json::json!({}));
        check_metadata(
            "<html lang=ar_EG><head><title> خبر \n عاجل | الموقع</title><link rel=canonical href='https://a.example/1'>\
             <meta name=description content='وصف'><meta name=Author content='ليلى'><meta property=og:site_name \
             content='الموقع'><meta property=article:published_time content=2025-01-02T03:04:05Z><p>a",
            serde_json::json!({
                "title": "خبر عاجل | الموقع", "language": "ar-EG", "description": "وصف", "author": "ليلى",
                "date": "2025-01-02T03:04:05Z", "url": "https://a.example/1", "site": "الموقع",
            }),
        );
        check_metadata(
            "<script type='application/ld+json'>{\"@graph\":[{\"datePublished\":\"2025-01-02\",\"author\":[{\"name\":\"A\"}]}]}\
             </script><meta property=og:title content=t><h1>a <b>b</b></h1><time datetime=2020>x</time>",
            serde_json::json!({"title": "t", "date": "2025-01-02", "author": "A"}),
        );
        check_metadata(
            "<h1>a <b>b</b></h1><meta name=keywords content=x>",
            serde_json::json!({"title": "a b"}),
        );
    }

    #[test]
    fn a_page_that_a_script_fills_has_no_text() {
        let read = |body: &str| {
            let page = format!("<html><head><script src=a.js></script></head><body>{body}</body></html>");
            read(page.into_bytes(), None, &Format::default()).map(|page| page.decoded.text)
        };
        let menu = "<header>Site<nav><a href=/>Home</a></nav></header><div id=app></div>";
        let nothing = Err("no text in the page; a script may make it in a browser".to_owned());
        for end in
            ["<footer>All about us</footer>", "<div>© 2025 Site</div>", "<p>جميع الحقوق محفوظة</p>", ""]
        {
            assert_eq!(read(&format!("{menu}{end}")), nothing);
        }
        assert_eq!(read(&format!("{menu}<p>Closed.</p>")).unwrap(), "Site\n\nClosed.");
        let links = "<p><a href=/x>One of many articles</a>".repeat(40);
        assert!(read(&links).is_ok());
        let data = "<script type='application/ld+json'>{\"articleBody\":\"The harbour reopened.\",}</script>";
        assert_eq!(read(&format!("{menu}{data}")).unwrap(), "The harbour reopened.");
    }

    #[test]
    fn what_stands_beside_the_text_in_its_place_is_text_of_it() {
        let page = |place: &str| {
            format!(
                "<{place}><p>The harbour reopened this morning after six months of work.</p><aside>Note from the editor: ships wait \
                 outside.</aside><p>Prices rose.</p><aside><a href=a>One more</a><br><a href=b>Two more</a></aside><footer>Written by Ali \
                 in the old town.</footer></{place}>"
            )
        };
        for place in ["main", "article"] {
            let expected = "The harbour reopened this morning after six months of work.\n\nNote from the editor: ships wait outside.\n\n\
                            Prices rose.\n\nWritten by Ali in the old town.";
            assert_eq!(text_of(&page(place), HtmlText::Main), expected, "in {place}");
        }
        let elsewhere = text_of(&page("div"), HtmlText::Main);
        assert!(!elsewhere.contains("ships wait"), "{elsewhere}");
    }

    #[test]
    fn metadata_that_nobody_wants_is_left_out() {
        let format = Format { metadata_fields: Some(["language".to_owned()].into()), ..Format::default() };
        let page = read(b"<html lang=en><title>t</title>a".to_vec(), None, &format).unwrap();
        assert_eq!(Value::Object(page.metadata), serde_json::json!({"language": "en"}));
    }

    #[test]
    fn a_page_that_is_utf8_is_utf8_whatever_it_declares() {
        for declared in ["iso-8859-1", "gb2312", "windows-1256"] {
            let page = format!("<meta charset={declared}><p>أسواق المدينة 中文");
            let decoded = read(page.into_bytes(), Some(declared), &Format::default()).unwrap().decoded;
            assert_eq!((&*decoded.text, decoded.encoding), ("أسواق المدينة 中文", "UTF-8"));
        }
    }

    #[test]
    fn a_page_is_decoded_as_it_declares() {
        let page = b"<meta charset=windows-1256><p>\xd3\xe1\xc7\xe3";
        let read = |declared| read(page.to_vec(), declared, &Format::default()).unwrap().decoded;
        assert_eq!((&*read(None).text, read(None).encoding), ("سلام", "windows-1256"));
        assert_eq!(read(Some("iso-8859-6")).encoding, "ISO-8859-6");
        // What its server says of it and is wrong counts for nothing.
        assert_eq!((&*read(Some("utf-8")).text, read(Some("utf-8")).encoding), ("سلام", "windows-1256"));
    }
}
