//! DOCX: one document. Its notes stand behind it; headings and footers of pages are left out, and so are comments.

use std::io;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::super::archive::Package;
use super::super::layers::Layers;
use super::relations::relations_of;
use super::{One, decoded, for_each_element, word};
use crate::damage::{damage, reason};
use crate::left_out::LeftOut;
use crate::name::Name;
use crate::options::Format;
use crate::reader::{Context, Reader};
use crate::source::Document;

/// Begins with a document whose text is in `part`.
///
/// # Errors
/// Where a part is damaged, encrypted or too large.
pub(super) fn open(
    part: &str,
    mut package: Package,
    name: Name,
    context: &Context,
) -> io::Result<Box<dyn Reader>> {
    let limit = context.format.max_document;
    let relations = relations_of(part, &mut package, limit)?;
    let body = package.read(part, limit)?.ok_or_else(|| damage("the document has no text"))?;
    let mut parts = vec![body];
    for kind in ["footnotes", "endnotes"] {
        if let Some(relation) = relations.iter().find(|relation| relation.kind == kind) {
            parts.extend(package.read(&relation.part, limit)?);
        }
    }
    for relation in &relations {
        match &*relation.kind {
            "header" | "footer" => context.leave_out(LeftOut::EDGES),
            "comments" => {
                let comments = comments(&mut package, &relation.part, limit);
                context.leave_out_several(LeftOut::COMMENTS, comments);
            }
            "aFChunk" | "package" | "oleObject" | "chart" | "diagramData" => {
                context.leave_out(LeftOut::EMBEDDED);
            }
            _ => {}
        }
    }
    for _ in package.names().filter(|name| name.contains("/media/")) {
        context.leave_out(LeftOut::IMAGES);
    }
    let metadata = properties(&mut package, &context.format)?;
    let format = Arc::clone(&context.format);
    let bytes = parts.iter().map(Vec::len).sum();
    Ok(One::open(&package, name, bytes, &context.format, move || document(parts, metadata, &format)))
}

/// How many comments there are in a part that has all of them: one, where it cannot be read.
fn comments(package: &mut Package, part: &str, limit: u64) -> u64 {
    let Ok(part) = package.read(part, limit) else { return 1 };
    let mut comments = 0;
    let read = for_each_element(part.unwrap_or_default(), limit, |part| {
        comments += u64::from(part.name().1 == "comment");
        Ok(())
    });
    if read.is_err() { comments.max(1) } else { comments }
}

/// The document of its parts, the body first.
fn document(parts: Vec<Vec<u8>>, metadata: Map<String, Value>, format: &Format) -> Result<Document, String> {
    let mut layers = Layers::default();
    let (mut encoding, mut replaced) = (None, false);
    for part in parts {
        let part = decoded(part, format)?;
        encoding = encoding.or(Some((part.encoding, part.evidence)));
        replaced |= part.replaced();
        word::read(&part.text, &mut layers, format.max_document).map_err(|error| reason(&error))?;
    }
    let (encoding, evidence) = encoding.unzip();
    Ok(Document { text: layers.finish(), metadata, encoding, evidence, replaced, ..Document::default() })
}

/// What the document says of itself (ECMA-376, part 2, clause 11).
fn properties(package: &mut Package, format: &Format) -> io::Result<Map<String, Value>> {
    let of_packages =
        |name: &&str| name.starts_with("package/services/metadata/") && name.ends_with(".psmdcp");
    let name = match package.has("docProps/core.xml") {
        true => Some("docProps/core.xml".to_owned()),
        false => package.names().find(of_packages).map(str::to_owned),
    };
    let part = match name {
        Some(name) => package.read(&name, format.max_document)?,
        None => None,
    };
    let mut properties = Map::new();
    for_each_element(part.unwrap_or_default(), format.max_document, |part| {
        let field = match part.name() {
            ("dc", "title") => "title",
            ("dc", "creator") => "author",
            ("dc", "language") => "language",
            ("dcterms", "created") => "date",
            _ => return Ok(()),
        };
        if let Some(value) = part.value()? {
            properties.entry(field).or_insert(value.into());
        }
        Ok(())
    })?;
    properties.retain(|field, _| format.metadata_fields.as_ref().is_none_or(|wanted| wanted.contains(field)));
    Ok(properties)
}
