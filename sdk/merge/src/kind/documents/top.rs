//! `top`: the documents of the greatest scores.

use std::cmp::Reverse;

use serde_json::{Value, json};

use super::sample::{depth, insert};
use crate::binary::{self, write_number as write_number_bytes, write_size, write_text};
use crate::error::StateError;
use crate::json::{Reader, canonical, comma, write_number, write_string};
use crate::kind::whole::Top;
use crate::kind::{Kind, Score, State, TakesScores};
use crate::number::Number;
use crate::schema::{MAX_VALUE_DEPTH, Schema};

impl Schema {
    /// `top`, of `n` documents.
    pub fn top(n: u32) -> Self {
        Self::Top { n, payload: false }
    }
}

/// The greatest scores, descending, ties by document id, then payload; the same may be there more than once.
#[derive(Debug, Clone, Default)]
pub(crate) struct TopState {
    greatest: Vec<Scored>,
    /// Bytes of all ids and payloads.
    text: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Scored {
    score: Reverse<Number>,
    document: Box<str>,
    /// Canonical JSON; none where it is null.
    payload: Option<Box<str>>,
}

impl Scored {
    fn new(score: Number, document: &str, payload: Option<&Value>) -> Self {
        let payload = payload.map(|payload| canonical(payload).into());
        Self { score: Reverse(score), document: document.into(), payload }
    }

    fn text(&self) -> usize {
        self.document.len() + self.payload.as_ref().map_or(0, |payload| payload.len())
    }
}

impl State for TopState {
    fn is_empty(&self) -> bool {
        self.greatest.is_empty()
    }

    fn memory(&self) -> usize {
        self.greatest.capacity() * size_of::<Scored>() + self.text
    }

    fn longest_kept(&self) -> usize {
        let payloads = self.greatest.iter().filter_map(|scored| scored.payload.as_ref());
        payloads.map(|payload| payload.len()).max().unwrap_or_default()
    }

    /// `[[document, score], …]`, by score; `[document, score, payload]` where there is one.
    fn write(&self, out: &mut String) {
        out.push('[');
        let mut first = true;
        for Scored { score: Reverse(score), document, payload } in &self.greatest {
            comma(out, &mut first);
            out.push('[');
            write_string(out, document);
            out.push(',');
            write_number(out, *score);
            if let Some(payload) = payload {
                out.push(',');
                out.push_str(payload);
            }
            out.push(']');
        }
        out.push(']');
    }
}

impl Kind for Top<'_> {
    type State = TopState;

    fn least_documents(self, top: &TopState) -> u64 {
        top.greatest.len() as u64
    }

    fn merge(self, top: &mut TopState, other: TopState) {
        for scored in other.greatest {
            top.insert(*self.n, scored);
        }
    }

    fn read(self, reader: &mut Reader<'_>) -> Result<TopState, StateError> {
        let mut top = TopState::default();
        reader.list(|reader| {
            reader.expect(b'[')?;
            let document = reader.string()?;
            reader.expect(b',')?;
            let score = reader.number()?;
            let payload = if *self.payload && reader.take(b',') { Some(reader.value()?) } else { None };
            reader.expect(b']')?;
            self.append(&mut top, &document, score, payload).map_err(|message| reader.error(message))
        })?;
        Ok(top)
    }

    /// How many there are, and of each the document, the score, and where the schema says so the JSON of the payload or
    /// nothing, the greatest first.
    fn write_bytes(self, top: &TopState, out: &mut Vec<u8>) {
        write_size(out, top.greatest.len());
        for Scored { score: Reverse(score), document, payload } in &top.greatest {
            write_text(out, document);
            write_number_bytes(out, Some(*score));
            if *self.payload {
                write_text(out, payload.as_deref().unwrap_or_default());
            }
        }
    }

    fn read_bytes(self, reader: &mut binary::Reader<'_>) -> Result<TopState, StateError> {
        let mut top = TopState::default();
        for _ in 0..reader.size(3)? {
            let document = reader.text()?;
            let score = reader.number()?.ok_or_else(|| reader.error("expected a score"))?;
            let payload = match if *self.payload { reader.text()? } else { "" } {
                "" => None,
                json => Some(
                    serde_json::from_str(json)
                        .map_err(|error| reader.error(format!("expected a JSON value: {error}")))?,
                ),
            };
            self.append(&mut top, document, score, payload).map_err(|message| reader.error(message))?;
        }
        Ok(top)
    }

