//! What is known of forms, kept from call to call.

use hashbrown::HashTable;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::forms::Forms;
use crate::span::Span;

/// What an analyzer has found out about forms, kept for the life of its instance.
///
/// A memo is pure where its values are a function of the form, the key and the settings: then it does not matter whether
/// a value was there already. It holds so many bytes of texts and values, beside what the values point to. With the first
/// call after it has more, it forgets what the call before did not ask for, since most words of a text come in the next
/// one too; and all, where that call alone asked for more.
///
/// ```
/// use std::cell::RefCell;
/// use textmill_sdk::prelude::*;
///
/// struct Capitals(RefCell<Memo<bool>>);
///
/// impl Capitals {
///     fn count(&self, document: &Document<'_>) -> usize {
///         let mut shouted = self.0.borrow_mut();
///         let is_shouted = |word: &str| word.chars().all(char::is_uppercase);
///         document.tokens().filter(|token| *shouted.of(token, is_shouted)).count()
///     }
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Memo<T> {
    max_bytes: usize,
    known: Known<T>,
    generation: u32,
    /// The layer that `codes` was filled for, of the call in hand.
    layer_id: u64,
    /// For each key and each code of that layer the index of its value, as far as they were asked for.
    codes: Vec<(u32, Vec<u32>)>,
}

/// What is known, whatever the call.
#[derive(Clone, Debug)]
struct Known<T> {
    /// The texts of all entries, back to back. As bytes, since nobody has to look where characters begin.
    texts: Vec<u8>,
    entries: Vec<Entry>,
    values: Vec<T>,
    /// Indexes into `entries`.
    table: HashTable<u32>,
    /// The number of the call in hand.
    call: u32,
}

/// What a [`Memo`] knows under one key, by the codes of a call: see [`Memo::by_code`].
#[derive(Debug)]
pub struct ByCode<'m, 'f, T> {
    known: &'m mut Known<T>,
    codes: &'m mut [u32],
    forms: Forms<'f>,
    key: u32,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    /// Half of the hash of its text and key.
    hash: u32,
    key: u32,
    /// Where its text ends; it starts where the one before ends.
    end: u32,
    /// The last call that asked for it.
    call: u32,
}

/// No index of a value.
const UNKNOWN: u32 = u32::MAX;

impl<T> Memo<T> {
    /// A memo that forgets when it holds more than so many bytes.
    #[must_use]
    pub fn new(max_bytes: usize) -> Self {
        let known = Known {
            texts: Vec::new(),
            entries: Vec::new(),
            values: Vec::new(),
            table: HashTable::new(),
            call: 0,
        };
        Self { max_bytes, known, generation: 0, layer_id: 0, codes: Vec::new() }
    }

    /// Begins a call with forms, unless it is the one in hand. Whoever looks for a form does this too; it is for those who
    /// keep something by index, and have to know before they add to it whether the [`generation`](Memo::generation) is
    /// another one.
    pub fn begin(&mut self, forms: Forms<'_>) {
        if self.layer_id != forms.id() {
            self.begin_call(forms.id());
        }
    }

    /// The value of a span's form, made where it is not known.
    pub fn of(&mut self, span: &Span<'_>, make: impl FnOnce(&str) -> T) -> &T {
        self.of_key(span, 0, make)
    }

    /// The value of a span's form under a key, such as the number of a language, made where it is not known.
    pub fn of_key(&mut self, span: &Span<'_>, key: u32, make: impl FnOnce(&str) -> T) -> &T {
        let index = self.index_of_key(span, key, make);
        &self.known.values[index as usize]
    }

    /// The index of the value of a span's form under a key, for [`Memo::get`]. It is good as long as those of
    /// [`Memo::look_up`].
    pub fn index_of_key(&mut self, span: &Span<'_>, key: u32, make: impl FnOnce(&str) -> T) -> u32 {
        if self.layer_id != span.layer_id() {
            self.begin_call(span.layer_id());
        }
        let place = self.place(key);
        let code = span.form();
        let known = self.codes[place].1.get(code).copied().unwrap_or(UNKNOWN);
        if known != UNKNOWN {
            return known;
        }
        let index = self.known.index(span.text(), key, make);
        let codes = &mut self.codes[place].1;
        if codes.len() <= code {
            codes.resize(span.forms().len().max(code + 1), UNKNOWN);
        }
        codes[code] = index;
        index
    }

    /// Sets `indexes` to the index of a value for each form of a call, which is made where form and key are not known.
    /// Indexes are good until [`Memo::generation`] changes, which only this function, [`Memo::begin`], [`Memo::by_code`],
    /// [`Memo::of`] and [`Memo::of_key`] do, the first time that they are called for another layer or batch.
    pub fn look_up(
        &mut self,
        forms: Forms<'_>,
        key: u32,
        mut make: impl FnMut(&str) -> T,
        indexes: &mut Vec<u32>,
    ) {
        self.begin(forms);
        indexes.clear();
        indexes.extend(forms.iter().map(|form| self.known.index(form, key, &mut make)));
    }

