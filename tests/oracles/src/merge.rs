//! Schemas, outputs and states from a plugin or a file that may say anything.
//!
//! The input is text. Its first line is a schema; of those after it, one that begins with `@` is the JSON of a state,
//! one that begins with `[` a line of entries, and any other an output.

use std::convert::Infallible;
use std::sync::Arc;

use serde_json::Value;
use textmill_merge::{Entry, EntryError, Finisher, Join, JoinError, Schema, State};

/// States that are merged with each other: more of them take time and show nothing new.
const MAX_STATES: usize = 6;

/// Holds that what is taken keeps the laws of merging, and that what is refused leaves no trace.
///
/// # Panics
/// Where one of these does not hold.
pub fn hold(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else { return };
    let mut lines = text.lines();
    let Some(schema) = lines.next().and_then(schema) else { return };
    let mut folded = State::new(Arc::clone(&schema));
    let mut states = Vec::new();
    for (number, line) in lines.enumerate() {
        match line.as_bytes() {
            [b'@', ..] => states.extend(state(&schema, &line[1..])),
            [b'[', ..] => entry(&schema, line),
            _ => fold(&mut folded, &format!("document {}", number % 3), line),
        }
    }
    states.push(folded);
    states.truncate(MAX_STATES);
    merge(&schema, &states);
}

/// A schema that is taken has a JSON that gives it back.
pub(crate) fn schema(json: &str) -> Option<Arc<Schema>> {
    let schema = Schema::from_json(json).ok()?;
    let written = schema.to_json();
    assert_eq!(Schema::from_json(&written).as_ref(), Ok(&schema), "a schema survives its JSON");
    assert_eq!(schema.check(), Ok(()), "a schema that is read is lawful");
    Some(Arc::new(schema))
}

/// A state that is taken is one that could have been folded, as far as anybody can tell.
fn state(schema: &Arc<Schema>, json: &str) -> Option<State> {
    let mut untouched = State::new(Arc::clone(schema));
    let Ok(state) = State::from_json(Arc::clone(schema), json) else {
        assert!(untouched.merge_json(json).is_err(), "what cannot be read cannot be merged");
        assert!(untouched.is_empty(), "what is refused leaves no trace");
        return None;
    };
    untouched.merge_json(json).expect("what can be read can be merged");
    assert_same(&untouched, &state, "JSON merges as the state does");
    let again = State::from_json(Arc::clone(schema), &state.to_json()).expect("a state's own JSON is read");
    assert_same(&again, &state, "a state survives its JSON");
    Some(state)
}

/// An output folds as the value that it is, or leaves no trace.
fn fold(state: &mut State, document: &str, json: &str) {
    let mut by_value = state.clone();
    let before = state.to_json();
    match state.fold_json(document, json) {
        Ok(()) => {
            let Ok(value) = serde_json::from_str::<Value>(json) else { return };
            // Of a key that comes twice, a value has the last and the state both.
            if fields(&value) == fields_of_text(json) {
                by_value.fold(document, &value).expect("what folds as text folds as the value");
                assert_same(&by_value, state, "text folds as the value does");
            }
        }
        Err(_) => assert_eq!(state.to_json(), before, "a failed fold leaves no trace"),
    }
}

/// How many fields the objects in a value have.
fn fields(value: &Value) -> usize {
    match value {
        Value::Object(object) => object.len() + object.values().map(fields).sum::<usize>(),
        Value::Array(list) => list.iter().map(fields).sum(),
        _ => 0,
    }
}

/// How many fields the objects in a JSON text have, those that come twice counted twice.
fn fields_of_text(json: &str) -> usize {
    let (mut fields, mut quoted, mut escaped) = (0, false, false);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = quoted,
            b'"' => quoted = !quoted,
            b':' if !quoted => fields += 1,
            _ => {}
        }
    }
    fields
}

/// A line of entries that is taken is written as it can be read again.
fn entry(schema: &Schema, line: &str) {
    let mut entry = Entry::new();
    if entry.read(schema, line).is_err() {
        return;
    }
    let mut written = String::new();
    entry.write(&mut written);
    let mut again = Entry::new();
    again.read(schema, &written).expect("an entry that was read is written as one");
    let mut rewritten = String::new();
    again.write(&mut rewritten);
    assert_eq!(rewritten, written, "an entry survives its JSON");
    if entry.merge(schema, &mut again).is_ok() {
        rewritten.clear();
        entry.write(&mut rewritten);
        Entry::new().read(schema, &rewritten).expect("a merged entry is written as one");
    }
}

/// The laws of merging, for states that came from anywhere.
fn merge(schema: &Arc<Schema>, states: &[State]) {
    let forward = sum(schema, states.iter());
    let backward = sum(schema, states.iter().rev());
    assert_same(&forward, &backward, "the order of merging leaves no trace");
    let (left, right) = states.split_at(states.len() / 2);
    let halves = [sum(schema, left.iter()), sum(schema, right.iter())];
    assert_same(&sum(schema, halves.iter()), &forward, "nor does their grouping");
    let read =
        State::from_json(Arc::clone(schema), &forward.to_json()).expect("a merged state's own JSON is read");
    assert_same(&read, &forward, "a merged state survives its JSON");
    let (lines, report) = joined(schema, states).expect("the entries of states join");
    assert_eq!(lines, entries(&forward), "the entries of the states join to those of the merged one");
    assert_eq!(report.to_string(), forward.finish().to_string(), "so does the report");
}

