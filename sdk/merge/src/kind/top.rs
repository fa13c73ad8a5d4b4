//! `top`: the documents of the greatest scores.

use std::cmp::Reverse;

use serde_json::{Value, json};

use super::sample::insert;
use crate::binary::{self, write_number as write_number_bytes, write_size, write_text};
use crate::error::StateError;
use crate::json::{Reader, comma, write_number, write_string};
use crate::number::Number;

/// The greatest scores, descending, ties by document id; the same score of the same id may be there more than once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Top {
    greatest: Vec<Scored>,
    /// Bytes of all ids.
    text: usize,
}

type Scored = (Reverse<Number>, Box<str>);

impl Top {
    pub(crate) fn is_empty(&self) -> bool {
        self.greatest.is_empty()
    }

    pub(crate) fn add(&mut self, n: u32, score: Number, document: &str) {
        self.insert(n, (Reverse(score), document.into()));
    }

    pub(crate) fn merge(&mut self, n: u32, other: Self) {
        for scored in other.greatest {
            self.insert(n, scored);
        }
    }

    /// Bytes on the heap.
    pub(crate) fn memory(&self) -> usize {
        self.greatest.capacity() * size_of::<Scored>() + self.text
    }

    fn insert(&mut self, n: u32, scored: Scored) {
        self.text += scored.1.len();
        if let Some((_, left)) = insert(&mut self.greatest, n, scored) {
            self.text -= left.len();
        }
    }

    /// `[[document, score], …]`, by score.
    pub(crate) fn write(&self, out: &mut String) {
        out.push('[');
        let mut first = true;
        for (Reverse(score), document) in &self.greatest {
            comma(out, &mut first);
            out.push('[');
            write_string(out, document);
            out.push(',');
            write_number(out, *score);
            out.push(']');
        }
        out.push(']');
    }

    pub(crate) fn read(n: u32, reader: &mut Reader<'_>) -> Result<Self, StateError> {
        let mut top = Self::default();
        reader.list(|reader| {
            let (document, score) = reader.pair(Reader::string, Reader::number)?;
            top.append(n, &document, score).map_err(|message| reader.error(message))
        })?;
        Ok(top)
    }

    /// How many there are, and of each the document and the score, the greatest first.
    pub(crate) fn write_bytes(&self, out: &mut Vec<u8>) {
        write_size(out, self.greatest.len());
        for (Reverse(score), document) in &self.greatest {
            write_text(out, document);
            write_number_bytes(out, Some(*score));
        }
    }

    pub(crate) fn read_bytes(n: u32, reader: &mut binary::Reader<'_>) -> Result<Self, StateError> {
        let mut top = Self::default();
        for _ in 0..reader.size(3)? {
            let document = reader.text()?;
            let score = reader.number()?.ok_or_else(|| reader.error("expected a score"))?;
            top.append(n, document, score).map_err(|message| reader.error(message))?;
        }
        Ok(top)
    }

    /// Takes in what is read, in order.
    fn append(&mut self, n: u32, document: &str, score: Number) -> Result<(), String> {
        let scored = (Reverse(score), document.into());
        if self.greatest.len() == n as usize || self.greatest.last().is_some_and(|last| *last > scored) {
            return Err(format!("expected up to {n} documents, the greatest score first"));
        }
        self.text += document.len();
        self.greatest.push(scored);
        Ok(())
    }

    pub(crate) fn finish(&self) -> Value {
        let show =
            |(Reverse(score), document): &Scored| json!({ "document": document, "score": score.to_value() });
        self.greatest.iter().map(show).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::{Schema, State};

    #[test]
    fn ties_go_by_document() {
        let mut top = State::new(Schema::Top { n: 3 });
        for (document, score) in [("b", 1.0), ("c", 0.5), ("a", 1.0), ("d", 0.75), ("a", 1.0)] {
            top.fold(document, &score).unwrap();
        }
        top.fold("e", &json!(null)).unwrap();
        assert_eq!(top.to_json(), r#"[["a",1],["a",1],["b",1]]"#);
        assert_eq!(top.finish()[2], json!({"document": "b", "score": 1}));
    }

    #[test]
    fn what_is_not_in_order_is_refused() {
        let good = r#"[["b",2.5],["a",1]]"#;
        assert_eq!(State::from_json(Schema::Top { n: 2 }, good).unwrap().to_json(), good);
        for bad in
            [r#"[["a",1],["b",2.5]]"#, r#"[["b",1],["a",1]]"#, r#"[["a",3],["b",2],["c",1]]"#, r#"[["a"]]"#]
        {
            assert!(State::from_json(Schema::Top { n: 2 }, bad).is_err(), "{bad}");
        }
    }
}
