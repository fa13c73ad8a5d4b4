//! Archives, and compressed data.

use std::io::{Cursor, Write as _};

use super::{SENTENCES, chosen};

fn tar_of(members: &[(&str, &[u8], ::tar::EntryType)]) -> Vec<u8> {
    let mut builder = ::tar::Builder::new(Vec::new());
    for (path, content, kind) in members {
        let mut header = ::tar::Header::new_gnu();
        header.as_old_mut().name[..path.len()].copy_from_slice(path.as_bytes());
        header.set_size(content.len() as u64);
        header.set_entry_type(*kind);
        header.set_mode(0o644);
        header.set_cksum();
        builder.append(&header, *content).expect("a buffer takes all");
    }
    builder.into_inner().expect("a buffer takes all")
}

pub(in crate::readers) fn tars() -> Vec<Vec<u8>> {
    use ::tar::EntryType;
    let lines = b"{\"text\":\"a\"}\n{\"text\":\"b\"}\n";
    let plain = tar_of(&[
        ("a.txt", SENTENCES[0].as_bytes(), EntryType::Regular),
        ("d/", b"", EntryType::Directory),
        ("d/b.jsonl", lines, EntryType::Regular),
        ("l", b"", EntryType::Symlink),
        (".hidden", b"x", EntryType::Regular),
    ]);
    let extended = tar_of(&[
        ("long", b"a/very/long/name.txt\0", EntryType::GNULongName),
        ("a", b"text", EntryType::Regular),
        ("pax", b"22 path=b/\xd8\xa3/c.html\n12 size=0005\n", EntryType::XHeader),
        ("b", b"<p>b", EntryType::Regular),
        ("b", b"again", EntryType::Regular),
        ("g", b"9 x=yyyy\n", EntryType::XGlobalHeader),
        ("s", b"", EntryType::GNUSparse),
    ]);
    let nested = tar_of(&[
        ("1.tar", &plain, EntryType::Regular),
        ("2.zip", &zip_of(&[("a.txt", b"a")], ::zip::CompressionMethod::STORE), EntryType::Regular),
    ]);
    chosen([plain.clone(), extended, nested, gzip(&plain)])
}

/// The same bytes, with the checksum of each header in them put right, as far as blocks follow each other.
pub(in crate::readers) fn with_checksums(content: &[u8]) -> Vec<u8> {
    const BLOCK: usize = 512;
    let mut mended = content.to_vec();
    let mut at = 0;
    while let Some(block) = mended.get_mut(at..at + BLOCK) {
        let sum: u32 = block
            .iter()
            .enumerate()
            .map(|(at, &byte)| if (148..156).contains(&at) { 32 } else { u32::from(byte) })
            .sum();
        block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        let digits = str::from_utf8(&block[124..135])
            .ok()
            .and_then(|digits| usize::from_str_radix(digits.trim(), 8).ok());
        let Some(size) = digits.filter(|&size| size <= content.len()) else { break };
        at += BLOCK + size.next_multiple_of(BLOCK);
    }
    mended
}

pub(super) fn zip_of(members: &[(&str, &[u8])], method: ::zip::CompressionMethod) -> Vec<u8> {
    let mut writer = ::zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, content) in members {
        let options = ::zip::write::SimpleFileOptions::default().compression_method(method);
        writer.start_file(*path, options).expect("a buffer takes all");
        writer.write_all(content).expect("a buffer takes all");
    }
    writer.finish().expect("a buffer takes all").into_inner()
}

pub(in crate::readers) fn zips() -> Vec<Vec<u8>> {
    use ::zip::CompressionMethod;
    let lines = b"{\"text\":\"a\"}\n{\"text\":\"b\"}\n";
    let members: &[(&str, &[u8])] = &[
        ("a.txt", SENTENCES[0].as_bytes()),
        ("d/b.jsonl", lines),
        ("\u{623}.html", b"<p>c"),
        ("__MACOSX/x", b""),
        ("e/", b""),
    ];
    let stored = zip_of(members, CompressionMethod::STORE);
    let nested = zip_of(&[("1.zip", &stored), ("2.txt.gz", &gzip(b"text"))], CompressionMethod::STORE);
    let document = zip_of(&[("mimetype", b"application/epub+zip")], CompressionMethod::STORE);
    chosen([
        stored,
        zip_of(members, CompressionMethod::DEFLATE),
        nested,
        document,
        zip_of(&[], CompressionMethod::STORE),
    ])
}

pub(super) fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(content).expect("a buffer takes all");
    encoder.finish().expect("a buffer takes all")
}

fn zstandard(content: &[u8]) -> Vec<u8> {
    zstd::encode_all(content, 1).expect("a buffer takes all")
}

fn bzip2(content: &[u8]) -> Vec<u8> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    encoder.write_all(content).expect("a buffer takes all");
    encoder.finish().expect("a buffer takes all")
}

fn xz(content: &[u8]) -> Vec<u8> {
    let options = lzma_rust2::XzOptions::with_preset(0);
    let mut writer = lzma_rust2::XzWriter::new(Vec::new(), options).expect("a buffer takes all");
    writer.write_all(content).expect("a buffer takes all");
    writer.finish().expect("a buffer takes all")
}

pub(in crate::readers) fn compressed() -> Vec<Vec<u8>> {
    let lines = "{\"text\":\"some text, some text and some text more\"}\n".repeat(20);
    let lines = lines.as_bytes();
    chosen([
        gzip(lines),
        zstandard(lines),
        bzip2(lines),
        xz(lines),
        [gzip(lines), gzip(b"")].concat(),
        [b"\x50\x2a\x4d\x18\x02\0\0\0xx", &zstandard(lines)[..]].concat(),
        gzip(&zstandard(&bzip2(&xz(lines)))),
        gzip(&gzip(&gzip(&gzip(&gzip(lines))))),
        xz(&vec![b'a'; 100_000]),
    ])
}
