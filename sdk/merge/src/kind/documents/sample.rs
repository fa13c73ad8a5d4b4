//! `sample`: some documents' values, chosen by what they are and not by when they came.

use serde_json::{Value, json};

use crate::binary::{self, write_size, write_text};
use crate::error::StateError;
use crate::hash::hash;
use crate::json::{Reader, canonical, comma, write_string};
use crate::kind::whole::Sample;
use crate::kind::{Kind, State, TakesJson};
use crate::schema::{MAX_VALUE_DEPTH, Schema};

impl Schema {
    /// A `sample` of `n` documents' values.
    pub fn sample(n: u32) -> Self {
        Self::Sample { n, items: false }
    }
}

/// The values of the least hashes, ascending; the same value of the same id may be there more than once.
#[derive(Debug, Clone, Default)]
pub(crate) struct SampleState {
    chosen: Vec<Chosen>,
    /// Bytes of all ids and values.
    text: usize,
}

/// In order of hash, then document, then value: a hash may be that of two.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Chosen {
    hash: u64,
    document: Box<str>,
    /// Canonical JSON.
    value: Box<str>,
}

impl Chosen {
    fn new(document: &str, value: &Value) -> Self {
        let value = canonical(value);
        let mut bytes = Vec::with_capacity(document.len() + 1 + value.len());
        bytes.extend_from_slice(document.as_bytes());
        bytes.push(0xFF);
        bytes.extend_from_slice(value.as_bytes());
        Self { hash: hash(&bytes), document: document.into(), value: value.into() }
    }

    fn text(&self) -> usize {
        self.document.len() + self.value.len()
    }
}

impl State for SampleState {
    fn is_empty(&self) -> bool {
        self.chosen.is_empty()
    }

    fn memory(&self) -> usize {
        self.chosen.capacity() * size_of::<Chosen>() + self.text
    }

    fn longest_kept(&self) -> usize {
        self.chosen.iter().map(|chosen| chosen.value.len()).max().unwrap_or_default()
    }

    /// `[[document, value], …]`, by hash.
    fn write(&self, out: &mut String) {
        out.push('[');
        let mut first = true;
        for chosen in &self.chosen {
            comma(out, &mut first);
            out.push('[');
            write_string(out, &chosen.document);
            out.push(',');
            out.push_str(&chosen.value);
            out.push(']');
        }
        out.push(']');
    }
}

impl Kind for Sample<'_> {
    type State = SampleState;

    /// Of the items of a list any number are chosen.
    fn least_documents(self, sample: &SampleState) -> u64 {
        if *self.items { u64::from(!sample.is_empty()) } else { sample.chosen.len() as u64 }
    }

    fn merge(self, sample: &mut SampleState, other: SampleState) {
        for chosen in other.chosen {
            sample.insert(*self.n, chosen);
        }
    }

    fn read(self, reader: &mut Reader<'_>) -> Result<SampleState, StateError> {
        let mut sample = SampleState::default();
        reader.list(|reader| {
            let (document, value) = reader.pair(Reader::string, Reader::value)?;
            sample.append(*self.n, &document, &value).map_err(|message| reader.error(message))
        })?;
        Ok(sample)
    }

    /// How many there are, and of each the document and the value's canonical JSON, by hash.
    fn write_bytes(self, sample: &SampleState, out: &mut Vec<u8>) {
        write_size(out, sample.chosen.len());
        for chosen in &sample.chosen {
            write_text(out, &chosen.document);
            write_text(out, &chosen.value);
        }
    }

    fn read_bytes(self, reader: &mut binary::Reader<'_>) -> Result<SampleState, StateError> {
        let mut sample = SampleState::default();
        for _ in 0..reader.size(2)? {
            let document = reader.text()?;
            let value = serde_json::from_str(reader.text()?)
                .map_err(|error| reader.error(format!("expected a JSON value: {error}")))?;
            sample.append(*self.n, document, &value).map_err(|message| reader.error(message))?;
        }
        Ok(sample)
    }

    fn finish(self, sample: &SampleState) -> Value {
        let show = |chosen: &Chosen| {
            let value: Value = serde_json::from_str(&chosen.value).expect("canonical JSON of bounded depth");
            json!({ "document": chosen.document, "value": value })
        };
        sample.chosen.iter().map(show).collect()
    }
}

impl TakesJson for Sample<'_> {
    fn add(self, sample: &mut SampleState, value: &Value, document: &str) {
        match value {
            Value::Array(items) if *self.items => sample.insert_items(*self.n, items, document),
            value => sample.insert(*self.n, Chosen::new(document, value)),
        }
    }
}

impl SampleState {
    /// Equal items of one document have one hash, and would take all places at once: they count as one.
    fn insert_items(&mut self, n: u32, items: &[Value], document: &str) {
        let items = items.iter().filter(|item| !item.is_null());
        let mut chosen: Vec<Chosen> = items.map(|item| Chosen::new(document, item)).collect();
        chosen.sort_unstable();
        chosen.dedup();
        // No more than `n` are kept.
        chosen.into_iter().take(n as usize).for_each(|chosen| self.insert(n, chosen));
    }

    fn insert(&mut self, n: u32, chosen: Chosen) {
        self.text += chosen.text();
        if let Some(left) = insert(&mut self.chosen, n, chosen) {
            self.text -= left.text();
        }
    }

