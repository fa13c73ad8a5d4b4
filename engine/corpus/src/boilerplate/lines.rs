//! A text taken apart into lines.

use std::ops::Range;

use super::key::Key;
use super::line::Line;
use super::menu::{Separators, separator};

/// Bytes from which a line may hold a whole page.
const LONG: usize = 200;

/// Separators that make a long line one that holds a page.
const SEPARATORS: usize = 3;

/// The lines of a text, in order, one after the other. A long line with separators, and one that is all there is,
/// is given in pieces: the phrases between separators, the sentences.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let mut key = Key::default();
    let mut lines = Vec::new();
    let alone = text.trim_end_matches('\n').find('\n').is_none();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let range = start..start + line.len();
        start = range.end;
        if line.len() >= LONG && (alone || has_separators(line)) {
            let content = line.trim_end_matches(['\n', '\r']);
            let mut push = |piece: Range<usize>| {
                lines.push(Line::read(text, range.start + piece.start..range.start + piece.end, &mut key));
            };
            in_pieces(content, &mut push);
            // Its end is a blank line of its own: with the last piece gone, the next line is still the next.
            if content.len() < line.len() {
                push(content.len()..line.len());
            }
        } else {
            lines.push(Line::read(text, range, &mut key));
        }
    }
    lines
}

/// Whether a line has separators of a row in it, of those that prose does not have.
fn has_separators(line: &str) -> bool {
    // The last two bytes of •, ·, ›. Counted in one pass that the compiler makes vectors of.
    let is_sign = |last: u8, byte: u8| match byte {
        b'|' | b'\t' => true,
        b' ' => last == b' ',
        0xB7 => last == 0xC2,
        0xA2 | 0xBA => last == 0x80,
        _ => false,
    };
    let bytes = line.as_bytes();
    bytes.iter().zip(&bytes[1..]).filter(|(last, byte)| is_sign(**last, **byte)).count() >= SEPARATORS
}

/// Gives the pieces of a line, each with the separator after it.
fn in_pieces(line: &str, mut each: impl FnMut(Range<usize>)) {
    let (mut start, mut parted) = (0, 0);
    while start < line.len() {
        if start == parted {
            parted = separator(&line[start..], Separators::Page).map_or(line.len(), |(_, end)| start + end);
        }
        let end = sentence_end(&line[start..parted]).map_or(parted, |end| start + end);
        each(start..end);
        start = end;
    }
}

/// Where the first sentence ends, with the blanks after it.
fn sentence_end(text: &str) -> Option<usize> {
    let mut ends = text.match_indices(['.', '!', '?', '؟', '…']).map(|(at, sign)| at + sign.len());
    ends.find_map(|end| {
        let rest = text[end..].trim_start_matches(['"', '»', '”', ')']);
        let after = rest.trim_start();
        (after.len() < rest.len()).then(|| text.len() - after.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let lines = lines(text);
        let found: Vec<_> = lines.iter().map(|line| &text[line.range.clone()]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn lines_keep_their_ends() {
        check("a\n\nb | c\n", &["a\n", "\n", "b | c\n"]);
        check("", &[]);
    }

    #[test]
    fn a_line_that_holds_a_page_is_given_in_pieces() {
        let sentence = format!("It {}ends. ", "goes on and ".repeat(20));
        check(&format!("Home | News | {sentence}So."), &["Home | ", "News | ", &sentence, "So."]);
        check(&format!("x\nHome | {sentence}So."), &["x\n", &format!("Home | {sentence}So.")]);
    }
}
