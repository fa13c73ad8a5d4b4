//! Folders of files, and what is read of them.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use textmill_corpus::{Corpus, Item, Paths, Source as _};

/// A folder with the files given by path and content.
pub(crate) fn folder<P: AsRef<Path>, C: AsRef<[u8]>>(files: &[(P, C)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, content) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

/// All that is in `folder`, by names relative to it.
pub(crate) fn corpus(folder: &Path) -> Corpus {
    Corpus::new().path(folder).root(folder)
}

/// The items, what was deferred of them made.
pub(crate) fn items(paths: &mut Paths) -> Vec<Item> {
    let items = std::iter::from_fn(|| paths.next_item());
    items.flat_map(Item::made).map(Item::from).collect()
}

/// Documents as `position: text`, with a `~` where bytes were replaced; what is unread as `position! message`.
pub(crate) fn shown(paths: &mut Paths) -> Vec<String> {
    let shown = items(paths).into_iter().map(|item| match item {
        Item::Document(document) => {
            let mark = if document.replaced { "~" } else { "" };
            format!("{}:{mark} {}", document.position, document.text)
        }
        Item::Unread(unread) => format!("{}! {}", unread.position, unread.message),
        Item::Deferred(_) => unreachable!("what is deferred is made"),
    });
    shown.collect()
}

/// Checks what is read of files in a folder.
#[track_caller]
pub(crate) fn check<C: AsRef<[u8]>>(files: &[(&str, C)], expected: &[&str]) {
    let folder = folder(files);
    let mut paths = corpus(folder.path()).max_document(64).open().unwrap();
    assert_eq!(shown(&mut paths), expected);
}

/// Checks what is left out of a file, by reason.
#[track_caller]
pub(crate) fn check_left_out(name: &str, content: impl AsRef<[u8]>, expected: &[(&str, u64)]) {
    let folder = folder(&[(name, content)]);
    let mut paths = corpus(folder.path()).open().unwrap();
    items(&mut paths);
    let input = &paths.take_inputs()[0];
    assert_eq!(input.left_out.iter().collect::<Vec<_>>(), expected, "of {name}");
}

pub(crate) fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn zstandard(content: &[u8]) -> Vec<u8> {
    zstd::encode_all(content, 1).unwrap()
}

pub(crate) fn bzip2(content: &[u8]) -> Vec<u8> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn xz(content: &[u8]) -> Vec<u8> {
    let mut writer = lzma_rust2::XzWriter::new(Vec::new(), lzma_rust2::XzOptions::with_preset(0)).unwrap();
    writer.write_all(content).unwrap();
    writer.finish().unwrap()
}

/// JSON Lines of as many documents, whose texts are their line numbers.
pub(crate) fn lines(documents: usize) -> Vec<u8> {
    (1..=documents).flat_map(|number| format!("{{\"text\":\"{number}\"}}\n").into_bytes()).collect()
}

/// A tar archive of members, in order.
pub(crate) fn tar<C: AsRef<[u8]>>(members: &[(&str, C)]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (path, content) in members {
        let content = content.as_ref();
        builder.append(&tar_header(path, content.len(), tar::EntryType::Regular), content).unwrap();
    }
    builder.into_inner().unwrap()
}

/// A header with the path as it is, whatever it is.
pub(crate) fn tar_header(path: &str, size: usize, kind: tar::EntryType) -> tar::Header {
    let mut header = tar::Header::new_gnu();
    header.as_old_mut().name[..path.len()].copy_from_slice(path.as_bytes());
    header.set_size(size as u64);
    header.set_entry_type(kind);
    header.set_mode(0o644);
    header.set_cksum();
    header
}

/// A ZIP archive of members, in order.
pub(crate) fn zip<C: AsRef<[u8]>>(members: &[(&str, C)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (path, content) in members {
        let options =
            zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::DEFLATE);
        writer.start_file(*path, options).unwrap();
        writer.write_all(content.as_ref()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
