//! `counts`: how often each key was counted, and in how many documents.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::binary::{self, write_size, write_whole};
use crate::dispersion::{dispersed_bits, dispersion, usage, widespread};
use crate::error::StateError;
use crate::json::{Reader, comma, write_count, write_string};
use crate::keys::Keys;
use crate::number::count_value;
use crate::schema::Schema;

impl Schema {
    /// `counts`, of which the report shows the `top` greatest.
    pub fn counts(top: u32) -> Self {
        Self::Counts { top, at_least: 0, dispersion: false, widespread: false }
    }
}

/// In what order a report shows the keys of `counts`; of equal ones in the order of their bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KeyOrder {
    /// As the field's schema asks for it: `Widespread` where it says so, else `Count`.
    #[default]
    Own,
    /// The most often counted first.
    Count,
    /// Those that many documents have often first, by documents × log₂ (1 + count / documents); last those of one document
    /// alone, the most often counted first.
    Widespread,
    /// Those in most documents first; of equally many the most often counted. What corpus linguists call range.
    Documents,
    /// Those of greatest usage first: frequent, and spread evenly over documents (the frequency times e^(−D), see
    /// `docs/merge.md`). Fields without `dispersion` are ranked by count.
    Usage,
}

impl KeyOrder {
    /// The order of a field whose schema asks for what is widespread, or does not.
    pub(crate) fn of_field(self, widespread: bool) -> Self {
        match self {
            Self::Own if widespread => Self::Widespread,
            Self::Own => Self::Count,
            asked => asked,
        }
    }
}

/// Every key with its count: exact, and never pruned.
#[derive(Debug, Clone, Default)]
pub(crate) struct CountsState {
    keys: Keys,
    /// By the number of the key.
    entries: Vec<Entry>,
    /// Where the schema asks for dispersion.
    spread: Option<Box<Spread>>,
}

/// How keys are spread over documents.
#[derive(Debug, Clone, Default)]
struct Spread {
    /// By the number of the key, what documents add to its divergence: see [`crate::dispersion`].
    bits: Vec<u64>,
    /// The keys of the document that is being folded, with their counts.
    document: Vec<(usize, u64)>,
}

/// 32 bytes. `u128` comes first in memory, and the stamp stands where padding would.
#[derive(Debug, Clone, Copy, Default)]
struct Entry {
    count: u128,
    documents: u64,
    /// Which fold of the state last met the key, so that a document counts once; 0 for none.
    stamp: u64,
}

/// What was counted of one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) count: u128,
    pub(crate) documents: u64,
    /// Where the schema asks for dispersion: what documents add to the divergence.
    pub(crate) bits: Option<u64>,
}

impl Tally {
    pub(crate) fn merge(&mut self, other: Self) {
        self.bits = self.bits.zip(other.bits).map(|(ours, theirs)| ours.saturating_add(theirs));
        self.count = self.count.saturating_add(other.count);
        self.documents = self.documents.saturating_add(other.documents);
    }

    /// `[count, documents]`, or `[count, documents, bits]`.
    #[inline]
    pub(crate) fn write(self, out: &mut String) {
        out.push('[');
        write_count(out, self.count);
        out.push(',');
        write_count(out, self.documents.into());
        if let Some(bits) = self.bits {
            out.push(',');
            write_count(out, bits.into());
        }
        out.push(']');
    }

    /// Reads what [`write`](Self::write) wrote, with the bits of a dispersion or without.
    pub(crate) fn read(reader: &mut Reader<'_>, dispersed: bool) -> Result<Self, StateError> {
        let (count, documents, bits) = match dispersed {
            true => {
                let (count, documents, bits) = reader.triple(Reader::count, Reader::count, Reader::count)?;
                (count, documents, Some(u64::try_from(bits).unwrap_or(u64::MAX)))
            }
            false => {
                let (count, documents) = reader.pair(Reader::count, Reader::count)?;
                (count, documents, None)
            }
        };
        let documents = u64::try_from(documents).unwrap_or(u64::MAX);
        if documents == 0 || count < documents.into() {
            return Err(reader.error("expected a count of at least one in each of one or more documents"));
        }
        let tally = Self { count, documents, bits };
        if tally.is_too_spread() {
            return Err(reader.error(TOO_SPREAD));
        }
        Ok(tally)
    }

    /// Whether there are more bits than the largest documents could add: log₂ of 2⁶⁴ for each time it was counted.
    fn is_too_spread(self) -> bool {
        self.bits.is_some_and(|bits| u128::from(bits) > self.count.saturating_mul(64 << 16))
    }

