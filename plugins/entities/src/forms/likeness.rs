//! How much an Arabic word that no list holds looks like a name rather than like the language's own words.
//!
//! A letter model of each of the two, learnt from the lexicon's own lists when the plugin is built: the odds of each
//! letter after the two before it. Foreign names have other letters in other places than words built on Arabic roots,
//! and the inflections of the common words teach it plurals, pronouns and tenses.

/// Letters that are told apart: those from hamza to yeh, one for all others, and the word's edge.
const LETTERS: usize = 46;

include!(concat!(env!("OUT_DIR"), "/likeness_tables.rs"));

/// Added to every count, in words: what has not been seen may still be.
const UNSEEN: f64 = 0.4;

/// The logarithm of the odds that the word of this key is a name: above 0, it looks like one.
pub(crate) fn likeness(key: &str) -> f64 {
    let (mut first, mut second) = (0, 0);
    let mut odds = 0.0;
    for letter in key.strip_prefix("ال").unwrap_or(key).chars().map(number).chain([0]) {
        let pair = first * LETTERS + second;
        let name = probability(row(&NAME_ENDS, pair, &NAME_LETTERS, &NAME_COUNTS), letter);
        let word = probability(row(&WORD_ENDS, pair, &WORD_LETTERS, &WORD_COUNTS), letter);
        odds += libm::log(name / word);
        (first, second) = (second, letter);
    }
    odds
}

/// The letters that come after two, by the number of the pair, and how often each does.
fn row<'t>(ends: &[u16], pair: usize, letters: &'t [u8], counts: &'t [u16]) -> (&'t [u8], &'t [u16]) {
    let range = match ends.get(pair..pair + 2) {
        Some(&[start, end]) => usize::from(start)..usize::from(end),
        _ => 0..0,
    };
    (letters.get(range.clone()).unwrap_or_default(), counts.get(range).unwrap_or_default())
}

/// The probability of a letter, by how often each came after the same two.
fn probability((letters, counts): (&[u8], &[u16]), letter: usize) -> f64 {
    let all: u32 = counts.iter().map(|&count| u32::from(count)).sum();
    let place = letters.iter().position(|&known| usize::from(known) == letter);
    let count = place.and_then(|place| counts.get(place)).copied().unwrap_or(0);
    (f64::from(count) + UNSEEN) / (f64::from(all) + UNSEEN * LETTERS as f64)
}

fn number(letter: char) -> usize {
    match letter {
        'ء'..='ي' => letter as usize - 'ء' as usize + 1,
        _ => LETTERS - 1,
    }
}

#[cfg(test)]
mod tests {
    use super::likeness;

    #[test]
    fn foreign_names_and_inflected_words_are_told_apart() {
        for name in ["رافاران", "شتاينماير", "دوبسون", "كافنر", "كورينثيانز", "هاسلهوف"]
        {
            assert!(likeness(name) > 0.0, "{name}: {}", likeness(name));
        }
        for word in ["حظوظه", "تعلقه", "سيتوجه", "مسلحون", "متفوقا", "يعتزمون"]
        {
            assert!(likeness(word) < 0.0, "{word}: {}", likeness(word));
        }
    }
}
