//! How much an Arabic word that no list holds looks like a name rather than like the language's own words.
//!
//! A letter model of each of the two, learnt from the lexicon's own lists when it is read: the odds of each letter
//! after the two before it. Foreign names have other letters in other places than words built on Arabic roots, and the
//! inflections of the common words teach it plurals, pronouns and tenses.

use crate::class::Class;

/// Letters that are told apart: those from hamza to yeh, one for all others, and the word's edge.
const LETTERS: usize = 46;

/// Added to every count, in words: what has not been seen may still be.
const UNSEEN: f64 = 0.4;

/// Endings that make more words of a common word.
const ENDINGS: [&str; 9] = ["ه", "ها", "هم", "ات", "ون", "ين", "ا", "يه", "نا"];

/// Beginnings that make more words of a common word.
const BEGINNINGS: [&str; 5] = ["ي", "ت", "سي", "ست", "ن"];

/// The two letter models.
#[derive(Debug)]
pub(crate) struct Likeness {
    names: Counts,
    words: Counts,
}

#[derive(Debug)]
struct Counts {
    triples: Vec<u32>,
    pairs: Vec<u32>,
}

impl Counts {
    fn new() -> Self {
        Self { triples: vec![0; LETTERS * LETTERS * LETTERS], pairs: vec![0; LETTERS * LETTERS] }
    }

    fn learn(&mut self, word: &str) {
        for_triples(word, |[first, second, third]| {
            let pair = first * LETTERS + second;
            self.pairs[pair] += 1;
            self.triples[pair * LETTERS + third] += 1;
        });
    }

    /// The probability of the third letter after the first two.
    fn probability(&self, [first, second, third]: [usize; 3]) -> f64 {
        let pair = first * LETTERS + second;
        let seen = f64::from(self.triples[pair * LETTERS + third]);
        (seen + UNSEEN) / (f64::from(self.pairs[pair]) + UNSEEN * LETTERS as f64)
    }
}

impl Likeness {
    /// Models that know nothing.
    pub(crate) fn new() -> Self {
        Self { names: Counts::new(), words: Counts::new() }
    }

    /// Learns from the key of an entry.
    pub(crate) fn learn(&mut self, key: &str, class: Class) {
        if !key.starts_with(|letter| ('ء'..='ي').contains(&letter)) {
            return;
        }
        match class {
            Class::Given | Class::Family | Class::City | Class::Country => {
                self.names.learn(key.strip_prefix("ال").unwrap_or(key));
            }
            Class::Common => self.learn_inflected(key),
            Class::Title | Class::Speech | Class::OrganizationHead | Class::LocationHead => {
                self.words.learn(key);
            }
            _ => {}
        }
    }

    fn learn_inflected(&mut self, key: &str) {
        self.words.learn(key);
        let stem = key.strip_suffix('ه').unwrap_or(key);
        for ending in ENDINGS {
            self.words.learn(&format!("{stem}{ending}"));
        }
        for beginning in BEGINNINGS {
            self.words.learn(&format!("{beginning}{stem}"));
        }
    }

    /// The logarithm of the odds that the word of this key is a name: above 0, it looks like one.
    pub(crate) fn of(&self, key: &str) -> f64 {
        let mut odds = 0.0;
        for_triples(key.strip_prefix("ال").unwrap_or(key), |triple| {
            odds += libm::log(self.names.probability(triple) / self.words.probability(triple));
        });
        odds
    }
}

/// Calls `take` with each letter of a word after the two before it, the edge of the word being a letter too.
fn for_triples(word: &str, mut take: impl FnMut([usize; 3])) {
    let (mut first, mut second) = (0, 0);
    for letter in word.chars().map(number).chain([0]) {
        take([first, second, letter]);
        (first, second) = (second, letter);
    }
}

fn number(letter: char) -> usize {
    match letter {
        'ء'..='ي' => letter as usize - 'ء' as usize + 1,
        _ => LETTERS - 1,
    }
}

#[cfg(test)]
mod tests {
    use crate::tests::lexicon;

    #[test]
    fn foreign_names_and_inflected_words_are_told_apart() {
        for name in ["رافاران", "شتاينماير", "دوبسون", "كافنر", "كورينثيانز", "هاسلهوف"]
        {
            assert!(lexicon().likeness().of(name) > 0.0, "{name}: {}", lexicon().likeness().of(name));
        }
        for word in ["حظوظه", "تعلقه", "سيتوجه", "مسلحون", "متفوقا", "يعتزمون"]
        {
            assert!(lexicon().likeness().of(word) < 0.0, "{word}: {}", lexicon().likeness().of(word));
        }
    }
}
