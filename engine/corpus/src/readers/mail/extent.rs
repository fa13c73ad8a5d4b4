//! How much a part of a message says, as far as that can be told without decoding it.

use super::body::Piece;

/// Whether a plain text says far less than the page that should say the same: `Please view this message in HTML`.
pub(super) fn says_less(plain: &[Piece], page: &[Piece]) -> bool {
    /// What only stands for a page is short. It is measured before what it was sent in is undone.
    const SHORT: usize = 4096;
    /// A page has so many bytes of text more, and so many times as many.
    const MORE: usize = 200;
    const TIMES: usize = 4;
    if plain.iter().map(|piece| piece.body.len()).sum::<usize>() > SHORT {
        return false;
    }
    let said = |pieces: &[Piece], count: fn(&[u8]) -> usize| -> usize {
        pieces.iter().map(|piece| count(&piece.transfer.undo(&piece.body))).sum()
    };
    let (plain, page) = (said(plain, in_text), said(page, in_page));
    page >= plain * TIMES && page >= plain + MORE
}

/// Bytes of a text, without white space and addresses of pages.
fn in_text(text: &[u8]) -> usize {
    let words = text.split(u8::is_ascii_whitespace);
    words.filter(|word| memchr::memmem::find(word, b"://").is_none()).map(<[u8]>::len).sum()
}

/// Bytes of the text of a page, without tags, white space, references and what is not shown.
fn in_page(page: &[u8]) -> usize {
    let (mut said, mut rest) = (0, page);
    while let Some(at) = memchr::memchr(b'<', rest) {
        said += shown(&rest[..at]);
        let tag = &rest[at..];
        let hidden = ["<style", "<script", "<title", "<!--"];
        let is_hidden = |begin: &&&str| {
            tag.len() >= begin.len() && tag[..begin.len()].eq_ignore_ascii_case(begin.as_bytes())
        };
        let end = match hidden.iter().find(is_hidden) {
            Some(&"<!--") => memchr::memmem::find(tag, b"-->").map(|end| end + 3),
            Some(_) => memchr::memmem::find(tag, b"</").map(|end| end + 2),
            None => memchr::memchr(b'>', tag).map(|end| end + 1),
        };
        let Some(end) = end else { return said };
        rest = &tag[end..];
    }
    said + shown(rest)
}

fn shown(text: &[u8]) -> usize {
    let words = text.split(u8::is_ascii_whitespace);
    words.filter(|word| !word.starts_with(b"&")).map(<[u8]>::len).sum()
}
