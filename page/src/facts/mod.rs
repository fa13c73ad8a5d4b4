//! Facts by document, from which the page counts what a reader selects: the keys and numbers that analyzers found in each,
//! its group, its language, what its source says of it.
//!
//! They are one block: the length of its head (32 bits, least byte first), its head as JSON, and columns, packed together.
//! The head says of each column where it begins behind the head. `web/src/data/facts.ts` reads it.

mod columns;
mod keys;

use std::io;

use serde_json::{Value, json};

pub(crate) use self::columns::Columns;
use self::keys::Keys;
use crate::document::{Documents, PageDocument};
use crate::embed;
use crate::mark::{self, Chosen, Mark};
use crate::metadata::{Category, Metadata};
use crate::schema::{self, Field, Shape};
use crate::texts::Texts;

/// Documents whose facts are gathered at most: what a browser still counts while one clicks.
pub(crate) const MOST_DOCUMENTS: usize = 100_000;

/// How many keys of each field there are, from the first try to the last.
const KEYS: [usize; 6] = [10_000, 5_000, 2_000, 1_000, 300, 100];

/// Faults that are listed with their documents.
const MOST_FAULTS: usize = 1_000;

/// What was gathered.
pub(crate) struct Facts<'a> {
    chosen: &'a Chosen,
    documents: Vec<Head>,
    fields: Vec<(Field, Values)>,
    groups: Category,
    languages: Category,
    metadata: Metadata,
    faults: Vec<Value>,
}

struct Head {
    id: String,
    mark: Mark,
    bytes: u32,
    unread: bool,
}

enum Values {
    Keys(Keys),
    Numbers(Vec<(u32, f32)>),
}

/// Facts as they stand in the page.
pub(crate) struct Packed {
    pub(crate) text: String,
    /// The place of each gathered document in the page.
    pub(crate) places: Places,
}

/// The places of documents, where they have one.
#[derive(Debug, Default)]
pub(crate) struct Places(Vec<Option<u32>>);

impl Places {
    pub(crate) fn of(&self, document: u32) -> Option<u32> {
        self.0.get(document as usize).copied().flatten()
    }

    /// How many have one.
    pub(crate) fn len(&self) -> usize {
        self.0.iter().flatten().count()
    }
}

impl<'a> Facts<'a> {
    pub(crate) fn new(report: &Value, chosen: &'a Chosen) -> Self {
        let fields = schema::fields(report).into_iter().filter_map(|field| {
            let values = match field.shape {
                Shape::Keys => Values::Keys(Keys::new(&field.shown)),
                Shape::Number => Values::Numbers(Vec::new()),
                Shape::Json => return None,
            };
            Some((field, values))
        });
        Self {
            chosen,
            documents: Vec::new(),
            fields: fields.collect(),
            groups: Category::default(),
            languages: Category::default(),
            metadata: Metadata::new(report),
            faults: Vec::new(),
        }
    }

    /// Goes through all documents, and keeps what the page may have of them; texts go to `texts`.
    ///
    /// # Errors
    /// Where they cannot be read.
    pub(crate) fn gather(&mut self, documents: &mut dyn Documents, texts: &mut Texts) -> io::Result<()> {
        let mut place = 0;
        documents.each(&mut |document| {
            let mark = mark::mark(&document, place);
            place += 1;
            if self.chosen.has(mark) {
                let number = self.documents.len() as u32;
                self.add(&document, mark, number);
                texts.offer(&document, mark, number);
            }
            Ok(())
        })
    }

    fn add(&mut self, document: &PageDocument<'_>, mark: Mark, number: u32) {
        let bytes = document.text.as_deref().map_or(0, |text| u32::try_from(text.len()).unwrap_or(u32::MAX));
        let unread = document.is_unread();
        self.documents.push(Head { id: shortened(&document.id), mark, bytes, unread });
        if let Some(group) = &document.group {
            self.groups.add(number, group);
        }
        if let Some(language) = document.label_of("language") {
            self.languages.add(number, language);
        }
        self.metadata.add(number, &document.metadata);
        for (field, values) in &mut self.fields {
            let output = document.analyzers.iter().find(|(name, _)| *name == field.analyzer);
            let Some(value) = output.and_then(|(_, output)| field.of(output)) else { continue };
            match values {
                Values::Keys(keys) => keys.add(number, value),
                Values::Numbers(numbers) => {
                    numbers.extend(schema::number(value).map(|value| (number, value as f32)));
                }
            }
        }
        for fault in &document.faults {
            if self.faults.len() < MOST_FAULTS {
                self.faults.push(json!({
                    "document": number,
                    "analyzer": fault.analyzer,
                    "kind": fault.kind,
                    "code": fault.code,
                    "message": fault.message,
                }));
            }
        }
    }

