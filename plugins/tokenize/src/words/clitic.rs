//! Arabic particles written together with digits: `و20`, `ب15000`, `الـ16` are two tokens each, so that the number
//! is one. (Particles before letters are a matter of morphology, not of this crate.)

use textmill_text::clitics::BEFORE_NOUNS;
use textmill_text::fold::LOOKUP;
use textmill_text::{TATWEEL, expansion, is_arabic_mark};

use crate::token::Kind;
use crate::unicode::{Properties, WordBreak};

/// The particle at `position`, where the segment up to `end` is a particle and a number.
pub(super) fn match_at(text: &str, position: usize, end: usize) -> Option<(usize, Kind)> {
    let segment = &text[position..end];
    let digits = segment.trim_start_matches(is_of_particles);
    let letters = segment.len() - digits.len();
    let numeric = |character| Properties::of(character).word_break() != WordBreak::ALetter;
    let number = digits.contains(char::is_numeric) && digits.chars().all(numeric);
    (letters > 0 && number && is_particle(&segment[..letters])).then_some((position + letters, Kind::Word))
}

/// Whether letters are a particle, or several and the article.
fn is_particle(letters: &str) -> bool {
    BEFORE_NOUNS.contains(&&*LOOKUP.folded(letters))
}

/// Whether particles may have a character, in whatever form: before a number, their tatweel is only a longer line.
fn is_of_particles(character: char) -> bool {
    match expansion(character) {
        Some(letters) => letters.chars().all(is_letter_of_particles),
        None => is_letter_of_particles(character) || is_arabic_mark(character),
    }
}

fn is_letter_of_particles(letter: char) -> bool {
    matches!(letter, 'و' | 'ف' | 'ب' | 'ل' | 'ك' | 'ک' | 'ا' | TATWEEL)
}
