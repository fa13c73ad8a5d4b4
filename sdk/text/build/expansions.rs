//! Characters that stand for letters: presentation forms, ligatures, wide and narrow letters.

use std::ops::RangeInclusive;

use unicode_normalization::UnicodeNormalization;

/// The blocks that hold them, in the order in which `src/expand.rs` numbers them.
const BLOCKS: [RangeInclusive<u32>; 4] = [0x2126..=0x212B, 0xFB00..=0xFDFF, 0xFE70..=0xFEFF, 0xFF00..=0xFFEF];

/// Source text of the table that `src/expand.rs` reads.
pub(crate) fn source() -> String {
    let (mut text, mut ends) = (String::new(), vec![0]);
    for code in BLOCKS.into_iter().flatten() {
        text += &char::from_u32(code).map_or(String::new(), expansion);
        ends.push(text.len());
    }
    format!("static LETTERS: &str = {text:?};\nstatic ENDS: [u16; {}] = {ends:?};\n", ends.len())
}

/// The letters that a character stands for; nothing where it stands for itself.
fn expansion(character: char) -> String {
    let letters: String = [character].into_iter().nfkc().collect();
    let is_symbol = matches!(character, '\u{2127}' | '\u{2128}' | '\u{FDFC}' | '\u{FB29}');
    // A mark that stands alone is decomposed into a blank and the mark.
    let letters = letters.trim_start_matches(' ');
    if is_symbol || letters.chars().eq([character]) { String::new() } else { letters.to_string() }
}
