//! Letters with a mark that are one character: أ for ا and the hamza above it, é for e and its accent.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_canonical;

/// A letter, the mark, and the character that both are.
type Composition = [u32; 3];

/// Source text of the table that `src/compose.rs` searches.
pub(crate) fn source() -> String {
    let all = compositions();
    let rows: Vec<String> =
        all.iter().map(|[mark, letter, both]| format!("[{mark},{letter},{both}]")).collect();
    format!("static COMPOSITIONS: [[u32; 3]; {}] = [{}];\n", rows.len(), rows.join(","))
}

/// All of them by mark and letter. Where a character has a mark above and one below, either may be the last: Vietnamese is
/// written with its tone behind the vowel's own mark, whatever the canonical order of the two.
fn compositions() -> BTreeSet<Composition> {
    let mut all = BTreeSet::new();
    for both in ('\u{C0}'..=char::MAX).filter(|&both| !is_hangul(both)) {
        let mut parts = Vec::new();
        decompose_canonical(both, |part| parts.push(part));
        if parts.len() < 2 || !is_composed(&parts, both) {
            continue;
        }
        for place in 1..parts.len() {
            let mut others = parts.clone();
            let mark = others.remove(place);
            let rest: Vec<char> = others.into_iter().nfc().collect();
            if let [letter] = rest[..]
                && is_composed(&[letter, mark], both)
            {
                all.insert([mark as u32, letter as u32, both as u32]);
            }
        }
    }
    all
}

/// Some are never composed: Unicode leaves them out.
fn is_composed(parts: &[char], both: char) -> bool {
    parts.iter().copied().nfc().eq([both])
}

/// Composed by arithmetic.
fn is_hangul(character: char) -> bool {
    ('\u{AC00}'..='\u{D7A3}').contains(&character)
}
