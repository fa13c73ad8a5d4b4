//! The tokens of a call, each with what its form is.

use std::ops::Range;

use textmill_sdk::{Columns, Numbers, prelude::*};

use crate::forms::class::{Class, Kind};
use crate::forms::classes::Classes;
use crate::forms::sense::{Known, Sense, Tie};
use crate::lexicon::Lexicon;
use crate::sentence::heads::Head;
use crate::words::reading::{Reader, Scripts};

/// What is known of forms, for the life of an instance.
#[derive(Debug)]
pub(crate) struct Senses {
    memo: Memo<Known>,
    reader: Reader,
    /// The layer and call that `kinds` and `by_scripts` are good for.
    id: Option<u64>,
    /// By how many bits the class of each label is shifted.
    shifts: Vec<u8>,
    /// By [`Scripts::number`].
    by_scripts: [ByCode; 4],
}

/// What is known by the codes of a call.
#[derive(Debug, Default)]
struct ByCode {
    /// Indexes into the memo, [`ByCode::UNKNOWN`] where a form was not asked for.
    indexes: Vec<u32>,
    /// What is asked of each form.
    forms: Vec<OfForm>,
    /// All that any form has as a mark.
    marks: u8,
}

/// What every token asks of its form.
#[derive(Clone, Copy, Debug, Default)]
struct OfForm {
    /// Its classes, as [`Known::classes`].
    classes: u32,
    tie: Tie,
}

/// The layer of tokens of a call, by its columns.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TokenColumns<'a> {
    columns: Columns<'a>,
    forms: Forms<'a>,
    codes: Numbers<'a>,
    labels: Numbers<'a>,
    starts: Numbers<'a>,
    ends: Numbers<'a>,
}

impl<'a> TokenColumns<'a> {
    pub(crate) fn new(batch: Batch<'a>) -> Self {
        let columns = batch.columns("tokens");
        let forms = columns.forms();
        Self {
            columns,
            forms,
            codes: forms.codes(),
            labels: columns.labels(),
            starts: columns.starts(),
            ends: columns.ends(),
        }
    }

    /// The indexes of a document's tokens.
    pub(crate) fn of(&self, document: &Document<'_>) -> Range<usize> {
        self.columns.spans(document)
    }

    /// The first token of a range that starts at or after an offset of the call's text.
    pub(crate) fn first_from(&self, tokens: Range<usize>, offset: u32) -> usize {
        let Range { start: mut first, end: mut after } = tokens;
        while first < after {
            let middle = first + (after - first) / 2;
            if self.starts.get(middle) < offset { first = middle + 1 } else { after = middle }
        }
        first
    }
}

impl Senses {
    /// Some eighty thousand forms, of which a gigabyte of text repeats nearly all.
    const MAX_BYTES: usize = 4 << 20;

    pub(crate) fn new() -> Self {
        Self {
            memo: Memo::new(Self::MAX_BYTES),
            reader: Reader::default(),
            id: None,
            shifts: Vec::new(),
            by_scripts: Default::default(),
        }
    }

    /// The tokens of a call, as the text of a document in these scripts is read.
    pub(crate) fn tokens<'a>(
        &'a mut self,
        columns: TokenColumns<'a>,
        document: &Document<'_>,
        lexicon: &'a Lexicon,
        scripts: Scripts,
    ) -> Tokens<'a> {
        if self.id != Some(columns.forms.id()) {
            self.begin(columns);
        }
        let by_code = &mut self.by_scripts[scripts.number()];
        let make = |form: &str| Known::of(lexicon, scripts, &mut self.reader, form);
        if scripts != Scripts::ALL {
            by_code.fill(&mut self.memo, columns, document, scripts, make);
        } else if by_code.indexes.len() != columns.forms.len() {
            by_code.fill_all(&mut self.memo, columns.forms, scripts, make);
        }
        Tokens { columns, lexicon, memo: &self.memo, shifts: &self.shifts, by_code, scripts }
    }

    /// Forgets what was good for another call.
    fn begin(&mut self, columns: TokenColumns<'_>) {
        self.id = Some(columns.forms.id());
        self.shifts.clear();
        let labels = columns.columns.label_names().iter();
        self.shifts.extend(labels.map(|label| Kind::of(label).shift()));
        for by_code in &mut self.by_scripts {
            by_code.indexes.clear();
            by_code.forms.clear();
            by_code.marks = 0;
        }
    }
}

impl OfForm {
    fn of(known: &Known) -> Self {
        Self { classes: known.classes, tie: known.tie() }
    }

    /// The class as a mark.
    fn mark(self) -> u8 {
        (self.classes >> Kind::Mark.shift()) as u8
    }
}

impl ByCode {
    const UNKNOWN: u32 = u32::MAX;

