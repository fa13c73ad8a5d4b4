//! How names are shown.

use textmill_text::fold::{Folder, Folding};

/// Text with its blanks and line ends made one blank each, in the spelling of [`SHOWN`].
pub(crate) fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    push_tidy(text, &mut tidy);
    tidy
}

/// A name is shown in one spelling, so that all spellings of it are counted together: without vowel signs, each letter as
/// one character.
static SHOWN: Folder = Folder::new(Folding { one_apostrophe: true, ..Folding::BARE });

/// Whether a text is of ASCII and Arabic letters that [`SHOWN`] keeps, with one blank between its words, as most names are.
fn is_tidy(text: &str) -> bool {
    let mut before = b' ';
    let is_kept = text.bytes().all(|byte| {
        let is_kept = match (before, byte) {
            (b' ', b' ') => false,
            // From hamza to yeh, without the tatweel.
            (0xD8, 0xA1..=0xBF) | (0xD9, 0x81..=0x8A) => true,
            // But the backtick, which some write for an apostrophe.
            (_, byte) => matches!(byte, b' '..=b'_' | b'a'..=b'~' | 0xD8 | 0xD9),
        };
        before = byte;
        is_kept
    });
    is_kept && before != b' '
}

/// Appends a text with its blanks and line ends made one blank each.
pub(super) fn push_tidy(text: &str, out: &mut String) {
    if is_tidy(text) {
        out.push_str(text);
        return;
    }
    let start = out.len();
    for part in text.split_whitespace() {
        if out.len() > start {
            out.push(' ');
        }
        SHOWN.fold(part, out);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{SHOWN, is_tidy};

    proptest! {
        #[test]
        fn tidy_texts_are_as_they_are_shown(text in "[ -~]{0,6}|[ ء-\u{655}]{0,6}|[ aب\u{64B}\u{A0}\t\u{600}]{0,6}") {
            let parts: Vec<_> = text.split_whitespace().map(|part| SHOWN.folded(part)).collect();
            prop_assert!(!is_tidy(&text) || parts.join(" ") == text);
        }
    }
}
