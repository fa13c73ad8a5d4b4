//! The ways in which a word may be cut: a chain of particles and article, a stem, a pronoun.

use super::letters::number;

/// Letters of a chain or a pronoun, at most.
const LONGEST: usize = 4;

/// A clitic or several, with the letters that a word begins or ends with.
#[derive(Clone, Copy, Debug)]
pub struct Affix {
    /// Its parts, with a `+` behind or before each.
    pub parts: &'static str,
    letters: [u8; LONGEST],
    /// How many letters it has.
    pub count: usize,
}

impl Affix {
    const fn new(parts: &'static str) -> Self {
        let (bytes, mut letters, mut count, mut at) = (parts.as_bytes(), [0; LONGEST], 0, 0);
        while at < bytes.len() {
            if bytes[at] == b'+' {
                at += 1;
                continue;
            }
            // Each letter has two bytes.
            let code = (bytes[at] as u32 & 0x1F) << 6 | bytes[at + 1] as u32 & 0x3F;
            if let Some(letter) = char::from_u32(code)
                && let Some(number) = number(letter)
            {
                letters[count] = number;
                count += 1;
            }
            at += 2;
        }
        Affix { parts, letters, count }
    }

    const fn all<const COUNT: usize>(parts: [&'static str; COUNT]) -> [Self; COUNT] {
        let (mut affixes, mut at) = ([Affix::new(""); COUNT], 0);
        while at < COUNT {
            affixes[at] = Affix::new(parts[at]);
            at += 1;
        }
        affixes
    }

    /// Whether a word begins with its letters, whose first four letters are these, zeros where there are fewer.
    #[inline]
    fn begins(&self, first: u32) -> bool {
        let others = u32::MAX.checked_shl(8 * self.count as u32).unwrap_or(0);
        u32::from_le_bytes(self.letters) == first & !others
    }

    /// Whether a word ends with its letters, whose last four letters are these, zeros before them where there are fewer.
    #[inline]
    fn ends(&self, last: u32) -> bool {
        let own = last.checked_shr(8 * (LONGEST - self.count) as u32).unwrap_or(0);
        u32::from_le_bytes(self.letters) == own
    }
}

/// What may stand before a stem. The first is nothing.
pub const CHAINS: [Affix; 27] = Affix::all([
    "",
    "ب+",
    "ل+",
    "ك+",
    "س+",
    "ال+",
    "ب+ال+",
    "ك+ال+",
    "ل+ل+",
    "و+",
    "و+ب+",
    "و+ل+",
    "و+ك+",
    "و+س+",
    "و+ال+",
    "و+ب+ال+",
    "و+ك+ال+",
    "و+ل+ل+",
    "ف+",
    "ف+ب+",
    "ف+ل+",
    "ف+ك+",
    "ف+س+",
    "ف+ال+",
    "ف+ب+ال+",
    "ف+ك+ال+",
    "ف+ل+ل+",
]);

/// Chains come in rows of this many, one for each conjunction.
const ROW: usize = 9;

/// What may stand after a stem. The first is nothing.
pub const PRONOUNS: [Affix; 12] =
    Affix::all(["", "+ه", "+ها", "+هم", "+هن", "+هما", "+ك", "+كم", "+كما", "+نا", "+ني", "+ي"]);

/// How many splits there are: each [`Split::number`] is below this.
pub const SPLITS: usize = CHAINS.len() * PRONOUNS.len();

/// A way to cut a word, by the places of its chain and its pronoun in [`CHAINS`] and [`PRONOUNS`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Split {
    /// Of its chain.
    pub chain: usize,
    /// Of its pronoun.
    pub pronoun: usize,
}

impl Split {
    /// The word as it is.
    pub const WHOLE: Split = Split { chain: 0, pronoun: 0 };

    /// A number of its own.
    pub fn number(self) -> usize {
        self.chain * PRONOUNS.len() + self.pronoun
    }

    /// The split of a number.
    pub fn from_number(number: usize) -> Option<Self> {
        (number < SPLITS)
            .then_some(Split { chain: number / PRONOUNS.len(), pronoun: number % PRONOUNS.len() })
    }

    /// The value of the attribute, appended.
    pub fn write(self, value: &mut String) {
        value.extend([CHAINS[self.chain].parts, "_", PRONOUNS[self.pronoun].parts]);
    }

    /// Whether its chain ends with the article.
    pub fn has_article(self) -> bool {
        self.chain % ROW >= FIRST_ARTICLE
    }

    /// The split without the article, where it has one.
    pub fn without_article(self) -> Self {
        let back = if self.has_article() { BEFORE_ARTICLES[self.chain % ROW - FIRST_ARTICLE] } else { 0 };
        Split { chain: self.chain - back, ..self }
    }

    /// The letters of `word` that are its stem.
    pub fn stem(self, word: &[u8]) -> &[u8] {
        &word[CHAINS[self.chain].count..word.len() - PRONOUNS[self.pronoun].count]
    }
}

/// The first chain with the article in a row.
const FIRST_ARTICLE: usize = 5;
/// How far the chains with the article stand behind those without: ال, بال, كال, لل.
const BEFORE_ARTICLES: [usize; 4] = [5, 5, 4, 6];

const ALEF: u8 = letter('ا');
const BEH: u8 = letter('ب');
const LAM: u8 = letter('ل');
const NOON: u8 = letter('ن');
const TEH: u8 = letter('ت');
const YEH: u8 = letter('ي');
const TEH_MARBUTA: u8 = letter('ة');
const ALEF_MAKSURA: u8 = letter('ى');
/// The place of the future's س in a row.
const FUTURE: usize = 4;

