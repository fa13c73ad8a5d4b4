//! Texts that belong together.

use crate::sketch::{HASHES, Sketch};

/// Hashes in a band: two texts are compared where they agree in all hashes of a band.
const ROWS: usize = 3;

/// Bands. Two texts of a Jaccard index _j_ agree in one with a probability of 1 − (1 − _j_³)⁴², which is 0.70 where _j_ is
/// 0.3, 0.94 at 0.4, 0.996 at 0.5, and more than 0.9999 from 0.6 on.
const BANDS: usize = 42;

const _: () = assert!(ROWS * BANDS <= HASHES);

/// With so many texts at most, that are unlike each other and agree in a band, another is compared. What more there are is
/// boilerplate, and each text has 41 bands beside that one.
const COMPARED: usize = 64;

/// The sketches of texts, in their order.
///
/// They take 145 bytes a text; [`groups`](Self::groups) takes 17 bytes more for a while, and [`arrange`](Self::arrange) 126.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    texts: Vec<u128>,
    signatures: Vec<[u8; HASHES]>,
    has_words: Vec<bool>,
}

/// How a text is like the first of its group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// The same words in the same order.
    Same,
    /// Nearly: the estimated Jaccard index. It may be below what was asked for, where the two are alike through a third.
    Near(f64),
}

/// Which texts belong together. Texts are called by their places, from 0.
#[derive(Clone, Debug)]
pub struct Groups {
    /// For each text the first of its group: itself where nothing before it is like it.
    first: Vec<u32>,
    /// For each text, the similarity to that as [`Kind`] has it: 255 where they are the same, else how many hashes agree.
    alike: Vec<u8>,
    /// Texts that are the same as one before them, in the order that they have here.
    pub same: u64,
    /// Texts that are nearly the same as one before them, in that order.
    pub near: u64,
    /// How often a text was not compared with one that agrees with it in a band, since it had been compared with
    /// 64 others of that band: it may have been taken for less like another than it is.
    pub not_compared: u64,
}

const SAME: u8 = u8::MAX;

impl Texts {
    /// None.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the next text.
    pub fn push(&mut self, sketch: &Sketch) {
        self.texts.push(sketch.text);
        self.signatures.push(sketch.signature);
        self.has_words.push(sketch.has_words);
    }

