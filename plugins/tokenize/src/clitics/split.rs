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

    /// The letters of `word` that are its stem: none where chain and pronoun leave none.
    #[inline]
    pub fn stem(self, word: &[u8]) -> &[u8] {
        self.stem_between(word).unwrap_or_default()
    }

    /// The same, unless chain and pronoun have letters in common.
    fn stem_between(self, word: &[u8]) -> Option<&[u8]> {
        let end = word.len().checked_sub(PRONOUNS[self.pronoun].count)?;
        word.get(CHAINS[self.chain].count..end)
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
pub fn for_each(word: &[u8], take: impl FnMut(Split)) {
    Affixes::of(word).for_each_split(word, take);
}

/// The affixes that a word begins and ends with, a bit for each. The first is always among them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Affixes {
    pub(super) chains: u32,
    pub(super) pronouns: u32,
}

impl Affixes {
    pub(super) fn of(word: &[u8]) -> Self {
        let letter = |letter: Option<&u8>| letter.map_or(0, |&letter| usize::from(letter) % LETTERS);
        let (mut affixes, mut first, mut last) =
            (Affixes { chains: !0, pronouns: !0 }, word.iter(), word.iter().rev());
        for (chains, pronouns) in CHAINS_BY_LETTER.iter().zip(&PRONOUNS_BY_LETTER) {
            affixes.chains &= chains[letter(first.next())];
            affixes.pronouns &= pronouns[letter(last.next())];
        }
        affixes
    }

    /// Those that are left in a word with such alefs, a bit for each by its place: the alef of the article has no hamza, so
    /// that `ألحق` and `وألمانيا` have none.
    pub(super) fn written_with(mut self, hamzas: u32) -> Self {
        for (place, articles) in ARTICLES_BY_ALEF.iter().enumerate() {
            if hamzas >> place & 1 == 1 {
                self.chains &= !articles;
            }
        }
        self
    }

    /// Whether the word can be taken for nothing but a whole one.
    pub(super) fn are_none(self) -> bool {
        self.chains | self.pronouns == 1
    }

    /// Gives every split with these affixes that the grammar allows for the word.
    #[inline]
    pub(super) fn for_each_split(self, word: &[u8], mut take: impl FnMut(Split)) {
        for chain in bits(self.chains) {
            for pronoun in bits(self.pronouns) {
                let split = Split { chain, pronoun };
                if self.allow(split, word) {
                    take(split);
                }
            }
        }
    }

    /// Whether a split has such affixes, and the grammar allows it for the word.
    pub(super) fn allow(self, split: Split, word: &[u8]) -> bool {
        self.chains >> split.chain & self.pronouns >> split.pronoun & 1 == 1
            && split.stem_between(word).is_some_and(|stem| allows(split, stem))
    }
}

/// The places of the bits that are set, in order.
fn bits(mut set: u32) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let first = (set != 0).then(|| set.trailing_zeros() as usize);
        set &= set.wrapping_sub(1);
        first
    })
}

/// More than there are numbers of letters; 0 is none, and stands for what is not in a word.
const LETTERS: usize = 64;

/// By how far a letter stands from an end of a word, and by the letter: the affixes at that end that do not reach so far, or
/// have it there.
type ByLetter = [[u32; LETTERS]; LONGEST];

static CHAINS_BY_LETTER: ByLetter = by_letter(&CHAINS, false);
static PRONOUNS_BY_LETTER: ByLetter = by_letter(&PRONOUNS, true);

const fn by_letter<const COUNT: usize>(affixes: &[Affix; COUNT], from_end: bool) -> ByLetter {
    let (mut table, mut affix) = ([[0; LETTERS]; LONGEST], 0);
    while affix < COUNT {
        let Affix { letters, count, .. } = affixes[affix];
        let mut distance = 0;
        while distance < LONGEST {
            let mut letter = 0;
            while letter < LETTERS {
                let fits = distance >= count
                    || letter == letters[if from_end { count - 1 - distance } else { distance }] as usize;
                table[distance][letter] |= (fits as u32) << affix;
                letter += 1;
            }
            distance += 1;
        }
        affix += 1;
    }
    table
}

/// By the place of a letter: the chains whose article has its alef there.
const ARTICLES_BY_ALEF: [u32; LONGEST] = {
    let (mut table, mut chain) = ([0; LONGEST], 0);
    while chain < CHAINS.len() {
        let Affix { letters, count, .. } = CHAINS[chain];
        let mut place = 0;
        while place < count {
            if letters[place] == ALEF {
                table[place] |= 1 << chain;
            }
            place += 1;
        }
        chain += 1;
    }
    table
};

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
