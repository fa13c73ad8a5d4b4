//! Whether a text can have what is looked for, told faster than by folding it.

use regex::{Regex, RegexBuilder};

use super::fold::folded;

/// Finds folded letters in a text as it is written, and some texts more: it only spares work.
#[derive(Debug)]
pub(super) enum Search {
    /// Each letter in all of its spellings, with what folding drops between them.
    Spellings(Regex),
    /// What is not made of plain letters is looked for in the folded text.
    Folded(String),
}

/// The code points that are looked at: those beyond have no letter that folds to one below.
const CODE_POINTS: std::ops::Range<u32> = 0..0x2_0000;

/// The letters that become another with a hamza above.
const SEATS: [char; 2] = ['و', 'ي'];

/// The memory that the expression may take, in bytes.
const EXPRESSION_BYTES: usize = 16 << 20;

/// Letters that are looked for: each takes some 40 kB, and more of them keep hardly any text out.
const LETTERS: usize = 32;

impl Search {
    pub(super) fn new(needle: &str) -> Self {
        let end = needle.char_indices().nth(LETTERS).map_or(needle.len(), |(end, _)| end);
        let needle = &needle[..end];
        let is_plain =
            |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '\u{621}'..='\u{64a}');
        let expression = needle.chars().all(is_plain).then(|| expression(needle));
        let built =
            expression.map(|expression| RegexBuilder::new(&expression).size_limit(EXPRESSION_BYTES).build());
        match built {
            Some(Ok(regex)) => Self::Spellings(regex),
            _ => Self::Folded(needle.to_string()),
        }
    }

    pub(super) fn may_be_in(&self, text: &str) -> bool {
        match self {
            Self::Spellings(regex) => regex.is_match(text),
            Self::Folded(needle) => folded(text).contains(needle),
        }
    }
}

/// Letters by their spellings; or any character that folds to several, which is rare enough to have its text looked into.
fn expression(needle: &str) -> String {
    let (mut dropped, mut several) = (String::new(), String::new());
    // The letters that are looked for, and behind them those that a hamza may sit on as a mark of its own.
    let sought = needle.chars().chain(SEATS);
    let mut spellings: Vec<(char, String)> = sought.map(|letter| (letter, String::new())).collect();
    for character in CODE_POINTS.filter_map(char::from_u32) {
        let escaped = regex::escape(character.encode_utf8(&mut [0; 4]));
        let mut room = [0; 4];
        let folded = folded(character.encode_utf8(&mut room));
        let mut letters = folded.chars();
        match (letters.next(), letters.next()) {
            (None, _) => dropped.push_str(&escaped),
            (Some(_), Some(_)) => several.push_str(&escaped),
            (Some(letter), None) => {
                for (_, written) in spellings.iter_mut().filter(|(sought, _)| *sought == letter) {
                    written.push_str(&escaped);
                }
            }
        }
    }
    let between = if dropped.is_empty() { String::new() } else { format!("[{dropped}]*") };
    let seats = spellings.split_off(spellings.len() - SEATS.len());
    let seats: String = seats.into_iter().map(|(_, written)| written).collect();
    let letters: Vec<String> = spellings
        .iter()
        .map(|(letter, written)| match letter {
            'ء' => format!("(?:[{written}]|[{seats}]{between}\u{654})"),
            _ => format!("[{written}]"),
        })
        .collect();
    let several = if several.is_empty() { String::new() } else { format!("|[{several}]") };
    format!("{}{several}", letters.join(&between))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn letters_are_found_in_all_spellings() {
        for (needle, text) in [
            ("school", "The SCHOOL"),
            ("مدرس", "الـمـدرسة"),
            ("مدرس", "المَدْرَسَة"),
            ("مدرس", "ﺍﻟﻤﺪﺭﺳﺔ"),
            ("احمد", "ا\u{654}حمد"),
            ("مسءول", "مسو\u{64f}\u{654}ول"),
            ("شيء", "شيى\u{654}"),
            ("مسءول", "مسئول"),
            ("لا", "ﻻ"),
            ("42", "٤٢"),
        ] {
            let search = Search::new(needle);
            assert!(matches!(search, Search::Spellings(_)) && search.may_be_in(text), "{needle} in {text}");
        }
        assert!(!Search::new("school").may_be_in("the scholar"));
        assert!(Search::new("žena").may_be_in("Žena"));
    }

    #[test]
    fn long_words_are_told_by_their_first_letters() {
        for letter in ["a", "م", "ž"] {
            let word = letter.repeat(100_000);
            let search = Search::new(&word);
            let bytes = match &search {
                Search::Spellings(regex) => regex.as_str().len(),
                Search::Folded(needle) => needle.len(),
            };
            assert!(bytes < 1 << 20, "{letter}: {bytes}");
            assert!(search.may_be_in(&word.to_uppercase()), "{letter}");
            assert!(!search.may_be_in("short"));
        }
    }

    proptest! {
        /// Whatever has the letters when it is folded is let through.
        #[test]
        fn no_text_that_has_them_is_kept_out(text in "\\PC{0,12}", at in 0_usize..12, length in 1_usize..4) {
            let folded: Vec<char> = folded(&text).chars().collect();
            let needle: String = folded.iter().skip(at).take(length).collect();
            prop_assume!(!needle.is_empty());
            prop_assert!(Search::new(&needle).may_be_in(&text), "{needle:?} in {text:?}");
        }
    }
}