    /// Puts them into another order: the place of each in the order of now, of all of them.
    pub fn arrange(&mut self, order: &[u32]) {
        self.texts = order.iter().map(|&text| self.texts[text as usize]).collect();
        self.signatures = order.iter().map(|&text| self.signatures[text as usize]).collect();
        self.has_words = order.iter().map(|&text| self.has_words[text as usize]).collect();
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// Puts together what is the same, and what has an estimated Jaccard index of at least `similarity`; of more than 1,
    /// what is the same alone. What is like a text that is like another belongs to that too.
    ///
    /// What belongs together depends on the texts and their order alone.
    #[must_use]
    pub fn groups(&self, similarity: f64) -> Groups {
        let mut sets = Sets::new(self.texts.len());
        self.join_same(&mut sets);
        let same = (0..self.texts.len()).filter(|&text| sets.parents[text] as usize != text).count() as u64;
        // Of texts that are the same the first stands for all.
        let distinct: Vec<u32> = (0..)
            .zip(&self.has_words)
            .filter(|&(text, &has)| has && sets.is_first(text))
            .map(|(text, _)| text)
            .collect();
        let mut not_compared = 0;
        if similarity <= 1.0 {
            let least = least_agreeing(similarity);
            for band in 0..BANDS {
                not_compared += self.join_near(band, &distinct, least, &mut sets);
            }
        }
        let mut groups = Groups {
            first: (0..self.texts.len()).map(|text| sets.first(text as u32)).collect(),
            alike: Vec::with_capacity(self.texts.len()),
            same,
            near: 0,
            not_compared,
        };
        for (text, &first) in groups.first.iter().enumerate() {
            let first = first as usize;
            groups.alike.push(if self.texts[text] == self.texts[first] {
                SAME
            } else {
                agreeing(&self.signatures[text], &self.signatures[first])
            });
        }
        groups.near =
            (0..self.texts.len()).filter(|&text| groups.first_of(text) != text).count() as u64 - same;
        groups
    }

    fn join_same(&self, sets: &mut Sets) {
        let mut order: Vec<u32> = (0..self.texts.len() as u32).collect();
        order.sort_unstable_by_key(|&text| (self.texts[text as usize], text));
        for same in order.chunk_by(|&one, &other| self.texts[one as usize] == self.texts[other as usize]) {
            same.iter().for_each(|&text| sets.join(same[0], text));
        }
    }

    /// Joins texts that agree in a band and are alike, and gives how many comparisons were left out.
    fn join_near(&self, band: usize, texts: &[u32], least: u8, sets: &mut Sets) -> u64 {
        let key = |text: u32| {
            let rows = &self.signatures[text as usize][band * ROWS..][..ROWS];
            rows.iter().fold(0_u32, |key, &row| key << 8 | u32::from(row))
        };
        let mut keyed: Vec<u64> =
            texts.iter().map(|&text| u64::from(key(text)) << 32 | u64::from(text)).collect();
        keyed.sort_unstable();
        let mut left_out = 0;
        let mut heads: Vec<u32> = Vec::new();
        for agreeing in keyed.chunk_by(|one, other| one >> 32 == other >> 32).filter(|some| some.len() > 1) {
            heads.clear();
            for &text in agreeing {
                let text = text as u32;
                if heads.iter().any(|&head| sets.first(head) == sets.first(text)) {
                    continue;
                }
                let mut joins = false;
                for &head in &heads {
                    if sets.first(head) != sets.first(text) && self.are_alike(head, text, least) {
                        sets.join(head, text);
                        joins = true;
                    }
                }
                match (joins, heads.len() < COMPARED) {
                    (true, _) => {}
                    (false, true) => heads.push(text),
                    (false, false) => left_out += 1,
                }
            }
        }
        left_out
    }

    fn are_alike(&self, one: u32, other: u32, least: u8) -> bool {
        agreeing(&self.signatures[one as usize], &self.signatures[other as usize]) >= least
    }
}

impl Groups {
    /// The first text of the group of a text: the text itself where nothing before it is like it.
    #[must_use]
    pub fn first_of(&self, text: usize) -> usize {
        self.first[text] as usize
    }

    /// How a text is like the first of its group; nothing where it is the first.
    #[must_use]
    pub fn kind_of(&self, text: usize) -> Option<Kind> {
        match self.alike[text] {
            _ if self.first_of(text) == text => None,
            SAME => Some(Kind::Same),
            agreeing => Some(Kind::Near(jaccard(agreeing))),
        }
    }

    /// The groups of more than one text, each in order, by their first.
    #[must_use]
    pub fn several(&self) -> Vec<Vec<usize>> {
        let mut order: Vec<(u32, usize)> = self.first.iter().copied().zip(0..).collect();
        order.sort_unstable();
        let groups = order.chunk_by(|one, other| one.0 == other.0).filter(|group| group.len() > 1);
        groups.map(|group| group.iter().map(|&(_, text)| text).collect()).collect()
    }
}

/// In how many hashes two signatures agree: at most [`HASHES`], which is less than [`SAME`].
fn agreeing(one: &[u8; HASHES], other: &[u8; HASHES]) -> u8 {
    one.iter().zip(other).map(|(one, other)| u8::from(one == other)).sum()
}

/// The Jaccard index of which so many agreeing hashes are the estimate: one of 256 agrees by chance.
fn jaccard(agreeing: u8) -> f64 {
    const CHANCE: f64 = 1.0 / 256.0;
    let share = f64::from(agreeing) / HASHES as f64;
    ((share - CHANCE) / (1.0 - CHANCE)).max(0.0)
}

/// The fewest agreeing hashes that are the estimate of such an index, or a greater one.
fn least_agreeing(similarity: f64) -> u8 {
    (0..=HASHES as u8).find(|&agreeing| jaccard(agreeing) >= similarity).unwrap_or(HASHES as u8)
}

/// Sets of texts, each called by its first.
struct Sets {
    /// For each text one before it in the same set, or itself.
    parents: Vec<u32>,
}

impl Sets {
    fn new(texts: usize) -> Self {
        let texts = u32::try_from(texts).expect("sketches of 2³² texts take more memory than there is");
        Self { parents: (0..texts).collect() }
    }

