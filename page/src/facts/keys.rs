//! The keys of a field of counts, and the documents of each.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::Columns;
use crate::schema::{self, Field};

/// A longer key is cut where it is shown; no analyzer's word is one.
const LONGEST: usize = 400;

/// The keys of a field.
#[derive(Debug, Default)]
pub(super) struct Keys {
    numbers: HashMap<String, u32>,
    keys: Vec<Key>,
    postings: Vec<Posting>,
    /// What each document has of all keys together.
    totals: Vec<(u32, u32)>,
}

#[derive(Debug)]
struct Key {
    key: String,
    /// Whether the report shows it.
    shown: bool,
}

#[derive(Clone, Copy, Debug)]
struct Posting {
    key: u32,
    document: u32,
    count: u32,
}

#[derive(Clone, Copy, Debug, Default)]
struct Weight {
    documents: u32,
    count: u64,
}

impl Keys {
    pub(super) fn new(shown: &[String]) -> Self {
        let mut keys = Self::default();
        for key in shown {
            let number = keys.number(key);
            keys.keys[number as usize].shown = true;
        }
        keys
    }

    fn number(&mut self, key: &str) -> u32 {
        if let Some(&number) = self.numbers.get(key) {
            return number;
        }
        let number = self.keys.len() as u32;
        self.numbers.insert(key.to_owned(), number);
        self.keys.push(Key { key: key.to_owned(), shown: false });
        number
    }

    pub(super) fn add(&mut self, document: u32, value: &Value) {
        let mut total = 0_u32;
        let first = self.postings.len();
        schema::keys(value, |key, count| {
            let count = u32::try_from(count).unwrap_or(u32::MAX);
            total = total.saturating_add(count);
            let key = self.number(key);
            self.postings.push(Posting { key, document, count });
        });
        // A list may have a key twice.
        let added = &mut self.postings[first..];
        added.sort_unstable_by_key(|posting| posting.key);
        let mut last = first;
        for next in first + 1..self.postings.len() {
            let posting = self.postings[next];
            if self.postings[last].key == posting.key {
                self.postings[last].count = self.postings[last].count.saturating_add(posting.count);
            } else {
                last += 1;
                self.postings[last] = posting;
            }
        }
        self.postings.truncate((last + 1).min(self.postings.len()));
        self.totals.push((document, total));
    }

    /// The keys that are in the most documents, and those that the report shows, each with its documents.
    pub(super) fn write(
        &self,
        field: &Field,
        most: usize,
        places: &[Option<u32>],
        columns: &mut Columns,
    ) -> Value {
        let kept = || {
            let of = |posting: &Posting| {
                Some(Posting { document: places[posting.document as usize]?, ..*posting })
            };
            self.postings.iter().filter_map(of)
        };
        let mut weights = vec![Weight::default(); self.keys.len()];
        for posting in kept() {
            let weight = &mut weights[posting.key as usize];
            weight.documents += 1;
            weight.count += u64::from(posting.count);
        }
        let order = self.order(&weights, most);
        let mut ranks = vec![None; self.keys.len()];
        order.iter().enumerate().for_each(|(rank, &key)| ranks[key as usize] = Some(rank));
        let mut lists: Vec<Vec<Posting>> = vec![Vec::new(); order.len()];
        for posting in kept() {
            if let Some(rank) = ranks[posting.key as usize] {
                lists[rank].push(posting);
            }
        }
        let at = columns.variable(lists.iter().flat_map(|list| {
            let mut before = 0;
            let pairs = list.iter().flat_map(move |posting| {
                let step = posting.document - before;
                before = posting.document;
                [step, posting.count]
            });
            [list.len() as u32].into_iter().chain(pairs)
        }));
        let mut totals = vec![0; columns.documents()];
        for &(document, total) in &self.totals {
            if let Some(place) = places[document as usize] {
                totals[place as usize] = total;
            }
        }
        let keys: Vec<String> = order.iter().map(|&key| shortened(&self.keys[key as usize].key)).collect();
        json!({
            "analyzer": field.analyzer,
            "path": field.path,
            "kind": "keys",
            "keys": keys,
            "distinct": weights.iter().filter(|weight| weight.documents > 0).count(),
            "at": at,
            "totals": columns.integers(&totals),
        })
    }

    /// The keys that are kept, from the one in the most documents.
    fn order(&self, weights: &[Weight], most: usize) -> Vec<u32> {
        let mut order: Vec<u32> =
            (0..self.keys.len() as u32).filter(|&key| weights[key as usize].documents > 0).collect();
        let rank = |&key: &u32| {
            let weight = weights[key as usize];
            (std::cmp::Reverse((weight.documents, weight.count)), &self.keys[key as usize].key)
        };
        order.sort_unstable_by(|one, other| rank(one).cmp(&rank(other)));
        let mut place = 0;
        order.retain(|&key| {
            place += 1;
            place <= most || self.keys[key as usize].shown
        });
        order
    }
}

fn shortened(key: &str) -> String {
    match key.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &key[..end]),
        None => key.to_owned(),
    }
}
