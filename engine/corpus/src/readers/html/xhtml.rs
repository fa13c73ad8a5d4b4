//! XHTML, which is XML, written as HTML before anything reads it.
//!
//! In XML an element may end where it begins, and `<title/>` is an empty title. In HTML it is one that goes on: all text
//! behind it belongs to it, or to the script that `<script src="…"/>` begins.

use std::borrow::Cow;

use super::hidden::is_void;
use super::tokens::tag_end;

/// The namespace of the elements of XHTML.
const NAMESPACE: &str = "http://www.w3.org/1999/xhtml";

/// Whether a page says that it is XHTML: by an XML declaration, or by the namespace of its first element.
pub(super) fn is_xhtml(page: &str) -> bool {
    let mut rest = page.trim_start();
    if rest.starts_with("<?xml") {
        return true;
    }
    while rest.starts_with("<!") {
        let end = if rest.starts_with("<!--") { "-->" } else { ">" };
        let Some((_, behind)) = rest.split_once(end) else { return false };
        rest = behind.trim_start();
    }
    let is_root = rest.get(..5).is_some_and(|begin| begin.eq_ignore_ascii_case("<html"));
    is_root && rest[..tag_end(rest.as_bytes(), 1)].contains(NAMESPACE)
}

/// What XHTML says, in HTML: elements that end where they begin have an end tag, and sections of characters are text.
pub(super) fn as_html(xhtml: &str) -> Cow<'_, str> {
    const CHARACTERS: &str = "<![CDATA[";
    let mut html = String::new();
    let (mut kept, mut place) = (0, 0);
    while let Some(begin) = xhtml[place..].find('<').map(|found| place + found) {
        let markup = &xhtml[begin..];
        if let Some(comment) = markup.strip_prefix("<!--") {
            place = comment.find("-->").map_or(xhtml.len(), |end| begin + 4 + end + 3);
        } else if let Some(characters) = markup.strip_prefix(CHARACTERS) {
            let characters = characters.split_once("]]>").map_or(characters, |(characters, _)| characters);
            html.push_str(&xhtml[kept..begin]);
            html.push_str(&characters.replace('&', "&amp;").replace('<', "&lt;"));
            place = (begin + CHARACTERS.len() + characters.len() + "]]>".len()).min(xhtml.len());
            kept = place;
        } else {
            let end = tag_end(xhtml.as_bytes(), begin + 1);
            if end == xhtml.len() {
                break;
            }
            let tag = &xhtml[begin + 1..end];
            let name =
                tag.split(|character: char| character.is_ascii_whitespace() || character == '/').next();
            let name = name.unwrap_or_default();
            place = end;
            if let Some(open) = emptied(tag).filter(|_| !name.is_empty() && !is_void(name)) {
                html.push_str(&xhtml[kept..=begin]);
                html.extend([open, "></", name]);
                kept = place;
            } else if matches!(name, "script" | "style") {
                // What looks like a tag in it is none.
                let content = xhtml.as_bytes().get(place..).unwrap_or_default();
                let found = memchr::memmem::find(content, format!("</{name}").as_bytes());
                place = found.map_or(xhtml.len(), |found| place + found);
            }
        }
    }
    if kept == 0 {
        return Cow::Borrowed(xhtml);
    }
    html.push_str(&xhtml[kept..]);
    Cow::Owned(html)
}

/// What is in a tag that ends its element, before the slash that says so. One that ends a value without quotes, as in
/// `<a href=/b/>`, belongs to that.
fn emptied(tag: &str) -> Option<&str> {
    let open = tag.strip_suffix('/')?.trim_end_matches('/');
    let last = open.rsplit(['"', '\'']).next().unwrap_or(open);
    (!last.contains('=')).then_some(open)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_page_says_that_it_is_xhtml() {
        for (page, expected) in [
            ("<?xml version='1.0'?><html>", true),
            ("\n<!DOCTYPE html>\n<!-- <html> --><html lang='ar' xmlns='http://www.w3.org/1999/xhtml'>", true),
            ("<HTML xmlns=\"http://www.w3.org/1999/xhtml\">", true),
            ("<!DOCTYPE html><html lang=ar><p>http://www.w3.org/1999/xhtml", false),
            ("<p xmlns='http://www.w3.org/1999/xhtml'>", false),
            ("<html", false),
            ("<!-- ", false),
            ("", false),
        ] {
            assert_eq!(is_xhtml(page), expected, "of {page}");
        }
    }

    #[test]
    fn elements_that_end_where_they_begin_have_an_end_tag() {
        for (xhtml, expected) in [
            ("<title/><p class='a' />b", "<title></title><p class='a' ></p>b"),
            ("<br/><img src='a'/>", "<br/><img src='a'/>"),
            ("<b//>", "<b></b>"),
            ("<svg><path d='>'/></svg>", "<svg><path d='>'></path></svg>"),
            ("<a href=/b/>c</a>", "<a href=/b/>c</a>"),
            ("<!-- <p/> --><i/>", "<!-- <p/> --><i></i>"),
            ("<script>'<p/>'</script><style/>", "<script>'<p/>'</script><style></style>"),
            ("<p><![CDATA[a < b & <i/>]]></p>", "<p>a &lt; b &amp; &lt;i/></p>"),
            ("<script>//<![CDATA[\n'<p/>'\n//]]></script>", "<script>//<![CDATA[\n'<p/>'\n//]]></script>"),
            ("a < b / c > d </>", "a < b / c > d </>"),
            ("سلام<b/", "سلام<b/"),
            ("<![CDATA[a", "a"),
        ] {
            assert_eq!(as_html(xhtml), expected, "of {xhtml}");
        }
    }

    proptest! {
        #[test]
        fn what_needs_no_change_has_none(xhtml in "[a-b<>/='\"! سé-]{0,60}") {
            let html = as_html(&xhtml);
            prop_assert_eq!(as_html(&html), html.clone());
        }
    }
}
