//! What spilling to disk and merging files in flat memory stand on: entries of any number of runs, joined and finished,
//! give what the merged state gives.

#![allow(clippy::unwrap_used, reason = "a test may stop where its own data is wrong")]

#[allow(dead_code, reason = "the laws of states use all of it")]
mod generate;

use std::convert::Infallible;
use std::sync::Arc;

use proptest::prelude::*;
use serde_json::Value;
use textmill_merge::{Entry, EntryError, Finisher, Join, JoinError, Schema, State};

use generate::{Document, any_schema, documents};

fn lines(state: &State) -> Vec<String> {
    let mut lines = Vec::new();
    let Ok(()) = state.write_entries(|line| {
        lines.push(line.to_owned());
        Ok::<(), Infallible>(())
    });
    lines
}

type Joined = Result<(Vec<String>, Value), JoinError<EntryError>>;

/// The lines of the joined runs, and the report of them.
fn join(schema: &Arc<Schema>, runs: &[Vec<String>], top: Option<u32>) -> Joined {
    let runs = runs.iter().map(|lines| {
        let mut lines = lines.iter();
        move |entry: &mut Entry| match lines.next() {
            Some(line) => entry.read(schema, line).map(|()| true),
            None => Ok(false),
        }
    });
    let mut join = Join::new(schema.clone(), runs)?;
    let mut finisher = match top {
        Some(top) => Finisher::with_top(schema.clone(), top),
        None => Finisher::new(schema.clone()),
    };
    let mut joined = Vec::new();
    while let Some(entry) = join.next_entry()? {
        finisher.add(entry).unwrap();
        let mut line = String::new();
        entry.write(&mut line);
        joined.push(line);
    }
    Ok((joined, finisher.finish()))
}

fn fold<'a>(schema: &Arc<Schema>, documents: impl Iterator<Item = &'a Document>) -> State {
    let mut state = State::new(schema.clone());
    for (id, value) in documents {
        state.fold(id, value).unwrap();
    }
    state
}

#[track_caller]
fn hold(schema: Schema, documents: &[Document], runs: usize, top: u32) {
    let schema = Arc::new(schema);
    let parts: Vec<State> =
        (0..runs).map(|run| fold(&schema, documents.iter().skip(run).step_by(runs))).collect();
    let mut merged = State::new(schema);
    parts.iter().for_each(|part| merged.merge(part.clone()).unwrap());
    hold_states(&parts, &merged, top);
}

#[track_caller]
fn hold_states(parts: &[State], merged: &State, top: u32) {
    let schema = merged.schema();
    let runs: Vec<Vec<String>> = parts.iter().map(lines).collect();
    let expected = lines(merged);
    let report = merged.finish().to_string();
    let (joined, finished) = join(schema, &runs, None).unwrap();
    assert_eq!(joined, expected, "the entries of the joined runs are those of the merged state");
    assert_eq!(finished.to_string(), report, "so is the report");

    let asked = join(schema, &runs, Some(top)).unwrap().1;
    assert_eq!(asked.to_string(), merged.finish_with_top(top).to_string(), "for another top");
    let of_that_top = Arc::new(schema.with_top(top));
    assert_eq!(join(&of_that_top, &runs, None).unwrap().1, asked, "entries do not know how many are shown");

    // Runs of runs, as when there are more than files may be open.
    let (left, right) = runs.split_at(runs.len() / 2);
    let halves = [left, right].map(|half| join(schema, half, None).unwrap().0);
    assert_eq!(join(schema, &halves, None).unwrap().0, expected, "in two steps");
}

