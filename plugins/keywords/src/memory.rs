//! What an instance keeps from one document to the next: what it knows of forms, and room.

use textmill_sdk::merge::{CountsAdder, State};
use textmill_sdk::{Batch, Counts, Document, Fault, Memo};

use crate::glossary::Glossary;
use crate::language::{Language, LanguageLayer};
use crate::phrases::{KeyTerm, Phrases};
use crate::reader::{Reader, Room};
use crate::reading::{Reading, Unit};
use crate::terms::{Met, Tallies, Terms};
use crate::tokens::{TokenClitics, Tokens};
use crate::word::{Step, Word};
use crate::{KeywordAnalyzer, Keywords, Settings};

/// How many bytes the memo of words may have. The strings and counts that go by its words are some four times as many.
#[cfg(not(test))]
const MEMO_BYTES: usize = 2 << 20;

/// So few that tests forget all the time, mostly all but what the last document had.
#[cfg(test)]
const MEMO_BYTES: usize = 500;

/// Words that were met with all that they refer to, and the document in hand.
#[derive(Debug)]
pub(crate) struct Memory {
    words: Memo<Word>,
    /// The generation of `words` that all numbers are of.
    generation: u32,
    glossary: Glossary,
    room: Room,
    /// The document in hand.
    stamp: u32,
    sequence: Vec<Step>,
    tallies: Tallies,
    phrases: Phrases,
    text: String,
}

impl Memory {
    pub(crate) fn new() -> Self {
        Self {
            words: Memo::new(MEMO_BYTES),
            generation: 0,
            glossary: Glossary::new(),
            room: Room::default(),
            stamp: 0,
            sequence: Vec::new(),
            tallies: Tallies::default(),
            phrases: Phrases::default(),
            text: String::new(),
        }
    }

    /// What is said of a document.
    ///
    /// # Errors
    /// Where its tokens have no forms.
    pub(crate) fn output(
        &mut self,
        analyzer: &KeywordAnalyzer,
        document: &Document<'_>,
    ) -> Result<Keywords, Fault> {
        let batch = document.batch();
        let tokens = Tokens::new(batch, &analyzer.settings).map_err(Fault::new)?;
        let language = LanguageLayer::new(batch.columns("language")).of(document);
        self.begin_call(&tokens, 1);
        let mut met = Met::default();
        self.read(analyzer, &tokens, &mut TokenClitics::new(batch), language, document, &mut met);
        self.phrases.begin(&self.sequence, &self.glossary);
        let most = analyzer.settings.key_terms;
        let (terms, key_terms) =
            met.terms(&self.glossary, self.phrases.alone(), most, |number| self.words.get(number));
        self.phrases.find_all(analyzer.settings.phrase_length, &self.glossary);
        let found = || self.phrases.found(&self.glossary);
        Ok(Keywords {
            phrases: counts(found().filter(|term| term.length() > 1).take(analyzer.settings.phrases)),
            keys: found().take(analyzer.settings.keys).map(|term| term.text()).collect(),
            terms_per_document: terms.total(),
            terms,
            key_terms,
        })
    }

    /// Adds the documents of a batch to a state.
    ///
    /// # Errors
    /// Where the tokens have no forms, and where the state is another analyzer's.
    pub(crate) fn fold(
        &mut self,
        analyzer: &KeywordAnalyzer,
        batch: Batch<'_>,
        state: &mut State,
    ) -> Result<(), Fault> {
        let tokens = Tokens::new(batch, &analyzer.settings).map_err(Fault::new)?;
        let mut clitics = TokenClitics::new(batch);
        let mut languages = LanguageLayer::new(batch.columns("language"));
        let mut fields = state.fields();
        let mut phrases = fields.counts("phrases")?;
        self.begin_call(&tokens, batch.documents().len());
        let mut tallies = std::mem::take(&mut self.tallies);
        // Words that were met where nothing was tallied have strings too.
        tallies.make_room(self.glossary.strings.len());
        for document in batch.documents() {
            self.stamp += 1;
            tallies.begin(self.stamp);
            let language = languages.of(&document);
            self.read(analyzer, &tokens, &mut clitics, language, &document, &mut tallies);
            self.phrases.begin(&self.sequence, &self.glossary);
            let most = analyzer.settings.key_terms;
            tallies.end(&self.glossary, self.phrases.alone(), most);
            self.add_phrases(&analyzer.settings, &mut phrases);
        }
        let strings = &self.glossary.strings;
        let named = |(term, count, documents, bits)| (strings.get(term), count, documents, bits);
        fields.counts("terms")?.add_distinct_dispersed(tallies.drain_terms().map(named));
        fields.counts("key_terms")?.add_distinct_dispersed(tallies.drain_key_terms().map(named));
        let mut totals = fields.numbers("terms_per_document")?;
        tallies.drain_totals(|total, documents| totals.add_natural(total, documents));
        self.tallies = tallies;
        Ok(())
    }