    /// Twice the documents less 1; and where the count is greater, one more, and after it the difference less 1.
    ///
    /// So what no count can be cannot be written, and a key that came once takes one byte.
    #[inline]
    fn write_bytes(self, out: &mut Vec<u8>) {
        let documents = u128::from(self.documents.saturating_sub(1)) << 1;
        match self.count.saturating_sub(self.documents.into()) {
            0 => write_whole(out, documents),
            more => {
                write_whole(out, documents | 1);
                write_whole(out, more - 1);
            }
        }
        if let Some(bits) = self.bits {
            write_whole(out, bits.into());
        }
    }

    #[inline]
    fn read_bytes(reader: &mut binary::Reader<'_>, dispersed: bool) -> Result<Self, StateError> {
        let documents = reader.whole()?;
        let more = if documents & 1 == 0 { 0 } else { reader.whole()?.saturating_add(1) };
        let documents =
            u64::try_from(documents >> 1).map_or(u64::MAX, |documents| documents.saturating_add(1));
        let bits = if dispersed { Some(reader.natural()?) } else { None };
        let tally = Self { count: u128::from(documents).saturating_add(more), documents, bits };
        if tally.is_too_spread() { Err(reader.error(TOO_SPREAD)) } else { Ok(tally) }
    }

    /// How a report ranks the key.
    pub(crate) fn rank(self, order: KeyOrder) -> u128 {
        match (order, self.bits) {
            (KeyOrder::Widespread, _) => widespread(self.count, self.documents),
            (KeyOrder::Documents, _) => {
                let count = u64::try_from(self.count).unwrap_or(u64::MAX);
                u128::from(self.documents) << 64 | u128::from(count)
            }
            (KeyOrder::Usage, Some(bits)) => usage(self.count, bits),
            (KeyOrder::Own | KeyOrder::Count | KeyOrder::Usage, _) => self.count,
        }
    }

    /// What a report shows of a key, of which all keys come to `total`.
    pub(crate) fn finish(self, key: &str, total: u128) -> Value {
        let mut shown = json!({ "key": key, "count": count_value(self.count), "documents": self.documents });
        if let Some(bits) = self.bits {
            shown["dispersion"] = json!(dispersion(self.count, bits, total));
        }
        shown
    }
}

const TOO_SPREAD: &str =
    "expected no more than 64 bits, in parts of 2^-16, for each time that a key was counted";

