//! Documents of any number, made from the sentences of the sample corpus.

use textmill_texts::{Language, Random, Samples, Vocabulary};

/// How long documents are. None is as long as another: each length is drawn from half to one and a half times the
/// middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Some 140 characters, now and then with a hashtag, a mention or an address.
    Tweet,
    /// Some 3,000 characters in paragraphs.
    News,
    /// Some 100,000 characters in paragraphs.
    Book,
}

/// A kind of text.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Its name in the benches.
    pub name: &'static str,
    /// Its language.
    pub language: Language,
    /// How long its documents are.
    pub size: Size,
}

/// All kinds of text.
pub const SHAPES: [Shape; 6] = [
    Shape { name: "arabic-tweet", language: Language::Arabic, size: Size::Tweet },
    Shape { name: "arabic-news", language: Language::Arabic, size: Size::News },
    Shape { name: "arabic-book", language: Language::Arabic, size: Size::Book },
    Shape { name: "english-tweet", language: Language::English, size: Size::Tweet },
    Shape { name: "english-news", language: Language::English, size: Size::News },
    Shape { name: "english-book", language: Language::English, size: Size::Book },
];

/// Documents of a kind, as many as make `bytes` of UTF-8 or a little more.
///
/// They are sentences of the sample corpus in an order of their own. The corpus has a few thousand different words, and
/// a text of this length has many times that, so words of more than three letters give way to others, which are new as
/// often as in nature: of a mebibyte of English news some 7 % of the tokens are different, of Arabic news 22 %.
///
/// # Panics
/// Where the folder `corpus` of the repository is not there.
#[must_use]
pub fn texts(shape: Shape, bytes: usize) -> Vec<String> {
    let mut author = Author::new(shape);
    let mut documents = Vec::new();
    let mut made = 0;
    while made < bytes {
        let document = author.document();
        made += document.len();
        documents.push(document);
    }
    documents
}

/// Batches of a kind, of [`BATCH_BYTES`](crate::BATCH_BYTES) or a little more each, as one instance gets them one after
/// the other: their texts are different, and the later have fewer new words.
///
/// # Panics
/// Where the folder `corpus` of the repository is not there.
#[must_use]
pub fn batches(shape: Shape, number: usize) -> Vec<Vec<String>> {
    let mut author = Author::new(shape);
    let batch = |_| {
        let mut documents = Vec::new();
        let mut made = 0;
        while made < crate::BATCH_BYTES {
            let document = author.document();
            made += document.len();
            documents.push(document);
        }
        documents
    };
    (0..number).map(batch).collect()
}

/// Writes documents of a kind, never the same twice.
struct Author {
    samples: Samples,
    vocabulary: Vocabulary,
    random: Random,
    size: Size,
    /// Bytes written.
    bytes: u64,
}

impl Author {
    fn new(shape: Shape) -> Self {
        let samples = Samples::of(shape.language).expect("the sample corpus is in the repository");
        // Arabic writes articles, prepositions and pronouns as parts of words, so it has more of them.
        let growth = match shape.language {
            Language::Arabic => 3.3,
            Language::English => 2.0,
        };
        let vocabulary = Vocabulary::new(&samples.words, growth);
        let random = Random::new(shape.size as u64);
        Self { samples, vocabulary, random, size: shape.size, bytes: 0 }
    }

    fn document(&mut self) -> String {
        let middle = match self.size {
            Size::Tweet => 140,
            Size::News => 3_000,
            Size::Book => 100_000,
        };
        let characters = middle / 2 + self.random.below(middle);
        let mut text = String::new();
        let mut written = 0;
        while written < characters {
            if !text.is_empty() {
                let ends_paragraph = self.size != Size::Tweet && self.random.below(5) == 0;
                text.push_str(if ends_paragraph { "\n\n" } else { " " });
            }
            let sentence = self.random.below(self.samples.sentences.len());
            written += self.write(sentence, &mut text);
        }
        if self.size == Size::Tweet && self.random.below(3) == 0 {
            text.push(' ');
            text.push_str(self.random.pick(&self.samples.ornaments));
        }
        text
    }

    /// Writes a sentence, in which every fourth of the words that may gives way to another, and gives its characters.
    fn write(&mut self, sentence: usize, text: &mut String) -> usize {
        let start = text.len();
        for (index, word) in self.samples.sentences[sentence].split(' ').enumerate() {
            if index > 0 {
                text.push(' ');
            }
            let may = word.chars().count() > 3 && word.chars().all(char::is_alphabetic);
            if may && self.random.below(4) == 0 {
                let bytes = self.bytes + (text.len() - start) as u64;
                self.vocabulary.write_word(bytes, &mut self.random, text);
            } else {
                text.push_str(word);
            }
        }
        self.bytes += (text.len() - start) as u64;
        text[start..].chars().count()
    }
}

#[cfg(test)]
mod tests {
    use super::{SHAPES, texts};

    #[test]
    fn texts_are_the_same_each_time_and_of_many_lengths() {
        for shape in SHAPES {
            let documents = texts(shape, 1 << 20);
            assert_eq!(documents, texts(shape, 1 << 20));
            let bytes: usize = documents.iter().map(String::len).sum();
            assert!((1 << 20..3 << 19).contains(&bytes), "{} has {bytes} bytes", shape.name);
            let (least, most) =
                (documents.iter().map(String::len).min(), documents.iter().map(String::len).max());
            assert!(least < most, "{}", shape.name);
        }
    }
}