    fn is_first(&self, text: u32) -> bool {
        self.parents[text as usize] == text
    }

    fn first(&mut self, text: u32) -> u32 {
        let mut text = text;
        while !self.is_first(text) {
            let above = self.parents[text as usize];
            // Ways are halved as they are gone.
            self.parents[text as usize] = self.parents[above as usize];
            text = above;
        }
        text
    }

    fn join(&mut self, one: u32, other: u32) {
        let [one, other] = [one, other].map(|text| self.first(text));
        self.parents[one.max(other) as usize] = one.min(other);
    }
}

#[cfg(test)]
mod tests {
    use super::{HASHES, Kind, Texts, agreeing, jaccard, least_agreeing};
    use crate::Sketch;

    fn texts<'t>(of: impl IntoIterator<Item = &'t str>) -> Texts {
        let mut texts = Texts::new();
        of.into_iter().for_each(|text| texts.push(&Sketch::of(text)));
        texts
    }

    #[test]
    fn the_first_of_those_that_are_the_same_stands_for_them() {
        let groups = texts(["b c d", "a b", "B c d!", "x", "a b", "A, B"]).groups(0.5);
        let first: Vec<usize> = (0..6).map(|text| groups.first_of(text)).collect();
        assert_eq!(first, [0, 1, 0, 3, 1, 1]);
        assert_eq!(groups.several(), [vec![0, 2], vec![1, 4, 5]]);
        assert_eq!((groups.same, groups.near, groups.not_compared), (3, 0, 0));
        assert_eq!((groups.kind_of(0), groups.kind_of(5)), (None, Some(Kind::Same)));
    }

    #[test]
    fn what_is_nearly_the_same_is_told_from_what_is_the_same() {
        let long = (0..200).map(|number| format!("word{number}")).collect::<Vec<_>>();
        let (whole, mut edited) = (long.join(" "), long.clone());
        edited[100] = "another".to_owned();
        let edited = edited.join(" ");
        let near = texts([whole.as_str(), "something else", &edited]);
        let groups = near.groups(0.5);
        assert_eq!((groups.first_of(2), groups.same, groups.near), (0, 0, 1));
        assert!(
            matches!(groups.kind_of(2), Some(Kind::Near(index)) if index > 0.9),
            "{:?}",
            groups.kind_of(2)
        );
        assert_eq!(near.groups(1.1).near, 0);
    }

    #[test]
    fn estimates_are_of_what_agrees_but_for_chance() {
        assert_eq!((jaccard(HASHES as u8), jaccard(0)), (1.0, 0.0));
        assert_eq!((least_agreeing(0.0), least_agreeing(1.0)), (0, 128));
        assert!((jaccard(least_agreeing(0.5)) - 0.5).abs() < 0.01);
        assert_eq!(agreeing(&[1; HASHES], &[1; HASHES]), 128);
        let one = Sketch::of("one two three four").signature;
        let other = Sketch::of("five six seven eight").signature;
        assert!(agreeing(&one, &other) < 8);
    }

    #[test]
    fn no_texts_are_no_groups() {
        assert!(Texts::new().groups(0.5).several().is_empty());
        let groups = texts(["", "", "?"]).groups(0.0);
        assert_eq!((groups.same, groups.near), (1, 0), "what has no words is near nothing");
    }
}
