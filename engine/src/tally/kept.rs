//! What a section keeps of documents word for word: the values of a `sample`, the payloads of a `top`, the keys that a
//! report shows. All of them together are bounded by a limit of the plugin, which is cut into equal shares, one for each
//! value that may be kept: so whether a document's value is too large depends on that document alone, and not on what
//! the section holds when it comes.

use std::fmt;
use std::io;

use serde_json::Value;
use textmill_merge::{Schema, State};

/// What each value may take of a section's limit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Share {
    limit: u64,
    /// How many values, payloads and keys a section keeps at most.
    values: u64,
}

/// A value that takes more than its share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Overweight {
    /// The field, such as `words.x`; empty for the output itself.
    field: String,
    bytes: usize,
    share: usize,
    limit: u64,
    values: u64,
}

impl Share {
    /// No value is refused that has so many bytes or fewer: a report of a million keys is what its user asked for.
    const LEAST: u64 = 4 << 10;

    /// The share of each value of a schema where `limit` is that of a section, in bytes.
    pub(crate) fn new(schema: &Schema, limit: u64) -> Self {
        Self { limit, values: values(schema) }
    }

    /// Bytes of the JSON of a value, or of a key.
    fn bytes(self) -> usize {
        let share = (self.limit / self.values.max(1)).max(Self::LEAST);
        usize::try_from(share).unwrap_or(usize::MAX)
    }

    /// Holds a document's output, which is lawful JSON.
    ///
    /// # Errors
    /// The first value that takes more.
    pub(crate) fn check_output(self, schema: &Schema, output: &str) -> Result<(), Overweight> {
        // No part of a text is longer than the text, which is all that most outputs are asked.
        if self.values == 0 || output.len() <= self.bytes() {
            return Ok(());
        }
        let Ok(output) = serde_json::from_str(output) else { return Ok(()) };
        Walk { share: self, field: Vec::new() }.value(schema, &output)
    }

    /// Holds a state of the schema.
    ///
    /// # Errors
    /// As `check_output`.
    pub(crate) fn check_state(self, state: &State) -> Result<(), Overweight> {
        if self.values == 0 || state.memory() <= self.bytes() {
            return Ok(());
        }
        let longest = state.longest_kept();
        self.hold(&longest.field, longest.bytes)
    }

    fn hold(self, field: &[&str], bytes: usize) -> Result<(), Overweight> {
        let (share, Self { limit, values }) = (self.bytes(), self);
        match bytes <= share {
            true => Ok(()),
            false => Err(Overweight { field: field.join("."), bytes, share, limit, values }),
        }
    }
}

impl fmt::Display for Overweight {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { field, bytes, share, limit, values } = self;
        let place = if field.is_empty() { String::new() } else { format!("`{field}`: ") };
        write!(
            formatter,
            "{place}{bytes} bytes to keep, over the {share} that its limit `state` of {limit} leaves to each of {values}"
        )
    }
}

/// How many values, payloads and keys a report shows of a section at most.
fn values(schema: &Schema) -> u64 {
    match schema {
        Schema::Sample { n, .. } | Schema::Top { n, payload: true } => u64::from(*n),
        Schema::Set { max } => u64::from(*max),
        Schema::Counts { top, .. } => u64::from(*top),
        // By each of three measures.
        Schema::Pairs { top, .. } => u64::from(*top).saturating_mul(3),
        Schema::Map { of, top, .. } => u64::from(*top).saturating_mul(values(of).saturating_add(1)),
        Schema::Record { fields } => fields.values().map(values).fold(0, u64::saturating_add),
        _ => 0,
    }
}

/// The way through an output, by its schema.
struct Walk<'v> {
    share: Share,
    field: Vec<&'v str>,
}

impl<'v> Walk<'v> {
    fn value(&mut self, schema: &'v Schema, value: &'v Value) -> Result<(), Overweight> {
        match (schema, value) {
            (Schema::Record { fields }, Value::Object(given)) => {
                given.iter().try_for_each(|(name, value)| match fields.get(name) {
                    Some(schema) => self.under(name, |walk| walk.value(schema, value)),
                    None => Ok(()),
                })
            }
            (Schema::Map { of, .. }, Value::Object(given)) => given.iter().try_for_each(|(key, value)| {
                self.hold(key.len())?;
                self.under(key, |walk| walk.value(of, value))
            }),
            (Schema::Counts { .. } | Schema::Pairs { .. } | Schema::Set { .. }, keys) => self.keys(keys),
            (Schema::Sample { items: true, .. }, Value::Array(values)) => {
                values.iter().try_for_each(|value| self.hold(weight(value)))
            }
            (Schema::Sample { .. }, value) => self.hold(weight(value)),
            (Schema::Top { payload: true, .. }, Value::Array(pair)) => {
                pair.get(1).map_or(Ok(()), |payload| self.hold(weight(payload)))
            }
            _ => Ok(()),
        }
    }

