//! What the first bytes of an input say it is.

/// How many bytes of an input are looked at: what `file` and `git` look at to tell text from other data, about.
pub(super) const HEAD: usize = 8 * 1024;

/// A signature: the offset at which the bytes stand, the bytes, and the name of what begins so.
type Signature = (usize, &'static [u8], &'static str);

/// Signatures that no text begins with, most of them from RFC 1952, RFC 8878, PKWARE's APPNOTE and each format's
/// own specification.
const SIGNATURES: &[Signature] = &[
    (0, b"\x1f\x8b", "gzip"),
    (0, b"\x28\xb5\x2f\xfd", "Zstandard"),
    (0, b"\xfd7zXZ\x00", "xz"),
    (0, b"BZh91AY&SY", "bzip2"),
    (0, b"\x04\x22\x4d\x18", "LZ4"),
    (0, b"PK\x03\x04", "a ZIP archive (or a document packed in one, such as DOCX, XLSX or EPUB)"),
    (0, b"PK\x05\x06", "an empty ZIP archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (0, b"Rar!\x1a\x07", "a RAR archive"),
    (257, b"ustar", "a tar archive"),
    (0, b"%PDF-", "PDF"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office document"),
    (0, b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (0, b"\xff\xd8\xff", "a JPEG image"),
    (0, b"SQLite format 3\x00", "an SQLite database"),
    (0, b"\x7fELF", "an ELF program"),
    (0, b"\x00asm", "WebAssembly"),
    (0, b"Obj\x01", "Avro"),
    (0, b"\xff\xfe\x00\x00", "UTF-32"),
    (0, b"\x00\x00\xfe\xff", "UTF-32"),
];

/// Signatures that a text might begin with too: believed only where a NUL byte follows.
const PLAIN_SIGNATURES: &[Signature] = &[
    (0, b"PAR1", "Parquet"),
    (0, b"ARROW1", "Arrow"),
    (0, b"ORC", "ORC"),
    (0, b"GIF8", "a GIF image"),
    (0, b"RIFF", "RIFF media"),
    (0, b"OggS", "Ogg media"),
    (0, b"ID3", "MP3 audio"),
    (4, b"ftyp", "MP4 media"),
    (0, b"II*\x00", "a TIFF image"),
    (0, b"MM\x00*", "a TIFF image"),
];

/// The name of the format other than text that `head`, the first bytes of an input, shows.
pub(super) fn signature(head: &[u8]) -> Option<&'static str> {
    let plain = if head.contains(&0) { PLAIN_SIGNATURES } else { &[] };
    let found =
        |(offset, bytes, _): &&Signature| head.get(*offset..).is_some_and(|rest| rest.starts_with(bytes));
    SIGNATURES.iter().chain(plain).find(found).map(|(_, _, name)| *name)
}

/// Why `head`, the first bytes of an input, are not those of a text in UTF-8; nothing if they may be.
pub(super) fn not_text(head: &[u8]) -> Option<String> {
    if let Some(name) = signature(head) {
        return Some(seems_to_be(name));
    }
    let nul = head.iter().position(|&byte| byte == 0)?;
    Some(format!("has a NUL byte at offset {nul}: binary data, or UTF-16 without a byte-order mark"))
}

/// The message for an input of another format.
pub(super) fn seems_to_be(name: &str) -> String {
    format!("seems to be {name}: this version reads text and JSON Lines")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(head: &[u8], expected: &str) {
        assert_eq!(not_text(head).unwrap_or_default(), expected, "in {:?}", head.escape_ascii().to_string());
    }

    #[test]
    fn other_formats_are_named() {
        check(b"\x1f\x8b\x08\x00", "seems to be gzip: this version reads text and JSON Lines");
        check(b"\x28\xb5\x2f\xfd\x04", "seems to be Zstandard: this version reads text and JSON Lines");
        check(b"%PDF-1.7\n%\xe2\xe3", "seems to be PDF: this version reads text and JSON Lines");
        check(b"\x89PNG\r\n\x1a\n\0\0", "seems to be a PNG image: this version reads text and JSON Lines");
        check(b"PAR1\x15\x04\x00", "seems to be Parquet: this version reads text and JSON Lines");
        check(b"\xff\xfe\0\0a\0\0\0", "seems to be UTF-32: this version reads text and JSON Lines");
        let tar = [&b"a.txt"[..], &[0; 252], b"ustar\x0000"].concat();
        check(&tar, "seems to be a tar archive: this version reads text and JSON Lines");
        check(
            b"PK\x03\x04\x14\0",
            "seems to be a ZIP archive (or a document packed in one, such as DOCX, XLSX or EPUB): this version \
             reads text and JSON Lines",
        );
        check(b"a\0b\0", "has a NUL byte at offset 1: binary data, or UTF-16 without a byte-order mark");
    }

    #[test]
    fn text_is_text_whatever_word_it_begins_with() {
        for text in
            ["", "PAR10 is a par", "ORC and elf", "GIF89a explained", "RIFFs", "BZh9", "PK", "سلام", "%PDF"]
        {
            check(text.as_bytes(), "");
        }
        check(b"caf\xe9 in Latin-1", "");
    }
}
