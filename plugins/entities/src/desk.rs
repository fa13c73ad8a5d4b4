//! Where documents are read: what an instance keeps from one to the next, none of which a result depends on.

use textmill_sdk::merge::State;
use textmill_sdk::prelude::*;
use textmill_sdk::{Columns, Numbers};

use crate::forms::dictionary::Dictionary;
use crate::forms::lexeme::Pieces;
use crate::kind::Kind;
use crate::names::{self, Reach};
use crate::page::{Buffers, Page, TokenKind, Tokens};
use crate::tally::Tally;
use crate::{Settings, values};

/// The dictionary, and buffers.
#[derive(Debug, Default)]
pub(crate) struct Desk {
    dictionary: Dictionary,
    /// The pieces of each form of a call.
    pieces: Vec<Pieces>,
    tokens: Tokens,
    buffers: Buffers,
    tally: Tally,
}

impl Desk {
    /// Finds the entities of a document, span by span; they stay in the buffers.
    pub(crate) fn read(&mut self, document: &Document<'_>, settings: &Settings) -> &Buffers {
        self.tokens.clear();
        self.dictionary.begin(document.batch().columns("tokens").forms());
        for token in document.tokens() {
            let pieces = match token_kind(token.label()) {
                TokenKind::Text => self.dictionary.of(&token),
                kind => Pieces::of_kind(kind),
            };
            self.tokens.push(token.range(), pieces);
        }
        let sentences = document.sentences().map(|sentence| sentence.start() as u32);
        let page = Page::new(
            document.text(),
            self.dictionary.lexemes(),
            std::mem::take(&mut self.buffers),
            &self.tokens,
            sentences,
        );
        self.buffers = find(page, document, settings);
        &self.buffers
    }

    /// Finds the entities of all documents of a batch, by columns.
    ///
    /// # Errors
    /// Where the layer that was written does not keep the contract.
    pub(crate) fn fold(
        &mut self,
        batch: Batch<'_>,
        settings: &Settings,
        layers: &mut Layers,
        into: Option<&mut State>,
    ) -> Result<(), Fault> {
        self.tally.clear();
        let columns = BatchColumns::new(batch);
        // Where groups alternate, a batch is a document or two, and the forms are those of the whole call.
        let is_worth_it = columns.tokens_of(batch) >= columns.forms.len();
        if is_worth_it {
            self.dictionary.look_up(columns.forms, &mut self.pieces);
        }
        let wants_layer = layers.wants("entities");
        for document in batch.documents() {
            if is_worth_it {
                self.read_columns(&columns, &document, settings);
            } else {
                self.read(&document, settings);
            }
            if wants_layer {
                write(&self.buffers, layers);
            }
            layers.finish(&document)?;
            if into.is_some() {
                self.count();
            }
        }
        match into {
            Some(state) => Ok(self.tally.fold(state)?),
            None => Ok(()),
        }
    }

    fn read_columns(&mut self, columns: &BatchColumns<'_>, document: &Document<'_>, settings: &Settings) {
        columns.tokens(document, &self.pieces, &mut self.tokens);
        let page = Page::new(
            document.text(),
            self.dictionary.lexemes(),
            std::mem::take(&mut self.buffers),
            &self.tokens,
            columns.sentences(document),
        );
        self.buffers = find(page, document, settings);
    }

    /// Counts the entities of the document that was read last.
    fn count(&mut self) {
        self.tally.begin();
        for entity in &self.buffers.found {
            self.tally.add(entity.kind, self.buffers.names.get(entity.name));
        }
    }
}

/// So many labels are looked at together.
const LABELS: usize = 64;

/// The columns of a batch that are read.
struct BatchColumns<'a> {
    tokens: Columns<'a>,
    sentences: Columns<'a>,
    forms: Forms<'a>,
    labels: Numbers<'a>,
    /// The first labels of running text, each a bit.
    running: u64,
    names: &'a [String],
    /// So many labels at the front are of running text.
    running_first: u32,
}

