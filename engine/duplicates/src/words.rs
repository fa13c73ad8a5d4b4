//! The words of a text, as far as two texts are compared by them.

use textmill_text::Script;
use textmill_text::fold::LOOKUP;

/// Gives each word of a text, its spelling folded. Punctuation, white space and symbols part words; of scripts that write
/// without spaces each character is one.
pub(crate) fn each_word(text: &str, mut each: impl FnMut(&str)) {
    let folded = LOOKUP.folded(text);
    let folded: &str = &folded;
    let mut start = None;
    for (place, character) in folded.char_indices() {
        let is_word = character.is_alphanumeric();
        let stands_alone = is_word && stands_alone(character);
        if (!is_word || stands_alone)
            && let Some(start) = start.take()
        {
            each(&folded[start..place]);
        }
        if stands_alone {
            each(&folded[place..place + character.len_utf8()]);
        } else if is_word && start.is_none() {
            start = Some(place);
        }
    }
    if let Some(start) = start {
        each(&folded[start..]);
    }
}

fn stands_alone(character: char) -> bool {
    !character.is_ascii()
        && matches!(Script::of_character(character), Script::Han | Script::Kana | Script::Thai)
}

#[cfg(test)]
mod tests {
    use super::each_word;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut words = Vec::new();
        each_word(text, |word| words.push(word.to_owned()));
        assert_eq!(words, expected, "in {text:?}");
    }

    #[test]
    fn words_are_folded_and_parted_by_what_is_no_letter() {
        check("The river—rose, AGAIN.", &["the", "river", "rose", "again"]);
        check("أحمد\u{640} وَالكِتَاب", &["احمد", "والكتاب"]);
        check("a1b 2", &["a1b", "2"]);
        check(" … ", &[]);
        check("", &[]);
    }

    #[test]
    fn what_is_written_without_spaces_is_taken_by_characters() {
        check("abc東京c カ", &["abc", "東", "京", "c", "カ"]);
    }
}