impl CountsState {
    pub(crate) fn new(dispersed: bool) -> Self {
        Self { spread: dispersed.then(Box::default), ..Self::default() }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Counts a key of the document whose fold has this stamp. A count of 0 leaves no trace.
    #[inline]
    pub(crate) fn add(&mut self, key: &str, count: u64, stamp: u64) {
        if count == 0 {
            return;
        }
        let number = self.number(key);
        if let Some(spread) = &mut self.spread {
            spread.document.push((number, count));
        }
        let entry = &mut self.entries[number];
        entry.count = entry.count.saturating_add(count.into());
        if entry.stamp != stamp {
            entry.stamp = stamp;
            entry.documents = entry.documents.saturating_add(1);
        }
    }

    /// Ends a document, whose counts are all known only then.
    pub(crate) fn end_document(&mut self) {
        if let Some(spread) = &mut self.spread {
            spread.end_document();
        }
    }

    /// Counts a key in so many documents more. The key is in one or more, and in each at least once: so a state of it
    /// can be read. Where the state knows how keys are spread, the documents add so many bits to that.
    #[inline]
    pub(crate) fn add_documents(&mut self, key: &str, count: u64, documents: u64, bits: u64) {
        if count == 0 {
            return;
        }
        let number = self.number(key);
        self.entries[number].add_documents(count, documents);
        if let Some(spread) = &mut self.spread {
            spread.bits[number] = spread.bits[number].saturating_add(bits);
        }
    }

    /// The same for keys of which none is another.
    pub(crate) fn add_distinct<'k>(&mut self, counts: impl Iterator<Item = (&'k str, u64, u64, u64)>) {
        if !self.is_empty() {
            return counts
                .for_each(|(key, count, documents, bits)| self.add_documents(key, count, documents, bits));
        }
        self.entries.reserve(counts.size_hint().0);
        for (key, count, documents, bits) in counts.filter(|(_, count, ..)| *count > 0) {
            self.keys.push(key);
            let mut entry = Entry::default();
            entry.add_documents(count, documents);
            self.entries.push(entry);
            if let Some(spread) = &mut self.spread {
                spread.bits.push(bits);
            }
        }
    }

    pub(crate) fn merge(&mut self, mut other: Self) {
        // The smaller goes into the larger: the order of the two leaves no trace.
        if other.entries.len() > self.entries.len() {
            std::mem::swap(self, &mut other);
        }
        for (number, theirs) in other.entries.iter().enumerate() {
            let ours = self.number(other.keys.get(number));
            if let (Some(spread), Some(other)) = (&mut self.spread, &other.spread) {
                spread.bits[ours] = spread.bits[ours].saturating_add(other.bits[number]);
            }
            let ours = &mut self.entries[ours];
            ours.count = ours.count.saturating_add(theirs.count);
            ours.documents = ours.documents.saturating_add(theirs.documents);
        }
    }

    /// `{key: [count, documents], …}`, by key; with the bits of a dispersion where it has one.
    pub(crate) fn write(&self, out: &mut String) {
        out.push('{');
        let mut first = true;
        for (key, tally) in self.sorted() {
            comma(out, &mut first);
            write_string(out, key);
            out.push(':');
            tally.write(out);
        }
        out.push('}');
    }

    /// The documents of the key that is in most.
    pub(crate) fn least_documents(&self) -> u64 {
        self.entries.iter().map(|entry| entry.documents).max().unwrap_or_default()
    }

    pub(crate) fn read(reader: &mut Reader<'_>, dispersed: bool) -> Result<Self, StateError> {
        let mut counts = Self::new(dispersed);
        reader.object(|reader, key| {
            let tally = Tally::read(reader, dispersed)?;
            // The reader holds keys to strict order, so each is new.
            counts.keys.push(key);
            counts.push(tally);
            Ok(())
        })?;
        Ok(counts)
    }

    /// Appends what was counted of a key.
    #[inline]
    fn push(&mut self, Tally { count, documents, bits }: Tally) {
        self.entries.push(Entry { count, documents, stamp: 0 });
        if let Some(spread) = &mut self.spread {
            spread.bits.push(bits.unwrap_or_default());
        }
    }

    #[inline]
    fn tally(&self, number: usize) -> Tally {
        let Entry { count, documents, .. } = self.entries[number];
        Tally { count, documents, bits: self.spread.as_ref().map(|spread| spread.bits[number]) }
    }

    /// How many keys there are, and unless there are none, the keys, and what was counted of each.
    pub(crate) fn write_bytes(&self, out: &mut Vec<u8>) {
        write_size(out, self.keys.len());
        if !self.is_empty() {
            self.keys.write_bytes(out);
            (0..self.entries.len()).for_each(|number| self.tally(number).write_bytes(out));
        }
    }

    pub(crate) fn read_bytes(reader: &mut binary::Reader<'_>, dispersed: bool) -> Result<Self, StateError> {
        let mut counts = Self::new(dispersed);
        // Each key has a length and a tally, whose bits take a byte or more.
        let size = reader.size(if dispersed { 3 } else { 2 })?;
        if size == 0 {
            return Ok(counts);
        }
        counts.keys = Keys::read_bytes(size, reader)?;
        counts.entries.reserve_exact(size);
        for _ in 0..size {
            counts.push(Tally::read_bytes(reader, dispersed)?);
        }
        Ok(counts)
    }

    /// The `top` greatest by rank of the keys that were counted `at_least` so often.
    pub(crate) fn finish(&self, top: u32, at_least: u32, order: KeyOrder) -> Value {
        let total = self.total();
        // What was counted less often ranks below all others.
        let ranked = |number: usize| match self.entries[number].count >= at_least.into() {
            true => Some(self.tally(number).rank(order)),
            false => None,
        };
        let shown = greatest(self.entries.len(), top, Some(0), ranked, |number| self.keys.get(number));
        let shown = shown.into_iter().map(|number| self.tally(number).finish(self.keys.get(number), total));
        report(total, self.entries.len(), shown.collect())
    }

    /// What all keys come to.
    pub(crate) fn total(&self) -> u128 {
        self.entries.iter().fold(0_u128, |total, entry| total.saturating_add(entry.count))
    }

    /// What was counted of a key.
    pub(crate) fn get(&mut self, key: &str) -> Option<(u128, u64)> {
        let Entry { count, documents, .. } = self.entries[self.keys.number(key)?];
        Some((count, documents))
    }

    /// Keys and what was counted of each, in the order in which they came.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, u128, u64)> {
        let numbered = self.entries.iter().enumerate();
        numbered.map(|(number, entry)| (self.keys.get(number), entry.count, entry.documents))
    }

    /// Keys and what was counted of each, in the order of the keys' bytes.
    pub(crate) fn sorted(&self) -> impl Iterator<Item = (&str, Tally)> {
        self.keys.sorted().into_iter().map(|number| (self.keys.get(number), self.tally(number)))
    }

    /// Bytes of the longest key.
    pub(crate) fn longest_key(&self) -> usize {
        self.keys.longest()
    }

    /// Bytes on the heap.
    pub(crate) fn memory(&self) -> usize {
        let spread = self.spread.as_ref().map_or(0, |spread| spread.memory());
        self.keys.memory() + self.entries.capacity() * size_of::<Entry>() + spread
    }

    /// The number of a key, which has an entry.
    #[inline]
    fn number(&mut self, key: &str) -> usize {
        let number = self.keys.intern(key);
        if number == self.entries.len() {
            self.entries.push(Entry::default());
            if let Some(spread) = &mut self.spread {
                spread.bits.push(0);
            }
        }
        number
    }
}

