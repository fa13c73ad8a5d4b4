//! Strings of which many are the same, and the forms of spans among them.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher, RandomState};

use serde::{Deserialize, Serialize};
use textmill_wit::host::textmill::analyzer::types as wit;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::FORM;
use super::attribute::{AttributeColumn, Values, check_cut};
use super::columns::numbers;
use crate::batch::Strings;

/// Value `i` is string `entries[i]` of a table whose strings are all different.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Dictionary {
    pub(super) table: Strings,
    pub(super) entries: Vec<u32>,
}

/// The codes of strings that borrow from elsewhere.
type Codes<'a> = HashMap<&'a str, u32, Seeded>;

/// Hashes words in a third of the time that the library's own way takes. The seed is of chance, so that no plugin knows
/// which strings fall together.
struct Seeded(u64);

impl Default for Seeded {
    fn default() -> Self {
        Self(RandomState::new().hash_one(0))
    }
}

impl BuildHasher for Seeded {
    type Hasher = Hash;

    fn build_hasher(&self) -> Hash {
        Hash(self.0)
    }
}

/// The hash of one string.
struct Hash(u64);

impl Hasher for Hash {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64_with_seed(bytes, self.0);
    }

    /// What marks the end of a string says nothing where there is one.
    fn write_u8(&mut self, _: u8) {}

    fn finish(&self) -> u64 {
        self.0
    }
}

impl Dictionary {
    /// # Errors
    /// What breaks the contract.
    pub(super) fn check(found: wit::DictionaryResult) -> Result<Self, String> {
        let table = check_cut(found.table)?;
        let entries = numbers("entries", &found.entries)?;
        let strings = table.len();
        if let Some(entry) = first_beyond(&entries, strings) {
            return Err(format!("its entry {entry} is not one of a table of {strings}"));
        }
        let dictionary = Self { table, entries };
        let mut codes = Codes::with_capacity_and_hasher(strings, Seeded::default());
        for code in 0..strings {
            if codes.insert(dictionary.table.get(code), code as u32).is_some() {
                return Err(format!("its table has a string twice, at {code}"));
            }
        }
        Ok(dictionary)
    }

    /// The dictionary of these strings, each once in the order of its first coming.
    pub(super) fn of<'a>(strings: impl ExactSizeIterator<Item = &'a str>) -> Self {
        let mut dictionary = Self { entries: Vec::with_capacity(strings.len()), ..Self::default() };
        let mut codes = Codes::default();
        for string in strings {
            let next = dictionary.table.len() as u32;
            let code = *codes.entry(string).or_insert(next);
            if code == next {
                // They come from one text, or two of a call, which is indexed with 32 bits.
                dictionary.table.push(string);
            }
            dictionary.entries.push(code);
        }
        dictionary
    }

    /// The value of an entry.
    pub(super) fn get(&self, entry: usize) -> &str {
        self.table.get(self.entries[entry] as usize)
    }

    pub(super) fn bytes(&self) -> usize {
        self.table.bytes() + size_of_val(&*self.entries)
    }

    /// The values of `entries`, in that order, with those strings alone that they need.
    pub(super) fn select(&self, entries: &[usize]) -> Self {
        Self::of(entries.iter().map(|&entry| self.get(entry)))
    }

    /// The values of `self` and after them those of `other`.
    pub(super) fn append(&mut self, other: &Self) {
        let mine = (0..self.entries.len()).map(|entry| self.get(entry));
        let strings: Vec<&str> = mine.chain((0..other.entries.len()).map(|entry| other.get(entry))).collect();
        *self = Self::of(strings.into_iter());
    }
}

/// The forms of spans over `texts`, where no provider has made them.
pub(super) fn forms(texts: &Strings, starts: &[u32], ends: &[u32]) -> AttributeColumn {
    let text = texts.text();
    let strings = starts.iter().zip(ends).map(|(&start, &end)| &text[start as usize..end as usize]);
    AttributeColumn {
        name: FORM.into(),
        values: Values::Dictionary(Dictionary::of(strings)),
        absent: Vec::new(),
    }
}