    /// The term of a number.
    pub(crate) fn term(&self, number: u32) -> &str {
        self.glossary.strings.get(number)
    }

    /// Adds the phrases of the document in hand that tell most about it.
    fn add_phrases(&mut self, settings: &Settings, phrases: &mut CountsAdder<'_>) {
        if settings.phrase_length < 2 || settings.phrases == 0 {
            return;
        }
        self.phrases.find_phrases(settings.phrase_length, settings.phrases, &self.glossary);
        let found = || self.phrases.found(&self.glossary);
        if found().any(|phrase| phrase.is_ambiguous()) {
            // A document counts a phrase once, however many candidates are written so.
            for (phrase, count) in counts(found()).iter() {
                phrases.add(phrase, count, 1);
            }
            return;
        }
        for phrase in found() {
            self.text.clear();
            phrase.write(&mut self.text);
            phrases.add(&self.text, phrase.count, 1);
        }
    }

    /// Begins a call, or continues with one, with so many documents. Stamps and counts of strings that are forgotten do no
    /// harm: no document comes again, and what was counted was handed over.
    pub(crate) fn begin_call(&mut self, tokens: &Tokens<'_>, documents: usize) {
        self.words.begin(tokens.forms());
        if self.generation != self.words.generation() {
            self.generation = self.words.generation();
            self.glossary.forget_others_than(self.words.values_mut());
        }
        if (u32::MAX - self.stamp) as usize <= documents {
            self.stamp = 0;
            self.tallies = Tallies::default();
        }
    }

    /// Reads a document of a call that was begun: counts its words, and writes down its sequence.
    pub(crate) fn read<'a, T: Terms>(
        &mut self,
        analyzer: &KeywordAnalyzer,
        tokens: &Tokens<'a>,
        clitics: &mut TokenClitics<'a>,
        language: Language,
        document: &Document<'_>,
        terms: &mut T,
    ) {
        self.sequence.clear();
        let words = self.words.by_code(tokens.forms(), language.number);
        let by_script = analyzer.languages.by_script(language);
        let reader = Reader {
            settings: &analyzer.settings,
            normalizer: &analyzer.normalizer,
            lists: analyzer.lexicon.lists(by_script),
            language,
        };
        let mut reading = Reading {
            tokens,
            clitics,
            words,
            reader,
            room: &mut self.room,
            glossary: &mut self.glossary,
            terms,
            sequence: &mut self.sequence,
            last: Step::BREAK,
            unit: Unit::NOTHING,
        };
        reading.read(document);
    }
}

/// Phrases with how often they are.
fn counts<'p>(phrases: impl Iterator<Item = KeyTerm<'p>>) -> Counts {
    let mut counts = Counts::new();
    let mut text = String::new();
    for phrase in phrases {
        text.clear();
        phrase.write(&mut text);
        counts.add(&text, phrase.count);
    }
    counts
}

#[cfg(test)]
mod tests {
    use textmill_sdk::prelude::*;

    use crate::KeywordAnalyzer;

    #[test]
    fn nothing_found_depends_on_what_is_forgotten() {
        let texts = [
            "agent-based systems in Cairo, other agent-based systems",
            "قال الوزير إن الكتاب مهم وبالكتاب كتاب بوزير",
            "الوزير وكتاب الحكومة وبالحكومة بكتاب",
            "the systems of Cairo and the 東京 of the other system",
        ];
        let used = Harness::<KeywordAnalyzer>::new(json!({})).unwrap();
        for text in texts.iter().cycle().take(16) {
            let sample = Sample::new(*text).words();
            let fresh = Harness::<KeywordAnalyzer>::new(json!({})).unwrap();
            let [again, first] = [&used, &fresh].map(|harness| harness.analyze(&sample).unwrap().output);
            assert_eq!(format!("{again:?}"), format!("{first:?}"), "{text:?}");
        }
    }
}
