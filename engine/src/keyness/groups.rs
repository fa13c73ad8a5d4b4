//! What each group of documents has more often than all others together.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use textmill_merge::{Entry, Schema, State};

use super::table::{Counted, Found, KeyTable};
use super::{Frequency, LEAST_COUNT, LEAST_DOCUMENTS, Ranked, compared, log_likelihood, log_ratio, rounded};
use crate::error::Error;
use crate::report::DistinctiveKey;

/// The keys of one analyzer's sections that come one after another, however many keys there are; to be weighed once those of the
/// whole and of all groups are there.
#[derive(Debug)]
pub(crate) struct GroupKeys {
    table: KeyTable,
    fields: Vec<Vec<String>>,
}

/// The most telling keys of a group, by its name and the field.
pub(crate) type Distinctive = BTreeMap<String, BTreeMap<String, Vec<DistinctiveKey>>>;

/// Keys of each field and group that are given.
const TOP: usize = 10;

impl GroupKeys {
    /// Of sections of this schema.
    pub(crate) fn new(schema: &Schema) -> Self {
        Self { table: KeyTable::new(), fields: schema.counted_fields() }
    }

    /// Adds an entry of the whole, or of a group, where it is the count of a key.
    ///
    /// # Errors
    /// As [`KeyTable::add`].
    pub(crate) fn add(&mut self, group: Option<&str>, entry: &Entry) -> Result<(), Error> {
        match self.fields.iter().any(|field| entry.is_key_of(field)) {
            true => self.table.add(group, entry),
            false => Ok(()),
        }
    }

    /// The keys of each group that tell it most from all other documents.
    ///
    /// # Errors
    /// As [`KeyTable::each_key`].
    pub(crate) fn finish(self) -> Result<Distinctive, Error> {
        let mut telling = Telling::default();
        self.table.each_key(|key| {
            let field = key.field.join(".");
            for (group, ours) in &key.groups {
                telling.add((group, &field), key.key, *ours, key.whole);
            }
            Ok(())
        })?;
        Ok(telling.finish())
    }
}

/// The same of states in memory.
pub(crate) fn of_states<'s>(
    whole: &mut State,
    groups: impl Iterator<Item = (&'s str, &'s mut State)>,
) -> Distinctive {
    let fields = whole.schema().counted_fields();
    let mut telling = Telling::default();
    for (group, state) in groups {
        for field in &fields {
            let (Some(ours), Some(mut whole)) = (state.counts(field), whole.counts(field)) else { continue };
            let (name, of, all) = (field.join("."), ours.total(), whole.total());
            for (key, count, documents) in ours.iter() {
                let Some(in_whole) = whole.get(key) else { continue };
                let found = |(count, documents), of| {
                    let count = u64::try_from(count).unwrap_or(u64::MAX);
                    Found { counted: Counted { count, documents }, of }
                };
                telling.add((group, &name), key, found((count, documents), of), found(in_whole, all));
            }
        }
    }
    telling.finish()
}

/// The most telling keys so far, by group and field.
#[derive(Default)]
struct Telling(BTreeMap<String, BTreeMap<String, Ranked<DistinctiveKey>>>);

impl Telling {
    /// Weighs a key of a group, unless it is too rare, or no more frequent than in all other documents.
    fn add(&mut self, (group, field): (&str, &str), key: &str, ours: Found, whole: Found) {
        let Found { counted: Counted { count, documents }, of } = ours;
        if whole.counted.count < LEAST_COUNT || documents < LEAST_DOCUMENTS {
            return;
        }
        let against = whole.counted.count.saturating_sub(count);
        let ours = Frequency { count: count.into(), of };
        let theirs = Frequency { count: against.into(), of: whole.of.saturating_sub(of) };
        // What no other document could have tells nothing.
        if theirs.of == 0 || compared(ours, theirs) != Ordering::Greater {
            return;
        }
        let weight = log_likelihood(ours, theirs);
        if !self.0.contains_key(group) {
            self.0.insert(group.to_owned(), BTreeMap::new());
        }
        let Some(fields) = self.0.get_mut(group) else { return };
        if !fields.contains_key(field) {
            fields.insert(field.to_owned(), Ranked::new(TOP));
        }
        let Some(ranked) = fields.get_mut(field).filter(|ranked| ranked.has_room(weight, key)) else {
            return;
        };
        let distinctive = DistinctiveKey {
            key: key.to_owned(),
            count,
            documents,
            against,
            log_likelihood: rounded(weight),
            log_ratio: rounded(log_ratio(ours, theirs)),
        };
        ranked.add(weight, key.to_owned(), distinctive);
    }

