//! Names of elements, and the vocabularies that they are of.

use std::io;

use quick_xml::events::attributes::Attributes;

use crate::damage::damage;

/// The vocabulary that an element is of, by the prefix that it usually has; empty where it has no namespace, or one that
/// is not known and stands without a prefix, `?` where it is another.
pub(crate) type Vocabulary = &'static str;

/// Namespaces that are known, and how they are called here.
const VOCABULARIES: &[(&str, Vocabulary)] = &[
    ("http://www.w3.org/1999/xhtml", "xhtml"),
    ("http://www.w3.org/2000/svg", "svg"),
    ("http://www.w3.org/2005/Atom", "atom"),
    ("http://purl.org/atom/ns#", "atom"),
    ("http://purl.org/rss/1.0/modules/content/", "content"),
    // Feeds of these names are those without one.
    ("http://purl.org/rss/1.0/", ""),
    ("http://my.netscape.com/rdf/simple/0.9/", ""),
    ("http://channel.netscape.com/rdf/simple/0.9/", ""),
    ("http://backend.userland.com/rss2", ""),
    ("http://backend.userland.com/RSS2", ""),
    ("http://search.yahoo.com/mrss/", "media"),
    ("http://search.yahoo.com/mrss", "media"),
    ("http://www.itunes.com/dtds/podcast-1.0.dtd", "itunes"),
    ("http://www.itunes.com/DTDs/Podcast-1.0.dtd", "itunes"),
    ("http://wordpress.org/export/1.0/", "wp"),
    ("http://wordpress.org/export/1.1/", "wp"),
    ("http://wordpress.org/export/1.2/", "wp"),
    ("http://purl.org/dc/elements/1.1/", "dc"),
    ("http://purl.org/dc/terms/", "dcterms"),
    ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf"),
    ("http://www.idpf.org/2007/opf", "opf"),
    ("http://openebook.org/namespaces/oeb-package/1.0/", "opf"),
    ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "w"),
    ("http://purl.oclc.org/ooxml/wordprocessingml/main", "w"),
    ("http://schemas.microsoft.com/office/word/2003/wordml", "w"),
    ("http://schemas.microsoft.com/office/2006/xmlPackage", "pkg"),
    ("http://schemas.openxmlformats.org/markup-compatibility/2006", "mc"),
    ("http://schemas.openxmlformats.org/drawingml/2006/main", "a"),
    ("http://purl.oclc.org/ooxml/drawingml/main", "a"),
    ("http://schemas.openxmlformats.org/officeDocument/2006/math", "m"),
    ("http://purl.oclc.org/ooxml/officeDocument/math", "m"),
    ("urn:oasis:names:tc:opendocument:xmlns:office:1.0", "office"),
    ("urn:oasis:names:tc:opendocument:xmlns:text:1.0", "text"),
    ("urn:oasis:names:tc:opendocument:xmlns:table:1.0", "table"),
    ("urn:oasis:names:tc:opendocument:xmlns:drawing:1.0", "draw"),
    ("urn:oasis:names:tc:opendocument:xmlns:meta:1.0", "meta"),
    ("urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0", "svg"),
];

/// Declarations of prefixes that are open at a time, at most: documents have a few dozen, and each name is looked for
/// among them.
const MAX_DECLARED: usize = 256;

/// Elements in each other, at most.
const MAX_DEPTH: usize = 1_000;

/// The elements that are open.
#[derive(Debug, Default)]
pub(super) struct Names {
    open: Vec<Open>,
    /// Their local names, back to back.
    names: String,
    /// Prefixes that are declared, with the depth of their element; an empty one is that of names without a prefix.
    declared: Vec<(usize, String, Vocabulary)>,
}

#[derive(Debug)]
struct Open {
    /// Where its name begins.
    begin: usize,
    vocabulary: Vocabulary,
}

impl Names {
    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// The innermost element.
    pub(super) fn last(&self) -> (Vocabulary, &str) {
        self.open.last().map_or(("", ""), |open| (open.vocabulary, &self.names[open.begin..]))
    }

