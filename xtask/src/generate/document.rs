//! Documents, one after the other.

use std::io;
use std::ops::Range;

use textmill_texts::{Language, Random, Samples, Vocabulary};

use super::date::Date;

/// New words of a language: between the Arabic of news and the English.
const GROWTH: f64 = 2.5;

/// Where documents say that they come from. The names are reserved for examples (RFC 2606).
const SOURCES: [[&str; 4]; 2] = [
    ["alwaha.example", "sahifa.example", "akhbar.example", "dijla.example"],
    ["courier.example", "gazette.example", "ledger.example", "observer.example"],
];

/// A document with its metadata.
#[derive(Debug)]
pub(super) struct Document<'a> {
    /// From 1, in the order of the corpus.
    pub(super) number: u64,
    pub(super) text: &'a str,
    /// BCP 47.
    pub(super) language: &'static str,
    pub(super) date: Date,
    pub(super) source: &'static str,
}

/// Makes documents in paragraphs, half of them Arabic and half English by chance.
///
/// No two are the same: each is a draw among far more sentences in a row than there are documents in any corpus, most of
/// them with a word of its own.
#[derive(Debug)]
pub(super) struct Author {
    languages: [Pieces; 2],
    random: Random,
    text: String,
    /// Documents made.
    documents: u64,
}

/// What the texts of a language are made of.
#[derive(Debug)]
struct Pieces {
    sentences: Vec<Sentence>,
    vocabulary: Vocabulary,
    /// Bytes written in this language.
    bytes: u64,
}

#[derive(Debug)]
struct Sentence {
    text: String,
    /// Its words of letters alone that do not begin it, any of which may give way to another.
    words: Vec<Range<usize>>,
}

impl Author {
    pub(super) fn new(seed: u64) -> io::Result<Self> {
        let languages = [Pieces::of(Language::Arabic)?, Pieces::of(Language::English)?];
        Ok(Self { languages, random: Random::new(seed), text: String::new(), documents: 0 })
    }

    /// The next document, of half to one and a half times `bytes`, or a sentence more.
    pub(super) fn next(&mut self, bytes: u64) -> Document<'_> {
        let language = self.random.below(2);
        let bytes = bytes / 2 + self.random.below(bytes as usize) as u64;
        self.documents += 1;
        self.text.clear();
        self.languages[language].write(bytes as usize, &mut self.random, &mut self.text);
        Document {
            number: self.documents,
            text: &self.text,
            language: ["ar", "en"][language],
            date: Date::of_2015_to_2024(self.random.below(Date::DAYS)),
            source: SOURCES[language][self.random.below(4)],
        }
    }
}

impl Pieces {
    fn of(language: Language) -> io::Result<Self> {
        let samples = Samples::of(language)?;
        let vocabulary = Vocabulary::new(&samples.words, GROWTH);
        Ok(Self {
            sentences: samples.sentences.into_iter().map(Sentence::new).collect(),
            vocabulary,
            bytes: 0,
        })
    }

    fn write(&mut self, bytes: usize, random: &mut Random, text: &mut String) {
        while text.len() < bytes {
            if !text.is_empty() {
                text.push_str(if random.below(5) == 0 { "\n\n" } else { " " });
            }
            let start = text.len();
            let sentence = &self.sentences[random.below(self.sentences.len())];
            sentence.write(&mut self.vocabulary, self.bytes, random, text);
            self.bytes += (text.len() - start) as u64;
        }
        text.push('\n');
    }
}

impl Sentence {
    fn new(text: String) -> Self {
        let mut words = Vec::new();
        let mut start = 0;
        for word in text.split(' ') {
            if start > 0 && !word.is_empty() && word.chars().all(char::is_alphabetic) {
                words.push(start..start + word.len());
            }
            start += word.len() + 1;
        }
        Self { text, words }
    }

    /// Writes the sentence with another word in the place of one, if it has any that may give way.
    fn write(&self, vocabulary: &mut Vocabulary, bytes: u64, random: &mut Random, text: &mut String) {
        let Some(word) = self.words.get(random.below(self.words.len())) else {
            text.push_str(&self.text);
            return;
        };
        text.push_str(&self.text[..word.start]);
        vocabulary.write_word(bytes, random, text);
        text.push_str(&self.text[word.end..]);
    }
}