    fn finish(self, top: &TopState) -> Value {
        let show = |Scored { score: Reverse(score), document, payload }: &Scored| {
            let mut shown = json!({ "document": document, "score": score.to_value() });
            if *self.payload {
                let payload = payload
                    .as_ref()
                    .map(|payload| serde_json::from_str(payload).expect("canonical JSON of bounded depth"));
                shown["payload"] = payload.unwrap_or(Value::Null);
            }
            shown
        };
        top.greatest.iter().map(show).collect()
    }
}

impl TakesScores for Top<'_> {
    fn takes_payload(self) -> bool {
        *self.payload
    }

    fn add(self, top: &mut TopState, score: Score<'_>, document: &str) {
        top.insert(*self.n, Scored::new(score.number, document, score.payload));
    }
}

impl Top<'_> {
    /// Takes in what is read, in order.
    fn append(
        self,
        top: &mut TopState,
        document: &str,
        score: Number,
        payload: Option<Value>,
    ) -> Result<(), String> {
        if payload.as_ref().is_some_and(|payload| payload.is_null() || depth(payload) > MAX_VALUE_DEPTH) {
            return Err(format!("expected a payload that is not null, of at most {MAX_VALUE_DEPTH} levels"));
        }
        let scored = Scored::new(score, document, payload.as_ref());
        let n = self.n;
        if top.greatest.len() == *n as usize || top.greatest.last().is_some_and(|last| *last > scored) {
            return Err(format!("expected up to {n} documents, the greatest score first"));
        }
        top.text += scored.text();
        top.greatest.push(scored);
        Ok(())
    }
}

impl TopState {
    fn insert(&mut self, n: u32, scored: Scored) {
        self.text += scored.text();
        if let Some(left) = insert(&mut self.greatest, n, scored) {
            self.text -= left.text();
        }
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

    #[test]
    fn a_payload_is_shown_beside_its_score() {
        let mut top = State::new(Schema::Top { n: 2, payload: true });
        top.fold("a", &(0.5, "half")).unwrap();
        top.fold("b", &json!([1, {"z": 1, "a": [2.0]}])).unwrap();
        top.fold("c", &0.5).unwrap();
        top.fold_json("d", "[0.25, null]").unwrap();
        assert_eq!(top.to_json(), r#"[["b",1,{"a":[2],"z":1}],["a",0.5,"half"]]"#);
        assert_eq!(
            top.finish(),
            json!([
                {"document": "b", "score": 1, "payload": {"a": [2], "z": 1}},
                {"document": "a", "score": 0.5, "payload": "half"},
            ])
        );
        let schema = top.schema().clone();
        assert_eq!(State::from_bytes(schema, &top.to_bytes()).unwrap().to_json(), top.to_json());
    }

    #[test]
    fn ties_go_by_document_then_payload() {
        let scored = [("a", json!([1, "y"])), ("a", json!([1, "x"])), ("a", json!([1, null]))];
        let mut forth = State::new(Schema::Top { n: 2, payload: true });
        let mut back = forth.clone();
        scored.iter().for_each(|(id, value)| forth.fold(id, value).unwrap());
        scored.iter().rev().for_each(|(id, value)| back.fold(id, value).unwrap());
        assert_eq!(forth.to_json(), r#"[["a",1],["a",1,"x"]]"#);
        assert_eq!(forth.to_json(), back.to_json());
        assert_eq!(forth.finish()[0]["payload"], json!(null));
    }

    #[test]
    fn what_is_no_score_with_its_payload_is_named() {
        let refuse = |payload: bool, value: serde_json::Value, expected: &str| {
            let mut top = State::new(Schema::Top { n: 2, payload });
            assert_eq!(top.fold("a", &value).unwrap_err().to_string(), expected);
            assert_eq!(top.fold_json("a", &value.to_string()).unwrap_err().to_string(), expected);
        };
        refuse(false, json!([1, 2]), "found a list, expected a number");
        refuse(
            true,
            json!("x"),
            "found the string \"x\", expected a number, or a pair of a number and its payload",
        );
        refuse(true, json!([1]), "found a list of 1, expected a pair of a number and its payload");
        refuse(
            true,
            json!([1, 2, 3]),
            "`[2]`: found a list of 3, expected a pair of a number and its payload",
        );
        refuse(true, json!(["x", 2]), "`[0]`: found the string \"x\", expected a number");
        for bad in [r#"[["a",1,null]]"#, r#"[["a",1,2,3]]"#, r#"[["a",1,]]"#] {
            assert!(State::from_json(Schema::Top { n: 2, payload: true }, bad).is_err(), "{bad}");
        }
        assert!(State::from_json(Schema::top(2), r#"[["a",1,2]]"#).is_err(), "without payloads");
    }
}
