//! ODT: one document.

use std::io;
use std::sync::Arc;

use super::super::archive::Package;
use super::super::xml::{count_annotations, read_open_document};
use super::{One, decoded};
use crate::damage::{damage, reason};
use crate::left_out::LeftOut;
use crate::name::Name;
use crate::options::Format;
use crate::reader::{Context, Reader};
use crate::source::Document;

/// Begins with a document.
///
/// # Errors
/// Where a part is damaged, encrypted or too large.
pub(super) fn open(mut package: Package, name: Name, context: &Context) -> io::Result<Box<dyn Reader>> {
    let limit = context.format.max_document;
    let manifest = package.read("META-INF/manifest.xml", limit)?.unwrap_or_default();
    if memchr::memmem::find(&manifest, b"encryption-data").is_some() {
        return Err(damage("encrypted: it is not read"));
    }
    let text = package.read("content.xml", limit)?.ok_or_else(|| damage("the document has no text"))?;
    let about = package.read("meta.xml", limit)?;
    for name in package.names() {
        if name.starts_with("Pictures/") && !name.ends_with('/') {
            context.leave_out(LeftOut::IMAGES);
        } else if name.starts_with("Object ") && name.ends_with("/content.xml") {
            context.leave_out(LeftOut::EMBEDDED);
        }
    }
    count_annotations(&text, context);
    let bytes = text.len() + about.as_ref().map_or(0, Vec::len);
    let format = Arc::clone(&context.format);
    Ok(One::open(&package, name, bytes, &context.format, move || document(text, about, &format)))
}

/// The document of the part that has its text, and of the one that has its metadata.
fn document(text: Vec<u8>, about: Option<Vec<u8>>, format: &Format) -> Result<Document, String> {
    let read = |part: &str| read_open_document(part, format.max_document).map_err(|error| reason(&error));
    let part = decoded(text, format)?;
    let (text, mut metadata) = read(&part.text)?;
    if let Some(about) = about {
        metadata.extend(read(&decoded(about, format)?.text)?.1);
    }
    metadata.retain(|field, _| format.metadata_fields.as_ref().is_none_or(|wanted| wanted.contains(field)));
    let (encoding, evidence, replaced) = (Some(part.encoding), Some(part.evidence), part.replaced());
    Ok(Document { text, metadata, encoding, evidence, replaced, ..Document::default() })
}