    /// Asks for all forms of a call: nearly all documents are read in both scripts.
    fn fill_all(
        &mut self,
        memo: &mut Memo<Known>,
        forms: Forms<'_>,
        scripts: Scripts,
        make: impl FnMut(&str) -> Known,
    ) {
        memo.look_up(forms, scripts.number() as u32, make, &mut self.indexes);
        self.forms.clear();
        self.forms.extend(self.indexes.iter().map(|&index| OfForm::of(memo.get(index))));
        self.marks = self.forms.iter().fold(0, |marks, form| marks | form.mark());
        // Nearly no text has an emoticon that begins with a full stop, which all have.
        if !Class(self.marks).has(Class::LOW_LINE) {
            for (form, &index) in self.forms.iter_mut().zip(&self.indexes) {
                form.classes = memo.get(index).without_low_line();
            }
        }
    }

    /// Asks for the forms of one document.
    fn fill(
        &mut self,
        memo: &mut Memo<Known>,
        columns: TokenColumns<'_>,
        document: &Document<'_>,
        scripts: Scripts,
        mut make: impl FnMut(&str) -> Known,
    ) {
        self.indexes.resize(columns.forms.len(), Self::UNKNOWN);
        self.forms.resize(columns.forms.len(), OfForm::default());
        for (token, code) in columns.codes.slice(columns.of(document)).iter().enumerate() {
            let code = code as usize;
            if self.indexes.get(code) == Some(&Self::UNKNOWN)
                && let Some(span) = document.tokens().nth(token)
            {
                let index = memo.index_of_key(&span, scripts.number() as u32, &mut make);
                self.indexes[code] = index;
                self.forms[code] = OfForm::of(memo.get(index));
                self.marks |= self.forms[code].mark();
            }
        }
    }
}

/// The tokens of a call, by their index in its columns.
#[derive(Debug)]
pub(crate) struct Tokens<'a> {
    columns: TokenColumns<'a>,
    lexicon: &'a Lexicon,
    memo: &'a Memo<Known>,
    shifts: &'a [u8],
    by_code: &'a ByCode,
    /// The scripts that are read.
    pub(crate) scripts: Scripts,
}

impl<'a> Tokens<'a> {
    /// Writes the class of each token of a range, and some bytes after, so that they can be looked at as [`Classes`].
    pub(crate) fn write_classes(&self, tokens: Range<usize>, padded: &mut Vec<u8>) {
        let count = tokens.len();
        // Without labels no token is a word.
        padded.clear();
        padded.resize(count + Classes::LANES + 1, 0);
        let (codes, labels) = (self.columns.codes.slice(tokens.clone()), self.columns.labels.slice(tokens));
        let forms = self.by_code.forms.as_slice();
        for ((class, code), label) in padded.iter_mut().zip(codes.iter()).zip(labels.iter()) {
            let shift = self.shifts.get(label as usize).copied().unwrap_or(Kind::Other.shift());
            // Shifts are 0, 8, 16 and 24.
            *class = forms.get(code as usize).map_or(0, |form| form.classes.wrapping_shr(shift.into()) as u8);
        }
    }

    /// That of its form.
    #[inline]
    pub(crate) fn tie(&self, token: usize) -> Tie {
        let form = self.by_code.forms.get(self.columns.codes.get(token) as usize);
        form.map_or_else(Tie::default, |form| form.tie)
    }

    /// Whether any token of the call may open or close code.
    pub(crate) fn may_have_code(&self) -> bool {
        Class(self.by_code.marks).has(Class::CODE)
    }

    /// How many tokens of a range start before an offset of the call's text.
    pub(crate) fn starting_before(&self, tokens: Range<usize>, offset: usize) -> usize {
        // Tokens are in order, so eight are before it where the last of them is.
        const STRIDE: usize = 8;
        let starts = self.columns.starts.slice(tokens);
        let is_before = |token: usize| token < starts.len() && (starts.get(token) as usize) < offset;
        let mut count = 0;
        while is_before(count + STRIDE - 1) {
            count += STRIDE;
        }
        while is_before(count) {
            count += 1;
        }
        count
    }

    /// Where a token starts, in bytes of the call's text.
    pub(crate) fn start(&self, token: usize) -> usize {
        self.columns.starts.get(token) as usize
    }

    /// Where a token ends, in bytes of the call's text.
    pub(crate) fn end(&self, token: usize) -> usize {
        self.columns.ends.get(token) as usize
    }

    /// What its form is.
    pub(crate) fn sense(&self, token: usize) -> Option<&'a Sense> {
        let &index = self.by_code.indexes.get(self.columns.codes.get(token) as usize)?;
        let sense = || self.memo.get(index).sense(self.lexicon, self.scripts, || self.form(token));
        (index != ByCode::UNKNOWN).then(sense)
    }

    /// Whether its form announces a name.
    pub(crate) fn head(&self, token: usize) -> Option<Head> {
        let &index = self.by_code.indexes.get(self.columns.codes.get(token) as usize)?;
        if index == ByCode::UNKNOWN { None } else { self.memo.get(index).head(|| self.form(token)) }
    }

    /// Its text.
    pub(crate) fn form(&self, token: usize) -> &'a str {
        self.columns.forms.text(self.columns.codes.get(token) as usize)
    }
}