fn sum<'a>(schema: &Arc<Schema>, states: impl Iterator<Item = &'a State>) -> State {
    let mut sum = State::new(Arc::clone(schema));
    for state in states {
        sum.merge(state.clone()).expect("they have one schema");
    }
    sum
}

fn entries(state: &State) -> Vec<String> {
    let mut lines = Vec::new();
    let Ok(()) = state.write_entries(|line| {
        lines.push(line.to_owned());
        Ok::<(), Infallible>(())
    });
    lines
}

fn joined(schema: &Arc<Schema>, states: &[State]) -> Result<(Vec<String>, Value), JoinError<EntryError>> {
    let runs = states.iter().map(|state| {
        let mut lines = entries(state).into_iter();
        move |entry: &mut Entry| match lines.next() {
            Some(line) => entry.read(schema, &line).map(|()| true),
            None => Ok(false),
        }
    });
    let mut join = Join::new(Arc::clone(schema), runs)?;
    let mut finisher = Finisher::new(Arc::clone(schema));
    let mut lines = Vec::new();
    while let Some(entry) = join.next_entry()? {
        finisher.add(entry).expect("a joined entry is of the schema");
        let mut line = String::new();
        entry.write(&mut line);
        lines.push(line);
    }
    Ok((lines, finisher.finish()))
}

#[track_caller]
pub(crate) fn assert_same(ours: &State, theirs: &State, law: &str) {
    assert_eq!(ours.to_json(), theirs.to_json(), "{law}");
    assert_eq!(ours.finish().to_string(), theirs.finish().to_string(), "{law}, and so does its report");
}

/// A schema of each kind with outputs, states and entries of it.
pub fn seeds() -> Vec<Vec<u8>> {
    OF_KINDS.iter().map(|(schema, outputs)| seed(schema, outputs).into_bytes()).collect()
}

/// A schema of each kind with a state of it.
pub(crate) fn seeds_of_kinds() -> Vec<(&'static str, State)> {
    OF_KINDS.iter().map(|(schema, outputs)| (*schema, folded(schema, outputs))).collect()
}

const OF_KINDS: &[(&str, &[&str])] = &[
    (r#"{"kind":"sum"}"#, &["1", "0.1", "-1e308", "null", "true"]),
    (r#"{"kind":"min"}"#, &["5e-324", "18446744073709551615"]),
    (r#"{"kind":"max"}"#, &["-9223372036854775808", "-0.0"]),
    (r#"{"kind":"stats"}"#, &["[1,2,[3,4]]", "0.5"]),
    (r#"{"kind":"counts","top":2}"#, &[r#"{"a":1,"b":9007199254740993}"#, r#"["a","\u0633"]"#, r#""c""#]),
    (
        r#"{"kind":"pairs","top":2,"at_least":1}"#,
        &[r#"{"a\tb":3,"c\td":9007199254740993}"#, r#"["a\tb","\u0633",""]"#],
    ),
    (r#"{"kind":"histogram","edges":[0,1,2.5]}"#, &["[0,1,[2,3],-1,9]"]),
    (r#"{"kind":"quantiles","at":[0,0.5,1]}"#, &["[1,2,[1e300,4],-7,0]"]),
    (r#"{"kind":"distinct"}"#, &[r#"["a","b"]"#, r#""a""#]),
    (r#"{"kind":"set","max":2}"#, &[r#"["a","b"]"#, r#""a""#]),
    (r#"{"kind":"sample","n":2}"#, &[r#"{"a":[1,null,true]}"#, "1", r#""x""#]),
    (r#"{"kind":"sample","n":2,"items":true}"#, &[r#"["a",[1],null,"a"]"#, "1"]),
    (r#"{"kind":"top","n":2}"#, &["1", "2.5", "3"]),
    (r#"{"kind":"top","n":2,"payload":true}"#, &["1", r#"[2.5,"x"]"#, "[3,null]"]),
    (r#"{"kind":"each"}"#, &["[1]"]),
    (r#"{"kind":"map","of":{"kind":"sum"},"top":1}"#, &[r#"{"a":1,"b":2}"#, r#"{"a":3}"#]),
    (
        r#"{"kind":"record","fields":{"a":{"kind":"sum"},"b":{"kind":"map","of":{"kind":"counts","top":1},"top":3}}}"#,
        &[r#"{"a":1,"b":{"x":["y"]}}"#, r#"{"b":{"x":{"y":2},"z":null}}"#],
    ),
];

fn folded(json: &str, outputs: &[&str]) -> State {
    let mut state = State::new(Schema::from_json(json).expect("a seed's schema is lawful"));
    for (number, output) in outputs.iter().enumerate() {
        state.fold_json(&format!("document {number}"), output).expect("a seed's output fits its schema");
    }
    state
}

fn seed(json: &str, outputs: &[&str]) -> String {
    let state = folded(json, outputs);
    let mut seed = format!("{json}\n");
    for output in outputs {
        seed.push_str(&format!("{output}\n"));
    }
    seed.push_str(&format!("@{}\n", state.to_json()));
    for line in entries(&state) {
        seed.push_str(&format!("{line}\n"));
    }
    seed
}

#[cfg(test)]
mod tests {
    use textmill_merge::KINDS;

    use super::OF_KINDS;

    #[test]
    fn every_kind_has_a_seed() {
        for kind in KINDS {
            let begins = format!("{{\"kind\":\"{}\"", kind.name);
            assert!(OF_KINDS.iter().any(|(schema, _)| schema.starts_with(&begins)), "`{}`", kind.name);
        }
    }
}