fn schema_and_documents(schema: BoxedStrategy<Schema>) -> impl Strategy<Value = (Schema, Vec<Document>)> {
    schema.prop_flat_map(|schema| {
        let documents = documents(&schema);
        (Just(schema), documents)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_cut_into_runs_joins_to_the_merged_state(
        (schema, documents) in schema_and_documents(any_schema(3)),
        runs in 1_usize..6,
        top in 0_u32..5,
    ) {
        hold(schema, &documents, runs, top);
    }

    #[test]
    fn many_runs_join(
        (schema, documents) in schema_and_documents(generate::counts().boxed()),
        more in schema_and_documents(Just(Schema::counts(0)).boxed()),
        runs in 1_usize..20,
    ) {
        let documents = [documents, more.1].concat();
        hold(schema, &documents, runs, 2);
    }

    #[test]
    fn maps_of_maps_join(
        (schema, documents) in schema_and_documents(
            any_schema(1).prop_flat_map(generate::map).prop_flat_map(generate::map).boxed(),
        ),
        runs in 1_usize..6,
        top in 0_u32..3,
    ) {
        hold(schema, &documents, runs, top);
    }

    /// A file may hold anything: a line is refused, or it is an entry that writes, reads, merges and finishes.
    #[test]
    fn a_broken_line_is_an_error_and_never_a_panic(
        (schema, documents) in schema_and_documents(any_schema(2)),
        line in any::<prop::sample::Index>(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), "[\\[\\]{}\",:0-9a-fpxAé\\\\.e+-]{0,3}", 0_usize..4), 1..4),
    ) {
        let lines = lines(&fold(&Arc::new(schema.clone()), documents.iter()));
        prop_assume!(!lines.is_empty());
        let mut line = line.get(&lines).clone();
        for (place, insertion, deletion) in edits {
            let characters: Vec<char> = line.chars().collect();
            let place = place.index(characters.len() + 1);
            let end = (place + deletion).min(characters.len());
            line = characters[..place].iter().copied().chain(insertion.chars()).chain(characters[end..].iter().copied()).collect();
        }
        let mut entry = Entry::new();
        if entry.read(&schema, &line).is_ok() {
            let mut written = String::new();
            entry.write(&mut written);
            let mut again = Entry::new();
            again.read(&schema, &written).unwrap();
            entry.merge(&schema, &mut again).unwrap();
            // Below a map it comes without the entry of its key, which is an error.
            let mut finisher = Finisher::new(schema);
            let _refused = finisher.add(&entry);
            finisher.finish();
        }
    }
}

const RECORD: &str = r#"{"kind":"record","fields":{
    "counts":{"kind":"counts","top":9},"each":{"kind":"each"},"histogram":{"kind":"histogram","edges":[0]},
    "max":{"kind":"max"},"min":{"kind":"min"},"none":{"kind":"stats"},
    "quantiles":{"kind":"quantiles","at":[0.5]},"distinct":{"kind":"distinct"},
    "sample":{"kind":"sample","n":2},"stats":{"kind":"stats"},"sum":{"kind":"sum"},"top":{"kind":"top","n":1},
    "maps":{"kind":"map","top":9,"of":{"kind":"map","top":9,"of":{"kind":"each"}}},
    "nested":{"kind":"map","top":9,"of":{"kind":"counts","top":9}},
    "records":{"kind":"map","top":9,"of":{"kind":"record","fields":{"x":{"kind":"max"},"y":{"kind":"sum"}}}},
    "sums":{"kind":"map","top":9,"of":{"kind":"sum"}}}}"#;

