//! What the beginning of a document tells: its encoding, and its first element.

use std::io::{self, Read as _};

use super::names::Vocabulary;
use super::pull::{Node, Pull};
use crate::encoding::{Encoding, Transcoding, Unit, decode};
use crate::reader::{Bytes, Data};

/// How many bytes are looked at for the first element, at most: comments and declarations of entities may be before it.
const LONGEST: usize = 1 << 20;

/// The encoding's label in the XML declaration.
pub(in super::super) fn declared(head: &[u8]) -> Option<String> {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let declaration = head.strip_prefix(b"<?xml")?;
    let end = memchr::memmem::find(&declaration[..declaration.len().min(1024)], b"?>")?;
    // A declaration is ASCII in any encoding that can be declared so.
    let declaration = str::from_utf8(&declaration[..end]).ok()?;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    Some(value[1..].split_once(quote)?.0.to_owned())
}

/// The first element.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Root {
    pub(super) vocabulary: Vocabulary,
    pub(super) name: String,
}

/// The first element of a document, which is read on as far as that takes; nothing where none is found.
pub(super) fn root(data: &mut Data, given: Option<Encoding>) -> io::Result<Option<Root>> {
    loop {
        let found = root_of(&data.head, given);
        let length = data.head.len();
        if found.is_some() || length >= LONGEST {
            return Ok(found);
        }
        // Four times as much, so that looking again takes no longer than looking once.
        data.reader.by_ref().take(3 * length.max(1024) as u64).read_to_end(&mut data.head)?;
        if data.head.len() == length {
            return Ok(None);
        }
    }
}

fn root_of(head: &[u8], given: Option<Encoding>) -> Option<Root> {
    let text = decode(head.to_vec(), given, &[]).text;
    let mut pull = Pull::new(text.as_bytes(), 0);
    loop {
        match pull.next().ok()? {
            Node::Start => {
                let (vocabulary, name) = pull.name();
                return Some(Root { vocabulary, name: name.to_owned() });
            }
            Node::End | Node::Text => {}
            Node::Done => return None,
        }
    }
}

/// A document as a stream of text, in the encoding that is found or that it declares.
pub(super) fn stream(data: Data, given: Option<Encoding>) -> Transcoding<Bytes> {
    let head = data.head.clone();
    let declared = declared(&head);
    Transcoding::new(data.bytes(), &head, given, Unit::Text).declaring(declared.as_deref())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declaration_tells_the_encoding() {
        for (head, expected) in [
            ("<?xml version='1.0' encoding='windows-1256'?><a/>", Some("windows-1256")),
            ("\u{feff}<?xml version=\"1.0\" encoding = \"UTF-8\" standalone='yes'?>", Some("UTF-8")),
            ("<?xml version='1.0'?><a encoding='x'/>", None),
            ("<?xml encoding='x", None),
            ("<a/>", None),
        ] {
            assert_eq!(declared(head.as_bytes()).as_deref(), expected, "of {head}");
        }
    }

    #[test]
    fn the_first_element_may_stand_far_from_the_beginning() {
        let document = format!("<?xml version='1.0'?><!-- {} --><svg xmlns='urn:x'/>", "x".repeat(100_000));
        let (head, rest) = document.as_bytes().split_at(100);
        let reader = Box::new(io::Cursor::new(rest.to_vec()));
        let mut data = Data { head: head.to_vec(), reader, size: None, file: None };
        let found = root(&mut data, None).unwrap().unwrap();
        assert_eq!((found.vocabulary, &*found.name), ("", "svg"));
        let mut all = Vec::new();
        data.bytes().read_to_end(&mut all).unwrap();
        assert_eq!(all, document.as_bytes());
    }
}
