//! What is reported of a document.

use std::ops::Range;

use serde::Serialize;
use serde::ser::{SerializeSeq, Serializer};
use textmill_sdk::{Counts, Output};

use crate::language::{self, ScriptCounts};
use crate::token::{Kind, Token};
use crate::unicode::Script;

/// Counts over a document's words and sentences. A word is a token of the kind `word`.
#[derive(Debug, Serialize, Output)]
pub struct Statistics {
    /// The document's language, as a BCP 47 tag: given by its metadata, or detected; `und` where it is not known.
    #[merge(counts, top = 100)]
    pub languages: Counts,
    /// Unicode scalar values of the text, white space included.
    #[merge(sum)]
    pub characters: u64,
    /// Tokens by kind.
    #[merge(counts, top = 9)]
    pub tokens: Counts,
    /// Sentences.
    #[merge(sum)]
    pub sentences: u64,
    /// The different words, in lower case and without Arabic diacritics and tatweel.
    #[merge(distinct)]
    pub types: Types,
    /// Words by the script of their first letter, by Unicode's long name.
    #[merge(counts, top = 50)]
    pub scripts: Counts,
    /// Lengths of words, in characters.
    #[merge(stats)]
    pub word_length: Lengths,
    /// Lengths of sentences, in words.
    #[merge(stats)]
    pub sentence_length: Lengths,
    /// The length of the document, in words.
    #[merge(stats)]
    pub document_length: u64,
    #[serde(skip)]
    words_by_script: Box<ScriptCounts>,
}

impl Statistics {
    /// Of a text with its tokens and sentences. The language is left open.
    pub(crate) fn of(text: &str, tokens: &[Token], sentences: &[Range<usize>]) -> Self {
        let mut by_kind = [0u64; Kind::ALL.len()];
        let mut word_length = Lengths::default();
        let mut types = Types::default();
        let mut words_by_script = Box::new(ScriptCounts::new());
        let mut folded = String::new();
        for token in tokens {
            by_kind[token.kind as usize] += 1;
            if token.kind == Kind::Word {
                let word = token.text(text);
                word_length.add(characters(word));
                let script = words_by_script.add(word);
                language::fold(word, script.unwrap_or(Script::LATIN), &mut folded);
                types.0.add(&folded, 1);
            }
        }
        let mut counts = Counts::new();
        for kind in Kind::ALL {
            counts.add(kind.label(), by_kind[kind as usize]);
        }
        let mut scripts = Counts::new();
        for (script, words) in words_by_script.words() {
            scripts.add(script.name(), u64::from(words));
        }
        Statistics {
            languages: Counts::new(),
            characters: characters(text) as u64,
            tokens: counts,
            sentences: sentences.len() as u64,
            types,
            scripts,
            word_length,
            sentence_length: sentence_lengths(tokens, sentences),
            document_length: by_kind[Kind::Word as usize],
            words_by_script,
        }
    }

    /// The language of the text that this was made of; see [`language::detect`].
    pub(crate) fn detect(&self, text: &str, tokens: &[Token]) -> Option<&'static str> {
        language::detect(text, tokens, &self.words_by_script)
    }
}

fn characters(text: &str) -> usize {
    // Bytes that do not continue a character; faster on short words than `chars().count()`.
    text.bytes().filter(|&byte| byte & 0xC0 != 0x80).count()
}

/// Words in each sentence. Sentences do not overlap, and no token crosses an end of one.
fn sentence_lengths(tokens: &[Token], sentences: &[Range<usize>]) -> Lengths {
    let mut lengths = Lengths::default();
    let mut rest = tokens.iter().peekable();
    for sentence in sentences {
        let mut words = 0;
        while let Some(token) = rest.next_if(|token| token.start < sentence.end) {
            words += usize::from(token.kind == Kind::Word);
        }
        lengths.add(words);
    }
    lengths
}

/// Different keys, serialized as the list of them.
#[derive(Debug, Default)]
pub struct Types(Counts);

impl Types {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Types {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.len()))?;
        for (word, _) in self.0.iter() {
            list.serialize_element(word)?;
        }
        list.end()
    }
}

/// How often each length occurs, serialized as pairs of a length and its count, the shortest first.
#[derive(Debug, Default)]
pub struct Lengths {
    /// By length, below [`Lengths::SHORT`].
    short: Vec<u64>,
    /// The others, in any order.
    long: Vec<usize>,
}

impl Lengths {
    /// Nearly all words and sentences are shorter.
    const SHORT: usize = 64;

    fn add(&mut self, length: usize) {
        if length >= Self::SHORT {
            self.long.push(length);
            return;
        }
        if self.short.len() <= length {
            self.short.resize(length + 1, 0);
        }
        self.short[length] += 1;
    }
}

impl Serialize for Lengths {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let short = self.short.iter().enumerate().filter(|&(_, &count)| count > 0);
        let mut long = self.long.clone();
        long.sort_unstable();
        let long = long.chunk_by(|one, other| one == other).map(|equal| (equal[0], equal.len() as u64));
        serializer.collect_seq(short.map(|(length, &count)| (length, count)).chain(long))
    }
}