    fn keys(&self, keys: &Value) -> Result<(), Overweight> {
        match keys {
            Value::String(key) => self.hold(key.len()),
            Value::Array(keys) => keys.iter().try_for_each(|key| self.hold(key.as_str().map_or(0, str::len))),
            Value::Object(counts) => counts.keys().try_for_each(|key| self.hold(key.len())),
            _ => Ok(()),
        }
    }

    fn under(
        &mut self,
        name: &'v str,
        walk: impl FnOnce(&mut Self) -> Result<(), Overweight>,
    ) -> Result<(), Overweight> {
        self.field.push(name);
        walk(self)?;
        self.field.pop();
        Ok(())
    }

    fn hold(&self, bytes: usize) -> Result<(), Overweight> {
        self.share.hold(&self.field, bytes)
    }
}

/// Bytes of a value's JSON.
fn weight(value: &Value) -> usize {
    let mut bytes = Counted(0);
    match serde_json::to_writer(&mut bytes, value) {
        Ok(()) => bytes.0,
        Err(_) => usize::MAX,
    }
}

/// What counts the bytes that are written.
struct Counted(usize);

impl io::Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Schema, Share, State};

    /// What is said of an output, and of the state of that output alone, under a limit that leaves 5,000 bytes to each
    /// of so many values.
    #[track_caller]
    fn check(schema: &Value, values: u64, output: &Value, expected: Option<&str>) {
        let schema = Schema::from_json(&schema.to_string()).expect("a schema");
        let share = Share::new(&schema, 5_000 * values);
        let expected = expected.map(|expected| {
            let limit = 5_000 * values;
            format!("{expected}, over the 5000 that its limit `state` of {limit} leaves to each of {values}")
        });
        let said = share.check_output(&schema, &output.to_string()).err();
        assert_eq!(said.map(|heavy| heavy.to_string()), expected, "the output");
        let mut state = State::new(schema);
        state.fold("d", output).expect("the output fits");
        let said = share.check_state(&state).err();
        assert_eq!(said.map(|heavy| heavy.to_string()), expected, "the state");
    }

    fn long(bytes: usize) -> String {
        "x".repeat(bytes)
    }

    #[test]
    fn each_value_has_its_share_of_the_limit() {
        let sample = json!({"kind": "sample", "n": 10});
        check(&sample, 10, &json!(long(4_998)), None);
        check(&sample, 10, &json!(long(4_999)), Some("5001 bytes to keep"));
        let items = json!({"kind": "sample", "n": 3, "items": true});
        check(&items, 3, &json!([long(4_000), long(4_001)]), None);
        check(&items, 3, &json!([1, long(6_000)]), Some("6002 bytes to keep"));
        let top = json!({"kind": "top", "n": 7, "payload": true});
        check(&top, 7, &json!([0.5, {"text": long(4_000)}]), None);
        check(&top, 7, &json!([0.5, {"text": long(5_000)}]), Some("5011 bytes to keep"));
        check(&json!({"kind": "set", "max": 4}), 4, &json!(["a", long(5_001)]), Some("5001 bytes to keep"));
        let counts = json!({"kind": "counts", "top": 2});
        check(&counts, 2, &json!({long(5_000): 1, "b": 2}), None);
        check(&counts, 2, &json!({long(5_001): 1, "b": 2}), Some("5001 bytes to keep"));
        let pairs = json!({"kind": "pairs", "top": 2});
        check(&pairs, 6, &json!({format!("a\t{}", long(5_000)): 1}), Some("5002 bytes to keep"));
    }

    #[test]
    fn the_field_is_named() {
        let schema = json!({"kind": "record", "fields": {
            "length": {"kind": "sum"},
            "by": {"kind": "map", "of": {"kind": "record", "fields": {"best": {"kind": "sample", "n": 4}}}, "top": 3},
            "seen": {"kind": "distinct"},
        }});
        let output = |bytes| json!({"length": 1, "by": {"k": {"best": long(bytes)}}, "seen": [long(9_000)]});
        check(&schema, 15, &output(10), None);
        check(&schema, 15, &output(6_000), Some("`by.k.best`: 6002 bytes to keep"));
        let sums =
            json!({"kind": "record", "fields": {"by": {"kind": "map", "of": {"kind": "sum"}, "top": 3}}});
        check(&sums, 3, &json!({"by": {long(7_000): 1}}), Some("`by`: 7000 bytes to keep"));
    }

    #[test]
    fn what_is_short_is_never_refused() {
        let schema = Schema::counts(u32::MAX);
        let share = Share::new(&schema, 1);
        assert_eq!(share.check_output(&schema, &json!([long(4_096), long(4_096)]).to_string()), Ok(()));
        assert!(share.check_output(&schema, &json!(long(4_097)).to_string()).is_err());
    }
}
