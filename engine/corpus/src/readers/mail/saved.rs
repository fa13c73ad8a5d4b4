//! A page that a browser saved with all that belongs to it (MHTML, RFC 2557): a message of which one part is the page.

use std::collections::VecDeque;

use mail_parser::HeaderName;

use super::body::Transfer;
use super::header::{Header, split};
use super::message::ATTACHMENTS;
use super::parts::Parts;
use crate::caught::catch;
use crate::name::Name;
use crate::options::Format;
use crate::reader::Context;
use crate::readers::whole::{Kind, Raw};
use crate::source::Item;

/// How deep the page may stand.
const MAX_DEPTH: usize = 4;

/// The page, as its document.
pub(super) fn items(raw: &[u8], name: &Name, context: &Context) -> VecDeque<Item> {
    // A parser of others stands below, on the thread that reads.
    let page = catch(|| page(raw, name, context));
    let page = page.unwrap_or_else(|_| {
        Err("the reader of mail failed on it; please report this with the file".to_owned())
    });
    VecDeque::from([match page {
        Ok(page) => page.item(&context.format),
        Err(message) => Item::Unread(name.clone().unread(message)),
    }])
}

fn page(raw: &[u8], name: &Name, context: &Context) -> Result<Raw, String> {
    let format = &*context.format;
    let (header, body) = split(raw.trim_ascii_start())?;
    let header = Header::parse(header, format);
    if header.is_empty() {
        return Err("no header of a saved page is at its beginning".to_owned());
    }
    let mut search = Search { format, left_out: 0, root: None };
    search.look(&header, body, 0)?;
    context.leave_out_several(ATTACHMENTS, search.left_out);
    let (root, body) = search.root.ok_or_else(|| "no page is found in it".to_owned())?;
    let transfer = Transfer::named(root.text(HeaderName::ContentTransferEncoding).as_deref());
    let charset = root.content_type().and_then(|kind| kind.attribute("charset")).map(str::to_owned);
    let mut metadata = header.metadata(format);
    metadata.retain(|field, _| matches!(field.as_str(), "title" | "date"));
    let url = header
        .text(HeaderName::Other("Snapshot-Content-Location".into()))
        .or_else(|| root.text(HeaderName::ContentLocation))
        .or_else(|| header.text(HeaderName::ContentLocation));
    let wants_url = format.metadata_fields.as_ref().is_none_or(|fields| fields.contains("url"));
    if let Some(url) = url.filter(|_| wants_url) {
        metadata.insert("url".to_owned(), url.into());
    }
    let bytes = transfer.undo(body).into_owned();
    Ok(Raw { name: name.clone(), bytes, kind: Kind::Page, charset, metadata })
}

/// Looks for the page among the parts.
struct Search<'raw, 'format> {
    format: &'format Format,
    left_out: u64,
    root: Option<(Header, &'raw [u8])>,
}

impl<'raw> Search<'raw, '_> {
    fn look(&mut self, header: &Header, body: &'raw [u8], depth: usize) -> Result<(), String> {
        let Some(kind) = header.content_type() else { return Ok(()) };
        let Some(parts) = Parts::of(kind, body) else {
            if depth == 0 && is_page(header) {
                self.root = Some((header.clone(), body));
            }
            return Ok(());
        };
        let start = kind.attribute("start").map(bare);
        for part in parts {
            let (head, body) = split(part)?;
            let head = Header::parse(head, self.format);
            let is_start = start.is_none()
                || head.text(HeaderName::ContentId).is_some_and(|id| Some(bare(&id)) == start);
            if self.root.is_none() && is_page(&head) && is_start {
                self.root = Some((head, body));
            } else if self.root.is_none() && depth < MAX_DEPTH && is_multipart(&head) {
                self.look(&head, body, depth + 1)?;
            } else {
                self.left_out += 1;
            }
        }
        Ok(())
    }
}

fn is_page(header: &Header) -> bool {
    header.content_type().is_some_and(|kind| {
        let subtype = kind.subtype().unwrap_or_default();
        ["html", "xhtml+xml"].iter().any(|known| subtype.eq_ignore_ascii_case(known))
    })
}

fn is_multipart(header: &Header) -> bool {
    header.content_type().is_some_and(|kind| kind.ctype().eq_ignore_ascii_case("multipart"))
}

/// The id of a part, without what stands around it.
fn bare(id: &str) -> &str {
    id.trim().trim_start_matches('<').trim_end_matches('>')
}