    /// Packs them into `most` bytes: at first fewer keys, then fewer documents, until they have room.
    pub(crate) fn pack(&self, most: u64) -> Packed {
        for keys in KEYS {
            let packed = self.pack_of(self.documents.len(), keys);
            if packed.text.len() as u64 <= most {
                return packed;
            }
        }
        let mut documents = self.documents.len() / 2;
        while documents > 0 {
            let packed = self.pack_of(documents, KEYS[KEYS.len() - 1]);
            if packed.text.len() as u64 <= most {
                return packed;
            }
            documents /= 2;
        }
        Packed { text: String::new(), places: Places::default() }
    }

    /// Packs those `documents` with the least marks, and so many keys of each field.
    fn pack_of(&self, documents: usize, most_keys: usize) -> Packed {
        let places = self.places(documents);
        let mut columns = Columns::new(documents);
        let kept = || self.documents.iter().zip(&places).filter(|(_, place)| place.is_some());
        let ids: Vec<&str> = kept().map(|(head, _)| head.id.as_str()).collect();
        let bytes: Vec<u32> = kept().map(|(head, _)| head.bytes).collect();
        let unread: Vec<u32> = kept().map(|(head, _)| u32::from(head.unread)).collect();
        let mut categories = Vec::new();
        for (name, category) in [("group", &self.groups), ("language", &self.languages)] {
            if !category.is_empty() {
                categories.push(category.write(name, &places, &mut columns));
            }
        }
        let fields: Vec<Value> = self
            .fields
            .iter()
            .map(|(field, values)| match values {
                Values::Keys(keys) => keys.write(field, most_keys, &places, &mut columns),
                Values::Numbers(numbers) => write_numbers(field, numbers, &places, &mut columns),
            })
            .collect();
        let faults = self.faults.iter().filter_map(|fault| {
            let document = fault["document"].as_u64()?;
            let mut fault = fault.clone();
            fault["document"] = json!(places[document as usize]?);
            Some(fault)
        });
        let head = json!({
            "documents": documents,
            "total": self.chosen.documents,
            "lost": self.chosen.unread,
            "ids": ids,
            "bytes": columns.integers(&bytes),
            "unread": columns.integers(&unread),
            "categories": categories,
            "metadata": self.metadata.write(&places, &mut columns),
            "fields": fields,
            "faults": faults.collect::<Vec<Value>>(),
        });
        Packed { text: embed::packed(&columns.with_head(&head)), places: Places(places) }
    }

    /// Places for the documents with the least marks, in the order of the input.
    fn places(&self, documents: usize) -> Vec<Option<u32>> {
        let mut marks: Vec<Mark> = self.documents.iter().map(|head| head.mark).collect();
        marks.sort_unstable();
        let greatest = documents.checked_sub(1).and_then(|last| marks.get(last));
        let mut next = 0;
        let places = self.documents.iter().map(|head| {
            greatest.is_some_and(|greatest| head.mark <= *greatest).then(|| {
                next += 1;
                next - 1
            })
        });
        places.collect()
    }
}

/// What stands in lists of documents in the place of a very long id.
fn shortened(id: &str) -> String {
    const LONGEST: usize = 300;
    match id.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &id[..end]),
        None => id.to_owned(),
    }
}

fn write_numbers(
    field: &Field,
    numbers: &[(u32, f32)],
    places: &[Option<u32>],
    columns: &mut Columns,
) -> Value {
    let mut column = vec![f32::NAN; columns.documents()];
    for &(document, number) in numbers {
        if let Some(place) = places[document as usize] {
            column[place as usize] = number;
        }
    }
    json!({"analyzer": field.analyzer, "path": field.path, "kind": "number", "at": columns.floats(&column)})
}
