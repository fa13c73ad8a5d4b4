//! What is reported of a document.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::ser::{SerializeSeq, Serializer};
use textmill_sdk::{Counts, Output};

use crate::forms::{Forms, characters};
use crate::language;
use crate::sentences::Sentence;
use crate::token::{Kind, Token};
use crate::words::Found;

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
}

impl Statistics {
    /// Of a text in a language, with what was found in it.
    pub(crate) fn of(
        text: &str,
        language: &str,
        found: &Found,
        sentences: &[Sentence],
        forms: &Forms,
    ) -> Self {
        let mut languages = Counts::new();
        languages.add(language, 1);
        let mut tokens = Counts::new();
        for kind in Kind::ALL {
            tokens.add(kind.label(), u64::from(found.kinds[kind as usize]));
        }
        let mut by_script: Vec<_> = found.scripts.words().collect();
        by_script.sort_by_key(|(script, _)| script.number());
        let mut scripts = Counts::new();
        for (script, words) in by_script {
            scripts.add(script.name(), u64::from(words));
        }
        let mut sentence_length = Lengths::default();
        for_each_sentence_length(sentences, &found.others, |words| sentence_length.add(words, 1));
        Statistics {
            languages,
            characters: characters(text) as u64,
            tokens,
            sentences: sentences.len() as u64,
            types: Types::of(&found.tokens, forms),
            scripts,
            word_length: Lengths::of_words(forms),
            sentence_length,
            document_length: u64::from(found.kinds[Kind::Word as usize]),
        }
    }
}

/// Gives the words in each sentence. `others` are the tokens that are none.
pub(crate) fn for_each_sentence_length(sentences: &[Sentence], others: &[u32], mut take: impl FnMut(usize)) {
    let mut others = others;
    for Sentence { tokens, .. } in sentences {
        let mut words = tokens.len();
        while let [other, after @ ..] = others
            && (*other as usize) < tokens.end
        {
            words -= 1;
            others = after;
        }
        take(words);
    }
}

/// Different keys, serialized as the list of them.
#[derive(Debug, Default)]
pub struct Types(Counts);

impl Types {
    /// The forms of the words among `tokens`, in the order in which they come.
    fn of(tokens: &[Token], forms: &Forms) -> Self {
        let mut types = Counts::new();
        let mut seen = vec![false; forms.len()];
        let mut folded = String::new();
        for token in tokens.iter().filter(|token| token.kind == Kind::Word) {
            if std::mem::replace(&mut seen[token.form as usize], true) {
                continue;
            }
            language::fold(forms.text(token.form), &mut folded);
            types.add(&folded, 1);
        }
        Types(types)
    }

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
    long: BTreeMap<usize, u64>,
}

impl Lengths {
    /// Nearly all words and sentences are shorter.
    const SHORT: usize = 64;

    /// The characters of the words among the forms of a call.
    pub(crate) fn of_words(forms: &Forms) -> Self {
        let mut lengths = Lengths::default();
        for known in forms.iter() {
            lengths.add(known.characters as usize, u64::from(known.words));
        }
        lengths
    }

    /// Counts a length so many times.
    #[inline]
    pub(crate) fn add(&mut self, length: usize, times: u64) {
        if times == 0 {
            return;
        }
        if length >= Self::SHORT {
            *self.long.entry(length).or_default() += times;
            return;
        }
        if self.short.len() <= length {
            self.short.resize(length + 1, 0);
        }
        self.short[length] += times;
    }

    /// Each length that occurs with its count, the shortest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, u64)> {
        let short = self.short.iter().copied().enumerate().filter(|&(_, count)| count > 0);
        short.chain(self.long.iter().map(|(&length, &count)| (length, count)))
    }
}

impl Serialize for Lengths {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}
