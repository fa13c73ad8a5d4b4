//! Which document a ZIP archive is, if it is one.

use std::io;

use super::super::archive::Package;
use super::super::refused::seems_to_be;
use super::for_each_element;
use crate::damage::damage;

/// A document that is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) enum Kind {
    /// DOCX, with the name of the part that the text is in.
    Docx(String),
    Odt,
    Epub,
}

/// The greatest part that only says what others are, in bytes.
const MAX_INDEX: u64 = 8 << 20;

/// The document that an archive is; nothing where it is just an archive.
///
/// # Errors
/// That of a document of another kind, by its name.
pub(in super::super) fn told(package: &mut Package) -> io::Result<Option<Kind>> {
    if let Some(kind) = by_media_type(package)? {
        return Ok(Some(kind));
    }
    if package.has("[Content_Types].xml") {
        return office(package).map(Some);
    }
    if package.has("META-INF/container.xml") {
        return Ok(Some(Kind::Epub));
    }
    if package.has("META-INF/manifest.xml") && package.has("content.xml") {
        return Ok(Some(Kind::Odt));
    }
    if package.has("META-INF/MANIFEST.MF") {
        return Err(damage(seems_to_be("a Java archive")));
    }
    Ok(None)
}

/// The kind that a part `mimetype` tells; nothing where there is none, or where it is a file that happens to be called so.
fn by_media_type(package: &mut Package) -> io::Result<Option<Kind>> {
    const LONGEST: u64 = 256;
    let Ok(Some(media_type)) = package.read("mimetype", LONGEST) else { return Ok(None) };
    let media_type = String::from_utf8_lossy(&media_type);
    let media_type = media_type.trim_start_matches('\u{feff}').trim();
    if media_type == "application/epub+zip" {
        return Ok(Some(Kind::Epub));
    }
    let Some(document) = media_type.strip_prefix("application/vnd.oasis.opendocument.") else {
        let is_other = media_type.starts_with("application/");
        let refusal = || Err(damage(seems_to_be("a document packed in a ZIP archive")));
        return if is_other { refusal() } else { Ok(None) };
    };
    Err(damage(seems_to_be(match document.split('-').next().unwrap_or_default() {
        "text" => return Ok(Some(Kind::Odt)),
        "spreadsheet" => "a spreadsheet (ODS)",
        "presentation" => "a presentation (ODP)",
        "graphics" => "a drawing (ODG)",
        _ => "an OpenDocument document other than a text (ODT)",
    })))
}

/// The kind of a document of Office Open XML, by the types of its parts (ECMA-376, part 2).
fn office(package: &mut Package) -> io::Result<Kind> {
    let types = package.read("[Content_Types].xml", MAX_INDEX)?.unwrap_or_default();
    let (mut word, mut other) = (None, "an Office document other than DOCX");
    for_each_element(types, MAX_INDEX, |types| {
        let of = |name: &str| types.attribute(name).map(|value| value.into_owned()).unwrap_or_default();
        let content_type = of("ContentType");
        if !content_type.ends_with("main+xml") {
            return Ok(());
        }
        if content_type.contains("wordprocessingml") || content_type.contains("ms-word") {
            word.get_or_insert_with(|| of("PartName"));
        } else if content_type.contains("spreadsheetml") || content_type.contains("ms-excel") {
            other = "a spreadsheet (XLSX)";
        } else if content_type.contains("presentationml") || content_type.contains("ms-powerpoint") {
            other = "a presentation (PPTX)";
        }
        Ok(())
    })?;
    let part = word.map(|part| part.trim_start_matches('/').to_owned());
    let part = part.filter(|part| package.has(part)).or_else(|| {
        // Where a type is given to an ending, no part is named.
        package.has("word/document.xml").then(|| "word/document.xml".to_owned())
    });
    part.map(Kind::Docx).ok_or_else(|| damage(seems_to_be(other)))
}
