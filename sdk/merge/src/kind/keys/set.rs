//! `set`: which different keys there are, up to a bound.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::binary::{self, write_size, write_text};
use crate::error::StateError;
use crate::json::{Reader, comma, write_string};
use crate::kind::whole::Set;
use crate::kind::{Kind, State, TakesKeys};

/// All keys, or that there were more than the bound.
///
/// "More" swallows whatever is merged with it, and a union is beyond the bound if any part of it is: so which of the two a
/// state is depends on its keys alone, and not on the order in which they came.
#[derive(Debug, Clone)]
pub(crate) enum SetState {
    Keys {
        keys: BTreeSet<Box<str>>,
        /// Bytes of all keys.
        text: usize,
    },
    Over,
}

/// What stands for [`SetState::Over`] in JSON.
const OVER: &str = "over";

impl Default for SetState {
    fn default() -> Self {
        Self::Keys { keys: BTreeSet::new(), text: 0 }
    }
}

impl State for SetState {
    fn is_empty(&self) -> bool {
        matches!(self, Self::Keys { keys, .. } if keys.is_empty())
    }

    /// The nodes of a tree that grew at random are two thirds full.
    fn memory(&self) -> usize {
        match self {
            Self::Keys { keys, text } => keys.len() * size_of::<Box<str>>() * 3 / 2 + text,
            Self::Over => 0,
        }
    }

    fn longest_kept(&self) -> usize {
        match self {
            Self::Keys { keys, .. } => keys.iter().map(|key| key.len()).max().unwrap_or_default(),
            Self::Over => 0,
        }
    }

    /// `["key", …]`, in the order of their bytes, or `"over"`.
    fn write(&self, out: &mut String) {
        let Self::Keys { keys, .. } = self else { return write_string(out, OVER) };
        out.push('[');
        let mut first = true;
        for key in keys {
            comma(out, &mut first);
            write_string(out, key);
        }
        out.push(']');
    }
}

impl Kind for Set<'_> {
    type State = SetState;

    fn max_keys(self) -> Option<u32> {
        Some(*self.max)
    }

    fn merge(self, set: &mut SetState, other: SetState) {
        match other {
            SetState::Keys { keys, .. } => keys.into_iter().for_each(|key| self.insert(set, key)),
            SetState::Over => *set = SetState::Over,
        }
    }

    fn read(self, reader: &mut Reader<'_>) -> Result<SetState, StateError> {
        if reader.is_string() {
            return match &*reader.string()? {
                OVER => Ok(SetState::Over),
                _ => Err(reader.error("expected a list of keys, or \"over\"")),
            };
        }
        let mut set = SetState::default();
        reader.list(|reader| {
            let key = reader.string()?;
            self.append(&mut set, &key).map_err(|message| reader.error(message))
        })?;
        Ok(set)
    }

    /// 0 for no keys; 1, how many there are, and each, a string, in order; or 2 for more than the bound.
    fn write_bytes(self, set: &SetState, out: &mut Vec<u8>) {
        match set {
            SetState::Keys { keys, .. } if keys.is_empty() => out.push(0),
            SetState::Keys { keys, .. } => {
                out.push(1);
                write_size(out, keys.len());
                keys.iter().for_each(|key| write_text(out, key));
            }
            SetState::Over => out.push(2),
        }
    }

    fn read_bytes(self, reader: &mut binary::Reader<'_>) -> Result<SetState, StateError> {
        let mut set = SetState::default();
        match reader.byte()? {
            0 => {}
            1 => {
                for _ in 0..reader.size(1)? {
                    let key = reader.text()?;
                    self.append(&mut set, key).map_err(|message| reader.error(message))?;
                }
            }
            2 => set = SetState::Over,
            _ => return Err(reader.error("expected nothing, keys, or that there were more")),
        }
        Ok(set)
    }

    fn finish(self, set: &SetState) -> Value {
        match set {
            SetState::Keys { keys, .. } => {
                let keys: Vec<&str> = keys.iter().map(AsRef::as_ref).collect();
                json!({ "over": false, "max": self.max, "keys": keys })
            }
            SetState::Over => json!({ "over": true, "max": self.max, "keys": null }),
        }
    }
}