    /// Opens an element. `attributes` is its tag, from behind its name on.
    pub(super) fn push(&mut self, name: &str, attributes: &str) -> io::Result<()> {
        if self.open.len() == MAX_DEPTH {
            return Err(damage(format!("elements in each other deeper than {MAX_DEPTH}")));
        }
        if memchr::memmem::find(attributes.as_bytes(), b"xmlns").is_some() {
            self.declare(attributes)?;
        }
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let vocabulary = self.vocabulary(prefix);
        self.open.push(Open { begin: self.names.len(), vocabulary });
        self.names.push_str(local);
        Ok(())
    }

    /// Closes the innermost element.
    pub(super) fn pop(&mut self) {
        let Some(open) = self.open.pop() else { return };
        self.names.truncate(open.begin);
        while self.declared.last().is_some_and(|(depth, ..)| *depth > self.open.len()) {
            self.declared.pop();
        }
    }

    /// Closes the outermost element of one of `names`, with all that is in it.
    pub(super) fn leave(&mut self, names: &[&str]) {
        let ends = self.open.iter().skip(1).map(|open| open.begin).chain([self.names.len()]);
        let mut elements = self.open.iter().zip(ends);
        let is_named = |name: &str| names.iter().any(|known| known.rsplit(':').next() == Some(name));
        let Some(depth) = elements.position(|(open, end)| is_named(&self.names[open.begin..end])) else {
            return;
        };
        while self.depth() > depth {
            self.pop();
        }
    }

    fn declare(&mut self, attributes: &str) -> io::Result<()> {
        let depth = self.open.len() + 1;
        for attribute in Attributes::new(attributes, 0).with_checks(false).flatten() {
            let prefix = match attribute.key.into_inner().strip_prefix("xmlns") {
                Some("") => "",
                Some(prefix) if prefix.starts_with(':') => &prefix[1..],
                _ => continue,
            };
            if self.declared.len() == MAX_DECLARED {
                return Err(damage(format!("declares more than {MAX_DECLARED} namespaces")));
            }
            let known = VOCABULARIES.iter().find(|(uri, _)| *uri == attribute.value.trim());
            let other = if prefix.is_empty() { "" } else { "?" };
            self.declared.push((depth, prefix.to_owned(), known.map_or(other, |(_, vocabulary)| vocabulary)));
        }
        Ok(())
    }

    /// The vocabulary of a prefix. One that nobody declares is taken for what it usually is.
    fn vocabulary(&self, prefix: &str) -> Vocabulary {
        let declared = self.declared.iter().rev().find(|(_, declared, _)| declared == prefix);
        let usual = || VOCABULARIES.iter().find(|(_, usual)| *usual == prefix).map(|(_, usual)| *usual);
        let undeclared = || if prefix.is_empty() { "" } else { usual().unwrap_or("?") };
        declared.map_or_else(undeclared, |(.., vocabulary)| vocabulary)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_are_what_they_are_declared_to_be() {
        let mut names = Names::default();
        let word =
            "xmlns:ns0='http://purl.oclc.org/ooxml/wordprocessingml/main' xmlns='urn:x' xmlns:w='urn:y'";
        names.push("ns0:document", word).unwrap();
        assert_eq!(names.last(), ("w", "document"));
        names.push("w:p", "").unwrap();
        assert_eq!(names.last(), ("?", "p"));
        names.pop();
        names.push("p", "xmlns='http://www.w3.org/1999/xhtml'").unwrap();
        assert_eq!(names.last(), ("xhtml", "p"));
        names.pop();
        names.push("p", "").unwrap();
        assert_eq!(names.last(), ("", "p"));
        names.push("dc:creator", "").unwrap();
        assert_eq!((names.last(), names.depth()), (("dc", "creator"), 3));
    }

    #[test]
    fn depth_and_declarations_have_limits() {
        let mut names = Names::default();
        let many: String = (0..=MAX_DECLARED).map(|index| format!(" xmlns:a{index}='x'")).collect();
        assert!(names.push("a", &many).is_err());
        let mut names = Names::default();
        (0..MAX_DEPTH).for_each(|_| names.push("a", "").unwrap());
        assert!(names.push("a", "").is_err());
    }
}
