//! What a batch comes to: the same as folding the statistics of its documents, for the price of its forms.

use textmill_sdk::Fault;
use textmill_sdk::merge::State;

use crate::forms::{Forms, characters};
use crate::language::UNDETERMINED;
use crate::output::{Lengths, for_each_sentence_length};
use crate::reading::Reading;
use crate::token::Kind;
use crate::unicode::Script;

/// Sums over the documents of a batch; see [`crate::output::Statistics`] for each. What is told by the forms of the
/// call alone is taken from them at the end.
#[derive(Debug)]
pub(crate) struct Totals {
    documents: u64,
    languages: Vec<(String, u64)>,
    characters: u64,
    tokens: [Occurrences; Kind::ALL.len()],
    sentences: u64,
    scripts: Vec<Occurrences>,
    sentence_length: Lengths,
    document_length: Lengths,
}

/// How often something came, and in how many documents.
#[derive(Clone, Copy, Debug, Default)]
struct Occurrences {
    count: u64,
    documents: u64,
}

impl Occurrences {
    fn add(&mut self, count: u32) {
        self.count += u64::from(count);
        self.documents += u64::from(count > 0);
    }
}

impl Default for Totals {
    fn default() -> Self {
        Totals {
            documents: 0,
            languages: Vec::new(),
            characters: 0,
            tokens: Default::default(),
            sentences: 0,
            scripts: vec![Occurrences::default(); Script::COUNT],
            sentence_length: Lengths::default(),
            document_length: Lengths::default(),
        }
    }
}

impl Totals {
    /// Adds a document that was read.
    pub(crate) fn add(&mut self, text: &str, language: Option<&str>, reading: &Reading) {
        let Reading { found, sentences, .. } = reading;
        self.documents += 1;
        self.add_language(language.unwrap_or(UNDETERMINED));
        self.characters += characters(text) as u64;
        for (total, &count) in self.tokens.iter_mut().zip(&found.kinds) {
            total.add(count);
        }
        self.sentences += sentences.len() as u64;
        for (script, words) in found.scripts.words() {
            self.scripts[script.number()].add(words);
        }
        for_each_sentence_length(sentences, &found.others, |words| self.sentence_length.add(words, 1));
        self.document_length.add(found.kinds[Kind::Word as usize] as usize, 1);
    }

    /// A run has a handful of languages, most often the one of the document before.
    fn add_language(&mut self, language: &str) {
        match self.languages.iter_mut().find(|(known, _)| known == language) {
            Some((_, documents)) => *documents += 1,
            None => self.languages.push((language.to_owned(), 1)),
        }
    }

    /// Adds what the documents came to, whose forms are those of the call.
    ///
    /// # Errors
    /// Where the state is none of the output of this analyzer.
    pub(crate) fn add_to(&self, state: &mut State, forms: &mut Forms) -> Result<(), Fault> {
        if self.documents == 0 {
            return Ok(());
        }
        let mut fields = state.fields();
        let mut languages = fields.counts("languages")?;
        for (language, documents) in &self.languages {
            languages.add(language, *documents, *documents);
        }
        fields.numbers("characters")?.add_natural(self.characters, 1);
        let mut tokens = fields.counts("tokens")?;
        for (kind, total) in Kind::ALL.iter().zip(&self.tokens) {
            tokens.add(kind.label(), total.count, total.documents);
        }
        fields.numbers("sentences")?.add_natural(self.sentences, 1);
        let mut scripts = fields.counts("scripts")?;
        for (number, total) in self.scripts.iter().enumerate() {
            if let Some(script) = Script::from_number(number) {
                scripts.add(script.name(), total.count, total.documents);
            }
        }
        let lengths = [
            ("word_length", &Lengths::of_words(forms)),
            ("sentence_length", &self.sentence_length),
            ("document_length", &self.document_length),
        ];
        for (field, lengths) in lengths {
            let mut numbers = fields.numbers(field)?;
            for (length, times) in lengths.iter() {
                numbers.add_natural(length as u64, times);
            }
        }
        let mut types = fields.hashes("types")?;
        forms.for_each_word_hash(|hash| types.add(hash));
        Ok(())
    }
}