impl TakesKeys for Set<'_> {
    fn add(self, set: &mut SetState, key: &str, _: u64) {
        if let SetState::Keys { keys, .. } = set
            && !keys.contains(key)
        {
            self.insert(set, key.into());
        }
    }
}

impl Set<'_> {
    fn insert(self, set: &mut SetState, key: Box<str>) {
        let SetState::Keys { keys, text } = set else { return };
        let length = key.len();
        if keys.insert(key) {
            *text += length;
        }
        if keys.len() > *self.max as usize {
            *set = SetState::Over;
        }
    }

    /// Takes in what is read, in order.
    fn append(self, set: &mut SetState, key: &str) -> Result<(), String> {
        let max = self.max;
        match set {
            SetState::Keys { keys, text }
                if keys.len() < *max as usize && keys.last().is_none_or(|last| **last < *key) =>
            {
                *text += key.len();
                keys.insert(key.into());
                Ok(())
            }
            _ => Err(format!("expected up to {max} keys, ascending")),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::{Schema, State};

    fn state(keys: &[&str]) -> State {
        let mut set = State::new(Schema::Set { max: 3 });
        keys.iter().for_each(|key| set.fold("", key).unwrap());
        set
    }

    #[test]
    fn all_keys_are_shown() {
        let set = state(&["b", "a", "b", "c"]);
        assert_eq!(set.to_json(), r#"["a","b","c"]"#);
        assert_eq!(set.finish(), json!({"over": false, "max": 3, "keys": ["a", "b", "c"]}));
        assert_eq!(state(&[]).finish(), json!({"over": false, "max": 3, "keys": []}));
    }

    #[test]
    fn more_than_the_bound_is_more_in_any_order() {
        let over = json!({"over": true, "max": 3, "keys": null});
        let [few, other] = [state(&["a", "b"]), state(&["c", "d"])];
        for (ours, theirs) in [(&few, &other), (&other, &few)] {
            let mut merged = ours.clone();
            merged.merge(theirs.clone()).unwrap();
            assert_eq!((merged.to_json().as_str(), merged.finish()), (r#""over""#, over.clone()));
            merged.merge(few.clone()).unwrap();
            merged.fold("", "a").unwrap();
            assert_eq!(merged.finish(), over, "nothing leads back");
            let mut swallowed = few.clone();
            swallowed.merge_bytes(&merged.to_bytes()).unwrap();
            assert_eq!(swallowed.finish(), over);
        }
    }

    #[test]
    fn a_document_with_more_keys_than_the_bound_is_at_fault() {
        let schema = r#"{"kind":"record","fields":{"tags":{"kind":"set","max":2}}}"#;
        let mut record = State::new(Schema::from_json(schema).unwrap());
        let expected = "`tags[3]`: found more than 2 different keys, expected at most 2";
        let error = record.fold("", &json!({"tags": ["a", "b", "a", "c"]})).unwrap_err();
        assert_eq!(error.to_string(), expected);
        let error = record.fold_json("", r#"{"tags": ["a", "b", "a", "c"]}"#).unwrap_err();
        assert_eq!(error.to_string(), expected);
        assert!(record.is_empty());
        record.fold("", &json!({"tags": ["a", "b", "a", null]})).unwrap();
        assert_eq!(record.to_json(), r#"{"tags":["a","b"]}"#);
    }

    #[test]
    fn what_no_keys_have_is_refused() {
        for bad in [r#"["b","a"]"#, r#"["a","a"]"#, r#"["a","b","c","d"]"#, r#""more""#, "[1]", "{}", "1"] {
            assert!(State::from_json(Schema::Set { max: 3 }, bad).is_err(), "{bad}");
        }
        for bad in
            [&[1, 1, 1][..], &[1, 3], &[1, 1, 4, 1, 97, 1, 98, 1, 99, 1, 100], &[1, 1, 2, 1, 98, 1, 97]]
        {
            assert!(State::from_bytes(Schema::Set { max: 3 }, bad).is_err(), "{bad:?}");
        }
    }
}
