//! The encoding that a page declares in its first bytes.

use html5ever::tokenizer::{Tag, Token};

use super::attribute;
use super::tokens::for_each_token;

/// How far into a page its declaration is looked for: the HTML Standard asks authors for the first 1,024 bytes, and pages
/// put comments before it.
const HEAD: usize = 4096;

/// The label that a page declares by `<meta charset>`, `<meta http-equiv>` or an XML declaration.
pub(super) fn declared(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(HEAD)];
    // A declaration is ASCII in any encoding that can be declared so.
    let head = encoding_rs::mem::decode_latin1(head);
    let mut found = None;
    for_each_token(&head, |token| {
        if found.is_none() {
            found = match token {
                Token::TagToken(tag) if &*tag.name == "meta" => of_meta(&tag),
                Token::CommentToken(comment) => of_declaration(&comment),
                _ => None,
            };
        }
    });
    found
}

fn of_meta(tag: &Tag) -> Option<String> {
    if let Some(charset) = attribute(tag, "charset") {
        return Some(charset.trim().to_owned());
    }
    let is_type = attribute(tag, "http-equiv")?.eq_ignore_ascii_case("content-type");
    is_type.then(|| parameter(attribute(tag, "content")?, "charset")).flatten()
}

/// `<?xml version="1.0" encoding="windows-1256"?>`, which HTML takes for a comment.
fn of_declaration(comment: &str) -> Option<String> {
    parameter(comment.strip_prefix("?xml")?, "encoding")
}

/// The value of `name=value`, with or without quotes.
fn parameter(text: &str, name: &str) -> Option<String> {
    let begin = text.to_ascii_lowercase().find(name)? + name.len();
    let value = text[begin..].trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end = value.find(|character: char| " \t\r\n;\"'?".contains(character)).unwrap_or(value.len());
    Some(value[..end].to_owned()).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_declares_its_encoding() {
        for (page, expected) in [
            ("<!doctype html><meta charset=utf-8>", Some("utf-8")),
            ("<html><head><META CHARSET=' windows-1256 '>", Some("windows-1256")),
            ("<meta http-equiv=Content-Type content='text/html; charset=iso-8859-6'>", Some("iso-8859-6")),
            ("<meta http-equiv='refresh' content='charset=x'><meta charset=y>", Some("y")),
            ("<?xml version='1.0' encoding='windows-1256'?><html>", Some("windows-1256")),
            ("<!-- <meta charset=a> --><script>'<meta charset=b>'</script><meta charset=c>", Some("c")),
            ("<meta name=charset content=a>", None),
            ("\u{e9}<p>charset=x", None),
            ("", None),
        ] {
            assert_eq!(declared(page.as_bytes()).as_deref(), expected, "in {page}");
        }
    }
}