#[test]
fn a_state_without_fields_or_keys_is_one_entry_or_none() {
    let mut state = State::new(Schema::Sum);
    assert_eq!(lines(&state), Vec::<String>::new());
    hold_states(&[], &state, 1);
    state.fold("", &1.5).unwrap();
    assert_eq!(lines(&state), [r#"[],"0x3p-1""#]);
    hold_states(&[state.clone()], &state, 1);
}

#[test]
fn counts_that_stop_at_the_greatest_join_as_they_merge() {
    let schema = Arc::new(Schema::counts(3));
    let parts = [
        r#"{"a":["340282366920938463463374607431768211455","18446744073709551615"],"b":[1,1]}"#,
        r#"{"a":[5,5],"b":["340282366920938463463374607431768211454",7]}"#,
        r#"{"a":[1,1],"b":["340282366920938463463374607431768211455",1]}"#,
    ]
    .map(|json| State::from_json(schema.clone(), json).unwrap());
    let mut merged = State::new(schema);
    parts.iter().for_each(|part| merged.merge(part.clone()).unwrap());
    assert!(
        lines(&merged)[0].ends_with(r#"["340282366920938463463374607431768211455","18446744073709551615"]"#)
    );
    hold_states(&parts, &merged, 1);
}

#[track_caller]
fn refuse(schema: &str, line: &str, expected: &str) {
    let schema = Schema::from_json(schema).unwrap();
    let error = Entry::new().read(&schema, line).unwrap_err();
    assert_eq!(error.to_string(), expected, "of {line}");
}

#[test]
fn hostile_lines_are_refused_with_their_place() {
    for (line, expected) in [
        ("", "expected `[` at byte 0 of the entry"),
        ("[", "expected `\"` at byte 1 of the entry"),
        (r#"["counts","a"]"#, "`counts.a`: expected `,` at byte 14 of the entry"),
        (r#"["counts","a""#, "`counts.a`: expected `]` at byte 13 of the entry"),
        (r#"["counts","\ud800"],[1,1]"#, "`counts`: a string has a bad escape at byte 18 of the entry"),
        (r#"["counts"],[1,1]"#, "`counts`: the path ends above the keys or fields at byte 10 of the entry"),
        ("[],null", "the path ends above the keys or fields at byte 2 of the entry"),
        (r#"["count","a"],[1,1]"#, "`count`: the schema has no such field at byte 8 of the entry"),
        (r#"["each"],1"#, "`each`: nothing is kept of `each` at byte 8 of the entry"),
        (
            r#"["counts","a","b"],[1,1]"#,
            "`counts.a.b`: the path continues where the schema has an end at byte 17 of the entry",
        ),
        (
            r#"["sum","a"],1"#,
            "`sum.a`: the path continues where the schema has an end at byte 10 of the entry",
        ),
        (
            r#"["sums","a","b"],1"#,
            "`sums.a.b`: the path continues where the schema has an end at byte 15 of the entry",
        ),
        (r#"["records","k","z"],1"#, "`records.k.z`: the schema has no such field at byte 18 of the entry"),
        (
            r#"["counts","a"],[1,2]"#,
            "`counts.a`: expected a count of at least one in each of one or more documents at byte 20 of the entry",
        ),
        (r#"["counts","a"],1"#, "`counts.a`: expected `[` at byte 15 of the entry"),
        (r#"["counts","a"],[1,1],0"#, "`counts.a`: expected the end at byte 20 of the entry"),
        (
            r#"["nested","ar"],0"#,
            "`nested.ar`: expected a key of one or more documents at byte 17 of the entry",
        ),
        (
            r#"["nested","ar"],[1,null]"#,
            "`nested.ar`: expected a count: a whole number, in a string above 2^53 - 1 at byte 16 of the entry",
        ),
        (r#"["sums","a"],1"#, "`sums.a`: expected `[` at byte 13 of the entry"),
        (r#"["sum"],null"#, "`sum`: expected a state that is not empty at byte 12 of the entry"),
        (r#"["sum"],"0x0p+0""#, "`sum`: expected a state that is not empty at byte 16 of the entry"),
        (
            r#"["stats"],{"count":1,"max":"x"}"#,
            "`stats.max`: expected an integer of 64 bits in the string at byte 30 of the entry",
        ),
    ] {
        refuse(RECORD, line, expected);
    }
    let deep = format!("[{}\"a\"],1", "\"a\",".repeat(100_000));
    refuse(
        r#"{"kind":"map","of":{"kind":"sum"},"top":1}"#,
        &deep,
        "`a.a`: the path continues where the schema has an end at byte 8 of the entry",
    );
}

fn joined(schema: &str, runs: &[&[&str]]) -> Joined {
    let schema = Arc::new(Schema::from_json(schema).unwrap());
    let runs: Vec<Vec<String>> =
        runs.iter().map(|lines| lines.iter().map(|line| (*line).to_owned()).collect()).collect();
    join(&schema, &runs, None)
}

#[test]
fn runs_out_of_order_are_refused() {
    let counts = r#"{"kind":"counts","top":1}"#;
    let error = |runs: &[&[&str]]| joined(counts, runs).unwrap_err().to_string();
    assert_eq!(
        error(&[&[r#"["c"],[1,1]"#], &[r#"["b"],[1,1]"#, r#"["a"],[1,1]"#]]),
        "run 1: `a`: is not after `b`"
    );
    assert_eq!(error(&[&[r#"["b"],[1,1]"#, r#"["b"],[1,1]"#]]), "run 0: `b`: is not after `b`");
    assert_eq!(
        error(&[&[r#"["a"],[1,1]"#], &[r#"["a"],[1,1]"#, r#"["b"],[1]"#]]),
        "run 1: `b`: expected `,` at byte 8 of the entry"
    );
    assert_eq!(error(&[&["x"]]), "run 0: expected `[` at byte 0 of the entry");
}

fn entry(schema: &Schema, line: &str) -> Entry {
    let mut entry = Entry::new();
    entry.read(schema, line).unwrap();
    entry
}

#[test]
fn entries_that_do_not_belong_to_the_state_are_refused() {
    let map = Schema::from_json(r#"{"kind":"map","top":1,"of":{"kind":"counts","top":1}}"#).unwrap();
    let sums = Schema::from_json(r#"{"kind":"map","top":1,"of":{"kind":"sum"}}"#).unwrap();
    let counts = Schema::counts(1);
    let (sum, max) = (Schema::Sum, Schema::Max);
    for (schema, other, lines, expected) in [
        (&map, &map, [r#"["a"],1"#, r#"["b","x"],[1,1]"#], "`b.x`: comes without the entry of its key"),
        (&map, &map, [r#"["b"],1"#, r#"["a"],1"#], "`a`: is not after `b`"),
        (&map, &map, [r#"["b","x"],[1,1]"#, ""], "`b.x`: comes without the entry of its key"),
        (&map, &counts, [r#"["b"],[1,1]"#, ""], "`b`: is of another schema"),
        (&map, &sums, [r#"["b"],[1,null]"#, ""], "`b`: is of another schema"),
        (&sums, &map, [r#"["b"],1"#, ""], "`b`: is of another schema"),
        (&counts, &map, [r#"["b"],1"#, ""], "`b`: is of another schema"),
        (&counts, &map, [r#"["b","c"],[1,1]"#, ""], "`b.c`: is of another schema"),
        (&sum, &max, ["[],1", ""], "is of another schema"),
        (&map, &max, ["[],1", ""], "is of another schema"),
        (&sum, &counts, [r#"["a"],[1,1]"#, ""], "`a`: is of another schema"),
    ] {
        let mut finisher = Finisher::new(schema.clone());
        let lines = lines.into_iter().filter(|line| !line.is_empty());
        let error = lines.map(|line| finisher.add(&entry(other, line))).find_map(Result::err).unwrap();
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn only_entries_of_one_path_and_schema_merge() {
    let schema = Schema::from_json(RECORD).unwrap();
    let mut ours = entry(&schema, r#"["sum"],"0x1p+0""#);
    let mut elsewhere = entry(&schema, r#"["max"],1"#);
    let error = ours.merge(&schema, &mut elsewhere).unwrap_err();
    assert_eq!(error.to_string(), "`max`: does not merge with another path: `sum`");
    let other = Schema::from_json(r#"{"kind":"record","fields":{"sum":{"kind":"max"}}}"#).unwrap();
    let error = ours.merge(&schema, &mut entry(&other, r#"["sum"],1"#)).unwrap_err();
    assert_eq!(error.to_string(), "`sum`: is of another schema");
    ours.merge(&schema, &mut entry(&schema, r#"["sum"],"-0x1p+0""#)).unwrap();
    assert!(ours.is_empty());
    assert_eq!(ours.path().collect::<Vec<&str>>(), ["sum"]);
}
