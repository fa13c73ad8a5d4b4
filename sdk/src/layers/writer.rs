//! One layer as an author writes it.

mod check;

use std::cmp::Reverse;
use std::ops::Range;

use textmill_wit::guest::textmill::analyzer::types as wit;

use super::form_table::FormTable;
use super::labels::LabelTable;
use super::span_writer::SpanWriter;
use super::values::{AttributeWriter, Order, Value};
use crate::document::Document;
use crate::forms::FORM;
use crate::manifest::Provision;
use crate::numbers::{NumberColumn, Numbers};

/// A label of a layer, as [`LayerWriter::label`] gives it. It belongs to that layer and that document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label(u32);

impl Label {
    const UNKNOWN: Self = Self(u32::MAX);
}

/// Writes a layer, document by document.
///
/// Spans may come in any order. They are checked when the document is done: inside the text, not empty, on character
/// boundaries, with declared labels and attributes, and in `tokens`, `sentences` and `language` not overlapping. One
/// that is not makes the document a fault.
#[derive(Debug)]
pub struct LayerWriter {
    name: String,
    discarding: bool,
    scope: wit::Scope,
    labels: LabelTable,
    attributes: Vec<AttributeWriter>,
    /// Where the provision has `form`.
    forms: Option<FormTable>,
    forms_wanted: bool,
    /// The entry of the document in hand that attributes are set of, and the one before it.
    current: Option<usize>,
    /// How the spans of the document in hand were sorted.
    order: Order,
    /// Whether they are known to be as the contract wants them.
    is_sound: bool,
    /// The first thing that was wrong with the document in hand.
    wrong: Option<String>,
    /// The number of entries of the documents before. In the columns those of the document in hand stand after them,
    /// with offsets into its text.
    entries: usize,
    starts: NumberColumn,
    ends: NumberColumn,
    label_indexes: NumberColumn,
    codes: NumberColumn,
}

/// The code of a form until that is known.
const NO_FORM: u32 = u32::MAX;

impl LayerWriter {
    pub(super) fn new(provision: &Provision, wanted: &[String]) -> Self {
        let is_wanted = |name: &str| wanted.iter().any(|wanted| wanted == name);
        let attributes = provision.attributes.iter().filter(|attribute| attribute.name != FORM);
        Self {
            name: provision.layer.clone(),
            scope: provision.scope,
            labels: LabelTable::new(&provision.labels),
            attributes: attributes
                .map(|attribute| AttributeWriter::new(attribute, is_wanted(&attribute.name)))
                .collect(),
            forms: provision.has_forms().then(FormTable::default),
            forms_wanted: is_wanted(FORM),
            discarding: false,
            ..Self::discarding()
        }
    }

    /// A writer that takes nothing in.
    pub(super) fn discarding() -> Self {
        Self {
            name: String::new(),
            discarding: true,
            scope: wit::Scope::Spans,
            labels: LabelTable::new(&[]),
            attributes: Vec::new(),
            forms: None,
            forms_wanted: false,
            current: None,
            order: Order::default(),
            is_sound: false,
            wrong: None,
            entries: 0,
            starts: NumberColumn::default(),
            ends: NumberColumn::default(),
            label_indexes: NumberColumn::default(),
            codes: NumberColumn::default(),
        }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The number of entries of finished documents.
    pub(super) fn entries(&self) -> usize {
        self.entries
    }

    pub(super) fn wants(&self, attribute: &str) -> bool {
        match attribute {
            FORM => self.forms.is_some() && self.forms_wanted,
            _ => self.attributes.iter().any(|found| found.name() == attribute && found.is_wanted()),
        }
    }

    /// The label of this name. Ask once and keep it for the document.
    ///
    /// A label that the manifest does not list, where it lists any, makes the document a fault.
    pub fn label(&mut self, name: &str) -> Label {
        if self.discarding {
            return Label::UNKNOWN;
        }
        match self.labels.intern(name) {
            Some(label) => Label(label),
            None => {
                self.note(format!("the manifest has no label `{name}`"));
                Label::UNKNOWN
            }
        }
    }

    /// The code of a form, for [`LayerWriter::push_form`]: equal for equal texts of the call's spans, from 0 up in the
    /// order of their first coming. Always 0 where the layer is not wanted or its provision has no `form`.
    pub fn form(&mut self, text: &str) -> u32 {
        self.forms.as_mut().map_or(0, |forms| forms.code(text))
    }

    /// How many forms the layer has in this call.
    #[must_use]
    pub fn forms(&self) -> usize {
        self.forms.as_ref().map_or(0, FormTable::len)
    }

    /// Adds a form that the layer does not have, and gives its code: for a provider that tells forms apart by itself, and
    /// has added all that are there. As [`LayerWriter::form`] it gives 0 where the layer is not wanted.
    pub fn new_form(&mut self, text: &str) -> u32 {
        self.forms.as_mut().map_or(0, |forms| forms.push(text))
    }

    /// Adds a span, in UTF-8 bytes of the document's text. Attributes are added to what this gives back. Its form, where
    /// the provision has that, is found by its text.
    pub fn push(&mut self, range: Range<usize>, label: Label) -> SpanWriter<'_> {
        self.push_form(range, label, NO_FORM)
    }

