//! The sentences and words of the sample corpus, from which benches and the corpus generator make documents of any number,
//! and texts in other spellings, for tests of all analyzers.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

mod random;
mod spelling;
mod vocabulary;

pub use random::Random;
pub use spelling::Spelling;
pub use vocabulary::Vocabulary;

/// The language of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Arabic: two bytes a letter.
    Arabic,
    /// English: one byte a letter.
    English,
}

/// What the samples of a language are made of, in the order of their paths.
#[derive(Clone, Debug, Default)]
pub struct Samples {
    /// Stretches that end with a mark and a blank, or with a line. None is empty.
    pub sentences: Vec<String>,
    /// Words of more than three letters and nothing else, each as often as it is there.
    pub words: Vec<String>,
    /// Hashtags, mentions, addresses.
    pub ornaments: Vec<String>,
}

impl Samples {
    /// Reads the samples of a language from the folder `corpus` of the repository.
    ///
    /// # Errors
    /// Where the folder is not there, or a sample cannot be read.
    pub fn of(language: Language) -> io::Result<Self> {
        let mut samples = Self::default();
        for path in files(language)? {
            samples.add(&fs::read_to_string(path)?);
        }
        Ok(samples)
    }

    fn add(&mut self, text: &str) {
        self.sentences.extend(sentences(text).into_iter().map(str::to_string));
        for word in text.split_whitespace() {
            if word.starts_with(['#', '@']) || word.contains("://") {
                self.ornaments.push(word.to_string());
            } else if word.chars().count() > 3 && word.chars().all(char::is_alphabetic) {
                self.words.push(word.to_string());
            }
        }
    }
}

/// A word cut in the middle.
#[must_use]
pub fn halves(word: &str) -> (&str, &str) {
    let middle = word.chars().count() / 2;
    word.split_at(word.char_indices().nth(middle).map_or(word.len(), |(at, _)| at))
}

/// The files of a language, sorted.
fn files(language: Language) -> io::Result<Vec<PathBuf>> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus");
    let (folder, long) = match language {
        Language::Arabic => ("ar", "long/bookshop-diary.txt"),
        Language::English => ("en", "long/harbour-book.txt"),
    };
    let mut files = vec![corpus.join(long)];
    for genre in ["news", "posts", "reviews"] {
        for entry in fs::read_dir(corpus.join(folder).join(genre))? {
            files.push(entry?.path());
        }
    }
    files.sort();
    Ok(files)
}

fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let mut start = 0;
        for (blank, _) in line.match_indices(' ') {
            if line[..blank].ends_with(['.', '!', '?', '؟']) {
                sentences.push(&line[start..blank]);
                start = blank + 1;
            }
        }
        sentences.push(&line[start..]);
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::{Language, Samples, halves, sentences};

    #[test]
    fn sentences_end_with_a_mark_or_a_line() {
        assert_eq!(sentences("A b. C?\n\n d e \nهل؟ نعم"), ["A b.", "C?", "d e", "هل؟", "نعم"]);
    }

    #[test]
    fn words_are_cut_between_letters() {
        for (word, expected) in
            [("", ("", "")), ("a", ("", "a")), ("tea", ("t", "ea")), ("مدينة", ("مد", "ينة"))]
        {
            assert_eq!(halves(word), expected);
        }
    }

    #[test]
    fn there_are_samples_of_both_languages() {
        for language in [Language::Arabic, Language::English] {
            let samples = Samples::of(language).unwrap();
            assert!(samples.sentences.len() > 500 && samples.words.len() > 2000, "{language:?}");
            assert!(!samples.ornaments.is_empty(), "{language:?}");
        }
    }
}
