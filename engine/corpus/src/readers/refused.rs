//! What is recognized and not read: refused by its name, and never read as if it were plain text, with its tags, its keys
//! and its headers as words.
//!
//! It is binary, or begins as no text does, and is refused whatever it is called.

/// What many have. The libraries for it in Rust read it, and end the process at a form that draws itself.
const PDF: &str = "PDF";

/// A signature: the offset at which the bytes stand, the bytes, and the name of what begins so.
type Signature = (usize, &'static [u8], &'static str);

/// Signatures that no text begins with, most of them from RFC 1952, RFC 8878, PKWARE's APPNOTE and each format's
/// own specification.
const SIGNATURES: &[Signature] = &[
    (0, b"\x04\x22\x4d\x18", "LZ4"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (0, b"Rar!\x1a\x07", "a RAR archive"),
    (257, b"ustar", "a damaged tar archive"),
    (0, b"%PDF-", PDF),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office document"),
    (0, b"\x1f\x9d", "data packed by compress (.Z)"),
    (0, b"\x5d\0\0", "LZMA without a frame (.lzma)"),
    (0, b"\x89LZO\0\r\n\x1a\n", "LZO"),
    (0, b"!<arch>\n", "an ar archive, as Debian's packages are"),
    (0, b"\xed\xab\xee\xdb", "an RPM package"),
    (0, b"MSCF\0\0\0\0", "a cabinet archive"),
    (0, b"xar!\0", "a xar archive"),
    (0, b"\xc7\x71", "a cpio archive"),
    (0, b"\x71\xc7", "a cpio archive"),
    (0, b"%!PS-Adobe", "PostScript"),
    (0, b"\x89HDF\r\n\x1a\n", "HDF5"),
    (0, b"\x93NUMPY", "an array of NumPy"),
    (0, b"\x80\x04\x95", "a pickle of Python"),
    (0, b"\x80\x05\x95", "a pickle of Python"),
    (4, b"Standard Jet DB\0", "an Access database"),
    (4, b"Standard ACE DB\0", "an Access database"),
    (0, b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (0, b"\xff\xd8\xff", "a JPEG image"),
    (0, b"SQLite format 3\x00", "an SQLite database"),
    (0, b"\x7fELF", "an ELF program"),
    (0, b"\x00asm", "WebAssembly"),
    (0, b"Obj\x01", "Avro"),
    (0, b"\x1b$)C", "ISO-2022-KR"),
    (0, b"\xff\xfe\x00\x00", "UTF-32"),
    (0, b"\x00\x00\xfe\xff", "UTF-32"),
];

/// Signatures that a text might begin with too: believed only where a NUL byte follows.
const PLAIN_SIGNATURES: &[Signature] = &[
    (0, b"ARROW1", "Arrow"),
    (0, b"ORC", "ORC"),
    (0, b"070701", "a cpio archive"),
    (0, b"070702", "a cpio archive"),
    (0, b"070707", "a cpio archive"),
    (0, b"LZIP", "lzip"),
    (0, b"LRZI", "lrzip"),
    (2, b"-lh", "an LHA archive"),
    (0, b"MZ", "a program for Windows"),
    (8, b"DUCK", "a DuckDB database"),
    (0, b"GIF8", "a GIF image"),
    (0, b"RIFF", "RIFF media"),
    (0, b"OggS", "Ogg media"),
    (0, b"ID3", "MP3 audio"),
    (4, b"ftyp", "MP4 media"),
    (0, b"II*\x00", "a TIFF image"),
    (0, b"MM\x00*", "a TIFF image"),
];

/// The name of the format other than text that `head`, the first bytes of an input, shows.
pub(super) fn refused(head: &[u8]) -> Option<&'static str> {
    let plain = if head.contains(&0) { PLAIN_SIGNATURES } else { &[] };
    let found =
        |(offset, bytes, _): &&Signature| head.get(*offset..).is_some_and(|rest| rest.starts_with(bytes));
    SIGNATURES.iter().chain(plain).find(found).map(|(_, _, name)| *name)
}

/// The message for an input of another format.
pub(super) fn seems_to_be(name: &str) -> String {
    let way_out = if name == PDF { ": `pdftotext`, of Poppler, makes a text of it (see --pre)" } else { "" };
    format!("seems to be {name}, which is not read{way_out}")
}