    /// Adds a span whose form was asked for already.
    #[inline]
    pub fn push_form(&mut self, range: Range<usize>, label: Label, form: u32) -> SpanWriter<'_> {
        self.push_all(&[(range, label, form)], Clone::clone);
        SpanWriter::new(self)
    }

    /// Adds a span for each item, in their order, whose forms were asked for already: what a provider of many spans says at
    /// once. `span` gives its range, label and form.
    #[inline]
    pub fn push_all<T>(&mut self, items: &[T], span: impl Fn(&T) -> (Range<usize>, Label, u32)) {
        if self.discarding {
            return;
        }
        if self.scope != wit::Scope::Spans {
            self.note("a span is written, and its provision is not one of spans".to_string());
            return;
        }
        // Several at once, so that a column is asked for room and told its length once for all of them.
        let (chunks, rest) = items.as_chunks::<32>();
        chunks.iter().for_each(|chunk| self.push_chunk(chunk, &span));
        let (chunks, rest) = rest.as_chunks::<4>();
        chunks.iter().for_each(|chunk| self.push_chunk(chunk, &span));
        rest.as_chunks::<1>().0.iter().for_each(|item| self.push_chunk(item, &span));
        self.current = self.len().checked_sub(1);
    }

    #[inline]
    fn push_chunk<T, const N: usize>(
        &mut self,
        items: &[T; N],
        span: &impl Fn(&T) -> (Range<usize>, Label, u32),
    ) {
        // Room first, so that each span is read once and goes where it stays.
        let starts: &mut [_; N] = self.starts.grow();
        let ends: &mut [_; N] = self.ends.grow();
        let labels: &mut [_; N] = self.label_indexes.grow();
        for (index, item) in items.iter().enumerate() {
            let (range, label, _) = span(item);
            starts[index] = offset_in_text(range.start).to_le_bytes();
            ends[index] = offset_in_text(range.end).to_le_bytes();
            labels[index] = label.0.to_le_bytes();
        }
        if self.forms_wanted {
            let codes: &mut [_; N] = self.codes.grow();
            for (code, item) in codes.iter_mut().zip(items) {
                *code = span(item).2.to_le_bytes();
            }
        }
    }

    /// Makes room for so many spans of the call, where that can be told.
    pub fn reserve(&mut self, spans: usize) {
        if self.discarding {
            return;
        }
        for column in [&mut self.starts, &mut self.ends, &mut self.label_indexes] {
            column.reserve(spans);
        }
        if self.forms_wanted {
            self.codes.reserve(spans);
        }
        self.attributes.iter_mut().for_each(|attribute| attribute.reserve(spans));
    }

    /// Says something of the document itself, in a layer that was made by [`Provision::of_documents`]: at most once for
    /// each. Attributes are added to what this gives back.
    pub fn document(&mut self, label: Label) -> SpanWriter<'_> {
        if !self.discarding {
            self.current = Some(self.len());
            if self.scope != wit::Scope::Documents || !self.is_empty() {
                self.note(
                    "the document is described twice, or its provision is not one of documents".to_string(),
                );
            } else {
                self.label_indexes.push(label.0);
            }
        }
        SpanWriter::new(self)
    }

    /// Adds to a span of another analyzer's layer, in one that was made by [`Provision::enriching`]: the span of this
    /// index within the document. Indexes ascend.
    pub fn enrich(&mut self, span: usize) -> SpanWriter<'_> {
        if !self.discarding {
            if self.scope != wit::Scope::Enrichment || self.current.is_some_and(|before| before > span) {
                self.note(format!(
                    "span {span} is enriched out of order, or its provision is not an enrichment"
                ));
            }
            self.current = Some(span);
        }
        SpanWriter::new(self)
    }

    /// The number of spans written for the document in hand, and so the index by which a reference names the next.
    /// Always 0 in a layer that nobody wants.
    #[must_use]
    pub fn len(&self) -> usize {
        // In an enrichment there are entries and no columns.
        self.label_indexes.len().saturating_sub(self.entries)
    }

    /// Whether no span was written for the document in hand.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of spans of the document in hand, in a layer of spans.
    pub(super) fn spans(&self) -> Option<usize> {
        (self.scope == wit::Scope::Spans).then_some(self.len())
    }

    fn note(&mut self, wrong: String) {
        self.wrong.get_or_insert(wrong);
    }

    pub(super) fn set(&mut self, name: &str, value: Value<'_>) {
        if self.discarding {
            return;
        }
        let declared = self.attributes.iter_mut().find(|attribute| attribute.accepts(name, &value));
        match (declared, self.current) {
            (Some(attribute), Some(entry)) => attribute.set(self.entries + entry, value),
            _ => self.note(format!("the manifest has no attribute `{name}` with {}", value.describe())),
        }
    }

    /// The code of a value of a text attribute, for [`LayerWriter::set_texts`], good for the call. Always 0 where nobody
    /// wants the layer or the attribute.
    pub fn text_code(&mut self, attribute: &str, text: &str) -> u32 {
        let first = self.entries;
        let declared = self.attributes.iter_mut().find(|declared| declared.is_text(attribute));
        declared.filter(|declared| declared.is_wanted()).map_or(0, |declared| declared.code(first, text))
    }

    /// Sets a text attribute of the last spans that were written, one for each item, by codes that
    /// [`LayerWriter::text_code`] gave: what a provider of many spans says at once. `None` is no value.
    pub fn set_texts<T>(&mut self, attribute: &str, items: &[T], code: impl Fn(&T) -> Option<u32>) {
        if self.discarding {
            return;
        }
        let first = self.len().checked_sub(items.len());
        let entries = self.entries;
        let declared = self.attributes.iter_mut().find(|declared| declared.is_text(attribute));
        match (declared, first) {
            (Some(declared), Some(first)) => declared.set_codes(entries + first, items, code),
            _ => self.note(format!("the manifest has no text attribute `{attribute}` of so many spans")),
        }
    }

    /// Checks what was written for the document in hand and sorted. `own` says how many spans the analyzer has written to
    /// another layer.
    ///
    /// # Errors
    /// What breaks the contract, with the layer.
    pub(super) fn check_document(
        &self,
        document: &Document<'_>,
        own: impl Fn(&str) -> Option<usize>,
    ) -> Result<(), String> {
        self.check(document, own).map_err(|problem| format!("layer `{}`: {problem}", self.name))
    }

    fn check(&self, document: &Document<'_>, own: impl Fn(&str) -> Option<usize>) -> Result<(), String> {
        if let Some(wrong) = &self.wrong {
            return Err(wrong.clone());
        }
        let entries = self.entries_of(document);
        match self.scope {
            wit::Scope::Spans => self.check_spans(document.text())?,
            wit::Scope::Documents => {}
            wit::Scope::Enrichment => {
                if let Some(span) = self.current.filter(|&span| span >= entries) {
                    return Err(format!("span {span} is enriched, of {entries}"));
                }
            }
        }
        let spans = |target: &str| match target {
            "" => entries,
            _ => own(target).unwrap_or_else(|| document.spans_of(target)),
        };
        self.attributes.iter().try_for_each(|attribute| attribute.check(self.entries, spans))
    }

    /// How many entries the document in hand has.
    fn entries_of(&self, document: &Document<'_>) -> usize {
        match self.scope {
            wit::Scope::Spans => self.len(),
            wit::Scope::Documents => 1,
            wit::Scope::Enrichment => document.spans_of(&self.name),
        }
    }

    /// Where the spans of the document in hand start and end, in bytes of its text.
    fn in_hand(&self) -> (Numbers<'_>, Numbers<'_>) {
        let of_document = |column: &NumberColumn| self.entries..column.len();
        let (starts, ends) = (self.starts.numbers(), self.ends.numbers());
        (starts.slice(of_document(&self.starts)), ends.slice(of_document(&self.ends)))
    }

    /// The number of codes that there are. Where forms are not wanted, none is looked at.
    fn known_forms(&self) -> usize {
        let wanted = self.forms.as_ref().filter(|_| self.forms_wanted);
        wanted.map_or(usize::MAX, FormTable::len)
    }

    pub(super) fn discard_document(&mut self) {
        self.truncate_columns(self.entries);
        self.order = Order::default();
        self.current = None;
        self.wrong = None;
        self.labels.discard();
        for attribute in &mut self.attributes {
            attribute.discard(self.entries);
        }
    }

    /// Forgets the finished entries from `entries` on.
    pub(super) fn truncate(&mut self, entries: usize) {
        self.entries = entries;
        self.truncate_columns(entries);
        for attribute in &mut self.attributes {
            attribute.truncate(entries);
        }
    }

    fn truncate_columns(&mut self, entries: usize) {
        for column in [&mut self.starts, &mut self.ends, &mut self.label_indexes, &mut self.codes] {
            column.truncate(entries);
        }
    }

    /// Keeps what was checked of the document in hand.
    pub(super) fn finish_document(&mut self, document: &Document<'_>) {
        self.labels.settle();
        let entries = self.entries_of(document);
        for attribute in &mut self.attributes {
            attribute.settle(self.entries, entries, &self.order);
        }
        match self.scope {
            wit::Scope::Spans => self.finish_spans(document),
            wit::Scope::Documents if self.is_empty() => {
                let label = self.labels.unlabelled();
                self.label_indexes.push(label);
            }
            wit::Scope::Documents | wit::Scope::Enrichment => {}
        }
        self.entries += entries;
        self.current = None;
    }

    fn finish_spans(&mut self, document: &Document<'_>) {
        if self.forms_wanted {
            let codes = self.codes.numbers();
            // No code is so great.
            if codes.slice(self.entries..codes.len()).has_beyond(NO_FORM - 1) {
                self.find_forms(document.text());
            }
        }
        // The text of a batch is indexed with 32 bits, so what lies inside it fits.
        self.starts.add_from(self.entries, document.base());
        self.ends.add_from(self.entries, document.base());
    }

    /// Finds the forms that were not asked for.
    fn find_forms(&mut self, text: &str) {
        let Some(forms) = &mut self.forms else { return };
        let (starts, ends) = (self.starts.numbers(), self.ends.numbers());
        for entry in self.entries..self.codes.len() {
            if self.codes.numbers().get(entry) == NO_FORM {
                let span = starts.get(entry) as usize..ends.get(entry) as usize;
                self.codes.set(entry, forms.code(text.get(span).unwrap_or_default()));
            }
        }
    }

    /// For each span the place where sorting has brought it, empty where all stand as they were written. It is given back
    /// by [`LayerWriter::return_places`].
    pub(super) fn take_places(&mut self) -> Vec<usize> {
        std::mem::take(&mut self.order.places)
    }

    pub(super) fn return_places(&mut self, places: Vec<usize>) {
        self.order.places = places;
    }

    /// Lets references of the document in hand follow the spans of another layer, which have come to `places`.
    pub(super) fn follow(&mut self, layer: &str, places: &[usize]) {
        for attribute in &mut self.attributes {
            attribute.follow(self.entries, layer, places);
        }
    }

    /// Sorts the spans of the document in hand as the contract wants it, by start, the longer first, and notes the order
    /// where that moved any.
    pub(super) fn sort(&mut self, text: &str) {
        self.order.spans.clear();
        self.order.places.clear();
        self.is_sound = self.scope == wit::Scope::Spans && self.spans_are_sound(text);
        if self.is_sound || self.scope != wit::Scope::Spans {
            return;
        }
        let (starts, ends) = self.in_hand();
        let key = |&span: &usize| (starts.get(span), Reverse(ends.get(span)));
        let mut spans: Vec<usize> = (0..self.len()).collect();
        if spans.is_sorted_by_key(key) {
            return;
        }
        spans.sort_by_key(key);
        for column in [&mut self.starts, &mut self.ends, &mut self.label_indexes, &mut self.codes] {
            column.permute_from(self.entries, &spans);
        }
        let Order { spans: order, places } = &mut self.order;
        places.resize(spans.len(), 0);
        for (place, &span) in spans.iter().enumerate() {
            places[span] = place;
        }
        *order = spans;
    }

    pub(super) fn into_wit(self) -> Result<wit::Layer, String> {
        let mut attributes = Vec::with_capacity(self.attributes.len() + 1);
        for attribute in self.attributes {
            attributes.extend(attribute.into_wit(self.entries)?);
        }
        if let Some(forms) = self.forms.filter(|_| self.forms_wanted) {
            let dictionary = wit::Dictionary { table: forms.into_wit()?, entries: self.codes.into_bytes() };
            let values = wit::Column::Dictionary(dictionary);
            attributes.push(wit::Attribute { name: FORM.to_string(), values, absent: Vec::new() });
        }
        Ok(wit::Layer {
            name: self.name,
            scope: self.scope,
            starts: self.starts.into_bytes(),
            ends: self.ends.into_bytes(),
            label_names: self.labels.into_names(),
            labels: self.label_indexes.into_bytes(),
            attributes,
        })
    }
}

/// An offset into a text as a column has it; one after all texts where it does not fit.
#[inline]
fn offset_in_text(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}
