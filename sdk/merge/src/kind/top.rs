//! `top`: the documents of the greatest scores.

use std::cmp::Reverse;

use serde_json::{Value, json};

use super::sample::insert;
use super::whole::Top;
use super::{Kind, State, TakesScores};
use crate::binary::{self, write_number as write_number_bytes, write_size, write_text};
use crate::error::StateError;
use crate::json::{Reader, comma, write_number, write_string};
use crate::number::Number;
use crate::schema::Schema;

impl Schema {
    /// `top`, of `n` documents.
    pub fn top(n: u32) -> Self {
        Self::Top { n }
    }
}

/// The greatest scores, descending, ties by document id; the same score of the same id may be there more than once.
#[derive(Debug, Clone, Default)]
pub(crate) struct TopState {
    greatest: Vec<Scored>,
    /// Bytes of all ids.
    text: usize,
}

type Scored = (Reverse<Number>, Box<str>);

impl State for TopState {
    fn is_empty(&self) -> bool {
        self.greatest.is_empty()
    }

    fn memory(&self) -> usize {
        self.greatest.capacity() * size_of::<Scored>() + self.text
    }

    /// `[[document, score], …]`, by score.
    fn write(&self, out: &mut String) {
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
}

impl Kind for Top<'_> {
    type State = TopState;

    fn merge(self, top: &mut TopState, other: TopState) {
        for scored in other.greatest {
            top.insert(*self.n, scored);
        }
    }

    fn read(self, reader: &mut Reader<'_>) -> Result<TopState, StateError> {
        let mut top = TopState::default();
        reader.list(|reader| {
            let (document, score) = reader.pair(Reader::string, Reader::number)?;
            top.append(*self.n, &document, score).map_err(|message| reader.error(message))
        })?;
        Ok(top)
    }

    /// How many there are, and of each the document and the score, the greatest first.
    fn write_bytes(self, top: &TopState, out: &mut Vec<u8>) {
        write_size(out, top.greatest.len());
        for (Reverse(score), document) in &top.greatest {
            write_text(out, document);
            write_number_bytes(out, Some(*score));
        }
    }

    fn read_bytes(self, reader: &mut binary::Reader<'_>) -> Result<TopState, StateError> {
        let mut top = TopState::default();
        for _ in 0..reader.size(3)? {
            let document = reader.text()?;
            let score = reader.number()?.ok_or_else(|| reader.error("expected a score"))?;
            top.append(*self.n, document, score).map_err(|message| reader.error(message))?;
        }
        Ok(top)
    }

    fn finish(self, top: &TopState) -> Value {
        let show =
            |(Reverse(score), document): &Scored| json!({ "document": document, "score": score.to_value() });
        top.greatest.iter().map(show).collect()
    }
}

impl TakesScores for Top<'_> {
    fn add(self, top: &mut TopState, score: Number, document: &str) {
        top.insert(*self.n, (Reverse(score), document.into()));
    }
}

impl TopState {
    fn insert(&mut self, n: u32, scored: Scored) {
        self.text += scored.1.len();
        if let Some((_, left)) = insert(&mut self.greatest, n, scored) {
            self.text -= left.len();
        }
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
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::{Schema, State};

    #[test]
    fn ties_go_by_document() {
        let mut top = State::new(Schema::top(3));
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
        assert_eq!(State::from_json(Schema::top(2), good).unwrap().to_json(), good);
        for bad in
            [r#"[["a",1],["b",2.5]]"#, r#"[["b",1],["a",1]]"#, r#"[["a",3],["b",2],["c",1]]"#, r#"[["a"]]"#]
        {
            assert!(State::from_json(Schema::top(2), bad).is_err(), "{bad}");
        }
    }
}
