//! Folders of files, and what is read of them.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use textmill_corpus::{Corpus, Item, Paths, Source as _};

/// A folder with the files given by path and content.
pub fn folder<P: AsRef<Path>, C: AsRef<[u8]>>(files: &[(P, C)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, content) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

/// All that is in `folder`, by names relative to it.
pub fn corpus(folder: &Path) -> Corpus {
    Corpus::new().path(folder).root(folder)
}

/// The items, what was deferred of them made.
pub fn items(paths: &mut Paths) -> Vec<Item> {
    let items = std::iter::from_fn(|| paths.next_item());
    let made = items.flat_map(|item| match item {
        Item::Deferred(deferred) => deferred.make(),
        item => vec![item],
    });
    made.collect()
}

/// Documents as `position: text`, with a `~` where bytes were replaced; what is unread as `position! message`.
pub fn shown(paths: &mut Paths) -> Vec<String> {
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
pub fn check<C: AsRef<[u8]>>(files: &[(&str, C)], expected: &[&str]) {
    let folder = folder(files);
    let mut paths = corpus(folder.path()).max_document(64).open().unwrap();
    assert_eq!(shown(&mut paths), expected);
}

pub fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

pub fn zstandard(content: &[u8]) -> Vec<u8> {
    zstd::encode_all(content, 1).unwrap()
}

pub fn bzip2(content: &[u8]) -> Vec<u8> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

pub fn xz(content: &[u8]) -> Vec<u8> {
    let mut writer = lzma_rust2::XzWriter::new(Vec::new(), lzma_rust2::XzOptions::with_preset(0)).unwrap();
    writer.write_all(content).unwrap();
    writer.finish().unwrap()
}

/// JSON Lines of as many documents, whose texts are their line numbers.
pub fn lines(documents: usize) -> Vec<u8> {
    (1..=documents).flat_map(|number| format!("{{\"text\":\"{number}\"}}\n").into_bytes()).collect()
}
