//! What a book is made of: its package document, which lists parts and chapters, and its table of contents.

use std::collections::{HashMap, HashSet};
use std::io;

use serde_json::{Map, Value};

use super::super::archive::Package;
use super::super::xml::Pull;
use super::for_each_element;
use super::relations::resolved;
use crate::damage::damage;

/// A book, as its package document says (EPUB 3.3, section 5; Open Packaging Format 2.0.1).
#[derive(Debug, Default)]
pub(super) struct Book {
    pub(super) metadata: Map<String, Value>,
    /// In the order in which they are read.
    pub(super) chapters: Vec<Chapter>,
    /// What the table of contents calls a part.
    pub(super) labels: HashMap<String, String>,
    /// Parts that are encrypted.
    pub(super) encrypted: HashSet<String>,
    /// How many pictures there are.
    pub(super) images: u64,
}

/// A chapter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Chapter {
    /// What the book calls it.
    pub(super) id: String,
    /// The name of its part; empty where the book does not list it.
    pub(super) part: String,
    pub(super) media_type: String,
    pub(super) contents: Contents,
}

/// Whether a chapter is the table of contents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Contents {
    #[default]
    No,
    /// The guide of EPUB 2 says so, which programs get wrong.
    Said,
    Yes,
}

/// What the package document lists, before the chapters are looked up in it.
#[derive(Debug, Default)]
struct Listed {
    metadata: Map<String, Value>,
    /// The date, and whether it is said to be that of publication.
    date: Option<(bool, String)>,
    parts: HashMap<String, Chapter>,
    chapters: Vec<String>,
    /// The part of the table of contents that a program shows.
    contents: Option<String>,
    /// Parts that are a table of contents for readers.
    contents_pages: HashSet<String>,
    images: u64,
}

impl Book {
    /// Reads all but the chapters.
    ///
    /// # Errors
    /// Where the package document is not there or damaged, or a part has more than `limit` bytes.
    pub(super) fn read(package: &mut Package, limit: u64) -> io::Result<Self> {
        let document = package_document(package, limit)?;
        let part =
            package.read(&document, limit)?.ok_or_else(|| damage("the book has no list of its chapters"))?;
        let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut listed = Listed::default();
        for_each_element(part, limit, |part| listed.element(part, folder))?;
        let Listed { mut metadata, date, parts, chapters, contents, contents_pages, images } = listed;
        if chapters.is_empty() {
            return Err(damage(
                "the book does not say which chapters it has: its `spine` is empty or missing",
            ));
        }
        metadata.extend(date.map(|(_, date)| ("date".to_owned(), date.into())));
        let chapters = chapters.iter().map(|id| {
            let unlisted = || Chapter { id: id.clone(), ..Chapter::default() };
            let mut chapter = parts.get(id).cloned().unwrap_or_else(unlisted);
            if chapter.contents == Contents::No && contents_pages.contains(&chapter.part) {
                chapter.contents = Contents::Said;
            }
            chapter
        });
        let chapters = chapters.collect();
        let encrypted = encrypted(package, limit)?;
        // A book whose table of contents is damaged has chapters all the same.
        let labels = contents.and_then(|contents| labels(&contents, package, limit).ok()).unwrap_or_default();
        Ok(Self { metadata, chapters, labels, encrypted, images })
    }
}

/// The name of the package document.
fn package_document(package: &mut Package, limit: u64) -> io::Result<String> {
    let mut found = None;
    if let Some(container) = package.read("META-INF/container.xml", limit)? {
        for_each_element(container, limit, |container| {
            if container.name().1 == "rootfile" && found.is_none() {
                found = container.attribute("full-path").map(|path| resolved("", &path));
            }
            Ok(())
        })?;
    }
    let found =
        found.or_else(|| package.names().filter(|name| name.ends_with(".opf")).min().map(str::to_owned));
    found.ok_or_else(|| damage("the book has no list of its chapters"))
}