const fn letter(character: char) -> u8 {
    match number(character) {
        Some(number) => number,
        None => 0,
    }
}

/// Gives every split that the grammar allows for a word of these letters; [`Split::WHOLE`] is the first.
pub fn for_each(word: &[u8], mut take: impl FnMut(Split)) {
    let (mut first, mut last) = ([0; LONGEST], [0; LONGEST]);
    for (place, &letter) in first.iter_mut().zip(word) {
        *place = letter;
    }
    for (place, &letter) in last.iter_mut().rev().zip(word.iter().rev()) {
        *place = letter;
    }
    let (first, last) = (u32::from_le_bytes(first), u32::from_le_bytes(last));
    // Most words end with no pronoun, and begin with no chain.
    let mut pronouns = [0; PRONOUNS.len()];
    let mut count = 0;
    for (pronoun, after) in PRONOUNS.iter().enumerate() {
        pronouns[count] = pronoun;
        count += usize::from(after.ends(last));
    }
    for (chain, before) in CHAINS.iter().enumerate() {
        if !before.begins(first) {
            continue;
        }
        for &pronoun in &pronouns[..count] {
            let Some(end) = word.len().checked_sub(PRONOUNS[pronoun].count) else { continue };
            let split = Split { chain, pronoun };
            if let Some(stem) = word.get(before.count..end)
                && allows(split, stem)
            {
                take(split);
            }
        }
    }
}

/// Whether a stem of these letters stands so.
fn allows(split: Split, stem: &[u8]) -> bool {
    let [first, .., last] = *stem else {
        // A preposition before its pronoun: له, به, ولها.
        let conjunction = split.chain.is_multiple_of(ROW);
        return split == Split::WHOLE || conjunction && split.pronoun > 0 && matches!(stem, [BEH | LAM]);
    };
    // What has the article has no pronoun, and the feminine ending becomes a ت before one.
    let pronoun = split.pronoun == 0 || !split.has_article() && last != TEH_MARBUTA && last != ALEF_MAKSURA;
    // The future is of verbs in the imperfect.
    let future = split.chain % ROW != FUTURE || stem.len() > 2 && matches!(first, ALEF | NOON | TEH | YEH);
    pronoun && future
}

#[cfg(test)]
mod tests {
    use super::super::letters::Letters;
    use super::*;

    fn splits(word: &str) -> Vec<String> {
        let letters = Letters::of(word).expect("an Arabic word");
        let mut found = Vec::new();
        for_each(letters.numbers(), |split| {
            let mut value = String::new();
            split.write(&mut value);
            found.push(value);
        });
        found
    }

    #[test]
    fn what_the_grammar_allows() {
        for (word, expected) in [
            ("من", &["_"][..]),
            ("له", &["_", "_+ه"]),
            ("وبه", &["_", "_+ه", "و+_", "و+_+ه"]),
            ("قلم", &["_"]),
            ("المدينة", &["_", "ال+_"]),
            ("سيكتبه", &["_", "_+ه", "س+_", "س+_+ه"]),
            ("سعيد", &["_"]),
            ("للبيت", &["_", "ل+_", "ل+ل+_"]),
            ("بالعلم", &["_", "ب+_", "ب+ال+_"]),
            ("و", &["_"]),
            ("", &["_"]),
        ] {
            assert_eq!(splits(word), expected, "{word}");
        }
    }

    /// The words that begin and end with an affix are those whose letters say so.
    #[test]
    fn affixes_stand_at_the_ends_of_words() {
        for word in ["", "و", "ال", "وبال", "وبالك", "كما", "هما", "وهما", "ككم", "ني", "لنا", "فللقلم"]
        {
            let letters = Letters::of(word).expect("an Arabic word");
            let expected: Vec<Split> = (0..SPLITS)
                .filter_map(Split::from_number)
                .filter(|split| {
                    let (before, after) = (&CHAINS[split.chain], &PRONOUNS[split.pronoun]);
                    let rest = letters.numbers().strip_prefix(&before.letters[..before.count]);
                    let stem = rest.and_then(|rest| rest.strip_suffix(&after.letters[..after.count]));
                    stem.is_some_and(|stem| allows(*split, stem))
                })
                .collect();
            let mut found = Vec::new();
            for_each(letters.numbers(), |split| found.push(split));
            assert_eq!(found, expected, "{word}");
        }
    }

    #[test]
    fn a_split_has_its_number() {
        for number in 0..SPLITS {
            assert_eq!(Split::from_number(number).map(Split::number), Some(number));
        }
        assert_eq!(Split::from_number(SPLITS), None);
    }

    #[test]
    fn the_article_can_be_left_out() {
        let chain = |parts: &str| CHAINS.iter().position(|affix| affix.parts == parts).expect("a chain");
        for (with, without) in [
            ("ال+", ""),
            ("ك+ال+", "ك+"),
            ("ل+ل+", "ل+"),
            ("و+ب+ال+", "و+ب+"),
            ("ف+ل+ل+", "ف+ل+"),
            ("و+ل+", "و+ل+"),
            ("", ""),
        ] {
            let split = Split { chain: chain(with), pronoun: 0 };
            assert_eq!(split.without_article().chain, chain(without), "{with}");
            assert_eq!(split.has_article(), with != without, "{with}");
        }
    }
}
