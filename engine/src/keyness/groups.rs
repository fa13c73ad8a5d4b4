//! What each group of documents has more often than all others together.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use textmill_merge::Entry;

use super::table::{Counted, KeyTable, TableKey, Totals};
use super::{Frequency, LEAST_COUNT, LEAST_DOCUMENTS, Ranked, compared, log_likelihood, log_ratio, rounded};
use crate::error::Error;
use crate::report::DistinctiveKey;

/// The keys of one analyzer's sections, to be weighed once those of the whole and of all groups are there.
#[derive(Debug)]
pub(crate) struct GroupKeys(KeyTable);

/// The most telling keys of a group, by its name and the field.
type Distinctive = BTreeMap<String, BTreeMap<String, Vec<DistinctiveKey>>>;

/// Keys of each field and group that are given.
const TOP: usize = 10;

impl GroupKeys {
    pub(crate) fn new() -> Self {
        Self(KeyTable::new())
    }

    /// Adds an entry of the whole, or of a group, where it is the count of a key.
    ///
    /// # Errors
    /// As [`KeyTable::add`].
    pub(crate) fn add(&mut self, group: Option<&str>, entry: &Entry) -> Result<(), Error> {
        self.0.add(group, entry)
    }

    /// The keys of each group that tell it most from all other documents.
    ///
    /// # Errors
    /// As [`KeyTable::each_key`].
    pub(crate) fn finish(self) -> Result<Distinctive, Error> {
        let mut ranked: BTreeMap<(String, String), Ranked<DistinctiveKey>> = BTreeMap::new();
        self.0.each_key(|table_key, totals| {
            let Some((key, field)) = table_key.path.split_last() else { return Ok(()) };
            let Some(totals) = totals.get(field) else { return Ok(()) };
            for (group, counted) in &table_key.groups {
                if let Some((weight, distinctive)) = weigh(key, table_key, (group, *counted), totals) {
                    let ranked = ranked.entry((group.clone(), field.join(".")));
                    ranked.or_insert_with(|| Ranked::new(TOP)).add(weight, key.clone(), distinctive);
                }
            }
            Ok(())
        })?;
        let mut distinctive = Distinctive::new();
        for ((group, field), ranked) in ranked {
            distinctive.entry(group).or_default().insert(field, ranked.into_sorted());
        }
        Ok(distinctive)
    }
}

/// How a key tells a group from all other documents; nothing where it is too rare, or no more frequent than there.
fn weigh(
    key: &str,
    table_key: &TableKey,
    (group, counted): (&str, Counted),
    totals: &Totals,
) -> Option<(f64, DistinctiveKey)> {
    let of = totals.groups.get(group).copied().unwrap_or_default();
    let ours = Frequency { count: counted.count.into(), of };
    let against = table_key.whole.count.saturating_sub(counted.count);
    let theirs = Frequency { count: against.into(), of: totals.whole.saturating_sub(of) };
    let is_frequent = table_key.whole.count >= LEAST_COUNT && counted.documents >= LEAST_DOCUMENTS;
    // What no other document could have tells nothing.
    if !is_frequent || theirs.of == 0 || compared(ours, theirs) != Ordering::Greater {
        return None;
    }
    let weight = log_likelihood(ours, theirs);
    let distinctive = DistinctiveKey {
        key: key.to_owned(),
        count: counted.count,
        documents: counted.documents,
        against,
        log_likelihood: rounded(weight),
        log_ratio: rounded(log_ratio(ours, theirs)),
    };
    Some((weight, distinctive))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;
    use textmill_merge::{Schema, State};

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
        let mut keys = GroupKeys::new();
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
                let mut keys = GroupKeys(KeyTable::within(most_bytes));
                states.iter().for_each(|(group, state)| add(&mut keys, group.as_deref(), state));
                keys.finish().unwrap()
            };
            prop_assert_eq!(found(most_bytes), found(usize::MAX));
        }
    }
}