impl Spread {
    fn end_document(&mut self) {
        self.document.sort_unstable();
        let of = self.document.iter().fold(0_u64, |of, (_, count)| of.saturating_add(*count));
        for key in self.document.chunk_by(|(one, _), (other, _)| one == other) {
            let count = key.iter().fold(0_u64, |all, (_, count)| all.saturating_add(*count));
            let bits = &mut self.bits[key[0].0];
            *bits = bits.saturating_add(dispersed_bits(count, of));
        }
        self.document.clear();
    }

    fn memory(&self) -> usize {
        size_of::<Self>()
            + self.bits.capacity() * size_of::<u64>()
            + self.document.capacity() * size_of::<(usize, u64)>()
    }
}

impl Entry {
    /// Counts its key so often, which is more than never, in so many documents more.
    #[inline]
    fn add_documents(&mut self, count: u64, documents: u64) {
        self.count = self.count.saturating_add(count.into());
        let most = u64::try_from(self.count).unwrap_or(u64::MAX);
        self.documents = self.documents.saturating_add(documents).clamp(1, most);
    }
}

/// What a report shows of all keys, and of the greatest among them.
pub(crate) fn report(total: u128, distinct: usize, top: Vec<Value>) -> Value {
    json!({ "total": count_value(total), "distinct": distinct, "top": top })
}

/// The numbers from 0 to `length` of the greatest ranks, ties in the order of their keys, `top` of them at most, and none
/// that ranks below `least`.
///
/// A vocabulary has millions of keys, and a report shows some dozens: once there are twice as many as that, the lesser half
/// is cut off, and what ranks below the rest is left out without a look at its key.
pub(crate) fn greatest<'k, R: Ord>(
    length: usize,
    top: u32,
    mut least: R,
    rank: impl Fn(usize) -> R,
    key: impl Fn(usize) -> &'k str,
) -> Vec<usize> {
    let top = usize::try_from(top).unwrap_or(usize::MAX);
    let order = |left: &usize, right: &usize| {
        rank(*right).cmp(&rank(*left)).then_with(|| key(*left).cmp(key(*right)))
    };
    let cut = |kept: &mut Vec<usize>| {
        if top < kept.len() {
            kept.select_nth_unstable_by(top, order);
            kept.truncate(top);
        }
    };
    let mut kept = Vec::new();
    for number in 0..length {
        if rank(number) < least {
            continue;
        }
        kept.push(number);
        if kept.len() > top.saturating_mul(2).saturating_add(MIN_CUT) {
            cut(&mut kept);
            least = kept.iter().map(|number| rank(*number)).min().unwrap_or(least);
        }
    }
    cut(&mut kept);
    kept.sort_unstable_by(order);
    kept
}

/// So many more than twice what is shown are kept before they are cut.
const MIN_CUT: usize = 64;

#[cfg(test)]
mod tests {
    use std::cmp::Reverse;

    use serde_json::{Value, json};

    use super::greatest;
    use crate::{Schema, State};

    #[track_caller]
    fn check(values: Value, expected: &str) {
        let mut counts = State::new(Schema::counts(2));
        for value in values.as_array().unwrap() {
            counts.fold("", value).unwrap();
        }
        assert_eq!(counts.to_json(), expected);
    }

