//! Documents of any number, made from the sentences of the sample corpus.

use textmill_texts::{Language, Random, Samples, halves};

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
/// a text of this length would have many times that, so in every second sentence a word gives way to a new one: half of
/// it and half of another.
///
/// # Panics
/// Where the folder `corpus` of the repository is not there.
#[must_use]
pub fn texts(shape: Shape, bytes: usize) -> Vec<String> {
    let pieces = Pieces(Samples::of(shape.language).expect("the sample corpus is in the repository"));
    let mut random = Random::new(bytes as u64);
    let mut documents = Vec::new();
    let mut made = 0;
    while made < bytes {
        let document = pieces.document(shape.size, &mut random);
        made += document.len();
        documents.push(document);
    }
    documents
}

/// What documents are made of.
struct Pieces(Samples);

impl Pieces {
    fn document(&self, size: Size, random: &mut Random) -> String {
        let middle = match size {
            Size::Tweet => 140,
            Size::News => 3_000,
            Size::Book => 100_000,
        };
        let characters = middle / 2 + random.below(middle);
        let mut text = String::new();
        let mut written = 0;
        while written < characters {
            if !text.is_empty() {
                let ends_paragraph = size != Size::Tweet && random.below(5) == 0;
                text.push_str(if ends_paragraph { "\n\n" } else { " " });
            }
            let sentence = random.pick(&self.0.sentences);
            written += sentence.chars().count();
            self.write(sentence, &mut text, random);
        }
        if size == Size::Tweet && random.below(3) == 0 {
            text.push(' ');
            text.push_str(random.pick(&self.0.ornaments));
        }
        text
    }

    /// Writes a sentence, every second with a new word.
    fn write(&self, sentence: &str, text: &mut String, random: &mut Random) {
        let replaced = (random.below(2) == 0).then(|| random.below(sentence.split(' ').count()));
        for (index, word) in sentence.split(' ').enumerate() {
            if index > 0 {
                text.push(' ');
            }
            if replaced == Some(index) && word.chars().all(char::is_alphabetic) {
                text.push_str(halves(word).0);
                text.push_str(halves(random.pick(&self.0.words)).1);
            } else {
                text.push_str(word);
            }
        }
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
