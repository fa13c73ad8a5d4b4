//! How archives, crawls, pages and Parquet begin: known here and not to their readers, since a build without a reader must
//! still tell what it leaves unread.

use crate::encoding::{decode, is_utf16_without_mark};

/// The size of a header in a tar archive, and of what all is padded to.
pub(super) const TAR_BLOCK: usize = 512;

/// Whether `head` is the beginning of a tar archive: a header whose checksum is right.
pub(super) fn begins_tar(head: &[u8]) -> bool {
    head.get(..TAR_BLOCK).is_some_and(|block| block.iter().any(|&byte| byte != 0) && checksum_is_right(block))
}

/// Whether a header of a tar archive has the sum of its bytes in it, its own field taken as spaces: unsigned, or signed as
/// some old programs have it.
pub(super) fn checksum_is_right(block: &[u8]) -> bool {
    const FIELD: std::ops::Range<usize> = 148..156;
    let Some(expected) = block.get(FIELD).and_then(octal) else { return false };
    let bytes = || block.iter().enumerate().map(|(at, &byte)| if FIELD.contains(&at) { b' ' } else { byte });
    let signed: i64 = bytes().map(|byte| i64::from(byte.cast_signed())).sum();
    let unsigned: u64 = bytes().map(u64::from).sum();
    unsigned == expected || i64::try_from(expected) == Ok(signed)
}

/// A number of a header: octal digits up to a NUL byte, among blanks.
fn octal(field: &[u8]) -> Option<u64> {
    let digits = field.split(|&byte| byte == 0).next()?;
    u64::from_str_radix(str::from_utf8(digits).ok()?.trim(), 8).ok()
}

/// Whether `head` is the beginning of a Parquet file.
pub(super) fn begins_parquet(head: &[u8]) -> bool {
    head.starts_with(b"PAR1") && head.contains(&0)
}

/// Whether `head` is the beginning of a ZIP archive: of its first member, or of the directory of an empty one.
pub(super) fn begins_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// Whether `head` begins a crawl.
pub(super) fn begins_warc(head: &[u8]) -> bool {
    [&b"WARC/1."[..], b"WARC/0."].iter().any(|version| head.starts_with(version))
}

/// Whether an input that begins with `head` is an HTML page: its first tag, after comments and declarations, is one
/// that pages begin with.
pub(super) fn seems_html(head: &[u8]) -> bool {
    let decoded;
    let head = match encoding_rs::Encoding::for_bom(head) {
        None if !is_utf16_without_mark(head) => head,
        _ => {
            decoded = decode(head.to_vec(), None, &[]).text;
            decoded.as_bytes()
        }
    };
    let mut rest = head.trim_ascii_start();
    while let Some((_, end)) =
        [("<!--", "-->"), ("<?xml", "?>")].into_iter().find(|(begin, _)| rest.starts_with(begin.as_bytes()))
    {
        let Some(length) = rest.windows(end.len()).position(|window| window == end.as_bytes()) else {
            return false;
        };
        rest = rest[length + end.len()..].trim_ascii_start();
    }
    const BEGINNINGS: [&[u8]; 5] = [b"<!doctype html", b"<html", b"<head", b"<body", b"<meta"];
    BEGINNINGS.iter().any(|beginning| {
        let found = rest.get(..beginning.len()).is_some_and(|found| found.eq_ignore_ascii_case(beginning));
        found && !rest.get(beginning.len()).is_some_and(u8::is_ascii_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_known_by_its_first_tag() {
        for (head, expected) in [
            ("<!DOCTYPE html><p>", true),
            ("\u{feff} \n<!-- a > b --> <HTML lang=ar>", true),
            ("<?xml version='1.0'?><!DOCTYPE html PUBLIC", true),
            ("<head>", true),
            ("<header>", false),
            ("<p>a", false),
            ("<!-- <html> ", false),
            ("about <html>", false),
            ("<!doctype htmlx", false),
            ("", false),
        ] {
            assert_eq!(seems_html(head.as_bytes()), expected, "of {head}");
        }
        let utf16: Vec<u8> = "<!doctype html>".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert!(seems_html(&utf16));
    }

    #[test]
    fn a_tar_archive_is_known_by_its_checksum() {
        let header = |checksum: &[u8]| {
            let mut block = [0; TAR_BLOCK];
            block[..5].copy_from_slice(b"a.txt");
            block[148..148 + checksum.len()].copy_from_slice(checksum);
            block
        };
        // The bytes of the name, 495, and eight spaces: 751, octal 1357.
        for (checksum, expected) in [
            (&b"001357\0 "[..], true),
            (b"   1357 ", true),
            (b"1357", true),
            (b"001356\0 ", false),
            (b"-01357\0 ", false),
            (b"00135x\0 ", false),
            (b"", false),
        ] {
            assert_eq!(begins_tar(&header(checksum)), expected, "{}", checksum.escape_ascii());
        }
        assert!(!begins_tar(&[0; TAR_BLOCK]));
        assert!(!begins_tar(&header(b"001357\0 ")[..511]));
    }
}