    /// Takes in what is read, in order.
    fn append(&mut self, n: u32, document: &str, value: &Value) -> Result<(), String> {
        if depth(value) > MAX_VALUE_DEPTH {
            return Err(format!("expected a value of at most {MAX_VALUE_DEPTH} levels"));
        }
        let chosen = Chosen::new(document, value);
        let is_full = self.chosen.len() == n as usize;
        if is_full || value.is_null() || self.chosen.last().is_some_and(|last| *last > chosen) {
            return Err(format!("expected up to {n} values that are not null, by hash"));
        }
        self.text += chosen.text();
        self.chosen.push(chosen);
        Ok(())
    }
}

/// How many lists and objects lie in one another.
pub(super) fn depth(value: &Value) -> usize {
    let inside = match value {
        Value::Array(items) => items.iter().map(depth).max(),
        Value::Object(fields) => fields.values().map(depth).max(),
        _ => return 0,
    };
    inside.unwrap_or(0) + 1
}

/// Keeps the `n` least, in order, and gives the one that is not among them.
pub(super) fn insert<T: Ord>(sorted: &mut Vec<T>, n: u32, item: T) -> Option<T> {
    let n = usize::try_from(n).unwrap_or(usize::MAX);
    if sorted.len() >= n && sorted.last().is_none_or(|last| *last <= item) {
        return Some(item);
    }
    let place = sorted.partition_point(|other| *other <= item);
    sorted.insert(place, item);
    if sorted.len() > n { sorted.pop() } else { None }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::{Schema, State};

    fn state() -> State {
        State::new(Schema::sample(2))
    }

    #[test]
    fn the_sample_is_the_same_in_any_order() {
        let documents = [("a", json!({"y": 1, "x": [2.0, -0.0]})), ("b", json!("text")), ("c", json!(false))];
        let (mut forth, mut back) = (state(), state());
        documents.iter().for_each(|(id, value)| forth.fold(id, value).unwrap());
        documents.iter().rev().for_each(|(id, value)| back.fold(id, value).unwrap());
        assert_eq!(forth.to_json(), r#"[["a",{"x":[2,0],"y":1}],["b","text"]]"#);
        assert_eq!(forth.to_json(), back.to_json());
        assert_eq!(
            forth.finish(),
            json!([{"document": "a", "value": {"x": [2, 0], "y": 1}}, {"document": "b", "value": "text"}])
        );
    }

    #[test]
    fn items_are_chosen_from_lists() {
        let sampled = |documents: &[(&str, serde_json::Value)]| {
            let mut sample = State::new(Schema::Sample { n: 3, items: true });
            documents.iter().for_each(|(id, value)| sample.fold(id, value).unwrap());
            sample.to_json()
        };
        let list = json!(["x", "y", "x", null, "z", [1], [1]]);
        let chosen = sampled(&[("a", list)]);
        assert_eq!(chosen, r#"[["a",[1]],["a","z"],["a","x"]]"#);
        let one_by_one: Vec<(&str, serde_json::Value)> =
            ["x", "y", "z"].iter().map(|item| ("a", json!([item]))).chain([("a", json!([[1]]))]).collect();
        assert_eq!(sampled(&one_by_one), chosen, "a list is its items");
        assert_eq!(sampled(&[("a", json!("x"))]), r#"[["a","x"]]"#, "what is no list is one item");
        assert_eq!(sampled(&[("a", json!([])), ("b", json!([null]))]), "null");
    }

    #[test]
    fn a_value_is_only_so_deep() {
        let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        let mut sample = state();
        sample.fold_json("a", &nested(64)).unwrap();
        let error = sample.fold_json("b", &nested(65)).unwrap_err();
        assert_eq!(error.expected(), "lists and objects of at most 64 levels");
        assert_eq!(error.path(), "[0]".repeat(64));
        assert_eq!(
            State::from_json(sample.schema().clone(), &sample.to_json()).unwrap().to_json(),
            sample.to_json()
        );
        let deep = format!(r#"[["a",{}]]"#, nested(65));
        assert!(State::from_json(sample.schema().clone(), &deep).is_err());
        assert_eq!(sample.finish().as_array().unwrap().len(), 1);
    }

    #[test]
    fn ids_and_values_may_repeat() {
        let mut sample = state();
        (0..3).for_each(|_| sample.fold("a", &1).unwrap());
        sample.fold("z", &json!(null)).unwrap();
        assert_eq!(sample.to_json(), r#"[["a",1],["a",1]]"#);
    }

    #[test]
    fn a_sample_is_read_with_its_values_made_canonical() {
        let schema = Schema::sample(1);
        let read = State::from_json(schema.clone(), r#"[["a", {"b": -0.0, "a": 1}]]"#).unwrap();
        assert_eq!(read.to_json(), r#"[["a",{"a":1,"b":0}]]"#);
        for bad in
            [r#"[["a",null]]"#, r#"[["a",1],["a",1]]"#, r#"[["a"]]"#, r#"[[1,1]]"#, r#"[["a",1e999]]"#, "{}"]
        {
            assert!(State::from_json(schema.clone(), bad).is_err(), "{bad}");
        }
        let unordered = r#"[["b","text"],["a",{"x":[2,0],"y":1}]]"#;
        assert!(State::from_json(Schema::sample(2), unordered).is_err());
    }
}