    #[test]
    fn a_document_counts_a_key_once() {
        check(json!([{"b": 2, "a": 1}, {"b": 3}]), r#"{"a":[1,1],"b":[5,2]}"#);
        check(json!([["b", "a", "b"], ["b"]]), r#"{"a":[1,1],"b":[3,2]}"#);
        check(json!(["b", ["b"], {"b": 1}]), r#"{"b":[3,3]}"#);
    }

    #[test]
    fn what_is_not_counted_leaves_no_trace() {
        check(json!([{}, [], null, {"a": 0}, {"a": null}, [null]]), "null");
    }

    #[test]
    fn keys_are_any_strings() {
        check(
            json!([["\"", "", "é", "e\u{301}", "\u{0}"]]),
            "{\"\":[1,1],\"\\u0000\":[1,1],\"\\\"\":[1,1],\"e\u{301}\":[1,1],\"é\":[1,1]}",
        );
    }

    #[test]
    fn a_key_that_comes_twice_in_a_text_is_added() {
        let mut counts = State::new(Schema::counts(2));
        counts.fold_json("", r#"{"a":1,"a":2}"#).unwrap();
        assert_eq!(counts.to_json(), r#"{"a":[3,1]}"#);
    }

    #[test]
    fn ties_go_by_key() {
        let mut counts = State::new(Schema::counts(2));
        counts.fold("", &json!({"c": 1, "b": 1, "a": 1, "d": 2})).unwrap();
        let top = json!([{"key": "d", "count": 2, "documents": 1}, {"key": "a", "count": 1, "documents": 1}]);
        assert_eq!(counts.finish(), json!({"total": 5, "distinct": 4, "top": top}));
        assert_eq!(counts.finish_with_top(9)["top"].as_array().unwrap().len(), 4);
        assert_eq!(counts.finish_with_top(0)["top"], json!([]));
    }

    #[test]
    fn what_was_counted_less_is_kept_and_not_shown() {
        let mut counts =
            State::new(Schema::Counts { top: 2, at_least: 2, dispersion: false, widespread: false });
        counts.fold("", &json!({"d": 4, "c": 1, "b": 2, "a": 1})).unwrap();
        assert_eq!(counts.to_json(), r#"{"a":[1,1],"b":[2,1],"c":[1,1],"d":[4,1]}"#);
        let top = json!([{"key": "d", "count": 4, "documents": 1}, {"key": "b", "count": 2, "documents": 1}]);
        assert_eq!(counts.finish(), json!({"total": 8, "distinct": 4, "top": top}));
        assert_eq!(counts.finish_with_top(9)["top"], top, "however many are asked for");
        assert_eq!(counts.finish_with_top(1)["top"].as_array().unwrap().len(), 1);
        counts.fold("", &["a"]).unwrap();
        assert_eq!(counts.finish_with_top(9)["top"].as_array().unwrap().len(), 3);
    }

    #[test]
    fn the_greatest_are_those_of_a_sort() {
        let ranks: Vec<u64> = (0..2_000_u64).map(|number| number * 7_919 % 31).collect();
        let keys: Vec<String> = (0..2_000).map(|number| format!("{:03}", number * 37 % 2_000)).collect();
        for top in [0, 1, 2, 50, 64, 65, 130, 1_999, 2_000, u32::MAX] {
            for length in [0, 1, 65, 130, 2_000] {
                let mut expected: Vec<usize> = (0..length).collect();
                expected.sort_by_key(|number| (Reverse(ranks[*number]), &keys[*number]));
                expected.truncate(top as usize);
                let found = greatest(length, top, 0, |number| ranks[number], |number| &keys[number]);
                assert_eq!(found, expected, "{top} of {length}");
            }
        }
    }

    #[test]
    fn a_merged_state_folds_on() {
        let schema = Schema::counts(2);
        let mut small = State::new(schema.clone());
        let mut large = State::new(schema);
        small.fold("", &["a"]).unwrap();
        (0..3).for_each(|_| large.fold("", &["a", "b"]).unwrap());
        small.merge(large).unwrap();
        small.fold("", &["a", "b"]).unwrap();
        assert_eq!(small.to_json(), r#"{"a":[5,5],"b":[4,4]}"#);
        small.merge_json(r#"{"a":[1,1],"c":["340282366920938463463374607431768211455",1]}"#).unwrap();
        small.fold("", &["c"]).unwrap();
        assert_eq!(small.finish()["top"][0], json!({"key": "c", "count": u128::MAX as f64, "documents": 2}));
    }

    #[test]
    fn counts_that_cannot_be_are_refused() {
        for bad in [
            r#"{"a":[1,2]}"#,
            r#"{"a":[0,0]}"#,
            r#"{"a":1}"#,
            r#"{"b":[1,1],"a":[1,1]}"#,
            r#"{"a":[1,1],"a":[1,1]}"#,
            r#"{"a":[1,1]} {}"#,
            r#"["a"]"#,
        ] {
            assert!(State::from_json(Schema::counts(2), bad).is_err(), "{bad}");
        }
    }
}
