//! What is recognized and not read is refused by its name.

use crate::harness::check;

#[test]
fn what_is_not_read_is_named() {
    check(
        &[
            ("a.xml", b"<?xml version='1.0'?>\n<rss version='2.0'>".to_vec()),
            ("b.xml", b"<TEI xmlns='x'><text/>".to_vec()),
            ("c.xml", b"<?xml version='1.0'?><records/>".to_vec()),
        ],
        &[
            "a.xml! seems to be an RSS feed, which is not read",
            "b.xml! seems to be TEI, which is not read",
            "c.xml! seems to be XML, which is not read",
        ],
    );
}
