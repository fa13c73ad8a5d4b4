//! Arabic particles written together with digits: `و20`, `ب15000`, `الـ16` are two tokens each, so that the number
//! is one. (Particles before letters are a matter of morphology, not of this crate.)

use crate::token::Kind;
use crate::unicode::{Properties, WordBreak};

/// The particle at `position`, where the segment up to `end` is a particle and a number.
pub(super) fn match_at(text: &str, position: usize, end: usize) -> Option<(usize, Kind)> {
    let segment = &text[position..end];
    let letters = segment.len() - segment.trim_start_matches(is_particle_letter).len();
    let digits = &segment[letters..];
    let numeric = |character| Properties::of(character).word_break() != WordBreak::ALetter;
    let number = digits.contains(char::is_numeric) && digits.chars().all(numeric);
    (letters > 0 && number && is_particle(&segment[..letters])).then_some((position + letters, Kind::Word))
}

/// Whether `letters` end in a particle or article; the tatweel after it is only a longer line.
fn is_particle(letters: &str) -> bool {
    const PARTICLES: [&str; 14] =
        ["ال", "ب", "بال", "ف", "فال", "ك", "كال", "ل", "لل", "و", "وال", "وب", "وبال", "ول"];
    PARTICLES.contains(&letters.trim_end_matches('ـ'))
}

fn is_particle_letter(character: char) -> bool {
    matches!(character, 'و' | 'ف' | 'ب' | 'ل' | 'ك' | 'ا' | 'ـ')
}
