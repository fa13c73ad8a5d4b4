//! How the words of a pattern and of a text are folded before they are compared.

use std::borrow::Cow;

use textmill_text::fold::{Folder, Folding};

/// As for look-ups, but ة stays apart from ه: one ends a word, the other may be a pronoun behind it.
static FOLDER: Folder = Folder::new(Folding { heh_of_teh: false, yeh_of_maksura: true, ..Folding::LOOKUP });

/// A word, or a text, as it is compared.
pub(super) fn folded(text: &str) -> Cow<'_, str> {
    let folded = FOLDER.folded(text);
    match folded.chars().any(|letter| common(letter) != letter) {
        true => Cow::Owned(folded.chars().map(common).collect()),
        false => folded,
    }
}

/// A name, as it is compared: ة and ه end it alike, and any white space parts its words.
pub(super) fn folded_name(name: &str) -> String {
    let folded = folded(name).replace('ة', "ه");
    folded.split_whitespace().collect::<Vec<&str>>().join(" ")
}

/// The letter that stands for all which differ by where they stand in a word, or by the writer's school: the seat of a hamza
/// (مسؤول, مسئول, مسءول), the sigma at the end of a word, and the signs that are typed for an apostrophe.
fn common(letter: char) -> char {
    match letter {
        'ؤ' | 'ئ' => 'ء',
        'ς' => 'σ',
        '`' | '´' | '‛' | '′' => '\'',
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_word_are_one() {
        for spellings in [
            &["مسؤول", "مسئول", "مَسْؤول", "مسو\u{654}ول"][..],
            &["شؤون", "شئون", "شءون"],
            &["أحمد", "احمد", "إحمد"],
            &["ΟΔΟΣ", "οδος", "οδοσ"],
            &["don't", "DON’T", "donʼt", "don´t", "don`t", "don＇t"],
        ] {
            for spelling in spellings {
                assert_eq!(folded(spelling), folded(spellings[0]), "{spelling}");
            }
        }
        assert_ne!(folded("مدرسة"), folded("مدرسه"));
    }

    #[test]
    fn names_end_alike() {
        assert_eq!(folded_name("القاهرة"), folded_name("القاهره"));
        assert_eq!(folded_name(" Naguib\n MAHFOUZ"), "naguib mahfouz");
    }
}
