//! What stands between the fields of a table, where its name does not tell.

use super::header::Splitter;

/// Delimiters by how common they are, which decides where a header shows none or two as often.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The delimiter by which `header` has a column of the text, or the most columns.
pub(super) fn sniffed(header: &[u8], text_field: &str) -> u8 {
    let columns = DELIMITERS.map(|delimiter| {
        let mut splitter = Splitter::new(delimiter);
        let fields = splitter.split(header);
        let has_text = fields.iter().any(|field| field.trim_ascii() == text_field.as_bytes());
        (has_text && fields.len() > 1, fields.len())
    });
    let best = columns.iter().max().copied().unwrap_or_default();
    let place = columns.iter().position(|columns| *columns == best).unwrap_or_default();
    DELIMITERS[place]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_shows_its_delimiter() {
        for (header, expected) in [
            ("id,text", b','),
            ("id;text;b,c", b';'),
            ("id\ttext", b'\t'),
            ("a|text|\"x,y;z,z,z\"", b'|'),
            ("a;b,text,c;d;e;f", b','),
            ("text", b','),
            ("", b','),
            ("a,b;c", b','),
        ] {
            assert_eq!(sniffed(header.as_bytes(), "text") as char, expected as char, "of {header}");
        }
    }
}