/// Holds the forms that a provider has made to the texts of the spans.
///
/// Each string is compared with the first span that has it, and with the lengths of all others. A provider that lies beyond
/// that harms nobody more than by saying that words are elsewhere, which is its own to say.
///
/// # Errors
/// Where a form is not the text of its span.
pub(super) fn check_forms(
    forms: &AttributeColumn,
    texts: &Strings,
    starts: &[u32],
    ends: &[u32],
) -> Result<(), String> {
    let Values::Dictionary(dictionary) = &forms.values else {
        return Err("its values are not a dictionary".into());
    };
    if !forms.absent.is_empty() {
        return Err("a span has none".into());
    }
    let spans = || dictionary.entries.iter().zip(starts.iter().zip(ends));
    let lengths: Vec<u32> = dictionary.table.iter().map(|form| form.len() as u32).collect();
    let of_length = |(&code, (&start, &end)): (&u32, (&u32, &u32))| lengths[code as usize] == end - start;
    // All are looked at, without a way out at each of them: the processor takes several at once then.
    if !spans().fold(true, |all, span| all & of_length(span)) {
        return Err(not_its_text(spans().position(|span| !of_length(span)).unwrap_or_default()));
    }
    // Backwards, so that what stays is the first span of each string.
    let mut firsts = vec![None; dictionary.table.len()];
    for (span, &code) in dictionary.entries.iter().enumerate().rev() {
        firsts[code as usize] = Some(span as u32);
    }
    let text = texts.text();
    let is_other = |&(code, span): &(usize, usize)| {
        dictionary.table.get(code) != &text[starts[span] as usize..ends[span] as usize]
    };
    let firsts = firsts.into_iter().enumerate();
    let firsts = firsts.filter_map(|(code, first)| Some((code, first? as usize)));
    match firsts.filter(is_other).map(|(_, span)| span).min() {
        Some(span) => Err(not_its_text(span)),
        None => Ok(()),
    }
}

fn not_its_text(span: usize) -> String {
    format!("that of span {span} is not its text")
}

/// The first of these numbers that is not below `end`.
///
/// The greatest is found first, for which no branch is taken at any number: so the processor looks at several at once.
pub(super) fn first_beyond(numbers: &[u32], end: usize) -> Option<u32> {
    let greatest = numbers.iter().fold(0, |greatest, &number| number.max(greatest));
    let may_be = !numbers.is_empty() && greatest as usize >= end;
    may_be.then(|| numbers.iter().copied().find(|&number| number as usize >= end)).flatten()
}

#[cfg(test)]
mod tests {
    use super::{Dictionary, Strings, check_forms, forms, wit};

    fn table(strings: &[&str]) -> wit::StringsResult {
        let mut text = String::new();
        let ends = strings.iter().flat_map(|string| {
            text.push_str(string);
            (text.len() as u32).to_le_bytes()
        });
        let ends = ends.collect();
        wit::StringsResult { text, ends }
    }

    #[track_caller]
    fn check(strings: &[&str], entries: &[u32], expected: Result<&[&str], &str>) {
        let entries = entries.iter().flat_map(|entry| entry.to_le_bytes()).collect();
        let found = Dictionary::check(wit::DictionaryResult { table: table(strings), entries });
        let found =
            found.as_ref().map(|found| (0..found.entries.len()).map(|entry| found.get(entry)).collect());
        let found = found.as_ref().map(Vec::as_slice).map_err(|problem| problem.as_str());
        assert_eq!(found, expected);
    }

    #[test]
    fn entries_are_strings_of_the_table() {
        check(&["a", "é", ""], &[1, 1, 0, 2], Ok(&["é", "é", "a", ""]));
        check(&[], &[], Ok(&[]));
        check(&["a"], &[1], Err("its entry 1 is not one of a table of 1"));
        check(&["a", "b", "a"], &[0], Err("its table has a string twice, at 2"));
    }

    #[test]
    fn parts_keep_their_strings_and_no_others() {
        let dictionary = Dictionary::of(["a", "b", "a", "c"].into_iter());
        assert_eq!((dictionary.table.text(), &dictionary.entries[..]), ("abc", &[0, 1, 0, 2][..]));
        let mut part = dictionary.select(&[3, 0]);
        assert_eq!((part.table.text(), &part.entries[..]), ("ca", &[0, 1][..]));
        part.append(&dictionary);
        assert_eq!((part.table.text(), &part.entries[..]), ("cab", &[0, 1, 1, 2, 1, 0][..]));
    }

    #[test]
    fn forms_are_the_texts_of_spans() {
        let mut texts = Strings::default();
        texts.push("ab ab cd");
        let (starts, ends) = ([0, 3, 6], [2, 5, 8]);
        let made = forms(&texts, &starts, &ends);
        assert_eq!(check_forms(&made, &texts, &starts, &ends), Ok(()));
        assert_eq!(
            check_forms(&made, &texts, &[0, 3, 6], &[2, 4, 8]),
            Err("that of span 1 is not its text".into())
        );
    }
}