impl<'a> BatchColumns<'a> {
    fn new(batch: Batch<'a>) -> Self {
        let tokens = batch.columns("tokens");
        let forms = tokens.forms();
        // Without labels, all is running text, whatever column stands for them.
        let (labels, names): (_, &[String]) = match tokens.labels() {
            none if none.is_empty() => (forms.codes(), &[]),
            labels => (labels, tokens.label_names()),
        };
        let is_running = |&label: &u32| pieces_of_label(names, label).is_none();
        let running = (0..u64::BITS).filter(is_running).fold(0u64, |running, label| running | 1 << label);
        let running_first = running.trailing_ones();
        Self { tokens, sentences: batch.columns("sentences"), forms, labels, running, names, running_first }
    }

    fn tokens_of(&self, batch: Batch<'_>) -> usize {
        batch.documents().map(|document| self.tokens.spans(&document).len()).sum()
    }

    /// Sets `tokens` to those of a document, given the pieces of each form.
    fn tokens(&self, document: &Document<'_>, pieces: &[Pieces], tokens: &mut Tokens) {
        let spans = self.tokens.spans(document);
        let base = document.range().start as u32;
        tokens.clear();
        let within = |offset: u32| offset.wrapping_sub(base);
        tokens.starts.extend(self.tokens.starts().slice(spans.clone()).iter().map(within));
        tokens.ends.extend(self.tokens.ends().slice(spans.clone()).iter().map(within));
        let labels = self.labels.slice(spans.clone());
        let codes = self.forms.codes().slice(spans);
        let of_code = |code: u32| pieces.get(code as usize).copied().unwrap_or_default();
        tokens.pieces.extend(codes.iter().map(of_code));
        // By itself: nearly all tokens are running text, and several at once are seen to be by the signs of differences.
        let last = self.running_first.wrapping_sub(1);
        for (stretch, first) in tokens.pieces.chunks_mut(LABELS).zip((0..).step_by(LABELS)) {
            let labels = labels.slice(first..first + LABELS);
            let signs = labels.iter().fold(0, |signs, label| signs | label | last.wrapping_sub(label));
            if signs > i32::MAX as u32 {
                self.set_others(stretch, labels);
            }
        }
    }

    /// Sets what stands for tokens that are no running text, by their labels.
    fn set_others(&self, tokens: &mut [Pieces], labels: Numbers<'_>) {
        for (pieces, label) in tokens.iter_mut().zip(labels.iter()) {
            let is_running = label < u64::BITS && self.running >> label & 1 == 1;
            if !is_running && let Some(other) = pieces_of_label(self.names, label) {
                *pieces = other;
            }
        }
    }

    /// Where the sentences of a document begin.
    fn sentences(&self, document: &Document<'_>) -> impl Iterator<Item = u32> {
        let base = document.range().start as u32;
        let starts = self.sentences.starts().slice(self.sentences.spans(document));
        starts.iter().map(move |start| start.wrapping_sub(base))
    }
}

/// Finds the entities of a page; those of the types that are looked for stay, in the order of the text.
fn find(mut page: Page<'_>, document: &Document<'_>, settings: &Settings) -> Buffers {
    let bytes = document.text().len();
    let reach = Reach::of(|| document.language(), bytes, settings.guess_names);
    values::find(&mut page);
    names::find(&mut page, reach);
    let mut buffers = page.into_buffers();
    buffers.found.retain(|entity| settings.types.contains(&entity.kind));
    buffers
}

/// What stands for a token with a label, by its number, where that is no running text.
#[cold]
fn pieces_of_label(names: &[String], label: u32) -> Option<Pieces> {
    match names.get(label as usize).map_or(TokenKind::Text, |name| token_kind(name)) {
        TokenKind::Text => None,
        kind => Some(Pieces::of_kind(kind)),
    }
}

fn token_kind(label: &str) -> TokenKind {
    match label {
        "email" => TokenKind::Email,
        "url" => TokenKind::Url,
        "hashtag" | "mention" | "emoji" => TokenKind::Opaque,
        _ => TokenKind::Text,
    }
}

/// Writes the entities of a document to the layer.
pub(crate) fn write(found: &Buffers, layers: &mut Layers) {
    if found.found.is_empty() {
        return;
    }
    let layer = layers.layer("entities");
    let labels = Kind::ALL.map(|kind| layer.label(kind.label()));
    for entity in &found.found {
        layer
            .push(entity.range.clone(), labels[entity.kind as usize])
            .string("canonical", found.names.get(entity.name));
    }
}