    fn finish(self) -> Distinctive {
        let sorted = |fields: BTreeMap<String, Ranked<DistinctiveKey>>| {
            fields.into_iter().map(|(field, ranked)| (field, ranked.into_sorted())).collect()
        };
        self.0.into_iter().map(|(group, fields)| (group, sorted(fields))).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn field(terms: &serde_json::Value) -> State {
        let schema =
            r#"{"kind":"record","fields":{"terms":{"kind":"counts","top":5},"words":{"kind":"sum"}}}"#;
        let mut state = State::new(Schema::from_json(schema).unwrap());
        for (place, document) in terms.as_array().unwrap().iter().enumerate() {
            state.fold(&place.to_string(), &json!({"terms": document, "words": 3})).unwrap();
        }
        state
    }

    fn add(keys: &mut GroupKeys, group: Option<&str>, state: &State) {
        let mut entry = Entry::new();
        state
            .write_entries(|json| {
                entry.read(state.schema(), json).unwrap();
                keys.add(group, &entry)
            })
            .unwrap();
    }

    /// By hand: `sea` is 6 of 10 words here and 1 of 20 there, so 7/3 and 14/3 are expected of it.
    #[test]
    fn a_group_has_what_the_others_lack() {
        let ours = field(&json!([{"sea": 3, "ship": 2}, {"sea": 3, "fish": 2}]));
        let theirs = field(&json!([{"sea": 1, "ship": 9}, {"hill": 10}]));
        let mut whole = ours.clone();
        whole.merge(theirs.clone()).unwrap();
        let mut keys = GroupKeys::new(whole.schema());
        add(&mut keys, Some("=sea"), &ours);
        add(&mut keys, None, &whole);
        add(&mut keys, Some(""), &theirs);
        let found = keys.finish().unwrap();
        let g2 = 2.0 * (6.0 * (6.0 / (7.0 / 3.0_f64)).ln() + (1.0 / (14.0 / 3.0_f64)).ln());
        let sea = DistinctiveKey {
            key: "sea".into(),
            count: 6,
            documents: 2,
            against: 1,
            log_likelihood: rounded(g2),
            log_ratio: rounded((0.6_f64 / 0.05).log2()),
        };
        // `ship` and `hill` are in one document each.
        let fields = BTreeMap::from([("terms".to_owned(), vec![sea])]);
        assert_eq!(found, BTreeMap::from([("=sea".to_owned(), fields)]));
    }

    proptest! {
        #[test]
        fn what_is_put_into_files_is_found_alike(
            documents in prop::collection::vec(("[abc]", prop::collection::vec("[a-e=\n]{1,2}", 0..9)), 0..30),
            most_bytes in 0_usize..40_000,
        ) {
            let mut states = BTreeMap::<Option<String>, State>::new();
            for (place, (group, words)) in documents.iter().enumerate() {
                for section in [None, Some(group.clone())] {
                    let state = states.entry(section).or_insert_with(|| field(&json!([])));
                    state.fold(&place.to_string(), &json!({"terms": words})).unwrap();
                }
            }
            let found = |most_bytes| {
                let fields = vec![vec!["terms".to_owned()]];
                let mut keys = GroupKeys { table: KeyTable::within(most_bytes), fields };
                states.iter().for_each(|(group, state)| add(&mut keys, group.as_deref(), state));
                keys.finish().unwrap()
            };
            let of_files = found(most_bytes);
            prop_assert_eq!(&of_files, &found(usize::MAX));
            let mut whole = states.remove(&None).unwrap_or_else(|| field(&json!([])));
            let groups = states.iter_mut().filter_map(|(group, state)| Some((group.as_deref()?, state)));
            prop_assert_eq!(of_files, of_states(&mut whole, groups));
        }
    }
}