    /// What is known under a key by the codes of a call: for a loop over codes, where not every form comes under every
    /// key. What was found is kept until the next call.
    pub fn by_code<'f>(&mut self, forms: Forms<'f>, key: u32) -> ByCode<'_, 'f, T> {
        self.begin(forms);
        let place = self.place(key);
        let codes = &mut self.codes[place].1;
        if codes.len() < forms.len() {
            codes.resize(forms.len(), UNKNOWN);
        }
        ByCode { known: &mut self.known, codes, forms, key }
    }

    /// The value of an index that [`Memo::look_up`] gave.
    ///
    /// # Panics
    /// Where there is no value of that index.
    #[must_use]
    #[inline]
    pub fn get(&self, index: u32) -> &T {
        &self.known.values[index as usize]
    }

    /// The number of values.
    #[must_use]
    pub fn len(&self) -> usize {
        self.known.values.len()
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.known.values.is_empty()
    }

    /// The values by their indexes.
    pub fn values_mut(&mut self) -> &mut [T] {
        &mut self.known.values
    }

    /// How often it has forgotten something. The values that are left then have other indexes, in the same order: what
    /// else is kept by index begins again, or is made anew from [`Memo::values_mut`].
    #[must_use]
    pub fn generation(&self) -> u32 {
        self.generation
    }

    /// Begins a call.
    fn begin_call(&mut self, layer_id: u64) {
        self.layer_id = layer_id;
        for (_, codes) in &mut self.codes {
            codes.clear();
        }
        if self.known.bytes() > self.max_bytes {
            self.known.forget_others_than(self.known.call);
            if self.known.bytes() > self.max_bytes {
                self.known.clear();
            }
            self.generation += 1;
        }
        self.known.call = self.known.call.wrapping_add(1);
    }

    /// Where the codes of a key are kept.
    fn place(&mut self, key: u32) -> usize {
        self.codes.iter().position(|(known, _)| *known == key).unwrap_or_else(|| {
            self.codes.push((key, Vec::new()));
            self.codes.len() - 1
        })
    }
}

impl<T> ByCode<'_, '_, T> {
    /// The index of the value of a code's form, made where it is not known. That of a code that there is not is the one of
    /// an empty form.
    #[inline]
    pub fn index(&mut self, code: u32, make: impl FnOnce(&str) -> T) -> u32 {
        match self.codes.get(code as usize) {
            Some(&index) if index != UNKNOWN => index,
            _ => self.find(code, make),
        }
    }

    /// The index and the value of a code's form, where they were asked for in this call: for a loop that makes none.
    #[must_use]
    #[inline]
    pub fn known(&self, code: u32) -> Option<(u32, &T)> {
        // No value has the index that says that nothing is known.
        let index = *self.codes.get(code as usize)?;
        Some((index, self.known.values.get(index as usize)?))
    }

    /// The index of the value of a text that need not be a form, made where it is not known.
    pub fn index_of(&mut self, text: &str, make: impl FnOnce(&str) -> T) -> u32 {
        self.known.index(text, self.key, make)
    }

    /// The value of an index.
    ///
    /// # Panics
    /// Where there is no value of that index.
    #[must_use]
    #[inline]
    pub fn get(&self, index: u32) -> &T {
        &self.known.values[index as usize]
    }

    #[cold]
    fn find(&mut self, code: u32, make: impl FnOnce(&str) -> T) -> u32 {
        let index = self.known.index(self.forms.text(code as usize), self.key, make);
        if let Some(known) = self.codes.get_mut(code as usize) {
            *known = index;
        }
        index
    }
}

impl<T> Known<T> {
    fn bytes(&self) -> usize {
        self.texts.len() + self.entries.len() * (size_of::<Entry>() + size_of::<T>() + 8)
    }

    fn clear(&mut self) {
        self.texts.clear();
        self.entries.clear();
        self.values.clear();
        self.table.clear();
    }

    /// Forgets what another call was the last to ask for. What is left moves up.
    fn forget_others_than(&mut self, call: u32) {
        let (mut kept, mut kept_text, mut start) = (0, 0, 0);
        self.table.clear();
        for index in 0..self.entries.len() {
            let entry = self.entries[index];
            let text = start..entry.end as usize;
            start = text.end;
            if entry.call != call {
                continue;
            }
            let length = text.len();
            self.texts.copy_within(text, kept_text);
            kept_text += length;
            self.entries[kept] = Entry { end: kept_text as u32, ..entry };
            self.values.swap(kept, index);
            let entries = &self.entries;
            let place = |&index: &u32| spread(entries[index as usize].hash);
            self.table.insert_unique(spread(entry.hash), kept as u32, place);
            kept += 1;
        }
        self.texts.truncate(kept_text);
        self.entries.truncate(kept);
        self.values.truncate(kept);
    }

    /// The index of the value of a form under a key.
    fn index(&mut self, form: &str, key: u32, make: impl FnOnce(&str) -> T) -> u32 {
        let hash = (xxh3_64_with_seed(form.as_bytes(), key.into()) >> 32) as u32;
        let (entries, texts) = (&self.entries, &self.texts);
        let is_it = |&index: &u32| {
            let entry = &entries[index as usize];
            entry.hash == hash && entry.key == key && text_of(entries, texts, index) == form.as_bytes()
        };
        if let Some(&index) = self.table.find(spread(hash), is_it) {
            self.entries[index as usize].call = self.call;
            return index;
        }
        // What one call carries is indexed with 32 bits, and a memo forgets between calls.
        let index = self.entries.len() as u32;
        self.texts.extend_from_slice(form.as_bytes());
        self.entries.push(Entry { hash, key, end: self.texts.len() as u32, call: self.call });
        self.values.push(make(form));
        let entries = &self.entries;
        self.table.insert_unique(spread(hash), index, |&index| spread(entries[index as usize].hash));
        index
    }
}

/// Half of a hash as a whole one: the table takes its bits from both ends.
fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// The text of an entry.
#[inline]
fn text_of<'t>(entries: &[Entry], texts: &'t [u8], index: u32) -> &'t [u8] {
    let start = if index == 0 { 0 } else { entries[index as usize - 1].end };
    texts.get(start as usize..entries[index as usize].end as usize).unwrap_or_default()
}