impl Listed {
    fn element(&mut self, part: &mut Pull<&[u8]>, folder: &str) -> io::Result<()> {
        let of = |name: &str| part.attribute(name).map(|value| value.into_owned()).unwrap_or_default();
        match part.name() {
            ("dc", "title") => self.keep("title", part)?,
            ("dc", "language") => self.keep("language", part)?,
            ("dc", "creator") => {
                let author = part.value()?;
                let known = self.metadata.get("author").and_then(Value::as_str);
                if let Some(author) = author {
                    let authors = known.map_or_else(|| author.clone(), |known| format!("{known}; {author}"));
                    if authors.len() <= MAX_AUTHORS {
                        self.metadata.insert("author".to_owned(), authors.into());
                    }
                }
            }
            ("dc", "date") => {
                let is_publication = of("event") == "publication";
                let better = self.date.as_ref().is_none_or(|(known, _)| is_publication && !known);
                if let Some(date) = part.value()?.filter(|_| better) {
                    self.date = Some((is_publication, date));
                }
            }
            (_, "item") => {
                let chapter = Chapter {
                    id: of("id"),
                    part: resolved(folder, &path_of(&of("href"))),
                    media_type: of("media-type").trim().to_ascii_lowercase(),
                    contents: match of("properties").split_whitespace().any(|property| property == "nav") {
                        true => Contents::Yes,
                        false => Contents::No,
                    },
                };
                self.images += u64::from(chapter.media_type.starts_with("image/"));
                if chapter.contents == Contents::Yes
                    || (chapter.media_type == "application/x-dtbncx+xml" && self.contents.is_none())
                {
                    self.contents = Some(chapter.part.clone());
                }
                self.parts.insert(chapter.id.clone(), chapter);
            }
            (_, "itemref") => self.chapters.push(of("idref")),
            (_, "reference") if of("type") == "toc" && !of("href").contains('#') => {
                self.contents_pages.insert(resolved(folder, &path_of(&of("href"))));
            }
            _ => {}
        }
        Ok(())
    }

    /// Keeps the first value of a field.
    fn keep(&mut self, field: &str, part: &mut Pull<&[u8]>) -> io::Result<()> {
        if let Some(value) = part.value()? {
            self.metadata.entry(field).or_insert(value.into());
        }
        Ok(())
    }
}

/// The longest list of authors, in bytes.
const MAX_AUTHORS: usize = 4096;

/// Parts that are encrypted (EPUB Open Container Format, section 4.2.6.3.4).
fn encrypted(package: &mut Package, limit: u64) -> io::Result<HashSet<String>> {
    let mut encrypted = HashSet::new();
    let Some(list) = package.read("META-INF/encryption.xml", limit)? else { return Ok(encrypted) };
    for_each_element(list, limit, |list| {
        if list.name().1 == "CipherReference" {
            encrypted.extend(list.attribute("URI").map(|uri| resolved("", &path_of(&uri))));
        }
        Ok(())
    })?;
    Ok(encrypted)
}

/// What a table of contents calls parts: in EPUB 3 a page of links, in EPUB 2 an NCX. The first name of a part counts.
fn labels(contents: &str, package: &mut Package, limit: u64) -> io::Result<HashMap<String, String>> {
    let mut labels = HashMap::new();
    let folder = contents.rsplit_once('/').map_or("", |(folder, _)| folder);
    let part = package.read(contents, limit)?.unwrap_or_default();
    let mut label = None;
    let mut put = |href: &str, label: Option<String>| {
        if let Some(label) = label {
            labels.entry(resolved(folder, &path_of(href))).or_insert(label);
        }
    };
    for_each_element(part, limit, |part| {
        match part.name().1 {
            "a" => {
                let href = part.attribute("href").map(|href| href.into_owned()).unwrap_or_default();
                put(&href, part.value()?);
            }
            "navLabel" => label = part.value()?,
            "content" => {
                if let Some(href) = part.attribute("src") {
                    put(&href, label.take());
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(labels)
}

/// The path of a URL within the book: without what follows `#`, and with bytes in place of `%20` and the like.
fn path_of(url: &str) -> String {
    let url = url.split('#').next().unwrap_or_default().trim();
    let mut path = Vec::with_capacity(url.len());
    let mut rest = url.as_bytes();
    while let [first, behind @ ..] = rest {
        let digits = behind.get(..2).and_then(|digits| str::from_utf8(digits).ok());
        let digits =
            digits.filter(|digits| *first == b'%' && digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        path.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &behind[2..] } else { behind };
    }
    String::from_utf8_lossy(&path).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_paths() {
        for (url, expected) in
            [("a%20b.xhtml#x", "a b.xhtml"), ("%D8%B3", "س"), ("100%", "100%"), ("%+1", "%+1"), ("", "")]
        {
            assert_eq!(path_of(url), expected, "of {url}");
        }
    }
}
