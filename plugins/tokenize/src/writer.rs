//! Writes what was read to the layers of a call.

use textmill_sdk::{Document, Label, LayerWriter, Layers};

use crate::CLITICS;
use crate::clitics::split::{SPLITS, Split};
use crate::forms::Forms;
use crate::language::UNDETERMINED;
use crate::reading::Reading;
use crate::token::{Kind, Token};
use crate::unicode::Script;

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
    /// Whether the layer had no form before, so that each has the same code in it that it has in the call.
    forms_are_own: bool,
    /// How many forms of the call the layer has.
    known_forms: usize,
    /// For each of them its code in the layer, where those are others.
    codes: Vec<u32>,
    /// Where the clitics of Arabic words are wanted.
    clitics: Option<CliticWriter>,
}

/// How the words of a call are cut, as values of the attribute.
struct CliticWriter {
    /// The code of each split's value, once one has come.
    values: [Option<u32>; SPLITS],
    /// By form of the call, as far as they have come.
    of_forms: Vec<Option<u32>>,
}

impl Writer {
    pub(crate) fn new(layers: &mut Layers) -> Self {
        Writer {
            kinds: layers
                .wants("tokens")
                .then(|| Kind::ALL.map(|kind| layers.layer("tokens").label(kind.label()))),
            sentence: layers.wants("sentences").then(|| layers.layer("sentences").label("sentence")),
            forms: layers.wants_attribute("tokens", "form"),
            forms_are_own: layers.layer("tokens").forms() == 0,
            known_forms: 0,
            codes: Vec::new(),
            clitics: layers
                .wants_attribute("tokens", CLITICS)
                .then(|| CliticWriter { values: [None; SPLITS], of_forms: Vec::new() }),
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
        reading: &mut Reading,
        language: Option<&str>,
        layers: &mut Layers,
    ) {
        if let Some(kinds) = self.kinds {
            self.write_tokens(reading, kinds, layers);
        }
        // Persian, Urdu and others write the same letters, and have no such clitics.
        if language.is_none_or(|tag| tag == UNDETERMINED || tag == "ar" || tag.starts_with("ar-"))
            && let Some(clitics) = &mut self.clitics
        {
            clitics.write(reading, layers.layer("tokens"));
        }
        if let Some(label) = self.sentence {
            layers
                .layer("sentences")
                .push_all(&reading.sentences, |sentence| (sentence.span.clone(), label, 0));
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
            self.take_forms(&reading.forms, layer);
        }
        let tokens = &reading.found.tokens;
        let label = |token: &Token| kinds[token.kind as usize];
        if self.forms_are_own {
            layer.push_all(tokens, |token| (token.start()..token.end(), label(token), token.form));
        } else {
            let code = |token: &Token| self.codes.get(token.form as usize).copied().unwrap_or(0);
            layer.push_all(tokens, |token| (token.start()..token.end(), label(token), code(token)));
        }
    }

    /// Has the layer take in the forms that are new.
    fn take_forms(&mut self, forms: &Forms, layer: &mut LayerWriter) {
        let new = self.known_forms..forms.len();
        self.known_forms = forms.len();
        let new = new.map(|form| forms.text(form as u32));
        if self.forms_are_own {
            new.for_each(|form| _ = layer.new_form(form));
        } else {
            self.codes.extend(new.map(|form| layer.form(form)));
        }
    }
}

impl CliticWriter {
    /// Writes the values of the tokens of a document, which were written.
    fn write(&mut self, reading: &mut Reading, layer: &mut LayerWriter) {
        let Reading { clitics, forms, found, .. } = reading;
        if !found.scripts.has(Script::ARABIC) {
            return;
        }
        for form in self.of_forms.len()..forms.len() {
            let value = clitics.number(forms, form as u32).map(|split| self.value(split, layer));
            self.of_forms.push(value);
        }
        let of_forms = &self.of_forms;
        let value = |token: &Token| of_forms.get(token.form as usize).copied().flatten();
        layer.set_texts(CLITICS, &found.tokens, value);
    }

    /// The code of the value of a split.
    fn value(&mut self, number: usize, layer: &mut LayerWriter) -> u32 {
        *self.values[number].get_or_insert_with(|| {
            let mut value = String::new();
            Split::from_number(number).unwrap_or_default().write(&mut value);
            layer.text_code(CLITICS, &value)
        })
    }
}
