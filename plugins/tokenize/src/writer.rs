//! Writes what was read to the layers of a call.

use textmill_sdk::{Document, Label, Layers};

use crate::forms::Forms;
use crate::reading::Reading;
use crate::token::{Kind, Token};

/// Bytes of text for which room for a token is made: a little less than a token takes in English.
const BYTES_PER_TOKEN: usize = 4;

/// The layers of a call, with what is asked of them once.
pub(crate) struct Writer {
    /// The labels of tokens, where those are wanted.
    kinds: Option<[Label; Kind::ALL.len()]>,
    /// The label of sentences, where those are wanted.
    sentence: Option<Label>,
    /// Whether the forms of tokens are wanted.
    forms: bool,
    /// For each form of the call its code in the layer.
    codes: Vec<u32>,
}

impl Writer {
    pub(crate) fn new(layers: &mut Layers) -> Self {
        Writer {
            kinds: layers
                .wants("tokens")
                .then(|| Kind::ALL.map(|kind| layers.layer("tokens").label(kind.label()))),
            sentence: layers.wants("sentences").then(|| layers.layer("sentences").label("sentence")),
            forms: layers.wants_attribute("tokens", "form"),
            codes: Vec::new(),
        }
    }

    /// Makes room for the tokens of texts of so many bytes together.
    pub(crate) fn reserve(&self, bytes: usize, layers: &mut Layers) {
        if self.kinds.is_some() {
            layers.layer("tokens").reserve(bytes / BYTES_PER_TOKEN);
        }
    }

    /// Writes a document that was read.
    pub(crate) fn write(
        &mut self,
        document: &Document<'_>,
        reading: &Reading,
        language: Option<&str>,
        layers: &mut Layers,
    ) {
        if let Some(kinds) = self.kinds {
            self.write_tokens(reading, kinds, layers);
        }
        if let Some(label) = self.sentence {
            let layer = layers.layer("sentences");
            for sentence in &reading.sentences {
                layer.push(sentence.clone(), label);
            }
        }
        let length = document.text().len();
        if let Some(language) = language.filter(|_| length > 0) {
            let layer = layers.layer("language");
            let label = layer.label(language);
            layer.push(0..length, label);
        }
    }

    fn write_tokens(&mut self, reading: &Reading, kinds: [Label; Kind::ALL.len()], layers: &mut Layers) {
        let layer = layers.layer("tokens");
        if self.forms {
            self.take_forms(&reading.forms, |form| layer.form(form));
        }
        let span = |token: &Token| {
            let form = self.codes.get(token.form as usize).copied().unwrap_or(0);
            (token.start..token.end, kinds[token.kind as usize], form)
        };
        layer.push_all(&reading.found.tokens, span);
    }

    /// Asks for the codes of the forms that are new.
    fn take_forms(&mut self, forms: &Forms, code: impl FnMut(&str) -> u32) {
        let new = self.codes.len()..forms.len();
        self.codes.extend(new.map(|form| forms.text(form as u32)).map(code));
    }
}
