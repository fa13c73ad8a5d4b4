//! What is recognized and not read is refused by its name.

use crate::harness::check;

#[test]
fn what_is_not_read_is_named() {
    check(
        &[
            ("a.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3".to_vec()),
            ("b.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec()),
            ("c", b"SQLite format 3\0".to_vec()),
            ("d.parquet", b"PARE\0\0\0\x15PARE".to_vec()),
        ],
        &[
            "a.pdf! seems to be PDF, which is not read: `pdftotext`, of Poppler, makes a text of it (see --pre)",
            "b.doc! seems to be an old Microsoft Office document, which is not read",
            "c! seems to be an SQLite database, which is not read",
            "d.parquet! seems to be encrypted Parquet, which is not read",
        ],
    );
}
